// See checking.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/checking.h"

#include "core/exchange/export.h"
#include "emulation/capture/filter.h"

#include <algorithm>
#include <memory>
#include <set>
#include <utility>

#include <fmt/format.h>

namespace hopyard::cli {

namespace {

constexpr unsigned kWholeFrame = 65'535;

base::Result<checks::FrameFilter, base::Error> makeFilter(const std::string &text)
{
    auto filter = capture::Filter::compile(text, kWholeFrame);
    if (!filter)
        return base::fail(std::move(filter.error()));
    // Shared, because a std::function must be copyable and a compiled filter is not.
    return checks::FrameFilter([compiled = std::make_shared<capture::Filter>(std::move(*filter))](base::Bytes frame) {
        return compiled->matches(frame);
    });
}

} // namespace

checks::Options checkOptions(std::uint64_t seed)
{
    checks::Options options;
    options.seed = seed;
    options.filters = makeFilter;
    return options;
}

rpc::Json toJson(const checks::Report &report)
{
    rpc::Json results = rpc::Json::array();
    for (const checks::CheckResult &result : report.results) {
        rpc::Json ends = rpc::Json::array();
        for (const lab::End &end : result.ends)
            ends.push_back(lab::toString(end));
        results.push_back({{"id", result.id},
                           {"title", result.title},
                           {"verdict", checks::toString(result.verdict)},
                           {"points", result.points},
                           {"earned", result.earned},
                           {"sentence", result.sentence},
                           {"seen", result.seen},
                           {"nodes", result.nodes},
                           {"ends", std::move(ends)}});
    }
    return {{"earned", report.earned}, {"possible", report.possible}, {"results", std::move(results)}};
}

std::string pictureOf(const lab::Lab &lab, const checks::Report &report)
{
    constexpr std::string_view kEnd = "</svg>\n";
    std::string svg = exchange::exportLab(lab, exchange::Target::svg).files.begin()->second;
    std::set<std::string> nodes;
    std::string marks;
    for (const checks::CheckResult &result : report.results) {
        if (result.verdict == checks::Verdict::passed)
            continue;
        nodes.insert(result.nodes.begin(), result.nodes.end());
        for (const lab::End &end : result.ends) {
            const lab::Link *link = lab.findLink(end);
            const lab::Node *a = link ? lab.findNode(link->a.node) : nullptr, *b = link ? lab.findNode(link->b.node) : nullptr;
            if (a && b)
                marks += fmt::format("<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\" stroke=\"#dc2626\" stroke-width=\"5\" stroke-opacity=\"0.5\"/>\n",
                                     a->at.x, a->at.y, b->at.x, b->at.y);
        }
    }
    for (const std::string &name : nodes)
        if (const lab::Node *node = lab.findNode(name))
            marks += fmt::format("<circle cx=\"{}\" cy=\"{}\" r=\"34\" fill=\"none\" stroke=\"#dc2626\" stroke-width=\"4\"/>\n", node->at.x, node->at.y);
    svg.insert(svg.size() - std::min(svg.size(), kEnd.size()), marks);
    return svg;
}

} // namespace hopyard::cli
