// What makes a lab a lesson: a guide with steps, checks that say whether it is done, parameters that differ by student.
//
// docs/checks.md is the manual. A condition is kept as its kind and its arguments as they were written, each of which was
// understood when it was read (conditionForms() is the table of them); core/checks is what carries conditions out.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/base/time.h"
#include "core/lab/to_find.h"

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::lab {

struct GuideStep {
    std::string title;
    std::string text;                ///< Markdown
    std::vector<std::string> nodes;  ///< pointed at
    std::string view;                ///< one of guideViews(), opened when the step is; empty: none
    std::string command;             ///< "r1: show ip route": offered for that node's console
    std::vector<std::string> checks; ///< ids; the step is done when they have passed
    std::vector<std::string> hints;  ///< Markdown, hidden until asked for, one after the other
    std::string solution;            ///< Markdown, hidden until asked for
    bool operator==(const GuideStep &) const = default;
};
std::span<const std::string_view> guideViews();

struct Guide {
    std::string title;
    std::string text; ///< Markdown, before the first step
    std::vector<GuideStep> steps;
    bool operator==(const Guide &) const = default;
};

enum class ConditionKind : std::uint8_t {
    ping, noPing, traceroute, route, table, adjacency, bgp, seen, notSeen, http, throughput, config, noPageLeaked, moved,
    all, any, not_, ///< of other conditions
};
std::string_view toString(ConditionKind kind); ///< as written: "no-ping"

struct Condition {
    ConditionKind kind = ConditionKind::all;
    /// Key to what stands there; most have one value. Only keys of the kind's form, each understood.
    std::map<std::string, std::vector<std::string>, std::less<>> arguments;
    std::vector<Condition> parts; ///< of all, any and not
    bool operator==(const Condition &) const = default;

    bool has(std::string_view key) const { return arguments.contains(key); }
    /// The (first) value at a key; empty where there is none.
    std::string_view get(std::string_view key) const;
    const std::vector<std::string> &list(std::string_view key) const; ///< empty where there is none
};
constexpr bool isCombination(ConditionKind kind) { return kind >= ConditionKind::all; }

/// What an argument names, so that it can be checked against the lab.
enum class ArgumentKind : std::uint8_t {
    text, node, address, end, prefix, count, duration, rate, probability, protocol, flag, attribute, since, status, command,
};
struct ConditionKey {
    std::string_view name;
    ArgumentKind kind = ArgumentKind::text;
    bool isRequired = false;
    bool isList = false;
};
struct ConditionForm {
    ConditionKind kind;
    std::span<const ConditionKey> keys;
};
/// The keys of a kind that is no combination, in the order in which they are written.
std::span<const ConditionKey> conditionKeys(ConditionKind kind);
std::span<const std::string_view> conditionNames(); ///< by ConditionKind
std::optional<ConditionKind> parseConditionKind(std::string_view text);

/// Something that is done before a check's condition is looked at.
struct CheckAction {
    enum class Kind : std::uint8_t { wait, fail, heal, stop, start, run };
    Kind kind = Kind::wait;
    base::Duration time; ///< wait
    std::string at;      ///< an end of a link (fail, heal), a node (stop, start), a place (run)
    std::string line;    ///< run: what is typed at the console
    bool operator==(const CheckAction &) const = default;
};
/// "wait 40s", "fail r1:eth1", "heal r1:eth1", "stop r2", "start r2", "run h1: ping 10.0.0.2 count 1"
std::string toString(const CheckAction &action);

struct Check {
    static constexpr std::uint32_t kMostPoints = 10'000;
    std::string id; ///< as names of nodes; unique
    std::string title;
    std::uint32_t points = 1;
    base::Duration at = base::Duration::seconds(60); ///< of the lab's time, when it is first looked at
    std::vector<CheckAction> after;                  ///< done first, beginning at `at`
    Condition condition;
    std::string failure; ///< what the student is told where it fails
    bool operator==(const Check &) const = default;
};

struct Parameter {
    enum class Kind : std::uint8_t { choice, number, network };
    std::string name;
    Kind kind = Kind::choice;
    std::vector<std::string> choices;    ///< one of these
    std::int64_t from = 0, to = 0, step = 1; ///< one of from, from + step, … up to `to`
    base::IpPrefix within;               ///< an IPv4 network in this one, apart from the lab's others
    unsigned length = 24;                ///< of that prefix length
    bool operator==(const Parameter &) const = default;
};

struct Teaching {
    Guide guide;
    std::vector<Check> checks;         ///< in file order
    std::vector<Parameter> parameters; ///< in file order
    std::string student;               ///< for whom it was handed out; empty: the teacher's own
    ToFind toFind;                     ///< problems that are not said before they are asked for
    bool operator==(const Teaching &) const = default;
    const Check *findCheck(std::string_view id) const;
};

} // namespace hopyard::lab
