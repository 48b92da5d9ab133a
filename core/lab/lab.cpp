// Names and look-ups of the lab document; see lab.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/lab.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace hopyard::lab {

namespace {

constexpr std::array<std::string_view, 13> kKinds{"host", "router", "hub",        "switch",    "namespace",  "frr",        "bird",
                                                  "qemu", "uml",    "hypervisor", "forwarder", "classifier", "placeholder"};
static_assert(kKinds.size() == static_cast<std::size_t>(NodeKind::placeholder) + 1);

template <class Lab>
auto *findNodeIn(Lab &lab, std::string_view name)
{
    const auto found = std::ranges::find(lab.nodes, name, &Node::name);
    return found == lab.nodes.end() ? nullptr : &*found;
}

template <class Lab>
auto *findLinkIn(Lab &lab, const End &end)
{
    const auto found = std::ranges::find_if(lab.links, [&](const Link &l) { return l.a == end || l.b == end; });
    return found == lab.links.end() ? nullptr : &*found;
}

} // namespace

std::string_view toString(NodeKind kind)
{
    return kKinds[static_cast<std::size_t>(kind)];
}

std::optional<NodeKind> parseNodeKind(std::string_view text)
{
    const auto found = std::ranges::find(kKinds, text);
    return found == kKinds.end() ? std::nullopt : std::optional(static_cast<NodeKind>(found - kKinds.begin()));
}

std::span<const std::string_view> nodeKindNames()
{
    return kKinds;
}

std::string toString(const HostRoute &route)
{
    return fmt::format("{} via {}", base::toString(route.prefix), base::toString(route.via));
}

std::string toString(const End &end)
{
    return fmt::format("{}:{}", end.node, end.interface);
}

const Node *Lab::findNode(std::string_view name) const
{
    return findNodeIn(*this, name);
}

Node *Lab::findNode(std::string_view name)
{
    return findNodeIn(*this, name);
}

const Link *Lab::findLink(const End &end) const
{
    return findLinkIn(*this, end);
}

Link *Lab::findLink(const End &end)
{
    return findLinkIn(*this, end);
}

Lab Lab::solved() const
{
    Lab out = *this;
    for (const Node &node : solution.nodes) {
        if (Node *old = out.findNode(node.name))
            *old = node;
        else
            out.nodes.push_back(node);
    }
    for (const Link &link : solution.links) {
        const auto old = std::ranges::find_if(out.links, [&](const Link &l) { return l.a == link.a && l.b == link.b; });
        if (old != out.links.end())
            *old = link;
        else
            out.links.push_back(link);
    }
    out.solution = {};
    return out;
}

std::string_view toString(Problem::Severity severity)
{
    switch (severity) {
    case Problem::Severity::error: return "error";
    case Problem::Severity::warning: return "warning";
    case Problem::Severity::hint: return "hint";
    }
    return "error";
}

std::string toString(const Problem &problem)
{
    std::string place = problem.file;
    if (problem.line > 0)
        place += fmt::format("{}{}:{}", place.empty() ? "" : ":", problem.line, problem.column);
    return fmt::format("{}{}{}: {}", place, place.empty() ? "" : ": ", toString(problem.severity), problem.message);
}

bool hasErrors(const std::vector<Problem> &problems)
{
    return std::ranges::any_of(problems, [](const Problem &p) { return p.severity == Problem::Severity::error; });
}

} // namespace hopyard::lab
