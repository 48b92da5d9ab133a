// BGP's decision about a prefix step by step for FRR and BIRD, which mark the best path but do not say where each other lost. Made
// of the attributes of all paths as the daemon shows them, and compared in the order of its own manual against the path that the
// daemon itself marks as the best: the choice is always the daemon's.
//
// Where a path would win by these steps though the daemon did not choose it (options that are not seen here, an answer between two
// changes) that is said, and nothing is made up.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

namespace hopyard::engine {

/// `show bgp ipv4 unicast PREFIX json` of FRR, and `show running-config bgpd` for what changes its steps. The answer is as `explain
/// bgp PREFIX json` of a router of ours (docs/rpc.md), with `daemon`, `agrees`, and `reason` where the daemon names one.
nlohmann::ordered_json frrBgpDecision(const nlohmann::ordered_json &paths, std::string_view configuration);

/// `show protocols all` and `show route all PREFIX` of BIRD, with routes of other protocols: they take part in its choice.
nlohmann::ordered_json birdBgpDecision(std::string_view protocols, std::string_view routes);

/// The same for a person.
std::string bgpDecisionText(const nlohmann::ordered_json &decision);

} // namespace hopyard::engine
