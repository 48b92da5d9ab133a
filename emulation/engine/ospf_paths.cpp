// See ospf_paths.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/engine/ospf_paths.h"

#include "core/base/address.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace hopyard::engine {

using Json = nlohmann::ordered_json;

namespace {

constexpr std::uint32_t kMostCost = 0xffff; ///< of a link

struct Name {
    bool isNetwork = false;
    std::string id;
    auto operator<=>(const Name &) const = default;
};

struct Edge {
    Name to;
    std::uint32_t cost = 0;
};
struct Vertex {
    std::vector<Edge> edges;
    std::string prefix; ///< of a network
};
using Graph = std::map<Name, Vertex>;

struct Hop {
    std::string gateway, interface; ///< no gateway: the network is there
    auto operator<=>(const Hop &) const = default;
};
struct Reached {
    std::uint32_t cost = 0;
    std::vector<std::pair<Name, std::uint32_t>> parents; ///< and the cost of the last step
    std::set<Hop> hops;
    std::size_t depth = 0;
};

const Json &at(const Json &object, std::string_view key)
{
    static const Json kNone = Json::object();
    if (!object.is_object())
        return kNone;
    const auto found = object.find(key);
    return found == object.end() ? kNone : *found;
}

std::string textAt(const Json &object, std::string_view key)
{
    const Json &value = at(object, key);
    return value.is_string() ? value.get<std::string>() : std::string();
}

std::uint32_t numberAt(const Json &object, std::string_view key, std::uint32_t most)
{
    const Json &value = at(object, key);
    return value.is_number_integer()
               ? static_cast<std::uint32_t>(std::clamp<std::int64_t>(value.get<std::int64_t>(), 0, most))
               : 0;
}

/// FRR writes "10.0.0.3 (address of Designated Router)" in places.
std::string idOf(const std::string &text)
{
    return text.substr(0, text.find(' '));
}

void addRouter(const Json &lsa, Graph &graph)
{
    Vertex &vertex = graph[{false, idOf(textAt(lsa, "linkStateId"))}];
    for (const Json &link : at(lsa, "routerLinks")) {
        const std::string kind = textAt(link, "linkType");
        const std::uint32_t cost = numberAt(link, "tos0Metric", kMostCost);
        if (kind.find("point-to-point") != std::string::npos || kind.find("Virtual") != std::string::npos)
            vertex.edges.push_back({{false, textAt(link, "neighborRouterId")}, cost});
        else if (kind.find("Transit") != std::string::npos)
            vertex.edges.push_back({{true, textAt(link, "designatedRouterAddress")}, cost});
    }
}

void addNetwork(const Json &lsa, Graph &graph)
{
    const std::string id = idOf(textAt(lsa, "linkStateId"));
    const auto address = base::IpAddress::parse(id);
    if (!address)
        return;
    Vertex &vertex = graph[{true, id}];
    vertex.prefix = toString(base::IpPrefix(*address, numberAt(lsa, "networkMask", 32)));
    for (const char *key : {"attachedRouters", "attchedRouters"}) // FRR 8 spells it so
        for (const Json &router : at(lsa, key))
            vertex.edges.push_back({{false, textAt(router, "attachedRouterId")}, 0});
}

Graph graphOf(const Json &database, const std::string &area)
{
    Graph graph;
    for (const Json &lsa : at(at(at(database, "routerLinkStates"), "areas"), area))
        addRouter(lsa, graph);
    for (const Json &lsa : at(at(at(database, "networkLinkStates"), "areas"), area))
        addNetwork(lsa, graph);
    return graph;
}

bool leadsTo(const Vertex &vertex, const Name &name)
{
    return std::ranges::find(vertex.edges, name, &Edge::to) != vertex.edges.end();
}

/// What is known of the lines out of the root.
struct Ways {
    const Json &interfaces, &neighbours;

    std::optional<base::IpPrefix> networkOf(const Json &interface) const
    {
        const auto address = base::IpAddress::parse(textAt(interface, "ipAddress"));
        const std::uint32_t length = numberAt(interface, "ipAddressPrefixlen", 32);
        return address ? std::optional(base::IpPrefix(*address, length)) : std::nullopt;
    }

    /// The root's interface in that network.
    std::set<Hop> into(const std::string &prefix) const
    {
        std::set<Hop> hops;
        for (const auto &[name, interface] : at(interfaces, "interfaces").items())
            if (const auto network = networkOf(interface); network && toString(*network) == prefix)
                hops.insert({{}, name});
        return hops;
    }

