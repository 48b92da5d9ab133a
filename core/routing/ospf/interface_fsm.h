// The interface state machine (RFC 2328 section 9.3) as a table, and the election of the designated router (9.4).
//
// Both are functions of values alone; adjacency.cpp does what they say.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/routing/ospf/config.h"
#include "core/routing/ospf/states.h"

#include <vector>

namespace hopyard::routing::ospf {

enum class InterfaceAction : std::uint8_t {
    none,        ///< the event means nothing in this state
    begin,       ///< hellos begin; the next state as the table says
    beginWait,   ///< hellos begin, and the wait timer
    electFirst,  ///< hellos begin with no wait: priority 0 (next: drOther); NBMA neighbours that may be DR are started
    elect,       ///< the election decides the next state
    reset,       ///< all timers off, all neighbours gone
};

struct InterfaceStep {
    InterfaceAction action = InterfaceAction::none;
    InterfaceState next = InterfaceState::down; ///< with `elect`: what it is if we are neither
    bool operator==(const InterfaceStep &) const = default;
};

/// `priority` is our own on that interface.
InterfaceStep step(InterfaceState state, InterfaceEvent event, NetworkType type, std::uint8_t priority);

/// A router that takes part in an election: us, or a neighbour in state 2-Way or above.
struct Candidate {
    RouterId router;
    base::Ipv4Address address;
    std::uint8_t priority = 0;
    base::Ipv4Address dr, bdr; ///< addresses it declares
};

struct Elected {
    base::Ipv4Address dr, bdr; ///< addresses; unspecified: none
    bool operator==(const Elected &) const = default;
};

/// `self` declares what stands now. Candidates in any order.
Elected elect(const Candidate &self, std::vector<Candidate> others);
/// What we are after an election.
InterfaceState stateAfter(const Elected &elected, base::Ipv4Address self);

} // namespace hopyard::routing::ospf
