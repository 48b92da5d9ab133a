// Literal bytes in tests: hex("45 00 00 1c"), and bytes as text for a comparison that shows the difference.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"

#include <cassert>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::test {

/// Pairs of hexadecimal digits; blanks between them do not matter.
inline std::vector<std::uint8_t> hex(std::string_view text)
{
    const auto digit = [](char c) { return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10; };
    std::vector<std::uint8_t> bytes;
    int high = -1;
    for (const char c : text) {
        if (c == ' ' || c == '\n')
            continue;
        if (high < 0) {
            high = digit(c);
            continue;
        }
        bytes.push_back(static_cast<std::uint8_t>(high << 4 | digit(c)));
        high = -1;
    }
    assert(high < 0);
    return bytes;
}

inline std::string toHex(base::Bytes bytes)
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (const std::uint8_t b : bytes) {
        if (!text.empty())
            text += ' ';
        text += digits[b >> 4];
        text += digits[b & 15];
    }
    return text;
}

} // namespace hopyard::test
