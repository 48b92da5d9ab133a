// What BIRD 2 says of its BGP in the shape of FRR's JSON, which inspectors read: the routes that came by BGP, all paths
// to each, and the sessions. BIRD has no table of BGP's own: what it sends stands among the other routes, and is not
// listed here. Weights, and how a decision was made, it does not tell.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "emulation/engine/bird_text.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::engine {

struct BirdSession {
    std::string name, state, since, address, description, neighbourId, family = "ipv4";
    std::int64_t as = 0, localAs = 0, imported = 0, exported = 0;
    bool isUp = false;
};
/// Of `show protocols all`.
std::vector<BirdSession> birdSessions(std::string_view protocols);

struct BirdPath {
    std::string prefix, session, since, kind, origin, asPath, nextHop, community, largeCommunity, originator;
    std::vector<std::string> hops;
    std::optional<std::int64_t> med, localPreference;
    std::int64_t preference = 0; ///< among protocols
    std::int64_t igpMetric = 0;  ///< of the way to its next hop
    std::int64_t clusters = 0;
    bool isBest = false, isBgp = false;
};
/// Of `show route all`, of whatever protocol.
std::vector<BirdPath> birdPaths(std::string_view routes);

/// Of `show protocols all` and `show route all where source = RTS_BGP`, as `show ip bgp json`.
rpc::OrderedJson birdBgpTable(std::string_view protocols, std::string_view routes);
/// Of the same, of one prefix, as `show ip bgp PREFIX json`.
rpc::OrderedJson birdBgpPaths(std::string_view protocols, std::string_view routes);
/// Of `show protocols all` and `show status`, as `show ip bgp summary json`. Both are this computer's clock.
rpc::OrderedJson birdBgpSummary(std::string_view protocols, std::string_view status);

} // namespace hopyard::engine
