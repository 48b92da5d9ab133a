// From a lab's node to its ports and configuration; see plan.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/world/plan.h"

#include "core/console/config_text.h"
#include "core/ip/subinterface.h"
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
    PlannedPort &made = plan.ports.emplace_back();
    made.name = name;
    return made;
}

/// A host's keys, said as a router's configuration: addresses and routes.
void addKeys(router::RouterConfig &config, const lab::Node &node)
{
    for (const lab::Interface &interface : node.interfaces) {
        auto &addresses = config.interfaces[interface.name].addresses;
        config.interfaces[interface.name].dhcp = config.interfaces[interface.name].dhcp || interface.dhcp;
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
    for (const lab::HostRoute &further : node.routes) {
        router::StaticRoute route;
        route.prefix = further.prefix;
        route.gateway = further.via;
        config.addRoute(route);
    }
}

/// The address by which other nodes reach it: the first of its first interface.
migration::Peer peerOf(const lab::Lab &lab, const std::string &name)
{
    const lab::Node *node = lab.findNode(name);
    if (!node || node->interfaces.empty() || node->interfaces.front().addresses.empty() ||
        !node->interfaces.front().addresses.front().address.isV4())
        return {name, {}};
    return {name, node->interfaces.front().addresses.front().address.v4()};
}

migration::Service serviceOf(const lab::Lab &lab, const lab::Node &forwarder)
{
    const lab::Service &from = forwarder.service;
    migration::Service service;
    service.forwarder = peerOf(lab, forwarder.name);
    service.address = from.address->v4();
    service.port = from.port;
    for (const std::string &name : from.classifiers)
        service.classifiers.push_back(peerOf(lab, name));
    for (const std::string &name : from.hosts)
        service.hosts.push_back(peerOf(lab, name));
    service.encapsulation = static_cast<migration::Encapsulation>(from.encapsulation);
    service.mode = static_cast<migration::Mode>(from.mode);
    service.rules = from.rules;
    service.check.kind = static_cast<migration::HealthCheck::Kind>(from.check.kind);
    service.check.path = from.check.path;
    service.check.interval = from.interval;
    service.check.timeout = from.timeout;
    service.check.limits = {from.rise, from.fall};
    return service;
}

/// The virtual addresses of its services: a forwarder's on the interface whose network it lies in, so that it is asked for
/// there; everybody else's on the loopback interface, where nobody asks.
void addVirtualAddresses(NodePlan &plan, const lab::Node &node)
{
    for (const auto *services : {&plan.migration.forwards, &plan.migration.classifies, &plan.migration.serves})
        for (const migration::Service &service : *services) {
            base::InterfaceAddress own{base::IpAddress(service.address), 32};
            std::string interface = "lo";
            for (const lab::Interface &candidate : node.interfaces)
                for (const base::InterfaceAddress &address : candidate.addresses)
                    if (service.forwarder.name == node.name && interface == "lo" && address.network().contains(own.address)) {
                        interface = candidate.name;
                        own.length = address.length;
                    }
            auto &addresses = plan.config.interfaces[interface].addresses;
            if (std::none_of(addresses.begin(), addresses.end(), [&](const auto &a) { return a.address == own.address; }))
                addresses.push_back(own);
        }
}

/// What a switch is set to; what its ports cost comes from the links at them, and a hub at the other end is shared.
void addBridge(NodePlan &plan, const lab::Lab &lab, const lab::Node &node)
{
    plan.bridge = node.bridge;
    if (node.bridge.tree == lab::TreeMode::off)
        return;
    const auto look = [&](const lab::End &own, const lab::End &other, const base::Impairment &out) {
        if (own.node != node.name)
            return;
        PlannedPort &planned = port(plan, own.interface);
        planned.rate = out.rate;
        const lab::Node *neighbour = lab.findNode(other.node);
        planned.bridge.shared = planned.bridge.shared || (neighbour && neighbour->kind == lab::NodeKind::hub);
    };
    for (const lab::Link &link : lab.links) {
        look(link.a, link.b, link.forward);
        look(link.b, link.a, link.backward);
    }
}

} // namespace

migration::NodeConfig migrationConfig(const lab::Lab &lab, const lab::Node &node)
{
    migration::NodeConfig config;
    for (const lab::Node &forwarder : lab.nodes) {
        if (forwarder.kind != lab::NodeKind::forwarder || !forwarder.service.address)
            continue;
        const migration::Service service = serviceOf(lab, forwarder);
        const auto names = [&](const std::vector<migration::Peer> &peers) {
            return std::any_of(peers.begin(), peers.end(), [&](const migration::Peer &peer) { return peer.name == node.name; });
        };
        const bool forwards = forwarder.name == node.name;
        if (forwards)
            config.forwards.push_back(service);
        if (names(service.classifiers) || (forwards && service.isOwnClassifier()))
            config.classifies.push_back(service);
        if (names(service.hosts))
            config.serves.push_back(service);
    }
    if (!config.isEmpty())
        config.own = peerOf(lab, node.name).address;
    return config;
}

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
    if (lab::hasStack(node.kind) || node.kind == lab::NodeKind::frr)
        addKeys(plan.config, node);
    if (node.kind == lab::NodeKind::hypervisor) {
        for (const lab::Interface &interface : node.interfaces)
            plan.config.interfaces[interface.name].addresses = interface.addresses;
        plan.computer = node.computer;
        plan.gateway = node.gateway;
    }
    if (lab::isEndSystem(node.kind)) {
        plan.config.ipForwarding = plan.config.ipv6Forwarding = false;
        plan.migration = migrationConfig(lab, node);
        addVirtualAddresses(plan, node);
    }

    const auto isPort = [&](const std::string &name) { // not the loopback, nor VLANs at another port
        return name != "lo" && !(lab::hasStack(node.kind) && ip::parseSubinterface(name));
    };
    for (const lab::Interface &interface : node.interfaces) {
        if (!isPort(interface.name))
            continue;
        PlannedPort &planned = port(plan, interface.name);
        planned.mac = interface.mac;
        planned.mtu = interface.mtu.value_or(1500);
        planned.bridge = interface.port;
    }
    for (const auto &[name, interface] : plan.config.interfaces)
        if (isPort(name))
            port(plan, name);
    for (const lab::Link &link : lab.links)
        for (const lab::End *end : {&link.a, &link.b})
            if (end->node == node.name)
                port(plan, end->interface);
    if (node.kind == lab::NodeKind::switch_)
        addBridge(plan, lab, node);
    return plan;
}

} // namespace hopyard::world
