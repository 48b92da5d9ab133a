// Shortest paths through one area (RFC 2328 section 16.1), first stage: routers and transit networks.
//
// The area's router and network advertisements become a compact graph (edges in one array, in the order of their
// vertices), over which Dijkstra's algorithm runs with a heap of plain numbers. Nothing is kept between runs: building
// it is cheaper than keeping it current in hundreds of routers.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/routing/ospf/lsdb.h"
#include "core/routing/ospf/routing_table.h"

#include <cstdint>
#include <functional>
#include <vector>

namespace hopyard::routing::ospf {

class AreaGraph {
public:
    static constexpr std::uint32_t kNone = 0xffffffff;

    struct Vertex {
        std::uint32_t id = 0;      ///< router id, or address of the designated router
        Lsdb::Slot slot = 0;
        bool network = false;
    };
    struct Edge {
        std::uint32_t to = 0;
        std::uint32_t data = 0;    ///< of routers: the link's data, its own address there
        std::uint16_t metric = 0;
        std::uint16_t link = 0;    ///< of routers: the link's number in its advertisement
    };

    explicit AreaGraph(const Lsdb &db);

    const std::vector<Vertex> &vertices() const { return m_vertices; }
    /// kNone where it has no advertisement.
    std::uint32_t router(std::uint32_t id) const { return find(id, false); }
    std::uint32_t network(std::uint32_t designated) const { return find(designated, true); }
    std::span<const Edge> edges(std::uint32_t vertex) const
    {
        return std::span(m_edges).subspan(m_first[vertex], m_first[vertex + 1] - m_first[vertex]);
    }
    /// The edge from `from` to `to`, or null: a link counts where both ends have it.
    const Edge *back(std::uint32_t from, std::uint32_t to) const;

private:
    std::uint32_t find(std::uint32_t id, bool network) const;
    void add(const Vertex &vertex, const Lsdb &db);

    std::vector<Vertex> m_vertices;
    std::vector<std::uint32_t> m_index;
    std::vector<Edge> m_edges;
    std::vector<std::uint32_t> m_first;
};

struct SpfTree {
    static constexpr std::uint32_t kUnreached = 0xffffffff;
    std::vector<std::uint32_t> order;        ///< vertices as they were reached, the root first
    std::vector<std::uint32_t> distance;     ///< of each vertex; kUnreached
    std::vector<NextHopSets::Id> hops;       ///< of each vertex
    std::vector<std::uint32_t> towards;      ///< of each router: its own address on the link to its (first) parent
    bool has(std::uint32_t vertex) const { return vertex != AreaGraph::kNone && distance[vertex] != kUnreached; }
};

/// The next hops of one of the root's own links: to a router (its neighbour's gateway) or to a network (no gateway).
/// Empty: the link is not usable.
using RootHops = std::function<std::vector<NextHop>(const wire::RouterLink &link)>;

/// Empty `order` where the root has no advertisement.
SpfTree shortestPaths(const AreaGraph &graph, const Lsdb &db, std::uint32_t root, const RootHops &rootHops, NextHopSets &sets);

} // namespace hopyard::routing::ospf
