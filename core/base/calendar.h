// Dates for what is configured by them (lifetimes of keys), and the calendar of a lab: it begins at a fixed moment, so
// that the same lab behaves the same every day.
//
// Seconds are those of POSIX: no leap seconds, UTC.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/time.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hopyard::base {

/// Seconds since 1970-01-01 00:00:00 UTC.
using CalendarSeconds = std::int64_t;

/// When a lab's time is 0: 1 January 2026, 00:00:00 UTC.
constexpr CalendarSeconds kLabBegins = 1'767'225'600;

inline CalendarSeconds calendarOf(TimePoint time) { return kLabBegins + time.ns() / 1'000'000'000; }
/// The moment at which that second begins; the beginning of the lab for those before it.
TimePoint momentOf(CalendarSeconds second);

struct Date {
    int year = 1970, month = 1, day = 1; ///< 1993..2035 as FRR takes them; 1..12; 1..31
    int hour = 0, minute = 0, second = 0;
};
CalendarSeconds toSeconds(const Date &date);
Date toDate(CalendarSeconds seconds);

/// The number of a month by the beginning of its English name (three letters at least); nothing for what is none.
std::optional<int> monthNamed(std::string_view text);
std::string_view monthName(int month); ///< "January"
/// "HH:MM:SS"; nothing for what is none.
std::optional<int> parseTimeOfDay(std::string_view text);

} // namespace hopyard::base
