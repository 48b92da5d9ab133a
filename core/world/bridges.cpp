// See bridges.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/world/bridges.h"

#include "core/link/hub.h"
#include "core/world/world.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace hopyard::world {

using base::PortIndex;
using Json = nlohmann::ordered_json;

namespace {

link::PortVlans portVlans(const lab::BridgePort &port)
{
    link::PortVlans vlans;
    if (!port.trunk) {
        vlans.vlan = port.vlan.value_or(base::kFirstVlan);
        return vlans;
    }
    vlans.trunk = true;
    vlans.allowed = *port.trunk;
    vlans.vlan = port.native.value_or(vlans.allowed.contains(base::kFirstVlan) ? base::kFirstVlan : std::uint16_t(0));
    return vlans;
}

link::SpanningTreePortSettings portTree(const PlannedPort &port)
{
    link::SpanningTreePortSettings tree;
    tree.priority = port.bridge.priority;
    tree.edge = port.bridge.edge;
    tree.pointToPoint = !port.bridge.shared;
    if (port.bridge.cost)
        tree.cost = *port.bridge.cost;
    else if (!port.rate.isUnlimited())
        tree.cost = link::spanningTreeCost(port.rate.bps());
    return tree;
}

} // namespace

link::SwitchSettings bridgeSettings(base::NodeId self, const NodeSlot &slot, const NodePlan &plan)
{
    link::SwitchSettings settings;
    // Of the node, where its ports' would be 1 and above.
    settings.address = base::MacAddress::local(self.value() << 8);
    settings.looksAtVlans =
        std::any_of(plan.ports.begin(), plan.ports.end(), [](const PlannedPort &port) { return port.bridge.hasVlans(); });
    if (plan.bridge.tree != lab::TreeMode::off) {
        link::SpanningTreeSettings &tree = settings.spanningTree.emplace();
        tree.rapid = plan.bridge.tree == lab::TreeMode::rapid;
        tree.priority = plan.bridge.priority;
        tree.helloTime = static_cast<int>(plan.bridge.hello);
        tree.maxAge = static_cast<int>(plan.bridge.maxAge);
        tree.forwardDelay = static_cast<int>(plan.bridge.forwardDelay);
    }
    if (!settings.looksAtVlans && !settings.spanningTree)
        return settings;
    settings.ports.resize(slot.ports.size());
    for (std::size_t p = 0; p < slot.ports.size(); ++p) {
        const auto planned = std::find_if(plan.ports.begin(), plan.ports.end(),
                                          [&](const PlannedPort &port) { return port.name == slot.ports[p].name; });
        if (planned == plan.ports.end())
            continue;
        settings.ports[p].vlans = portVlans(planned->bridge);
        settings.ports[p].spanningTree = portTree(*planned);
    }
    return settings;
}

std::vector<World::BridgeLeg> World::bridgeLegs(base::PortRef in, std::uint16_t tag) const
{
    std::vector<BridgeLeg> legs;
    if (!m_state->nodeExists(in.node))
        return legs;
    const NodeSlot &slot = m_state->node(in.node);
    const auto *bridge = dynamic_cast<const link::Switch *>(slot.device.get());
    if (!bridge && !dynamic_cast<const link::Hub *>(slot.device.get()))
        return legs;
    const link::SpanningTree *tree = bridge ? bridge->spanningTree() : nullptr;
    const bool byVlan = bridge && bridge->settings().looksAtVlans;
    std::uint16_t vlan = tag;
    if (byVlan) { // as VlanFrames::classify()
        const link::PortVlans &port = bridge->portSettings(in.port).vlans;
        vlan = tag != 0 ? tag : port.vlan;
        if ((tag != 0 && !port.trunk) || vlan == 0 || !port.isMember(vlan))
            return legs;
    }
    if (tree && !tree->forwards(in.port))
        return legs;
    for (const PortIndex port : ports(in.node)) {
        if (port == in.port || (tree && !tree->forwards(port)))
            continue;
        if (!byVlan) {
            legs.push_back({{in.node, port}, tag});
            continue;
        }
        const link::PortVlans &vlans = bridge->portSettings(port).vlans;
        if (vlans.isMember(vlan))
            legs.push_back({{in.node, port}, vlans.isUntagged(vlan) ? std::uint16_t(0) : vlan});
    }
    return legs;
}

CommandAnswer showMacTable(const NodeSlot &slot, const link::Switch &bridge, base::TimePoint now)
{
    CommandAnswer answer;
    answer.text = fmt::format("{:<6}{:<20}{:<16}{}\n", "VLAN", "Address", "Port", "Age");
    Json json = Json::array();
    for (const link::Switch::Entry &entry : bridge.table(now)) {
        const std::string &port = slot.ports[entry.port.index()].name;
        const auto age = static_cast<std::int64_t>((now - entry.lastSeen).inSeconds());
        const std::string vlan = entry.vlan ? std::to_string(entry.vlan) : "-";
        answer.text += fmt::format("{:<6}{:<20}{:<16}{} s\n", vlan, toString(entry.mac), port, age);
        json.push_back({{"vlan", entry.vlan}, {"address", toString(entry.mac)}, {"port", port}, {"ageSeconds", age}});
    }
    answer.json = json.dump();
    return answer;
}

