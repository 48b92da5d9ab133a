// Machines to nodes; see machine.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/machine.h"

#include "core/lab/frr_config.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

namespace hopyard::exchange {

namespace {

using lab::NodeKind;

/// `ip route` lines for what the commands said, and the addresses where `withAddresses`.
std::string asConfig(const Machine &machine)
{
    std::string lines;
    const auto route = [&](std::string_view prefix, const base::IpAddress &via) {
        lines += fmt::format("{} route {} {}\n", via.isV6() ? "ipv6" : "ip", prefix, toString(via));
    };
    if (machine.gateway)
        route(machine.gateway->isV6() ? "::/0" : "0.0.0.0/0", *machine.gateway);
    for (const lab::HostRoute &each : machine.routes)
        route(toString(each.prefix), each.via);
    return lines;
}

} // namespace

lab::Interface &Machine::interface(std::string_view interfaceName)
{
    const auto known = std::find_if(interfaces.begin(), interfaces.end(),
                                    [&](const lab::Interface &i) { return i.name == interfaceName; });
    if (known != interfaces.end())
        return *known;
    interfaces.emplace_back();
    interfaces.back().name = interfaceName;
    return interfaces.back();
}

void addAddress(lab::Interface &interface, const base::InterfaceAddress &address)
{
    if (std::find(interface.addresses.begin(), interface.addresses.end(), address) == interface.addresses.end())
        interface.addresses.push_back(address);
}

lab::Node toNode(const Machine &machine, const ConfigCheck &check, std::vector<std::string> &left)
{
    lab::Node node;
    node.name = machine.name;
    node.at = machine.at.value_or(lab::Position());
    node.interfaces = machine.interfaces;
    node.note = machine.note;
    if (!machine.forwards && machine.config.empty()) {
        node.kind = machine.programs.empty() ? NodeKind::host : NodeKind::namespaceNode;
        node.gateway = machine.gateway;
        node.routes = machine.routes;
        node.start = machine.programs;
        return node;
    }
    node.config = machine.config;
    if (!node.config.empty() && !node.config.ends_with('\n'))
        node.config += '\n';
    node.config += asConfig(machine);
    // What stands in the configuration need not stand at the interface as well.
    const lab::ConfigFacts facts = lab::frrFacts(node.config);
    for (lab::Interface &interface : node.interfaces)
        std::erase_if(interface.addresses, [&](const base::InterfaceAddress &address) {
            return std::any_of(facts.addresses.begin(), facts.addresses.end(), [&](const lab::ConfigFacts::Address &a) {
                return a.interface == interface.name && a.address == address;
            });
        });
    const std::vector<std::string> unknown = check ? check(node.config) : std::vector<std::string>();
    node.kind = unknown.empty() ? NodeKind::router : NodeKind::frr;
    if (!unknown.empty())
        left.push_back(fmt::format("{}: runs as real FRR, for virtual routers do not know all of its configuration ({})",
                                   machine.name, fmt::join(unknown, "; ")));
    if (node.kind == NodeKind::frr)
        node.start = machine.programs;
    else if (!machine.programs.empty())
        left.push_back(fmt::format("{}: a virtual router runs no Linux commands, left out: {}", machine.name,
                                   fmt::join(machine.programs, "; ")));
    return node;
}

lab::Node toPlaceholder(const Machine &machine, lab::Was was, std::vector<std::string> &left)
{
    constexpr std::size_t kLongestText = 256u << 10;
    lab::Node node;
    node.kind = NodeKind::placeholder;
    node.name = machine.name;
    node.at = machine.at.value_or(lab::Position());
    node.interfaces = machine.interfaces;
    node.gateway = machine.gateway;
    node.note = machine.note;
    left.push_back(fmt::format("{}: {} has no equivalent; a placeholder stands in its place, to be made a host, a router or another kind",
                               machine.name, was.kind));
    const auto tooLong = [&](const std::string &what) {
        left.push_back(fmt::format("{}: {} is longer than {} kB and is not kept", machine.name, what, kLongestText >> 10));
    };
    if (was.properties.size() > kLongestText) {
        tooLong("its entry");
        was.properties.clear();
    }
    std::erase_if(was.files, [&](const lab::Was::File &file) {
        if (file.text.size() > kLongestText)
            tooLong(file.path);
        return file.text.size() > kLongestText;
    });
    node.was = std::move(was);
    return node;
}

std::string joinDaemonFiles(const std::function<std::optional<std::string>(std::string_view name)> &read)
{
    constexpr std::array<std::string_view, 9> kFiles{"frr.conf", "Quagga.conf", "zebra.conf", "staticd.conf", "ripd.conf",
                                                     "ospfd.conf", "bgpd.conf", "isisd.conf", "ospf6d.conf"};
    std::string all;
    for (const std::string_view file : kFiles) {
        const auto text = read(file);
        if (!text)
            continue;
        if (!all.empty() && !all.ends_with('\n'))
            all += '\n';
        all += *text;
    }
    return all;
}

} // namespace hopyard::exchange
