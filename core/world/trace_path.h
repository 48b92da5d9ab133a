// The way of a packet through the network as the forwarding tables have it: hop by hop, with the prefix that matched,
// every branch of equal-cost paths, and where it ends: delivered, a loop, a blackhole, no route.
//
// Nothing is sent: each node is asked what its table says at this moment. Between routers switches and hubs are walked
// through, by their VLANs and the ports that a spanning tree leaves open. Nodes that live outside (namespaces) cannot be asked and end the walk.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/world/world.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::world {

struct PathNode {
    enum class End : std::uint8_t { forwards, delivered, noRoute, discards, unreachable, outside, stopped } end = End::forwards;
    base::NodeId node;
    std::string name;
    std::string matched;  ///< the prefix; empty: none
    std::string protocol; ///< whose route it is
    struct Branch {
        std::string interface; ///< out through
        std::string nextHop;   ///< empty: the destination itself
        std::size_t to = 0;    ///< place in the list of nodes; `nowhere`: nobody there has that address
        bool loops = false;    ///< `to` was passed on the way to here
        std::vector<lab::End> links = {}; ///< those crossed on the way there, each by the end where it is entered
        static constexpr std::size_t nowhere = static_cast<std::size_t>(-1);
    };
    std::vector<Branch> branches;
};

struct TracedPath {
    base::IpAddress destination;
    std::vector<PathNode> nodes; ///< the first is where it begins; each node once
    bool arrives = false;        ///< some branch delivers
    bool isClean = true;         ///< every branch does
};

/// `from` is a node that runs; `destination` an address.
TracedPath tracePath(World &world, base::NodeId from, const base::IpAddress &destination);
std::string toText(const TracedPath &path);
std::string toJson(const TracedPath &path);
/// `to` is an address or the name of a node, whose first address is meant.
CommandAnswer explainPath(World &world, std::string_view from, std::string_view to);

/// There and back again. Packets of the way back go to the address by which the first node sends.
struct BothWays {
    std::string from, to;
    TracedPath forth;
    std::optional<TracedPath> back; ///< none where nobody is known to have the destination's address
};
/// The error is a sentence: no such node, or it has no address.
base::Result<BothWays, std::string> traceBothWays(World &world, std::string_view from, std::string_view to);
/// `from, to, forth, back`; the ways as toJson() of a path, `back` null where there is none.
std::string toJson(const BothWays &ways);

} // namespace hopyard::world
