// NewReno's window (RFC 5681 section 3.1, RFC 6582): doubled each round trip, then one segment each round trip; halved
// on loss. When segments are lost is found elsewhere (rack.h, loss_recovery.h).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/transport/tcp/congestion/window.h"

namespace hopyard::transport::tcp {

class NewReno {
public:
    void onAcknowledged(CongestionWindow &window, std::uint32_t segments)
    {
        if (window.isInSlowStart())
            segments = window.slowStart(segments);
        if (segments > 0)
            window.increase(window.segments, segments);
    }
    std::uint32_t thresholdAfterLoss(const CongestionWindow &window) const
    {
        return std::max(window.segments / 2, CongestionWindow::kMinThreshold);
    }
    bool operator==(const NewReno &) const = default;
};

} // namespace hopyard::transport::tcp
