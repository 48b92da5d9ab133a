// Text forms of Duration and TimePoint; see time.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/time.h"

#include "core/base/quantity.h"

#include <fmt/format.h>

#include <array>
#include <cmath>

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
        const double ns = parts->number * static_cast<double>(unit.ns);
        if (!(std::abs(ns) < 9.2e18))
            return std::nullopt;
        return Duration::nanoseconds(std::llround(ns));
    }
    return std::nullopt;
}

std::string toString(Duration d)
{
    if (d.ns() == 0)
        return "0";
    // Down to the largest unit that needs at most three decimals, so that 1500 µs reads 1.5ms and 1 ns stays 1ns.
    for (const Unit &unit : {kUnits[4], kUnits[3], kUnits[1]}) {
        if (std::abs(d.ns()) >= unit.ns && d.ns() % (unit.ns / 1'000) == 0)
            return fmt::format("{}{}", static_cast<double>(d.ns()) / static_cast<double>(unit.ns), unit.name);
    }
    return fmt::format("{}ns", d.ns());
}

std::string toString(TimePoint t)
{
    if (t.isNever())
        return "never";
    const std::int64_t s = t.ns() / 1'000'000'000;
    return fmt::format("{}.{:09}", s, std::abs(t.ns() % 1'000'000'000));
}

} // namespace hopyard::base
