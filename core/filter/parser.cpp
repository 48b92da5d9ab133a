// See parser.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/filter/parser.h"

#include "core/base/suggest.h"

#include <charconv>
#include <limits>
#include <system_error>
#include <utility>

#include <fmt/format.h>

namespace hopyard::filter {

namespace {

std::optional<std::uint64_t> parseNumber(std::string_view text)
{
    const bool hexadecimal = text.size() > 2 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X');
    if (hexadecimal)
        text.remove_prefix(2);
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, hexadecimal ? 16 : 10);
    if (error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

/// "1.5" to nanoseconds; digits beyond the ninth are cut.
std::optional<std::uint64_t> parseSeconds(std::string_view text)
{
    const std::size_t dot = text.find('.');
    const auto whole = parseNumber(text.substr(0, dot));
    if (!whole || *whole > std::numeric_limits<std::uint64_t>::max() / 1'000'000'000 - 1)
        return std::nullopt;
    std::uint64_t fraction = 0;
    if (dot != std::string_view::npos) {
        std::uint64_t unit = 100'000'000;
        for (const char c : text.substr(dot + 1)) {
            if (c < '0' || c > '9')
                return std::nullopt;
            fraction += unit * static_cast<std::uint64_t>(c - '0');
            unit /= 10;
        }
    }
    return *whole * 1'000'000'000 + fraction;
}

std::optional<base::IpPrefix> parseNetwork(std::string_view text)
{
    if (const auto address = base::IpAddress::parse(text))
        return base::IpPrefix(*address, base::addressBits(address->family()));
    return base::IpPrefix::parse(text, true);
}

bool isComparison(TokenKind kind)
{
    switch (kind) {
    case TokenKind::equal:
    case TokenKind::notEqual:
    case TokenKind::less:
    case TokenKind::lessEqual:
    case TokenKind::greater:
    case TokenKind::greaterEqual:
    case TokenKind::contains:
    case TokenKind::in:
    case TokenKind::bitAnd: return true;
    default: return false;
    }
}

bool isOrder(TokenKind kind)
{
    return kind == TokenKind::less || kind == TokenKind::lessEqual || kind == TokenKind::greater || kind == TokenKind::greaterEqual;
}

/// Why this comparison cannot be made with such a field; empty where it can.
std::string refusal(const Field &field, TokenKind comparison)
{
    switch (field.type) {
    case FieldType::protocol:
        return fmt::format("“{0}” has no value to compare with: “{0}” alone asks whether the packet has it.", field.name);
    case FieldType::number:
    case FieldType::seconds:
        return comparison == TokenKind::contains ? fmt::format("“contains” is for text, and {} is {}.", field.name, nameOf(field.type)) : "";
    case FieldType::flag:
    case FieldType::mac:
        return comparison == TokenKind::equal || comparison == TokenKind::notEqual || comparison == TokenKind::in
            ? ""
            : fmt::format("{} is {}: it can be equal (==), or not (!=).", field.name, nameOf(field.type));
    case FieldType::ip:
        return comparison == TokenKind::contains || comparison == TokenKind::bitAnd
            ? fmt::format("{} is {}: compare it by == or != with an address or a network such as 10.0.0.0/8.", field.name, nameOf(field.type))
            : "";
    case FieldType::text:
        return comparison == TokenKind::bitAnd || isOrder(comparison)
            ? fmt::format("{} is text: it can be equal (==), not equal (!=), or contain something.", field.name)
            : "";
    }
    return {};
}

} // namespace

base::Result<Filter, FilterError> Parser::parse()
{
    if (current().kind == TokenKind::end)
        return Filter();
    const Index root = orTerm(0);
    if (root && current().kind != TokenKind::end) {
        const Token &token = current();
        if (token.kind == TokenKind::close)
            fail(token, "There is no opening bracket for this one.");
        else if (token.kind == TokenKind::unknown && token.text == "=")
            fail(token, "One “=” means nothing: equality is “==”.");
        else if (token.kind == TokenKind::unknown)
            fail(token, fmt::format("“{}” means nothing here.", token.text));
        else if (token.kind == TokenKind::openText)
            fail(token, "The closing quotation mark is missing.");
        else
            fail(token, "Join conditions by “&&” (both) or “||” (either).");
    }
    if (m_error)
        return base::fail(*m_error);
    m_filter.m_root = *root;
    return std::move(m_filter);
}

Parser::Index Parser::orTerm(int depth)
{
    Index left = andTerm(depth);
    while (left && take(TokenKind::logicalOr)) {
        const Index right = andTerm(depth);
        left = right ? Index(join(Filter::Kind::either, *left, *right)) : Index();
    }
    return left;
}

Parser::Index Parser::andTerm(int depth)
{
    Index left = term(depth);
    while (left && take(TokenKind::logicalAnd)) {
        const Index right = term(depth);
        left = right ? Index(join(Filter::Kind::both, *left, *right)) : Index();
    }
    return left;
}

Parser::Index Parser::term(int depth)
{
    const Token &token = current();
    if (depth >= Filter::kMaxDepth) {
        fail(token, "The brackets are nested too deep.");
        return {};
    }
    switch (token.kind) {
    case TokenKind::word: return fieldTerm();
    case TokenKind::logicalNot: {
        ++m_at;
        const Index inner = term(depth + 1);
        return inner ? Index(join(Filter::Kind::negation, *inner, 0)) : Index();
    }
    case TokenKind::open: {
        ++m_at;
        const Index inner = orTerm(depth + 1);
        if (inner && !take(TokenKind::close)) {
            if (current().kind == TokenKind::end)
                fail(token, "The closing bracket is missing.");
            else
                fail(current(), "Join conditions by “&&” (both) or “||” (either), or close the bracket.");
            return {};
        }
        return inner;
    }
    case TokenKind::end: fail(token, "Here a condition is missing, such as “tcp” or “ip.src == 10.0.0.1”."); return {};
    case TokenKind::openText:
    case TokenKind::text: fail(token, "A condition begins with a field, such as “http.line contains \"GET\"”."); return {};
    case TokenKind::unknown: fail(token, fmt::format("“{}” means nothing here.", token.text)); return {};
    default: fail(token, fmt::format("In front of “{}” a field is missing.", token.text)); return {};
    }
}

Parser::Index Parser::fieldTerm()
{
    const Token name = current();
    ++m_at;
    const Field *field = findField(name.text);
    if (!field) {
        std::vector<std::string_view> known;
        for (const Field &f : fields())
            known.push_back(f.name);
        const std::string_view near = base::closestWord(name.text, known);
        fail(name, near.empty() ? fmt::format("There is no field “{}”.", name.text)
                                : fmt::format("There is no field “{}”; “{}”?", name.text, near));
        return {};
    }
    Filter::Node node{.kind = Filter::Kind::present, .field = field};
    const Token comparison = current();
    if (comparison.kind == TokenKind::unknown && comparison.text == "=") {
        fail(comparison, "One “=” means nothing: equality is “==”.");
        return {};
    }
    if (!isComparison(comparison.kind))
        return add(std::move(node));
    ++m_at;
    if (std::string why = refusal(*field, comparison.kind); !why.empty()) {
        fail(comparison, std::move(why));
        return {};
    }
    node.comparison = comparison.kind;
    if (!values(*field, node))
        return {};
    return add(std::move(node));
}

bool Parser::values(const Field &field, Filter::Node &node)
{
    if (node.comparison == TokenKind::in) {
        node.kind = Filter::Kind::memberOf;
        return members(field, node);
    }
    node.kind = Filter::Kind::compare;
    const Token token = current();
    const auto value = literal(field, token.text, token);
    if (!value)
        return false;
    ++m_at;
    if (const auto *prefix = std::get_if<base::IpPrefix>(&*value);
        prefix && isOrder(node.comparison) && prefix->length() != base::addressBits(prefix->family())) {
        fail(token, "A network is neither less nor greater than an address; compare by == or !=.");
        return false;
    }
    node.values.push_back({*value, *value});
    return true;
}

bool Parser::members(const Field &field, Filter::Node &node)
{
    const Token brace = current();
    if (!take(TokenKind::openBrace)) {
        fail(brace, fmt::format("After “in” come values in braces, such as “{} in {{80, 443}}”.", field.name));
        return false;
    }
    while (!take(TokenKind::closeBrace)) {
        if (current().kind == TokenKind::end) {
            fail(brace, "The closing brace is missing.");
            return false;
        }
        if (!member(field, node))
            return false;
        take(TokenKind::comma);
    }
    if (node.values.empty()) {
        fail(brace, "There is nothing between the braces.");
        return false;
    }
    return true;
}

bool Parser::member(const Field &field, Filter::Node &node)
{
    const Token token = current();
    const std::size_t dots = token.kind == TokenKind::word ? token.text.find("..") : std::string::npos;
    const bool ordered = field.type == FieldType::number || field.type == FieldType::seconds;
    if (dots == std::string::npos || !ordered) {
        const auto value = literal(field, token.text, token);
        if (!value)
            return false;
        node.values.push_back({*value, *value});
    } else {
        const auto low = literal(field, std::string_view(token.text).substr(0, dots), token);
        const auto high = low ? literal(field, std::string_view(token.text).substr(dots + 2), token) : std::nullopt;
        if (!high)
            return false;
        if (*high < *low) {
            fail(token, "The range ends before it begins.");
            return false;
        }
        node.values.push_back({*low, *high});
    }
    ++m_at;
    return true;
}

std::optional<Filter::Literal> Parser::literal(const Field &field, std::string_view text, const Token &where)
{
    if (where.kind == TokenKind::openText) {
        fail(where, "The closing quotation mark is missing.");
        return std::nullopt;
    }
    if (where.kind != TokenKind::word && where.kind != TokenKind::text) {
        fail(where, fmt::format("Here {} is missing.", nameOf(field.type)));
        return std::nullopt;
    }
    switch (field.type) {
    case FieldType::text: return Filter::Literal(std::string(text));
    case FieldType::number:
        if (const auto number = parseNumber(text))
            return Filter::Literal(*number);
        break;
    case FieldType::seconds:
        if (const auto seconds = parseSeconds(text))
            return Filter::Literal(*seconds);
        break;
    case FieldType::flag:
        if (text == "1" || text == "true" || text == "True" || text == "TRUE")
            return Filter::Literal(std::uint64_t(1));
        if (text == "0" || text == "false" || text == "False" || text == "FALSE")
            return Filter::Literal(std::uint64_t(0));
        break;
    case FieldType::mac:
        if (const auto mac = base::MacAddress::parse(text))
            return Filter::Literal(*mac);
        break;
    case FieldType::ip:
        if (const auto network = parseNetwork(text))
            return Filter::Literal(*network);
        break;
    case FieldType::protocol: break;
    }
    fail(where, fmt::format("{} is {}, which “{}” is not.", field.name, nameOf(field.type), text));
    return std::nullopt;
}

std::uint32_t Parser::add(Filter::Node node)
{
    m_filter.m_nodes.push_back(std::move(node));
    return static_cast<std::uint32_t>(m_filter.m_nodes.size() - 1);
}

std::uint32_t Parser::join(Filter::Kind kind, std::uint32_t left, std::uint32_t right)
{
    return add({.kind = kind, .left = left, .right = right});
}

bool Parser::take(TokenKind kind)
{
    if (current().kind != kind)
        return false;
    ++m_at; // never beyond the last, which is `end` and is not taken
    return true;
}

void Parser::fail(const Token &where, std::string message)
{
    if (!m_error)
        m_error = FilterError{where.position, where.length, std::move(message)};
}

} // namespace hopyard::filter
