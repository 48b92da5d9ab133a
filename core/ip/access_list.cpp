// See access_list.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ip/access_list.h"

#include <algorithm>
#include <utility>

namespace hopyard::ip {

namespace {

constexpr std::uint8_t kAckOrRst = 0x10 | 0x04; // RFC 9293 section 3.1

bool transportMatches(const AccessRule &rule, const wire::Ipv4View &datagram)
{
    const bool isTcp = datagram.protocol() == wire::IpProtocol::tcp;
    const bool isIcmp = datagram.protocol() == wire::IpProtocol::icmp;
    if (rule.icmpType ? !isIcmp : !isTcp && datagram.protocol() != wire::IpProtocol::udp)
        return false;
    if (datagram.fragmentOffset() != 0)
        return rule.permit;
    const base::Bytes transport = datagram.payload();
    if (rule.icmpType)
        return !transport.empty() && transport[0] == *rule.icmpType;
    if (transport.size() < 4 || !rule.sourcePort.matches(base::loadU16(&transport[0]))
        || !rule.destinationPort.matches(base::loadU16(&transport[2])))
        return false;
    return !rule.established || (isTcp && transport.size() >= 14 && (transport[13] & kAckOrRst) != 0);
}

bool bySequence(const AccessRule &a, const AccessRule &b) { return a.sequence < b.sequence; }

} // namespace

void AccessList::add(const AccessRule &rule)
{
    const auto at = std::lower_bound(rules.begin(), rules.end(), rule, bySequence);
    if (at != rules.end() && at->sequence == rule.sequence)
        *at = rule;
    else
        rules.insert(at, rule);
}

bool AccessList::remove(std::uint32_t sequence)
{
    return std::erase_if(rules, [&](const AccessRule &rule) { return rule.sequence == sequence; }) > 0;
}

std::optional<std::size_t> decidingRule(const AccessList &list, const wire::Ipv4View &datagram)
{
    for (std::size_t i = 0; i < list.rules.size(); ++i) {
        const AccessRule &rule = list.rules[i];
        if (rule.protocol && *rule.protocol != datagram.protocol())
            continue;
        if (!rule.source.matches(datagram.source()) || !rule.destination.matches(datagram.destination()))
            continue;
        if (!rule.looksAtTransport() || transportMatches(rule, datagram))
            return i;
    }
    return std::nullopt;
}

void AccessFilter::change(AccessList list)
{
    std::vector<std::uint64_t> hits(list.rules.size(), 0);
    for (std::size_t i = 0; i < list.rules.size(); ++i) {
        const auto same = std::find(m_list.rules.begin(), m_list.rules.end(), list.rules[i]);
        if (same != m_list.rules.end())
            hits[i] = m_hits[static_cast<std::size_t>(same - m_list.rules.begin())];
    }
    m_list = std::move(list);
    m_hits = std::move(hits);
}

bool AccessFilter::permits(const wire::Ipv4View &datagram, std::uint64_t packets)
{
    const auto rule = decidingRule(m_list, datagram);
    if (!rule) {
        m_refusedByNone += packets;
        return false;
    }
    m_hits[*rule] += packets;
    return m_list.rules[*rule].permit;
}

void AccessFilter::clearCounters()
{
    std::fill(m_hits.begin(), m_hits.end(), 0);
    m_refusedByNone = 0;
}

} // namespace hopyard::ip
