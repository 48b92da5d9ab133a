// See event_condition.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/engine/event_condition.h"

#include "core/base/trace.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace hopyard::engine {

using filter::FilterError;
using filter::Token;
using filter::TokenKind;

namespace {

std::string small(std::string_view text)
{
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return out;
}

/// Every kind of event that a condition may name.
bool isKind(std::string_view name)
{
    static constexpr std::array<std::string_view, 18> kKinds{
        "packetsent", "packetscheduled", "packetarrived", "packetdropped", "packetforwarded", "neighbourchanged", "routechanged",
        "interfacechanged", "linkchanged", "nodechanged", "applicationoutput", "notice", "tcpchanged", "protocolchanged",
        "routescalculated", "bufferstep", "guestchanged", "migrationstep"};
    static_assert(kKinds.size() == std::variant_size_v<base::trace::Event>);
    return std::find(kKinds.begin(), kKinds.end(), name) != kKinds.end();
}

} // namespace

/// Recursive descent over the filter's own words.
class ConditionParser {
public:
    explicit ConditionParser(std::string_view text) : m_tokens(filter::tokensOf(text)) {}

    base::Result<EventCondition, FilterError> parse()
    {
        const auto root = either();
        if (root && now().kind != TokenKind::end)
            fail("&&, || or the end was expected here");
        if (m_error)
            return base::fail(*m_error);
        m_condition.m_root = *root;
        return std::move(m_condition);
    }

private:
    using Kind = EventCondition::Kind;
    using Field = EventCondition::Field;
    using Index = std::optional<std::uint32_t>;

    const Token &now() const { return m_tokens[m_at]; }
    Index fail(std::string message)
    {
        if (!m_error)
            m_error = FilterError{now().position, now().length, std::move(message)};
        return std::nullopt;
    }
    std::uint32_t add(EventCondition::Node node)
    {
        m_condition.m_nodes.push_back(std::move(node));
        return static_cast<std::uint32_t>(m_condition.m_nodes.size() - 1);
    }

    Index either()
    {
        Index left = both();
        while (left && now().kind == TokenKind::logicalOr) {
            ++m_at;
            const Index right = both();
            left = right ? Index(add({Kind::either, *left, *right})) : std::nullopt;
        }
        return left;
    }
    Index both()
    {
        Index left = term();
        while (left && now().kind == TokenKind::logicalAnd) {
            ++m_at;
            const Index right = term();
            left = right ? Index(add({Kind::both, *left, *right})) : std::nullopt;
        }
        return left;
    }
    Index term()
    {
        if (m_depth >= filter::Filter::kMaxDepth)
            return fail("nested too deep");
        ++m_depth;
        const Index result = termInside();
        --m_depth;
        return result;
    }
    Index termInside()
    {
        if (now().kind == TokenKind::logicalNot) {
            ++m_at;
            const Index inner = term();
            return inner ? Index(add({Kind::negation, *inner})) : std::nullopt;
        }
        if (now().kind == TokenKind::open) {
            ++m_at;
            const Index inner = either();
            if (!inner)
                return inner;
            if (now().kind != TokenKind::close)
                return fail("a closing bracket is missing");
            ++m_at;
            return inner;
        }
        return comparison();
    }
    Index comparison()
    {
        const std::string name = small(now().text);
        EventCondition::Node node{Kind::equal};
        if (now().kind != TokenKind::word)
            return fail("kind, node, link or text was expected here");
        if (name == "kind")
            node.field = Field::kind;
        else if (name == "node")
            node.field = Field::node;
        else if (name == "link")
            node.field = Field::link;
        else if (name == "text")
            node.field = Field::text;
        else
            return fail("an event has kind, node, link and text, no '" + now().text + "'");
        ++m_at;
        if (now().kind == TokenKind::notEqual)
            node.kind = Kind::notEqual;
        else if (now().kind == TokenKind::contains)
            node.kind = Kind::contains;
        else if (now().kind != TokenKind::equal)
            return fail("==, != or contains was expected here");
        ++m_at;
        if (now().kind != TokenKind::word && now().kind != TokenKind::text)
            return fail("a word, or a text in quotes, was expected here");
        node.value = small(now().text);
        if (node.field == Field::kind && node.kind != Kind::contains && !isKind(node.value))
            return fail("no kind of event is called '" + now().text + "'");
        ++m_at;
        return add(std::move(node));
    }

    std::vector<Token> m_tokens;
    std::size_t m_at = 0;
    int m_depth = 0;
    std::optional<FilterError> m_error;
    EventCondition m_condition;
};

base::Result<EventCondition, FilterError> EventCondition::parse(std::string_view text)
{
    if (text.size() > filter::Filter::kMaxLength)
        return base::fail(FilterError{0, text.size(), "the condition is too long"});
    return ConditionParser(text).parse();
}

bool EventCondition::isMeant(std::string_view text)
{
    const std::vector<Token> tokens = filter::tokensOf(text.substr(0, filter::Filter::kMaxLength));
    return std::any_of(tokens.begin(), tokens.end(), [](const Token &token) {
        const std::string word = token.kind == TokenKind::word ? small(token.text) : std::string();
        return word == "kind" || word == "node" || word == "link" || word == "text";
    });
}

bool EventCondition::holds(std::uint32_t index, const EventFacts &facts) const
{
    const Node &node = m_nodes[index];
    switch (node.kind) {
    case Kind::both: return holds(node.left, facts) && holds(node.right, facts);
    case Kind::either: return holds(node.left, facts) || holds(node.right, facts);
    case Kind::negation: return !holds(node.left, facts);
    case Kind::equal: case Kind::notEqual: case Kind::contains: break;
    }
    const auto agrees = [&](std::string_view value) {
        return node.kind == Kind::contains ? small(value).find(node.value) != std::string::npos : small(value) == node.value;
    };
    bool any = false;
    switch (node.field) {
    case Field::kind: any = agrees(facts.kind); break;
    case Field::node: any = agrees(facts.node); break;
    case Field::link: any = agrees(facts.link) || agrees(facts.otherLink); break;
    case Field::text: any = agrees(facts.text); break;
    }
    return node.kind == Kind::notEqual ? !any : any;
}

} // namespace hopyard::engine
