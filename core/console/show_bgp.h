// What the files that show BGP share. Internal to core/console.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/console/commands.h"
#include "core/router/bgp_process.h"

namespace hopyard::console {

/// Null: it does not run.
const router::BgpProcess *bgpProcessOf(const Call &call);
Answer bgpNotRunning();
/// A lab has no calendar: its own seconds since it began stand where FRR has those since 1970.
inline std::int64_t epoch(base::TimePoint time) { return time.ns() / 1'000'000'000; }
Answer showBgpNeighbours(const Call &call); ///< show_bgp_neighbour.cpp
/// Of a decision `[{step, rule, decided, values: [{candidate, value, out}]}]`, up to the step that left one path; candidates by
/// their places in `paths`. Empty where there was nothing to decide. explain_bgp.cpp
Json bgpDecisionSteps(const routing::bgp::Config &config, const routing::bgp::PrefixInfo &prefix);

} // namespace hopyard::console
