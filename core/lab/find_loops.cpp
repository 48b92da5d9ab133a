// A spanning forest grown link by link; see find_loops.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/find_loops.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

namespace hopyard::lab {

namespace {

/// The forest: for each switch or hub its neighbours over links that closed no loop.
class Forest {
public:
    explicit Forest(const Lab &lab) : m_lab(lab)
    {
        for (const Node &node : lab.nodes)
            if (node.kind == NodeKind::hub || (node.kind == NodeKind::switch_ && node.bridge.tree == TreeMode::off))
                m_trees.emplace(node.name, Vertex{});
    }

    bool has(std::string_view name) const { return m_trees.contains(name); }

    /// The links from `from` to `to` in the forest; empty where they are not connected (or are the same).
    std::vector<std::size_t> path(std::string_view from, std::string_view to) const
    {
        std::map<std::string_view, std::pair<std::string_view, std::size_t>> cameBy;
        std::vector<std::string_view> open{from};
        cameBy[from] = {from, 0};
        for (std::size_t i = 0; i < open.size() && !cameBy.contains(to); ++i)
            for (const auto &[neighbour, link] : m_trees.find(open[i])->second.neighbours)
                if (cameBy.emplace(neighbour, std::pair(open[i], link)).second)
                    open.push_back(neighbour);
        std::vector<std::size_t> links;
        if (!cameBy.contains(to))
            return links;
        for (std::string_view at = to; at != from; at = cameBy[at].first)
            links.push_back(cameBy[at].second);
        std::ranges::reverse(links);
        return links;
    }

    bool connected(std::string_view a, std::string_view b) { return root(a) == root(b); }
    void join(std::size_t link)
    {
        const std::string &a = m_lab.links[link].a.node, &b = m_lab.links[link].b.node;
        m_trees.find(a)->second.neighbours.emplace_back(b, link);
        m_trees.find(b)->second.neighbours.emplace_back(a, link);
        m_trees.find(root(a))->second.parent = root(b);
    }

private:
    struct Vertex {
        std::string_view parent; ///< in the union-find; empty: a root
        std::vector<std::pair<std::string_view, std::size_t>> neighbours;
    };

    std::string_view root(std::string_view name)
    {
        std::string_view top = name;
        while (!m_trees.find(top)->second.parent.empty())
            top = m_trees.find(top)->second.parent;
        while (name != top)
            name = std::exchange(m_trees.find(name)->second.parent, top);
        return top;
    }

    const Lab &m_lab;
    std::map<std::string_view, Vertex> m_trees; // names of the lab's nodes
};

} // namespace

std::vector<std::vector<std::size_t>> findLoops(const Lab &lab)
{
    constexpr std::size_t kMostLoops = 20; // one would be enough to mend the lab
    Forest forest(lab);
    std::vector<std::vector<std::size_t>> loops;
    for (std::size_t i = 0; i < lab.links.size() && loops.size() < kMostLoops; ++i) {
        const Link &link = lab.links[i];
        if (!forest.has(link.a.node) || !forest.has(link.b.node) || (link.forward.down && link.backward.down))
            continue;
        if (!forest.connected(link.a.node, link.b.node)) {
            forest.join(i);
            continue;
        }
        std::vector<std::size_t> loop = forest.path(link.b.node, link.a.node);
        loop.push_back(i);
        loops.push_back(std::move(loop));
    }
    return loops;
}

std::vector<std::string> loopNames(const Lab &lab, const std::vector<std::size_t> &loop)
{
    const Link &closing = lab.links[loop.back()];
    std::vector<std::string> names{closing.b.node};
    for (const std::size_t i : loop) {
        const Link &link = lab.links[i];
        names.push_back(link.a.node == names.back() ? link.b.node : link.a.node);
    }
    return names;
}

} // namespace hopyard::lab
