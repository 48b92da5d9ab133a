// How fast the path delivers, measured at the sender (draft-cheng-iccrg-delivery-rate-estimation): what arrived between
// the acknowledgement of a segment and the moment it was sent, over the longer of the time it took to send that much and
// the time it took to be acknowledged.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/time.h"
#include "core/transport/tcp/sent_segments.h"

#include <cstdint>

namespace hopyard::transport::tcp {

class DeliveryRate {
public:
    /// Of one ACK.
    struct Sample {
        base::TimePoint priorAt;
        base::TimePoint lastSentAt;
        base::Duration sending;
        std::uint32_t priorDelivered = 0; ///< 0: nothing was delivered by this ACK, or nothing before it
        Sequence lastTo;
        bool applicationLimited = false;
        bool valid = false;
    };

    /// What a segment leaving now carries along; `first`: nothing else is under way.
    DeliveryMark mark(base::TimePoint now, bool first);
    void onDelivered(const SentSegment &segment, Sample &sample);
    /// The ACK is worked through. `any`: it delivered something.
    void finish(base::TimePoint now, const Sample &sample, bool any, base::Duration minimumRtt);
    void onApplicationLimited(std::uint32_t inFlight);

    void count(std::uint32_t segments) { m_delivered += segments; }
    std::uint32_t delivered() const { return m_delivered; } ///< segments, in all
    bool isApplicationLimited() const { return m_limitedUntil != 0; }
    std::uint64_t bytesPerSecond(std::uint32_t mss) const;

private:
    friend struct StateFields; // state_fields.h
    base::TimePoint m_deliveredAt;
    base::TimePoint m_windowStart;
    base::Duration m_interval;
    std::uint32_t m_delivered = 0;
    std::uint32_t m_limitedUntil = 0; // delivered; 0: not limited
    std::uint32_t m_rateDelivered = 0;
};

} // namespace hopyard::transport::tcp
