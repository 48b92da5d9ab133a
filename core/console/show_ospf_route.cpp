// show ip ospf route, border-routers, and the tree of shortest paths; see show_ospf.h.
//
// The tree is ours: FRR has no such command. `explain ospf` prints it with what each router is reached by, so that a person
// can follow with a finger why a path costs what it costs.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/console/show_ospf.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace hopyard::console {

namespace ospf = routing::ospf;
using ospf::RouteType;

namespace {

constexpr std::string_view kNetworkTitle = "============ OSPF network routing table ============\n";
constexpr std::string_view kRouterTitle = "============ OSPF router routing table =============\n";
constexpr std::string_view kExternalTitle = "============ OSPF external routing table ===========\n";

Json addHops(const Call &call, const std::vector<ospf::NextHop> &hops, std::string &text)
{
    Json json = Json::array();
    for (const ospf::NextHop &hop : hops) {
        const std::string interface = portName(call.router, hop.port);
        if (hop.gateway.isUnspecified()) {
            text += fmt::format("{:24}   directly attached to {}\n", "", interface);
            json.push_back({{"ip", " "}, {"directly attached to", interface}, {"directlyAttachedTo", interface}});
        } else {
            text += fmt::format("{:24}   via {}, {}\n", "", toString(hop.gateway), interface);
            json.push_back({{"ip", toString(hop.gateway)}, {"via", interface}});
        }
    }
    return json;
}

void addNetwork(const Call &call, const ospf::Route &route, std::string &text, Json &json)
{
    const std::string prefix = toString(route.prefix);
    if (route.nextHops.empty()) {
        text += fmt::format("D IA {:<18}    Discard entry\n", prefix);
        json[prefix] = {{"routeType", "D IA"}, {"cost", route.cost}, {"area", toString(route.area)}};
        return;
    }
    const std::string_view type = route.type == RouteType::interArea ? "N IA" : "N";
    text += fmt::format("{:<5}{:<18}    [{}] area: {}\n", type, prefix, route.cost, toString(route.area));
    json[prefix] = {{"routeType", type}, {"cost", route.cost}, {"area", toString(route.area)}};
    json[prefix]["nexthops"] = addHops(call, route.nextHops, text);
}

void addExternal(const Call &call, const ospf::Route &route, std::string &text, Json &json)
{
    const std::string prefix = toString(route.prefix);
    const bool type2 = route.type == RouteType::external2 || route.type == RouteType::nssa2;
    const std::string_view type = type2 ? "N E2" : "N E1";
    const std::string cost = type2 ? fmt::format("{}/{}", route.cost, route.type2Cost) : fmt::format("{}", route.cost);
    text += fmt::format("{} {:<18}    [{}] tag: {}\n", type, prefix, cost, route.tag);
    json[prefix] = {{"routeType", type}, {"cost", route.cost}};
    if (type2)
        json[prefix]["type2cost"] = route.type2Cost;
    json[prefix]["tag"] = route.tag;
    json[prefix]["nexthops"] = addHops(call, route.nextHops, text);
}

void addRouters(const Call &call, const std::vector<ospf::RouterRoute> &routers, std::string &text, Json &json)
{
    for (std::size_t i = 0; i < routers.size(); ++i) {
        const ospf::RouterRoute &way = routers[i];
        const std::string id = toString(way.router);
        const bool again = i > 0 && routers[i - 1].router == way.router;
        text += again ? fmt::format("{:24}", "") : fmt::format("R    {:<15}    ", id);
        text += fmt::format("{} [{}] area: {}{}{}\n", way.intraArea ? "  " : "IA", way.cost, toString(way.area),
                            way.areaBorder ? ", ABR" : "", way.asBoundary ? ", ASBR" : "");
        json[id] = {{"routeType", way.intraArea ? "R " : "R IA"}, {"cost", way.cost}, {"area", toString(way.area)}};
        if (way.areaBorder || way.asBoundary)
            json[id]["routerType"] = way.areaBorder ? "abr" : "asbr"; // as FRR, which names one
        json[id]["nexthops"] = addHops(call, way.nextHops, text);
    }
}

std::optional<ospf::AreaId> areaArgument(const Call &call)
{
    const std::string &text = call.arguments.get("area");
    if (text.empty() || text == "area")
        return std::nullopt;
    if (const auto dotted = base::Ipv4Address::parse(text))
        return *dotted;
    std::uint32_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return ospf::AreaId(number);
}

std::string vertexName(const ospf::TreeVertex &v)
{
    return v.network ? toString(base::IpPrefix(v.id, v.prefixLength)) : toString(v.id);
}

/// How deep a vertex stands below the root, by its first parent.
std::vector<std::uint32_t> depthsOf(const std::vector<ospf::TreeVertex> &tree)
{
    std::vector<std::uint32_t> depths(tree.size(), 0);
    for (std::size_t i = 0; i < tree.size(); ++i) // parents come first
        if (!tree[i].parents.empty())
            depths[i] = depths[tree[i].parents.front()] + 1;
    return depths;
}

void addVertex(const Call &call, const std::vector<ospf::TreeVertex> &tree, std::size_t i, std::uint32_t depth,
               std::string &text)
{
    const ospf::TreeVertex &v = tree[i];
    const std::uint32_t step = v.parents.empty() ? 0 : v.cost - tree[v.parents.front()].cost;
    text += fmt::format("{:{}}{} {} [{}]", "", 2 + 2 * depth, v.network ? "network" : "router", vertexName(v), v.cost);
    if (v.parents.empty())
        text += " this router";
    else
        text += fmt::format(" +{}", step);
    for (std::size_t p = 1; p < v.parents.size(); ++p)
        text += fmt::format(", also by {}", vertexName(tree[v.parents[p]]));
    for (std::size_t h = 0; h < v.nextHops.size(); ++h) {
        const ospf::NextHop &hop = v.nextHops[h];
        const std::string gateway = hop.gateway.isUnspecified() ? std::string() : " via " + toString(hop.gateway);
        text += fmt::format("{}{} {}", h == 0 ? "  out" : ",", gateway, portName(call.router, hop.port));
    }
    text += '\n';
}

Json vertexJson(const Call &call, const std::vector<ospf::TreeVertex> &tree, const ospf::TreeVertex &v)
{
    Json json{{"type", v.network ? "network" : "router"}, {"id", toString(v.id)}};
    if (v.network)
        json["prefix"] = vertexName(v);
    json["cost"] = v.cost;
    json["parents"] = Json::array();
    for (const std::uint32_t parent : v.parents)
        json["parents"].push_back({{"id", toString(tree[parent].id)},
                                   {"type", tree[parent].network ? "network" : "router"},
                                   {"cost", v.cost - tree[parent].cost}});
    std::string unused;
    json["nexthops"] = addHops(call, v.nextHops, unused);
    return json;
}

} // namespace

