// Virtual links (RFC 2328 section 15): up while their other end is reached within the area they run through; cost,
// addresses and next hops come from that area's tree.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/routing/ospf/instance.h"
#include "core/routing/ospf/spf.h"

namespace hopyard::routing::ospf {

void updateVirtualLinks(Context &c, const Area &area, const AreaGraph &graph, const SpfTree &tree, const NextHopSets &sets);

} // namespace hopyard::routing::ospf
