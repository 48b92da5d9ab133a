// Days of the civil calendar counted from 1970 and back; see calendar.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/calendar.h"

#include <algorithm>
#include <array>

namespace hopyard::base {

namespace {

constexpr std::int64_t kDay = 86'400;
constexpr std::array<std::string_view, 12> kMonths{"January",   "February", "March",    "April",
                                                   "May",       "June",     "July",     "August",
                                                   "September", "October",  "November", "December"};

constexpr bool isLeap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }
constexpr int daysIn(int year, int month)
{
    constexpr std::array<int, 12> kDays{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return kDays[static_cast<std::size_t>(month - 1)] + (month == 2 && isLeap(year) ? 1 : 0);
}
constexpr int daysOf(int year) { return isLeap(year) ? 366 : 365; }

} // namespace

CalendarSeconds toSeconds(const Date &date)
{
    std::int64_t days = date.day - 1;
    for (int year = 1970; year < date.year; ++year)
        days += daysOf(year);
    for (int month = 1; month < date.month; ++month)
        days += daysIn(date.year, month);
    return days * kDay + date.hour * 3600 + date.minute * 60 + date.second;
}

Date toDate(CalendarSeconds seconds)
{
    std::int64_t days = seconds / kDay;
    const int rest = static_cast<int>(seconds % kDay);
    Date date;
    for (; days >= daysOf(date.year); ++date.year)
        days -= daysOf(date.year);
    for (; days >= daysIn(date.year, date.month); ++date.month)
        days -= daysIn(date.year, date.month);
    date.day = static_cast<int>(days) + 1;
    date.hour = rest / 3600;
    date.minute = rest / 60 % 60;
    date.second = rest % 60;
    return date;
}

TimePoint momentOf(CalendarSeconds second)
{
    return TimePoint() + Duration::seconds(std::max<std::int64_t>(0, second - kLabBegins));
}

std::optional<int> monthNamed(std::string_view text)
{
    for (std::size_t i = 0; i < kMonths.size(); ++i) {
        const bool fits = text.size() >= 3 && text.size() <= kMonths[i].size()
                          && std::equal(text.begin(), text.end(), kMonths[i].begin(),
                                        [](char a, char b) { return (a | 0x20) == (b | 0x20); });
        if (fits)
            return static_cast<int>(i) + 1;
    }
    return std::nullopt;
}

std::string_view monthName(int month) { return kMonths[static_cast<std::size_t>(month - 1)]; }

std::optional<int> parseTimeOfDay(std::string_view text)
{
    if (text.size() != 8 || text[2] != ':' || text[5] != ':')
        return std::nullopt;
    std::array<int, 3> part{};
    for (std::size_t i = 0; i < part.size(); ++i)
        for (const char c : text.substr(i * 3, 2)) {
            if (c < '0' || c > '9')
                return std::nullopt;
            part[i] = part[i] * 10 + (c - '0');
        }
    if (part[0] > 23 || part[1] > 59 || part[2] > 59)
        return std::nullopt;
    return part[0] * 3600 + part[1] * 60 + part[2];
}

} // namespace hopyard::base
