// A network as maps and generators give it: places and the lines between them, before anything is configured.
//
// What parsers (graphml.h, gml.h) and generators make and build_lab.h turns into a lab. Nodes are known by their place
// in the list. Parallel lines are separate links; lines from a node to itself are left out by whoever makes a topology.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/quantity.h"
#include "core/lab/lab.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hopyard::topology {

/// A place on Earth in degrees: north and east are positive.
struct GeoPoint {
    double latitude = 0;  ///< -90..90
    double longitude = 0; ///< -180..180, or beyond where a network crosses the date line
    bool operator==(const GeoPoint &) const = default;
};

/// What is known of a thing beyond the fields below, in the order of the file: names as the file has them.
using Attributes = std::vector<std::pair<std::string, std::string>>;
/// The value of that name, compared without regard to case; empty where there is none.
std::string_view find(const Attributes &attributes, std::string_view name);

struct Node {
    std::string id;                     ///< as the file names it
    std::string label;                  ///< UTF-8, may be empty, and is not unique
    std::optional<GeoPoint> where;      ///< as the file says
    std::optional<lab::Position> drawn; ///< where an editor drew it (x to the right, y down)
    std::string country;
    std::string type;
    std::string group;                  ///< of nodes that the file draws together: its heading
    bool isExternal = false; ///< belongs to another network (Topology Zoo: Internal 0)
    bool isJunction = false; ///< a point where lines meet on a map (Topology Zoo: hyperedge), not a known place
    bool operator==(const Node &) const = default;
};

struct Link {
    std::size_t from = 0;
    std::size_t to = 0;
    std::optional<base::BitRate> speed;   ///< as the file says; none: unknown
    std::optional<base::BitRate> reverse; ///< from `to` to `from`, where that differs
    std::optional<double> cost;           ///< a metric that the file gives
    std::string label;                    ///< what the file says of the line, for the reader
    std::string fromPort, toPort;         ///< what it is plugged into; empty where the file does not say
    bool operator==(const Link &) const = default;
};

struct Topology {
    std::string name;
    std::string source; ///< a sentence that says where it comes from; empty: nowhere in particular
    Attributes attributes;
    std::vector<Node> nodes;
    std::vector<Link> links;
    bool operator==(const Topology &) const = default;
};

/// What can be built at most; parsers refuse more.
constexpr std::size_t kMaxNodes = 20'000;
constexpr std::size_t kMaxLinks = 100'000;
/// How much text a parser reads.
constexpr std::size_t kMaxTextBytes = 16u << 20;

/// A topology and what was odd about its text; or, with an error among the problems, no topology.
struct Parsed {
    std::optional<Topology> topology;
    std::vector<lab::Problem> problems; ///< at most about kMaxProblems, in the order of the text
};
constexpr std::size_t kMaxProblems = 100;

/// For each node the links at it, in the order of the links.
std::vector<std::vector<std::size_t>> linksOfNodes(const Topology &topology);
/// For each node the number of its connected component, counted from 0 in the order of the first nodes.
std::vector<std::size_t> components(const Topology &topology);
/// The longest of the shortest paths, in links, within components. O(nodes × links).
std::size_t diameter(const Topology &topology);

} // namespace hopyard::topology
