// Networks made by rule: what tests, exercises and measurements want. Same input, same network.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/topology/topology.h"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace hopyard::topology {

/// A kind of network and what its sizes mean.
struct GeneratorHelp {
    std::string_view name;    ///< "grid"
    std::string_view sizes;   ///< "WIDTH HEIGHT"
    std::string_view purpose; ///< one sentence
    std::size_t sizeCount;
};
/// line N, ring N, star N, mesh N, grid WIDTH HEIGHT, tree FANOUT DEPTH, random N DEGREE, fat-tree K,
/// leaf-spine LEAVES SPINES, waxman N DEGREE, barabasi-albert N LINKS.
std::span<const GeneratorHelp> generators();

/// Nodes r1, r2, … (fat-tree: core1, agg1-1, edge1-1) with a drawn position each. `seed` is of meaning for `random`,
/// `waxman` and `barabasi-albert` only. `random`: a tree with random further links until nodes have DEGREE on average. The error says which size is wrong.
base::Result<Topology, base::Error> generate(std::string_view kind, std::span<const std::uint32_t> sizes, std::uint64_t seed = 1);

} // namespace hopyard::topology
