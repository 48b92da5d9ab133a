// A lab as containerlab's topology file with the files that it binds. Routers run FRR's image, hosts and namespaces an
// image with iproute2; hubs and switches become bridges, which the user makes on the computer. Positions go into the
// labels that containerlab's own graph reads.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/export_parts.h"

#include "core/lab/yaml_value.h"

#include <fmt/format.h>

#include <algorithm>

namespace hopyard::exchange {

namespace {

constexpr std::string_view kFrrImage = "quay.io/frrouting/frr:10.5.1";
constexpr std::string_view kHostImage = "wbitt/network-multitool:3.22.2";

using lab::YamlValue;

YamlValue texts(const std::vector<std::string> &lines)
{
    YamlValue list = YamlValue::list();
    for (const std::string &line : lines)
        list.items.push_back(YamlValue::text(line));
    return list;
}

YamlValue nodeYaml(const lab::Lab &lab, const lab::Node &node, Exported &made)
{
    YamlValue map;
    if (isForwarder(node.kind)) {
        map.add("kind", YamlValue::word("bridge"));
    } else {
        map.add("kind", YamlValue::word("linux"));
        map.add("image", YamlValue::text(std::string(isRouting(node.kind) ? kFrrImage : kHostImage)));
        const std::vector<std::string> interfaces = interfacesOf(lab, node);
        if (std::find(interfaces.begin(), interfaces.end(), "eth0") != interfaces.end())
            map.add("network-mode", YamlValue::word("none")); // else eth0 is containerlab's own
    }
    if (isRouting(node.kind)) {
        const std::string config = frrConfig(node);
        made.files[node.name + "/frr.conf"] = config;
        made.files[node.name + "/daemons"] = frrDaemons(config);
        map.add("binds", texts({node.name + "/daemons:/etc/frr/daemons", node.name + "/frr.conf:/etc/frr/frr.conf"}));
    } else if (!isForwarder(node.kind)) {
        if (const std::vector<std::string> lines = hostCommands(node); !lines.empty())
            map.add("exec", texts(lines));
    }
    YamlValue labels;
    labels.add("graph-posX", YamlValue::text(fmt::format("{}", node.at.x)));
    labels.add("graph-posY", YamlValue::text(fmt::format("{}", node.at.y)));
    map.add("labels", std::move(labels));
    return map;
}

} // namespace

Exported writeContainerlab(const lab::Lab &lab)
{
    Exported made;
    std::string text = fmt::format("name: {}\n\ntopology:\n  nodes:\n", fileName(lab));
    bool hasBridge = false;
    for (const lab::Node &node : lab.nodes) {
        hasBridge = hasBridge || isForwarder(node.kind);
        if (!isRouting(node.kind) && !isForwarder(node.kind) && node.kind != lab::NodeKind::host && node.kind != lab::NodeKind::namespaceNode)
            made.left.push_back(fmt::format("{}: a {} becomes a plain Linux node", node.name, toString(node.kind)));
        if (node.kind == lab::NodeKind::host && !node.start.empty())
            made.left.push_back(fmt::format("{}: its commands are Hopyard's own and are left out", node.name));
        text += lab::entryText(node.name, nodeYaml(lab, node, made), 4);
    }
    if (!lab.links.empty())
        text += "  links:\n";
    for (const lab::Link &link : lab.links)
        text += fmt::format("    - endpoints: [{}, {}]\n", quoted(toString(link.a)), quoted(toString(link.b)));
    if (hasBridge)
        made.left.push_back("switches and hubs are bridges of your computer: make each with 'ip link add NAME type bridge' first");
    sayImpairments(lab, " (containerlab sets them with 'containerlab tools netem set')", made.left);
    made.files[fileName(lab) + ".clab.yml"] = std::move(text);
    return made;
}

} // namespace hopyard::exchange
