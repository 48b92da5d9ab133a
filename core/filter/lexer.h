// The words of a display filter, with their places.
//
// A word is whatever stands between spaces, operators and brackets: a field, a number, an address, a network. What it is
// the parser decides, because it knows what it expects.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::filter {

enum class TokenKind : std::uint8_t {
    word, text,
    equal, notEqual, less, lessEqual, greater, greaterEqual, contains, in, bitAnd, // between a field and a value
    logicalAnd, logicalOr, logicalNot,
    open, close, openBrace, closeBrace, comma,
    openText, ///< a text whose closing quote is missing
    unknown,  ///< a character that begins nothing
    end,
};

struct Token {
    TokenKind kind = TokenKind::end;
    std::size_t position = 0; ///< of the first byte
    std::size_t length = 0;   ///< in bytes, quotes included
    std::string text;         ///< of a word; of a text without quotes and backslashes
};

/// The last token is always `end`.
std::vector<Token> tokensOf(std::string_view filter);

} // namespace hopyard::filter
