// Loss recovery, what is sent: loss_recovery.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transport/tcp/loss_recovery.h"

#include <algorithm>

namespace hopyard::transport::tcp {

void LossRecovery::start(base::TimePoint now, const LossRecoverySettings &settings)
{
    *this = LossRecovery();
    m_una = m_next = m_recoveryEnd = m_resendFrom = settings.first;
    m_mss = std::max(settings.mss, 1u);
    m_sack = settings.sack;
    m_rackTlp = settings.rackTlp;
    m_forwardRtoAllowed = settings.forwardRto;
    m_initialWindow = std::max(settings.initialWindow, 1u);
    m_congestion.window.segments = m_initialWindow;
    m_congestion.setAlgorithm(settings.algorithm);
    m_rtt = RttEstimator(settings.minRto, settings.maxRto);
    m_rack.start(settings.first);
    m_use.start(now, settings.first);
    m_lastSent = now;
    if (settings.handshakeResent > 0)
        m_rtt.onHandshakeLost();
    if (settings.handshakeResent > 1)
        m_congestion.window.segments = 1;
}

void LossRecovery::setMss(std::uint32_t mss)
{
    mss = std::max(mss, 1u);
    CongestionWindow &window = m_congestion.window;
    const bool inHandshake = m_rate.delivered() <= 1; // the initial window is one of segments, whatever their length
    if (!inHandshake && mss != m_mss) {
        const auto scaled = [&](std::uint32_t segments) {
            const std::uint64_t bytes = std::uint64_t(segments) * m_mss;
            return static_cast<std::uint32_t>(std::clamp<std::uint64_t>(bytes / mss, 1, 0x7fffffff));
        };
        window.segments = scaled(window.segments);
        if (window.threshold != CongestionWindow::kNoThreshold)
            window.threshold = std::max(scaled(window.threshold), CongestionWindow::kMinThreshold);
        window.credit = 0;
    }
    m_mss = mss;
}

void LossRecovery::setAlgorithm(CongestionAlgorithm algorithm)
{
    m_congestion.setAlgorithm(algorithm);
}

void LossRecovery::setSack(bool sack)
{
    m_sack = sack;
}

// --- what leaves ---

void LossRecovery::beforeSending(base::TimePoint now)
{
    if (!m_sent.isEmpty())
        return;
    CongestionWindow &window = m_congestion.window;
    const base::Duration rto = m_rtt.rto();
    base::Duration idle = now - m_lastSent;
    if (idle <= rto)
        return;
    window.threshold = currentThreshold();
    const std::uint32_t restart = std::min(m_initialWindow, window.segments);
    for (idle -= rto; idle > base::Duration() && window.segments > restart; idle -= rto)
        window.segments /= 2;
    window.segments = std::max(window.segments, restart);
    m_congestion.onIdleEnds(now, now - m_lastSent);
    m_use.touch(now);
    m_lastSent = now;
}

void LossRecovery::onSent(base::TimePoint now, SequenceRange range, bool again, std::optional<std::uint32_t> timestamp)
{
    if (range.length() == 0)
        return;
    const bool first = m_sent.isEmpty();
    if (again) {
        const DeliveryMark mark = m_rate.mark(now, false);
        const bool head = range.from <= m_una;
        const std::uint32_t pieces = m_sent.markRetransmitted(range, now, mark);
        m_rack.onRetransmitted(now, range);
        countRetransmitted(pieces, timestamp);
        advanceResend();
        if (isReducing())
            m_prr.onSent(pieces);
        if (head && m_timer != RecoveryTimer::reordering && !m_probing)
            setTimer(RecoveryTimer::timeout, now + m_rtt.rto());
    } else {
        beforeSending(now);
        if (first)
            m_congestion.onIdleEnds(now, now - m_lastSent);
        const std::uint32_t before = m_sent.out();
        m_sent.append(range, m_mss, now, m_rate.mark(now, first));
        m_next = later(m_next, range.to);
        if (isReducing())
            m_prr.onSent(m_sent.out() - before);
        m_use.onSent(now, m_una, m_next, m_sent.out(), m_sent.inFlight() >= m_congestion.window.segments,
                     m_congestion.window);
        m_lastSent = now;
        if (!m_probing) {
            if (first || m_timer == RecoveryTimer::probe || m_timer == RecoveryTimer::none)
                rearmTimeout(now);
            scheduleProbe(now, false);
        }
    }
    if (m_probing) {
        m_probing = false;
        m_probeOut = true;
        m_probeWasRetransmission = again;
        m_probeEnd = m_next;
        setTimer(RecoveryTimer::timeout, now + m_rtt.rto());
    }
}

void LossRecovery::countRetransmitted(std::uint32_t pieces, std::optional<std::uint32_t> timestamp)
{
    m_totalRetransmitted += pieces;
    if (!m_hasResendTimestamp && timestamp) {
        m_hasResendTimestamp = true;
        m_firstResendTimestamp = *timestamp;
    }
    m_undoRetransmissions = std::max(m_undoRetransmissions, 0) + static_cast<std::int32_t>(pieces);
}

void LossRecovery::advanceResend()
{
    for (std::size_t i = m_sent.find(m_resendFrom);; ++i) {
        i = m_sent.skipSacked(i);
        if (i == m_sent.size()) {
            m_resendFrom = m_next;
            return;
        }
        m_resendFrom = m_sent[i].from;
        if (m_sent[i].lost && !m_sent[i].retransmitted)
            return;
    }
}

void LossRecovery::onApplicationLimited()
{
    const std::uint32_t inFlight = m_sent.inFlight();
    CongestionWindow &window = m_congestion.window;
    if (inFlight < window.segments && m_sent.lost() <= m_sent.retransmitted())
        m_rate.onApplicationLimited(inFlight);
    if (m_state != State::open)
        return;
    // The window is half what it was and half what was used of it, each RTO (RFC 2861).
    const std::uint32_t used = m_use.usedSince(m_lastSent, m_rtt.rto(), window);
    if (used > 0 && std::max(used, m_initialWindow) < window.segments) {
        window.threshold = currentThreshold();
        window.segments = (window.segments + std::max(used, m_initialWindow)) / 2;
    }
}

// --- what may be sent ---

std::optional<SequenceRange> LossRecovery::nextRetransmission(std::uint32_t limit) const
{
    if (m_newDataFirst || m_sent.lost() <= m_sent.retransmitted() || limit == 0)
        return {};
    const std::uint32_t inFlight = m_sent.inFlight();
    if (inFlight >= m_congestion.window.segments)
        return {};
    std::uint32_t room = m_congestion.window.segments - inFlight;
    std::size_t i = m_sent.find(m_resendFrom);
    for (;; ++i) {
        i = m_sent.skipSacked(i);
        if (i == m_sent.size())
            return {};
        if (m_sent[i].lost && !m_sent[i].retransmitted)
            break;
    }
    SequenceRange range{m_sent[i].from, m_sent[i].from};
    // Whole entries as long as they stand side by side; of one that is longer than the limit its first whole pieces.
    for (; i < m_sent.size() && m_sent[i].lost && !m_sent[i].retransmitted && !m_sent[i].sacked; ++i) {
        const SentSegment &s = m_sent[i];
        if (s.pieces <= room && range.length() + s.length <= limit) {
            range.to = s.to();
            room -= s.pieces;
            if (room > 0)
                continue;
        } else if (range.length() == 0) {
            const std::uint32_t pieces = std::min<std::uint32_t>(room, std::max(limit / s.pieceLength, 1u));
            range.to = s.from + std::min({limit, pieces * s.pieceLength, s.length});
        }
        break;
    }
    return range;
}

std::uint32_t LossRecovery::windowLeft() const
{
    const std::uint32_t inFlight = m_sent.inFlight();
    const std::uint32_t window = m_congestion.window.segments;
    std::uint32_t segments = window > inFlight ? window - inFlight : 0;
    if (m_probing)
        segments = std::max(segments, 1u);
    return static_cast<std::uint32_t>(std::min<std::uint64_t>(std::uint64_t(segments) * m_mss, 0x7fffffff));
}

std::optional<SequenceRange> LossRecovery::lastSegment() const
{
    if (m_sent.isEmpty())
        return {};
    const SentSegment &s = m_sent.back();
    const std::uint32_t last = s.length - (s.pieces - 1u) * s.pieceLength;
    return SequenceRange{s.to() - std::min(last, m_mss), s.to()};
}

// --- signals from elsewhere ---

void LossRecovery::onHandshakeRtt(base::Duration rtt)
{
    m_rtt.sample(rtt, m_una, m_next);
    m_rtt.sampleMinimum(m_lastSent, rtt);
}

void LossRecovery::onEstablished(base::TimePoint now)
{
    CongestionWindow &window = m_congestion.window;
    window = CongestionWindow();
    window.segments = m_totalRetransmitted > 1 ? 1 : m_initialWindow;
    m_congestion.onTimeout();
    if (m_totalRetransmitted > 0)
        m_rtt.onHandshakeLost();
    m_rtt.endBackOff();
    m_state = State::open;
    m_mayBeUndone = m_forwardRto = m_newDataFirst = m_hasResendTimestamp = false;
    m_timeouts = 0;
    m_use.start(now, m_next);
}

void LossRecovery::markAllLost()
{
    for (std::size_t i = 0; i < m_sent.size(); ++i)
        m_sent.markLost(i);
    m_resendFrom = m_una;
}

void LossRecovery::onSynDataRefused()
{
    markAllLost();
}

void LossRecovery::onPacketTooBig()
{
    bool any = false;
    for (std::size_t i = 0; i < m_sent.size(); ++i) {
        if (m_sent[i].pieceLength <= m_mss || m_sent[i].length <= m_mss)
            continue;
        m_sent.resize(i, m_mss);
        any |= m_sent.markLost(i) > 0;
    }
    if (!any && !m_sent.isEmpty())
        any = m_sent.markLost(0) > 0;
    if (!any)
        return;
    m_resendFrom = m_una;
    enterLossWithoutReduction();
}

void LossRecovery::setMtuProbe(SequenceRange probe)
{
    m_mtuProbe = probe;
    m_mtuProbeOut = true;
}

// --- looking inside ---

std::uint32_t LossRecovery::congestionWindow() const
{
    const std::uint64_t bytes = std::uint64_t(m_congestion.window.segments) * m_mss;
    return static_cast<std::uint32_t>(std::min<std::uint64_t>(bytes, 0xfffffffe));
}

std::uint32_t LossRecovery::slowStartThreshold() const
{
    if (m_congestion.window.threshold == CongestionWindow::kNoThreshold)
        return 0xffffffff;
    const std::uint64_t bytes = std::uint64_t(m_congestion.window.threshold) * m_mss;
    return static_cast<std::uint32_t>(std::min<std::uint64_t>(bytes, 0xfffffffe));
}

std::uint32_t LossRecovery::bytesInFlight() const
{
    const std::uint64_t bytes = std::uint64_t(m_sent.inFlight()) * m_mss;
    return static_cast<std::uint32_t>(std::min<std::uint64_t>(bytes, static_cast<std::uint32_t>(m_next - m_una)));
}

std::uint64_t LossRecovery::pacingRate() const
{
    if (!m_rtt.hasSample())
        return 0;
    // Twice the window in a round trip while it doubles, a fifth more than it afterwards.
    const CongestionWindow &window = m_congestion.window;
    const std::uint64_t percent = window.segments < window.threshold / 2 ? 200 : 120;
    const std::uint64_t segments = std::max(window.segments, m_sent.out());
    const auto us = static_cast<std::uint64_t>(std::max<std::int64_t>(m_rtt.smoothed().ns() / 1'000, 1));
    return segments * m_mss * percent * 10'000 / us;
}

base::TimePoint LossRecovery::oldestSentAt() const
{
    return m_sent.isEmpty() ? base::TimePoint::never() : m_sent.front().firstSentAt;
}

std::uint32_t LossRecovery::timeoutsInRow() const
{
    return m_timeouts;
}

} // namespace hopyard::transport::tcp
