// Interfaces on the same switches and hubs that are in nobody's network there. A part of checkNetwork(). Internal to core/lab.
//
// Two networks on one switch are often meant; one interface that shares its own with nobody hardly is. The ends of one cable are looked at
// by validate().
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab.h"
#include "core/lab/places.h"

#include <vector>

namespace hopyard::lab {

class Segments;
struct OwnedAddress;

/// `addresses`: all of the lab (ownedAddresses). In the order of addresses. Says nothing where somebody's address is not known: by DHCP,
/// of machines and guests.
std::vector<Problem> checkSegments(const Lab &lab, const std::vector<OwnedAddress> &addresses, const Segments &segments, const Places &places);

} // namespace hopyard::lab
