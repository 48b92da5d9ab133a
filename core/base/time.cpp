// Text forms of Duration and TimePoint; see time.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/time.h"

#include "core/base/quantity.h"

#include <fmt/format.h>

#include <array>
#include <limits>

namespace hopyard::base {

namespace {

struct Unit {
    std::string_view name;
    std::int64_t ns;
};

// Longest first where one is the tail of another ("ms" before "s").
constexpr std::array<Unit, 9> kUnits{{{"ns", 1},
                                      {"us", 1'000},
                                      {"µs", 1'000},
                                      {"ms", 1'000'000},
                                      {"s", 1'000'000'000},
                                      {"sec", 1'000'000'000},
                                      {"min", 60'000'000'000},
                                      {"m", 60'000'000'000},
                                      {"h", 3'600'000'000'000}}};

/// |n|, also of the smallest number, whose absolute value is no std::int64_t.
std::uint64_t magnitude(std::int64_t n)
{
    return n < 0 ? -static_cast<std::uint64_t>(n) : static_cast<std::uint64_t>(n);
}

} // namespace

std::optional<Duration> parseDuration(std::string_view text)
{
    const auto parts = splitQuantity(text);
    if (!parts)
        return std::nullopt;
    if (parts->unit.empty())
        return parts->number == 0 ? std::optional(Duration()) : std::nullopt;
    for (const Unit &unit : kUnits) {
        if (parts->unit != unit.name)
            continue;
        const auto ns = scaledDecimal(parts->digits, static_cast<std::uint64_t>(unit.ns));
        if (!ns || *ns > std::numeric_limits<std::int64_t>::max() || *ns < std::numeric_limits<std::int64_t>::min())
            return std::nullopt;
        return Duration::nanoseconds(static_cast<std::int64_t>(*ns));
    }
    return std::nullopt;
}

std::string toString(Duration d)
{
    if (d.ns() == 0)
        return "0";
    // Down to the largest unit that needs at most three decimals, so that 1500 µs reads 1.5ms and 1 ns stays 1ns.
    const std::uint64_t ns = magnitude(d.ns());
    const std::string_view sign = d.ns() < 0 ? "-" : "";
    for (const Unit &unit : {kUnits[4], kUnits[3], kUnits[1]}) {
        if (const auto digits = dividedDecimal(ns, static_cast<std::uint64_t>(unit.ns)))
            return fmt::format("{}{}{}", sign, *digits, unit.name);
    }
    return fmt::format("{}ns", d.ns());
}

std::string toString(TimePoint t)
{
    if (t.isNever())
        return "never";
    const std::uint64_t ns = magnitude(t.ns());
    return fmt::format("{}{}.{:09}", t.ns() < 0 ? "-" : "", ns / 1'000'000'000, ns % 1'000'000'000);
}

} // namespace hopyard::base
