// The network of the benches that go back in time: a grid of 5 by 10 routers that speak OSPF, five minutes of it.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab.h"
#include "core/topology/build_lab.h"
#include "core/topology/topology.h"

#include <fmt/format.h>

#include <cstddef>
#include <cstdint>

namespace hopyard::bench {

constexpr std::size_t kRows = 5, kColumns = 10;
constexpr std::int64_t kMinutes = 5;

inline lab::Lab gridOf50()
{
    topology::Topology grid;
    grid.name = "Grid";
    grid.nodes.resize(kRows * kColumns);
    for (std::size_t i = 0; i < grid.nodes.size(); ++i) {
        grid.nodes[i].id = fmt::format("{}", i);
        grid.nodes[i].drawn = lab::Position{double(i % kColumns) * 100, double(i / kColumns) * 100};
        if (i % kColumns + 1 < kColumns)
            grid.links.push_back({i, i + 1, {}, {}, {}, {}});
        if (i + kColumns < grid.nodes.size())
            grid.links.push_back({i, i + kColumns, {}, {}, {}, {}});
    }
    topology::BuildOptions options;
    options.withRates = false;
    return topology::buildLab(grid, options).lab;
}

} // namespace hopyard::bench
