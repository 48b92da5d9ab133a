// Estimating the round trip: rtt_estimator.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transport/tcp/rtt_estimator.h"

#include <algorithm>

namespace hopyard::transport::tcp {

namespace {
constexpr std::uint32_t kWindowMs = 300'000;
constexpr std::int64_t kLongestUs = 0x0fffffff; // eight times it fits 32 bits

std::uint32_t microseconds(base::Duration d)
{
    return static_cast<std::uint32_t>(std::clamp<std::int64_t>((d.ns() + 500) / 1'000, 1, kLongestUs));
}
} // namespace

RttEstimator::RttEstimator(base::Duration minRto, base::Duration maxRto)
    : m_minRtoUs(microseconds(minRto)), m_maxRtoUs(microseconds(maxRto))
{
}

void RttEstimator::sample(base::Duration rtt, Sequence unacknowledged, Sequence next)
{
    const std::uint32_t us = microseconds(rtt);
    m_backOff = 0;
    if (m_smoothedUs8 == 0) {
        m_smoothedUs8 = us * 8;
        m_deviationUs4 = us * 2;
        m_roundMaxUs4 = m_variationUs4 = std::max(m_deviationUs4, m_minRtoUs);
        m_roundEnd = next;
        return;
    }
    const std::int64_t error = std::int64_t(us) - (m_smoothedUs8 >> 3);
    m_smoothedUs8 = static_cast<std::uint32_t>(std::max<std::int64_t>(1, m_smoothedUs8 + error));
    // β = 1/4; where the RTT falls, a growing deviation counts an eighth of that only.
    std::int64_t step = (error < 0 ? -error : error) - (m_deviationUs4 >> 2);
    if (error < 0 && step > 0)
        step >>= 3;
    m_deviationUs4 = static_cast<std::uint32_t>(std::max<std::int64_t>(0, m_deviationUs4 + step));
    m_roundMaxUs4 = std::max(m_roundMaxUs4, m_deviationUs4);
    m_variationUs4 = std::max(m_variationUs4, m_roundMaxUs4);
    if (unacknowledged > m_roundEnd) {
        if (m_roundMaxUs4 < m_variationUs4)
            m_variationUs4 -= (m_variationUs4 - m_roundMaxUs4) >> 2;
        m_roundEnd = next;
        m_roundMaxUs4 = m_minRtoUs;
    }
}

void RttEstimator::sampleMinimum(base::TimePoint now, base::Duration rtt)
{
    const Minimum sample{static_cast<std::uint32_t>(now.ns() / 1'000'000), microseconds(rtt)};
    if (sample.us <= m_minima[0].us || m_minima[0].us == 0xffffffff || sample.atMs - m_minima[2].atMs > kWindowMs) {
        m_minima.fill(sample);
        return;
    }
    if (sample.us <= m_minima[1].us)
        m_minima[1] = m_minima[2] = sample;
    else if (sample.us <= m_minima[2].us)
        m_minima[2] = sample;
    const std::uint32_t age = sample.atMs - m_minima[0].atMs;
    if (age > kWindowMs) { // the best has left the window: the next best takes its place
        m_minima = {m_minima[1], m_minima[2], sample};
        if (sample.atMs - m_minima[0].atMs > kWindowMs)
            m_minima = {m_minima[1], sample, sample};
    } else if (m_minima[1].atMs == m_minima[0].atMs && age > kWindowMs / 4) {
        m_minima[1] = m_minima[2] = sample; // none from the later three quarters yet
    } else if (m_minima[2].atMs == m_minima[1].atMs && age > kWindowMs / 2) {
        m_minima[2] = sample;
    }
}

void RttEstimator::backOff()
{
    if (m_backOff < 31)
        ++m_backOff;
}

void RttEstimator::onHandshakeLost()
{
    if (m_smoothedUs8 == 0)
        m_initialUs = 3'000'000;
    m_backOff = 0;
}

base::Duration RttEstimator::minimum() const
{
    return base::Duration::microseconds(m_minima[0].us == 0xffffffff ? 0 : m_minima[0].us);
}

base::Duration RttEstimator::rto() const
{
    const std::uint64_t plain =
        m_smoothedUs8 == 0 ? m_initialUs : std::uint64_t(m_smoothedUs8 >> 3) + m_variationUs4;
    const std::uint64_t us = std::min<std::uint64_t>(std::min<std::uint64_t>(plain, m_maxRtoUs) << m_backOff, m_maxRtoUs);
    return base::Duration::microseconds(static_cast<std::int64_t>(us));
}

} // namespace hopyard::transport::tcp
