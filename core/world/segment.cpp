// See segment.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/world/segment.h"

#include "core/ip/subinterface.h"

#include <set>
#include <utility>

namespace hopyard::world {

namespace {

struct Leg {
    base::PortRef port; ///< by which it leaves
    std::uint16_t vlan = 0;
    std::vector<lab::End> way;
};

bool isBridge(const World &world, base::NodeId id)
{
    const lab::Node *node = world.lab().findNode(world.name(id));
    return node && (node->kind == lab::NodeKind::switch_ || node->kind == lab::NodeKind::hub);
}

} // namespace

std::vector<SegmentEnd> segmentBehind(const World &world, std::string_view node, std::string_view interface)
{
    const auto sub = ip::parseSubinterface(interface);
    const lab::End begin{std::string(node), sub ? std::string(sub->parent) : std::string(interface)};
    std::vector<Leg> legs{{world.findPort(begin), sub ? sub->vlan : std::uint16_t(0), {}}};
    std::vector<SegmentEnd> ends;
    std::set<std::pair<base::PortRef, std::uint16_t>> seen;
    while (!legs.empty()) {
        Leg leg = std::move(legs.back());
        legs.pop_back();
        if (!leg.port.node.isValid())
            continue;
        const auto [link, direction] = world.linkAt(leg.port);
        if (!link.isValid() || !world.isUp(link))
            continue;
        const lab::Link &cable = world.link(link);
        const bool isForward = direction == base::Direction::forward;
        const base::PortRef far = world.findPort(isForward ? cable.b : cable.a);
        if (!seen.insert({far, leg.vlan}).second)
            continue;
        leg.way.push_back(isForward ? cable.a : cable.b);
        if (!isBridge(world, far.node)) {
            ends.push_back({far, leg.vlan, std::move(leg.way)});
            continue;
        }
        const std::vector<World::BridgeLeg> next = world.bridgeLegs(far, leg.vlan);
        for (auto each = next.rbegin(); each != next.rend(); ++each)
            legs.push_back({each->port, each->vlan, leg.way});
    }
    return ends;
}

} // namespace hopyard::world
