// GML to a topology: the other form in which the Topology Zoo and NetworkX write networks.
//
// Source: M. Himsolt, GML: A portable Graph File Format (1997). Attributes mean what they mean in GraphML
// (attributes.h); of lists within a node only `graphics` (x, y) is read.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/topology/topology.h"

#include <string_view>

namespace hopyard::topology {

/// As parseGraphml().
Parsed parseGml(std::string_view text, std::string_view fileName);

} // namespace hopyard::topology
