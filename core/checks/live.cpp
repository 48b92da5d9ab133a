// See live.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checks/live.h"

#include "core/base/quantity.h"
#include "core/checks/runner.h"

#include <fmt/format.h>

#include <algorithm>

namespace hopyard::checks {

using lab::Check;
using lab::Condition;
using lab::ConditionKind;

struct Witness::State {
    State(const std::vector<Check> &checks, const FilterMaker &filters) : prepared(prepare(checks, filters)), frames(prepared.watches) {}
    Prepared prepared;
    FrameCounter frames;
    world::World *world = nullptr;
};

namespace {

/// Asks what a node knows at this moment, and nothing that takes time.
bool isStill(const Condition &condition)
{
    switch (condition.kind) {
    case ConditionKind::route:
    case ConditionKind::table:
    case ConditionKind::adjacency:
    case ConditionKind::bgp:
    case ConditionKind::config: return true;
    case ConditionKind::seen:
    case ConditionKind::notSeen: return !condition.has("for");
    case ConditionKind::ping:
    case ConditionKind::noPing:
    case ConditionKind::traceroute:
    case ConditionKind::http:
    case ConditionKind::throughput:
    case ConditionKind::noPageLeaked:
    case ConditionKind::moved: return false;
    case ConditionKind::all:
    case ConditionKind::any:
    case ConditionKind::not_: return std::ranges::all_of(condition.parts, isStill);
    }
    return false;
}

/// The first node that a condition asks and that lives outside; empty where none does.
std::string outsider(const lab::Lab &lab, const Condition &condition)
{
    for (const Condition &part : condition.parts)
        if (std::string name = outsider(lab, part); !name.empty())
            return name;
    const lab::Node *node = lab.findNode(condition.get("on"));
    return node && lab::isOutside(node->kind) ? node->name : std::string();
}

/// Why a check has no answer where part of the network is outside; empty where it has.
std::string whyNot(const lab::Lab &lab, const Check &check)
{
    if (!check.after.empty() || !isStill(check.condition))
        return "part of this network lives outside of it, where no copy can be tried out";
    if (const std::string name = outsider(lab, check.condition); !name.empty())
        return fmt::format("{} lives outside of this network", name);
    return {};
}

} // namespace

Witness::Witness(const std::vector<Check> &checks, const FilterMaker &filters) : m_state(std::make_unique<State>(checks, filters)) {}

Witness::~Witness()
{
    detach();
}

void Witness::attach(world::World &world)
{
    detach();
    m_state->frames.attach(world);
    m_state->world = &world;
}

void Witness::detach()
{
    if (m_state->world)
        m_state->world->trace().remove(&m_state->frames);
    m_state->world = nullptr;
}

Report lookAt(const world::World &world, const std::vector<Check> &checks, const Witness &witness, const LiveOptions &options)
{
    const Prepared &prepared = witness.m_state->prepared;
    const bool isHalf = world.hasOutsidePorts();
    Budget budget{options.limits.events, false};
    const Course now(world.copy(), prepared.watches, budget, base::TimePoint::never(), &witness.m_state->frames);
    Report report;
    for (std::size_t i = 0; i < checks.size() && i < prepared.mistakes.size(); ++i) {
        const Check &check = checks[i];
        if (!options.only.empty() && std::ranges::find(options.only, check.id) == options.only.end())
            continue;
        const base::TimePoint when = base::TimePoint() + check.at;
        Finding finding;
        if (std::string why = isHalf ? whyNot(world.lab(), check) : std::string(); !why.empty()) {
            finding = impossible(std::move(why));
        } else if (!prepared.mistakes[i].empty()) {
            finding = impossible(prepared.mistakes[i]);
        } else if (now.now() >= when) {
            finding = actAndEvaluate(now, check, options.limits.time);
        } else if (!options.ahead || isHalf) {
            finding = {Verdict::waiting, fmt::format("looked at from {} on", base::toString(check.at))};
        } else {
            const std::unique_ptr<Course> then = now.copy();
            finding = then->advanceTo(when) ? actAndEvaluate(*then, check, options.limits.time)
                                            : impossible("too much happens in this network until then");
        }
        report.results.push_back(resultOf(check, std::move(finding)));
        report.earned += report.results.back().earned;
        report.possible += check.points;
    }
    return report;
}

} // namespace hopyard::checks
