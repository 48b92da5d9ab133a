// Loss recovery, what an ACK says: loss_recovery.h. What follows from it for the state is in loss_recovery_state.cpp.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transport/tcp/loss_recovery_pass.h"

#include <algorithm>

namespace hopyard::transport::tcp {

namespace {
constexpr std::uint32_t kMaxReordering = 300; // segments
} // namespace

AckOutcome LossRecovery::onAck(const AckEvent &event)
{
    Pass pass;
    pass.now = event.now;
    pass.ecnEcho = event.ecnEcho;
    pass.newDataWaits = event.newDataWaits;
    pass.priorUna = m_una;
    pass.priorHighest = m_sent.sacked() > m_sent.assumedDelivered() ? m_sent.highestSacked() : m_una;
    pass.lowestReordered = m_next;
    if (event.acknowledged > m_next)
        return pass.outcome;
    m_hasEcho = event.timestampEcho.has_value();
    m_echo = event.timestampEcho.value_or(0);
    m_newDataFirst = false;
    const bool old = event.acknowledged < m_una;
    pass.advanced = event.acknowledged > m_una;
    pass.notDuplicate = event.carriesData || event.windowChanged || old;
    if (pass.advanced) {
        m_timeouts = 0;
        m_una = event.acknowledged;
        m_mtuProbeOut = m_mtuProbeOut && m_una <= m_mtuProbe.from;
    }
    const bool any = !m_sent.isEmpty();
    if (m_sack && !event.sack.empty())
        takeSack(pass, event);
    if (any && !old)
        takeAcknowledged(pass, event);
    m_rack.adaptWindow(pass.rate.priorDelivered, m_rate.delivered());
    if (m_probeOut)
        takeProbeAnswer(pass);

    const State before = m_state;
    const std::uint32_t windowBefore = m_congestion.window.segments;
    const std::uint32_t thresholdBefore = m_congestion.window.threshold;
    const bool dubious = !(pass.notDuplicate || pass.piecesAcked) || pass.dataSacked || pass.ecnEcho || pass.dsack ||
                         m_state != State::open;
    if (any ? dubious : pass.dsack) {
        if (!pass.advanced && !pass.notDuplicate && !pass.dsack)
            pass.duplicates = std::max<std::uint32_t>(event.pieces, 1);
        judge(pass);
    }
    m_rack.onAcknowledged(m_una);
    m_resendFrom = later(m_resendFrom, m_una);
    if (pass.setTimer)
        scheduleAfterAck(pass.now);
    if (m_sent.isEmpty())
        setTimer(RecoveryTimer::none, base::TimePoint::never());
    if (pass.ecnEcho)
        m_deliveredMarked += pass.delivered;
    m_rate.finish(pass.now, pass.rate, pass.delivered > 0, m_rtt.minimum());
    // The ACK that ends fast recovery leaves the window at ssthresh (RFC 5681 section 3.2, step 6); the next ones grow it.
    if (before != State::recovery || m_state >= State::recovery || pass.outcome.undone)
        control(pass);

    pass.outcome.enteredRecovery = m_state == State::recovery && before != State::recovery;
    pass.outcome.leftRecovery = before >= State::recovery && m_state < State::recovery;
    pass.outcome.dsack = pass.dsack;
    pass.outcome.reduced |= !pass.outcome.undone && m_congestion.window.threshold < thresholdBefore &&
                           (isReducing() || m_congestion.window.segments < windowBefore);
    m_hasEcho = false;
    return pass.outcome;
}

void LossRecovery::deliver(Pass &pass, std::uint32_t pieces)
{
    pass.delivered += pieces;
    m_rate.count(pieces);
}

// --- SACK (RFC 2018, 2883) ---

void LossRecovery::takeSack(Pass &pass, const AckEvent &event)
{
    const auto blockAt = [&](std::size_t i) {
        return SequenceRange{Sequence(event.sack[i].left), Sequence(event.sack[i].right)};
    };
    std::size_t first = 0;
    const SequenceRange head = blockAt(0);
    const bool inside = event.sack.size() > 1 && head.from >= blockAt(1).from && head.to <= blockAt(1).to;
    if (head.from < event.acknowledged || inside) {
        if (!takeDsack(pass, head, inside))
            return; // of something never sent twice: who sends that cannot be believed
        first = 1;
    }
    for (std::size_t i = first; i < event.sack.size(); ++i) {
        const SequenceRange block = blockAt(i);
        if (block.to <= block.from || block.to > m_next || block.from <= m_una)
            continue;
        pass.outcome.newlySacked += m_sent.sack(block, [&](const SentSegment &s) {
            m_rack.onDelivered(pass.now, s, m_rtt.minimum());
            m_rate.onDelivered(s, pass.rate);
            deliver(pass, s.pieces);
            pass.dataSacked = true;
            if (s.everRetransmitted)
                return;
            // It was not sent again and lies below what had arrived already: the network changed the order.
            if (s.from < pass.priorHighest)
                pass.lowestReordered = earlier(pass.lowestReordered, s.from);
            if (s.to() <= m_recoveryEnd)
                pass.originalDelivered = true;
            if (!pass.firstSacked || s.sentAt < *pass.firstSacked)
                pass.firstSacked = s.sentAt;
            if (!pass.lastSacked || s.sentAt > *pass.lastSacked)
                pass.lastSacked = s.sentAt;
        });
    }
    if (pass.lowestReordered < pass.priorHighest && (m_state != State::loss || m_mayBeUndone))
        noteReordering(pass.lowestReordered);
}

bool LossRecovery::takeDsack(Pass &pass, SequenceRange block, bool tellsOfFirst)
{
    if (block.to <= block.from || block.to > m_next || m_next - block.from > std::int32_t(1) << 30)
        return false;
    std::uint32_t pieces = 1;
    if (block.length() > m_mss)
        pieces = (block.length() + m_mss - 1) / m_mss;
    else if (m_probeOut && block.to == m_probeEnd)
        pass.dsackOfProbe = true;
    if (m_duplicates + pieces > m_totalRetransmitted)
        return false; // duplicated by the network, not by us
    m_duplicates += pieces;
    if (m_reorderingSeen > 0 && !pass.dsackOfProbe)
        m_rack.onDsack();
    pass.dsack = true;
    deliver(pass, pieces);
    if (m_mayBeUndone && m_undoRetransmissions > 0 && block.to > m_undoMarker)
        m_undoRetransmissions = std::max(0, m_undoRetransmissions - static_cast<std::int32_t>(pieces));
    if (tellsOfFirst) { // still under way: its retransmission has arrived and is not
        for (std::size_t i = m_sent.find(block.from); i < m_sent.size() && m_sent[i].to() <= block.to; ++i) {
            if (m_sent[i].from >= block.from && m_sent[i].sacked && m_sent[i].retransmitted)
                m_sent.clearRetransmitted(i);
        }
    }
    return true;
}

void LossRecovery::noteReordering(Sequence lowest)
{
    const Sequence highest = m_sent.sacked() > m_sent.assumedDelivered() ? later(m_sent.highestSacked(), m_una) : m_una;
    if (lowest >= highest)
        return;
    const auto extent = static_cast<std::uint32_t>(highest - lowest);
    if (extent > std::uint64_t(m_reordering) * m_mss)
        m_reordering = std::min((extent + m_mss - 1) / m_mss, kMaxReordering);
    ++m_reorderingSeen;
}

// --- the cumulative acknowledgement ---

void LossRecovery::takeAcknowledged(Pass &pass, const AckEvent &event)
{
    std::uint32_t pieces = 0;
    bool wasSacked = false;
    Sequence lowest = m_next;
    const std::size_t entries = m_sent.size();
    m_sent.acknowledge(m_una, [&](const SentSegment &s, std::uint32_t count) {
        pieces += count;
        if (s.everRetransmitted) {
            pass.resentAcked = true;
        } else if (!s.sacked) {
            if (!pass.firstAcked)
                pass.firstAcked = s.sentAt;
            pass.lastAcked = s.sentAt;
            lowest = earlier(lowest, s.from);
            if (s.to() <= m_recoveryEnd)
                pass.originalDelivered = true;
        }
        if (s.sacked) {
            wasSacked = true;
            return;
        }
        m_rate.onDelivered(s, pass.rate);
        if (m_sack) {
            deliver(pass, count);
            m_rack.onDelivered(pass.now, s, m_rtt.minimum());
        }
    });
    pass.outcome.acknowledged = static_cast<std::uint32_t>(m_una - pass.priorUna);
    pass.piecesAcked = pieces > 0;
    pass.headIsSacked = pass.advanced && !m_sent.isEmpty() && m_sent.front().sacked;
    if (!m_sack && pieces > 0) {
        // One piece filled the hole, the others are those that duplicate ACKs had told of.
        const std::uint32_t assumed = m_sent.assumedDelivered();
        deliver(pass, pieces > assumed ? std::max(pieces - assumed, 1u) : 1);
        m_sent.assumeDelivered(pieces - 1 >= assumed ? 0 : assumed - (pieces - 1));
        limitAssumed(pieces);
        if (pass.resentAcked)
            pass.originalDelivered = false; // nobody knows which of them arrived first
    }
    const bool whole = !wasSacked && m_sent.size() + 1 == entries && pass.outcome.acknowledged < m_mss;
    takeRtt(pass, event, pieces, whole);
    if (m_sack && lowest < pass.priorHighest)
        noteReordering(lowest);
}

void LossRecovery::takeRtt(Pass &pass, const AckEvent &event, std::uint32_t acknowledgedPieces, bool whole)
{
    std::optional<base::Duration> rtt, latest;
    const bool fromAck = pass.firstAcked && !pass.resentAcked;
    if (fromAck) {
        rtt = pass.now - *pass.firstAcked;
        latest = pass.now - *pass.lastAcked;
    }
    std::optional<base::Duration> sackRtt;
    if (pass.firstSacked) {
        sackRtt = pass.now - *pass.firstSacked;
        latest = pass.now - *pass.lastSacked;
        if (!rtt)
            rtt = sackRtt;
    }
    if (!rtt && event.timestampRtt && acknowledgedPieces > 0)
        rtt = latest = event.timestampRtt;
    if (rtt) {
        // A lone short segment may have waited for the receiver's delayed ACK.
        const bool maybeDelayed = fromAck && whole && acknowledgedPieces == 1 && !pass.dataSacked && !pass.ecnEcho &&
                                  pass.rate.priorDelivered + 1 == m_rate.delivered();
        if (!maybeDelayed || m_rtt.minimum() == base::Duration() || *latest < m_rtt.minimum())
            m_rtt.sampleMinimum(pass.now, *latest);
        m_rtt.sample(*rtt, m_una, m_next);
    }
    if (acknowledgedPieces > 0)
        pass.setTimer = true;
    // Not where what arrived was sent after the first segment: it would put off the time-out for ever.
    else if (sackRtt && !m_sent.isEmpty() && *sackRtt > pass.now - m_sent.front().sentAt)
        pass.setTimer = true;
    if (latest)
        m_congestion.onRtt(pass.now, *latest, m_una, m_next);
}

// --- duplicate ACKs where the peer has no SACK (RFC 5681 section 3.2) ---

void LossRecovery::limitAssumed(std::uint32_t addend)
{
    const std::uint32_t out = m_sent.out();
    const std::uint32_t holes = std::min(std::max(m_sent.lost(), 1u), out);
    if (m_sent.assumedDelivered() + holes <= out)
        return;
    m_sent.assumeDelivered(out - holes);
    m_reordering = std::min(std::max(out + addend, 1u), kMaxReordering);
    ++m_reorderingSeen;
}

void LossRecovery::addDuplicateAck(Pass &pass)
{
    if (pass.duplicates == 0)
        return;
    const std::uint32_t before = m_sent.assumedDelivered();
    m_sent.assumeDelivered(before + pass.duplicates);
    limitAssumed(0);
    if (m_sent.assumedDelivered() > before)
        deliver(pass, m_sent.assumedDelivered() - before);
}

// --- the probe's answer (RFC 8985 section 7.4) ---

void LossRecovery::takeProbeAnswer(Pass &pass)
{
    if (m_una < m_probeEnd)
        return;
    if (!m_probeWasRetransmission || pass.dsackOfProbe) {
        m_probeOut = false; // new data arrived, or both copies did
    } else if (m_una > m_probeEnd) {
        // One copy arrived only: the other was lost, and that is a sign of congestion.
        enterReduction();
        m_state = State::cwr;
        endReduction();
        keepOpen();
        pass.outcome.reduced = true;
    } else if (!pass.advanced && !pass.notDuplicate && !pass.dataSacked) {
        m_probeOut = false;
    }
}

// --- the window ---

void LossRecovery::control(Pass &pass)
{
    if (isReducing()) {
        reduce(pass.delivered, pass.newlyLost > 0, pass.advanced);
        return;
    }
    // With much reordering what arrives out of order counts as well.
    const bool mayRaise = pass.piecesAcked || (m_reordering > 3 && pass.dataSacked);
    if (mayRaise && pass.delivered > 0 && m_use.mayGrow(m_congestion.window))
        m_congestion.onAcknowledged(pass.now, pass.delivered);
}

} // namespace hopyard::transport::tcp
