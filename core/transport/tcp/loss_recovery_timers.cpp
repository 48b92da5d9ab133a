// Loss recovery, its one timer: RTO (RFC 6298 section 5), tail loss probe and reordering (RFC 8985 sections 7 and 6.2).
//
// Only one of them runs at a time. A probe or a reordering timer stands in the place of the RTO, which is put back to
// where it would have been: counted from the last sending of the first segment under way.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transport/tcp/loss_recovery_pass.h"

#include <algorithm>

namespace hopyard::transport::tcp {

namespace {
constexpr auto kTick = base::Duration::milliseconds(2); // least time given to a timer that waits for ACKs
} // namespace

base::TimePoint LossRecovery::nextDeadline() const
{
    return m_deadline;
}

void LossRecovery::setTimer(RecoveryTimer kind, base::TimePoint at)
{
    m_timer = kind;
    m_deadline = at;
}

void LossRecovery::stopTimers()
{
    setTimer(RecoveryTimer::none, base::TimePoint::never());
    m_probing = false;
}

void LossRecovery::rearmTimeout(base::TimePoint now)
{
    if (m_sent.isEmpty()) {
        setTimer(RecoveryTimer::none, base::TimePoint::never());
        return;
    }
    base::TimePoint at = now + m_rtt.rto();
    if (m_timer == RecoveryTimer::reordering || m_timer == RecoveryTimer::probe)
        at = std::max(m_sent.front().sentAt + m_rtt.rto(), now + base::Duration::milliseconds(1));
    setTimer(RecoveryTimer::timeout, at);
}

void LossRecovery::scheduleAfterAck(base::TimePoint now)
{
    if (!scheduleProbe(now, true))
        rearmTimeout(now);
}

bool LossRecovery::scheduleProbe(base::TimePoint now, bool progress)
{
    if (!m_rackTlp || !m_sack || m_sent.isEmpty() || (m_state != State::open && m_state != State::cwr))
        return false;
    const base::Duration rto = m_rtt.rto();
    base::Duration wait = base::Duration::seconds(1);
    if (m_rtt.hasSample()) {
        wait = m_rtt.smoothed() * 2;
        // One segment may be waiting for the peer's delayed ACK.
        wait += m_sent.out() == 1 ? m_rtt.minimumRto() : kTick;
    }
    base::TimePoint at = now + wait;
    const base::TimePoint timeout = progress ? now + rto : m_sent.front().sentAt + rto;
    if (timeout > now)
        at = std::min(at, timeout);
    setTimer(RecoveryTimer::probe, at);
    return true;
}

RecoveryTimer LossRecovery::expire(base::TimePoint now)
{
    if (m_timer == RecoveryTimer::none || now < m_deadline)
        return RecoveryTimer::none;
    if (m_sent.isEmpty()) {
        setTimer(RecoveryTimer::none, base::TimePoint::never());
        return RecoveryTimer::none;
    }
    m_newDataFirst = false;
    switch (m_timer) {
    case RecoveryTimer::none:
        break;
    case RecoveryTimer::reordering:
        return expireReordering(now);
    case RecoveryTimer::probe:
        if (m_probeOut) { // one at a time
            rearmTimeout(now);
            return RecoveryTimer::none;
        }
        m_probing = true;
        setTimer(RecoveryTimer::timeout, now + m_rtt.rto());
        return RecoveryTimer::probe;
    case RecoveryTimer::timeout:
        m_probing = false;
        m_rtt.backOff();
        enterLoss(now);
        m_timeouts = static_cast<std::uint16_t>(std::min(m_timeouts + 1, 0xffff));
        setTimer(RecoveryTimer::timeout, now + m_rtt.rto());
        return RecoveryTimer::timeout;
    }
    return RecoveryTimer::none;
}

RecoveryTimer LossRecovery::expireReordering(base::TimePoint now)
{
    const Rack::Found found = m_rack.detect(now, m_sent, reorderingWindow());
    if (found.lost > 0) {
        m_resendFrom = earlier(m_resendFrom, found.firstLost);
        if (m_state != State::recovery) {
            enterRecovery(false);
            reduce(1, true, false);
        }
    }
    rearmTimeout(now);
    return found.lost > 0 ? RecoveryTimer::reordering : RecoveryTimer::none;
}

void LossRecovery::enterLoss(base::TimePoint now)
{
    const bool newRecovery = m_state < State::recovery;
    const std::uint32_t sackedBefore = m_sent.sacked();
    const bool reneged = m_sent.front().sacked;
    if (reneged)
        m_sent.clearSacked();
    m_sent.assumeDelivered(0);
    for (std::size_t i = 0; i < m_sent.size(); ++i) {
        // What was sent within the last round trip may still arrive.
        if (!reneged && m_rackTlp && i != 0 && m_sent[i].sentAt + m_rack.rtt() > now)
            continue;
        m_sent.markLost(i);
    }
    m_resendFrom = m_una;
    m_rack.lookAgainAt(m_una);

    CongestionWindow &window = m_congestion.window;
    if (m_state <= State::disorder || m_recoveryEnd <= m_una || (m_state == State::loss && m_timeouts == 0)) {
        m_priorThreshold = currentThreshold();
        m_priorWindow = window.segments;
        window.threshold = m_congestion.thresholdAfterLoss();
        m_congestion.onTimeout();
        initUndo();
    }
    window.segments = m_sent.inFlight() + 1;
    window.credit = 0;
    m_use.touch(now);
    if (m_state <= State::disorder && sackedBefore >= 3)
        m_reordering = std::min(m_reordering, 3u); // it was thought too high: no fast retransmission came
    m_state = State::loss;
    m_recoveryEnd = m_next;
    m_probeOut = false;
    m_forwardRto = m_forwardRtoAllowed && (newRecovery || m_timeouts > 0);
}

} // namespace hopyard::transport::tcp
