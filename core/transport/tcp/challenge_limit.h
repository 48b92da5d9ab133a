// How many challenge ACKs a node sends (RFC 5961 section 7): each costs little, but a flood of forged segments must not
// become a flood of answers. The budget of each second is drawn by lot, so that nobody outside can count with it.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/base/time.h"

#include <cstdint>

namespace hopyard::transport::tcp {

class ChallengeLimit {
public:
    static constexpr std::uint32_t kPerSecond = 1'000;

    /// Takes one from the budget of this second; false where it is spent.
    bool take(base::TimePoint now, base::Random &random)
    {
        if (const std::int64_t second = now.ns() / 1'000'000'000; second != m_second) {
            m_second = second;
            m_left = kPerSecond / 2 + static_cast<std::uint32_t>(random.below(kPerSecond));
        }
        if (m_left == 0)
            return false;
        --m_left;
        return true;
    }

private:
    std::int64_t m_second = -1;
    std::uint32_t m_left = 0;
};

} // namespace hopyard::transport::tcp
