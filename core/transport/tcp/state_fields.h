// Every field of a ConnectionState, named one after the other for a visitor: what writes a state down, reads it back or
// compares it (core/migration/state_codec.h) goes through here and sees the private parts of no class otherwise.
//
// The order, the meaning and the value that costs nothing of each field are version 1 of docs/connection-state.md: a
// field that is added, dropped or moved makes another version. What follows from other fields (counts of the
// scoreboard, runs ahead of a gap) is not named, but made again.
//
// A visitor V has V::reads, and for each kind of field a function that takes the field and what it usually is:
// flag, number, integer, choice, span (a duration), deadline (a moment to come), past (a moment that was), milliseconds
// clock and stamp (the like in TCP's 32-bit milliseconds), origins (of the two streams), sent and received (numbers in them),
// word, endpoint, prefix, text; optional, box, list and pieces for what may be absent or many; sendQueue, receiveQueue.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/transport/tcp/connection_state.h"

#include <optional>
#include <string_view>
#include <vector>

namespace hopyard::transport::tcp {

struct StateFields {
    /// The first thing found that TCP relies on and that does not hold, in words; nothing: the state is sound.
    static std::optional<std::string_view> findFault(const ConnectionState &state);

    template <class S, class V>
    static void visit(S &s, V &v)
    {
        v.choice(s.state, TcpState::timeWait, TcpState::established);
        v.origins(s.send.una, s.receive.next);
        v.endpoint(s.local);
        v.endpoint(s.remote);
        agreed(s.agreed, v);
        send(s, v);
        receive(s, v);
        handshake(s.handshake, v);
        timestamps(s.timestamps, v);
        v.flag(s.ecn.echo);
        v.flag(s.ecn.reduced);
        v.flag(s.ecn.seen);
        window(s.window, s.timestamps.isOn, v);
        delayedAck(s, v);
        loss(s.loss, v, s.send.mss, s.timestamps.offset);
        v.deadline(s.persist.deadline);
        v.past(s.persist.since);
        v.number(s.persist.backoff);
        v.number(s.persist.unanswered);
        v.deadline(s.keepAlive.deadline);
        v.number(s.keepAlive.probes);
        path(s.path, v);
        v.deadline(s.corkDeadline);
        v.deadline(s.finDeadline);
        v.past(s.answeredAt, base::TimePoint::fromNs(-1'000'000'000));
        v.flag(s.isOrphan);
        v.flag(s.wake);
        v.optional(s.error, [](auto &error, V &to) { to.choice(error, SocketError::protocolNotSupported, SocketError{}); });
        v.optional(s.softError, [](auto &error, V &to) { to.choice(error, SocketError::protocolNotSupported, SocketError{}); });
        statistics(s, v);
        settings(s.settings, v);
    }

private:
    static std::optional<std::string_view> findLossFault(const ConnectionState &state);

    template <class S, class V>
    static void agreed(S &a, V &v)
    {
        v.flag(a.sack, true);
        v.flag(a.windowScaling, true);
        v.flag(a.ecn);
        v.number(a.sendScale, 7);
        v.number(a.peerMss, 1'460);
        v.number(a.advertisedMss, 1'460);
    }

    template <class S, class V>
    static void send(S &s, V &v)
    {
        auto &d = s.send;
        v.sent(d.iss);
        v.sent(d.next);
        v.number(d.window);
        v.number(d.maxWindow, d.window);
        v.received(d.windowSequence);
        v.sent(d.windowAcknowledged);
        v.sentOrNone(d.smallEnd);
        v.flag(d.isSmallSent);
        v.sent(d.pushed);
        v.number(d.mss, 1'448);
        v.number(d.spaceLimit);
        v.sentOrNone(d.urgentEnd);
        v.flag(d.isUrgent);
        v.flag(d.finQueued);
        v.flag(d.finSent);
        v.flag(d.more);
        v.flag(d.userWaits);
        v.sendQueue(d.queue);
    }

    template <class S, class V>
    static void receive(S &s, V &v)
    {
        auto &r = s.receive;
        v.received(r.irs);
        v.receivedOrNone(r.finAt);
        v.optional(r.duplicate, [](auto &range, V &to) {
            to.received(range.from);
            to.received(range.to);
        });
        v.receivedOrNone(r.urgentAt);
        v.choice(r.urgent, Urgent::taken, Urgent::none);
        v.number(r.urgentByte);
        v.flag(r.finAhead);
        v.flag(r.finSeen);
        v.flag(r.isShut);
        v.receiveQueue(r.queue);
        v.received(r.read, r.next - static_cast<std::uint32_t>(r.queue.size()) - (r.finSeen ? 1u : 0u));
        v.box(r.ahead, [](auto &ahead, V &to) { outOfOrder(ahead, to); });
    }

    template <class S, class V>
    static void outOfOrder(S &o, V &v)
    {
        v.pieces(o.m_pieces, [](auto &piece) -> auto & { return piece.from; }, [](auto &piece) -> auto & { return piece.data; });
        v.number(o.m_recentCount);
        if constexpr (V::reads) {
            if (o.m_recentCount > OutOfOrder::kRecent)
                return v.refuse();
            o.m_ranges.clear();
            for (const auto &piece : o.m_pieces) {
                if (!o.m_ranges.empty() && o.m_ranges.back().to == piece.from)
                    o.m_ranges.back().to = piece.to();
                else
                    o.m_ranges.push_back({piece.from, piece.to()});
                o.m_size += piece.data.size();
                o.m_trueSize += piece.data.pageSize();
            }
        }
        for (std::size_t i = 0; i < o.m_recentCount; ++i) {
            v.received(o.m_recent[i].from);
            v.received(o.m_recent[i].to, o.m_recent[i].from);
        }
    }

    template <class S, class V>
    static void handshake(S &h, V &v)
    {
        v.deadline(h.deadline);
        if (!h.deadline.isNever()) // nobody asks afterwards
            v.past(h.sentAt);
        v.span(h.rto, base::Duration::seconds(1));
        v.number(h.synData);
        v.number(h.retries);
        v.flag(h.isPassive, true);
        v.flag(h.isFastOpen);
        v.flag(h.asksCookie);
        v.flag(h.offersCookie);
        v.flag(h.dataSeen);
        v.number(h.cookieLength);
    }

    template <class S, class V>
    static void timestamps(S &t, V &v)
    {
        v.flag(t.isOn, true);
        v.flag(t.hasRecent, true);
        v.clock(t.offset);
        v.word(t.recent);
        v.past(t.recentAt);
    }

    template <class S, class V>
    static void window(S &w, bool timestamps, V &v)
    {
        v.number(w.space, 65'536);
        v.number(w.clamp, 0xffffffff);
        v.number(w.threshold);
        v.number(w.told);
        v.received(w.toldAt);
        v.number(w.scale, 7);
        v.flag(w.isFixed);
        v.past(w.roundStart);
        v.received(w.roundRead);
        v.number(w.lastRound);
        v.span(w.rtt);
        if (!timestamps) { // who else would measure?
            v.past(w.rttStart);
            v.receivedOrNone(w.rttEnd);
        }
    }

    template <class S, class V>
    static void delayedAck(S &s, V &v)
    {
        auto &d = s.delayedAck;
        v.deadline(d.deadline);
        v.past(d.lastData);
        v.span(d.delay);
        v.number(d.segment, static_cast<std::uint16_t>(s.send.mss));
        v.number(d.lastOdd);
        v.number(d.quick);
        v.flag(d.interactive);
        v.flag(d.isDue);
        v.flag(d.atOnce);
        v.flag(d.pushed);
        v.flag(d.pushedTwice);
    }

    template <class S, class V>
    static void path(S &p, V &v)
    {
        v.number(p.mtu, 1'500);
        v.past(p.checkedAt);
        v.number(p.searchHigh);
        v.number(p.searchLow);
        v.deadline(p.nextProbe);
        v.sentOrNone(p.probeFrom);
        v.sentOrNone(p.probeEnd);
        v.number(p.probeMtu);
    }

    template <class S, class V>
    static void statistics(S &s, V &v)
    {
        auto &t = s.statistics;
        v.number(t.bytesAcked, s.send.una.value - s.send.iss.value - 1);
        v.number(t.bytesReceived, s.receive.next.value - s.receive.irs.value - 1);
        v.number(t.bytesRetransmitted);
        v.number(t.bytesSent, s.send.next.value - s.send.iss.value - 1 + t.bytesRetransmitted);
        v.number(t.segmentsOut);
        v.number(t.segmentsIn);
        v.number(t.retransmissions, s.loss.m_totalRetransmitted);
        v.number(t.dataSegmentsOut, s.loss.m_rate.m_delivered + t.retransmissions);
        v.number(t.dataSegmentsIn, t.segmentsIn);
        v.past(t.dataSentAt);
        v.past(t.ackReceivedAt);
    }

    template <class S, class V>
    static void settings(S &s, V &v)
    {
        v.flag(s.noDelay);
        v.flag(s.cork);
        v.optional(s.quickAck, [](auto &quick, V &to) { to.flag(quick); });
        v.flag(s.keepAlive);
        v.span(s.keepIdle, base::Duration::seconds(7'200));
        v.span(s.keepInterval, base::Duration::seconds(75));
        v.number(s.keepCount, 9);
        v.number(s.synRetries, 6);
        v.number(s.synAckRetries, 5);
        v.number(s.retries2, 15);
        v.span(s.userTimeout);
        v.span(s.finTimeout, base::Duration::seconds(60));
        v.optional(s.linger, [](auto &linger, V &to) { to.span(linger); });
        v.number(s.maxSegment);
        v.number(s.sendBuffer);
        v.number(s.receiveBuffer);
        v.number(s.windowClamp);
        v.number(s.notSentLow, 0xffffffff);
        v.choice(s.congestion, CongestionAlgorithm::cubic, CongestionAlgorithm::cubic);
        v.number(s.fastOpenQueue);
        v.flag(s.fastOpenConnect);
        v.span(s.deferAccept);
        v.list(s.signingKeys, [](auto &key, const auto *, V &to) {
            to.prefix(key.peer);
            to.text(key.key);
        });
        v.number(s.ttl, 64);
        v.number(s.tos);
        v.number(s.minTtl);
        v.flag(s.urgentInline);
        v.flag(s.dontFragment, true);
        v.flag(s.reusePort);
    }

    // --- loss recovery ---

    template <class S, class V>
    static void loss(S &l, V &v, std::uint32_t mss, std::uint32_t offset)
    {
        v.sent(l.m_una);
        v.sent(l.m_next);
        v.number(l.m_mss, mss);
        rtt(l.m_rtt, v);
        congestion(l.m_congestion, l.m_rtt.m_minima[0].us, v);
        use(l.m_use, v);
        v.past(l.m_rate.m_deliveredAt);
        v.past(l.m_rate.m_windowStart);
        v.span(l.m_rate.m_interval);
        v.number(l.m_rate.m_delivered);
        v.number(l.m_rate.m_limitedUntil, l.m_rate.m_delivered);
        v.number(l.m_rate.m_rateDelivered);
        v.number(l.m_prr.m_prior, 1);
        v.number(l.m_prr.m_delivered);
        v.number(l.m_prr.m_out);
        v.deadline(l.m_deadline);
        v.past(l.m_lastSent);
        v.sentOrNone(l.m_recoveryEnd);
        v.sent(l.m_resendFrom);
        v.sentOrNone(l.m_mtuProbe.from);
        v.sentOrNone(l.m_mtuProbe.to);
        v.integer(l.m_undoRetransmissions);
        v.number(l.m_priorThreshold);
        v.number(l.m_priorWindow, l.m_congestion.window.segments);
        v.number(l.m_initialWindow, 10);
        v.number(l.m_reordering, 3);
        v.number(l.m_reorderingSeen);
        v.number(l.m_totalRetransmitted);
        v.number(l.m_deliveredMarked);
        v.number(l.m_duplicates);
        v.number(l.m_timeouts);
        v.choice(l.m_timer, RecoveryTimer::timeout, RecoveryTimer::none);
        v.choice(l.m_state, LossRecovery::State::loss, LossRecovery::State::open);
        v.flag(l.m_sack, true);
        v.flag(l.m_rackTlp, true);
        v.flag(l.m_forwardRtoAllowed, true);
        v.flag(l.m_forwardRto);
        v.flag(l.m_newDataFirst);
        v.flag(l.m_probing);
        v.flag(l.m_probeOut);
        v.flag(l.m_probeWasRetransmission);
        v.flag(l.m_mtuProbeOut);
        v.flag(l.m_mayBeUndone);
        v.flag(l.m_hasResendTimestamp);
        v.flag(l.m_hasEcho);
        if (l.m_probeOut)
            v.sent(l.m_probeEnd);
        if (l.m_mayBeUndone)
            v.sent(l.m_undoMarker);
        if (l.m_hasResendTimestamp)
            v.stamp(l.m_firstResendTimestamp, offset);
        if (l.m_hasEcho)
            v.stamp(l.m_echo, offset);
        sentSegments(l.m_sent, l.m_una, l.m_mss, v);
        rack(l.m_rack, v);
    }

    template <class S, class V>
    static void rtt(S &r, V &v)
    {
        v.number(r.m_smoothedUs8);
        v.number(r.m_deviationUs4);
        v.number(r.m_roundMaxUs4, 200'000);
        v.number(r.m_variationUs4, r.m_roundMaxUs4);
        v.number(r.m_minRtoUs, 200'000);
        v.number(r.m_maxRtoUs, 120'000'000);
        v.number(r.m_initialUs, 1'000'000);
        v.sent(r.m_roundEnd);
        for (std::size_t i = 0; i < r.m_minima.size(); ++i) {
            const RttEstimator::Minimum before = i == 0 ? RttEstimator::Minimum() : r.m_minima[i - 1];
            v.number(r.m_minima[i].us, before.us);
            v.milliseconds(r.m_minima[i].atMs, i == 0 ? std::nullopt : std::optional(before.atMs));
        }
        v.number(r.m_backOff);
    }

    template <class S, class V>
    static void congestion(S &c, std::uint32_t leastRttUs, V &v)
    {
        v.number(c.window.segments, 10);
        v.number(c.window.threshold, CongestionWindow::kNoThreshold);
        v.number(c.window.credit);
        CongestionAlgorithm algorithm = c.algorithm();
        v.choice(algorithm, CongestionAlgorithm::cubic, CongestionAlgorithm::cubic);
        if constexpr (V::reads)
            c.setAlgorithm(algorithm);
        if (auto *cubic = std::get_if<Cubic>(&c.m_algorithm)) {
            v.past(cubic->m_epoch);
            v.past(cubic->m_computedAt);
            v.number(cubic->m_maximum);
            v.number(cubic->m_origin, cubic->m_maximum);
            v.number(cubic->m_toOrigin);
            v.number(cubic->m_reno);
            v.number(cubic->m_renoCredit);
            v.number(cubic->m_prior, cubic->m_maximum);
            v.number(cubic->m_perStep);
            v.number(cubic->m_leastRttUs, leastRttUs);
            v.flag(cubic->m_inEpoch);
            v.flag(cubic->m_slowStartOver);
            if (cubic->m_slowStartOver)
                return;
            v.past(cubic->m_roundStart); // the search for the end of slow start
            v.past(cubic->m_lastTrainAck, cubic->m_roundStart);
            v.number(cubic->m_roundRttUs, 0xffffffff);
            v.sentOrNone(cubic->m_roundEnd);
            v.number(cubic->m_samples);
            v.flag(cubic->m_inRound);
        }
    }

    template <class S, class V>
    static void use(S &u, V &v)
    {
        v.past(u.m_usedUpAt);
        v.number(u.m_used);
        v.number(u.m_mostOut);
        v.sent(u.m_roundEnd);
        v.flag(u.m_full);
    }

    template <class S, class V>
    static void sentSegments(S &s, Sequence first, std::uint32_t mss, V &v)
    {
        SentSegment usual;
        usual.length = mss;
        usual.pieceLength = static_cast<std::uint16_t>(mss);
        v.list(s.m_ring, [&usual](auto &e, const SentSegment *before, V &to) {
            const SentSegment &last = before ? *before : usual;
            to.number(e.length, last.length);
            to.number(e.pieceLength, last.pieceLength);
            to.pastAfter(e.sentAt, before ? std::optional(last.sentAt) : std::nullopt);
            to.pastAfter(e.firstSentAt, std::optional(e.sentAt));
            to.pastAfter(e.mark.deliveredAt, before ? std::optional(last.mark.deliveredAt) : std::nullopt);
            to.pastAfter(e.mark.windowStart, before ? std::optional(last.mark.windowStart) : std::nullopt);
            to.number(e.mark.delivered, last.mark.delivered);
            to.flag(e.mark.applicationLimited);
            to.flag(e.sacked);
            to.flag(e.lost);
            to.flag(e.retransmitted);
            to.flag(e.everRetransmitted);
        });
        v.number(s.m_assumed);
        v.sentOrNone(s.m_highestSacked);
        if constexpr (V::reads)
            rebuild(s, first);
    }

    /// Numbers, pieces and counts from lengths and marks.
    static void rebuild(SentSegments &s, Sequence first)
    {
        s.m_out = s.m_sacked = s.m_lost = s.m_retransmitted = 0;
        for (std::size_t i = 0; i < s.m_ring.size(); ++i) {
            SentSegment &e = s.m_ring[i];
            e.from = first;
            first += e.length;
            e.pieceLength = e.pieceLength > 0 ? e.pieceLength : std::uint16_t(1);
            e.pieces = SentSegments::pieceCount(e.length, e.pieceLength);
            s.count(e, 1);
        }
        for (std::size_t i = s.m_ring.size(); i-- > 0;) {
            SentSegment &e = s.m_ring[i];
            const bool joins = i + 1 < s.m_ring.size() && s.m_ring[i + 1].sacked;
            e.sackedTo = !e.sacked ? Sequence() : joins ? s.m_ring[i + 1].sackedTo : e.to();
        }
    }

    template <class S, class V>
    static void rack(S &r, V &v)
    {
        v.list(r.m_again, [](auto &again, const auto *before, V &to) {
            to.pastAfter(again.at, before ? std::optional(before->at) : std::nullopt);
            to.sent(again.from);
            to.sent(again.to, again.from);
        });
        v.past(r.m_latestSentAt);
        v.span(r.m_rtt);
        v.sentOrNone(r.m_latestTo);
        v.sent(r.m_scanFrom);
        v.number(r.m_adaptedAt);
        v.number(r.m_steps, 1);
        v.number(r.m_persist);
        v.flag(r.m_dsackSeen);
        v.flag(r.m_news);
    }
};

} // namespace hopyard::transport::tcp
