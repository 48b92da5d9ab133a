// Names of the neighbour machine; see neighbour.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ip/neighbour.h"

namespace hopyard::ip {

std::string_view toString(NeighbourState state)
{
    switch (state) {
    case NeighbourState::incomplete: return "incomplete";
    case NeighbourState::reachable: return "reachable";
    case NeighbourState::stale: return "stale";
    case NeighbourState::delay: return "delay";
    case NeighbourState::probe: return "probe";
    case NeighbourState::failed: return "failed";
    case NeighbourState::permanent: return "permanent";
    }
    return "?";
}

std::string_view toString(NeighbourEvent event)
{
    switch (event) {
    case NeighbourEvent::use: return "use";
    case NeighbourEvent::timeout: return "timeout";
    case NeighbourEvent::exhausted: return "exhausted";
    case NeighbourEvent::solicitedSame: return "solicited, same";
    case NeighbourEvent::solicitedChanged: return "solicited, changed";
    case NeighbourEvent::unsolicitedSame: return "unsolicited, same";
    case NeighbourEvent::unsolicitedChanged: return "unsolicited, changed";
    case NeighbourEvent::upperConfirmed: return "upper layer confirmed";
    }
    return "?";
}

} // namespace hopyard::ip
