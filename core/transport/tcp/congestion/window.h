// The congestion window as all algorithms see it: whole segments, and what they have in common to make it grow.
//
// RFC 5681 section 3.1 (slow start, congestion avoidance), RFC 3465 (byte counting; in segments, and without a limit on
// what one ACK may bring, because receivers and offloads acknowledge many segments at once).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>

namespace hopyard::transport::tcp {

struct CongestionWindow {
    static constexpr std::uint32_t kNoThreshold = 0xffffffff;
    static constexpr std::uint32_t kMinThreshold = 2; ///< RFC 5681 equation (4)

    std::uint32_t segments = 10;
    std::uint32_t threshold = kNoThreshold; ///< ssthresh, in segments
    std::uint32_t credit = 0;               ///< segments acknowledged that have not made the window grow yet

    bool isInSlowStart() const { return segments < threshold; }

    /// Grows by what was acknowledged, at most to the threshold; returns what is left over.
    std::uint32_t slowStart(std::uint32_t acknowledged)
    {
        const std::uint32_t step = std::min(acknowledged, threshold - segments);
        segments += step;
        return acknowledged - step;
    }

    /// One segment more for each `per` segments acknowledged.
    void increase(std::uint32_t per, std::uint32_t acknowledged)
    {
        if (credit >= per) { // saved up while more was asked for: spent gently
            credit = 0;
            ++segments;
        }
        credit += acknowledged;
        if (credit >= per) {
            segments += credit / per;
            credit %= per;
        }
    }
    bool operator==(const CongestionWindow &) const = default;
};

} // namespace hopyard::transport::tcp
