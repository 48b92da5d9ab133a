// Reading what birdc writes, line by line; its replies' numbers have been taken off before (node_questions.cpp).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/words.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>

namespace hopyard::rpc {
using OrderedJson = nlohmann::ordered_json;
}

namespace hopyard::engine::bird {

template <class Take>
void eachLine(std::string_view text, Take take)
{
    while (!text.empty()) {
        const std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        take(line);
    }
}

template <class T = std::int64_t>
std::optional<T> number(std::string_view text, int base = 10)
{
    T value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
    return error == std::errc() && end == text.data() + text.size() && !text.empty() ? std::optional(value)
                                                                                     : std::nullopt;
}

/// "7.662" seconds in milliseconds; 0 for what is none.
inline std::int64_t milliseconds(std::string_view text)
{
    double seconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    constexpr double kMost = 1e12;
    return error == std::errc() && seconds >= 0 && seconds < kMost ? static_cast<std::int64_t>(seconds * 1e3 + 0.5) : 0;
}

inline std::string_view trimmed(std::string_view text)
{
    const std::size_t begin = text.find_first_not_of(" \t\r"), end = text.find_last_not_of(" \t\r");
    return begin == std::string_view::npos ? std::string_view() : text.substr(begin, end - begin + 1);
}

/// Of "  Neighbor AS:      65002" that, where the line begins with the name and a colon.
inline std::optional<std::string_view> valueOf(std::string_view line, std::string_view name)
{
    line = trimmed(line);
    if (!line.starts_with(name) || line.size() <= name.size() || line[name.size()] != ':')
        return std::nullopt;
    return trimmed(line.substr(name.size() + 1));
}

} // namespace hopyard::engine::bird
