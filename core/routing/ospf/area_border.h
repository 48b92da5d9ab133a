// What a border router announces into its areas (RFC 2328 section 12.4.3): networks and boundary routers of the others,
// ranges in place of what is in them, default routes for stub areas.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/routing/ospf/instance.h"

#include <map>
#include <vector>

namespace hopyard::routing::ospf {

/// A configured range in which the area has at least one network.
struct ActiveRange {
    const Area *area = nullptr;
    const Range *range = nullptr;
    std::uint32_t cost = 0; ///< what is announced: as configured, or the largest of its networks
};
std::vector<ActiveRange> activeRanges(const Instance &r, const RoutingTable &table);

/// After each calculation: summaries, and what depends on the table in other ways (externals.h).
void originateForAreas(Context &c);

/// Link state ids for networks, so that no two share one although their addresses may be the same (appendix E).
std::map<base::IpPrefix, base::Ipv4Address> assignIds(const std::vector<base::IpPrefix> &prefixes);

} // namespace hopyard::routing::ospf
