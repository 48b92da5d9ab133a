// OSPF's tree of shortest paths (RFC 2328, section 16.1) out of a link state database as FRR prints it: FRR and BIRD calculate the
// tree, but do not show it. What it is made of is the daemon's own: its database, its router id, its neighbours.
//
// Of what the daemon has beside the database nothing is known: a link that it holds for down may still stand in the tree for as
// long as it is advertised.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json.hpp>

#include <string>

namespace hopyard::engine {

/// Of `show ip ospf database detail json`, `show ip ospf interface json` and `show ip ospf neighbor json`: `{routerId, areas: {area:
/// [{type, id, prefix, cost, parents: [{id, type, cost}], nexthops}]}}` as `show ip ospf tree json` of a router of ours, parents
/// before their children. Whatever the members are; what makes no sense is left out.
nlohmann::ordered_json ospfPaths(const nlohmann::ordered_json &database, const nlohmann::ordered_json &interfaces,
                                 const nlohmann::ordered_json &neighbours);

/// The same for a person, each below what it is reached by.
std::string ospfPathsText(const nlohmann::ordered_json &tree);

} // namespace hopyard::engine
