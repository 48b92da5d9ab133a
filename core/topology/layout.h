// Where the nodes of a topology stand on the canvas: a map where places are known, a drawing where they are not.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab.h"
#include "core/topology/geo.h"
#include "core/topology/topology.h"

#include <vector>

namespace hopyard::topology {

/// No two nodes stand closer than this, in scene units (a node is about 64 wide with its name below).
constexpr double kNodeSpacing = 90;

/// A position for each node, whole numbers around (0, 0), no two closer than kNodeSpacing. Places on Earth are projected
/// (equidistant cylindrical, true at the middle latitude) and fitted to a canvas that grows with the number of nodes;
/// else the editor's drawing is; else springs pull what is linked together. Same input, same output.
std::vector<lab::Position> layOut(const Topology &topology, const Places &places);

/// The same for a lab, from its links alone; a link to a node that is not there counts for nothing.
std::vector<lab::Position> layOut(const lab::Lab &lab);

/// Moves nodes apart, as little as that takes, until no two are closer than `spacing`; then rounds.
void spread(std::vector<lab::Position> &positions, double spacing);

} // namespace hopyard::topology
