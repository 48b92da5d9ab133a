// OSPF's tree of shortest paths as one router calculated it, with the network's own names: which node each router of the
// tree is, and over which links its branches run. The tree is the router's (`explain ospf`); only names are added here.
//
// Routers that live outside (FRR in a namespace) cannot be asked for their router ids: they stand in the tree without a name.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/world/world.h"

#include <string>
#include <string_view>

namespace hopyard::world {

/// `node, routerId, areas: [{area, vertices: [...]}]` as JSON, see docs/rpc.md (ospf.tree). The error is a sentence.
base::Result<std::string, std::string> ospfTree(World &world, std::string_view node);

} // namespace hopyard::world
