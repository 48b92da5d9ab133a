// Loss recovery, the state machine: open, disorder, cwr, recovery, loss, and undoing what was needless.
//
// RFC 6675 and 8985 (entering recovery), 6582 (without SACK), 5682 (F-RTO), 3522 and 4015 (Eifel), 3708 (DSACK),
// 3168 (ECN). The states and their order are Linux's.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transport/tcp/loss_recovery_pass.h"

#include <algorithm>

namespace hopyard::transport::tcp {

void LossRecovery::judge(Pass &pass)
{
    if (pass.ecnEcho)
        m_priorThreshold = 0; // congestion was told of: what was reduced stays so
    if (pass.headIsSacked) {
        // The peer holds what we are to send next and yet does not acknowledge it: it has dropped it (RFC 2018 section
        // 8). Soon everything is sent again, unless it was only late.
        setTimer(RecoveryTimer::timeout,
                 pass.now + std::max(m_rtt.smoothed() / 2, base::Duration::milliseconds(10)));
        pass.setTimer = false;
        return;
    }
    if (m_state == State::open) {
        m_hasResendTimestamp = false;
    } else if (m_una >= m_recoveryEnd) {
        if (m_state == State::cwr) {
            if (m_una != m_recoveryEnd) {
                endReduction();
                m_state = State::open;
            }
        } else if (m_state == State::recovery) {
            if (!m_sack)
                m_sent.assumeDelivered(0);
            const bool undone = mayUndo();
            const bool held = undoRecovery();
            pass.outcome.undone |= undone;
            if (held)
                return;
            endReduction();
        }
    }
    switch (m_state) {
    case State::recovery:
        if (!pass.advanced) {
            if (!m_sack)
                addDuplicateAck(pass);
        } else if (m_mayBeUndone && isDelayed()) {
            // A hole was filled by what was late, not by its retransmission.
            noteReordering(pass.priorUna);
            if (m_sent.retransmitted() > 0)
                return;
            m_hasResendTimestamp = m_hasResendTimestamp && isAnyResent();
            undo(true);
            pass.outcome.undone = true;
            keepOpen();
        }
        if (undoByDsack()) {
            pass.outcome.undone = true;
            keepOpen();
        }
        identifyLosses(pass);
        if (m_state != State::recovery) {
            if (!isTimeToRecover()) {
                tryToOpen(pass);
                return;
            }
            enterRecovery(pass.ecnEcho);
        }
        return;
    case State::loss:
        judgeLoss(pass);
        identifyLosses(pass);
        if (m_state != State::open && !pass.retransmissionLost)
            return;
        judgeDefault(pass);
        return;
    case State::open:
    case State::disorder:
    case State::cwr:
        judgeDefault(pass);
        return;
    }
}

void LossRecovery::judgeDefault(Pass &pass)
{
    if (!m_sack) {
        if (pass.advanced)
            m_sent.assumeDelivered(0);
        addDuplicateAck(pass);
    }
    if (m_state <= State::disorder && undoByDsack())
        pass.outcome.undone = true;
    identifyLosses(pass);
    if (!isTimeToRecover()) {
        tryToOpen(pass);
        return;
    }
    if (m_state < State::cwr && m_mtuProbeOut && m_una == m_mtuProbe.from) {
        // It was too long for the path, as far as one can tell, and says nothing of congestion (RFC 4821 section 7.6.1).
        m_mtuProbeOut = false;
        pass.outcome.mtuProbeLost = true;
        enterLossWithoutReduction();
        return;
    }
    pass.outcome.reducedByEcn |= pass.ecnEcho;
    enterRecovery(pass.ecnEcho);
}

void LossRecovery::enterLossWithoutReduction()
{
    if (m_state == State::loss)
        return;
    m_recoveryEnd = m_next;
    m_congestion.window.threshold = currentThreshold();
    m_priorThreshold = 0;
    m_mayBeUndone = m_forwardRto = m_newDataFirst = false;
    m_state = State::loss;
}

void LossRecovery::judgeLoss(Pass &pass)
{
    if (pass.advanced && undoLoss(false)) {
        pass.outcome.undone = true;
        return;
    }
    const bool recovered = m_una >= m_recoveryEnd;
    if (m_forwardRto) {
        // RFC 5682 section 3.1, step 3b: what had not been sent again has arrived, so not all was lost.
        if (pass.originalDelivered && undoLoss(true)) {
            pass.outcome.undone = true;
            return;
        }
        if (m_next > m_recoveryEnd) {
            if (pass.dataSacked || pass.duplicates > 0)
                m_forwardRto = false; // step 3a: the loss was real
        } else if (pass.advanced && !recovered) {
            m_recoveryEnd = m_next;
            if (pass.newDataWaits) {
                m_newDataFirst = true; // step 2b
                return;
            }
            m_forwardRto = false;
        }
    }
    if (recovered) {
        const bool undone = mayUndo();
        undoRecovery();
        pass.outcome.undone |= undone;
        return;
    }
    if (!m_sack) {
        // Duplicate ACKs of what F-RTO sent anew tell that it arrived.
        if (m_next > m_recoveryEnd && pass.duplicates > 0)
            addDuplicateAck(pass);
        else if (pass.advanced)
            m_sent.assumeDelivered(0);
    }
}

// --- finding losses ---

base::Duration LossRecovery::reorderingWindow() const
{
    if (m_reorderingSeen == 0 && (m_state >= State::recovery || m_sent.sacked() >= m_reordering))
        return {};
    return m_rack.window(m_rtt.minimum(), m_rtt.smoothed());
}

void LossRecovery::identifyLosses(Pass &pass)
{
    if (m_sent.isEmpty())
        return;
    if (!m_sack) {
        // NewReno: three duplicates, or a partial acknowledgement, tell of one segment (RFC 6582 section 3.2).
        if ((m_state < State::recovery && m_sent.sacked() >= m_reordering) ||
            (m_state == State::recovery && pass.advanced)) {
            if (m_sent.front().lost)
                return;
            if (m_sent.front().pieces > 1)
                m_sent.splitAt(m_una + m_sent.front().pieceLength);
            pass.newlyLost += m_sent.markLost(0);
            m_resendFrom = m_una;
        }
        return;
    }
    if (!m_rackTlp) {
        markByCounting(pass);
        return;
    }
    if (!m_rack.takeNews())
        return;
    const Rack::Found found = m_rack.detect(pass.now, m_sent, reorderingWindow());
    if (found.lost > 0) {
        pass.newlyLost += found.lost;
        m_resendFrom = earlier(m_resendFrom, found.firstLost);
    }
    pass.retransmissionLost |= found.retransmissionLost;
    if (found.wait > base::Duration()) {
        setTimer(RecoveryTimer::reordering, pass.now + found.wait + base::Duration::milliseconds(2));
        pass.setTimer = false;
    }
}

void LossRecovery::markByCounting(Pass &pass)
{
    // RFC 6675 section 4: lost is what has at least DupThresh segments sacked above it, told by sequence space.
    const Sequence highest = m_sent.sacked() > 0 ? m_sent.highestSacked() : m_una;
    const bool enough = m_sent.sacked() >= m_reordering;
    for (std::size_t i = m_sent.skipSacked(0); i < m_sent.size(); i = m_sent.skipSacked(i + 1)) {
        const SentSegment &s = m_sent[i];
        const bool farAbove = highest - s.to() > static_cast<std::int32_t>((m_reordering - 1) * m_mss);
        if (!farAbove && !(enough && i == 0))
            break;
        if (s.lost || s.everRetransmitted)
            continue;
        m_resendFrom = earlier(m_resendFrom, s.from);
        pass.newlyLost += m_sent.markLost(i);
    }
}

bool LossRecovery::isTimeToRecover() const
{
    return m_sent.lost() > 0;
}

// --- states ---

void LossRecovery::tryToOpen(Pass &pass)
{
    m_hasResendTimestamp = m_hasResendTimestamp && isAnyResent();
    if (pass.ecnEcho) {
        if (m_state < State::cwr)
            pass.outcome.reducedByEcn = true;
        enterCwr();
    }
    if (m_state != State::cwr)
        keepOpen();
}

bool LossRecovery::isAnyResent() const
{
    return m_sent.retransmitted() > 0 || (!m_sent.isEmpty() && m_sent.front().everRetransmitted);
}

void LossRecovery::keepOpen()
{
    const State state = m_sent.sacked() + m_sent.lost() > 0 || isAnyResent() ? State::disorder : State::open;
    if (m_state != state) {
        m_state = state;
        m_recoveryEnd = m_next;
    }
}

std::uint32_t LossRecovery::currentThreshold() const
{
    const CongestionWindow &window = m_congestion.window;
    return isReducing() ? window.threshold : std::max(window.threshold, window.segments / 2 + window.segments / 4);
}

void LossRecovery::initUndo()
{
    m_mayBeUndone = true;
    m_undoMarker = m_una;
    m_undoRetransmissions = static_cast<std::int32_t>(m_sent.retransmitted());
    if (m_probeOut && m_probeWasRetransmission)
        m_undoRetransmissions = std::max(m_undoRetransmissions, 1);
    if (m_undoRetransmissions == 0)
        m_undoRetransmissions = -1;
}

void LossRecovery::enterReduction()
{
    m_recoveryEnd = m_next;
    m_probeOut = false;
    m_congestion.window.credit = 0;
    m_priorWindow = m_congestion.window.segments;
    m_prr.start(m_congestion.window.segments);
    m_congestion.window.threshold = m_congestion.thresholdAfterLoss();
}

void LossRecovery::endReduction()
{
    CongestionWindow &window = m_congestion.window;
    if (window.threshold < CongestionWindow::kNoThreshold && (m_state == State::cwr || m_mayBeUndone))
        window.segments = window.threshold;
}

void LossRecovery::enterRecovery(bool ecn)
{
    initUndo();
    m_priorThreshold = 0;
    if (!isReducing()) {
        const std::uint32_t prior = currentThreshold();
        enterReduction();
        m_priorThreshold = ecn ? 0 : prior;
    }
    m_state = State::recovery;
}

void LossRecovery::enterCwr()
{
    m_priorThreshold = 0;
    if (m_state >= State::cwr)
        return;
    m_mayBeUndone = false;
    enterReduction();
    m_state = State::cwr;
}

void LossRecovery::reduce(std::uint32_t delivered, bool newlyLost, bool advanced)
{
    if (delivered == 0)
        return;
    CongestionWindow &window = m_congestion.window;
    window.segments = m_prr.window(delivered, m_sent.inFlight(), window.threshold, advanced && !newlyLost);
}

// --- undoing ---

bool LossRecovery::isDelayed() const
{
    return m_hasResendTimestamp && m_hasEcho && static_cast<std::int32_t>(m_echo - m_firstResendTimestamp) < 0;
}

bool LossRecovery::mayUndo() const
{
    return m_mayBeUndone && (m_undoRetransmissions == 0 || isDelayed());
}

void LossRecovery::undo(bool unmark)
{
    if (unmark) {
        m_sent.clearLost();
        m_resendFrom = m_una;
        m_rack.lookAgainAt(m_una);
    }
    CongestionWindow &window = m_congestion.window;
    if (m_priorThreshold > 0) {
        window.segments = std::max(window.segments, m_priorWindow);
        window.threshold = std::max(window.threshold, m_priorThreshold);
    }
    m_mayBeUndone = false;
    m_rack.addNews();
}

bool LossRecovery::holdsStateForReno() const
{
    // Until something above it is acknowledged: duplicates of what was sent again would start a new recovery (RFC 6582
    // section 4.1).
    return m_una == m_recoveryEnd && !m_sack;
}

bool LossRecovery::undoRecovery()
{
    if (mayUndo())
        undo(false);
    else
        m_rack.onRecoveryEnds();
    if (holdsStateForReno()) {
        m_hasResendTimestamp = m_hasResendTimestamp && isAnyResent();
        return true;
    }
    m_state = State::open;
    m_forwardRto = false;
    return false;
}

bool LossRecovery::undoByDsack()
{
    if (!m_mayBeUndone || m_undoRetransmissions != 0)
        return false;
    m_rack.onDsackUndo();
    undo(false);
    return true;
}

bool LossRecovery::undoLoss(bool byForwardRto)
{
    if (!byForwardRto && !mayUndo())
        return false;
    undo(true);
    m_timeouts = 0;
    if (holdsStateForReno())
        return true;
    if (byForwardRto || m_sack) {
        m_state = State::open;
        m_forwardRto = false;
    }
    return true;
}

} // namespace hopyard::transport::tcp
