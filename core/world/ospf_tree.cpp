// See ospf_tree.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/world/ospf_tree.h"

#include "core/world/segment.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <optional>
#include <vector>

namespace hopyard::world {

namespace {

using Json = nlohmann::ordered_json;

Json ask(World &world, base::NodeId node, std::string_view line)
{
    const CommandAnswer answer = world.command(node, line);
    return answer.ok ? Json::parse(answer.json, nullptr, false) : Json(Json::value_t::discarded);
}

class Names {
public:
    Names(World &world, const OutsideOspf &outside) : m_world(world)
    {
        for (const auto &[name, text] : outside.interfaces)
            addOutside(name, Json::parse(text, nullptr, false));
        for (const base::NodeId node : world.nodes()) {
            const lab::Node *planned = world.lab().findNode(world.name(node));
            if (!planned || planned->kind != lab::NodeKind::router || !world.isRunning(node))
                continue;
            const Json process = ask(world, node, "show ip ospf json");
            if (process.is_object() && process.contains("routerId"))
                m_nodes.emplace(process.value("routerId", ""), node);
        }
    }

    std::string of(const std::string &routerId) const
    {
        const auto at = m_nodes.find(routerId);
        return at == m_nodes.end() ? std::string() : m_world.name(at->second);
    }

    /// The links by which the router of that id reaches the other at that cost; `through`: over this network alone.
    Json linksBetween(const std::string &from, const std::string &to, std::uint32_t cost, const std::optional<base::IpPrefix> &through)
    {
        Json links = Json::array();
        const auto begin = m_nodes.find(from), end = m_nodes.find(to);
        if (begin == m_nodes.end() || end == m_nodes.end())
            return links;
        for (const auto &[name, interface] : interfacesOf(begin->second).items()) {
            if (interface.value("cost", std::uint32_t(0)) != cost)
                continue;
            const auto address = base::IpAddress::parse(interface.value("ipAddress", ""));
            if (through && (!address || !through->contains(*address)))
                continue;
            for (const SegmentEnd &there : segmentBehind(m_world, m_world.name(begin->second), name)) {
                if (there.port.node != end->second)
                    continue;
                for (const lab::End &link : there.way)
                    links.push_back({{"from", lab::toString(link)}, {"cost", &link == &there.way.front() ? Json(cost) : Json()}});
                break;
            }
        }
        return links;
    }

private:
    void addOutside(const std::string &name, const Json &said)
    {
        const base::NodeId node = m_world.findNode(name);
        const auto found = said.is_object() ? said.find("interfaces") : said.end();
        if (!node.isValid() || !said.is_object() || found == said.end() || !found->is_object())
            return;
        Json interfaces = Json::object();
        for (const auto &[port, interface] : found->items()) {
            const Json *id = interface.is_object() && interface.contains("routerId") ? &interface["routerId"] : nullptr;
            if (!id || !id->is_string())
                continue;
            m_nodes.emplace(id->get<std::string>(), node);
            const auto cost = interface.find("cost"), address = interface.find("ipAddress");
            if (cost != interface.end() && cost->is_number_unsigned() && address != interface.end() && address->is_string())
                interfaces[port] = {{"cost", *cost}, {"ipAddress", *address}};
        }
        m_interfaces.emplace(node, std::move(interfaces));
    }

    const Json &interfacesOf(base::NodeId node)
    {
        const auto known = m_interfaces.find(node);
        if (known != m_interfaces.end())
            return known->second;
        const Json all = ask(m_world, node, "show ip ospf interface json");
        return m_interfaces.emplace(node, all.is_object() ? all.value("interfaces", Json::object()) : Json::object()).first->second;
    }

    World &m_world;
    std::map<std::string, base::NodeId> m_nodes; ///< by router id
    std::map<base::NodeId, Json> m_interfaces;
};

const Json *find(const Json &vertices, const Json &wanted)
{
    for (const Json &vertex : vertices)
        if (vertex["type"] == wanted["type"] && vertex["id"] == wanted["id"])
            return &vertex;
    return nullptr;
}

/// The links of a tree's last step to this router.
Json linksTo(Names &names, const Json &vertices, const Json &vertex)
{
    Json links = Json::array();
    const std::string id = vertex.value("id", "");
    const auto add = [&links](const Json &more) { links.insert(links.end(), more.begin(), more.end()); };
    for (const Json &parent : vertex["parents"]) {
        const Json *above = find(vertices, parent);
        if (!above)
            continue;
        if (parent["type"] == "router") {
            add(names.linksBetween(parent.value("id", ""), id, parent.value("cost", std::uint32_t(0)), std::nullopt));
            continue;
        }
        // Over a network: from the routers that lead to it, which pay for it.
        const auto network = base::IpPrefix::parse(above->value("prefix", ""));
        for (const Json &before : (*above)["parents"])
            add(names.linksBetween(before.value("id", ""), id, before.value("cost", std::uint32_t(0)), network));
    }
    return links;
}

} // namespace

base::Result<std::string, std::string> ospfTree(World &world, std::string_view node, const OutsideOspf &outside)
{
    const base::NodeId root = world.findNode(node);
    if (!root.isValid())
        return base::fail(fmt::format("there is no node '{}'", node));
    const CommandAnswer answer = outside.tree ? *outside.tree : world.command(root, "explain ospf json");
    const Json tree = answer.ok ? Json::parse(answer.json, nullptr, false) : Json(Json::value_t::discarded);
    if (!tree.is_object() || !tree.contains("areas"))
        return base::fail(answer.text.empty() || answer.ok ? fmt::format("{} does not run OSPF", node) : answer.text);
    Names names(world, outside);
    Json areas = Json::array();
    for (const auto &[area, vertices] : tree["areas"].items()) {
        Json out = Json::array();
        for (const Json &vertex : vertices) {
            Json named = vertex;
            if (vertex["type"] == "router") {
                named["node"] = names.of(vertex.value("id", ""));
                named["links"] = linksTo(names, vertices, vertex);
            }
            for (Json &parent : named["parents"])
                if (parent["type"] == "router")
                    parent["node"] = names.of(parent.value("id", ""));
            out.push_back(std::move(named));
        }
        areas.push_back({{"area", area}, {"vertices", std::move(out)}});
    }
    const Json json{{"node", std::string(node)}, {"routerId", tree.value("routerId", "")}, {"areas", std::move(areas)}};
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

} // namespace hopyard::world
