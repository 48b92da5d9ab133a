// See virtual_links.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/routing/ospf/virtual_links.h"

#include "core/routing/ospf/adjacency.h"
#include "core/routing/ospf/originate.h"

namespace hopyard::routing::ospf {

namespace {

constexpr std::uint32_t kFartherThanALink = 0xffff; // a cost that no link can have (section 15)

/// Our address on the network that a next hop leads to.
base::Ipv4Address sourceTowards(const Instance &r, const Area &area, const NextHop &hop)
{
    for (const auto &[serial, interface] : r.interfaces) {
        if (interface.area != area.serial || interface.isVirtual() || interface.id.port != hop.port)
            continue;
        if (hop.gateway.isUnspecified() || interface.network().contains(base::IpAddress(hop.gateway))
            || interface.config.type == NetworkType::pointToPoint)
            return interface.id.address;
    }
    return {};
}

} // namespace

void updateVirtualLinks(Context &c, const Area &area, const AreaGraph &graph, const SpfTree &tree, const NextHopSets &sets)
{
    for (auto &[serial, link] : c.r.interfaces) {
        if (!link.isVirtual() || link.id.transit != area.id)
            continue;
        const std::uint32_t end = graph.router(link.id.address.value());
        const bool reached = tree.has(end) && tree.distance[end] < kFartherThanALink && tree.hops[end] != 0
                          && area.config.type == AreaType::normal;
        if (!reached) {
            if (link.isUp())
                interfaceEvent(c, link, InterfaceEvent::interfaceDown);
            continue;
        }
        link.virtualHops = sets.at(tree.hops[end]);
        link.peer = base::Ipv4Address(tree.towards[end]);
        link.local = sourceTowards(c.r, area, link.virtualHops.front());
        const auto cost = static_cast<std::uint16_t>(tree.distance[end]);
        if (link.cost != cost) {
            link.cost = cost;
            interfaceChanged(c, link);
        }
        if (!link.isUp())
            interfaceEvent(c, link, InterfaceEvent::interfaceUp);
    }
}

} // namespace hopyard::routing::ospf
