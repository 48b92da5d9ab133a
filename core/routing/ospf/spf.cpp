// See spf.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/routing/ospf/spf.h"

#include <algorithm>
#include <bit>
#include <span>

namespace hopyard::routing::ospf {

namespace {

std::size_t hashOf(std::uint32_t id, bool network)
{
    return static_cast<std::size_t>((std::uint64_t(id) * 2 + network) * 0x9e3779b97f4a7c15u >> 32);
}

bool counts(const StoredLsa &lsa)
{
    const wire::LsaType type = lsa.view().type();
    return !lsa.maxAge && (type == wire::LsaType::router || type == wire::LsaType::network);
}

/// A four-ary heap of numbers: distance, then networks before routers (section 16.1 step 3), then vertex.
class Queue {
public:
    void push(std::uint32_t distance, bool router, std::uint32_t vertex)
    {
        m_heap.push_back(std::uint64_t(distance) << 32 | std::uint64_t(router) << 31 | vertex);
        std::size_t at = m_heap.size() - 1;
        const std::uint64_t value = m_heap[at];
        while (at > 0 && value < m_heap[(at - 1) / 4]) {
            m_heap[at] = m_heap[(at - 1) / 4];
            at = (at - 1) / 4;
        }
        m_heap[at] = value;
    }
    bool isEmpty() const { return m_heap.empty(); }
    std::uint64_t pop()
    {
        const std::uint64_t first = m_heap.front();
        const std::uint64_t last = m_heap.back();
        m_heap.pop_back();
        const std::size_t n = m_heap.size();
        if (n == 0)
            return first;
        std::size_t at = 0;
        for (;;) {
            const std::size_t child = at * 4 + 1;
            if (child >= n)
                break;
            std::size_t least = child;
            for (std::size_t i = child + 1; i < std::min(child + 4, n); ++i)
                if (m_heap[i] < m_heap[least])
                    least = i;
            if (m_heap[least] >= last)
                break;
            m_heap[at] = m_heap[least];
            at = least;
        }
        m_heap[at] = last;
        return first;
    }

private:
    std::vector<std::uint64_t> m_heap;
};

} // namespace

AreaGraph::AreaGraph(const Lsdb &db)
{
    std::size_t edges = 0;
    db.forEach([&](Lsdb::Slot slot, const StoredLsa &lsa) {
        if (!counts(lsa))
            return;
        const wire::LsaView view = lsa.view();
        const bool network = view.type() == wire::LsaType::network;
        m_vertices.push_back({view.id().value(), slot, network});
        edges += network ? view.body().size() / 4 - 1 : wire::RouterLsa::linksOf(view.body());
    });
    m_index.assign(std::bit_ceil(std::max<std::size_t>(m_vertices.size() * 2, 4)), kNone);
    for (std::uint32_t i = 0; i < m_vertices.size(); ++i) {
        std::size_t at = hashOf(m_vertices[i].id, m_vertices[i].network) & (m_index.size() - 1);
        while (m_index[at] != kNone && (m_vertices[m_index[at]].id != m_vertices[i].id || m_vertices[m_index[at]].network != m_vertices[i].network))
            at = (at + 1) & (m_index.size() - 1);
        if (m_index[at] == kNone) {
            m_index[at] = i;
        } else {
            // Two routers announce the same network: one of them is no longer its DR. The higher id is taken for it.
            const auto author = [&](std::uint32_t v) { return db.at(m_vertices[v].slot).view().advertisingRouter(); };
            if (author(i) > author(m_index[at]))
                m_index[at] = i;
        }
    }
    m_edges.reserve(edges);
    m_first.reserve(m_vertices.size() + 1);
    for (const Vertex &vertex : m_vertices) {
        m_first.push_back(static_cast<std::uint32_t>(m_edges.size()));
        add(vertex, db);
    }
    m_first.push_back(static_cast<std::uint32_t>(m_edges.size()));
}

void AreaGraph::add(const Vertex &vertex, const Lsdb &db)
{
    const base::Bytes body = db.at(vertex.slot).view().body();
    if (vertex.network) {
        for (std::size_t at = 4; at < body.size(); at += 4)
            if (const std::uint32_t to = router(base::loadU32(&body[at])); to != kNone)
                m_edges.push_back({to, 0, 0, 0});
        return;
    }
    wire::RouterLinkReader reader(body);
    std::uint16_t number = 0;
    for (wire::RouterLink link; reader.next(link); ++number) {
        std::uint32_t to = kNone;
        switch (link.type) {
        case wire::RouterLink::Type::pointToPoint:
        case wire::RouterLink::Type::virtualLink: to = router(link.id.value()); break;
        case wire::RouterLink::Type::transit: to = network(link.id.value()); break;
        case wire::RouterLink::Type::stub: break;
        }
        if (to != kNone)
            m_edges.push_back({to, link.data.value(), link.metric, number});
    }
}

std::uint32_t AreaGraph::find(std::uint32_t id, bool network) const
{
    for (std::size_t at = hashOf(id, network) & (m_index.size() - 1);; at = (at + 1) & (m_index.size() - 1)) {
        const std::uint32_t v = m_index[at];
        if (v == kNone || (m_vertices[v].id == id && m_vertices[v].network == network))
            return v;
    }
}

const AreaGraph::Edge *AreaGraph::back(std::uint32_t from, std::uint32_t to) const
{
    for (const Edge &edge : edges(from))
        if (edge.to == to)
            return &edge;
    return nullptr;
}

SpfTree shortestPaths(const AreaGraph &graph, const Lsdb &db, std::uint32_t root, const RootHops &rootHops, NextHopSets &sets)
{
    SpfTree tree;
    const std::size_t n = graph.vertices().size();
    tree.distance.assign(n, SpfTree::kUnreached);
    tree.hops.assign(n, 0);
    tree.towards.assign(n, 0);
    const std::uint32_t start = graph.router(root);
    if (start == AreaGraph::kNone)
        return tree;
    tree.order.reserve(n);
    std::vector<bool> done(n, false);

    std::vector<wire::RouterLink> rootLinks = wire::RouterLsa::load(db.at(graph.vertices()[start].slot).view().body()).links;
    Queue queue;
    tree.distance[start] = 0;
    queue.push(0, true, start);
    std::vector<NextHop> onNetwork;
    while (!queue.isEmpty()) {
        const std::uint32_t v = static_cast<std::uint32_t>(queue.pop()) & 0x7fffffff;
        if (done[v])
            continue;
        done[v] = true;
        tree.order.push_back(v);
        const bool vIsNetwork = graph.vertices()[v].network;
        for (const AreaGraph::Edge &edge : graph.edges(v)) {
            const std::uint32_t w = edge.to;
            if (done[w])
                continue;
            const std::uint32_t distance = tree.distance[v] + edge.metric;
            if (distance > tree.distance[w])
                continue;
            const AreaGraph::Edge *back = graph.back(w, v);
            if (!back)
                continue;
            // Section 16.1.1: the next hops of w through v.
            NextHopSets::Id hops = tree.hops[v];
            if (v == start) {
                hops = sets.intern(rootHops(rootLinks[edge.link]));
                if (hops == 0)
                    continue;
            } else if (vIsNetwork) {
                const std::vector<NextHop> &via = sets.at(hops);
                const bool direct = std::any_of(via.begin(), via.end(), [](const NextHop &h) { return h.gateway.isUnspecified(); });
                if (direct) {
                    onNetwork = via;
                    for (NextHop &hop : onNetwork)
                        if (hop.gateway.isUnspecified())
                            hop.gateway = base::Ipv4Address(back->data);
                    hops = sets.intern(onNetwork);
                }
            }
            if (distance < tree.distance[w]) {
                tree.distance[w] = distance;
                tree.hops[w] = hops;
                tree.towards[w] = back->data;
                queue.push(distance, !graph.vertices()[w].network, w);
            } else {
                tree.hops[w] = sets.merge(tree.hops[w], hops);
            }
        }
    }
    return tree;
}

} // namespace hopyard::routing::ospf
