// explain bgp: BGP's decision about a prefix step by step: what each path has at each step, who is out there, and which step
// decided. Ours; FRR has nothing like it. The comparisons are the router's own (core/routing/bgp/decision.h); here they are
// written down.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/console/show_bgp.h"

#include <fmt/format.h>

#include <algorithm>

namespace hopyard::console {

namespace bgp = routing::bgp;
using bgp::PathInfo;
using bgp::Step;

namespace {

bool takesPart(const PathInfo &p) { return p.valid && !p.damped && !p.history; }

bool isOwn(const PathInfo &p) { return p.from != bgp::PathOrigin::peer; }

std::string_view originText(wire::BgpOrigin origin)
{
    return origin == wire::BgpOrigin::igp ? "IGP" : origin == wire::BgpOrigin::egp ? "EGP" : "incomplete";
}

std::string valueOf(const bgp::Config &config, const PathInfo &p, Step step)
{
    const wire::BgpAttributes &a = p.attributes;
    switch (step) {
    case Step::weight: return fmt::format("{}", p.weight);
    case Step::localPreference:
        return a.localPreference ? fmt::format("{}", *a.localPreference) : fmt::format("{} (by default)", config.defaultLocalPreference);
    case Step::localOrigin: return isOwn(p) ? "own" : "learned";
    case Step::asPathLength: return config.bestPath.asPathIgnore ? "not looked at" : fmt::format("{}", a.asPath.view().length());
    case Step::origin: return std::string(originText(a.origin));
    case Step::med: return a.med ? fmt::format("{}", *a.med) : config.bestPath.medMissingAsWorst ? "none, which is the worst" : "none, as 0";
    case Step::externalPath: return p.type == bgp::PeerType::external ? "external" : "internal";
    case Step::igpMetric: return fmt::format("{}", p.igpMetric);
    case Step::oldest: return p.best ? "the best before" : "newer";
    case Step::routerId: return toString(a.originatorId.value_or(p.peerRouterId));
    case Step::clusterLength: return fmt::format("{}", a.clusterList.size());
    case Step::neighbourAddress: return p.peer.isValid() ? toString(p.peer) : "none";
    case Step::equal: return "equal";
    }
    return {};
}

} // namespace

Json bgpDecisionSteps(const bgp::Config &config, const bgp::PrefixInfo &prefix)
{
    Json steps = Json::array();
    std::vector<std::size_t> left;
    for (std::size_t i = 0; i < prefix.paths.size(); ++i)
        if (takesPart(prefix.paths[i]))
            left.push_back(i);
    const bool hasBest = std::ranges::any_of(left, [&prefix](std::size_t i) { return prefix.paths[i].best; });
    for (int number = 0; hasBest && left.size() > 1 && number <= static_cast<int>(Step::equal); ++number) {
        const Step step = static_cast<Step>(number);
        Json values = Json::array();
        std::vector<std::size_t> stay;
        for (const std::size_t i : left) {
            const PathInfo &p = prefix.paths[i];
            const bool isOut = !p.best && p.lostAt <= step;
            values.push_back({{"candidate", i}, {"value", valueOf(config, p, step)}, {"out", isOut}});
            if (!isOut)
                stay.push_back(i);
        }
        steps.push_back({{"step", bgp::toString(step)}, {"rule", bgp::ruleOf(step)}, {"decided", stay.size() == 1}, {"values", std::move(values)}});
        left = std::move(stay);
    }
    return steps;
}

} // namespace hopyard::console
