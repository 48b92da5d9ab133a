// See bgp_debug.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/router/bgp_debug.h"

#include "core/wire/bgp.h"
#include "core/wire/bgp_attributes.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace hopyard::router {

namespace bgp = routing::bgp;

namespace {

constexpr std::string_view kDaemon = "BGP";
constexpr std::size_t kPrefixesInLine = 8;

std::string attributesText(const wire::BgpAttributes &a)
{
    std::string text = fmt::format("nexthop {}, origin {}", toString(a.nextHop), originLetter(a.origin));
    if (a.localPreference)
        text += fmt::format(", localpref {}", *a.localPreference);
    if (a.med)
        text += fmt::format(", metric {}", *a.med);
    const std::string path = a.asPath.toString();
    if (!path.empty())
        text += ", path " + path;
    std::string communities;
    for (const std::uint32_t community : a.communities)
        communities += ' ' + wire::communityToString(community);
    return communities.empty() ? text : text + ", community" + communities;
}

void tellPrefixes(const ProcessContext &context, std::string_view head, base::Bytes prefixes, base::Family family)
{
    wire::BgpPrefixReader reader(prefixes, family);
    std::string line;
    std::size_t inLine = 0;
    for (base::IpPrefix prefix; reader.next(prefix);) {
        line += ' ' + toString(prefix);
        if (++inLine % kPrefixesInLine == 0)
            tellDebug(context.link, kDaemon, fmt::format("{}{}", head, std::exchange(line, {})));
    }
    if (!line.empty())
        tellDebug(context.link, kDaemon, fmt::format("{}{}", head, line));
}

base::Family familyOf(const wire::BgpFamily &family)
{
    return family.afi == 2 ? base::Family::ipv6 : base::Family::ipv4;
}

void tellUpdate(const ProcessContext &context, const std::string &who, base::Bytes body)
{
    const auto update = wire::BgpUpdateView::parse(body);
    if (!update)
        return tellDebug(context.link, kDaemon, fmt::format("{} UPDATE that is malformed", who));
    wire::BgpAttributes attributes;
    // Numbers of two octets are nobody's any more; a peer that speaks them is told of by `show bgp neighbors`.
    const auto parsed =
        wire::parseBgpAttributes(update->attributes, {true, false, !update->announced.empty()}, attributes);
    if (!update->announced.empty() || parsed.hasReach)
        tellDebug(context.link, kDaemon, fmt::format("{} UPDATE w/ attr: {}", who, attributesText(attributes)));
    tellPrefixes(context, who + " UPDATE announces", update->announced, base::Family::ipv4);
    if (parsed.hasReach)
        tellPrefixes(context, who + " UPDATE announces", parsed.reachPrefixes, familyOf(parsed.reachFamily));
    tellPrefixes(context, who + " UPDATE withdraws", update->withdrawn, base::Family::ipv4);
    if (parsed.hasUnreach)
        tellPrefixes(context, who + " UPDATE withdraws", parsed.unreachPrefixes, familyOf(parsed.unreachFamily));
    if (update->announced.empty() && update->withdrawn.empty() && parsed.reachPrefixes.empty()
        && parsed.unreachPrefixes.empty())
        tellDebug(context.link, kDaemon, fmt::format("{} UPDATE is End-of-RIB", who));
}

} // namespace

bool debugsBgpMessages(DebugFlags flags)
{
    return flags.wants(Debug::bgpUpdateIn) || flags.wants(Debug::bgpUpdateOut) || flags.wants(Debug::bgpKeepalive)
           || flags.wants(Debug::bgpNeighbour);
}

void BgpDebugReader::take(const ProcessContext &context, const base::IpAddress &peer, bool isSent, base::Bytes bytes)
{
    m_rest.insert(m_rest.end(), bytes.begin(), bytes.end());
    const std::string who = fmt::format("{} {}", toString(peer), isSent ? "send" : "rcvd");
    std::size_t at = 0;
    for (;;) {
        const auto message = wire::nextBgpMessage(base::Bytes(m_rest).subspan(at));
        if (!message) { // no beginning of a message: on to the next marker
            static constexpr std::array<std::uint8_t, 16> kMarker{255, 255, 255, 255, 255, 255, 255, 255,
                                                                  255, 255, 255, 255, 255, 255, 255, 255};
            const auto begin = m_rest.begin() + static_cast<std::ptrdiff_t>(at + 1);
            at = static_cast<std::size_t>(std::search(begin, m_rest.end(), kMarker.begin(), kMarker.end())
                                          - m_rest.begin());
            if (at >= m_rest.size())
                break;
            continue;
        }
        if (message->length == 0)
            break;
        at += message->length;
        const DebugFlags debug = context.debug;
        if (message->type == wire::BgpType::update) {
            if (debug.wants(isSent ? Debug::bgpUpdateOut : Debug::bgpUpdateIn))
                tellUpdate(context, who, message->body);
        } else if (message->type == wire::BgpType::keepalive) {
            if (debug.wants(Debug::bgpKeepalive))
                tellDebug(context.link, kDaemon, who + " KEEPALIVE");
        } else if (debug.wants(Debug::bgpNeighbour)) {
            tellDebug(context.link, kDaemon, fmt::format("{} {}", who, toString(message->type)));
        }
    }
    m_rest.erase(m_rest.begin(), m_rest.begin() + static_cast<std::ptrdiff_t>(std::min(at, m_rest.size())));
}

void debugBgpEvent(const ProcessContext &context, const bgp::Event &event)
{
    if (!context.debug.wants(Debug::bgpNeighbour))
        return;
    const auto tell = [&](const base::IpAddress &peer, const std::string &text) {
        tellDebug(context.link, kDaemon, fmt::format("{} {}", toString(peer), text));
    };
    if (const auto *changed = std::get_if<bgp::event::PeerChanged>(&event))
        tell(changed->peer, fmt::format("[FSM] {} -> {}{}{}", toString(changed->from), toString(changed->to),
                                        changed->reason.empty() ? "" : ": ", changed->reason));
    else if (const auto *bad = std::get_if<bgp::event::BadMessage>(&event))
        tell(bad->peer, "message in error: " + bad->notification.toString());
    else if (const auto *received = std::get_if<bgp::event::NotificationReceived>(&event))
        tell(received->peer, "NOTIFICATION received: " + received->notification.toString());
    else if (const auto *sent = std::get_if<bgp::event::NotificationSent>(&event))
        tell(sent->peer, "NOTIFICATION sent: " + sent->notification.toString());
    else if (const auto *limit = std::get_if<bgp::event::PrefixLimit>(&event))
        tell(limit->peer, fmt::format("{} prefixes of at most {}{}", limit->prefixes, limit->limit,
                                      limit->exceeded ? ": too many" : ""));
}

} // namespace hopyard::router
