// Machines to nodes; see machine.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/machine.h"

#include "core/lab/frr_config.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <charconv>

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

/// A Linux that is nothing but a bridge between its interfaces.
bool isBridge(const Machine &machine)
{
    return machine.bridging > 0 && machine.bridging == machine.programs.size() && machine.config.empty() && !machine.gateway && machine.routes.empty()
        && std::all_of(machine.interfaces.begin(), machine.interfaces.end(),
                       [](const lab::Interface &interface) { return interface.addresses.empty() && !interface.dhcp; });
}

/// The files of the daemons in the order that they are joined in, those of the machine as a whole first.
constexpr std::size_t kOfTheMachine = 3;
constexpr std::array<std::string_view, 17> kDaemonFiles{"frr.conf", "Quagga.conf", "zebra.conf", "staticd.conf", "ripd.conf", "ospfd.conf",
                                                        "bgpd.conf", "isisd.conf", "ospf6d.conf", "ripngd.conf", "eigrpd.conf", "ldpd.conf",
                                                        "pimd.conf", "bfdd.conf", "babeld.conf", "pbrd.conf", "vrrpd.conf"};

/// True for "frr version 7.3" and older; FRR changed what external neighbours of BGP need in 7.4.
bool isBeforePolicies(std::string_view config)
{
    const std::size_t at = config.starts_with("frr version ") ? 0 : config.find("\nfrr version ");
    if (at == std::string_view::npos)
        return false;
    std::string_view version = config.substr(config.find("version ", at) + 8);
    unsigned major = 0, minor = 0;
    const auto [dot, error] = std::from_chars(version.data(), version.data() + version.size(), major);
    if (error != std::errc() || dot == version.data() + version.size() || *dot != '.')
        return false;
    std::from_chars(dot + 1, version.data() + version.size(), minor);
    return major < 7 || (major == 7 && minor < 4);
}

/// Names that lines of BGP had before FRR gave them others: "ip community-list" is "bgp community-list".
std::string withNewWords(std::string_view line)
{
    for (const std::string_view list : {"as-path access-list ", "community-list ", "large-community-list ", "extcommunity-list "})
        if (line.starts_with("ip ") && line.substr(3).starts_with(list))
            return "bgp " + std::string(line.substr(3));
    return std::string(line);
}

/// The configuration as FRR 8.4 would have it: old words are new ones, and what it means where it comes from and does not say,
/// for FRR has other defaults now, is written out. Says the latter.
std::string withDefaults(const Machine &machine, std::vector<std::string> &left)
{
    const std::string &config = machine.config;
    const bool isDatacenter = config.find("frr defaults datacenter") != std::string::npos;
    std::string lines, said;
    const auto addLine = [&](std::string_view line) {
        lines += fmt::format(" {}\n", line);
        said += fmt::format("{}{}", said.empty() ? "" : ", ", line);
    };
    if ((isDatacenter || machine.isQuagga || isBeforePolicies(config)) && config.find("ebgp-requires-policy") == std::string::npos)
        addLine("no bgp ebgp-requires-policy");
    if (isDatacenter && config.find("timers bgp") == std::string::npos)
        addLine("timers bgp 3 9");
    std::string out;
    bool added = false;
    for (std::string_view rest = config; !rest.empty();) {
        const std::size_t end = std::min(rest.find('\n'), rest.size() - 1) + 1;
        const std::string_view line = rest.substr(0, end);
        out += withNewWords(line);
        if (line.starts_with("router bgp ") && !lines.empty()) {
            out += (line.ends_with('\n') ? "" : "\n") + lines;
            added = true;
        }
        rest.remove_prefix(end);
    }
    if (added)
        left.push_back(fmt::format("{}: where its configuration comes from, {}; FRR 8.4 has other defaults, so this is written into it: {}", machine.name,
                                   isDatacenter ? "\"frr defaults datacenter\" means more" : "external neighbours of BGP need no policy", said));
    return out;
}

/// Without its lines "hostname …".
std::string withoutHostname(std::string_view text)
{
    std::string kept;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
        if (!text.starts_with("hostname "))
            kept += text.substr(0, end);
        text.remove_prefix(end);
    }
    return kept;
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
    if (!machine.leftOut.empty())
        left.push_back(fmt::format("{}: commands about the machine itself are left out: {}", machine.name, fmt::join(machine.leftOut, "; ")));
    if (isBridge(machine)) {
        node.kind = NodeKind::switch_;
        node.interfaces.clear();
        return node;
    }
    // A kernel that forwards and runs programs as well, such as iptables, is a Linux and no router of ours.
    const bool isLinux = machine.config.empty() && !machine.hasDaemon && !machine.programs.empty();
    if (isLinux || (!machine.forwards && machine.config.empty())) {
        node.kind = machine.programs.empty() ? NodeKind::host : NodeKind::namespaceNode;
        node.gateway = machine.gateway;
        node.routes = machine.routes;
        node.start = machine.programs;
        if (machine.forwards)
            node.start.insert(node.start.begin(), "sysctl -w net.ipv4.ip_forward=1");
        return node;
    }
    node.config = withDefaults(machine, left);
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
    std::string all;
    for (std::size_t i = 0; i < kDaemonFiles.size(); ++i) {
        const auto text = read(kDaemonFiles[i]);
        if (!text)
            continue;
        if (!all.empty() && !all.ends_with('\n'))
            all += '\n';
        all += i < kOfTheMachine ? *text : withoutHostname(*text);
    }
    return all;
}

bool isDaemonFile(std::string_view name)
{
    return std::find(kDaemonFiles.begin(), kDaemonFiles.end(), name) != kDaemonFiles.end();
}

} // namespace hopyard::exchange
