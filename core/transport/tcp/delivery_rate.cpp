// Measuring the rate of delivery: delivery_rate.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transport/tcp/delivery_rate.h"

#include <algorithm>

namespace hopyard::transport::tcp {

DeliveryMark DeliveryRate::mark(base::TimePoint now, bool first)
{
    if (first)
        m_deliveredAt = m_windowStart = now;
    return {m_deliveredAt, m_windowStart, m_delivered, isApplicationLimited()};
}

void DeliveryRate::onDelivered(const SentSegment &segment, Sample &sample)
{
    if (sample.valid && (segment.sentAt < sample.lastSentAt ||
                         (segment.sentAt == sample.lastSentAt && segment.to() <= sample.lastTo)))
        return;
    sample.valid = true;
    sample.priorDelivered = segment.mark.delivered;
    sample.priorAt = segment.mark.deliveredAt;
    sample.applicationLimited = segment.mark.applicationLimited;
    sample.lastTo = segment.to();
    sample.lastSentAt = segment.sentAt;
    sample.sending = segment.sentAt - segment.mark.windowStart;
    m_windowStart = segment.sentAt;
}

void DeliveryRate::finish(base::TimePoint now, const Sample &sample, bool any, base::Duration minimumRtt)
{
    if (m_limitedUntil != 0 && static_cast<std::int32_t>(m_delivered - m_limitedUntil) > 0)
        m_limitedUntil = 0;
    if (any)
        m_deliveredAt = now;
    if (!sample.valid)
        return;
    const std::uint32_t delivered = m_delivered - sample.priorDelivered;
    const base::Duration interval = std::max(sample.sending, now - sample.priorAt);
    if (interval < minimumRtt || interval <= base::Duration())
        return; // sooner than the path allows: not what it claims to measure
    const double rate = static_cast<double>(delivered) / static_cast<double>(interval.ns());
    const bool higher = m_interval == base::Duration() ||
                        rate >= static_cast<double>(m_rateDelivered) / static_cast<double>(m_interval.ns());
    if (sample.applicationLimited && !higher)
        return; // it tells of the application
    m_rateDelivered = delivered;
    m_interval = interval;
}

void DeliveryRate::onApplicationLimited(std::uint32_t inFlight)
{
    m_limitedUntil = std::max(m_delivered + inFlight, 1u);
}

std::uint64_t DeliveryRate::bytesPerSecond(std::uint32_t mss) const
{
    if (m_interval == base::Duration())
        return 0;
    const auto bytes = static_cast<double>(m_rateDelivered) * mss;
    return static_cast<std::uint64_t>(bytes * 1e9 / static_cast<double>(m_interval.ns()));
}

} // namespace hopyard::transport::tcp
