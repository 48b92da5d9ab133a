// See dns_zone.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/services/dns_zone.h"

#include <algorithm>

#include <fmt/format.h>

namespace hopyard::services {

using wire::DnsCode;
using wire::DnsRecord;
using wire::DnsType;

namespace {

constexpr int kMaxAliases = 8;
constexpr std::uint8_t kStandardQuery = 0;
constexpr std::uint16_t kInternet = 1, kAnyClass = 255;

} // namespace

bool DnsZone::add(std::string_view name, std::string_view value)
{
    const std::string key = transport::canonicalName(name);
    if (!transport::isHostName(name) || m_aliases.contains(key))
        return false;
    if (const auto address = base::IpAddress::parse(value)) {
        m_own.add(key, *address);
        auto &addresses = m_hosts[key];
        if (std::ranges::find(addresses, *address) == addresses.end())
            addresses.push_back(*address);
        return true;
    }
    if (!transport::isHostName(value) || m_hosts.contains(key))
        return false;
    m_aliases[key] = transport::canonicalName(value);
    return true;
}

std::vector<std::string> DnsZone::entries() const
{
    std::vector<std::string> out;
    for (const auto &[name, addresses] : m_hosts)
        for (const base::IpAddress &address : addresses)
            out.push_back(fmt::format("{}={}", name, base::toString(address)));
    for (const auto &[name, target] : m_aliases)
        out.push_back(fmt::format("{}={}", name, target));
    return out;
}

bool DnsZone::lookUp(const wire::DnsQuestion &question, const transport::HostsTable &hosts,
                     std::vector<DnsRecord> &answers) const
{
    const auto wants = [&](DnsType type) { return question.type == type || question.type == DnsType::any; };
    std::string name = transport::canonicalName(question.name);
    if (const auto address = wire::addressOfReverseName(name)) {
        std::string_view known = m_own.nameOf(*address);
        if (known.empty())
            known = hosts.nameOf(*address);
        if (!known.empty() && wants(DnsType::ptr))
            answers.push_back(DnsRecord::ofName(question.name, DnsType::ptr, std::string(known), kTimeToLive));
        return !known.empty();
    }
    std::string asked = question.name; // answered in the letters in which it was asked
    for (int i = 0; i < kMaxAliases; ++i) {
        const auto alias = m_aliases.find(name);
        if (alias == m_aliases.end())
            break;
        answers.push_back(DnsRecord::ofName(asked, DnsType::cname, alias->second, kTimeToLive));
        if (question.type == DnsType::cname)
            return true;
        asked = name = alias->second;
    }
    const transport::HostsTable &table = m_own.contains(name) ? m_own : hosts;
    for (const base::IpAddress &address : table.addressesOf(name))
        if (wants(address.isV4() ? DnsType::a : DnsType::aaaa))
            answers.push_back(DnsRecord::ofAddress(asked, address, kTimeToLive));
    return table.contains(name) || !answers.empty();
}

wire::DnsRepr DnsZone::answer(const wire::DnsRepr &query, const transport::HostsTable &hosts) const
{
    wire::DnsRepr reply;
    reply.id = query.id;
    reply.isResponse = true;
    reply.opcode = query.opcode;
    reply.recursionDesired = query.recursionDesired;
    reply.questions = query.questions;
    if (query.opcode != kStandardQuery) {
        reply.code = DnsCode::notImplemented;
        return reply;
    }
    if (query.questions.size() != 1) {
        reply.code = DnsCode::formatError;
        return reply;
    }
    const wire::DnsQuestion &question = query.questions.front();
    if (question.recordClass != kInternet && question.recordClass != kAnyClass) {
        reply.code = DnsCode::refused;
        return reply;
    }
    reply.authoritative = true;
    if (!lookUp(question, hosts, reply.answers))
        reply.code = DnsCode::nameError;
    return reply;
}

} // namespace hopyard::services
