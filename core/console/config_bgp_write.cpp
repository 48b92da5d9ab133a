// `router bgp` as FRR 8.4's `show running-config` writes it; see config_bgp.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/console/config_bgp.h"

#include <fmt/format.h>

#include <iterator>

namespace hopyard::console {

namespace bgp = routing::bgp;
using bgp::Config;
using bgp::NeighbourConfig;
using bgp::NeighbourFamilyConfig;

namespace {

template <class... A>
void line(std::string &out, fmt::format_string<A...> format, A &&...values)
{
    fmt::format_to(std::back_inserter(out), format, std::forward<A>(values)...);
    out += '\n';
}

void writeGeneral(std::string &out, const Config &c)
{
    const auto flag = [&](bool is, const char *text) {
        if (is)
            line(out, " {}", text);
    };
    if (c.routerId)
        line(out, " bgp router-id {}", toString(*c.routerId));
    flag(c.shutdown, "bgp shutdown");
    flag(!c.fastExternalFailover, "no bgp fast-external-failover");
    flag(c.logNeighbourChanges, "bgp log-neighbor-changes");
    flag(c.bestPath.alwaysCompareMed, "bgp always-compare-med");
    flag(!c.ebgpRequiresPolicy, "no bgp ebgp-requires-policy");
    flag(!c.defaultIpv4Unicast, "no bgp default ipv4-unicast");
    if (c.defaultLocalPreference != 100)
        line(out, " bgp default local-preference {}", c.defaultLocalPreference);
    flag(!c.clientToClientReflection, "no bgp client-to-client reflection");
    if (c.clusterId)
        line(out, " bgp cluster-id {}", toString(*c.clusterId));
    if (c.confederation.identifier)
        line(out, " bgp confederation identifier {}", c.confederation.identifier);
    if (!c.confederation.members.empty()) {
        std::string peers;
        for (const wire::AsNumber as : c.confederation.members)
            peers += fmt::format(" {}", as);
        line(out, " bgp confederation peers{}", peers);
    }
    flag(c.bestPath.deterministicMed, "bgp deterministic-med");
    flag(c.gracefulShutdown, "bgp graceful-shutdown");
    if (c.gracefulRestart.staleTime != 360)
        line(out, " bgp graceful-restart stalepath-time {}", c.gracefulRestart.staleTime);
    if (c.gracefulRestart.restartTime != 120)
        line(out, " bgp graceful-restart restart-time {}", c.gracefulRestart.restartTime);
    flag(c.gracefulRestart.mode == bgp::GracefulRestart::Mode::disabled, "bgp graceful-restart-disable");
    flag(c.bestPath.asPathIgnore, "bgp bestpath as-path ignore");
    flag(c.bestPath.asPathConfed, "bgp bestpath as-path confed");
    flag(c.bestPath.multipathRelax, "bgp bestpath as-path multipath-relax");
    flag(c.bestPath.compareRouterId, "bgp bestpath compare-routerid");
    if (c.bestPath.medConfed || c.bestPath.medMissingAsWorst)
        line(out, " bgp bestpath med{}{}", c.bestPath.medConfed ? " confed" : "", c.bestPath.medMissingAsWorst ? " missing-as-worst" : "");
    flag(!c.networkImportCheck, "no bgp network import-check");
    if (!(c.timers == bgp::PeerTimers{}))
        line(out, " timers bgp {} {}", c.timers.keepalive, c.timers.hold);
    if (c.minimumHoldTime)
        line(out, " bgp minimum-holdtime {}", *c.minimumHoldTime);
}

void writeNeighbour(std::string &out, const std::string &name, const NeighbourConfig &n, bool isGroup)
{
    if (isGroup)
        line(out, " neighbor {} peer-group", name);
    if (n.remoteAs)
        line(out, " neighbor {} remote-as {}", name,
             n.remoteAs->kind == bgp::RemoteAs::Kind::number     ? std::to_string(n.remoteAs->number)
             : n.remoteAs->kind == bgp::RemoteAs::Kind::internal ? "internal"
                                                                 : "external");
    if (n.group)
        line(out, " neighbor {} peer-group {}", name, *n.group);
    if (n.localAs)
        line(out, " neighbor {} local-as {}{}{}", name, n.localAs->as, n.localAs->noPrepend ? " no-prepend" : "", n.localAs->replaceAs ? " replace-as" : "");
    if (n.description)
        line(out, " neighbor {} description {}", name, *n.description);
    if (n.shutdown)
        line(out, " neighbor {} shutdown{}", name, n.shutdownMessage ? " message " + *n.shutdownMessage : "");
    if (n.password)
        line(out, " neighbor {} password {}", name, *n.password);
    if (n.port)
        line(out, " neighbor {} port {}", name, *n.port);
    if (n.passive)
        line(out, " neighbor {} passive", name);
    if (n.ebgpMultihop)
        line(out, " neighbor {} ebgp-multihop{}", name, *n.ebgpMultihop == 255 ? "" : fmt::format(" {}", *n.ebgpMultihop));
    if (n.ttlSecurity)
        line(out, " neighbor {} ttl-security hops {}", name, *n.ttlSecurity);
    if (n.disableConnectedCheck)
        line(out, " neighbor {} disable-connected-check", name);
    if (n.enforceFirstAs)
        line(out, " neighbor {} enforce-first-as", name);
    if (n.updateSource)
        line(out, " neighbor {} update-source {}", name, *n.updateSource);
    if (n.advertisementInterval)
        line(out, " neighbor {} advertisement-interval {}", name, *n.advertisementInterval);
    if (n.timers)
        line(out, " neighbor {} timers {} {}", name, n.timers->keepalive, n.timers->hold);
    if (n.connectRetry)
        line(out, " neighbor {} timers connect {}", name, *n.connectRetry);
    if (n.dontNegotiate)
        line(out, " neighbor {} dont-capability-negotiate", name);
}

void writeFilters(std::string &out, const std::string &name, const bgp::FilterNames &names, std::string bgp::FilterNames::*member,
                  const char *word, const char *direction)
{
    if (!(names.*member).empty())
        line(out, "  neighbor {} {} {} {}", name, word, names.*member, direction);
}

void writeNeighbourFamily(std::string &out, const std::string &name, const NeighbourFamilyConfig &f)
{
    const auto flag = [&](const std::optional<bool> &is, const char *text) {
        if (is)
            line(out, "  {}neighbor {} {}", *is ? "" : "no ", name, text);
    };
    flag(f.activate, "activate");
    flag(f.reflectorClient, "route-reflector-client");
    if (f.nextHopSelf)
        line(out, "  neighbor {} next-hop-self{}", name, *f.nextHopSelf == bgp::NextHopSelf::force ? " force" : "");
    if (f.removePrivate) {
        const bool all = *f.removePrivate == bgp::RemovePrivate::all || *f.removePrivate == bgp::RemovePrivate::allReplace;
        const bool replace = *f.removePrivate == bgp::RemovePrivate::replace || *f.removePrivate == bgp::RemovePrivate::allReplace;
        line(out, "  neighbor {} remove-private-AS{}{}", name, all ? " all" : "", replace ? " replace-AS" : "");
    }
    flag(f.asOverride, "as-override");
    flag(f.sendCommunity, "send-community");
    flag(f.sendExtendedCommunity, "send-community extended");
    flag(f.sendLargeCommunity, "send-community large");
    if (f.defaultOriginate)
        line(out, "  neighbor {} default-originate{}", name, f.defaultOriginateMap ? " route-map " + *f.defaultOriginateMap : "");
    flag(f.softReconfiguration, "soft-reconfiguration inbound");
    if (const auto &m = f.maximumPrefix)
        line(out, "  neighbor {} maximum-prefix {}{}{}{}", name, m->limit, m->threshold != 75 ? fmt::format(" {}", m->threshold) : "",
             m->warningOnly ? " warning-only" : "", m->restartMinutes ? fmt::format(" restart {}", m->restartMinutes) : "");
    flag(f.routeServerClient, "route-server-client");
    if (f.allowAsIn)
        line(out, "  neighbor {} allowas-in{}", name, *f.allowAsIn == 3 ? "" : fmt::format(" {}", *f.allowAsIn));
    flag(f.allowAsInOrigin, "allowas-in origin");
    if (f.weight)
        line(out, "  neighbor {} weight {}", name, *f.weight);
    for (const auto &[names, direction] : {std::pair(&f.in, "in"), std::pair(&f.out, "out")}) {
        writeFilters(out, name, *names, &bgp::FilterNames::distributeList, "distribute-list", direction);
        writeFilters(out, name, *names, &bgp::FilterNames::prefixList, "prefix-list", direction);
        writeFilters(out, name, *names, &bgp::FilterNames::routeMap, "route-map", direction);
        writeFilters(out, name, *names, &bgp::FilterNames::filterList, "filter-list", direction);
    }
    if (f.asPathUnchanged || f.nextHopUnchanged || f.medUnchanged) {
        const bool all = f.asPathUnchanged && f.nextHopUnchanged && f.medUnchanged;
        line(out, "  neighbor {} attribute-unchanged{}{}{}", name, f.asPathUnchanged && !all ? " as-path" : "",
             f.nextHopUnchanged && !all ? " next-hop" : "", f.medUnchanged && !all ? " med" : "");
    }
}

std::string familyText(const Config &c, bgp::Afi afi)
{
    const bgp::FamilyConfig &f = c.families[bgp::at(afi)];
    std::string out;
    if (f.distances)
        line(out, "  distance bgp {} {} {}", f.distances->external, f.distances->internal, f.distances->local);
    for (const auto &[prefix, network] : f.networks)
        line(out, "  network {}{}{}", toString(prefix), network.routeMap.empty() ? "" : " route-map " + network.routeMap, network.backdoor ? " backdoor" : "");
    for (const auto &[prefix, a] : f.aggregates) {
        static constexpr const char *kOrigins[] = {"igp", "egp", "incomplete"};
        line(out, "  aggregate-address {}{}{}{}{}{}", toString(prefix), a.asSet ? " as-set" : "", a.summaryOnly ? " summary-only" : "",
             a.routeMap.empty() ? "" : " route-map " + a.routeMap, a.origin ? fmt::format(" origin {}", kOrigins[static_cast<unsigned>(*a.origin)]) : "",
             a.matchingMedOnly ? " matching-MED-only" : "");
    }
    for (std::size_t n = 0; n < bgp::kSources; ++n)
        if (const auto &r = f.redistribute[n])
            line(out, "  redistribute {}{}{}", toString(static_cast<bgp::Source>(n)), r->metric ? fmt::format(" metric {}", *r->metric) : "",
                 r->routeMap.empty() ? "" : " route-map " + r->routeMap);
    if (const auto &d = f.dampening; d && *d == bgp::Dampening{})
        line(out, "  bgp dampening");
    else if (d)
        line(out, "  bgp dampening {} {} {} {}", d->halfLife, d->reuse, d->suppress, d->maxSuppress);
    for (const auto &[name, lines] : c.groups)
        writeNeighbourFamily(out, name, lines.families[bgp::at(afi)]);
    for (const auto &[address, lines] : c.neighbours)
        writeNeighbourFamily(out, toString(address), lines.families[bgp::at(afi)]);
    if (f.maximumPaths)
        line(out, "  maximum-paths {}", *f.maximumPaths);
    if (f.maximumPathsIbgp)
        line(out, "  maximum-paths ibgp {}{}", *f.maximumPathsIbgp, f.ibgpEqualClusterLength ? " equal-cluster-length" : "");
    return out;
}

} // namespace

std::string writeBgp(const router::RouterConfig &config)
{
    if (!config.bgp)
        return {};
    const Config &c = config.bgp->said;
    std::string out;
    line(out, "router bgp {}", c.as);
    writeGeneral(out, c);
    for (const auto &[name, lines] : c.groups)
        writeNeighbour(out, name, lines, true);
    for (const auto &[address, lines] : c.neighbours)
        writeNeighbour(out, toString(address), lines, false);
    if (c.listenLimit != 100)
        line(out, " bgp listen limit {}", c.listenLimit);
    for (const bgp::ListenRange &range : c.listenRanges)
        line(out, " bgp listen range {} peer-group {}", toString(range.prefix), range.group);
    for (const bgp::Afi afi : bgp::kAllAfis)
        if (const std::string text = familyText(c, afi); !text.empty())
            out += fmt::format(" !\n address-family {} unicast\n{} exit-address-family\n", afi == bgp::Afi::ipv4 ? "ipv4" : "ipv6", text);
    out += "exit\n!\n";
    return out;
}

} // namespace hopyard::console
