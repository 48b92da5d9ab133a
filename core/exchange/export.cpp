// A table of targets, and what the writers share; see export.h and export_parts.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/export.h"

#include "core/exchange/export_parts.h"
#include "core/topology/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace hopyard::exchange {

namespace {

struct TargetRow {
    std::string_view name;
    bool isFolder;
    Exported (*write)(const lab::Lab &);
};

constexpr std::array<TargetRow, 8> kTargets{{{"containerlab", true, writeContainerlab},
                                             {"kathara", true, writeKathara},
                                             {"core", false, writeCoreXml},
                                             {"frr", true, writeFrrFolder},
                                             {"graphml", false, writeGraphml},
                                             {"dot", false, writeDot},
                                             {"mermaid", false, writeMermaid},
                                             {"svg", false, writeSvg}}};
constexpr auto kNames = [] {
    std::array<std::string_view, kTargets.size()> names;
    for (std::size_t i = 0; i < names.size(); ++i)
        names[i] = kTargets[i].name;
    return names;
}();

} // namespace

std::string_view toString(Target target)
{
    return kNames[static_cast<std::size_t>(target)];
}

std::optional<Target> parseTarget(std::string_view text)
{
    const auto found = std::find(kNames.begin(), kNames.end(), text);
    return found == kNames.end() ? std::nullopt : std::optional(static_cast<Target>(found - kNames.begin()));
}

std::span<const std::string_view> targetNames()
{
    return kNames;
}

bool isFolder(Target target)
{
    return kTargets[static_cast<std::size_t>(target)].isFolder;
}

Exported exportLab(const lab::Lab &lab, Target target)
{
    return kTargets[static_cast<std::size_t>(target)].write(lab);
}

std::string frrConfig(const lab::Node &node)
{
    std::string text;
    for (const lab::Interface &interface : node.interfaces) {
        if (interface.addresses.empty())
            continue;
        text += fmt::format("interface {}\n", interface.name);
        for (const base::InterfaceAddress &address : interface.addresses)
            text += fmt::format(" {} address {}\n", address.address.isV6() ? "ipv6" : "ip", toString(address));
        text += "!\n";
    }
    text += node.config;
    if (!text.empty() && !text.ends_with('\n'))
        text += '\n';
    return text;
}

std::string frrDaemons(std::string_view config)
{
    constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kDaemons{
        {{"bgpd", "router bgp"}, {"ospfd", "router ospf"}, {"ripd", "router rip"}}};
    std::string text;
    for (const auto &[daemon, line] : kDaemons)
        text += fmt::format("{}={}\n", daemon, config.find(line) == std::string_view::npos ? "no" : "yes");
    return text + "vtysh_enable=yes\nzebra_options=\"  -A 127.0.0.1 -s 90000000\"\nbgpd_options=\"   -A 127.0.0.1\"\n"
                  "ospfd_options=\"  -A 127.0.0.1\"\nripd_options=\"   -A 127.0.0.1\"\nstaticd_options=\"-A 127.0.0.1\"\n";
}

std::string fileName(const lab::Lab &lab)
{
    std::string name = topology::nodeName(lab.title, 40);
    std::transform(name.begin(), name.end(), name.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
    return name.empty() ? "lab" : name;
}

std::vector<std::string> interfacesOf(const lab::Lab &lab, const lab::Node &node)
{
    std::vector<std::string> names;
    const auto add = [&](const std::string &name) {
        if (std::find(names.begin(), names.end(), name) == names.end())
            names.push_back(name);
    };
    for (const lab::Interface &interface : node.interfaces)
        add(interface.name);
    for (const lab::Link &link : lab.links)
        for (const lab::End *end : {&link.a, &link.b})
            if (end->node == node.name)
                add(end->interface);
    return names;
}

std::vector<std::string> hostCommands(const lab::Node &node)
{
    std::vector<std::string> lines;
    for (const lab::Interface &interface : node.interfaces) {
        if (interface.mtu)
            lines.push_back(fmt::format("ip link set {} mtu {}", interface.name, *interface.mtu));
        if (!interface.addresses.empty())
            lines.push_back(fmt::format("ip link set {} up", interface.name));
        if (interface.dhcp)
            lines.push_back(fmt::format("udhcpc -b -i {}", interface.name)); // busybox's, which small images have
        for (const base::InterfaceAddress &address : interface.addresses)
            lines.push_back(fmt::format("ip addr add {} dev {}", toString(address), interface.name));
    }
    if (node.gateway)
        lines.push_back(fmt::format("ip{} route add default via {}", node.gateway->isV6() ? " -6" : "", toString(*node.gateway)));
    for (const lab::HostRoute &route : node.routes)
        lines.push_back(fmt::format("ip{} route add {}", route.via.isV6() ? " -6" : "", toString(route)));
    if (!isForwarder(node.kind) && node.kind != lab::NodeKind::host)
        lines.insert(lines.end(), node.start.begin(), node.start.end());
    return lines;
}

bool isRouting(lab::NodeKind kind)
{
    return kind == lab::NodeKind::router || kind == lab::NodeKind::frr;
}

bool isForwarder(lab::NodeKind kind)
{
    return kind == lab::NodeKind::hub || kind == lab::NodeKind::switch_;
}

void sayImpairments(const lab::Lab &lab, std::string_view instead, std::vector<std::string> &left)
{
    const base::Impairment none;
    for (const lab::Link &link : lab.links)
        if (link.forward != none || link.backward != none)
            left.push_back(fmt::format("{} - {}: delay, rate, loss and the like of the link are not said{}", toString(link.a),
                                       toString(link.b), instead));
}

std::string inQuotes(std::string_view text)
{
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            out += '\\';
        out += c == '\n' ? ' ' : c;
    }
    return out + '"';
}

} // namespace hopyard::exchange
