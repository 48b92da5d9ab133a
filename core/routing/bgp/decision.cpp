// The steps of the decision. See decision.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/routing/bgp/decision.h"

#include <algorithm>

namespace hopyard::routing::bgp {

namespace {

bool comparesMed(const BestPath &rules, const AttributeFacts &a, const AttributeFacts &b)
{
    if (rules.alwaysCompareMed)
        return true;
    if (a.pathLength == 0 && b.pathLength == 0) {
        const bool confederation = a.confederationLength > 0 && b.confederationLength > 0;
        return confederation ? rules.medConfed : a.confederationLength == 0 && b.confederationLength == 0;
    }
    return a.neighbourAs != 0 && a.neighbourAs == b.neighbourAs;
}

std::uint32_t medOf(const BestPath &rules, const AttributeFacts &f)
{
    return f.has(AttributeFacts::kMed) ? f.med : rules.medMissingAsWorst ? 0xffffffff : 0;
}

} // namespace

std::string_view toString(Step step)
{
    switch (step) {
    case Step::weight: return "weight";
    case Step::localPreference: return "local preference";
    case Step::localOrigin: return "local origin";
    case Step::asPathLength: return "AS path length";
    case Step::origin: return "origin";
    case Step::med: return "MED";
    case Step::externalPath: return "external over internal";
    case Step::igpMetric: return "IGP metric";
    case Step::oldest: return "older external path";
    case Step::routerId: return "router ID";
    case Step::clusterLength: return "cluster list length";
    case Step::neighbourAddress: return "neighbor IP";
    case Step::equal: return "equal";
    }
    return "unknown";
}

std::string_view ruleOf(Step step)
{
    switch (step) {
    case Step::weight: return "the highest weight, which is this router's own affair";
    case Step::localPreference: return "the highest local preference, which the whole AS shares";
    case Step::localOrigin: return "what this router itself brings in";
    case Step::asPathLength: return "the fewest autonomous systems on the way";
    case Step::origin: return "IGP before EGP before incomplete";
    case Step::med: return "the lowest MED, among paths of the same neighbouring AS";
    case Step::externalPath: return "from outside before from within the AS";
    case Step::igpMetric: return "the nearest next hop";
    case Step::oldest: return "the external path that was the best already";
    case Step::routerId: return "the lowest router id";
    case Step::clusterLength: return "the fewest route reflectors on the way";
    case Step::neighbourAddress: return "the lowest neighbour's address";
    case Step::equal: return "nothing tells them apart";
    }
    return "";
}

Comparison compare(const Config &config, const Contender &a, const Contender &b)
{
    const BestPath &rules = config.bestPath;
    const AttributeFacts &fa = *a.facts, &fb = *b.facts;
    bool shares = false;
    const auto decided = [&](bool firstWins, Step step) { return Comparison{firstWins, step, shares}; };
    if (fa.weight != fb.weight)
        return decided(fa.weight > fb.weight, Step::weight);
    const auto preference = [&](const AttributeFacts &f) {
        return f.has(AttributeFacts::kLocalPreference) ? f.localPreference : config.defaultLocalPreference;
    };
    if (preference(fa) != preference(fb))
        return decided(preference(fa) > preference(fb), Step::localPreference);
    if (a.own != b.own)
        return decided(a.own, Step::localOrigin);
    if (!rules.asPathIgnore) {
        const unsigned la = fa.pathLength + (rules.asPathConfed ? fa.confederationLength : 0);
        const unsigned lb = fb.pathLength + (rules.asPathConfed ? fb.confederationLength : 0);
        if (la != lb)
            return decided(la < lb, Step::asPathLength);
    }
    if (fa.origin != fb.origin)
        return decided(fa.origin < fb.origin, Step::origin);
    if (comparesMed(rules, fa, fb) && medOf(rules, fa) != medOf(rules, fb))
        return decided(medOf(rules, fa) < medOf(rules, fb), Step::med);
    const bool xa = a.type == PeerType::external, xb = b.type == PeerType::external;
    if (xa != xb)
        return decided(xa, Step::externalPath);
    if (a.igpMetric != b.igpMetric)
        return decided(a.igpMetric < b.igpMetric, Step::igpMetric);
    if (rules.multipathRelax)
        shares = true;
    else if (a.type == PeerType::internal)
        shares = std::equal(a.asPath.begin(), a.asPath.end(), b.asPath.begin(), b.asPath.end());
    else
        shares = a.peerAs == b.peerAs;
    // RFC 5004: an external path that is used is not given up for one that is no better.
    if (!rules.compareRouterId && xa && xb && a.selected != b.selected)
        return decided(a.selected, Step::oldest);
    const std::uint32_t ra = fa.has(AttributeFacts::kOriginator) ? fa.originatorId : a.routerId;
    const std::uint32_t rb = fb.has(AttributeFacts::kOriginator) ? fb.originatorId : b.routerId;
    if (ra != rb)
        return decided(ra < rb, Step::routerId);
    if (fa.clusterLength != fb.clusterLength)
        return decided(fa.clusterLength < fb.clusterLength, Step::clusterLength);
    if (a.peer != b.peer)
        return decided(a.peer < b.peer, Step::neighbourAddress);
    return decided(true, Step::equal);
}

} // namespace hopyard::routing::bgp
