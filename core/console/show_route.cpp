// show ip route: the routing table as FRR 8.4 prints it.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/console/commands.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

namespace hopyard::console {

namespace {

using routing::RouteView;

constexpr std::string_view kLegend4 = "Codes: K - kernel route, C - connected, S - static, R - RIP,\n"
                                      "       O - OSPF, I - IS-IS, B - BGP, E - EIGRP, N - NHRP,\n"
                                      "       T - Table, v - VNC, V - VNC-Direct, A - Babel, F - PBR,\n"
                                      "       f - OpenFabric,\n"
                                      "       > - selected route, * - FIB route, q - queued, r - rejected, b - backup\n"
                                      "       t - trapped, o - offload failure\n\n";
constexpr std::string_view kLegend6 = "Codes: K - kernel route, C - connected, S - static, R - RIPng,\n"
                                      "       O - OSPFv3, I - IS-IS, B - BGP, N - NHRP, T - Table,\n"
                                      "       v - VNC, V - VNC-Direct, A - Babel, F - PBR,\n"
                                      "       f - OpenFabric,\n"
                                      "       > - selected route, * - FIB route, q - queued, r - rejected, b - backup\n"
                                      "       t - trapped, o - offload failure\n\n";

/// One line of a route: a next hop, or one of those that a recursive next hop stands for.
struct Leg {
    base::IpAddress gateway; ///< none: directly connected
    std::string interface;   ///< empty: not known
    std::uint16_t weight = 1;
    bool active = true;
    bool inTable = false;   ///< packets go there
    bool recursive = false; ///< stands for the legs behind it
    bool resolver = false;  ///< one of those
};

/// FRR's staticd keeps to itself a static route of which no next hop leads anywhere, and of others the next hops that do
/// not. `explain route` tells of them.
bool isShown(const RouteView &route) { return route.active || route.protocol != ip::RouteProtocol::static_; }

std::vector<Leg> legsOf(const router::VirtualRouter &router, const RouteView &route)
{
    std::vector<Leg> legs;
    for (const RouteView::Hop &hop : route.hops) {
        if (!hop.active && route.protocol == ip::RouteProtocol::static_)
            continue;
        const bool single = hop.paths.size() == 1 && !hop.recursive;
        Leg leg;
        leg.gateway = hop.hop.gateway;
        if (single || hop.hop.port.isValid())
            leg.interface = portName(router, single ? hop.paths.front().port : hop.hop.port);
        leg.weight = hop.hop.weight;
        leg.active = hop.active;
        leg.recursive = hop.recursive;
        leg.inTable = route.installed && hop.active && !hop.recursive;
        legs.push_back(leg);
        if (!hop.recursive)
            continue;
        for (const ip::Path &path : hop.paths)
            legs.push_back({path.nextHop, portName(router, path.port), path.weight, true, route.installed, false, true});
    }
    return legs;
}

std::string_view discardText(const RouteView &route)
{
    return route.candidate.kind == ip::RouteKind::blackhole ? "unreachable (blackhole)" : "unreachable (ICMP unreachable)";
}

bool isConnected(const RouteView &route)
{
    return route.protocol == ip::RouteProtocol::connected;
}

/// "via 10.0.12.2, eth1, weight 1"
std::string legText(const RouteView &route, const Leg &leg)
{
    std::string out = leg.gateway.isValid() ? fmt::format("via {}", toString(leg.gateway)) : "is directly connected";
    if (leg.recursive)
        out += " (recursive)";
    else if (!leg.interface.empty())
        out += ", " + leg.interface;
    if (!leg.active)
        out += " inactive";
    if (!isConnected(route))
        out += fmt::format(", weight {}", leg.weight);
    return out;
}

std::string routeText(const Call &call, const RouteView &route)
{
    const std::string age = ageText(call.context.now - route.since);
    std::string head = fmt::format(" {}", toString(route.prefix));
    if (!isConnected(route) || route.candidate.distance != 0 || route.candidate.metric != 0)
        head += fmt::format(" [{}/{}]", route.candidate.distance, route.candidate.metric);
    head += ' ';
    const auto first = [&](bool inTable) {
        return fmt::format("{}{}{}{}", ip::routeCode(route.protocol), route.selected ? '>' : ' ', inTable ? '*' : ' ', head);
    };
    if (route.candidate.nextHops.empty())
        return fmt::format("{}{}, weight 1, {}\n", first(route.installed), discardText(route), age);
    std::string out;
    for (const Leg &leg : legsOf(call.router, route)) {
        const std::string margin = out.empty() ? first(leg.inTable)
                                               : fmt::format("  {}{:{}}", leg.inTable ? '*' : ' ', "",
                                                             head.size() + (leg.resolver ? 2 : 0));
        out += fmt::format("{}{}, {}\n", margin, legText(route, leg), age);
    }
    return out;
}

Json routeJson(const Call &call, const RouteView &route)
{
    Json out;
    out["prefix"] = toString(route.prefix);
    out["prefixLen"] = route.prefix.length();
    out["protocol"] = ip::toString(route.protocol);
    out["vrfId"] = 0;
    out["vrfName"] = "default";
    if (route.selected) {
        out["selected"] = true;
        out["destSelected"] = true;
    }
    out["distance"] = route.candidate.distance;
    out["metric"] = route.candidate.metric;
    if (route.installed)
        out["installed"] = true;
    if (route.candidate.tag != 0)
        out["tag"] = route.candidate.tag;
    out["uptime"] = ageText(call.context.now - route.since);
    Json hops = Json::array();
    if (route.candidate.nextHops.empty()) {
        Json hop;
        if (route.installed)
            hop["fib"] = true;
        hop["unreachable"] = true;
        hop[route.candidate.kind == ip::RouteKind::blackhole ? "blackhole" : "reject"] = true;
        hop["active"] = true;
        hop["weight"] = 1;
        hops.push_back(hop);
    }
    for (const Leg &leg : legsOf(call.router, route)) {
        Json hop;
        if (leg.inTable)
            hop["fib"] = true;
        if (leg.gateway.isValid()) {
            hop["ip"] = toString(leg.gateway);
            hop["afi"] = leg.gateway.isV6() ? "ipv6" : "ipv4";
        } else {
            hop["directlyConnected"] = true;
        }
        if (!leg.interface.empty() && !leg.recursive)
            hop["interfaceName"] = leg.interface;
        if (leg.resolver)
            hop["resolver"] = true;
        if (leg.active)
            hop["active"] = true;
        if (leg.recursive)
            hop["recursive"] = true;
        if (!isConnected(route))
            hop["weight"] = leg.weight;
        hops.push_back(hop);
    }
    out["nexthops"] = std::move(hops);
    return out;
}

Json routesJson(const Call &call, const std::vector<RouteView> &routes)
{
    Json out = Json::object();
    for (const RouteView &route : routes)
        out[toString(route.prefix)].push_back(routeJson(call, route));
    return out;
}

/// "Routing entry for 10.0.2.0/24 …"
std::string entryText(const Call &call, const RouteView &route)
{
    std::string out = fmt::format("Routing entry for {}\n  Known via \"{}\", distance {}, metric {}{}{}\n", toString(route.prefix),
                                  ip::toString(route.protocol), route.candidate.distance, route.candidate.metric,
                                  route.candidate.tag != 0 ? fmt::format(", tag {}", route.candidate.tag) : "", route.selected ? ", best" : "");
    out += fmt::format("  Last update {} ago\n", ageText(call.context.now - route.since));
    if (route.candidate.nextHops.empty())
        out += fmt::format("  {} {}, weight 1\n", route.installed ? '*' : ' ', discardText(route));
    for (const Leg &leg : legsOf(call.router, route)) {
        std::string where = leg.gateway.isValid() ? toString(leg.gateway) : "directly connected";
        if (leg.recursive)
            where += " (recursive)";
        else if (!leg.interface.empty())
            where += fmt::format(", {}{}", leg.gateway.isValid() ? "via " : "", leg.interface);
        if (!leg.active)
            where += " inactive";
        if (!isConnected(route))
            where += fmt::format(", weight {}", leg.weight);
        out += fmt::format("  {} {}{}\n", leg.inTable ? '*' : ' ', leg.resolver ? "  " : "", where);
    }
    return out + '\n';
}

base::Family familyOf(const Call &call)
{
    return call.arguments.has("six") ? base::Family::ipv6 : base::Family::ipv4;
}

/// Shorter than its class of old (RFC 791 section 3.2) has it: FRR's `supernets-only`.
bool isSupernet(const base::IpPrefix &prefix)
{
    const std::uint32_t address = prefix.address().v4().value();
    const unsigned classful = address >> 31 == 0 ? 8 : address >> 30 == 2 ? 16 : address >> 29 == 6 ? 24 : 0;
    return classful == 0 || prefix.length() < classful;
}

} // namespace

Answer showRoutes(const Call &call)
{
    std::optional<ip::RouteProtocol> only;
    for (const ip::RouteProtocol protocol : {ip::RouteProtocol::bgp, ip::RouteProtocol::connected, ip::RouteProtocol::ospf,
                                             ip::RouteProtocol::rip, ip::RouteProtocol::static_})
        if (call.arguments.has(ip::toString(protocol)))
            only = protocol;
    const auto inside = base::IpPrefix::parse(call.arguments.get("prefix"), true); // longer-prefixes
    const std::string &tag = call.arguments.get("tagged");
    const bool supernetsOnly = call.arguments.has("supernets-only");
    std::vector<RouteView> routes;
    call.router.rib().forEachCandidate([&](const RouteView &route) {
        if ((!only || route.protocol == *only) && (!inside || inside->contains(route.prefix)) && isShown(route) &&
            route.prefix.family() == familyOf(call) && (tag.empty() || std::to_string(route.candidate.tag) == tag) &&
            (!supernetsOnly || isSupernet(route.prefix)))
            routes.push_back(route);
    });
    std::string text;
    if (!routes.empty()) // FRR prints nothing at all for an empty table
        text = call.arguments.has("six") ? kLegend6 : kLegend4;
    for (const RouteView &route : routes)
        text += routeText(call, route);
    return answered(call, std::move(text), routesJson(call, routes));
}

Answer showRoutesTo(const Call &call)
{
    // An address asks for the longest prefix around it, a prefix for itself.
    base::IpPrefix prefix;
    if (call.arguments.has("prefix"))
        prefix = *base::IpPrefix::parse(call.arguments.get("prefix"), true);
    else
        prefix = call.router.rib().longestAround(*base::IpAddress::parse(call.arguments.get("address")));
    std::vector<RouteView> routes = call.router.rib().candidates(prefix);
    std::erase_if(routes, [](const RouteView &route) { return !isShown(route); });
    if (routes.empty() && !call.wantsJson())
        return refused("% Network not in table");
    std::string text;
    for (const RouteView &route : routes)
        text += entryText(call, route);
    return answered(call, std::move(text), routesJson(call, routes));
}

Answer showRouteSummary(const Call &call)
{
    struct Count {
        std::size_t routes = 0, installed = 0;
    };
    // In FRR's order and words: BGP's of other autonomous systems and of our own apart.
    constexpr std::array<std::string_view, 6> kSources{"connected", "static", "rip", "ospf", "ebgp", "ibgp"};
    constexpr std::uint8_t kInternalDistance = 200;
    std::array<Count, kSources.size()> counts;
    Count total;
    call.router.rib().forEachCandidate([&](const RouteView &route) {
        if (route.prefix.family() != familyOf(call) || !isShown(route))
            return;
        const std::string_view name = route.protocol != ip::RouteProtocol::bgp ? ip::toString(route.protocol)
                                      : route.candidate.distance == kInternalDistance ? "ibgp" : "ebgp";
        const auto at = std::find(kSources.begin(), kSources.end(), name);
        if (at == kSources.end())
            return;
        for (Count *count : {&counts[static_cast<std::size_t>(at - kSources.begin())], &total}) {
            ++count->routes;
            count->installed += route.installed;
        }
    });
    Json kinds = Json::array();
    Answer answer;
    answer.text = fmt::format("{:<20} {:<20} {}  (vrf default)\n", "Route Source", "Routes", "FIB");
    for (std::size_t i = 0; i < kSources.size(); ++i) {
        if (counts[i].routes == 0)
            continue;
        kinds.push_back({{"fib", counts[i].installed}, {"rib", counts[i].routes}, {"type", kSources[i]}});
        answer.text += fmt::format("{:<20} {:<20} {}\n", kSources[i], counts[i].routes, counts[i].installed);
    }
    const Json json{{"routes", std::move(kinds)}, {"routesTotal", total.routes}, {"routesTotalFib", total.installed}};
    answer.text += fmt::format("------\n{:<20} {:<20} {}\n", "Totals", total.routes, total.installed);
    return answered(call, std::move(answer.text), json);
}

} // namespace hopyard::console
