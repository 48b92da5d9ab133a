// Reading and writing numbers with units; see quantity.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/quantity.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace hopyard::base {

namespace {

struct Scale {
    std::string_view name;
    double factor;
};

std::string lower(std::string_view text)
{
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
    return out;
}

/// Reads a whole number scaled by the unit found in `scales` (compared in lower case).
template <std::size_t N>
std::optional<std::uint64_t> scaled(std::string_view text, const std::array<Scale, N> &scales)
{
    const auto parts = splitQuantity(text);
    if (!parts || parts->number < 0)
        return std::nullopt;
    const std::string unit = lower(parts->unit);
    for (const Scale &scale : scales) {
        if (unit != scale.name)
            continue;
        const double value = std::round(parts->number * scale.factor);
        if (!(value < 1.8e19))
            return std::nullopt;
        return static_cast<std::uint64_t>(value);
    }
    return std::nullopt;
}

template <std::size_t N>
std::string unscaled(std::uint64_t value, const std::array<Scale, N> &scales)
{
    for (const Scale &scale : scales) {
        const auto factor = static_cast<std::uint64_t>(scale.factor);
        if (value >= factor && value % std::max<std::uint64_t>(1, factor / 1000) == 0)
            return fmt::format("{}{}", static_cast<double>(value) / scale.factor, scale.name);
    }
    return fmt::format("{}{}", value, scales.back().name);
}

constexpr std::array<Scale, 16> kRates{{{"tbit", 1e12}, {"gbit", 1e9}, {"mbit", 1e6}, {"kbit", 1e3}, {"bit", 1},
                                        {"tbit/s", 1e12}, {"gbit/s", 1e9}, {"mbit/s", 1e6}, {"kbit/s", 1e3},
                                        {"bit/s", 1}, {"tbps", 1e12}, {"gbps", 1e9}, {"mbps", 1e6}, {"kbps", 1e3},
                                        {"bps", 1}, {"", 1}}};
constexpr std::array<Scale, 5> kRateNames{{{"tbit", 1e12}, {"gbit", 1e9}, {"mbit", 1e6}, {"kbit", 1e3}, {"bit", 1}}};
constexpr std::array<Scale, 9> kBytes{{{"gb", 1e9}, {"mb", 1e6}, {"kb", 1e3}, {"gib", 1073741824.0},
                                       {"mib", 1048576.0}, {"kib", 1024.0}, {"b", 1}, {"bytes", 1}, {"", 1}}};
constexpr std::array<Scale, 4> kByteNames{{{"GB", 1e9}, {"MB", 1e6}, {"kB", 1e3}, {"B", 1}}};

} // namespace

std::optional<QuantityParts> splitQuantity(std::string_view text)
{
    const auto blank = [](char c) { return c == ' ' || c == '\t'; };
    while (!text.empty() && blank(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && blank(text.back()))
        text.remove_suffix(1);
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
    if (error != std::errc() || !std::isfinite(number))
        return std::nullopt;
    std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
    while (!unit.empty() && blank(unit.front()))
        unit.remove_prefix(1);
    return QuantityParts{number, unit};
}

std::optional<BitRate> parseBitRate(std::string_view text)
{
    if (text == "unlimited")
        return BitRate::unlimited();
    // A written 0 would mean "unlimited" inside; nobody who writes it means that, so it is refused ("use down").
    const auto bps = scaled(text, kRates);
    return bps && *bps > 0 ? std::optional(BitRate::bitsPerSecond(*bps)) : std::nullopt;
}

std::string toString(BitRate rate)
{
    return rate.isUnlimited() ? "unlimited" : unscaled(rate.bps(), kRateNames);
}

std::optional<double> parseProbability(std::string_view text)
{
    const auto parts = splitQuantity(text);
    if (!parts || (!parts->unit.empty() && parts->unit != "%"))
        return std::nullopt;
    const double p = parts->unit == "%" ? parts->number / 100 : parts->number;
    return p >= 0 && p <= 1 ? std::optional(p) : std::nullopt;
}

std::string probabilityToString(double p)
{
    return fmt::format("{:.12g}%", p * 100);
}

std::optional<std::uint64_t> parseByteCount(std::string_view text)
{
    return scaled(text, kBytes);
}

std::string byteCountToString(std::uint64_t bytes)
{
    return unscaled(bytes, kByteNames);
}

} // namespace hopyard::base
