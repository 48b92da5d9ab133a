// Evaluation, by walking down the tree. A chain of && leans to the left, so its length is a depth too: kMaxLength, which
// leaves room for about a thousand conditions, keeps both within the stack.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/filter/filter.h"

#include "core/filter/parser.h"

#include <algorithm>

namespace hopyard::filter {

namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool ordered(TokenKind comparison, int order)
{
    switch (comparison) {
    case TokenKind::less: return order < 0;
    case TokenKind::lessEqual: return order <= 0;
    case TokenKind::greater: return order > 0;
    case TokenKind::greaterEqual: return order >= 0;
    default: return order == 0;
    }
}

template <class T>
int orderOf(const T &a, const T &b)
{
    return a < b ? -1 : b < a ? 1 : 0;
}

struct Compare {
    TokenKind comparison;

    /// "!=" is answered by whoever asks: as not equal.
    bool operator()(std::uint64_t value, std::uint64_t literal) const
    {
        if (comparison == TokenKind::bitAnd)
            return (value & literal) != 0;
        return ordered(comparison, orderOf(value, literal));
    }
    bool operator()(const base::MacAddress &value, const base::MacAddress &literal) const { return value == literal; }
    bool operator()(const base::IpAddress &value, const base::IpPrefix &literal) const
    {
        if (comparison == TokenKind::equal)
            return literal.contains(value);
        return value.family() == literal.family() && ordered(comparison, orderOf(value, literal.address()));
    }
    bool operator()(std::string_view value, const std::string &literal) const
    {
        if (comparison == TokenKind::contains)
            return value.find(literal) != std::string_view::npos;
        return value.size() == literal.size()
            && std::equal(value.begin(), value.end(), literal.begin(), [](char a, char b) { return lower(a) == lower(b); });
    }
    template <class A, class B>
    bool operator()(const A &, const B &) const
    {
        return false; // the parser lets only what fits together come here
    }
};

} // namespace

base::Result<Filter, FilterError> Filter::parse(std::string_view text)
{
    if (text.size() > kMaxLength)
        return base::fail(FilterError{kMaxLength, text.size() - kMaxLength, "The filter is too long."});
    return Parser(text).parse();
}

bool Filter::holds(std::uint32_t index, const PacketHead &head) const
{
    const Node &node = m_nodes[index];
    const auto any = [&](TokenKind comparison) {
        Values values;
        node.field->get(head, values);
        return std::any_of(values.begin(), values.end(), [&](const Value &value) {
            return std::visit(Compare{comparison}, value, node.values.front().low);
        });
    };
    switch (node.kind) {
    case Kind::both: return holds(node.left, head) && holds(node.right, head);
    case Kind::either: return holds(node.left, head) || holds(node.right, head);
    case Kind::negation: return !holds(node.left, head);
    case Kind::present: {
        Values values;
        node.field->get(head, values);
        return values.size() > 0;
    }
    case Kind::compare: {
        if (node.comparison != TokenKind::notEqual)
            return any(node.comparison);
        Values values;
        node.field->get(head, values);
        return values.size() > 0 && !any(TokenKind::equal);
    }
    case Kind::memberOf: {
        Values values;
        node.field->get(head, values);
        return std::any_of(values.begin(), values.end(), [&](const Value &value) {
            return std::any_of(node.values.begin(), node.values.end(), [&](const Range &range) {
                if (range.low == range.high)
                    return std::visit(Compare{TokenKind::equal}, value, range.low);
                return std::visit(Compare{TokenKind::greaterEqual}, value, range.low)
                    && std::visit(Compare{TokenKind::lessEqual}, value, range.high);
            });
        });
    }
    }
    return false;
}

} // namespace hopyard::filter
