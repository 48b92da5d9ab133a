// `show ip bgp neighbors`, in FRR 8.4's words as far as there is something to say. See show_bgp.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/console/show_bgp.h"

#include <fmt/format.h>

#include <algorithm>

namespace hopyard::console {

namespace bgp = routing::bgp;

namespace {

std::string_view linkName(bgp::PeerType type)
{
    return type == bgp::PeerType::internal ? "internal link" : type == bgp::PeerType::external ? "external link" : "confed-external link";
}

std::int64_t seconds(base::Duration d) { return d.ns() / 1'000'000'000; }

std::string capabilities(const bgp::NeighbourInfo &n)
{
    const auto both = [](bool sent, bool received) {
        return sent && received ? "advertised and received" : sent ? "advertised" : "received";
    };
    const wire::BgpOpen &theirs = *n.received;
    std::string out = "  Neighbor capabilities:\n";
    if (n.sent.fourOctetAs || theirs.fourOctetAs)
        out += fmt::format("    4 Byte AS: {}\n", both(n.sent.fourOctetAs.has_value(), theirs.fourOctetAs.has_value()));
    if (n.sent.routeRefresh || theirs.routeRefresh)
        out += fmt::format("    Route refresh: {}\n", both(n.sent.routeRefresh, theirs.routeRefresh));
    if (n.sent.enhancedRefresh || theirs.enhancedRefresh)
        out += fmt::format("    Enhanced Route Refresh: {}\n", both(n.sent.enhancedRefresh, theirs.enhancedRefresh));
    for (const bgp::Afi afi : bgp::kAllAfis) {
        const auto has = [&](const wire::BgpOpen &open) {
            return std::find(open.families.begin(), open.families.end(), wireFamily(afi)) != open.families.end();
        };
        if (has(n.sent) || has(theirs))
            out += fmt::format("    Address Family {} Unicast: {}\n", afi == bgp::Afi::ipv4 ? "IPv4" : "IPv6", both(has(n.sent), has(theirs)));
    }
    if (n.sent.gracefulRestart || theirs.gracefulRestart)
        out += fmt::format("    Graceful Restart Capability: {}\n", both(n.sent.gracefulRestart.has_value(), theirs.gracefulRestart.has_value()));
    return out;
}

std::string familyText(const bgp::NeighbourFamilyInfo &f)
{
    const bgp::FamilySettings &s = f.settings;
    std::string out = fmt::format("\n For address family: {} Unicast\n", f.afi == bgp::Afi::ipv4 ? "IPv4" : "IPv6");
    if (f.updateGroup)
        out += fmt::format("  Update group {}, subgroup {}\n", f.updateGroup, f.updateGroup);
    else
        out += "  Not part of any update group\n";
    if (s.reflectorClient)
        out += "  Route-Reflector Client\n";
    if (s.routeServerClient)
        out += "  Route-Server Client\n";
    if (s.nextHopSelf != bgp::NextHopSelf::off)
        out += "  NEXT_HOP is always this router\n";
    std::string communities;
    if (s.sendCommunity && s.sendExtendedCommunity && s.sendLargeCommunity)
        communities = "all";
    else
        for (const auto &[is, word] : {std::pair(s.sendCommunity, "standard"), std::pair(s.sendExtendedCommunity, "extended"), std::pair(s.sendLargeCommunity, "large")})
            if (is)
                communities += (communities.empty() ? "" : ",") + std::string(word);
    if (!communities.empty())
        out += fmt::format("  Community attribute sent to this neighbor({})\n", communities);
    if (s.defaultOriginate)
        out += "  Default information originate, default sent\n";
    for (const auto &[names, word] : {std::pair(&s.in, "incoming"), std::pair(&s.out, "outgoing")}) {
        if (!names->prefixList.empty())
            out += fmt::format("  {} update prefix filter list is *{}\n", names == &s.in ? "Incoming" : "Outgoing", names->prefixList);
        if (!names->filterList.empty())
            out += fmt::format("  {} update AS path filter list is *{}\n", names == &s.in ? "Incoming" : "Outgoing", names->filterList);
        if (!names->routeMap.empty())
            out += fmt::format("  Route map for {} advertisements is *{}\n", word, names->routeMap);
    }
    out += fmt::format("  {} accepted prefixes\n", f.accepted);
    if (const auto &m = s.maximumPrefix)
        out += fmt::format("  Maximum prefixes allowed {}{}\n  Threshold for warning message {}%\n", m->limit, m->warningOnly ? " (warning-only)" : "", m->threshold);
    return out;
}

std::string text(const Call &call, const bgp::NeighbourInfo &n, bgp::RouterId local)
{
    const base::TimePoint now = call.context.now;
    const auto age = [&](base::TimePoint when) { return when == base::TimePoint() ? std::string("never") : ageText(now - when); };
    std::string out = fmt::format("BGP neighbor is {}{}, remote AS {}, local AS {}, {}\n", n.dynamic ? "*" : "", toString(n.address), n.remoteAs, n.localAs,
                                  linkName(n.settings.type));
    if (!n.settings.description.empty())
        out += fmt::format(" Description: {}\n", n.settings.description);
    if (!n.settings.group.empty())
        out += fmt::format(" Member of peer-group {} for session parameters\n", n.settings.group);
    if (n.settings.shutdown)
        out += " Administratively shut down\n";
    out += fmt::format("  BGP version 4, remote router ID {}, local router ID {}\n  BGP state = {}", toString(n.routerId), toString(local), toString(n.state));
    if (n.state == bgp::State::established)
        out += fmt::format(", up for {}", ageText(now - n.since));
    out += fmt::format("\n  Last read {}, Last write {}\n  Hold time is {} seconds, keepalive interval is {} seconds\n", age(n.lastRead), age(n.lastWrite),
                       seconds(n.hold), seconds(n.keepalive));
    out += fmt::format("  Configured hold time is {} seconds, keepalive interval is {} seconds\n", n.settings.hold, n.settings.keepalive);
    if (n.received)
        out += capabilities(n);
    out += fmt::format("  Message statistics:\n    Inq depth is 0\n    Outq depth is {}\n                         Sent       Rcvd\n", n.queued ? 1 : 0);
    const auto row = [&](std::string_view name, std::uint64_t bgp::MessageCounters::*counter) {
        return fmt::format("    {:<15}{:>10} {:>10}\n", fmt::format("{}:", name), n.messagesSent.*counter, n.messagesReceived.*counter);
    };
    out += row("Opens", &bgp::MessageCounters::opens) + row("Notifications", &bgp::MessageCounters::notifications) +
           row("Updates", &bgp::MessageCounters::updates) + row("Keepalives", &bgp::MessageCounters::keepalives) +
           row("Route Refresh", &bgp::MessageCounters::refreshes);
    out += fmt::format("    {:<15}{:>10} {:>10}\n", "Capability:", 0, 0);
    out += fmt::format("    {:<15}{:>10} {:>10}\n", "Total:", n.messagesSent.total(), n.messagesReceived.total());
    out += fmt::format("  Minimum time between advertisement runs is {} seconds\n", n.settings.advertisementInterval);
    for (const bgp::NeighbourFamilyInfo &f : n.families)
        if (f.settings.active)
            out += familyText(f);
    out += fmt::format("\n  Connections established {}; dropped {}\n", n.established, n.dropped);
    if (n.lastReset.empty())
        out += "  Last reset never\n";
    else
        out += fmt::format("  Last reset {},  {}{}\n", ageText(now - n.since), n.lastReset,
                           n.lastNotification && n.lastReset.starts_with("BGP Notification") ? fmt::format(" ({})", n.lastNotification->toString()) : "");
    if (n.settings.type == bgp::PeerType::external && n.settings.ttl > 1)
        out += fmt::format("  External BGP neighbor may be up to {} hops away.\n", n.settings.minimumTtl ? 256 - n.settings.minimumTtl : n.settings.ttl);
    if (n.place.local.isValid())
        out += fmt::format("Local host: {}\nForeign host: {}\n", toString(n.place.local), toString(n.address));
    return out + fmt::format("BGP Connect Retry Timer in Seconds: {}\n\n", n.settings.connectRetry);
}

Json json(const Call &call, const bgp::NeighbourInfo &n, bgp::RouterId local)
{
    const base::TimePoint now = call.context.now;
    Json j;
    j["remoteAs"] = n.remoteAs;
    j["localAs"] = n.localAs;
    j[n.settings.type == bgp::PeerType::internal ? "nbrInternalLink" : n.settings.type == bgp::PeerType::external ? "nbrExternalLink" : "nbrConfedExternalLink"] = true;
    if (!n.settings.description.empty())
        j["nbrDesc"] = n.settings.description;
    if (!n.settings.group.empty())
        j["peerGroup"] = n.settings.group;
    if (n.settings.shutdown)
        j["adminShutDown"] = true;
    j["bgpVersion"] = 4;
    j["remoteRouterId"] = toString(n.routerId);
    j["localRouterId"] = toString(local);
    j["bgpState"] = toString(n.state);
    if (n.state == bgp::State::established) {
        j["bgpTimerUpMsec"] = (now - n.since).ns() / 1'000'000;
        j["bgpTimerUpString"] = ageText(now - n.since);
    }
    j["bgpTimerLastRead"] = (now - n.lastRead).ns() / 1'000'000;
    j["bgpTimerLastWrite"] = (now - n.lastWrite).ns() / 1'000'000;
    j["bgpTimerConfiguredHoldTimeMsecs"] = n.settings.hold * 1000;
    j["bgpTimerConfiguredKeepAliveIntervalMsecs"] = n.settings.keepalive * 1000;
    j["bgpTimerHoldTimeMsecs"] = seconds(n.hold) * 1000;
    j["bgpTimerKeepAliveIntervalMsecs"] = seconds(n.keepalive) * 1000;
    Json &m = j["messageStats"];
    m["depthInq"] = 0;
    m["depthOutq"] = n.queued ? 1 : 0;
    m["opensSent"] = n.messagesSent.opens;
    m["opensRecv"] = n.messagesReceived.opens;
    m["notificationsSent"] = n.messagesSent.notifications;
    m["notificationsRecv"] = n.messagesReceived.notifications;
    m["updatesSent"] = n.messagesSent.updates;
    m["updatesRecv"] = n.messagesReceived.updates;
    m["keepalivesSent"] = n.messagesSent.keepalives;
    m["keepalivesRecv"] = n.messagesReceived.keepalives;
    m["routeRefreshSent"] = n.messagesSent.refreshes;
    m["routeRefreshRecv"] = n.messagesReceived.refreshes;
    m["capabilitySent"] = 0;
    m["capabilityRecv"] = 0;
    m["totalSent"] = n.messagesSent.total();
    m["totalRecv"] = n.messagesReceived.total();
    j["minBtwnAdvertisementRunsTimerMsecs"] = n.settings.advertisementInterval * 1000;
    for (const bgp::NeighbourFamilyInfo &f : n.families) {
        if (!f.settings.active)
            continue;
        Json &a = j["addressFamilyInfo"][f.afi == bgp::Afi::ipv4 ? "ipv4Unicast" : "ipv6Unicast"];
        if (f.updateGroup) {
            a["updateGroupId"] = f.updateGroup;
            a["subGroupId"] = f.updateGroup;
        }
        if (f.settings.reflectorClient)
            a["routeReflectorClient"] = true;
        if (f.settings.nextHopSelf != bgp::NextHopSelf::off)
            a["routerAlwaysNextHop"] = true;
        a["acceptedPrefixCounter"] = f.accepted;
        a["sentPrefixCounter"] = f.advertised;
    }
    j["connectionsEstablished"] = n.established;
    j["connectionsDropped"] = n.dropped;
    if (!n.lastReset.empty())
        j["lastResetDueTo"] = n.lastReset;
    if (n.place.local.isValid()) {
        j["hostLocal"] = toString(n.place.local);
        j["hostForeign"] = toString(n.address);
    }
    j["connectRetryTimer"] = n.settings.connectRetry;
    return j;
}

} // namespace

Answer showBgpNeighbours(const Call &call)
{
    const router::BgpProcess *process = bgpProcessOf(call);
    if (!process)
        return bgpNotRunning();
    const bgp::RouterId local = process->bgp().config().routerId.value_or(bgp::RouterId());
    const auto wanted = base::IpAddress::parse(call.arguments.get("peer"));
    std::string all;
    Json object = Json::object();
    for (const bgp::NeighbourInfo &n : process->bgp().neighbours()) {
        if (wanted && n.address != *wanted)
            continue;
        all += text(call, n, local);
        object[toString(n.address)] = json(call, n, local);
    }
    if (wanted && object.empty())
        return refused("No such neighbor in this view/vrf");
    return answered(call, std::move(all), object);
}

} // namespace hopyard::console
