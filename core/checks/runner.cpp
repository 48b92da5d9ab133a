// From check to check: the world at each one's time, its actions, its condition; see checks.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checks/runner.h"

#include "core/checks/program.h"
#include "core/lab/values.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace hopyard::checks {

namespace {

using lab::Check;
using lab::CheckAction;
using lab::Condition;
using lab::ConditionKind;

std::string addWatches(Watches &watches, const Condition &condition, const FilterMaker &filters)
{
    for (const Condition &part : condition.parts)
        if (std::string mistake = addWatches(watches, part, filters); !mistake.empty())
            return mistake;
    if (condition.kind != ConditionKind::seen && condition.kind != ConditionKind::notSeen)
        return {};
    const WatchKey key(condition.get("at"), condition.get("filter"));
    if (watches.contains(key))
        return {};
    const auto end = lab::parseEndValue(key.first);
    if (!end || !filters)
        return "packets cannot be filtered here";
    auto filter = filters(key.second);
    if (!filter)
        return filter.error().message;
    watches.emplace(key, Watch{*end, std::move(*filter)});
    return {};
}

/// The nodes and ends that a condition names, for pictures.
void noteSubjects(const Condition &condition, CheckResult &result)
{
    for (const Condition &part : condition.parts)
        noteSubjects(part, result);
    for (const lab::ConditionKey &key : lab::conditionKeys(condition.kind))
        for (const std::string &value : condition.list(key.name)) {
            std::string node = value.substr(0, value.find('/'));
            if (key.kind == lab::ArgumentKind::end) {
                if (const auto end = lab::parseEndValue(value))
                    result.ends.push_back(*end);
            } else if ((key.kind == lab::ArgumentKind::node || key.kind == lab::ArgumentKind::address) && lab::isNodeName(node)
                       && !base::IpAddress::parse(node) && std::ranges::find(result.nodes, node) == result.nodes.end()) {
                result.nodes.push_back(std::move(node));
            }
        }
}

/// Does one action. Empty, or why it could not be done.
std::string act(Course &course, const CheckAction &action)
{
    world::World &world = course.world();
    switch (action.kind) {
    case CheckAction::Kind::wait: return course.advance(action.time) ? "" : outOfLimits(course).seen;
    case CheckAction::Kind::fail:
    case CheckAction::Kind::heal: {
        const auto end = lab::parseEndValue(action.at);
        const base::LinkId link = end ? world.findLink(*end) : base::LinkId();
        if (!link.isValid())
            return fmt::format("no link is plugged at {}", action.at);
        for (const base::Direction direction : {base::Direction::forward, base::Direction::backward}) {
            base::Impairment impairment = direction == base::Direction::forward ? world.link(link).forward : world.link(link).backward;
            impairment.down = action.kind == CheckAction::Kind::fail;
            world.setImpairment(link, direction, impairment);
        }
        return {};
    }
    case CheckAction::Kind::stop:
    case CheckAction::Kind::start: {
        const base::NodeId node = world.findNode(action.at);
        if (!node.isValid())
            return fmt::format("there is no node '{}'", action.at);
        if (action.kind == CheckAction::Kind::stop)
            world.stopNode(node);
        else
            world.startNode(node);
        return {};
    }
    case CheckAction::Kind::run: {
        const world::CommandAnswer answer = world.command(action.at, action.line);
        return answer.ok ? "" : fmt::format("{}: {}", action.at, answer.text.substr(0, answer.text.find('\n')));
    }
    }
    return {};
}

std::string sentenceFor(const Check &check, const Finding &finding)
{
    switch (finding.verdict) {
    case Verdict::passed: return {};
    case Verdict::failed: return check.failure.empty() ? finding.seen : check.failure;
    case Verdict::error: return "This could not be checked: " + finding.seen;
    case Verdict::waiting: return finding.seen;
    }
    return {};
}

Finding combine(Course &course, const Condition &condition)
{
    if (condition.kind == ConditionKind::not_) {
        if (condition.parts.empty())
            return impossible("a condition is missing");
        Finding inner = evaluate(course, condition.parts.front());
        if (inner.verdict != Verdict::error)
            inner.verdict = inner.verdict == Verdict::passed ? Verdict::failed : Verdict::passed;
        return inner;
    }
    // The first part that decides is what was seen. One that cannot be answered decides only where no other does.
    const bool isAll = condition.kind == ConditionKind::all;
    std::string seen, unanswered;
    for (const Condition &part : condition.parts) {
        Finding finding = evaluate(course, part);
        if (finding.verdict == (isAll ? Verdict::failed : Verdict::passed))
            return finding;
        std::string &said = finding.verdict == Verdict::error ? unanswered : seen;
        said += (said.empty() ? "" : "; ") + finding.seen;
    }
    if (!unanswered.empty())
        return impossible(std::move(unanswered));
    return found(isAll, std::move(seen));
}

} // namespace

