// Who hangs on the same piece of network as an interface: a cable, or the switches and hubs that it leads to, by their VLANs
// and the ports that a spanning tree leaves open.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/world/world.h"

#include <string>
#include <string_view>
#include <vector>

namespace hopyard::world {

struct SegmentEnd {
    base::PortRef port;           ///< of a node that is neither switch nor hub
    std::uint16_t vlan = 0;       ///< of the tag with which frames arrive there; 0: they have none
    std::vector<lab::End> way;    ///< for each link crossed on the way there, the end where it is entered
};

/// Each end once, in the order in which the bridges' ports lead there; "eth0.10" is the VLAN 10 behind eth0. Links that are
/// down lead nowhere.
std::vector<SegmentEnd> segmentBehind(const World &world, std::string_view node, std::string_view interface);

} // namespace hopyard::world
