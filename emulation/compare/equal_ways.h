// Differences that the protocol leaves open: of ways that are equally far a RIP router keeps the one that it heard of first
// (RFC 2453, section 3.9.2), so that two runs of the same routers may end with different next hops of the same metric.
//
// A difference counts as such only where that can be seen in the tables: all that differs is the next hop, and every router
// that is named as one has the prefix one hop nearer, in both runs. With offset lists or redistributed routes it cannot be
// seen; then it stays a difference.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab.h"
#include "emulation/compare/route_table.h"

#include <map>
#include <string>
#include <vector>

namespace hopyard::compare {

using Tables = std::map<std::string, RouteTable>; ///< by router

/// Which router has an address.
using Owners = std::map<base::IpAddress, std::string>;
Owners ownersOf(const lab::Lab &lab);

struct Comparison {
    std::vector<Difference> differences;
    std::vector<Difference> equalWays; ///< another next hop, equally far
};
/// Of these routers, in this order; one without a table has an empty one.
Comparison compareTables(const std::vector<std::string> &routers, const Tables &hopyard, const Tables &frr, const Owners &owners);
/// The same for one router.
Comparison compareRouter(const std::string &router, const Tables &hopyard, const Tables &frr, const Owners &owners);

} // namespace hopyard::compare
