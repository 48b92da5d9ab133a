// The table of RFC 2328 section 10.3. Pairs that are not there mean nothing: the state stays.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/routing/ospf/neighbour_fsm.h"

namespace hopyard::routing::ospf {

NeighbourStep step(NeighbourState state, NeighbourEvent event)
{
    using E = NeighbourEvent;
    using S = NeighbourState;
    using A = NeighbourAction;
    const NeighbourStep ignored{A::none, state};
    switch (event) {
    // In any state.
    case E::killNbr:
    case E::inactivityTimer:
    case E::llDown: return {A::forget, S::down};
    case E::start: return state == S::down ? NeighbourStep{A::startAttempt, S::attempt} : ignored;
    case E::helloReceived: return {A::alive, state <= S::attempt ? S::init : state};
    case E::twoWayReceived: return state == S::init ? NeighbourStep{A::judge, S::exStart} : ignored;
    case E::oneWayReceived: return state >= S::twoWay ? NeighbourStep{A::clearLists, S::init} : ignored;
    case E::negotiationDone: return state == S::exStart ? NeighbourStep{A::summarise, S::exchange} : ignored;
    case E::exchangeDone: return state == S::exchange ? NeighbourStep{A::request, S::loading} : ignored;
    case E::loadingDone: return state == S::loading ? NeighbourStep{A::none, S::full} : ignored;
    case E::adjOk:
        if (state == S::twoWay)
            return {A::judge, S::exStart};
        return state >= S::exStart ? NeighbourStep{A::judgeAgain, state} : ignored;
    case E::seqNumberMismatch:
    case E::badLsReq: return state >= S::exchange ? NeighbourStep{A::startOver, S::exStart} : ignored;
    }
    return ignored;
}

} // namespace hopyard::routing::ospf
