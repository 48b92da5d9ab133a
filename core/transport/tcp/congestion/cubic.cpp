// The curve, Reno's window beside it, and the end of slow start: cubic.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transport/tcp/congestion/cubic.h"

namespace hopyard::transport::tcp {

namespace {
constexpr std::uint32_t kBetaNumerator = 7, kBetaDenominator = 10;
constexpr std::uint32_t kTrainWindow = 16;  // segments: below that, slow start is not watched
constexpr std::uint8_t kSamples = 8;        // RTTs of a round before its least one counts
constexpr auto kTrainGap = base::Duration::milliseconds(2);
constexpr std::uint32_t kLeastRiseUs = 4'000, kMostRiseUs = 16'000;
constexpr std::uint32_t kFirstGrowth = 20;  // 5 % a round trip while no loss has told W_max
} // namespace

std::uint32_t Cubic::cubeRoot(std::uint64_t x)
{
    std::uint64_t root = 0;
    for (int shift = 63; shift >= 0; shift -= 3) {
        root *= 2;
        const std::uint64_t step = 3 * root * (root + 1) + 1; // (root + 1)³ − root³
        if (x >> shift >= step) {
            x -= step << shift;
            ++root;
        }
    }
    return static_cast<std::uint32_t>(root);
}

void Cubic::startRound(base::TimePoint now, Sequence next)
{
    m_roundStart = m_lastTrainAck = now;
    m_roundEnd = next;
    m_roundRttUs = 0xffffffff;
    m_samples = 0;
    m_inRound = true;
}

void Cubic::onRtt(base::TimePoint now, base::Duration rtt, Sequence unacknowledged, Sequence next,
                  CongestionWindow &window)
{
    if (m_inEpoch && now - m_epoch < base::Duration::seconds(1))
        return; // just after a recovery, when the queue it filled still empties
    const auto us = static_cast<std::uint32_t>(std::clamp<std::int64_t>(rtt.ns() / 1'000, 1, 0x7fffffff));
    if (m_leastRttUs == 0 || us < m_leastRttUs)
        m_leastRttUs = us;
    if (m_slowStartOver || !window.isInSlowStart())
        return;
    if (!m_inRound || unacknowledged > m_roundEnd)
        startRound(now, next);
    if (window.segments < kTrainWindow)
        return;
    bool over = false;
    if (now - m_lastTrainAck <= kTrainGap) {
        m_lastTrainAck = now;
        over = now - m_roundStart > base::Duration::microseconds(m_leastRttUs / 2);
    }
    m_roundRttUs = std::min(m_roundRttUs, us);
    if (m_samples < kSamples)
        ++m_samples;
    else
        over |= m_roundRttUs > m_leastRttUs + std::clamp(m_leastRttUs / 8, kLeastRiseUs, kMostRiseUs);
    if (over) {
        m_slowStartOver = true;
        window.threshold = window.segments;
    }
}

void Cubic::startEpoch(base::TimePoint now, const CongestionWindow &window, std::uint32_t segments)
{
    m_inEpoch = true;
    m_epoch = now;
    m_reno = window.segments;
    m_renoCredit = segments;
    m_origin = std::max(m_maximum, window.segments);
    // K³ = (W_max − cwnd) / C seconds³, 1 / C = 5 / 2, and 2³⁰ for the unit.
    const std::uint64_t below = m_origin - window.segments;
    m_toOrigin = cubeRoot(std::min<std::uint64_t>(below, 1u << 31) * 5 * (1u << 29));
}

std::uint32_t Cubic::target(base::Duration sinceEpoch) const
{
    const std::int64_t t = std::min<std::int64_t>(sinceEpoch.ns() / 1'000, std::int64_t(1) << 32) * 1'024 / 1'000'000;
    const std::int64_t offset = t - m_toOrigin;
    const auto distance = std::min<std::uint64_t>(static_cast<std::uint64_t>(offset < 0 ? -offset : offset), 1u << 20);
    const std::uint64_t delta = (distance * distance * distance / 5) >> 29; // C = 2 / 5
    if (offset < 0)
        return static_cast<std::uint32_t>(m_origin > delta ? m_origin - delta : 1);
    return static_cast<std::uint32_t>(std::min<std::uint64_t>(m_origin + delta, 0x7fffffff));
}

std::uint32_t Cubic::segmentsPerStep(base::TimePoint now, const CongestionWindow &window, std::uint32_t segments)
{
    m_renoCredit += segments;
    // The curve is looked at once a millisecond at most: an ACK brings too little for it to matter, and costs a division.
    if (!m_inEpoch || now - m_computedAt >= base::Duration::milliseconds(1)) {
        m_computedAt = now;
        if (!m_inEpoch)
            startEpoch(now, window, segments);
        const std::uint32_t goal = target(now - m_epoch + base::Duration::microseconds(m_leastRttUs));
        m_perStep = goal > window.segments ? window.segments / (goal - window.segments) : 100 * window.segments;
        if (m_maximum == 0)
            m_perStep = std::min(m_perStep, kFirstGrowth);
    }
    // W_est: α = 3 (1 − β) / (1 + β) = 9 / 17 segments for each window acknowledged, and 1 once it has passed the
    // window of the last reduction.
    for (;;) {
        const std::uint32_t needed = m_reno < m_prior ? window.segments * 17 / 9 : window.segments;
        if (m_renoCredit <= needed)
            break;
        m_renoCredit -= needed;
        ++m_reno;
    }
    if (m_reno > window.segments)
        m_perStep = std::min(m_perStep, window.segments / (m_reno - window.segments));
    m_perStep = std::max(m_perStep, 2u); // at most half as much again in a round trip
    return m_perStep;
}

void Cubic::onAcknowledged(base::TimePoint now, CongestionWindow &window, std::uint32_t segments)
{
    if (window.isInSlowStart()) {
        segments = window.slowStart(segments);
        if (segments == 0)
            return;
    }
    window.increase(segmentsPerStep(now, window, segments), segments);
}

std::uint32_t Cubic::thresholdAfterLoss(const CongestionWindow &window)
{
    m_inEpoch = false;
    m_prior = window.segments;
    const bool gaveWay = window.segments < m_maximum;
    m_maximum = gaveWay ? static_cast<std::uint32_t>(std::uint64_t(window.segments) * 17 / 20) : window.segments;
    return std::max(static_cast<std::uint32_t>(std::uint64_t(window.segments) * kBetaNumerator / kBetaDenominator),
                    CongestionWindow::kMinThreshold);
}

void Cubic::onTimeout()
{
    const std::uint32_t prior = m_prior;
    *this = Cubic();
    m_prior = prior;
}

void Cubic::onIdleEnds(base::TimePoint now, base::Duration idle)
{
    if (m_inEpoch && idle > base::Duration())
        m_epoch = std::min(m_epoch + idle, now);
}

} // namespace hopyard::transport::tcp
