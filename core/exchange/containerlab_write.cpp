// A lab as containerlab's topology file with the files that it binds. Routers run FRR's image, hosts and namespaces an
// image with iproute2; hubs and switches become bridges, which the user makes on the computer. Positions go into the
// labels that containerlab's own graph reads.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/export_parts.h"

#include "core/lab/yaml_value.h"

#include <fmt/format.h>

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <array>

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

/// Placeholders for what is behind a link that leaves the lab: they are no nodes there.
bool isOutside(const lab::Node &node)
{
    constexpr std::array<std::string_view, 8> kKinds{"host", "mgmt-net", "macvlan", "vxlan", "vxlan-stitch", "dummy", "veth", "single end"};
    return node.kind == lab::NodeKind::placeholder && node.was.tool == "containerlab"
        && std::find(kKinds.begin(), kKinds.end(), node.was.kind) != kKinds.end();
}

/// The entry of a placeholder as it came, where it is still one.
bool isKept(const lab::Node &node)
{
    if (node.kind != lab::NodeKind::placeholder || node.was.tool != "containerlab" || node.was.properties.empty())
        return false;
    try {
        return YAML::Load(node.was.properties).IsMap();
    } catch (const YAML::Exception &) {
        return false;
    }
}

std::string indented(std::string_view text, std::size_t by)
{
    std::string out;
    while (!text.empty()) {
        const std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(text.size(), line.size() + 1));
        out += line.empty() ? std::string("\n") : fmt::format("{:{}}{}\n", "", by, line);
    }
    return out;
}

/// "r1:eth1", under the name that the interface had.
std::string endText(const lab::Lab &lab, const lab::End &end)
{
    const lab::Node *node = lab.findNode(end.node);
    if (!node || node->kind != lab::NodeKind::placeholder || node->was.tool != "containerlab")
        return toString(end);
    std::string interface = end.interface;
    for (const lab::Was::Port &port : node->was.ports)
        if (port.name == end.interface)
            interface = port.was;
    return (isOutside(*node) ? node->was.kind : node->name) + ':' + interface;
}

/// Of a placeholder's interface that has more than a name: the addresses can stand nowhere else.
const lab::Interface *saidAtLink(const lab::Lab &lab, const lab::End &end)
{
    const lab::Node *node = lab.findNode(end.node);
    if (!node || !isKept(*node) || isOutside(*node))
        return nullptr;
    const auto found = std::find_if(node->interfaces.begin(), node->interfaces.end(), [&](const lab::Interface &i) { return i.name == end.interface; });
    return found != node->interfaces.end() && (found->mac || !found->addresses.empty()) ? &*found : nullptr;
}

std::string linkText(const lab::Lab &lab, const lab::Link &link)
{
    for (const lab::End *end : {&link.a, &link.b})
        if (const lab::Node *node = lab.findNode(end->node); node && isOutside(*node) && isKept(*node)) {
            std::string text = indented(node->was.properties, 6);
            text[4] = '-';
            return text;
        }
    const std::array ends{&link.a, &link.b};
    if (std::none_of(ends.begin(), ends.end(), [&](const lab::End *end) { return saidAtLink(lab, *end); }))
        return fmt::format("    - endpoints: [{}, {}]\n", inQuotes(endText(lab, link.a)), inQuotes(endText(lab, link.b)));
    std::string text = "    - type: veth\n      endpoints:\n";
    for (const lab::End *end : ends) {
        const std::string name = endText(lab, *end);
        text += fmt::format("        - {{node: {}, interface: {}", inQuotes(name.substr(0, name.find(':'))), inQuotes(name.substr(name.find(':') + 1)));
        if (const lab::Interface *interface = saidAtLink(lab, *end)) {
            if (interface->mac)
                text += fmt::format(", mac: \"{}\"", toString(*interface->mac));
            for (const base::InterfaceAddress &address : interface->addresses)
                text += fmt::format(", {}: \"{}\"", address.address.isV6() ? "ipv6" : "ipv4", toString(address));
        }
        text += "}\n";
    }
    return text;
}

} // namespace

Exported writeContainerlab(const lab::Lab &lab)
{
    Exported made;
    std::string text = fmt::format("name: {}\n\ntopology:\n  nodes:\n", fileName(lab));
    bool hasBridge = false;
    for (const lab::Node &node : lab.nodes) {
        if (isOutside(node))
            continue;
        if (isKept(node)) {
            text += fmt::format("    {}:\n{}", lab::keyText(node.name), indented(node.was.properties, 6));
            for (const lab::Was::File &file : node.was.files)
                if (const auto path = insidePath(file.path))
                    made.files[*path] = file.text;
            continue;
        }
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
        text += linkText(lab, link);
    if (hasBridge)
        made.left.push_back("switches and hubs are bridges of your computer: make each with 'ip link add NAME type bridge' first");
    sayImpairments(lab, " (containerlab sets them with 'containerlab tools netem set')", made.left);
    made.files[fileName(lab) + ".clab.yml"] = std::move(text);
    return made;
}

} // namespace hopyard::exchange
