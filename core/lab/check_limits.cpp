// See check_limits.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/check_limits.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>

namespace hopyard::lab {

std::vector<Problem> checkLimits(const Lab &lab, const Places &places)
{
    std::vector<Problem> problems;
    const auto say = [&](const std::string &path, std::string message, std::string node = {}) {
        problems.push_back(places.problem(Problem::Severity::error, path, std::move(message), std::move(node)));
    };
    if (lab.nodes.size() > kMostNodes)
        say("nodes", fmt::format("a lab has at most {} nodes, and this one has {}", kMostNodes, lab.nodes.size()));
    if (lab.links.size() > kMostLinks)
        say("links", fmt::format("a lab has at most {} links, and this one has {}", kMostLinks, lab.links.size()));
    std::map<std::string, std::size_t> plugged;
    for (const Link &link : lab.links) {
        ++plugged[link.a.node];
        ++plugged[link.b.node];
    }
    std::uint64_t memory = 0;
    for (const Node &node : lab.nodes) {
        const auto found = plugged.find(node.name);
        if (const std::size_t most = std::max(node.interfaces.size(), found == plugged.end() ? 0 : found->second); most > kMostInterfaces)
            say("nodes/" + node.name, fmt::format("a node has at most {} interfaces, and {} has {}", kMostInterfaces, node.name, most), node.name);
        if (node.kind != NodeKind::hypervisor)
            continue;
        const std::uint64_t before = memory;
        memory += node.computer.memory;
        if (before <= kMostComputerMemory && memory > kMostComputerMemory)
            say("nodes/" + node.name, fmt::format("the computers of a lab have at most {} GiB of memory together", kMostComputerMemory >> 30), node.name);
    }
    return problems;
}

} // namespace hopyard::lab
