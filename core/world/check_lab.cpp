// See check_lab.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/world/check_lab.h"

#include "core/console/config_text.h"
#include "core/console/console.h"
#include "core/lab/read.h"
#include "core/lab/validate.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

namespace hopyard::world {

namespace {

/// The line of a configuration that gives an address: the first below "interface NAME" that has it.
int lineOf(std::string_view config, int interfaceLine, const std::string &address)
{
    int line = 0;
    while (!config.empty()) {
        const std::size_t end = std::min(config.find('\n'), config.size());
        if (++line > interfaceLine && config.substr(0, end).find(' ' + address) != std::string_view::npos)
            return line;
        config.remove_prefix(std::min(end + 1, config.size()));
    }
    return interfaceLine;
}

lab::ConfigFacts readFacts(std::string_view config)
{
    lab::ConfigFacts facts;
    const auto read = console::parseConfig(config);
    if (!read) {
        for (const console::ConfigProblem &problem : read.error())
            facts.issues.push_back({lab::Problem::Severity::error, problem.line, problem.column, problem.message});
        return facts;
    }
    for (const auto &[name, interface] : read->interfaces) {
        facts.interfaces.push_back(name);
        for (const base::InterfaceAddress &address : interface.addresses)
            facts.addresses.push_back({name, address, lineOf(config, interface.line.number, toString(address))});
    }
    return facts;
}

/// Lines of `start` that the console of a host or router will not understand. The lab runs without them.
void checkStartLines(const lab::Lab &lab, const lab::Places &places, std::vector<lab::Problem> &problems)
{
    for (const lab::Node &node : lab.nodes) {
        for (const lab::Guest &guest : node.computer.guests)
            for (std::size_t i = 0; i < guest.start.size() && guest.kind == lab::GuestKind::engine; ++i) // others' lines are a shell's
                if (const std::string mistake = console::mistakeIn(guest.start[i]); !mistake.empty())
                    problems.push_back(places.problem(lab::Problem::Severity::warning,
                                                      fmt::format("nodes/{}/guests/{}/start/{}", node.name, guest.name, i),
                                                      fmt::format("start line '{}' of guest '{}': {}", guest.start[i], guest.name, mistake),
                                                      node.name));
        if (!lab::hasStack(node.kind))
            continue;
        for (std::size_t i = 0; i < node.start.size(); ++i)
            if (const std::string mistake = console::mistakeIn(node.start[i]); !mistake.empty())
                problems.push_back(places.problem(lab::Problem::Severity::warning,
                                                  fmt::format("nodes/{}/start/{}", node.name, i),
                                                  fmt::format("start line '{}': {}", node.start[i], mistake),
                                                  node.name));
    }
}

/// What checks and the guide type at consoles, and what the solution has in the places of nodes: said where they stand.
void checkTeachingLines(const lab::Lab &lab, const lab::Places &places, std::vector<lab::Problem> &problems)
{
    const auto check = [&](const std::string &path, std::string_view line) {
        if (const std::string mistake = console::mistakeIn(line); !mistake.empty())
            problems.push_back(places.problem(lab::Problem::Severity::warning, path, fmt::format("'{:.100}': {}", line, mistake)));
    };
    const auto isStack = [&](std::string_view name) {
        const lab::Node *node = lab.findNode(name);
        return node && lab::hasStack(node->kind);
    };
    for (const lab::Check &c : lab.teaching.checks) {
        for (std::size_t i = 0; i < c.after.size(); ++i)
            if (c.after[i].kind == lab::CheckAction::Kind::run && isStack(c.after[i].at))
                check(fmt::format("checks/{}/after/{}", c.id, i), c.after[i].line);
        if (c.condition.kind == lab::ConditionKind::table && isStack(c.condition.get("on")))
            check(fmt::format("checks/{}/table/command", c.id), c.condition.get("command"));
    }
    if (lab.solution == lab::Solution())
        return;
    for (lab::Problem problem : lab::validate(lab.solved(), {}, readFacts))
        if (problem.severity == lab::Problem::Severity::error)
            problems.push_back(places.problem(problem.severity, problem.node.empty() ? "solution" : "solution/nodes/" + problem.node,
                                              "with the solution in its place: " + problem.message, problem.node));
}

/// Whether a message names that node: "'r1'", "r1:eth0".
bool names(const std::string &message, const std::string &node)
{
    const auto isPartOfName = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-'
               || c == '.';
    };
    for (std::size_t at = message.find(node); at != std::string::npos; at = message.find(node, at + 1)) {
        const std::size_t end = at + node.size();
        if ((at == 0 || !isPartOfName(message[at - 1])) && (end == message.size() || !isPartOfName(message[end])))
            return true;
    }
    return false;
}

/// The mistakes of shape of a text and, of the nodes and links that have none, those of sense: all in one go. What may only
/// follow from a mistake of shape is left out: warnings, and whatever is about a node that has one.
std::vector<lab::Problem> withMistakesOfSense(std::string_view text, std::string_view fileName)
{
    lab::PartlyRead read = lab::readPartly(text, fileName);
    if (read.problems.empty() || read.problems.back().line == 0)
        return std::move(read.problems); // "and 12 more": enough to read already
    std::set<std::string> badNodes;
    for (const lab::Problem &problem : read.problems)
        if (!problem.node.empty())
            badNodes.insert(problem.node);
    for (lab::Problem &problem : lab::validate(read.lab, read.places, readFacts)) {
        const bool follows = problem.severity != lab::Problem::Severity::error || badNodes.contains(problem.node)
                             || std::any_of(badNodes.begin(), badNodes.end(), [&](const std::string &node) {
                                    return names(problem.message, node);
                                });
        if (!follows)
            read.problems.push_back(std::move(problem));
    }
    std::ranges::stable_sort(read.problems, {}, [](const lab::Problem &p) { return std::pair(p.line, p.column); });
    return std::move(read.problems);
}

} // namespace

std::vector<lab::Problem> checkLab(const lab::Lab &lab, const lab::Places &places)
{
    std::vector<lab::Problem> problems = lab::validate(lab, places, readFacts);
    const std::size_t before = problems.size();
    checkStartLines(lab, places, problems);
    checkTeachingLines(lab, places, problems);
    if (problems.size() != before)
        std::ranges::stable_sort(problems, {}, [](const lab::Problem &p) { return std::pair(p.line, p.column); });
    return problems;
}

CheckedText checkText(std::string_view text, std::string_view fileName)
{
    auto read = lab::LabText::read(text, fileName);
    if (!read)
        return {std::nullopt, withMistakesOfSense(text, fileName)};
    std::vector<lab::Problem> problems = checkLab(read->lab(), read->places());
    return {std::move(*read), std::move(problems)};
}

} // namespace hopyard::world
