// Reading and writing numbers with units; see quantity.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/quantity.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>

namespace hopyard::base {

namespace {

struct Scale {
    std::string_view name;
    std::uint64_t factor;
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
        const auto value = scaledDecimal(parts->digits, scale.factor);
        if (!value || *value > std::numeric_limits<std::uint64_t>::max())
            return std::nullopt;
        return static_cast<std::uint64_t>(*value);
    }
    return std::nullopt;
}

template <std::size_t N>
std::string unscaled(std::uint64_t value, const std::array<Scale, N> &scales)
{
    for (const Scale &scale : scales) {
        if (const auto digits = dividedDecimal(value, scale.factor))
            return fmt::format("{}{}", *digits, scale.name);
    }
    return fmt::format("{}{}", value, scales.back().name);
}

constexpr std::uint64_t kKilo = 1'000, kMega = 1'000'000, kGiga = 1'000'000'000, kTera = 1'000'000'000'000;

constexpr std::array<Scale, 16> kRates{{{"tbit", kTera}, {"gbit", kGiga}, {"mbit", kMega}, {"kbit", kKilo}, {"bit", 1},
                                        {"tbit/s", kTera}, {"gbit/s", kGiga}, {"mbit/s", kMega}, {"kbit/s", kKilo},
                                        {"bit/s", 1}, {"tbps", kTera}, {"gbps", kGiga}, {"mbps", kMega}, {"kbps", kKilo},
                                        {"bps", 1}, {"", 1}}};
constexpr std::array<Scale, 5> kRateNames{{{"tbit", kTera}, {"gbit", kGiga}, {"mbit", kMega}, {"kbit", kKilo}, {"bit", 1}}};
constexpr std::array<Scale, 9> kBytes{{{"gb", kGiga}, {"mb", kMega}, {"kb", kKilo}, {"gib", 1 << 30},
                                       {"mib", 1 << 20}, {"kib", 1 << 10}, {"b", 1}, {"bytes", 1}, {"", 1}}};
constexpr std::array<Scale, 4> kByteNames{{{"GB", kGiga}, {"MB", kMega}, {"kB", kKilo}, {"B", 1}}};

} // namespace

std::optional<QuantityParts> splitQuantity(std::string_view text)
{
    const auto blank = [](char c) { return c == ' ' || c == '\t'; };
    while (!text.empty() && blank(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && blank(text.back()))
        text.remove_suffix(1);
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || !std::isfinite(number))
        return std::nullopt;
    const auto length = static_cast<std::size_t>(end - text.data());
    std::string_view unit = text.substr(length);
    while (!unit.empty() && blank(unit.front()))
        unit.remove_prefix(1);
    return QuantityParts{number, text.substr(0, length), unit};
}

std::optional<__int128> scaledDecimal(std::string_view digits, std::uint64_t scale)
{
    const bool negative = digits.starts_with('-');
    if (negative)
        digits.remove_prefix(1);
    int exponent = 0;
    if (const std::size_t e = digits.find_first_of("eE"); e != std::string_view::npos) {
        std::string_view power = digits.substr(e + 1);
        if (power.starts_with('+'))
            power.remove_prefix(1);
        const auto [end, error] = std::from_chars(power.data(), power.data() + power.size(), exponent);
        if (error != std::errc() || end != power.data() + power.size() || std::abs(exponent) > 400)
            return std::nullopt;
        digits = digits.substr(0, e);
    }
    // digits × 10^exponent × scale, with the point moved into the exponent. Beyond twenty significant digits the rest
    // cannot change the result's 64 bits by more than its rounding.
    constexpr __int128 kEnough = __int128(10'000'000'000) * 10'000'000'000;
    __int128 value = 0;
    bool afterPoint = false;
    for (const char c : digits) {
        if (c == '.') {
            afterPoint = true;
            continue;
        }
        if (c < '0' || c > '9')
            return std::nullopt;
        if (value < kEnough)
            value = value * 10 + (c - '0');
        else
            ++exponent;
        exponent -= afterPoint;
    }
    constexpr __int128 kMost = std::numeric_limits<std::uint64_t>::max();
    // Take the tens out of the scale first, so that the product stays in range.
    while (exponent < 0 && scale % 10 == 0) {
        scale /= 10;
        ++exponent;
    }
    if (value != 0 && value > (std::numeric_limits<__int128>::max)() / static_cast<__int128>(scale) / 2)
        return std::nullopt;
    value *= static_cast<__int128>(scale);
    int dropped = 0; // the last digit cut off decides the rounding: half away from zero
    for (; exponent < 0 && (value != 0 || dropped != 0); ++exponent) {
        dropped = static_cast<int>(value % 10);
        value /= 10;
    }
    value += dropped >= 5;
    for (; exponent > 0 && value != 0; --exponent) {
        if (value > kMost)
            return std::nullopt;
        value *= 10;
    }
    if (value > kMost)
        return std::nullopt;
    return negative ? -value : value;
}

std::optional<std::string> dividedDecimal(std::uint64_t value, std::uint64_t scale)
{
    const std::uint64_t step = std::max<std::uint64_t>(1, scale / 1'000);
    if (value < scale || value % step != 0)
        return std::nullopt;
    std::string out = fmt::format("{}", value / scale);
    if (const std::uint64_t thousandths = value % scale / step) {
        out += fmt::format(".{:03}", thousandths);
        out.erase(out.find_last_not_of('0') + 1);
    }
    return out;
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
    // Twelve digits read well and are enough for anything a person wrote; else as many as it takes to be read back.
    for (const int digits : {12, 15, 16, 17}) {
        std::string text = fmt::format("{:.{}g}%", p * 100, digits);
        if (parseProbability(text) == p)
            return text;
    }
    return fmt::format("{}", p); // the product with 100 lost a bit
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
