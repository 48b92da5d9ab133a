// The neighbour state machine (RFC 2328 section 10.3) as a table: a function of values alone; adjacency.cpp does what it
// says.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/routing/ospf/states.h"

namespace hopyard::routing::ospf {

enum class NeighbourAction : std::uint8_t {
    none,
    startAttempt,    ///< a hello is sent to it; the inactivity timer
    alive,           ///< the inactivity timer begins (again)
    judge,           ///< become adjacent? ExStart with a first description, else 2-Way
    summarise,       ///< the database is listed; descriptions go on
    request,         ///< descriptions are over: Full where nothing is to be asked for, else Loading
    judgeAgain,      ///< still to be adjacent? Else all lists are cleared
    startOver,       ///< all lists are cleared; a first description again
    forget,          ///< all lists are cleared, the inactivity timer stops
    clearLists,      ///< all lists are cleared
};

struct NeighbourStep {
    NeighbourAction action = NeighbourAction::none;
    NeighbourState next = NeighbourState::down; ///< judge, request, judgeAgain: unless the action finds otherwise
    bool operator==(const NeighbourStep &) const = default;
};

NeighbourStep step(NeighbourState state, NeighbourEvent event);

} // namespace hopyard::routing::ospf
