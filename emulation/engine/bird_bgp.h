// What BIRD 2 says of its BGP in the shape of FRR's JSON, which inspectors read: the routes that came by BGP, all paths
// to each, and the sessions. BIRD has no table of BGP's own: what it sends stands among the other routes, and is not
// listed here. Weights, and how a decision was made, it does not tell.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "emulation/engine/bird_text.h"

#include <string_view>

namespace hopyard::engine {

/// Of `show protocols all` and `show route all where source = RTS_BGP`, as `show ip bgp json`.
rpc::OrderedJson birdBgpTable(std::string_view protocols, std::string_view routes);
/// Of the same, of one prefix, as `show ip bgp PREFIX json`.
rpc::OrderedJson birdBgpPaths(std::string_view protocols, std::string_view routes);
/// Of `show protocols all` and `show status`, as `show ip bgp summary json`. Both are this computer's clock.
rpc::OrderedJson birdBgpSummary(std::string_view protocols, std::string_view status);

} // namespace hopyard::engine
