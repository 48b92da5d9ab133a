// See gns3_upgrade.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/gns3_upgrade.h"

#include "core/base/xml_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <utility>

namespace hopyard::exchange {

namespace {

using json::Json;
using json::member;

/// "VPCSDevice" as "vpcs"; the routers of Dynamips are called by their model.
std::string typeOf(const std::string &old)
{
    constexpr std::array<std::pair<std::string_view, std::string_view>, 12> kTypes{{{"VPCSDevice", "vpcs"}, {"EthernetSwitch", "ethernet_switch"},
        {"EthernetHub", "ethernet_hub"}, {"FrameRelaySwitch", "frame_relay_switch"}, {"ATMSwitch", "atm_switch"}, {"Cloud", "cloud"}, {"Host", "cloud"},
        {"DockerVM", "docker"}, {"QemuVM", "qemu"}, {"IOUDevice", "iou"}, {"VirtualBoxVM", "virtualbox"}, {"VMwareVM", "vmware"}}};
    const auto known = std::find_if(kTypes.begin(), kTypes.end(), [&](const auto &entry) { return entry.first == old; });
    return known != kTypes.end() ? std::string(known->second) : old.starts_with('C') ? "dynamips" : old;
}

struct Port {
    std::string node;
    Json end;
};

Json upgradedNode(const Json &node, const std::string &id)
{
    const Json &properties = member(node, "properties");
    Json made{{"node_id", id}, {"node_type", typeOf(json::text(member(node, "type")))}, {"name", json::text(member(properties, "name"))}, {"properties", properties}};
    for (const char *key : {"x", "y", "z"})
        if (member(node, key).is_number())
            made[key] = member(node, key);
    if (made["node_type"] == "ethernet_switch" && made["properties"].is_object()) { // its VLANs stood at the ports
        made["properties"]["ports_mapping"] = member(node, "ports");
    }
    return made;
}

Json noteOf(const Json &note)
{
    const std::string text = json::text(member(note, "text"));
    const auto lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) + 1;
    return Json{{"x", member(note, "x")}, {"y", member(note, "y")}, {"z", member(note, "z")}, {"rotation", member(note, "rotation")},
                {"svg", fmt::format("<svg width=\"{}\" height=\"{}\"><text fill=\"{}\">{}</text></svg>", text.size() / lines * 10 + 30, lines * 20 + 10,
                                    base::xmlText(json::text(member(note, "color"))), base::xmlText(text))}};
}

Json shapeOf(const Json &shape, bool isEllipse)
{
    const double width = json::number(member(shape, "width")).value_or(1), height = json::number(member(shape, "height")).value_or(1);
    const std::string fill = base::xmlText(json::text(member(shape, "color")));
    return Json{{"x", member(shape, "x")}, {"y", member(shape, "y")}, {"z", member(shape, "z")}, {"rotation", member(shape, "rotation")},
                {"svg", isEllipse ? fmt::format("<svg><ellipse rx=\"{}\" ry=\"{}\" fill=\"{}\"/></svg>", width / 2, height / 2, fill)
                                  : fmt::format("<svg><rect width=\"{}\" height=\"{}\" fill=\"{}\"/></svg>", width, height, fill)}};
}

} // namespace

bool isOldGns3(const Json &root)
{
    const Json &nodes = member(member(root, "topology"), "nodes");
    return nodes.is_array() && !nodes.empty()
        && std::all_of(nodes.begin(), nodes.end(), [](const Json &node) { return member(node, "node_type").is_null() && member(node, "type").is_string(); });
}

Json upgradedGns3(const Json &root)
{
    const Json &old = member(root, "topology");
    std::map<std::string, Port> ports; // by "node:port", both as they are numbered in the file
    Json nodes = Json::array(), links = Json::array(), drawings = Json::array();
    for (const Json &node : member(old, "nodes")) {
        const std::string number = json::text(member(node, "id")), given = json::text(member(node, "vm_id"));
        const std::string id = given.empty() ? number : given;
        for (const Json &port : member(node, "ports")) {
            const Json &adapter = member(port, "adapter_number").is_null() ? member(port, "slot_number") : member(port, "adapter_number");
            ports[fmt::format("{}:{}", number, json::text(member(port, "id")))] = {
                id, Json{{"node_id", id}, {"adapter_number", adapter}, {"port_number", member(port, "port_number")}, {"label", {{"text", member(port, "name")}}}}};
        }
        nodes.push_back(upgradedNode(node, id));
    }
    for (const Json &link : member(old, "links")) {
        Json ends = Json::array();
        for (const char *side : {"source", "destination"}) {
            const std::string node = json::text(member(link, fmt::format("{}_node_id", side).c_str()));
            const auto port = ports.find(fmt::format("{}:{}", node, json::text(member(link, fmt::format("{}_port_id", side).c_str()))));
            ends.push_back(port != ports.end() ? port->second.end : Json{{"node_id", node}});
        }
        links.push_back(Json{{"nodes", std::move(ends)}});
    }
    for (const Json &note : member(old, "notes"))
        drawings.push_back(noteOf(note));
    for (const Json &shape : member(old, "rectangles"))
        drawings.push_back(shapeOf(shape, false));
    for (const Json &shape : member(old, "ellipses"))
        drawings.push_back(shapeOf(shape, true));
    for (const Json &picture : member(old, "images"))
        drawings.push_back(Json{{"svg", json::text(member(picture, "path"))}});
    return Json{{"name", json::text(member(root, "name"))},
                {"topology", {{"nodes", std::move(nodes)}, {"links", std::move(links)}, {"drawings", std::move(drawings)}}}};
}

} // namespace hopyard::exchange
