// What was found out about a failure, in words and as JSON; see what_if.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/world/what_if.h"

#include "core/base/quantity.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace hopyard::world {

namespace {

using Json = nlohmann::ordered_json;

std::string namesOf(const WhatIfQuestion &question)
{
    std::string names;
    for (const lab::End &link : question.links)
        names += fmt::format("{}the link at {}", names.empty() ? "" : " and ", lab::toString(link));
    for (const std::string &node : question.nodes)
        names += fmt::format("{}{}", names.empty() ? "" : " and ", node);
    return names;
}

/// As exact as anybody wants to know it.
std::string timeText(base::Duration time)
{
    const std::int64_t unit = time >= base::Duration::seconds(1) ? 1'000'000 : time >= base::Duration::milliseconds(1) ? 1'000 : 1;
    return base::toString(base::Duration::nanoseconds((time.ns() + unit / 2) / unit * unit));
}

std::string after(base::Duration time) { return time.ns() == 0 ? "at once" : "after " + timeText(time); }

constexpr std::size_t kMostWays = 4; ///< that are written out, where there are several of equal cost

/// The ways from the place in the list on, each "h1 > r1 > r2": at most one more than are written out.
void addWays(const TracedPath &path, std::size_t at, std::string begun, std::vector<std::string> &ways)
{
    const PathNode &node = path.nodes[at];
    begun += (begun.empty() ? "" : " > ") + node.name;
    if (node.branches.empty())
        ways.push_back(begun + (node.end == PathNode::End::delivered ? "" : "  (does not arrive)"));
    for (const PathNode::Branch &branch : node.branches) {
        if (ways.size() > kMostWays)
            return;
        if (branch.to == PathNode::Branch::nowhere)
            ways.push_back(begun + "  (does not arrive)");
        else if (branch.loops)
            ways.push_back(fmt::format("{} > {}  (a loop)", begun, path.nodes[branch.to].name));
        else
            addWays(path, branch.to, begun, ways);
    }
}

void addWays(std::string &text, std::string_view title, const TracedPath &path)
{
    std::vector<std::string> ways;
    addWays(path, 0, {}, ways);
    for (std::size_t i = 0; i < ways.size(); ++i)
        text += fmt::format("  {:<8}{}\n", i == 0 ? title : "", i == kMostWays ? "and more of equal cost" : ways[i]);
}

void addWay(std::string &text, std::string_view name, const WhatIfReport::Way &way)
{
    text += fmt::format("{}\n", name);
    addWays(text, "before", way.before);
    addWays(text, "after", way.after);
    if (way.outage.ns() > 0)
        text += fmt::format("  broken for {}{}\n", timeText(way.outage), way.over ? "" : ", and still so at the end");
}

Json wayJson(const std::optional<WhatIfReport::Way> &way)
{
    if (!way)
        return nullptr;
    return {{"before", Json::parse(toJson(way->before))}, {"after", Json::parse(toJson(way->after))}, {"outage", way->outage.ns()}, {"over", way->over}};
}

} // namespace

std::string toText(const WhatIfQuestion &question, const WhatIfReport &report)
{
    std::string text = fmt::format("If {} failed now:\n", namesOf(question));
    if (report.changes == 0 && report.nodes.empty())
        text += "no route would change\n";
    else if (report.settled)
        text += fmt::format("routing would be quiet {}, {} changes of routes\n", after(report.convergence), report.changes);
    else
        text += fmt::format("routing would not be quiet within {}: {} changes of routes until then\n", timeText(report.passed), report.changes);
    if (report.forth)
        addWay(text, fmt::format("{} to {}", question.from, question.to), *report.forth);
    if (report.back)
        addWay(text, "and back", *report.back);
    for (const WhatIfReport::Lost &lost : report.unreachable) {
        text += fmt::format("out of reach: {} from", toString(lost.prefix));
        for (const std::string &node : lost.nodes)
            text += ' ' + node;
        text += '\n';
    }
    for (const WhatIfReport::Node &node : report.nodes)
        text += fmt::format("{}: {} changed, {} new, {} gone, the last {}\n", node.name, node.changed, node.added, node.removed,
                            after(node.last));
    for (const WhatIfReport::Route &route : report.routes)
        text += fmt::format("  {:<12}{:<20}{}  ->  {}\n", route.node, toString(route.prefix), route.before.empty() ? "none" : route.before,
                            route.after.empty() ? "none" : route.after);
    if (report.moreRoutes > 0)
        text += fmt::format("  and {} more\n", report.moreRoutes);
    for (const auto &[reason, packets] : report.dropped)
        text += fmt::format("dropped meanwhile: {} ({})\n", packets, reason);
    return text;
}

std::string toJson(const WhatIfQuestion &question, const WhatIfReport &report)
{
    Json links = Json::array(), nodes = Json::array(), routes = Json::array(), lost = Json::array();
    for (const lab::End &link : question.links)
        links.push_back(lab::toString(link));
    for (const WhatIfReport::Node &node : report.nodes)
        nodes.push_back({{"node", node.name}, {"added", node.added}, {"removed", node.removed}, {"changed", node.changed}, {"last", node.last.ns()}});
    for (const WhatIfReport::Route &route : report.routes)
        routes.push_back({{"node", route.node}, {"prefix", toString(route.prefix)}, {"before", route.before}, {"after", route.after}});
    for (const WhatIfReport::Lost &each : report.unreachable)
        lost.push_back({{"prefix", toString(each.prefix)}, {"nodes", each.nodes}});
    const Json json{{"failed", {{"links", std::move(links)}, {"nodes", question.nodes}}},
                    {"at", report.at.ns()},
                    {"settled", report.settled},
                    {"convergence", report.convergence.ns()},
                    {"passed", report.passed.ns()},
                    {"changes", report.changes},
                    {"forth", wayJson(report.forth)},
                    {"back", wayJson(report.back)},
                    {"nodes", std::move(nodes)},
                    {"routes", std::move(routes)},
                    {"moreRoutes", report.moreRoutes},
                    {"unreachable", std::move(lost)},
                    {"dropped", report.dropped},
                    {"text", toText(question, report)}};
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

} // namespace hopyard::world
