// The routing table of an OSPF process (RFC 2328 section 11), kept small: sets of next hops are stored once and named by
// a number, a route takes 32 bytes.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/routing/ospf/inspect.h"
#include "core/routing/ospf/output.h"

#include <cstdint>
#include <map>
#include <vector>

namespace hopyard::routing::ospf {

/// Sets of next hops, each once. Set 0 is the empty one.
class NextHopSets {
public:
    using Id = std::uint32_t;
    NextHopSets() : m_sets(1) { m_ids.emplace(m_sets.front(), 0); }
    /// Sorted and each once after the call.
    Id intern(std::vector<NextHop> hops);
    Id merge(Id a, Id b);
    const std::vector<NextHop> &at(Id id) const { return m_sets[id]; }
    std::size_t size() const { return m_sets.size(); }

private:
    std::vector<std::vector<NextHop>> m_sets;
    std::map<std::vector<NextHop>, Id> m_ids;
};

struct TableRoute {
    std::uint32_t address = 0;
    std::uint8_t length = 0;
    RouteType type = RouteType::intraArea;
    bool inBackbone = false;   ///< `area` is the backbone
    std::uint8_t rank = 0;     ///< of externals: what breaks ties before they share (external_routes.cpp)
    std::uint32_t cost = 0;
    std::uint32_t type2Cost = 0;
    std::uint32_t tag = 0;
    std::uint32_t area = 0;    ///< its id
    std::uint32_t advertisingRouter = 0;
    NextHopSets::Id hops = 0;

    std::uint64_t key() const { return std::uint64_t(address) << 8 | length; }
    base::IpPrefix prefix() const { return base::IpPrefix(base::Ipv4Address(address), length); }
    bool isExternal() const { return type >= RouteType::external1; }
};
constexpr std::uint64_t prefixKey(std::uint32_t address, unsigned length) { return std::uint64_t(address) << 8 | length; }

/// A way to a router that is on the border of an area or of the AS; several for one router where several areas lead there.
struct TableRouter {
    std::uint32_t router = 0;
    std::uint32_t area = 0; ///< its id
    bool intraArea = true;
    std::uint8_t flags = 0; ///< of its router advertisement; E alone for those known by a summary
    std::uint32_t cost = 0;
    NextHopSets::Id hops = 0;
};

class RoutingTable {
public:
    std::vector<TableRoute> routes;   ///< sorted by key()
    std::vector<TableRouter> routers; ///< sorted by router, area
    NextHopSets sets;

    const TableRoute *find(std::uint32_t address, unsigned length) const;
    /// The longest match; null where there is none.
    const TableRoute *lookup(std::uint32_t address) const;
    /// Those of one router.
    std::pair<const TableRouter *, const TableRouter *> waysTo(std::uint32_t router) const;
    Route routeOf(const TableRoute &route, const Distances &distances, std::size_t maxPaths) const;
};

} // namespace hopyard::routing::ospf
