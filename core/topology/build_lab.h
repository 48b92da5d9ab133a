// A topology as a lab: routers with names, positions and configurations, links with delays and rates, and where it is from.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/drawing.h"
#include "core/lab/lab.h"
#include "core/topology/plan.h"
#include "core/topology/topology.h"

#include <optional>
#include <string>
#include <vector>

namespace hopyard::topology {

struct BuildOptions {
    Plan plan = Plan::ospf;
    CostFrom costFrom = CostFrom::speed;
    /// For lines whose speed the file does not say; none: the network's most frequent speed, and no limit where it
    /// names none at all.
    std::optional<base::BitRate> speed;
    bool withExternal = true; ///< nodes of other networks, as routers like the others
    bool withRates = true;    ///< links are as fast as the file says; false: without limit, whatever the costs
};

/// What was done, for the summary.
struct BuildFacts {
    std::size_t placesGuessed = 0;   ///< nodes between their neighbours, for the file has no place for them
    std::size_t placesMissing = 0;   ///< nodes without any place to guess from
    std::size_t speedsAssumed = 0;   ///< links whose speed is the assumed one
    std::size_t speedsUnknown = 0;   ///< links without a limit, for no speed is known
    std::optional<base::BitRate> assumedSpeed;
    std::size_t namesMade = 0;       ///< routers named by their id, for they have no label
    std::size_t namesNumbered = 0;   ///< routers with a number after their name, for others have the same label
    std::size_t externalLeftOut = 0;
    std::size_t components = 0;
    std::size_t diameter = 0;        ///< links on the longest of the shortest paths; 0 where too large to say
    std::vector<std::string> reflectors; ///< names
    std::vector<std::string> warnings;   ///< what will not work as one may think
};

struct Built {
    lab::Lab lab;
    lab::Drawing drawing; ///< the groups of nodes that the file has
    BuildFacts facts;
};

/// The topology has nodes; its links' ends exist and differ. Same input, same lab. O(nodes × links) for the diameter up
/// to 5,000 nodes.
Built buildLab(const Topology &topology, const BuildOptions &options);

/// A name for each node: from its label, else from its id; letters of ASCII; no two alike, whatever their case.
std::vector<std::string> nodeNames(const Topology &topology, BuildFacts &facts);

} // namespace hopyard::topology
