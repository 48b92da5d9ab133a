// See checking.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/checking.h"

#include "core/exchange/export.h"
#include "emulation/capture/frame_filter.h"
#include "emulation/engine/live_checks.h"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

namespace hopyard::cli {

checks::Options checkOptions(std::uint64_t seed)
{
    checks::Options options;
    options.seed = seed;
    options.filters = capture::frameFilter;
    return options;
}

rpc::Json toJson(const checks::Report &report)
{
    rpc::Json results = rpc::Json::array();
    for (const checks::CheckResult &result : report.results)
        results.push_back(engine::toJson(result));
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
            marks += fmt::format("<circle cx=\"{}\" cy=\"{}\" r=\"29\" fill=\"none\" stroke=\"#dc2626\" stroke-width=\"3\"/>\n", node->at.x, node->at.y);
    svg.insert(svg.size() - std::min(svg.size(), kEnd.size()), marks);
    return svg;
}

} // namespace hopyard::cli
