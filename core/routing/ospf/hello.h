// The Hello protocol (RFC 2328 sections 9.5 and 10.5).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/routing/ospf/instance.h"

namespace hopyard::routing::ospf {

/// To everybody who is to hear it, and the hello timer again.
void sendHellos(Context &c, Interface &interface);
void sendHelloTo(Context &c, Interface &interface, base::Ipv4Address destination);
/// The poll timer of an NBMA neighbour.
void poll(Context &c, Interface &interface, Neighbour &neighbour);
void receiveHello(Context &c, Interface &interface, const wire::OspfView &packet, base::Ipv4Address source);

/// The neighbour that a packet is from (section 10.5): by address on networks of several, by router id otherwise.
Neighbour *findNeighbour(Interface &interface, RouterId id, base::Ipv4Address source);
const NbmaNeighbour *configuredNeighbour(const Interface &interface, base::Ipv4Address address);

} // namespace hopyard::routing::ospf
