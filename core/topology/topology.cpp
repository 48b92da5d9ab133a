// Attributes by name and what can be said of a graph; see topology.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/topology/topology.h"

#include <algorithm>
#include <limits>

namespace hopyard::topology {

namespace {

constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// Distances in links from `start`; kNone where there is no way. `queue` is room for the search.
void search(const Topology &topology, const std::vector<std::vector<std::size_t>> &links, std::size_t start,
            std::vector<std::size_t> &distance, std::vector<std::size_t> &queue)
{
    distance.assign(topology.nodes.size(), kNone);
    queue.assign(1, start);
    distance[start] = 0;
    for (std::size_t i = 0; i < queue.size(); ++i) {
        for (const std::size_t l : links[queue[i]]) {
            const Link &link = topology.links[l];
            const std::size_t next = link.from == queue[i] ? link.to : link.from;
            if (distance[next] != kNone)
                continue;
            distance[next] = distance[queue[i]] + 1;
            queue.push_back(next);
        }
    }
}

} // namespace

std::string_view find(const Attributes &attributes, std::string_view name)
{
    const auto found = std::ranges::find_if(attributes, [&](const auto &attribute) {
        return std::ranges::equal(attribute.first, name, {}, lower, lower);
    });
    return found == attributes.end() ? std::string_view() : std::string_view(found->second);
}

std::vector<std::vector<std::size_t>> linksOfNodes(const Topology &topology)
{
    std::vector<std::vector<std::size_t>> links(topology.nodes.size());
    for (std::size_t i = 0; i < topology.links.size(); ++i) {
        links[topology.links[i].from].push_back(i);
        links[topology.links[i].to].push_back(i);
    }
    return links;
}

std::vector<std::size_t> components(const Topology &topology)
{
    const auto links = linksOfNodes(topology);
    std::vector<std::size_t> component(topology.nodes.size(), kNone);
    std::vector<std::size_t> queue;
    std::size_t next = 0;
    for (std::size_t start = 0; start < component.size(); ++start) {
        if (component[start] != kNone)
            continue;
        queue.assign(1, start);
        component[start] = next;
        for (std::size_t i = 0; i < queue.size(); ++i) {
            for (const std::size_t l : links[queue[i]]) {
                const Link &link = topology.links[l];
                const std::size_t other = link.from == queue[i] ? link.to : link.from;
                if (component[other] == kNone) {
                    component[other] = next;
                    queue.push_back(other);
                }
            }
        }
        ++next;
    }
    return component;
}

std::size_t diameter(const Topology &topology)
{
    const auto links = linksOfNodes(topology);
    std::vector<std::size_t> distance, queue;
    std::size_t longest = 0;
    for (std::size_t start = 0; start < topology.nodes.size(); ++start) {
        search(topology, links, start, distance, queue);
        longest = std::max(longest, distance[queue.back()]);
    }
    return longest;
}

} // namespace hopyard::topology
