// See network_checks.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/network_checks.h"

#include "core/lab/check_neighbours.h"
#include "core/lab/check_segments.h"
#include "core/lab/frr_config.h"
#include "core/lab/reachability.h"
#include "core/lab/routing_facts.h"
#include "core/lab/segments.h"

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
    Checker(const Lab &lab, const Places &places) : m_lab(lab), m_places(places), m_addresses(ownedAddresses(lab))
    {
        for (const Node &node : lab.nodes)
            m_nodes.emplace(node.name, &node);
        for (const OwnedAddress &owned : m_addresses) {
            m_addressesOf[owned.at.node].push_back(&owned);
            if (const Node *node = find(owned.at.node); node && speaksFrr(node->kind))
                m_ofRouters.push_back(&owned);
        }
    }

    std::vector<Problem> run()
    {
        for (const Node &node : m_lab.nodes) {
            if (wantsGateway(node.kind))
                checkGateway(node);
            if (speaksFrr(node.kind))
                checkRoutes(node);
        }
        const Segments segments(m_lab);
        for (Problem &problem : checkNeighbours(m_lab, m_addresses, segments, m_places))
            m_problems.push_back(std::move(problem));
        for (Problem &problem : checkSegments(m_lab, m_addresses, segments, m_places))
            m_problems.push_back(std::move(problem));
        checkReach();
        return std::move(m_problems);
    }

private:
    void say(Severity severity, const std::string &node, ProblemKind kind, std::string message)
    {
        m_problems.push_back(m_places.problem(severity, "nodes/" + node, std::move(message), node, kind));
    }

    const Node *find(std::string_view name) const
    {
        const auto found = m_nodes.find(name);
        return found == m_nodes.end() ? nullptr : found->second;
    }

    void checkGateway(const Node &node)
    {
        if (node.gateway || !node.routes.empty())
            return;
        for (const Interface &interface : node.interfaces)
            for (const base::InterfaceAddress &address : interface.addresses)
                for (const OwnedAddress *other : m_ofRouters) {
                    if (!address.network().contains(other->address.address))
                        continue;
                    say(Severity::hint, node.name, ProblemKind::gateways,
                        fmt::format("'{}' has no gateway: what lies beyond {} is out of its reach; {} at {} could be it", node.name,
                                    toString(address.network()), other->at.node, toString(other->address.address)));
                    return;
                }
    }

    /// "ip route 10.9.0.0/16 10.0.0.7": the next hop must be a neighbour.
    void checkRoutes(const Node &node)
    {
        const std::vector<const OwnedAddress *> &own = m_addressesOf[node.name];
        const RoutingFacts facts = routingFacts(node.config);
        if (facts.isOpaque || std::ranges::any_of(node.interfaces, &Interface::dhcp))
            return; // its networks are not all known
        for (const RoutingFacts::Static &route : facts.statics) {
            if (!route.via || (route.via->isV6() && route.via->bytes()[0] == 0xfe)) // link-local: on any link
                continue;
            if (std::ranges::none_of(own, [&](const OwnedAddress *a) { return a->address.network().contains(*route.via); }))
                say(Severity::warning, node.name, ProblemKind::routes,
                    fmt::format("network {} is unreachable for '{}': its next hop {} is in none of the router's networks", toString(route.prefix),
                                node.name, toString(*route.via)));
        }
    }

    /// "r1", "r1 and r2", "r1, r2 and 3 more".
    static std::string someOf(const std::vector<std::string> &names)
    {
        switch (names.size()) {
        case 1: return names[0];
        case 2: return fmt::format("{} and {}", names[0], names[1]);
        case 3: return fmt::format("{}, {} and {}", names[0], names[1], names[2]);
        default: return fmt::format("{}, {} and {} more", names[0], names[1], names.size() - 2);
        }
    }

    void checkReach()
    {
        const Reachability reach = checkReachability(m_lab, m_addresses);
        for (const UnreachableNetwork &each : reach.networks)
            say(Severity::warning, each.from.front(), ProblemKind::routes,
                fmt::format("network {} of {} is unreachable from {}: no route leads there, and no routing protocol tells of it", toString(each.network),
                            toString(each.owner), someOf(each.from)));
        for (const RoutersWithoutRoutes &each : reach.silent)
            say(each.hasHosts ? Severity::warning : Severity::hint, each.routers.front(), ProblemKind::routes,
                fmt::format("{} {} neither a route nor a routing protocol: networks beyond {} own are out of reach, {} is one", someOf(each.routers),
                            each.routers.size() == 1 ? "has" : "have", each.routers.size() == 1 ? "its" : "their", toString(each.beyond)));
    }

    const Lab &m_lab;
    const Places &m_places;
    std::vector<OwnedAddress> m_addresses;
    std::map<std::string_view, const Node *> m_nodes;
    std::map<std::string_view, std::vector<const OwnedAddress *>> m_addressesOf;
    std::vector<const OwnedAddress *> m_ofRouters;
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