    /// The neighbour's addresses; within that network where one is said, else over lines of that cost.
    std::set<Hop> to(const std::string &router, const std::string &prefix, std::uint32_t cost) const
    {
        std::set<Hop> hops;
        const auto within = base::IpPrefix::parse(prefix);
        for (const Json &neighbour : at(at(neighbours, "neighbors"), router)) {
            const std::string address = textAt(neighbour, "ifaceAddress"), name = textAt(neighbour, "ifaceName");
            const std::string interface = name.substr(0, name.find(':'));
            const auto parsed = base::IpAddress::parse(address);
            const bool isMeant = within ? parsed && within->contains(*parsed)
                                        : numberAt(at(at(interfaces, "interfaces"), interface), "cost", kMostCost) == cost;
            if (isMeant)
                hops.insert({address, interface});
        }
        return hops;
    }
};

std::set<Hop> hopsOf(const Graph &graph, const Name &root, const Name &from, const Reached &above, const Edge &edge, const Ways &ways)
{
    if (from == root)
        return edge.to.isNetwork ? ways.into(graph.at(edge.to).prefix) : ways.to(edge.to.id, {}, edge.cost);
    const bool isBesideRoot = from.isNetwork && above.parents.size() == 1 && above.parents.front().first == root;
    if (!isBesideRoot)
        return above.hops;
    const std::set<Hop> hops = ways.to(edge.to.id, graph.at(from).prefix, edge.cost);
    return hops.empty() ? above.hops : hops;
}

/// Networks before routers of the same cost, then by their ids.
struct Order {
    std::uint32_t cost = 0;
    bool isRouter = false;
    std::string id;
    auto operator<=>(const Order &) const = default;
};

Json vertexOf(const Graph &graph, const Name &name, const Reached &reached)
{
    Json json{{"type", name.isNetwork ? "network" : "router"}, {"id", name.id}};
    if (name.isNetwork)
        json["prefix"] = graph.at(name).prefix;
    json["cost"] = reached.cost;
    json["parents"] = Json::array();
    for (const auto &[parent, cost] : reached.parents)
        json["parents"].push_back({{"id", parent.id}, {"type", parent.isNetwork ? "network" : "router"}, {"cost", cost}});
    json["nexthops"] = Json::array();
    for (const Hop &hop : reached.hops)
        json["nexthops"].push_back(hop.gateway.empty() ? Json{{"ip", " "}, {"directlyAttachedTo", hop.interface}}
                                                       : Json{{"ip", hop.gateway}, {"via", hop.interface}});
    return json;
}

/// Dijkstra, as section 16.1 has it: a link counts where both ends advertise it.
Json treeOf(const Graph &graph, const Name &root, const Ways &ways)
{
    Json tree = Json::array();
    if (!graph.contains(root))
        return tree;
    std::map<Name, Reached> reached{{root, {}}};
    std::set<Order> open{{0, true, root.id}};
    std::set<Name> done;
    while (!open.empty()) {
        const Order next = *open.begin();
        open.erase(open.begin());
        const Name name{!next.isRouter, next.id};
        if (!done.insert(name).second)
            continue;
        const Reached here = reached.at(name);
        tree.push_back(vertexOf(graph, name, here));
        for (const Edge &edge : graph.at(name).edges) {
            const auto there = graph.find(edge.to);
            if (there == graph.end() || done.contains(edge.to) || !leadsTo(there->second, name))
                continue;
            const std::uint32_t cost = here.cost + edge.cost;
            const auto [known, isNew] = reached.try_emplace(edge.to, Reached{cost, {}, {}, here.depth + 1});
            if (!isNew && cost > known->second.cost)
                continue;
            if (!isNew && cost < known->second.cost)
                known->second = {cost, {}, {}, here.depth + 1};
            const auto step = std::pair(name, edge.cost);
            if (std::ranges::find(known->second.parents, step) == known->second.parents.end())
                known->second.parents.push_back(step);
            known->second.hops.merge(hopsOf(graph, root, name, here, edge, ways));
            open.insert({cost, !edge.to.isNetwork, edge.to.id});
        }
    }
    return tree;
}

/// Of each vertex those that it is the first parent of.
using Children = std::map<std::pair<std::string, std::string>, std::vector<const Json *>>;

std::pair<std::string, std::string> keyOf(const Json &vertex) { return {textAt(vertex, "type"), textAt(vertex, "id")}; }

void addText(const Json &vertex, const Children &children, std::size_t depth, std::string &text)
{
    const bool isNetwork = vertex["type"] == "network";
    text += fmt::format("{:{}}{} {} [{}]", "", 2 + 2 * depth, isNetwork ? "network" : "router",
                        textAt(vertex, isNetwork ? "prefix" : "id"), vertex["cost"].get<std::uint32_t>());
    const Json &parents = vertex["parents"];
    text += parents.empty() ? " this router" : fmt::format(" +{}", parents[0]["cost"].get<std::uint32_t>());
    const char *before = "  out";
    for (const Json &hop : vertex["nexthops"]) {
        const bool isThere = hop.contains("directlyAttachedTo");
        text += fmt::format("{} {}{}", before, isThere ? "" : "via " + textAt(hop, "ip") + ' ',
                            textAt(hop, isThere ? "directlyAttachedTo" : "via"));
        before = ",";
    }
    text += '\n';
    if (const auto below = children.find(keyOf(vertex)); below != children.end())
        for (const Json *child : below->second)
            addText(*child, children, depth + 1, text);
}

} // namespace

Json ospfPaths(const Json &database, const Json &interfaces, const Json &neighbours)
{
    const std::string id = textAt(database, "routerId");
    Json areas = Json::object();
    const Ways ways{interfaces, neighbours};
    for (const auto &[area, unused] : at(at(database, "routerLinkStates"), "areas").items())
        areas[area] = treeOf(graphOf(database, area), {false, id}, ways);
    return {{"routerId", id}, {"areas", std::move(areas)}};
}

std::string ospfPathsText(const Json &tree)
{
    std::string text;
    for (const auto &[area, vertices] : tree.at("areas").items()) {
        text += fmt::format("Shortest paths in area {}, [cost from here] +cost of the last step:\n", area);
        Children children;
        for (const Json &vertex : vertices)
            if (!vertex["parents"].empty())
                children[keyOf(vertex["parents"][0])].push_back(&vertex);
        if (!vertices.empty())
            addText(vertices.front(), children, 0, text);
    }
    return text;
}

} // namespace hopyard::engine
