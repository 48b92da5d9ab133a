// Whether the congestion window was used: one that was not says nothing of the path, and must neither grow nor stay
// (RFC 7661 in spirit, RFC 2861 as Linux does it).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/time.h"
#include "core/transport/tcp/congestion/window.h"
#include "core/transport/tcp/sequence.h"

#include <algorithm>
#include <cstdint>

namespace hopyard::transport::tcp {

class WindowUse {
public:
    /// New data left; `out` segments are not acknowledged now.
    void onSent(base::TimePoint now, Sequence unacknowledged, Sequence next, std::uint32_t out, bool full,
                const CongestionWindow &window)
    {
        if (unacknowledged >= m_roundEnd || full || (!m_full && out > m_mostOut)) {
            m_full = full;
            m_mostOut = out;
            m_roundEnd = next;
        }
        if (mayGrow(window))
            touch(now);
        else
            m_used = std::max(m_used, out);
    }
    /// More waits, and only for the window to open further.
    void onHeldBack(base::TimePoint now)
    {
        m_full = true;
        touch(now);
    }
    /// The window limits what is sent; in slow start half of it is enough.
    bool mayGrow(const CongestionWindow &window) const
    {
        return m_full || (window.isInSlowStart() && window.segments < 2 * std::uint64_t(m_mostOut));
    }
    /// The most that was under way where the window has not been used up for `atLeast`; 0: it has been.
    std::uint32_t usedSince(base::TimePoint now, base::Duration atLeast, const CongestionWindow &window)
    {
        if (mayGrow(window) || now - m_usedUpAt < atLeast)
            return 0;
        const std::uint32_t used = m_used;
        touch(now);
        return used;
    }
    /// From now on the window is new.
    void touch(base::TimePoint now)
    {
        m_used = 0;
        m_usedUpAt = now;
    }
    void start(base::TimePoint now, Sequence first)
    {
        touch(now);
        m_roundEnd = first;
    }

private:
    friend struct StateFields; // state_fields.h
    base::TimePoint m_usedUpAt;
    std::uint32_t m_used = 0;
    std::uint32_t m_mostOut = 0;
    Sequence m_roundEnd;
    bool m_full = false;
};

} // namespace hopyard::transport::tcp
