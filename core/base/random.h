// Seeded random numbers that are the same on every machine.
//
// xoshiro256** (Blackman and Vigna, 2018) seeded through splitmix64. The standard library's distributions are not
// used: their results differ between implementations, and the same seed must give the same bytes everywhere.
// Each component that needs chance has a stream of its own, derived from the world's seed and the component's name,
// so that adding one node does not change what happens on another.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/time.h"

#include <array>
#include <cstdint>
#include <string_view>

namespace hopyard::base {

class Random {
public:
    explicit Random(std::uint64_t seed = 1);
    /// The stream of the component called `name` in the world seeded with `seed`.
    static Random derive(std::uint64_t seed, std::string_view name);

    std::uint64_t next()
    {
        const std::uint64_t result = rotl(m_state[1] * 5, 7) * 9;
        const std::uint64_t t = m_state[1] << 17;
        m_state[2] ^= m_state[0];
        m_state[3] ^= m_state[1];
        m_state[1] ^= m_state[2];
        m_state[0] ^= m_state[3];
        m_state[2] ^= t;
        m_state[3] = rotl(m_state[3], 45);
        return result;
    }
    /// Uniform in [0, bound); 0 for bound 0. Without bias (Lemire 2019).
    std::uint64_t below(std::uint64_t bound);
    /// Uniform in [0, 1), 53 bits.
    double unit() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }
    /// True with probability p; draws nothing for p <= 0 or p >= 1.
    bool chance(double p) { return p > 0 && (p >= 1 || unit() < p); }
    /// Uniform in [from, to].
    Duration between(Duration from, Duration to);

    bool operator==(const Random &) const = default;

private:
    static constexpr std::uint64_t rotl(std::uint64_t x, int k) { return x << k | x >> (64 - k); }
    std::array<std::uint64_t, 4> m_state;
};

} // namespace hopyard::base