CommandAnswer showVlans(const NodeSlot &slot, const link::Switch &bridge)
{
    CommandAnswer answer;
    if (!bridge.settings().looksAtVlans) {
        answer.text = "This switch does not look at VLANs: every port carries every frame, tag and all.\n";
        answer.json = Json{{"looksAtVlans", false}}.dump();
        return answer;
    }
    // A VLAN is shown where it means something: a port is its own, or a trunk carries less than all.
    base::VlanSet shown;
    for (std::uint32_t p = 0; p < slot.ports.size(); ++p) {
        const link::PortVlans &vlans = bridge.portSettings(PortIndex(p)).vlans;
        if (slot.ports[p].name.empty())
            continue;
        if (vlans.vlan != 0)
            shown.add(vlans.vlan);
        if (vlans.trunk && vlans.allowed != base::VlanSet::all())
            for (std::uint16_t vlan = base::kFirstVlan; vlan <= base::kLastVlan; ++vlan)
                if (vlans.allowed.contains(vlan))
                    shown.add(vlan);
    }
    answer.text = fmt::format("{:<6}{:<32}{}\n", "VLAN", "Untagged", "Tagged");
    Json rows = Json::array();
    for (std::uint16_t vlan = base::kFirstVlan; vlan <= base::kLastVlan; ++vlan) {
        if (!shown.contains(vlan))
            continue;
        std::vector<std::string> untagged, tagged;
        for (std::uint32_t p = 0; p < slot.ports.size(); ++p) {
            const link::PortVlans &vlans = bridge.portSettings(PortIndex(p)).vlans;
            if (!slot.ports[p].name.empty() && vlans.isMember(vlan))
                (vlans.isUntagged(vlan) ? untagged : tagged).push_back(slot.ports[p].name);
        }
        answer.text += fmt::format("{:<6}{:<32}{}\n", vlan, fmt::format("{}", fmt::join(untagged, ", ")), fmt::join(tagged, ", "));
        rows.push_back({{"vlan", vlan}, {"untagged", untagged}, {"tagged", tagged}});
    }
    answer.text += fmt::format("Frames refused: {}\n", bridge.filteredFrames());
    answer.json = Json{{"looksAtVlans", true}, {"vlans", rows}, {"refusedFrames", bridge.filteredFrames()}}.dump();
    return answer;
}

CommandAnswer showSpanningTree(const NodeSlot &slot, const link::Switch &bridge)
{
    CommandAnswer answer;
    const link::SpanningTree *tree = bridge.spanningTree();
    if (!tree) {
        answer.text = "Spanning tree is off.\n";
        answer.json = Json{{"mode", "off"}}.dump();
        return answer;
    }
    const link::SpanningTreeSettings &settings = tree->settings();
    const std::string mode = settings.rapid ? "rapid" : "plain";
    Json json{{"mode", mode}, {"root", toString(tree->root())}, {"bridge", toString(tree->bridgeId())}, {"isRoot", tree->isRoot()}};
    answer.text = fmt::format("Spanning tree: {}\nRoot    {}", mode, toString(tree->root()));
    if (tree->isRoot()) {
        answer.text += ", this bridge\n";
    } else {
        const std::string &port = slot.ports[tree->rootPort().index()].name;
        answer.text += fmt::format(", at cost {} by {}\n", tree->rootPathCost(), port);
        json["rootPathCost"] = tree->rootPathCost();
        json["rootPort"] = port;
    }
    answer.text += fmt::format("Bridge  {}, hello {} s, max age {} s, forward delay {} s\nTopology changes seen: {}\n\n",
                               toString(tree->bridgeId()), settings.helloTime, settings.maxAge, settings.forwardDelay,
                               tree->topologyChanges());
    json["topologyChanges"] = tree->topologyChanges();
    answer.text += fmt::format("{:<16}{:<12}{:<12}{:<10}{:<9}{:<14}{}\n", "Port", "Role", "State", "Cost", "Id", "Type", "Designated");
    Json ports = Json::array();
    for (std::uint32_t p = 0; p < slot.ports.size(); ++p) {
        if (slot.ports[p].name.empty())
            continue;
        const link::SpanningTree::PortView port = tree->port(PortIndex(p));
        const auto id = [](std::uint16_t number) { return fmt::format("{}.{}", number >> 8 & 0xf0, number & 0xfff); };
        const std::string type = fmt::format("{}{}", port.edge ? "edge" : port.pointToPoint ? "p2p" : "shared", port.rapid ? "" : ", STP");
        answer.text += fmt::format("{:<16}{:<12}{:<12}{:<10}{:<9}{:<14}{} {}\n", slot.ports[p].name, toString(port.role),
                                   toString(port.state), port.cost, id(port.id), type, toString(port.designated),
                                   id(port.designatedPort));
        ports.push_back({{"port", slot.ports[p].name}, {"role", toString(port.role)}, {"state", toString(port.state)},
                         {"cost", port.cost}, {"id", id(port.id)}, {"edge", port.edge}, {"pointToPoint", port.pointToPoint},
                         {"rapid", port.rapid}, {"designatedBridge", toString(port.designated)},
                         {"designatedPort", id(port.designatedPort)}, {"designatedCost", port.designatedCost}});
    }
    json["ports"] = std::move(ports);
    answer.json = json.dump();
    return answer;
}

} // namespace hopyard::world