Prepared prepare(const std::vector<Check> &checks, const FilterMaker &filters)
{
    Prepared prepared;
    for (const Check &check : checks)
        prepared.mistakes.push_back(addWatches(prepared.watches, check.condition, filters));
    return prepared;
}

Finding actAndEvaluate(const Course &at, const Check &check, base::Duration limit)
{
    const std::unique_ptr<Course> course = at.copy(limit);
    course->markCheck();
    for (const CheckAction &action : check.after)
        if (std::string why = act(*course, action); !why.empty())
            // An answer may lack what is to be done to it: its own failure. A limit is nobody's.
            return course->budget().isSpent || action.kind == CheckAction::Kind::wait ? impossible(std::move(why)) : found(false, std::move(why));
    return evaluate(*course, check.condition);
}

CheckResult resultOf(const Check &check, Finding finding)
{
    CheckResult result;
    result.id = check.id;
    result.title = check.title.empty() ? check.id : check.title;
    result.points = check.points;
    result.verdict = finding.verdict;
    result.earned = finding.verdict == Verdict::passed ? check.points : 0;
    result.sentence = sentenceFor(check, finding);
    result.seen = std::move(finding.seen);
    noteSubjects(check.condition, result);
    return result;
}

std::string_view toString(Verdict verdict)
{
    switch (verdict) {
    case Verdict::passed: return "passed";
    case Verdict::failed: return "failed";
    case Verdict::error: return "error";
    case Verdict::waiting: return "waiting";
    }
    return "error";
}

bool Report::isAllPassed() const
{
    return std::ranges::all_of(results, [](const CheckResult &r) { return r.verdict == Verdict::passed; });
}

Finding evaluate(Course &course, const Condition &condition)
{
    const auto onCopy = [&](Finding (*ask)(Course &, const Condition &)) {
        const std::unique_ptr<Course> own = course.copy();
        return ask(*own, condition);
    };
    switch (condition.kind) {
    case ConditionKind::ping:
    case ConditionKind::noPing: return onCopy(askPing);
    case ConditionKind::traceroute: return onCopy(askTraceroute);
    case ConditionKind::route: return askRoute(course, condition);
    case ConditionKind::table: return askTable(course, condition);
    case ConditionKind::adjacency: return askAdjacency(course, condition);
    case ConditionKind::bgp: return askBgp(course, condition);
    case ConditionKind::seen:
    case ConditionKind::notSeen: return onCopy(askSeen);
    case ConditionKind::http: return onCopy(askHttp);
    case ConditionKind::throughput: return onCopy(askThroughput);
    case ConditionKind::config: return askConfig(course, condition);
    case ConditionKind::noPageLeaked: return onCopy(askNoPageLeaked);
    case ConditionKind::moved: return onCopy(askMoved);
    case ConditionKind::all:
    case ConditionKind::any:
    case ConditionKind::not_: return combine(course, condition);
    }
    return impossible("this condition is not known");
}

base::Result<Report, std::vector<lab::Problem>> runChecks(const lab::Lab &lab, const std::vector<Check> &checks, const Options &options)
{
    lab::Lab network = lab; // without its own lesson: the checks may be another's, and what they speak of need not be there
    network.teaching = {};
    network.solution = {};
    auto world = world::World::build(network, options.seed);
    if (!world)
        return base::fail(std::move(world.error()));
    const bool livesOutside = world->hasOutsidePorts();
    const Prepared prepared = prepare(checks, options.filters);
    Budget budget{options.limits.events, false};
    Course course(std::move(*world), prepared.watches, budget, base::TimePoint() + options.limits.time);

    std::vector<std::size_t> order(checks.size()); // by time, and of one time as they stand
    std::iota(order.begin(), order.end(), std::size_t(0));
    std::ranges::stable_sort(order, {}, [&](std::size_t i) { return checks[i].at; });
    Report report;
    report.results.resize(checks.size());
    for (const std::size_t i : order) {
        const Check &check = checks[i];
        Finding finding;
        if (livesOutside)
            finding = impossible("nodes of this lab live outside of it and need real time");
        else if (!prepared.mistakes[i].empty())
            finding = impossible(prepared.mistakes[i]);
        else if (!course.advanceTo(base::TimePoint() + check.at))
            finding = outOfLimits(course);
        else
            finding = actAndEvaluate(course, check, options.limits.time);
        report.results[i] = resultOf(check, std::move(finding));
        report.earned += report.results[i].earned;
        report.possible += check.points;
    }
    return report;
}

} // namespace hopyard::checks
