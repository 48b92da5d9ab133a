// From a lab's node of kind `hypervisor` to the computer that plays it, and the difference when the lab changes.
// Internal to core/world.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/hypervisor/hypervisor.h"
#include "core/world/plan.h"
#include "core/world/state.h"

#include <memory>

namespace hopyard::world {

/// The computer without adapters and guests.
std::unique_ptr<hypervisor::Hypervisor> makeComputer(const NodeSlot &slot, const NodePlan &plan, std::uint64_t seed,
                                                     const World::PageStoreMaker &pageStores);
hypervisor::AdapterSpec adapterSpec(const PortSlot &port, const NodePlan &plan);
/// True where the running computer can be made equal to the plan; else (other memory, processors, pages for adapters) it
/// starts anew.
bool isSameComputer(const hypervisor::HypervisorSpec &running, const NodePlan &plan);
/// Adapters' addresses, mode, rows of ports and guests as the plan has them; what is the same goes on undisturbed. A
/// guest that would be another machine is taken away and formed anew.
void configureComputer(link::Context &context, hypervisor::Hypervisor &computer, const NodeSlot &slot, const NodePlan &plan);

} // namespace hopyard::world
