// What the files that show BGP share. Internal to core/console.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/console/commands.h"
#include "core/router/bgp_process.h"

namespace hopyard::console {

/// Null: it does not run.
const router::BgpProcess *bgpProcessOf(const Call &call);
Answer bgpNotRunning();
Answer showBgpNeighbours(const Call &call); ///< show_bgp_neighbour.cpp

} // namespace hopyard::console
