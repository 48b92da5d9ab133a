// Sequence numbers: 32 bits that wrap, compared by their distance (RFC 9293 section 3.4).
//
// A comparison holds for numbers less than 2^31 apart, which windows of at most 2^30 guarantee (RFC 7323 section 2.3).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace hopyard::transport::tcp {

struct Sequence {
    std::uint32_t value = 0;

    constexpr Sequence() = default;
    constexpr explicit Sequence(std::uint32_t v) : value(v) {}
    constexpr bool operator==(const Sequence &) const = default;
    constexpr Sequence operator+(std::uint32_t n) const { return Sequence(value + n); }
    constexpr Sequence operator-(std::uint32_t n) const { return Sequence(value - n); }
    constexpr Sequence &operator+=(std::uint32_t n) { value += n; return *this; }
    /// How far this is behind `o`, as a signed number of bytes.
    constexpr std::int32_t operator-(Sequence o) const { return static_cast<std::int32_t>(value - o.value); }
    constexpr bool operator<(Sequence o) const { return *this - o < 0; }
    constexpr bool operator<=(Sequence o) const { return *this - o <= 0; }
    constexpr bool operator>(Sequence o) const { return *this - o > 0; }
    constexpr bool operator>=(Sequence o) const { return *this - o >= 0; }
};

constexpr Sequence earlier(Sequence a, Sequence b) { return b < a ? b : a; }
constexpr Sequence later(Sequence a, Sequence b) { return a < b ? b : a; }

/// [from, to) in sequence space; a SYN or FIN counts one.
struct SequenceRange {
    Sequence from;
    Sequence to;
    constexpr std::uint32_t length() const { return static_cast<std::uint32_t>(to - from); }
    constexpr bool operator==(const SequenceRange &) const = default;
};

} // namespace hopyard::transport::tcp
