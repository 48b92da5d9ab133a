// Switches: from the lab's keys to what core/link is set to, and what their consoles show. Internal to core/world.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/link/switch.h"
#include "core/world/plan.h"
#include "core/world/state.h"

namespace hopyard::world {

link::SwitchSettings bridgeSettings(base::NodeId self, const NodeSlot &slot, const NodePlan &plan);

/// `show mac`: the addresses learnt, by VLAN.
CommandAnswer showMacTable(const NodeSlot &slot, const link::Switch &bridge, base::TimePoint now);
/// `show vlan`: the ports of each VLAN, those that tag it marked.
CommandAnswer showVlans(const NodeSlot &slot, const link::Switch &bridge);
/// `show spanning-tree`: the root, this bridge, and role and state of each port.
CommandAnswer showSpanningTree(const NodeSlot &slot, const link::Switch &bridge);

} // namespace hopyard::world
