// See network_checks.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/network_checks.h"

#include "core/lab/frr_config.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <sstream>

namespace hopyard::lab {

namespace {

using Severity = Problem::Severity;

bool speaksFrr(NodeKind kind) { return kind == NodeKind::router || kind == NodeKind::frr; }

bool wantsGateway(NodeKind kind) { return kind == NodeKind::host || kind == NodeKind::namespaceNode; }

class Checker {
public:
    Checker(const Lab &lab, const Places &places) : m_lab(lab), m_places(places), m_addresses(ownedAddresses(lab)) {}

    std::vector<Problem> run()
    {
        for (const Node &node : m_lab.nodes) {
            if (wantsGateway(node.kind))
                checkGateway(node);
            if (speaksFrr(node.kind))
                checkRoutes(node);
        }
        for (std::size_t i = 0; i < m_lab.links.size(); ++i)
            checkProtocols(m_lab.links[i], fmt::format("links/{}", i));
        return std::move(m_problems);
    }

private:
    void say(Severity severity, const std::string &node, const std::string &path, std::string message)
    {
        m_problems.push_back(m_places.problem(severity, path, std::move(message), node));
    }

    void checkGateway(const Node &node)
    {
        if (node.gateway || !node.routes.empty())
            return;
        for (const Interface &interface : node.interfaces)
            for (const base::InterfaceAddress &address : interface.addresses)
                for (const OwnedAddress &other : m_addresses) {
                    const Node *router = m_lab.findNode(other.at.node);
                    if (!router || !speaksFrr(router->kind) || !address.network().contains(other.address.address))
                        continue;
                    say(Severity::hint, node.name, "nodes/" + node.name,
                        fmt::format("'{}' has no gateway: what lies beyond {} is out of its reach; {} at {} could be it", node.name,
                                    toString(address.network()), router->name, toString(other.address.address)));
                    return;
                }
    }

    /// "ip route 10.9.0.0/16 10.0.0.7": the next hop must be a neighbour.
    void checkRoutes(const Node &node)
    {
        std::istringstream lines(node.config);
        for (std::string line; std::getline(lines, line);) {
            std::istringstream words(line);
            std::string ip, route, prefix, via;
            if (!(words >> ip >> route >> prefix >> via) || ip != "ip" || route != "route")
                continue;
            const auto hop = base::IpAddress::parse(via);
            if (!hop)
                continue;
            const bool isNear = std::any_of(m_addresses.begin(), m_addresses.end(), [&](const OwnedAddress &a) {
                return a.at.node == node.name && a.address.network().contains(*hop);
            });
            if (!isNear)
                say(Severity::warning, node.name, "nodes/" + node.name,
                    fmt::format("network {} is unreachable for '{}': its next hop {} is in none of the router's networks", prefix, node.name, via));
        }
    }

    void checkProtocols(const Link &link, const std::string &path)
    {
        const Node *a = m_lab.findNode(link.a.node);
        const Node *b = m_lab.findNode(link.b.node);
        if (!a || !b || !speaksFrr(a->kind) || !speaksFrr(b->kind))
            return;
        const auto &left = protocols(*a), &right = protocols(*b);
        const bool meet = std::any_of(left.begin(), left.end(), [&](const std::string &p) { return right.contains(p); });
        if (left.empty() || right.empty() || meet)
            return;
        say(Severity::warning, b->name, path,
            fmt::format("{} and {} are linked and speak different protocols: {} speaks {}, {} speaks {}", toString(link.a), toString(link.b),
                        a->name, *left.begin(), b->name, *right.begin()));
    }

    const std::set<std::string> &protocols(const Node &node)
    {
        const auto found = m_protocols.find(node.name);
        return found != m_protocols.end() ? found->second : m_protocols.emplace(node.name, protocolsOf(node.config)).first->second;
    }

    const Lab &m_lab;
    const Places &m_places;
    std::vector<OwnedAddress> m_addresses;
    std::map<std::string, std::set<std::string>> m_protocols;
    std::vector<Problem> m_problems;
};

} // namespace

std::vector<OwnedAddress> ownedAddresses(const Lab &lab)
{
    std::vector<OwnedAddress> all;
    for (const Node &node : lab.nodes) {
        for (const Interface &interface : node.interfaces)
            for (const base::InterfaceAddress &address : interface.addresses)
                all.push_back({{node.name, interface.name}, address});
        if (hasConfig(node.kind))
            for (const auto &[interface, address, line] : frrFacts(node.config).addresses)
                all.push_back({{node.name, interface}, address});
    }
    return all;
}

std::set<std::string> protocolsOf(std::string_view config)
{
    std::set<std::string> protocols;
    std::istringstream lines{std::string(config)};
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        std::string router, protocol;
        if (words >> router >> protocol && router == "router" && (protocol == "ospf" || protocol == "rip" || protocol == "bgp"))
            protocols.insert(protocol);
    }
    return protocols;
}

std::vector<Problem> checkNetwork(const Lab &lab, const Places &places)
{
    return Checker(lab, places).run();
}

} // namespace hopyard::lab
