// The table of conditions, and names; see teaching.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/teaching.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace hopyard::lab {

namespace {

using Argument = ArgumentKind;

constexpr std::array<std::string_view, 8> kViews{"canvas", "console", "lists", "log", "packets", "problems", "tables", "time-line"};

constexpr std::array<std::string_view, 17> kNames{"ping", "no-ping", "traceroute", "route", "table", "adjacency", "bgp", "seen", "not-seen",
                                                  "http", "throughput", "config", "no-page-leaked", "moved", "all", "any", "not"};
static_assert(kNames.size() == static_cast<std::size_t>(ConditionKind::not_) + 1);

constexpr std::array<std::string_view, 6> kActions{"wait", "fail", "heal", "stop", "start", "run"};

constexpr bool kRequired = true;
constexpr bool kList = true;

constexpr ConditionKey kPing[]{{"from", Argument::node, kRequired}, {"to", Argument::address, kRequired}, {"count", Argument::count},
                               {"size", Argument::count}, {"loss", Argument::probability}};
constexpr ConditionKey kNoPing[]{{"from", Argument::node, kRequired}, {"to", Argument::address, kRequired}, {"count", Argument::count}};
constexpr ConditionKey kTraceroute[]{{"from", Argument::node, kRequired}, {"to", Argument::address, kRequired},
                                     {"path", Argument::address, kRequired, kList}};
constexpr ConditionKey kRoute[]{{"on", Argument::node, kRequired}, {"to", Argument::prefix, kRequired}, {"via", Argument::address},
                                {"protocol", Argument::protocol}, {"metric", Argument::count}, {"absent", Argument::flag}};
constexpr ConditionKey kTable[]{{"on", Argument::node, kRequired}, {"command", Argument::command, kRequired}, {"equals", Argument::text, kRequired}};
constexpr ConditionKey kAdjacency[]{{"on", Argument::node, kRequired}, {"protocol", Argument::protocol, kRequired},
                                    {"with", Argument::address, kRequired}, {"state", Argument::text}, {"absent", Argument::flag}};
constexpr ConditionKey kBgp[]{{"on", Argument::node, kRequired}, {"to", Argument::prefix, kRequired}, {"attribute", Argument::attribute, kRequired},
                              {"equals", Argument::text}, {"contains", Argument::text}};
constexpr ConditionKey kSeen[]{{"at", Argument::end, kRequired}, {"filter", Argument::text, kRequired}, {"since", Argument::since},
                               {"for", Argument::duration}, {"count", Argument::count}};
constexpr ConditionKey kNotSeen[]{{"at", Argument::end, kRequired}, {"filter", Argument::text, kRequired}, {"since", Argument::since},
                                  {"for", Argument::duration}};
constexpr ConditionKey kHttp[]{{"from", Argument::node, kRequired}, {"url", Argument::text, kRequired}, {"status", Argument::status}};
constexpr ConditionKey kThroughput[]{{"from", Argument::node, kRequired}, {"to", Argument::node, kRequired}, {"for", Argument::duration},
                                     {"rate", Argument::rate}, {"at-least", Argument::rate}, {"at-most", Argument::rate},
                                     {"loss", Argument::probability}};
constexpr ConditionKey kConfig[]{{"on", Argument::node, kRequired}, {"below", Argument::text}, {"contains", Argument::text, kRequired, kList},
                                 {"absent", Argument::flag}};
constexpr ConditionKey kNoPageLeaked[]{{"on", Argument::node, kRequired}, {"within", Argument::duration}};
constexpr ConditionKey kMoved[]{{"client", Argument::node, kRequired}, {"to", Argument::node, kRequired}, {"within", Argument::duration}};

constexpr std::array<ConditionForm, 14> kForms{{{ConditionKind::ping, kPing},
                                               {ConditionKind::noPing, kNoPing},
                                               {ConditionKind::traceroute, kTraceroute},
                                               {ConditionKind::route, kRoute},
                                               {ConditionKind::table, kTable},
                                               {ConditionKind::adjacency, kAdjacency},
                                               {ConditionKind::bgp, kBgp},
                                               {ConditionKind::seen, kSeen},
                                               {ConditionKind::notSeen, kNotSeen},
                                               {ConditionKind::http, kHttp},
                                               {ConditionKind::throughput, kThroughput},
                                               {ConditionKind::config, kConfig},
                                               {ConditionKind::noPageLeaked, kNoPageLeaked},
                                               {ConditionKind::moved, kMoved}}};

} // namespace

std::span<const std::string_view> guideViews()
{
    return kViews;
}

std::string_view toString(ConditionKind kind)
{
    return kNames[static_cast<std::size_t>(kind)];
}

std::span<const std::string_view> conditionNames()
{
    return kNames;
}

std::optional<ConditionKind> parseConditionKind(std::string_view text)
{
    const auto found = std::ranges::find(kNames, text);
    return found == kNames.end() ? std::nullopt : std::optional(static_cast<ConditionKind>(found - kNames.begin()));
}

std::span<const ConditionKey> conditionKeys(ConditionKind kind)
{
    if (isCombination(kind))
        return {};
    return kForms[static_cast<std::size_t>(kind)].keys;
}

std::string_view Condition::get(std::string_view key) const
{
    const auto found = arguments.find(key);
    return found == arguments.end() || found->second.empty() ? std::string_view() : std::string_view(found->second.front());
}

const std::vector<std::string> &Condition::list(std::string_view key) const
{
    static const std::vector<std::string> kNone;
    const auto found = arguments.find(key);
    return found == arguments.end() ? kNone : found->second;
}

std::string toString(const CheckAction &action)
{
    const std::string_view word = kActions[static_cast<std::size_t>(action.kind)];
    switch (action.kind) {
    case CheckAction::Kind::wait: return fmt::format("{} {}", word, base::toString(action.time));
    case CheckAction::Kind::run: return fmt::format("{} {}: {}", word, action.at, action.line);
    case CheckAction::Kind::fail:
    case CheckAction::Kind::heal:
    case CheckAction::Kind::stop:
    case CheckAction::Kind::start: return fmt::format("{} {}", word, action.at);
    }
    return {};
}

const Check *Teaching::findCheck(std::string_view id) const
{
    const auto found = std::ranges::find(checks, id, &Check::id);
    return found == checks.end() ? nullptr : &*found;
}

} // namespace hopyard::lab
