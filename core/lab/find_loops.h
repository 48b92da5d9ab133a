// Loops of switches and hubs, in which a broadcast circles without end. Internal to core/lab.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab.h"

#include <cstddef>
#include <string>
#include <vector>

namespace hopyard::lab {

/// For each link that closes a loop, the links of that loop in order of walking, the closing one last. Links that are
/// down both ways close none, nor do links of a switch with a spanning tree, which sees to it itself. Links in file order; each loop once.
std::vector<std::vector<std::size_t>> findLoops(const Lab &lab);

/// The nodes along a loop, its first again at the end: s1, s2, s3, s1.
std::vector<std::string> loopNames(const Lab &lab, const std::vector<std::size_t> &loop);

} // namespace hopyard::lab
