// Spots that frames get to from each other, joined link by link; see segments.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/segments.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace hopyard::lab {

namespace {

bool isBridge(const Node *node) { return node && (node->kind == NodeKind::hub || node->kind == NodeKind::switch_); }

/// The VLAN of frames without a tag at a trunk; 0: they are dropped.
std::uint16_t nativeOf(const BridgePort &port)
{
    return port.native ? *port.native : port.trunk->contains(base::kFirstVlan) ? base::kFirstVlan : std::uint16_t(0);
}

/// "eth0.10" is "eth0" and 10.
std::pair<std::string_view, std::uint16_t> splitSubinterface(std::string_view name)
{
    const std::size_t dot = name.rfind('.');
    std::uint16_t vlan = 0;
    if (dot == std::string_view::npos)
        return {name, 0};
    const auto [end, error] = std::from_chars(name.data() + dot + 1, name.data() + name.size(), vlan);
    return error == std::errc() && end == name.data() + name.size() && vlan > 0 && vlan <= base::kLastVlan
             ? std::pair(name.substr(0, dot), vlan) : std::pair(name, std::uint16_t(0));
}

} // namespace

Segments::Segments(const Lab &lab)
{
    for (const Node &node : lab.nodes) {
        m_nodes.emplace(node.name, &node);
        if (node.kind != NodeKind::switch_)
            continue;
        for (const Interface &interface : node.interfaces) {
            if (!interface.port.hasVlans())
                continue;
            m_withVlans.insert(node.name);
            m_ports.emplace(End{node.name, interface.name}, &interface.port);
            if (interface.port.vlan)
                m_vlans.insert(*interface.port.vlan);
            if (interface.port.trunk && nativeOf(interface.port) != 0)
                m_vlans.insert(nativeOf(interface.port));
        }
    }
    for (const Link &link : lab.links) {
        m_peers.emplace(link.a, &link.b);
        m_peers.emplace(link.b, &link.a);
        const BridgePort *a = portOf(link.a), *b = portOf(link.b);
        if (a && b && a->trunk && b->trunk)
            joinTrunks(link, *a, *b);
        else
            join(spotOf(link.a), spotOf(link.b));
    }
    for (const auto &[spot, number] : m_numbers)
        if (spot.interface.empty())
            m_switched.insert(root(number));
}

std::optional<std::size_t> Segments::of(const End &end) const
{
    const auto rootOf = [&](const Spot &spot) {
        const auto found = m_numbers.find(spot);
        return found == m_numbers.end() ? std::nullopt : std::optional(root(found->second));
    };
    const auto [name, vlan] = splitSubinterface(end.interface);
    if (vlan == 0 || m_peers.contains(end)) // an interface with a dot that is plugged in is its own
        return rootOf({end.node, end.interface, 0});
    const auto peer = m_peers.find({end.node, std::string(name)});
    if (peer == m_peers.end())
        return std::nullopt;
    const End &other = *peer->second;
    if (isBridge(find(other.node))) {
        const BridgePort *port = portOf(other);
        return port && port->trunk && port->trunk->contains(vlan) ? rootOf({other.node, {}, vlan}) : std::nullopt;
    }
    const auto cable = rootOf({end.node, name, 0});
    return cable ? std::optional(m_parents.size() * vlan + *cable) : std::nullopt; // beyond the numbers of spots
}

bool Segments::isOnTrunk(const End &end) const
{
    const auto peer = m_peers.find(end);
    const BridgePort *port = peer == m_peers.end() ? nullptr : portOf(*peer->second);
    return port && port->trunk && !isBridge(find(end.node));
}

const Node *Segments::find(std::string_view name) const
{
    const auto found = m_nodes.find(name);
    return found == m_nodes.end() ? nullptr : found->second;
}

const BridgePort *Segments::portOf(const End &end) const
{
    const auto found = m_ports.find(end);
    return found == m_ports.end() ? nullptr : found->second;
}

/// Where frames without a tag are that come in at that end; a port without a VLAN of a switch that has them is in VLAN 1.
Segments::Spot Segments::spotOf(const End &end) const
{
    if (!isBridge(find(end.node)))
        return {end.node, end.interface, 0};
    if (!m_withVlans.contains(end.node))
        return {end.node, {}, 0};
    const BridgePort *port = portOf(end);
    if (!port)
        return {end.node, {}, base::kFirstVlan};
    if (port->vlan)
        return {end.node, {}, *port->vlan};
    const std::uint16_t native = nativeOf(*port);
    return native > 0 ? Spot{end.node, {}, native} : Spot{end.node, end.interface, 0}; // alone behind its port
}

void Segments::joinTrunks(const Link &link, const BridgePort &a, const BridgePort &b)
{
    m_isSure = m_isSure && nativeOf(a) == nativeOf(b);
    for (const std::uint16_t vlan : m_vlans)
        if (a.trunk->contains(vlan) && b.trunk->contains(vlan))
            join({link.a.node, {}, vlan}, {link.b.node, {}, vlan});
}

std::size_t Segments::number(const Spot &spot)
{
    const auto [at, isNew] = m_numbers.emplace(spot, m_parents.size());
    if (isNew)
        m_parents.push_back(m_parents.size());
    return at->second;
}

std::size_t Segments::root(std::size_t number) const
{
    while (m_parents[number] != number)
        number = m_parents[number];
    return number;
}

void Segments::join(const Spot &a, const Spot &b)
{
    const std::size_t x = number(a), y = number(b);
    const std::size_t top = std::min(root(x), root(y));
    m_parents[std::max(root(x), root(y))] = top;
    for (std::size_t each : {x, y}) // shorter ways for the next who asks
        while (each != top)
            each = std::exchange(m_parents[each], top);
}

} // namespace hopyard::lab
