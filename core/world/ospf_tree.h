// OSPF's tree of shortest paths as one router calculated it, with the network's own names: which node each router of the
// tree is, and over which links its branches run. The tree is the router's (`explain ospf`); only names are added here.
//
// Routers that live outside (FRR and BIRD in namespaces) cannot be asked from here: what they said comes along, and without it they
// stand in the tree without a name.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/world/world.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace hopyard::world {

/// What routers outside said of themselves, as JSON.
struct OutsideOspf {
    std::map<std::string, std::string> interfaces; ///< by node: `show ip ospf interface json`, with routerId in it
    std::optional<CommandAnswer> tree;             ///< to `explain ospf json`, of the node whose tree it is, where that lives outside
};

/// `node, routerId, areas: [{area, vertices: [...]}]` as JSON, see docs/rpc.md (ospf.tree). The error is a sentence.
base::Result<std::string, std::string> ospfTree(World &world, std::string_view node, const OutsideOspf &outside = {});

} // namespace hopyard::world
