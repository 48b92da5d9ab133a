// `show ip bgp neighbors`, in FRR 8.4's words as far as there is something to say. See show_bgp.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/console/show_bgp.h"

#include <fmt/format.h>

#include <algorithm>

namespace hopyard::console {

namespace bgp = routing::bgp;

namespace {

std::string_view linkName(const bgp::Config &config, bgp::PeerType type)
{
    if (type == bgp::PeerType::internal)
        return config.confederation.identifier ? "confed-internal link" : "internal link";
    return type == bgp::PeerType::external ? "external link" : "confed-external link";
}

/// FRR's key for the same; in a confederation it calls those outside as those of its other members.
std::string linkKey(const bgp::Config &config, bgp::PeerType type)
{
    return fmt::format("nbr{}{}Link", config.confederation.identifier ? "Confed" : "", type == bgp::PeerType::internal ? "Internal" : "External");
}

std::int64_t seconds(base::Duration d) { return d.ns() / 1'000'000'000; }

bool offers(const wire::BgpOpen &open, bgp::Afi afi)
{
    return std::find(open.families.begin(), open.families.end(), wireFamily(afi)) != open.families.end();
}

std::string_view familyName(bgp::Afi afi) { return afi == bgp::Afi::ipv4 ? "IPv4 Unicast" : "IPv6 Unicast"; }
std::string_view familyKey(bgp::Afi afi) { return afi == bgp::Afi::ipv4 ? "ipv4Unicast" : "ipv6Unicast"; }

/// How the peer means to restart, in FRR's word.
std::string_view restartMode(const wire::BgpOpen &theirs)
{
    if (!theirs.gracefulRestart)
        return "NotApplicable";
    return theirs.gracefulRestart->families.empty() ? "Helper" : "Restart";
}
/// Ours comes from the process ("*"), not from a line about this neighbour.
std::string_view ownRestartMode(const bgp::NeighbourInfo &n) { return n.sent.gracefulRestart ? "Helper*" : "Disable*"; }

std::string_view yes(bool is) { return is ? "Yes" : "No"; }
std::string_view truth(bool is) { return is ? "True" : "False"; }

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
        out += fmt::format("    Route refresh: {}{}\n", both(n.sent.routeRefresh, theirs.routeRefresh), theirs.routeRefresh ? "(new)" : "");
    if (n.sent.enhancedRefresh || theirs.enhancedRefresh)
        out += fmt::format("    Enhanced Route Refresh: {}\n", both(n.sent.enhancedRefresh, theirs.enhancedRefresh));
    for (const bgp::Afi afi : bgp::kAllAfis)
        if (offers(n.sent, afi) || offers(theirs, afi))
            out += fmt::format("    Address Family {}: {}\n", familyName(afi), both(offers(n.sent, afi), offers(theirs, afi)));
    if (!n.sent.gracefulRestart && !theirs.gracefulRestart)
        return out;
    out += fmt::format("    Graceful Restart Capability: {}\n", both(n.sent.gracefulRestart.has_value(), theirs.gracefulRestart.has_value()));
    if (!theirs.gracefulRestart)
        return out;
    out += fmt::format("      Remote Restart timer is {} seconds\n      Address families by peer:\n", theirs.gracefulRestart->time);
    if (theirs.gracefulRestart->families.empty())
        out += "        none\n";
    for (const auto &[family, forwarding] : theirs.gracefulRestart->families)
        for (const bgp::Afi afi : bgp::kAllAfis)
            if (family == wireFamily(afi))
                out += fmt::format("        {}({})\n", familyName(afi), forwarding ? "preserved" : "not preserved");
    return out;
}

std::string restartText(const bgp::NeighbourInfo &n, std::uint16_t staleTime)
{
    const wire::BgpOpen &theirs = *n.received;
    std::string sent, received, families;
    for (const bgp::NeighbourFamilyInfo &f : n.families) {
        if (!f.negotiated)
            continue;
        const auto add = [&](std::string &list) { list += (list.empty() ? "" : ", ") + std::string(familyName(f.afi)); };
        if (f.endOfRibSent)
            add(sent);
        if (f.endOfRibReceived)
            add(received);
        families += fmt::format("    {}:\n      F bit: {}\n      End-of-RIB sent: {}\n      End-of-RIB sent after update: {}\n      End-of-RIB received: {}\n"
                                "      Timers:\n        Configured Stale Path Time(sec): {}\n",
                                familyName(f.afi), truth(false), yes(f.endOfRibSent), yes(f.endOfRibSent), yes(f.endOfRibReceived), staleTime);
    }
    std::string out = "  Graceful restart information:\n";
    if (!sent.empty())
        out += "    End-of-RIB send: " + sent + '\n';
    if (!received.empty())
        out += "    End-of-RIB received: " + received + '\n';
    const auto &their = theirs.gracefulRestart;
    out += fmt::format("    Local GR Mode: {}\n    Remote GR Mode: {}\n    R bit: {}\n    N bit: {}\n    Timers:\n      Configured Restart Time(sec): {}\n      Received Restart Time(sec): {}\n",
                       ownRestartMode(n), restartMode(theirs), truth(their && their->restarted), truth(their && their->notification),
                       n.sent.gracefulRestart ? n.sent.gracefulRestart->time : 0, their ? their->time : 0);
    return out + families;
}

Json capabilitiesJson(const bgp::NeighbourInfo &n)
{
    const auto both = [](bool sent, bool received) {
        return std::string(sent && received ? "advertisedAndReceived" : sent ? "advertised" : "received");
    };
    const wire::BgpOpen &theirs = *n.received;
    Json j = Json::object();
    if (n.sent.fourOctetAs || theirs.fourOctetAs)
        j["4byteAs"] = both(n.sent.fourOctetAs.has_value(), theirs.fourOctetAs.has_value());
    if (n.sent.routeRefresh || theirs.routeRefresh)
        j["routeRefresh"] = both(n.sent.routeRefresh, theirs.routeRefresh) + (theirs.routeRefresh ? "New" : "");
    if (n.sent.enhancedRefresh || theirs.enhancedRefresh)
        j["enhancedRouteRefresh"] = both(n.sent.enhancedRefresh, theirs.enhancedRefresh);
    for (const bgp::Afi afi : bgp::kAllAfis)
        if (offers(n.sent, afi) || offers(theirs, afi))
            j["multiprotocolExtensions"][familyKey(afi)][both(offers(n.sent, afi), offers(theirs, afi))] = true;
    if (!n.sent.gracefulRestart && !theirs.gracefulRestart)
        return j;
    j["gracefulRestart"] = both(n.sent.gracefulRestart.has_value(), theirs.gracefulRestart.has_value());
    if (!theirs.gracefulRestart)
        return j;
    j["gracefulRestartRemoteTimerMsecs"] = theirs.gracefulRestart->time * 1000;
    if (theirs.gracefulRestart->families.empty())
        j["addressFamiliesByPeer"] = "none";
    for (const auto &[family, forwarding] : theirs.gracefulRestart->families)
        for (const bgp::Afi afi : bgp::kAllAfis)
            if (family == wireFamily(afi))
                j["addressFamiliesByPeer"][familyKey(afi)]["advertised"] = true, j["addressFamiliesByPeer"][familyKey(afi)]["preserved"] = forwarding;
    return j;
}

Json restartJson(const bgp::NeighbourInfo &n, std::uint16_t staleTime)
{
    const wire::BgpOpen &theirs = *n.received;
    const auto &their = theirs.gracefulRestart;
    Json j = Json::object();
    for (const bgp::NeighbourFamilyInfo &f : n.families) {
        if (f.endOfRibSent)
            j["endOfRibSend"][familyKey(f.afi)] = true;
        if (f.endOfRibReceived)
            j["endOfRibRecv"][familyKey(f.afi)] = true;
    }
    j["localGrMode"] = ownRestartMode(n);
    j["remoteGrMode"] = restartMode(theirs);
    j["rBit"] = their && their->restarted;
    j["nBit"] = their && their->notification;
    j["timers"]["configuredRestartTimer"] = n.sent.gracefulRestart ? n.sent.gracefulRestart->time : 0;
    j["timers"]["receivedRestartTimer"] = their ? their->time : 0;
    for (const bgp::NeighbourFamilyInfo &f : n.families) {
        if (!f.negotiated)
            continue;
        Json &family = j[familyKey(f.afi)];
        family["fBit"] = false; // what is kept over a restart of ours: nothing
        family["endOfRibStatus"] = {{"endOfRibSend", f.endOfRibSent}, {"endOfRibSentAfterUpdate", f.endOfRibSent}, {"endOfRibRecv", f.endOfRibReceived}};
        family["timers"]["stalePathTimer"] = staleTime;
    }
    return j;
}

/// The filters of both directions in FRR's order: its words in text, its key in JSON, and the name.
struct Filter {
    std::string_view words, key;
    std::string name;
};
std::vector<Filter> filtersOf(const bgp::FamilySettings &s)
{
    std::vector<Filter> all{
        {"Incoming update prefix filter list is", "incomingUpdatePrefixFilterList", s.in.prefixList},
        {"Outgoing update prefix filter list is", "outgoingUpdatePrefixFilterList", s.out.prefixList},
        {"Incoming update network filter list is", "incomingUpdateNetworkFilterList", s.in.distributeList},
        {"Outgoing update network filter list is", "outgoingUpdateNetworkFilterList", s.out.distributeList},
        {"Incoming update AS path filter list is", "incomingUpdateAsPathFilterList", s.in.filterList},
        {"Outgoing update AS path filter list is", "outgoingUpdateAsPathFilterList", s.out.filterList},
        {"Route map for incoming advertisements is", "routeMapForIncomingAdvertisements", s.in.routeMap},
        {"Route map for outgoing advertisements is", "routeMapForOutgoingAdvertisements", s.out.routeMap},
    };
    std::erase_if(all, [](const Filter &filter) { return filter.name.empty(); });
    return all;
}

/// How a session ended, in FRR's words and with its number for it (its bgpd.h, enum peer_down_reason); 0: not one of its.
std::pair<std::string, int> resetReason(const bgp::NeighbourInfo &n)
{
    if (n.lastReset == "Hold Timer expired") // the NOTIFICATION says so
        return {"BGP Notification send", 14};
    static constexpr std::pair<std::string_view, int> kCodes[] = {
        {"Admin. shutdown", 11}, {"BGP Notification received", 13}, {"BGP Notification send", 14}, {"Peer closed the session", 15}};
    for (const auto &[words, code] : kCodes)
        if (n.lastReset == words)
            return {n.lastReset, code};
    return {n.lastReset, 0};
}

std::string familyText(const bgp::NeighbourFamilyInfo &f)
{
    const bgp::FamilySettings &s = f.settings;
    std::string out = fmt::format("\n For address family: {}\n", familyName(f.afi));
    if (f.updateGroup)
        out += fmt::format("  Update group {}, subgroup {}\n", f.updateGroup, f.updateGroup);
    else
        out += "  Not part of any update group\n";
    out += "  Packet Queue length 0\n";
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
    if (!s.in.isEmpty())
        out += "  Inbound path policy configured\n";
    if (!s.out.isEmpty())
        out += "  Outbound path policy configured\n";
    for (const Filter &filter : filtersOf(s))
        out += fmt::format("  {} *{}\n", filter.words, filter.name);
    out += fmt::format("  {} accepted prefixes\n", f.accepted);
    if (const auto &m = s.maximumPrefix)
        out += fmt::format("  Maximum prefixes allowed {}{}\n  Threshold for warning message {}%\n", m->limit, m->warningOnly ? " (warning-only)" : "", m->threshold);
    return out;
}

/// Where a neighbour may be at most; none: its lines do not say.
int hopsAway(const bgp::Settings &s) { return s.minimumTtl ? 256 - s.minimumTtl : s.ttl; }

std::string text(const Call &call, const bgp::NeighbourInfo &n, const bgp::Config &config)
{
    const bgp::RouterId local = config.routerId.value_or(bgp::RouterId());
    const base::TimePoint now = call.context.now;
    const auto age = [&](base::TimePoint when) { return when == base::TimePoint() ? std::string("never") : ageText(now - when); };
    std::string out = fmt::format("BGP neighbor is {}{}, remote AS {}, local AS {}, {}\n", n.dynamic ? "*" : "", toString(n.address), n.remoteAs, n.localAs,
                                  linkName(config, n.settings.type));
    out += "  Local Role: undefined\n  Remote Role: undefined\n"; // RFC 9234 is not spoken
    if (!n.settings.description.empty())
        out += fmt::format(" Description: {}\n", n.settings.description);
    if (!n.settings.group.empty())
        out += fmt::format(" Member of peer-group {} for session parameters\n", n.settings.group);
    if (n.settings.shutdown)
        out += " Administratively shut down\n";
    out += fmt::format("  BGP version 4, remote router ID {}, local router ID {}\n{}  BGP state = {}", toString(n.routerId), toString(local),
                       n.settings.type == bgp::PeerType::confederation ? "  Neighbor under common administration\n" : "", toString(n.state));
    if (n.state == bgp::State::established)
        out += fmt::format(", up for {}", ageText(now - n.since));
    out += fmt::format("\n  Last read {}, Last write {}\n  Hold time is {} seconds, keepalive interval is {} seconds\n", age(n.lastRead), age(n.lastWrite),
                       seconds(n.hold), seconds(n.keepalive));
    out += fmt::format("  Configured hold time is {} seconds, keepalive interval is {} seconds\n", n.settings.hold, n.settings.keepalive);
    if (n.received)
        out += capabilities(n) + restartText(n, config.gracefulRestart.staleTime);
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
    if (!n.settings.updateSource.empty())
        out += fmt::format("  Update source is {}\n", n.settings.updateSource);
    for (const bgp::NeighbourFamilyInfo &f : n.families)
        if (f.settings.active)
            out += familyText(f);
    out += fmt::format("\n  Connections established {}; dropped {}\n", n.established, n.dropped);
    if (n.lastReset.empty())
        out += "  Last reset never\n";
    else if (const auto [words, code] = resetReason(n); n.lastNotification && (code == 13 || code == 14))
        out += fmt::format("  Last reset {},  Notification {} ({})\n", ageText(now - n.since), code == 14 ? "sent" : "received", n.lastNotification->toString());
    else
        out += fmt::format("  Last reset {},  {}\n", ageText(now - n.since), words);
    out += fmt::format("  {} BGP neighbor may be up to {} hops away.\n", n.settings.type == bgp::PeerType::internal ? "Internal" : "External", hopsAway(n.settings));
    if (n.place.local.isValid())
        out += fmt::format("Local host: {}, Local port: {}\nForeign host: {}, Foreign port: {}\nNexthop: {}\nNexthop global: {}\nNexthop local: ::\nBGP connection: {}\n",
                           toString(n.place.local), n.place.localPort, toString(n.address), n.place.remotePort, toString(n.place.local),
                           n.place.local6.isValid() ? toString(n.place.local6) : "::", n.place.network.isValid() ? "shared network" : "non shared network");
    return out + fmt::format("BGP Connect Retry Timer in Seconds: {}\n\n", n.settings.connectRetry);
}

Json familyJson(const bgp::NeighbourFamilyInfo &f)
{
    const bgp::FamilySettings &s = f.settings;
    Json a;
    if (f.updateGroup) {
        a["updateGroupId"] = f.updateGroup;
        a["subGroupId"] = f.updateGroup;
    }
    a["packetQueueLength"] = 0;
    if (s.reflectorClient)
        a["routeReflectorClient"] = true;
    if (s.routeServerClient)
        a["routeServerClient"] = true;
    if (s.nextHopSelf != bgp::NextHopSelf::off)
        a["routerAlwaysNextHop"] = true;
    if (s.allowAsIn)
        a["allowAsInCount"] = s.allowAsIn;
    if (s.sendCommunity || s.sendExtendedCommunity)
        a["commAttriSentToNbr"] = !s.sendCommunity ? "extended" : !s.sendExtendedCommunity ? "standard" : "extendedAndStandard";
    if (s.defaultOriginate)
        a["defaultSent"] = true;
    if (!s.in.isEmpty())
        a["inboundPathPolicyConfig"] = true;
    if (!s.out.isEmpty())
        a["outboundPathPolicyConfig"] = true;
    for (const Filter &filter : filtersOf(s))
        a[filter.key] = filter.name;
    a["acceptedPrefixCounter"] = f.accepted;
    a["sentPrefixCounter"] = f.advertised;
    if (const auto &m = s.maximumPrefix) {
        a["prefixAllowedMax"] = m->limit;
        if (m->warningOnly)
            a["prefixAllowedMaxWarning"] = true;
        a["prefixAllowedWarningThresh"] = m->threshold;
        if (m->restartMinutes)
            a["prefixAllowedRestartIntervalMsecs"] = m->restartMinutes * 60'000;
    }
    return a;
}

void addReset(Json &j, const bgp::NeighbourInfo &n, base::TimePoint now)
{
    if (n.lastReset.empty()) {
        j["lastReset"] = "never";
        return;
    }
    j["lastResetTimerMsecs"] = (now - n.since).ns() / 1'000'000;
    const auto [words, code] = resetReason(n);
    if (n.lastNotification && (code == 13 || code == 14)) {
        j["lastErrorCodeSubcode"] = fmt::format("{:02X}{:02X}", static_cast<unsigned>(n.lastNotification->code), n.lastNotification->subcode);
        j["lastNotificationReason"] = n.lastNotification->toString();
        return;
    }
    j["lastResetDueTo"] = words;
    if (code)
        j["lastResetCode"] = code;
}

Json json(const Call &call, const bgp::NeighbourInfo &n, const bgp::Config &config)
{
    const bgp::RouterId local = config.routerId.value_or(bgp::RouterId());
    const base::TimePoint now = call.context.now;
    Json j;
    j["remoteAs"] = n.remoteAs;
    j["localAs"] = n.localAs;
    j[linkKey(config, n.settings.type)] = true;
    j["localRole"] = "undefined"; // RFC 9234 is not spoken
    j["remoteRole"] = "undefined";
    if (!n.settings.description.empty())
        j["nbrDesc"] = n.settings.description;
    if (!n.settings.group.empty())
        j["peerGroup"] = n.settings.group;
    if (n.settings.shutdown)
        j["adminShutDown"] = true;
    j["bgpVersion"] = 4;
    j["remoteRouterId"] = toString(n.routerId);
    j["localRouterId"] = toString(local);
    if (n.settings.type == bgp::PeerType::confederation)
        j["nbrCommonAdmin"] = true;
    j["bgpState"] = toString(n.state);
    if (n.state == bgp::State::established) {
        j["bgpTimerUpMsec"] = (now - n.since).ns() / 1'000'000;
        j["bgpTimerUpString"] = ageText(now - n.since);
        j["bgpTimerUpEstablishedEpoch"] = epoch(n.since);
    }
    j["bgpTimerLastRead"] = (now - n.lastRead).ns() / 1'000'000;
    j["bgpTimerLastWrite"] = (now - n.lastWrite).ns() / 1'000'000;
    j["bgpTimerConfiguredHoldTimeMsecs"] = n.settings.hold * 1000;
    j["bgpTimerConfiguredKeepAliveIntervalMsecs"] = n.settings.keepalive * 1000;
    j["bgpTimerHoldTimeMsecs"] = seconds(n.hold) * 1000;
    j["bgpTimerKeepAliveIntervalMsecs"] = seconds(n.keepalive) * 1000;
    j["extendedOptionalParametersLength"] = false;
    if (n.received) {
        j["neighborCapabilities"] = capabilitiesJson(n);
        j["gracefulRestartInfo"] = restartJson(n, config.gracefulRestart.staleTime);
    }
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
    if (!n.settings.updateSource.empty())
        j["updateSource"] = n.settings.updateSource;
    for (const bgp::NeighbourFamilyInfo &f : n.families)
        if (f.settings.active)
            j["addressFamilyInfo"][familyKey(f.afi)] = familyJson(f);
    j["connectionsEstablished"] = n.established;
    j["connectionsDropped"] = n.dropped;
    addReset(j, n, now);
    j[n.settings.type == bgp::PeerType::internal ? "internalBgpNbrMaxHopsAway" : "externalBgpNbrMaxHopsAway"] = hopsAway(n.settings);
    if (n.place.local.isValid()) {
        j["hostLocal"] = toString(n.place.local);
        j["portLocal"] = n.place.localPort;
        j["hostForeign"] = toString(n.address);
        j["portForeign"] = n.place.remotePort;
        j["nexthop"] = toString(n.place.local);
        j["nexthopGlobal"] = n.place.local6.isValid() ? toString(n.place.local6) : "::";
        j["nexthopLocal"] = "::";
        j["bgpConnection"] = n.place.network.isValid() ? "sharedNetwork" : "nonSharedNetwork";
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
    const bgp::Config &config = process->bgp().config();
    const auto wanted = base::IpAddress::parse(call.arguments.get("peer"));
    std::string all;
    Json object = Json::object();
    for (const bgp::NeighbourInfo &n : process->bgp().neighbours()) {
        if (wanted && n.address != *wanted)
            continue;
        all += text(call, n, config);
        object[toString(n.address)] = json(call, n, config);
    }
    if (wanted && object.empty() && call.wantsJson())
        return answered(call, "", {{"bgpNoSuchNeighbor", true}});
    if (wanted && object.empty())
        return refused("No such neighbor in this view/vrf");
    return answered(call, std::move(all), object);
}

} // namespace hopyard::console
