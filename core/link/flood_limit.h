// A token bucket that keeps a loop of switches or hubs from burning the world down.
//
// Flooded frames multiply in a loop without end; where the links have no delay they would do so without time moving
// on. Real switches have storm control, ours always has it on: beyond the bucket, flooded frames are dropped, counted
// and said once a second.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/time.h"
#include "core/link/device.h"

#include <algorithm>
#include <cstdint>

namespace hopyard::link {

class FloodLimit {
public:
    /// At most `perSecond` frames a second, and `burst` at once.
    constexpr FloodLimit(std::int64_t perSecond, std::int64_t burst)
        : m_interval(base::Duration::seconds(1) / perSecond), m_depth(m_interval * burst)
    {
    }
    bool allows(base::TimePoint now)
    {
        // Virtual scheduling (as in GCRA): m_spent is when the bucket would be full again.
        m_spent = std::max(m_spent, now);
        if (m_spent - now > m_depth)
            return false;
        m_spent = m_spent + m_interval;
        return true;
    }
    /// True at most once a second: whether a refusal is worth saying again.
    bool shouldTell(base::TimePoint now)
    {
        if (now < m_tellAgain)
            return false;
        m_tellAgain = now + base::Duration::seconds(1);
        return true;
    }

private:
    base::Duration m_interval;
    base::Duration m_depth;
    base::TimePoint m_spent;
    base::TimePoint m_tellAgain;
};

/// Counts a frame beyond the limit as dropped, for the trace, and says once a second that there is a storm.
void dropFlooded(Context &context, FloodLimit &limit, const packet::Packet &frame);

} // namespace hopyard::link
