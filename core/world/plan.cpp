// From a lab's node to its ports and configuration; see plan.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/world/plan.h"

#include "core/console/config_text.h"
#include "core/lab/frr_config.h"

#include <fmt/format.h>

#include <algorithm>

namespace hopyard::world {

namespace {

PlannedPort &port(NodePlan &plan, const std::string &name)
{
    const auto known = std::find_if(plan.ports.begin(), plan.ports.end(), [&](const PlannedPort &p) { return p.name == name; });
    if (known != plan.ports.end())
        return *known;
    return plan.ports.emplace_back(PlannedPort{name, std::nullopt, 1500});
}

/// A host's keys, said as a router's configuration: addresses, and a default route.
void addKeys(router::RouterConfig &config, const lab::Node &node)
{
    for (const lab::Interface &interface : node.interfaces) {
        auto &addresses = config.interfaces[interface.name].addresses;
        for (const base::InterfaceAddress &address : interface.addresses)
            if (std::find(addresses.begin(), addresses.end(), address) == addresses.end())
                addresses.push_back(address);
    }
    if (node.gateway) {
        router::StaticRoute route;
        const base::IpAddress any = node.gateway->isV4() ? base::IpAddress(base::Ipv4Address()) : base::IpAddress(base::Ipv6Address());
        route.prefix = base::IpPrefix(any, 0);
        route.gateway = *node.gateway;
        config.addRoute(route);
    }
}

} // namespace

NodePlan planNode(const lab::Lab &lab, const lab::Node &node, std::vector<lab::Problem> &problems)
{
    NodePlan plan;
    if (node.kind == lab::NodeKind::router && !node.config.empty()) {
        auto config = console::parseConfig(node.config);
        if (config) {
            plan.config = std::move(*config);
        } else {
            for (const console::ConfigProblem &problem : config.error()) {
                lab::Problem said;
                said.node = node.name;
                said.message = fmt::format("configuration of '{}', line {}: {}", node.name, problem.line, problem.message);
                problems.push_back(std::move(said));
            }
        }
    }
    if (node.kind == lab::NodeKind::frr) { // the daemons read the text; the world needs the interfaces it names
        const lab::ConfigFacts facts = lab::frrFacts(node.config);
        for (const std::string &name : facts.interfaces)
            plan.config.interfaces[name];
        for (const lab::ConfigFacts::Address &address : facts.addresses)
            plan.config.interfaces[address.interface].addresses.push_back(address.address);
    }
    if (node.kind == lab::NodeKind::host || node.kind == lab::NodeKind::router || node.kind == lab::NodeKind::frr)
        addKeys(plan.config, node);
    if (node.kind == lab::NodeKind::hypervisor) {
        for (const lab::Interface &interface : node.interfaces)
            plan.config.interfaces[interface.name].addresses = interface.addresses;
        plan.computer = node.computer;
        plan.gateway = node.gateway;
    }
    if (node.kind == lab::NodeKind::host)
        plan.config.ipForwarding = plan.config.ipv6Forwarding = false;

    for (const lab::Interface &interface : node.interfaces) {
        PlannedPort &planned = port(plan, interface.name);
        planned.mac = interface.mac;
        planned.mtu = interface.mtu.value_or(1500);
    }
    for (const auto &[name, interface] : plan.config.interfaces)
        if (name != "lo")
            port(plan, name);
    for (const lab::Link &link : lab.links)
        for (const lab::End *end : {&link.a, &link.b})
            if (end->node == node.name)
                port(plan, end->interface);
    return plan;
}

} // namespace hopyard::world
