// Deciding by rules; their text is read in rules_text.cpp.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migration/rules.h"

#include <array>
#include <algorithm>

#include <fmt/format.h>

namespace hopyard::migration {

namespace {

constexpr std::array<std::string_view, 3> kPolicies{"least-connections", "weights", "hash"};
constexpr std::array<std::string_view, 7> kConditions{"method", "path", "host", "header", "cookie", "tls", "bytes"};

Answer compare(const Known &known, const std::string &pattern, bool anyCase)
{
    if (known.answer != Answer::yes)
        return known.answer;
    return matchesGlob(pattern, known.value, anyCase) ? Answer::yes : Answer::no;
}

Answer compareBytes(const Condition &condition, base::Bytes received)
{
    for (std::size_t i = 0; i < condition.bytes.size(); ++i) {
        if (condition.at + i >= received.size())
            return Answer::needMore;
        if (condition.bytes[i] && *condition.bytes[i] != received[condition.at + i])
            return Answer::no;
    }
    return Answer::yes;
}

Answer holds(const Condition &condition, const RequestHead &head, base::Bytes received)
{
    std::string name;
    switch (condition.what) {
    case Condition::What::method: return compare(head.method(), condition.pattern, false);
    case Condition::What::path: return compare(head.path(), condition.pattern, false);
    case Condition::What::host: return compare(head.host(), condition.pattern, true);
    case Condition::What::header: return compare(head.field(condition.name), condition.pattern, false);
    case Condition::What::cookie: return compare(head.cookie(condition.name), condition.pattern, false);
    case Condition::What::tls: return compare(serverName(received, name), condition.pattern, true);
    case Condition::What::bytes: return compareBytes(condition, received);
    }
    return Answer::no;
}

/// No where one condition does not hold, whatever the others wait for.
Answer holds(const Rule &rule, const RequestHead &head, base::Bytes received)
{
    Answer all = Answer::yes;
    for (const Condition &condition : rule.conditions) {
        const Answer one = holds(condition, head, received);
        if (one == Answer::no)
            return Answer::no;
        if (one == Answer::needMore)
            all = Answer::needMore;
    }
    return all;
}

} // namespace

std::string_view toString(Policy policy)
{
    return kPolicies[static_cast<std::size_t>(policy)];
}

Rules::Rules(std::size_t hosts)
{
    Rule all;
    for (std::size_t i = 0; i < hosts; ++i)
        all.choice.hosts.push_back({i, 1});
    m_rules.push_back(std::move(all));
}

Rules::Decision Rules::decide(base::Bytes received, bool last) const
{
    if (m_rules.size() == 1)
        return {Answer::yes, &m_rules.front()};
    if (received.size() >= kMaxBytes) {
        received = received.first(kMaxBytes);
        last = true;
    }
    const RequestHead head(received);
    for (const Rule &rule : m_rules) {
        const Answer answer = holds(rule, head, received);
        if (answer == Answer::yes)
            return {Answer::yes, &rule};
        if (answer == Answer::needMore && !last)
            return {};
    }
    return {Answer::yes, &m_rules.back()}; // never reached: the default has no conditions
}

std::string Rules::describe(const Rule &rule)
{
    if (rule.conditions.empty())
        return "default";
    std::string text;
    for (const Condition &condition : rule.conditions) {
        if (!text.empty())
            text += ' ';
        text += kConditions[static_cast<std::size_t>(condition.what)];
        if (condition.what == Condition::What::bytes) {
            text += fmt::format(" at {} hex", condition.at);
            for (const auto &byte : condition.bytes)
                text += byte ? fmt::format(" {:02x}", *byte) : std::string(" ??");
        } else if (condition.what == Condition::What::cookie) {
            text += fmt::format(" {}={}", condition.name, condition.pattern);
        } else if (condition.what == Condition::What::header) {
            text += fmt::format(" {} {}", condition.name, condition.pattern);
        } else {
            text += ' ' + condition.pattern;
        }
    }
    return text;
}

} // namespace hopyard::migration
