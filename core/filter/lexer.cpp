// See lexer.h. Operators exist as signs and as words, as in Wireshark: "==" and "eq", "&&" and "and".
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/filter/lexer.h"

#include <array>
#include <optional>
#include <utility>

namespace hopyard::filter {

namespace {

using Kind = TokenKind;

constexpr std::array<std::pair<std::string_view, Kind>, 16> kSigns{{
    {"==", Kind::equal}, {"!=", Kind::notEqual}, {"<=", Kind::lessEqual}, {">=", Kind::greaterEqual}, {"&&", Kind::logicalAnd},
    {"||", Kind::logicalOr}, {"<", Kind::less}, {">", Kind::greater}, {"!", Kind::logicalNot}, {"&", Kind::bitAnd},
    {"(", Kind::open}, {")", Kind::close}, {"{", Kind::openBrace}, {"}", Kind::closeBrace}, {",", Kind::comma}, {"=", Kind::unknown},
}};

constexpr std::array<std::pair<std::string_view, Kind>, 12> kWords{{
    {"eq", Kind::equal}, {"ne", Kind::notEqual}, {"lt", Kind::less}, {"le", Kind::lessEqual}, {"gt", Kind::greater},
    {"ge", Kind::greaterEqual}, {"contains", Kind::contains}, {"in", Kind::in}, {"and", Kind::logicalAnd},
    {"or", Kind::logicalOr}, {"not", Kind::logicalNot}, {"bitand", Kind::bitAnd},
}};

constexpr bool isSpace(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
constexpr bool isWord(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.' || c == ':'
        || c == '/' || c == '-';
}

/// A text that begins with the quote at `at`.
Token quoted(std::string_view filter, std::size_t at)
{
    Token token{Kind::openText, at, 0, {}};
    std::size_t i = at + 1;
    for (; i < filter.size() && filter[i] != '"'; ++i) {
        if (filter[i] == '\\' && i + 1 < filter.size())
            ++i;
        token.text += filter[i];
    }
    if (i < filter.size()) {
        token.kind = Kind::text;
        ++i;
    }
    token.length = i - at;
    return token;
}

std::optional<std::pair<std::string_view, Kind>> signAt(std::string_view rest)
{
    for (const auto &sign : kSigns)
        if (rest.substr(0, sign.first.size()) == sign.first)
            return sign;
    return std::nullopt;
}

Kind kindOfWord(std::string_view word)
{
    for (const auto &[name, kind] : kWords)
        if (name == word)
            return kind;
    return Kind::word;
}

} // namespace

std::vector<Token> tokensOf(std::string_view filter)
{
    std::vector<Token> tokens;
    for (std::size_t at = 0; at < filter.size();) {
        if (isSpace(filter[at])) {
            ++at;
            continue;
        }
        if (filter[at] == '"') {
            tokens.push_back(quoted(filter, at));
        } else if (isWord(filter[at])) {
            std::size_t end = at;
            while (end < filter.size() && isWord(filter[end]))
                ++end;
            const std::string_view word = filter.substr(at, end - at);
            tokens.push_back({kindOfWord(word), at, word.size(), std::string(word)});
        } else if (const auto sign = signAt(filter.substr(at))) {
            tokens.push_back({sign->second, at, sign->first.size(), std::string(sign->first)});
        } else {
            // A whole character of UTF-8, so that the mark under it is not half a letter.
            std::size_t end = at + 1;
            while (end < filter.size() && (static_cast<unsigned char>(filter[end]) & 0xc0) == 0x80)
                ++end;
            tokens.push_back({Kind::unknown, at, end - at, std::string(filter.substr(at, end - at))});
        }
        at = tokens.back().position + tokens.back().length;
    }
    tokens.push_back({Kind::end, filter.size(), 0, {}});
    return tokens;
}

} // namespace hopyard::filter
