// See check_teaching.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/check_teaching.h"

#include "core/base/suggest.h"
#include "core/lab/values.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>
#include <string_view>

namespace hopyard::lab {

namespace {

using Severity = Problem::Severity;

class TeachingValidator {
public:
    TeachingValidator(const Lab &lab, const Places &places) : m_lab(lab), m_places(places)
    {
        for (const Node *node : allNodes())
            m_names.insert(node->name);
    }

    std::vector<Problem> run()
    {
        for (std::size_t i = 0; i < m_lab.teaching.guide.steps.size(); ++i)
            checkStep(m_lab.teaching.guide.steps[i], fmt::format("guide/steps/{}", i));
        for (const Check &check : m_lab.teaching.checks)
            checkCheck(check);
        checkSolution();
        return std::move(m_problems);
    }

private:
    void say(Severity severity, const std::string &path, std::string message)
    {
        m_problems.push_back(m_places.problem(severity, path, std::move(message)));
    }

    /// Those of the lab and those that only its solution has.
    std::vector<const Node *> allNodes() const
    {
        std::vector<const Node *> nodes;
        for (const Node &node : m_lab.nodes)
            nodes.push_back(&node);
        for (const Node &node : m_lab.solution.nodes)
            nodes.push_back(&node);
        return nodes;
    }

    void checkName(std::string_view place, const std::string &path)
    {
        const std::string_view name = place.substr(0, place.find('/'));
        if (m_names.contains(name))
            return;
        const std::string_view close = base::closestWord(name, std::vector<std::string_view>(m_names.begin(), m_names.end()));
        say(Severity::error, path,
            fmt::format("there is no node '{:.60}'{}", name, close.empty() ? "" : fmt::format("; did you mean '{}'?", close)));
    }

    void checkEnd(std::string_view text, const std::string &path)
    {
        const auto end = parseEndValue(text);
        if (!end)
            return;
        checkName(end->node, path);
        const auto isPlugged = [&](const Link &link) { return link.a == *end || link.b == *end; };
        if (m_names.contains(end->node) && std::ranges::none_of(m_lab.links, isPlugged) && std::ranges::none_of(m_lab.solution.links, isPlugged))
            say(Severity::error, path, fmt::format("no link is plugged at {}", text));
    }

    void checkStep(const GuideStep &step, const std::string &path)
    {
        for (std::size_t i = 0; i < step.nodes.size(); ++i)
            checkName(step.nodes[i], fmt::format("{}/nodes/{}", path, i));
        for (std::size_t i = 0; i < step.checks.size(); ++i)
            if (!m_lab.teaching.findCheck(step.checks[i]))
                say(Severity::error, fmt::format("{}/checks/{}", path, i), fmt::format("there is no check '{:.60}'", step.checks[i]));
        if (step.command.empty())
            return;
        const std::size_t colon = step.command.find(": ");
        if (colon == std::string::npos)
            say(Severity::error, path + "/command", "a command names its node: \"r1: show ip route\"");
        else
            checkName(std::string_view(step.command).substr(0, colon), path + "/command");
    }

    void checkCheck(const Check &check)
    {
        const std::string path = "checks/" + check.id;
        if (!isNodeName(check.id))
            say(Severity::error, path, fmt::format("'{:.60}' cannot name a check; use letters, digits, '-', '_' and '.'", check.id));
        if (check.title.empty())
            say(Severity::hint, path, fmt::format("check '{}' has no title", check.id));
        for (std::size_t i = 0; i < check.after.size(); ++i) {
            const CheckAction &action = check.after[i];
            const std::string at = fmt::format("{}/after/{}", path, i);
            if (action.kind == CheckAction::Kind::fail || action.kind == CheckAction::Kind::heal)
                checkEnd(action.at, at);
            else if (action.kind != CheckAction::Kind::wait)
                checkName(action.at, at);
        }
        checkCondition(check.condition, fmt::format("{}/{}", path, toString(check.condition.kind)));
    }

    void checkCondition(const Condition &condition, const std::string &path)
    {
        for (std::size_t i = 0; i < condition.parts.size(); ++i)
            checkCondition(condition.parts[i], condition.kind == ConditionKind::not_ ? path : fmt::format("{}/{}", path, i));
        for (const ConditionKey &key : conditionKeys(condition.kind))
            for (const std::string &value : condition.list(key.name)) {
                const std::string at = fmt::format("{}/{}", path, key.name);
                if (key.kind == ArgumentKind::node || (key.kind == ArgumentKind::address && value != "*" && !base::IpAddress::parse(value)))
                    checkName(value, at);
                else if (key.kind == ArgumentKind::end)
                    checkEnd(value, at);
            }
    }

    void checkSolution()
    {
        for (const Node &node : m_lab.solution.nodes)
            if (const Node *old = m_lab.findNode(node.name); old && old->kind != node.kind)
                say(Severity::warning, "solution/nodes/" + node.name,
                    fmt::format("'{}' is a {} in the lab and a {} in its solution", node.name, toString(old->kind), toString(node.kind)));
    }

    const Lab &m_lab;
    const Places &m_places;
    std::set<std::string_view> m_names;
    std::vector<Problem> m_problems;
};

} // namespace

std::vector<Problem> checkTeaching(const Lab &lab, const Places &places)
{
    return TeachingValidator(lab, places).run();
}

} // namespace hopyard::lab
