// From a lab's node to the device that plays it, and the few things that differ between the kinds of devices.
// Internal to core/world; everything else there treats all devices alike.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/world/plan.h"
#include "core/world/state.h"

namespace hopyard::router {
class VirtualRouter;
}

namespace hopyard::world {

/// True for kinds whose interfaces have hardware addresses.
bool hasAddresses(lab::NodeKind kind);

/// Gives the slot a device with a port for each of the slot's, not yet configured, without carrier.
void makeDevice(link::Context &context, NodeSlot &slot, const NodePlan &plan, std::uint64_t seed,
                const World::PageStoreMaker &pageStores);
/// Tells a running device of a port that was appended to the slot's.
void addPort(link::Context &context, NodeSlot &slot, base::PortIndex port, const NodePlan &plan);
/// Tells a running device that a port is gone; its number stays.
void removePort(link::Context &context, NodeSlot &slot, base::PortIndex port);
void configureDevice(link::Context &context, NodeSlot &slot, const NodePlan &plan);
/// Shows a device whose tables are larger than the processor's caches what comes next on the line: a hint.
void lookAhead(const NodeSlot &slot, const link::LinkDirection &line);
/// One line of a host's or router's console.
CommandAnswer runLine(link::Context &context, router::VirtualRouter &router, std::string_view line, const RouteFiles &files);
/// Whether start lines wait to be run: the node's own when it was switched on, or of guests that were started.
bool hasStartLines(const NodeSlot &slot, const lab::Node &spec);
/// Runs the lab's `start` lines on hosts, routers and guests (a namespace's are for the engine, with the user's consent).
void startApplications(link::Context &context, NodeSlot &slot, const lab::Node &spec, const RouteFiles &files);

} // namespace hopyard::world
