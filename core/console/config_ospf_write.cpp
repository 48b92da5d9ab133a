// `router ospf` as FRR 8.4's `show running-config` writes it; see config_ospf.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/console/config_ospf.h"

#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <iterator>

namespace hopyard::console {

namespace ospf = routing::ospf;
using router::OspfConfig;

namespace {

constexpr std::array<std::string_view, OspfConfig::kSources> kSourceNames{"kernel", "connected", "static", "rip", "bgp"};

template <class... A>
void line(std::string &out, fmt::format_string<A...> format, A &&...values)
{
    out += ' ';
    fmt::format_to(std::back_inserter(out), format, std::forward<A>(values)...);
    out += '\n';
}

std::int64_t milliseconds(base::Duration d)
{
    return d.ns() / 1'000'000;
}

std::string redistributionText(const router::OspfRedistribution &said)
{
    std::string out;
    if (said.metric)
        out += fmt::format(" metric {}", *said.metric);
    if (said.type1)
        out += " metric-type 1";
    if (!said.routeMap.empty())
        out += " route-map " + said.routeMap;
    return out;
}

void writeGeneral(std::string &out, const OspfConfig &c)
{
    if (c.routerId)
        line(out, "ospf router-id {}", toString(*c.routerId));
    if (c.abrType != ospf::AbrType::cisco)
        line(out, "ospf abr-type standard");
    if (c.logAdjacency != router::OspfAdjacencyLog::off)
        line(out, "log-adjacency-changes{}", c.logAdjacency == router::OspfAdjacencyLog::detail ? " detail" : "");
    if (c.rfc1583Compatible)
        line(out, "compatible rfc1583");
    if (c.referenceBandwidth)
        line(out, "auto-cost reference-bandwidth {}", *c.referenceBandwidth);
    if (c.spf != ospf::Throttle())
        line(out, "timers throttle spf {} {} {}", milliseconds(c.spf.delay), milliseconds(c.spf.initialHold),
             milliseconds(c.spf.maxHold));
    const OspfConfig defaults;
    if (c.lsaMinInterval != defaults.lsaMinInterval)
        line(out, "timers throttle lsa all {}", c.lsaMinInterval);
    if (c.lsaMinArrival != defaults.lsaMinArrival)
        line(out, "timers lsa min-arrival {}", c.lsaMinArrival);
    if (c.maximumPaths != OspfConfig::kDefaultMaximumPaths)
        line(out, "maximum-paths {}", c.maximumPaths);
    if (c.maxMetric.onStartup != 0)
        line(out, "max-metric router-lsa on-startup {}", c.maxMetric.onStartup);
    if (c.maxMetric.administrative)
        line(out, "max-metric router-lsa administrative");
}

void writeHelper(std::string &out, const ospf::GracefulHelper &helper)
{
    if (helper.enabled)
        line(out, "graceful-restart helper enable");
    if (!helper.strictLsaCheck)
        line(out, "no graceful-restart helper strict-lsa-checking");
    if (helper.plannedOnly)
        line(out, "graceful-restart helper planned-only");
    if (helper.maxSeconds != ospf::GracefulHelper().maxSeconds)
        line(out, "graceful-restart helper supported-grace-time {}", helper.maxSeconds);
}

void writeArea(std::string &out, const std::string &name, const router::OspfAreaConfig &area)
{
    if (area.authentication)
        line(out, "area {} authentication{}", name, ospfAuthenticationText(*area.authentication));
    if (area.type == ospf::AreaType::stub)
        line(out, "area {} stub{}", name, area.noSummary ? " no-summary" : "");
    if (area.type == ospf::AreaType::nssa) {
        const std::string_view role = area.translator == ospf::TranslatorRole::always  ? "translate-always"
                                      : area.translator == ospf::TranslatorRole::never ? "translate-never"
                                                                                       : "";
        line(out, "area {} nssa {}", name, role); // with FRR's blank at the end where there is no role
        if (area.noSummary)
            line(out, "area {} nssa no-summary", name);
    }
    if (area.defaultCost != 1)
        line(out, "area {} default-cost {}", name, area.defaultCost);
    for (const auto &[prefix, range] : area.ranges)
        line(out, "area {} range {}{}{}", name, toString(prefix), range.cost ? fmt::format(" cost {}", *range.cost) : "",
             range.advertise ? "" : " not-advertise");
}

void writeVirtualLink(std::string &out, const std::string &area, ospf::RouterId peer, const router::OspfVirtualLink &link)
{
    const std::string name = fmt::format("area {} virtual-link {}", area, toString(peer));
    const ospf::InterfaceTimers &t = link.timers;
    if (t == ospf::InterfaceTimers())
        line(out, "{}", name);
    else
        line(out, "{} hello-interval {} retransmit-interval {} transmit-delay {} dead-interval {}", name, t.hello,
             t.retransmit, t.transmitDelay, t.dead);
    if (link.authentication)
        line(out, "{} authentication{}", name, ospfAuthenticationText(*link.authentication));
    if (!link.password.empty())
        line(out, "{} authentication-key {}", name, link.password);
    for (const ospf::CryptoKey &key : link.keys)
        line(out, "{} {}", name, ospfKeyText(key));
}

void writeNeighbour(std::string &out, base::Ipv4Address address, const router::OspfNbmaNeighbour &neighbour)
{
    const router::OspfNbmaNeighbour defaults;
    line(out, "neighbor {}{}{}", toString(address),
         neighbour.priority != defaults.priority ? fmt::format(" priority {}", neighbour.priority) : "",
         neighbour.pollInterval != defaults.pollInterval ? fmt::format(" poll-interval {}", neighbour.pollInterval) : "");
}

void writeDistances(std::string &out, const OspfConfig &c)
{
    if (c.distance)
        line(out, "distance {}", *c.distance);
    std::string each;
    if (c.distances.intraArea != 0)
        each += fmt::format(" intra-area {}", c.distances.intraArea);
    if (c.distances.interArea != 0)
        each += fmt::format(" inter-area {}", c.distances.interArea);
    if (c.distances.external != 0)
        each += fmt::format(" external {}", c.distances.external);
    if (!each.empty())
        line(out, "distance ospf{}", each);
}

} // namespace

std::string writeOspf(const router::RouterConfig &config)
{
    if (!config.ospf)
        return {};
    const OspfConfig &c = *config.ospf;
    std::string out = "router ospf\n";
    writeGeneral(out, c);
    for (std::size_t i = 0; i < OspfConfig::kSources; ++i)
        if (c.redistribute[i])
            line(out, "redistribute {}{}", kSourceNames[i], redistributionText(*c.redistribute[i]));
    writeHelper(out, c.gracefulHelper);
    for (const auto &[prefix, summary] : c.summaryAddresses)
        line(out, "summary-address {}{}", toString(prefix),
             !summary.advertise ? " no-advertise" : summary.tag != 0 ? fmt::format(" tag {}", summary.tag) : "");
    if (c.passiveDefault)
        line(out, "passive-interface default");
    for (const auto &[prefix, area] : c.networks)
        line(out, "network {} area {}", toString(prefix), ospfAreaText(area));
    for (const auto &[id, area] : c.areas)
        writeArea(out, ospfAreaText({id, area.dotted}), area);
    for (const auto &[address, neighbour] : c.neighbours)
        writeNeighbour(out, address, neighbour);
    for (const auto &[id, area] : c.areas)
        for (const auto &[peer, link] : area.virtualLinks)
            writeVirtualLink(out, ospfAreaText({id, area.dotted}), peer, link);
    if (c.defaultMetric)
        line(out, "default-metric {}", *c.defaultMetric);
    for (std::size_t i = 0; i < OspfConfig::kSources; ++i)
        if (!c.distributeLists[i].empty())
            line(out, "distribute-list {} out {}", c.distributeLists[i], kSourceNames[i]);
    if (c.defaultInformation)
        line(out, "default-information originate{}{}", c.defaultInformation->always ? " always" : "",
             redistributionText(*c.defaultInformation));
    writeDistances(out, c);
    if (c.opaque)
        line(out, "capability opaque");
    return out + "exit\n!\n";
}

} // namespace hopyard::console