Answer showOspfRoutes(const Call &call)
{
    return withOspf(call, [&](const router::OspfProcess &, const ospf::Ospf &protocol) {
        std::string networks, routers, externals;
        Json json = Json::object();
        const std::vector<ospf::Route> routes = protocol.routes();
        for (const ospf::Route &route : routes)
            if (route.type == RouteType::intraArea || route.type == RouteType::interArea)
                addNetwork(call, route, networks, json);
        addRouters(call, protocol.borderRouters(), routers, json);
        for (const ospf::Route &route : routes)
            if (route.type != RouteType::intraArea && route.type != RouteType::interArea)
                addExternal(call, route, externals, json);
        return answered(call, fmt::format("{}{}\n{}{}\n{}{}\n\n", kNetworkTitle, networks, kRouterTitle, routers, kExternalTitle,
                                          externals), json);
    });
}

Answer showOspfBorderRouters(const Call &call)
{
    return withOspf(call, [&](const router::OspfProcess &, const ospf::Ospf &protocol) {
        std::string text(kRouterTitle);
        Json json = Json::object();
        addRouters(call, protocol.borderRouters(), text, json);
        return answered(call, text + "\n\n", json);
    });
}

Answer showOspfTree(const Call &call)
{
    return withOspf(call, [&](const router::OspfProcess &, const ospf::Ospf &protocol) {
        const auto asked = areaArgument(call);
        std::string text;
        Json json{{"routerId", toString(protocol.config().routerId)}, {"areas", Json::object()}};
        for (const ospf::AreaInfo &area : protocol.process(call.context.now).areas) {
            if (asked && area.id != *asked)
                continue;
            const std::vector<ospf::TreeVertex> tree = protocol.tree(area.id);
            const std::vector<std::uint32_t> depths = depthsOf(tree);
            text += fmt::format("Shortest paths in area {}, [cost from here] +cost of the last step:\n",
                                ospfAreaDescription(protocol.config(), area.id));
            Json vertices = Json::array();
            for (std::size_t i = 0; i < tree.size(); ++i)
                vertices.push_back(vertexJson(call, tree, tree[i]));
            // Depth first, so that each stands below what it is reached by.
            std::vector<std::vector<std::size_t>> children(tree.size());
            for (std::size_t i = 0; i < tree.size(); ++i)
                if (!tree[i].parents.empty())
                    children[tree[i].parents.front()].push_back(i);
            std::vector<std::size_t> open;
            if (!tree.empty())
                open.push_back(0);
            while (!open.empty()) {
                const std::size_t at = open.back();
                open.pop_back();
                addVertex(call, tree, at, depths[at], text);
                open.insert(open.end(), children[at].rbegin(), children[at].rend());
            }
            json["areas"][toString(area.id)] = std::move(vertices);
        }
        if (asked && text.empty())
            return refused(fmt::format("this router is not in area {}", toString(*asked)));
        return answered(call, text, json);
    });
}

} // namespace hopyard::console
