// BIRD's route table in the shape of FRR's `show ip route json` (route_text.h).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "emulation/engine/route_text.h"

#include <string_view>

namespace hopyard::engine {

/// From what `show protocols` and `show route` print (BIRD 2.0), sorted by prefix. BIRD's preference stands as the
/// distance. `interfaces` (readNamespaceTable()) gives the connected networks, which BIRD itself knows only where its
/// configuration has a protocol direct. Routes of other tables than master4 are left out.
rpc::OrderedJson birdRoutes(std::string_view protocols, std::string_view routes, const Table &interfaces);

} // namespace hopyard::engine
