// Time as the core knows it: whole nanoseconds, handed in from outside.
//
// The core reads no clock. A TimePoint counts from the moment a world began, in virtual and in real time alike; what
// a nanosecond means on the wall is the driver's affair (world/, emulation/engine).
//
// Deliberately missing: calendars and time zones. Captures add the run's start date when they are written.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef> // first: moc 6.4 stumbles over <compare> and <cstdint> where they come first

#include <compare>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace hopyard::base {

/// A span of time in nanoseconds; may be negative. About ±292 years.
class Duration {
public:
    constexpr Duration() = default;
    static constexpr Duration nanoseconds(std::int64_t n) { return Duration(n); }
    static constexpr Duration microseconds(std::int64_t n) { return Duration(n * 1'000); }
    static constexpr Duration milliseconds(std::int64_t n) { return Duration(n * 1'000'000); }
    static constexpr Duration seconds(std::int64_t n) { return Duration(n * 1'000'000'000); }
    static constexpr Duration max() { return Duration(std::numeric_limits<std::int64_t>::max()); }

    constexpr std::int64_t ns() const { return m_ns; }
    constexpr double inSeconds() const { return static_cast<double>(m_ns) * 1e-9; }
    constexpr double inMilliseconds() const { return static_cast<double>(m_ns) * 1e-6; }

    constexpr auto operator<=>(const Duration &) const = default;
    constexpr Duration operator-() const { return Duration(-m_ns); }
    constexpr Duration operator+(Duration o) const { return Duration(m_ns + o.m_ns); }
    constexpr Duration operator-(Duration o) const { return Duration(m_ns - o.m_ns); }
    constexpr Duration operator*(std::int64_t k) const { return Duration(m_ns * k); }
    constexpr Duration operator/(std::int64_t k) const { return Duration(m_ns / k); }
    constexpr std::int64_t operator/(Duration o) const { return m_ns / o.m_ns; }
    constexpr Duration &operator+=(Duration o) { m_ns += o.m_ns; return *this; }
    constexpr Duration &operator-=(Duration o) { m_ns -= o.m_ns; return *this; }

private:
    explicit constexpr Duration(std::int64_t n) : m_ns(n) {}
    std::int64_t m_ns = 0;
};

/// A moment: nanoseconds since the world began. `never()` sorts after every other moment.
class TimePoint {
public:
    constexpr TimePoint() = default;
    static constexpr TimePoint fromNs(std::int64_t n) { return TimePoint(n); }
    static constexpr TimePoint never() { return TimePoint(std::numeric_limits<std::int64_t>::max()); }

    constexpr std::int64_t ns() const { return m_ns; }
    constexpr bool isNever() const { return *this == never(); }

    constexpr auto operator<=>(const TimePoint &) const = default;
    /// Saturates at never(): a deadline too far away to be written down is no deadline.
    constexpr TimePoint operator+(Duration d) const
    {
        if (isNever() || (d.ns() > 0 && m_ns > std::numeric_limits<std::int64_t>::max() - d.ns()))
            return never();
        return TimePoint(m_ns + d.ns());
    }
    constexpr TimePoint operator-(Duration d) const { return TimePoint(m_ns - d.ns()); }
    constexpr Duration operator-(TimePoint o) const { return Duration::nanoseconds(m_ns - o.m_ns); }

private:
    explicit constexpr TimePoint(std::int64_t n) : m_ns(n) {}
    std::int64_t m_ns = 0;
};

/// Reads "5ms", "1.5 s", "250us", "10ns", "2min", "0". A bare number other than 0 has no unit and is refused.
std::optional<Duration> parseDuration(std::string_view text);

/// The shortest text that parseDuration() reads back to the same value: "5ms", "1.5s", "0".
std::string toString(Duration d);
/// Seconds with nine decimals, "12.000350000", as in a capture; "never" for never().
std::string toString(TimePoint t);

namespace literals {
constexpr Duration operator""_ns(unsigned long long n) { return Duration::nanoseconds(static_cast<std::int64_t>(n)); }
constexpr Duration operator""_us(unsigned long long n) { return Duration::microseconds(static_cast<std::int64_t>(n)); }
constexpr Duration operator""_ms(unsigned long long n) { return Duration::milliseconds(static_cast<std::int64_t>(n)); }
constexpr Duration operator""_s(unsigned long long n) { return Duration::seconds(static_cast<std::int64_t>(n)); }
} // namespace literals

} // namespace hopyard::base
