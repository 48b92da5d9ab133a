// Routers that hear each other and do not fit together: other protocols, one side only, parameters that both sides must agree about,
// BGP neighbours that are none. A part of checkNetwork(). Internal to core/lab.
//
// Neighbours are the routers of one network on one segment (segments.h): at a cable, or through switches and hubs, in one VLAN. Of
// several the odd one out is named, beside one of those that most agree with.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab.h"
#include "core/lab/places.h"

#include <vector>

namespace hopyard::lab {

class Segments;
struct OwnedAddress;

/// `addresses`: all of the lab (ownedAddresses). In the order of addresses, of BGP in that of nodes.
std::vector<Problem> checkNeighbours(const Lab &lab, const std::vector<OwnedAddress> &addresses, const Segments &segments, const Places &places);

} // namespace hopyard::lab
