// Does what the two state machines say: events of interfaces and neighbours, and what follows from new states.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/routing/ospf/instance.h"

namespace hopyard::routing::ospf {

void interfaceEvent(Context &c, Interface &interface, InterfaceEvent event);
void neighbourEvent(Context &c, Interface &interface, Neighbour &neighbour, NeighbourEvent event);
/// Full, or restarting with our help: what our advertisements say of it.
bool countsAsFull(const Neighbour &neighbour);
/// A new neighbour in state Down.
Neighbour &addNeighbour(Context &c, Interface &interface, base::Ipv4Address address);
/// Elections that became due, and neighbours that went.
void settleNeighbours(Context &c);

void startTimer(Context &c, sim::TimerHandle &handle, base::Duration after, const Timer &timer);
void stopTimer(Context &c, sim::TimerHandle &handle);
inline base::Duration deadInterval(const Interface &interface)
{
    return base::Duration::seconds(interface.config.timers.helloMultiplier ? 1 : interface.config.timers.dead);
}

} // namespace hopyard::routing::ospf
