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
// enter() and at() say in words what comes next: the part of the state and the field, for who prints them.
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
        v.enter("Connection");
        v.at("state").choice(s.state, TcpState::timeWait, TcpState::established);
        v.origins(s.send.una, s.receive.next);
        v.at("local end").endpoint(s.local);
        v.at("remote end").endpoint(s.remote);
        agreed(s.agreed, v);
        send(s, v);
        receive(s, v);
        handshake(s.handshake, v);
        timestamps(s.timestamps, v);
        v.enter("ECN");
        v.at("echo").flag(s.ecn.echo);
        v.at("reduced").flag(s.ecn.reduced);
        v.at("seen").flag(s.ecn.seen);
        window(s.window, s.timestamps.isOn, v);
        delayedAck(s, v);
        loss(s.loss, v, s.send.mss, s.timestamps.offset);
        v.enter("Persist");
        v.at("deadline").deadline(s.persist.deadline);
        v.at("since").past(s.persist.since);
        v.at("back-off").number(s.persist.backoff);
        v.at("unanswered").number(s.persist.unanswered);
        v.enter("Keep-alive");
        v.at("deadline").deadline(s.keepAlive.deadline);
        v.at("probes").number(s.keepAlive.probes);
        path(s.path, v);
        v.enter("Deadlines and errors");
        v.at("cork until").deadline(s.corkDeadline);
        v.at("FIN-WAIT-2 or TIME-WAIT until").deadline(s.finDeadline);
        v.at("last answer to an unacceptable segment").past(s.answeredAt, base::TimePoint::fromNs(-1'000'000'000));
        v.at("nobody has its socket").flag(s.isOrphan);
        v.at("to be woken").flag(s.wake);
        v.at("error").optional(s.error, [](auto &error, V &to) {
            to.at("error").choice(error, SocketError::protocolNotSupported, SocketError{});
        });
        v.at("soft error").optional(s.softError, [](auto &error, V &to) {
            to.at("error").choice(error, SocketError::protocolNotSupported, SocketError{});
        });
        statistics(s, v);
        settings(s.settings, v);
    }

private:
    static std::optional<std::string_view> findLossFault(const ConnectionState &state);

    template <class S, class V>
    static void agreed(S &a, V &v)
    {
        v.enter("Agreed in the handshake");
        v.at("SACK").flag(a.sack, true);
        v.at("window scaling").flag(a.windowScaling, true);
        v.at("ECN").flag(a.ecn);
        v.at("SND.WND.SHIFT").number(a.sendScale, 7);
        v.at("MSS of the peer").number(a.peerMss, 1'460);
        v.at("MSS told").number(a.advertisedMss, 1'460);
    }

    template <class S, class V>
    static void send(S &s, V &v)
    {
        v.enter("Send");
        auto &d = s.send;
        v.at("ISS").sent(d.iss);
        v.at("SND.NXT").sent(d.next);
        v.at("SND.WND").number(d.window);
        v.at("largest window offered").number(d.maxWindow, d.window);
        v.at("SND.WL1").received(d.windowSequence);
        v.at("SND.WL2").sent(d.windowAcknowledged);
        v.at("end of the last small segment").sentOrNone(d.smallEnd);
        v.at("it is under way").flag(d.isSmallSent);
        v.at("end of the last PSH").sent(d.pushed);
        v.at("MSS").number(d.mss, 1'448);
        v.at("room of the queue").number(d.spaceLimit);
        v.at("SND.UP").sentOrNone(d.urgentEnd);
        v.at("urgent").flag(d.isUrgent);
        v.at("FIN queued").flag(d.finQueued);
        v.at("FIN sent").flag(d.finSent);
        v.at("MSG_MORE").flag(d.more);
        v.at("a writer waits").flag(d.userWaits);
        v.at("queue").sendQueue(d.queue);
    }

    template <class S, class V>
    static void receive(S &s, V &v)
    {
        v.enter("Receive");
        auto &r = s.receive;
        v.at("IRS").received(r.irs);
        v.at("place of the FIN").receivedOrNone(r.finAt);
        v.at("range of the next D-SACK").optional(r.duplicate, [](auto &range, V &to) {
            to.at("from").received(range.from);
            to.at("to").received(range.to);
        });
        v.at("RCV.UP").receivedOrNone(r.urgentAt);
        v.at("urgent byte").choice(r.urgent, Urgent::taken, Urgent::none);
        v.at("its value").number(r.urgentByte);
        v.at("FIN ahead").flag(r.finAhead);
        v.at("FIN seen").flag(r.finSeen);
        v.at("closed for reading").flag(r.isShut);
        v.at("queue").receiveQueue(r.queue);
        const auto unread = static_cast<std::uint32_t>(r.queue.size()) + (r.finSeen ? 1u : 0u);
        v.at("next byte read").received(r.read, r.next - unread);
        v.at("ahead of a gap").box(r.ahead, [](auto &ahead, V &to) { outOfOrder(ahead, to); });
    }

    template <class S, class V>
    static void outOfOrder(S &o, V &v)
    {
        v.at("pieces").pieces(o.m_pieces, [](auto &piece) -> auto & { return piece.from; },
                              [](auto &piece) -> auto & { return piece.data; });
        v.at("SACK blocks").number(o.m_recentCount);
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
            v.at("block from").received(o.m_recent[i].from);
            v.at("block to").received(o.m_recent[i].to, o.m_recent[i].from);
        }
    }

    template <class S, class V>
    static void handshake(S &h, V &v)
    {
        v.enter("Handshake");
        v.at("deadline").deadline(h.deadline);
        if (!h.deadline.isNever()) // nobody asks afterwards
            v.at("sent at").past(h.sentAt);
        v.at("RTO").span(h.rto, base::Duration::seconds(1));
        v.at("SYN data").number(h.synData);
        v.at("retries").number(h.retries);
        v.at("passive").flag(h.isPassive, true);
        v.at("fast open").flag(h.isFastOpen);
        v.at("asks cookie").flag(h.asksCookie);
        v.at("offers cookie").flag(h.offersCookie);
        v.at("data seen").flag(h.dataSeen);
        v.at("cookie length").number(h.cookieLength);
    }

    template <class S, class V>
    static void timestamps(S &t, V &v)
    {
        v.enter("Timestamps");
        v.at("on").flag(t.isOn, true);
        v.at("the peer sent one").flag(t.hasRecent, true);
        v.at("TSval next").clock(t.offset);
        v.at("TS.Recent").word(t.recent);
        v.at("since").past(t.recentAt);
    }

    template <class S, class V>
    static void window(S &w, bool timestamps, V &v)
    {
        v.enter("Receive window");
        v.at("space").number(w.space, 65'536);
        v.at("clamp").number(w.clamp, 0xffffffff);
        v.at("threshold").number(w.threshold);
        v.at("told").number(w.told);
        v.at("told at").received(w.toldAt);
        v.at("RCV.WND.SHIFT").number(w.scale, 7);
        v.at("fixed").flag(w.isFixed);
        v.at("round start").past(w.roundStart);
        v.at("round read").received(w.roundRead);
        v.at("last round").number(w.lastRound);
        v.at("round trip").span(w.rtt);
        if (!timestamps) { // who else would measure?
            v.at("round trip start").past(w.rttStart);
            v.at("round trip end").receivedOrNone(w.rttEnd);
        }
    }

    template <class S, class V>
    static void delayedAck(S &s, V &v)
    {
        v.enter("Delayed ACK");
        auto &d = s.delayedAck;
        v.at("deadline").deadline(d.deadline);
        v.at("last data").past(d.lastData);
        v.at("delay").span(d.delay);
        v.at("the peer's segment").number(d.segment, static_cast<std::uint16_t>(s.send.mss));
        v.at("last odd").number(d.lastOdd);
        v.at("quick ones left").number(d.quick);
        v.at("interactive").flag(d.interactive);
        v.at("due").flag(d.isDue);
        v.at("at once").flag(d.atOnce);
        v.at("pushed").flag(d.pushed);
        v.at("pushed twice").flag(d.pushedTwice);
    }

    template <class S, class V>
    static void path(S &p, V &v)
    {
        v.enter("Path MTU");
        v.at("MTU").number(p.mtu, 1'500);
        v.at("checked at").past(p.checkedAt);
        v.at("search, upper end").number(p.searchHigh);
        v.at("search, lower end").number(p.searchLow);
        v.at("next probe").deadline(p.nextProbe);
        v.at("probe from").sentOrNone(p.probeFrom);
        v.at("probe end").sentOrNone(p.probeEnd);
        v.at("size of the probe").number(p.probeMtu);
    }

    template <class S, class V>
    static void statistics(S &s, V &v)
    {
        v.enter("Statistics");
        auto &t = s.statistics;
        v.at("bytes acknowledged").number(t.bytesAcked, s.send.una.value - s.send.iss.value - 1);
        v.at("bytes received").number(t.bytesReceived, s.receive.next.value - s.receive.irs.value - 1);
        v.at("bytes retransmitted").number(t.bytesRetransmitted);
        v.at("bytes sent").number(t.bytesSent, s.send.next.value - s.send.iss.value - 1 + t.bytesRetransmitted);
        v.at("segments out").number(t.segmentsOut);
        v.at("segments in").number(t.segmentsIn);
        v.at("retransmissions").number(t.retransmissions, s.loss.m_totalRetransmitted);
        v.at("data segments out").number(t.dataSegmentsOut, s.loss.m_rate.m_delivered + t.retransmissions);
        v.at("data segments in").number(t.dataSegmentsIn, t.segmentsIn);
        v.at("data sent at").past(t.dataSentAt);
        v.at("ACK received at").past(t.ackReceivedAt);
    }

    template <class S, class V>
    static void settings(S &s, V &v)
    {
        v.enter("Settings of the socket");
        v.at("no delay").flag(s.noDelay);
        v.at("cork").flag(s.cork);
        v.at("quick ACK").optional(s.quickAck, [](auto &quick, V &to) { to.at("quick").flag(quick); });
        v.at("keep alive").flag(s.keepAlive);
        v.at("keep idle").span(s.keepIdle, base::Duration::seconds(7'200));
        v.at("keep interval").span(s.keepInterval, base::Duration::seconds(75));
        v.at("keep count").number(s.keepCount, 9);
        v.at("SYN retries").number(s.synRetries, 6);
        v.at("SYN ACK retries").number(s.synAckRetries, 5);
        v.at("retries in all").number(s.retries2, 15);
        v.at("user timeout").span(s.userTimeout);
        v.at("FIN timeout").span(s.finTimeout, base::Duration::seconds(60));
        v.at("linger").optional(s.linger, [](auto &linger, V &to) { to.at("linger").span(linger); });
        v.at("max segment").number(s.maxSegment);
        v.at("send buffer").number(s.sendBuffer);
        v.at("receive buffer").number(s.receiveBuffer);
        v.at("window clamp").number(s.windowClamp);
        v.at("not sent low").number(s.notSentLow, 0xffffffff);
        v.at("congestion").choice(s.congestion, CongestionAlgorithm::cubic, CongestionAlgorithm::cubic);
        v.at("fast open queue").number(s.fastOpenQueue);
        v.at("fast open connect").flag(s.fastOpenConnect);
        v.at("defer accept").span(s.deferAccept);
        v.at("signing keys").list(s.signingKeys, [](auto &key, const auto *, V &to) {
            to.at("peer").prefix(key.peer);
            to.at("key").text(key.key);
        });
        v.at("TTL").number(s.ttl, 64);
        v.at("TOS").number(s.tos);
        v.at("min TTL").number(s.minTtl);
        v.at("urgent inline").flag(s.urgentInline);
        v.at("do not fragment").flag(s.dontFragment, true);
        v.at("reuse port").flag(s.reusePort);
    }

    // --- loss recovery ---

    template <class S, class V>
    static void loss(S &l, V &v, std::uint32_t mss, std::uint32_t offset)
    {
        v.enter("Loss recovery");
        v.at("SND.UNA").sent(l.m_una);
        v.at("SND.NXT").sent(l.m_next);
        v.at("MSS").number(l.m_mss, mss);
        rtt(l.m_rtt, v);
        congestion(l.m_congestion, l.m_rtt.m_minima[0].us, v);
        use(l.m_use, v);
        v.enter("Loss recovery");
        v.at("delivered at").past(l.m_rate.m_deliveredAt);
        v.at("window start").past(l.m_rate.m_windowStart);
        v.at("interval").span(l.m_rate.m_interval);
        v.at("delivered").number(l.m_rate.m_delivered);
        v.at("limited until").number(l.m_rate.m_limitedUntil, l.m_rate.m_delivered);
        v.at("rate delivered").number(l.m_rate.m_rateDelivered);
        v.at("PRR: prior").number(l.m_prr.m_prior, 1);
        v.at("PRR: delivered").number(l.m_prr.m_delivered);
        v.at("PRR: out").number(l.m_prr.m_out);
        v.at("timer ends").deadline(l.m_deadline);
        v.at("last sent").past(l.m_lastSent);
        v.at("recovery end").sentOrNone(l.m_recoveryEnd);
        v.at("resend from").sent(l.m_resendFrom);
        v.at("MTU probe from").sentOrNone(l.m_mtuProbe.from);
        v.at("MTU probe to").sentOrNone(l.m_mtuProbe.to);
        v.at("retransmissions to be undone").integer(l.m_undoRetransmissions);
        v.at("prior threshold").number(l.m_priorThreshold);
        v.at("prior window").number(l.m_priorWindow, l.m_congestion.window.segments);
        v.at("initial window").number(l.m_initialWindow, 10);
        v.at("reordering").number(l.m_reordering, 3);
        v.at("reordering seen").number(l.m_reorderingSeen);
        v.at("total retransmitted").number(l.m_totalRetransmitted);
        v.at("delivered marked").number(l.m_deliveredMarked);
        v.at("duplicates").number(l.m_duplicates);
        v.at("time-outs in a row").number(l.m_timeouts);
        v.at("timer").choice(l.m_timer, RecoveryTimer::timeout, RecoveryTimer::none);
        v.at("state").choice(l.m_state, LossRecovery::State::loss, LossRecovery::State::open);
        v.at("SACK").flag(l.m_sack, true);
        v.at("RACK-TLP").flag(l.m_rackTlp, true);
        v.at("F-RTO allowed").flag(l.m_forwardRtoAllowed, true);
        v.at("F-RTO under way").flag(l.m_forwardRto);
        v.at("new data first").flag(l.m_newDataFirst);
        v.at("probing").flag(l.m_probing);
        v.at("probe out").flag(l.m_probeOut);
        v.at("probe was retransmission").flag(l.m_probeWasRetransmission);
        v.at("MTU probe out").flag(l.m_mtuProbeOut);
        v.at("may be undone").flag(l.m_mayBeUndone);
        v.at("has resend timestamp").flag(l.m_hasResendTimestamp);
        v.at("has echo").flag(l.m_hasEcho);
        if (l.m_probeOut)
            v.at("probe end").sent(l.m_probeEnd);
        if (l.m_mayBeUndone)
            v.at("undo marker").sent(l.m_undoMarker);
        if (l.m_hasResendTimestamp)
            v.at("first resend timestamp").stamp(l.m_firstResendTimestamp, offset);
        if (l.m_hasEcho)
            v.at("echo").stamp(l.m_echo, offset);
        sentSegments(l.m_sent, l.m_una, l.m_mss, v);
        rack(l.m_rack, v);
    }

    template <class S, class V>
    static void rtt(S &r, V &v)
    {
        v.enter("Round trip");
        v.at("smoothed, µs × 8").number(r.m_smoothedUs8);
        v.at("deviation, µs × 4").number(r.m_deviationUs4);
        v.at("round's greatest, µs × 4").number(r.m_roundMaxUs4, 200'000);
        v.at("variation used, µs × 4").number(r.m_variationUs4, r.m_roundMaxUs4);
        v.at("least RTO, µs").number(r.m_minRtoUs, 200'000);
        v.at("greatest RTO, µs").number(r.m_maxRtoUs, 120'000'000);
        v.at("initial RTO, µs").number(r.m_initialUs, 1'000'000);
        v.at("round's end").sent(r.m_roundEnd);
        for (std::size_t i = 0; i < r.m_minima.size(); ++i) {
            const RttEstimator::Minimum before = i == 0 ? RttEstimator::Minimum() : r.m_minima[i - 1];
            v.at("least, µs").number(r.m_minima[i].us, before.us);
            v.at("at, ms").milliseconds(r.m_minima[i].atMs, i == 0 ? std::nullopt : std::optional(before.atMs));
        }
        v.at("back-off").number(r.m_backOff);
    }

    template <class S, class V>
    static void congestion(S &c, std::uint32_t leastRttUs, V &v)
    {
        v.enter("Congestion control");
        v.at("congestion window, segments").number(c.window.segments, 10);
        v.at("slow start threshold").number(c.window.threshold, CongestionWindow::kNoThreshold);
        v.at("credit").number(c.window.credit);
        CongestionAlgorithm algorithm = c.algorithm();
        v.at("algorithm").choice(algorithm, CongestionAlgorithm::cubic, CongestionAlgorithm::cubic);
        if constexpr (V::reads)
            c.setAlgorithm(algorithm);
        if (auto *cubic = std::get_if<Cubic>(&c.m_algorithm)) {
            v.at("epoch").past(cubic->m_epoch);
            v.at("computed at").past(cubic->m_computedAt);
            v.at("W_max").number(cubic->m_maximum);
            v.at("origin").number(cubic->m_origin, cubic->m_maximum);
            v.at("K").number(cubic->m_toOrigin);
            v.at("W_est").number(cubic->m_reno);
            v.at("credit of W_est").number(cubic->m_renoCredit);
            v.at("prior window").number(cubic->m_prior, cubic->m_maximum);
            v.at("per step").number(cubic->m_perStep);
            v.at("least round trip, µs").number(cubic->m_leastRttUs, leastRttUs);
            v.at("in an epoch").flag(cubic->m_inEpoch);
            v.at("slow start over").flag(cubic->m_slowStartOver);
            if (cubic->m_slowStartOver)
                return;
            v.at("round start").past(cubic->m_roundStart); // the search for the end of slow start
            v.at("last train ACK").past(cubic->m_lastTrainAck, cubic->m_roundStart);
            v.at("least of the round, µs").number(cubic->m_roundRttUs, 0xffffffff);
            v.at("round end").sentOrNone(cubic->m_roundEnd);
            v.at("samples").number(cubic->m_samples);
            v.at("in round").flag(cubic->m_inRound);
        }
    }

    template <class S, class V>
    static void use(S &u, V &v)
    {
        v.enter("Use of the window");
        v.at("used up at").past(u.m_usedUpAt);
        v.at("used").number(u.m_used);
        v.at("most out").number(u.m_mostOut);
        v.at("round end").sent(u.m_roundEnd);
        v.at("full").flag(u.m_full);
    }

    template <class S, class V>
    static void sentSegments(S &s, Sequence first, std::uint32_t mss, V &v)
    {
        v.enter("Scoreboard");
        SentSegment usual;
        usual.length = mss;
        usual.pieceLength = static_cast<std::uint16_t>(mss);
        v.at("segments under way").list(s.m_ring, [&usual](auto &e, const SentSegment *before, V &to) {
            const SentSegment &last = before ? *before : usual;
            to.at("length").number(e.length, last.length);
            to.at("piece length").number(e.pieceLength, last.pieceLength);
            to.at("sent at").pastAfter(e.sentAt, before ? std::optional(last.sentAt) : std::nullopt);
            to.at("first sent at").pastAfter(e.firstSentAt, std::optional(e.sentAt));
            to.at("delivered at").pastAfter(e.mark.deliveredAt,
                                            before ? std::optional(last.mark.deliveredAt) : std::nullopt);
            to.at("window start").pastAfter(e.mark.windowStart,
                                            before ? std::optional(last.mark.windowStart) : std::nullopt);
            to.at("delivered").number(e.mark.delivered, last.mark.delivered);
            to.at("application limited").flag(e.mark.applicationLimited);
            to.at("SACKed").flag(e.sacked);
            to.at("lost").flag(e.lost);
            to.at("retransmitted").flag(e.retransmitted);
            to.at("ever retransmitted").flag(e.everRetransmitted);
        });
        v.at("delivered by assumption").number(s.m_assumed);
        v.at("highest SACKed").sentOrNone(s.m_highestSacked);
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
        v.enter("RACK");
        v.at("sent again").list(r.m_again, [](auto &again, const auto *before, V &to) {
            to.at("at").pastAfter(again.at, before ? std::optional(before->at) : std::nullopt);
            to.at("from").sent(again.from);
            to.at("to").sent(again.to, again.from);
        });
        v.at("latest sent at").past(r.m_latestSentAt);
        v.at("round trip").span(r.m_rtt);
        v.at("latest to").sentOrNone(r.m_latestTo);
        v.at("scan from").sent(r.m_scanFrom);
        v.at("adapted at").number(r.m_adaptedAt);
        v.at("steps").number(r.m_steps, 1);
        v.at("persist").number(r.m_persist);
        v.at("D-SACK seen").flag(r.m_dsackSeen);
        v.at("news").flag(r.m_news);
    }
};

} // namespace hopyard::transport::tcp
