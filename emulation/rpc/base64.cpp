// See base64.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/rpc/base64.h"

#include <array>

namespace hopyard::rpc {

namespace {

constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint8_t kNoDigit = 0xff;

constexpr std::array<std::uint8_t, 256> kValues = [] {
    std::array<std::uint8_t, 256> values{};
    values.fill(kNoDigit);
    for (std::size_t i = 0; i < kDigits.size(); ++i)
        values[static_cast<unsigned char>(kDigits[i])] = static_cast<std::uint8_t>(i);
    return values;
}();

} // namespace

std::string encodeBase64(base::Bytes bytes)
{
    std::string out;
    out.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        const std::size_t left = bytes.size() - at;
        const std::uint32_t three = std::uint32_t(bytes[at]) << 16 | (left > 1 ? std::uint32_t(bytes[at + 1]) << 8 : 0)
            | (left > 2 ? bytes[at + 2] : 0u);
        out += kDigits[three >> 18];
        out += kDigits[three >> 12 & 63];
        out += left > 1 ? kDigits[three >> 6 & 63] : '=';
        out += left > 2 ? kDigits[three & 63] : '=';
    }
    return out;
}

std::optional<std::vector<std::uint8_t>> decodeBase64(std::string_view text)
{
    if (text.size() % 4 != 0)
        return std::nullopt;
    std::size_t padding = 0;
    while (padding < 2 && padding < text.size() && text[text.size() - 1 - padding] == '=')
        ++padding;
    std::vector<std::uint8_t> out;
    out.reserve(text.size() / 4 * 3);
    for (std::size_t at = 0; at < text.size(); at += 4) {
        const std::size_t digits = at + 4 == text.size() ? 4 - padding : 4;
        std::uint32_t three = 0;
        for (std::size_t i = 0; i < 4; ++i) {
            const std::uint8_t value = i < digits ? kValues[static_cast<unsigned char>(text[at + i])] : std::uint8_t(0);
            if (value == kNoDigit)
                return std::nullopt;
            three = three << 6 | value;
        }
        for (std::size_t i = 0; i + 1 < digits; ++i)
            out.push_back(static_cast<std::uint8_t>(three >> (16 - 8 * i)));
    }
    return out;
}

} // namespace hopyard::rpc
