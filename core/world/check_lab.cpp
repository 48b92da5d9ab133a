// See check_lab.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/world/check_lab.h"

#include "core/console/config_text.h"
#include "core/console/console.h"
#include "core/lab/validate.h"

#include <fmt/format.h>

#include <algorithm>
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
            for (std::size_t i = 0; i < guest.start.size(); ++i)
                if (const std::string mistake = console::mistakeIn(guest.start[i]); !mistake.empty())
                    problems.push_back(places.problem(lab::Problem::Severity::warning,
                                                      fmt::format("nodes/{}/guests/{}/start/{}", node.name, guest.name, i),
                                                      fmt::format("start line '{}' of guest '{}': {}", guest.start[i], guest.name, mistake),
                                                      node.name));
        if (node.kind != lab::NodeKind::host && node.kind != lab::NodeKind::router)
            continue;
        for (std::size_t i = 0; i < node.start.size(); ++i)
            if (const std::string mistake = console::mistakeIn(node.start[i]); !mistake.empty())
                problems.push_back(places.problem(lab::Problem::Severity::warning,
                                                  fmt::format("nodes/{}/start/{}", node.name, i),
                                                  fmt::format("start line '{}': {}", node.start[i], mistake),
                                                  node.name));
    }
}

} // namespace

std::vector<lab::Problem> checkLab(const lab::Lab &lab, const lab::Places &places)
{
    std::vector<lab::Problem> problems = lab::validate(lab, places, readFacts);
    const std::size_t before = problems.size();
    checkStartLines(lab, places, problems);
    if (problems.size() != before)
        std::ranges::stable_sort(problems, {}, [](const lab::Problem &p) { return std::pair(p.line, p.column); });
    return problems;
}

CheckedText checkText(std::string_view text, std::string_view fileName)
{
    auto read = lab::LabText::read(text, fileName);
    if (!read)
        return {std::nullopt, std::move(read.error())};
    std::vector<lab::Problem> problems = checkLab(read->lab(), read->places());
    return {std::move(*read), std::move(problems)};
}

} // namespace hopyard::world
