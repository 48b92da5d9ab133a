// See bgp_decision.h. Steps: FRR's bgp_path_info_cmp() as its manual lists them, BIRD's manual, section "BGP: Route selection rules".
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/engine/bgp_decision.h"

#include "core/base/address.h"
#include "core/routing/bgp/decision.h"
#include "emulation/engine/bird_bgp.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <span>
#include <vector>

namespace hopyard::engine {

using Json = nlohmann::ordered_json;
using bird::number;

namespace {

enum class Step {
    preference, weight, localPreference, localOrigin, asPathLength, origin, med, externalPath, igpMetric, oldest, routerId,
    clusterLength, neighbourAddress,
};

constexpr std::array kFrrSteps{Step::weight,       Step::localPreference, Step::localOrigin, Step::asPathLength,
                               Step::origin,       Step::med,             Step::externalPath, Step::igpMetric,
                               Step::oldest,       Step::routerId,        Step::clusterLength, Step::neighbourAddress};
constexpr std::array kBirdSteps{Step::preference,   Step::localPreference, Step::asPathLength,  Step::origin,
                                Step::med,          Step::externalPath,    Step::igpMetric,     Step::routerId,
                                Step::clusterLength, Step::neighbourAddress};

/// Hopyard's own name for the step, whose words are used.
routing::bgp::Step ours(Step step) { return static_cast<routing::bgp::Step>(static_cast<int>(step) - 1); }
static_assert(static_cast<int>(Step::neighbourAddress) - 1 == static_cast<int>(routing::bgp::Step::neighbourAddress));

std::string_view nameOf(Step step) { return step == Step::preference ? "preference" : toString(ours(step)); }

std::string_view ruleOf(Step step)
{
    return step == Step::preference ? "the highest preference, by which BIRD compares protocols" : routing::bgp::ruleOf(ours(step));
}

struct Rules {
    bool asPathIgnore = false, alwaysCompareMed = false, medMissingAsWorst = false, compareRouterId = false;
    std::int64_t localPreference = 100; ///< of a path that has none
};

struct Path {
    std::string from, nextHop, asPath, neighbourAs, originText;
    std::int64_t preference = 100, weight = 0, length = 0, igpMetric = 0, clusters = 0;
    std::optional<std::int64_t> localPreference, med;
    int origin = 0; ///< the lower the better
    base::IpAddress routerId, peer;
    bool isOwn = false, isExternal = false, isBest = false, sharesTraffic = false;
    std::string outside; ///< why it takes no part
    std::string reason;  ///< that the daemon names
};

constexpr std::array<std::string_view, 3> kOrigins{"IGP", "EGP", "incomplete"};

int originOf(std::string_view text)
{
    const auto found = std::ranges::find_if(kOrigins, [text](std::string_view origin) {
        return std::ranges::equal(origin, text, [](char a, char b) { return std::tolower(a) == std::tolower(static_cast<unsigned char>(b)); });
    });
    return static_cast<int>(found - kOrigins.begin());
}

std::string valueOf(const Path &p, Step step, const Rules &rules)
{
    switch (step) {
    case Step::preference: return std::to_string(p.preference);
    case Step::weight: return std::to_string(p.weight);
    case Step::localPreference:
        return p.localPreference ? std::to_string(*p.localPreference) : fmt::format("{} (by default)", rules.localPreference);
    case Step::localOrigin: return p.isOwn ? "own" : "learned";
    case Step::asPathLength: return rules.asPathIgnore ? "not looked at" : std::to_string(p.length);
    case Step::origin: return p.originText;
    case Step::med: return p.med ? std::to_string(*p.med) : rules.medMissingAsWorst ? "none, which is the worst" : "none, as 0";
    case Step::externalPath: return p.isExternal ? "external" : "internal";
    case Step::igpMetric: return std::to_string(p.igpMetric);
    case Step::oldest: return p.isBest ? "the best before" : "newer";
    case Step::routerId: return p.routerId.isValid() ? toString(p.routerId) : "none";
    case Step::clusterLength: return std::to_string(p.clusters);
    case Step::neighbourAddress: return p.peer.isValid() ? toString(p.peer) : "none";
    }
    return {};
}

int higher(std::int64_t a, std::int64_t b) { return a > b ? 1 : a < b ? -1 : 0; }

/// Positive: the first is better there; 0: the step does not tell them apart.
int compareAt(Step step, const Path &a, const Path &b, const Rules &rules)
{
    const auto lower = [](const auto &x, const auto &y) { return x < y ? 1 : y < x ? -1 : 0; };
    switch (step) {
    case Step::preference: return higher(a.preference, b.preference);
    case Step::weight: return higher(a.weight, b.weight);
    case Step::localPreference:
        return higher(a.localPreference.value_or(rules.localPreference), b.localPreference.value_or(rules.localPreference));
    case Step::localOrigin: return higher(a.isOwn, b.isOwn);
    case Step::asPathLength: return rules.asPathIgnore ? 0 : higher(b.length, a.length);
    case Step::origin: return higher(b.origin, a.origin);
    case Step::med: {
        if (!rules.alwaysCompareMed && a.neighbourAs != b.neighbourAs)
            return 0;
        const std::int64_t missing = rules.medMissingAsWorst ? 0xffffffffLL : 0;
        return higher(b.med.value_or(missing), a.med.value_or(missing));
    }
    case Step::externalPath: return higher(a.isExternal, b.isExternal);
    case Step::igpMetric: return higher(b.igpMetric, a.igpMetric);
    case Step::oldest: return rules.compareRouterId || !a.isExternal || !b.isExternal ? 0 : higher(a.isBest, b.isBest);
    case Step::routerId: return lower(a.routerId, b.routerId);
    case Step::clusterLength: return higher(b.clusters, a.clusters);
    case Step::neighbourAddress: return lower(a.peer, b.peer);
    }
    return 0;
}

/// Of a path against the best: the step that tells them apart, and who wins there.
struct Against {
    std::optional<std::size_t> step; ///< place in the daemon's steps
    bool wins = false;
};

Against against(const Path &best, const Path &path, std::span<const Step> steps, const Rules &rules)
{
    for (std::size_t i = 0; i < steps.size(); ++i)
        if (const int found = compareAt(steps[i], path, best, rules); found != 0)
            return {i, found > 0};
    return {};
}

std::string verdictOf(const Path &path, const Against &found, std::span<const Step> steps, bool hasBest)
{
    if (path.isBest)
        return "best";
    if (!path.outside.empty())
        return path.outside;
    if (!hasBest)
        return "not chosen";
    if (!found.step)
        return "not chosen, though no step tells it from the best";
    return fmt::format("{}: {}{}", found.wins ? "not chosen, though it would win at" : "lost at", nameOf(steps[*found.step]),
                       path.sharesTraffic ? "; shares the traffic" : "");
}

Json decisionOf(const std::string &prefix, std::string_view daemon, const std::vector<Path> &paths, std::span<const Step> steps,
                const Rules &rules)
{
    const auto best = std::ranges::find(paths, true, &Path::isBest);
    Json json{{"prefix", prefix}, {"daemon", daemon}, {"agrees", true}, {"candidates", Json::array()}, {"steps", Json::array()}};
    std::vector<Against> found(paths.size());
    std::vector<std::size_t> left;
    for (std::size_t i = 0; i < paths.size(); ++i) {
        const Path &path = paths[i];
        if (best != paths.end() && !path.isBest && path.outside.empty())
            found[i] = against(*best, path, steps, rules);
        if (path.outside.empty())
            left.push_back(i);
        if (found[i].wins)
            json["agrees"] = false;
        json["candidates"].push_back({{"nextHop", path.nextHop},
                                      {"from", path.from},
                                      {"path", path.asPath},
                                      {"verdict", verdictOf(path, found[i], steps, best != paths.end())},
                                      {"best", path.isBest}});
    }
    if (best == paths.end())
        return json;
    if (!best->reason.empty())
        json["reason"] = best->reason;
    for (std::size_t number = 0; left.size() > 1 && number < steps.size(); ++number) {
        Json values = Json::array();
        std::vector<std::size_t> stay;
        for (const std::size_t i : left) {
            const bool isOut = !found[i].wins && found[i].step && *found[i].step <= number;
            values.push_back({{"candidate", i}, {"value", valueOf(paths[i], steps[number], rules)}, {"out", isOut}});
            if (!isOut)
                stay.push_back(i);
        }
        json["steps"].push_back({{"step", nameOf(steps[number])},
                                 {"rule", ruleOf(steps[number])},
                                 {"decided", stay.size() == 1},
                                 {"values", std::move(values)}});
        left = std::move(stay);
    }
    return json;
}

const Json &at(const Json &object, std::string_view key)
{
    static const Json kNone;
    const auto found = object.is_object() ? object.find(key) : object.end();
    return object.is_object() && found != object.end() ? *found : kNone;
}

std::string textAt(const Json &object, std::string_view key)
{
    const Json &value = at(object, key);
    return value.is_string() ? value.get<std::string>() : std::string();
}

std::optional<std::int64_t> numberAt(const Json &object, std::string_view key)
{
    const Json &value = at(object, key);
    return value.is_number_integer() ? std::optional(value.get<std::int64_t>()) : std::nullopt;
}

bool isTrue(const Json &object, std::string_view key) { return at(object, key) == true; }

Path frrPath(const Json &json)
{
    static const Json kNone;
    Path path;
    const Json &peer = at(json, "peer"), &hops = at(json, "nexthops"), &as = at(json, "aspath"), &best = at(json, "bestpath");
    const Json &hop = hops.is_array() && !hops.empty() ? hops.front() : kNone;
    const Json &segments = at(as, "segments");
    path.isOwn = isTrue(json, "sourced") || isTrue(json, "local") || isTrue(json, "aggregated");
    path.peer = base::IpAddress::parse(textAt(peer, "peerId")).value_or(base::IpAddress());
    path.from = path.isOwn ? "itself" : textAt(peer, "peerId");
    path.nextHop = textAt(hop, "ip");
    path.length = numberAt(as, "length").value_or(0);
    path.asPath = path.length == 0 ? std::string() : textAt(as, "string");
    const Json &list = segments.is_array() && !segments.empty() ? at(segments.front(), "list") : kNone;
    if (list.is_array() && !list.empty() && textAt(segments.front(), "type") == "as-sequence")
        path.neighbourAs = list.front().dump();
    path.originText = textAt(json, "origin");
    path.origin = originOf(path.originText);
    path.weight = numberAt(json, "weight").value_or(0);
    path.localPreference = numberAt(json, "locPrf");
    path.med = numberAt(json, "metric");
    path.igpMetric = numberAt(hop, "metric").value_or(0);
    path.isExternal = textAt(peer, "type") != "internal";
    const std::string originator = textAt(json, "originatorId");
    path.routerId = base::IpAddress::parse(originator.empty() ? textAt(peer, "routerId") : originator).value_or(base::IpAddress());
    if (const Json &clusters = at(at(json, "clusterList"), "list"); clusters.is_array())
        path.clusters = static_cast<std::int64_t>(clusters.size());
    path.isBest = isTrue(best, "overall");
    path.reason = textAt(best, "selectionReason");
    path.sharesTraffic = isTrue(json, "multipath");
    if (isTrue(json, "dampened"))
        path.outside = "takes no part: it flaps (dampening)";
    else if (isTrue(json, "history"))
        path.outside = "withdrawn; kept for its penalty";
    else if (isTrue(json, "removed") || (!isTrue(json, "valid") && !path.isBest))
        path.outside = "takes no part: its next hop cannot be reached";
    return path;
}

Rules frrRules(std::string_view configuration)
{
    Rules rules;
    bird::eachLine(configuration, [&rules](std::string_view line) {
        line = bird::trimmed(line);
        rules.asPathIgnore = rules.asPathIgnore || line == "bgp bestpath as-path ignore";
        rules.alwaysCompareMed = rules.alwaysCompareMed || line == "bgp always-compare-med";
        rules.compareRouterId = rules.compareRouterId || line == "bgp bestpath compare-routerid";
        rules.medMissingAsWorst =
            rules.medMissingAsWorst || (line.starts_with("bgp bestpath med") && line.find("missing-as-worst") != std::string_view::npos);
        constexpr std::string_view kPreference = "bgp default local-preference ";
        if (line.starts_with(kPreference))
            rules.localPreference = number(line.substr(kPreference.size())).value_or(100);
    });
    return rules;
}

Path birdPath(const BirdPath &known, const BirdSession *session)
{
    Path path;
    path.from = session && !session->address.empty() ? session->address : known.session;
    path.isBest = known.isBest;
    path.preference = known.preference;
    if (!known.isBgp) { // nothing but its preference counts, and that differs
        path.nextHop = known.hops.empty() ? known.kind : known.hops.front();
        return path;
    }
    path.nextHop = known.nextHop.substr(0, known.nextHop.find(' '));
    path.asPath = known.asPath;
    const auto words = base::wordsOf(known.asPath);
    path.length = static_cast<std::int64_t>(words.size());
    if (const auto set = std::ranges::find_if(words, [](std::string_view word) { return word.starts_with('{'); }); set != words.end())
        path.length = set - words.begin() + 1; // a set counts once
    path.neighbourAs = words.empty() ? std::string() : std::string(words.front());
    path.originText = known.origin;
    path.origin = originOf(known.origin);
    path.localPreference = known.localPreference;
    path.med = known.med;
    path.igpMetric = known.igpMetric;
    path.clusters = known.clusters;
    path.isExternal = !session || session->as != session->localAs;
    const std::string_view id = !known.originator.empty() ? std::string_view(known.originator)
                                : session                 ? std::string_view(session->neighbourId)
                                                          : std::string_view();
    path.routerId = base::IpAddress::parse(id).value_or(base::IpAddress());
    path.peer = session ? base::IpAddress::parse(session->address).value_or(base::IpAddress()) : base::IpAddress();
    if (known.kind == "unreachable" && !known.isBest)
        path.outside = "takes no part: its next hop cannot be reached";
    return path;
}

} // namespace

Json frrBgpDecision(const Json &paths, std::string_view configuration)
{
    std::vector<Path> all;
    if (const Json &list = at(paths, "paths"); list.is_array())
        for (const Json &path : list)
            all.push_back(frrPath(path));
    Rules rules = frrRules(configuration);
    // Which of two external paths is older it looks at when one comes: where it names a later step, that was not asked.
    const auto best = std::ranges::find(all, true, &Path::isBest);
    constexpr std::array<std::string_view, 3> kLater{"Router ID", "Cluster length", "Neighbor IP"};
    if (best != all.end() && std::ranges::find(kLater, best->reason) != kLater.end())
        rules.compareRouterId = true;
    return decisionOf(textAt(paths, "prefix"), "FRR", all, kFrrSteps, rules);
}

Json birdBgpDecision(std::string_view protocols, std::string_view routes)
{
    const std::vector<BirdSession> sessions = birdSessions(protocols);
    std::vector<BirdPath> known = birdPaths(routes);
    // Those of BGP first, in the order in which `show ip bgp PREFIX` has them.
    std::stable_partition(known.begin(), known.end(), [](const BirdPath &path) { return path.isBgp; });
    std::vector<Path> all;
    for (const BirdPath &path : known) {
        const auto session = std::ranges::find(sessions, path.session, &BirdSession::name);
        all.push_back(birdPath(path, session == sessions.end() ? nullptr : &*session));
    }
    return decisionOf(known.empty() ? std::string() : known.front().prefix, "BIRD", all, kBirdSteps, {});
}

std::string bgpDecisionText(const Json &decision)
{
    std::string text = fmt::format("Decision for {}, as {} made it\n", textAt(decision, "prefix"), textAt(decision, "daemon"));
    for (const Json &candidate : at(decision, "candidates"))
        text += fmt::format("  {:<15} from {:<15} path [{}]: {}\n", textAt(candidate, "nextHop"), textAt(candidate, "from"),
                            textAt(candidate, "path"), textAt(candidate, "verdict"));
    if (const std::string reason = textAt(decision, "reason"); !reason.empty())
        text += fmt::format("{} itself names: {}\n", textAt(decision, "daemon"), reason);
    if (!isTrue(decision, "agrees"))
        text += fmt::format("By the steps of its manual another path would win: {} may have options that are not seen here.\n",
                            textAt(decision, "daemon"));
    return text;
}

} // namespace hopyard::engine
