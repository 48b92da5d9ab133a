// What TCP relies on in a ConnectionState, checked: for states that come from elsewhere. Whatever passes here can be
// moved by any segment, deadline or call without harm to anybody but its own connection.
//
// A length bound keeps sums of sequence numbers, of durations and of counts within their types; most others are the
// invariants of RFC 9293 section 3.3.1 and of the scoreboard.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transport/tcp/machine.h"
#include "core/transport/tcp/state_fields.h"

namespace hopyard::transport::tcp {

namespace {

using Fault = std::optional<std::string_view>;

constexpr std::int32_t kMostBytes = 1 << 30;   // of a window or queue (RFC 7323 section 2.3)
constexpr std::uint32_t kMostSegments = 1u << 30;
constexpr base::Duration kMostTime = base::Duration::seconds(10 * 365 * 86'400);
constexpr std::int64_t kFarthest = std::int64_t(1) << 62; // ns

bool isTime(base::Duration d) { return d >= base::Duration() && d <= kMostTime; }
bool isMoment(base::TimePoint t) { return t.isNever() || (t.ns() < kFarthest && t.ns() > -kFarthest); }
/// first <= x <= last, all within a window of each other.
bool isWithin(Sequence first, Sequence x, Sequence last)
{
    return x - first >= 0 && last - x >= 0 && x - first <= kMostBytes && last - x <= kMostBytes;
}

Fault checkEnds(const ConnectionState &s)
{
    const auto isEnd = [](const Endpoint &e) {
        return e.port != 0 && e.address.isValid() && !e.address.isUnspecified() && !e.address.isMulticast();
    };
    if (!isEnd(s.local) || !isEnd(s.remote) || s.local.address.family() != s.remote.address.family())
        return "an endpoint that no connection can have";
    if (s.state == TcpState::closed || s.state == TcpState::listen)
        return "there is no connection in CLOSED or LISTEN";
    return {};
}

Fault checkSettings(const Settings &s)
{
    for (const base::Duration d : {s.keepIdle, s.keepInterval, s.userTimeout, s.finTimeout, s.deferAccept,
                                   s.linger.value_or(base::Duration())})
        if (!isTime(d))
            return "a setting's time out of range";
    if (s.ttl == 0 || s.sendBuffer > kMostBytes || s.receiveBuffer > kMostBytes)
        return "a setting out of range";
    for (const SigningKey &key : s.signingKeys)
        if (key.key.empty() || key.key.size() > 80 || !key.peer.isValid())
            return "a signing key of no or too much length";
    return {};
}

Fault checkSend(const ConnectionState &s)
{
    const SendState &d = s.send;
    const bool opens = s.state == TcpState::synSent || s.state == TcpState::synReceived;
    if (!isWithin(d.una, d.next, d.una + kMostBytes))
        return "SND.NXT before SND.UNA, or too far from it";
    if (d.queue.size() > static_cast<std::uint32_t>(kMostBytes) || d.spaceLimit > static_cast<std::uint32_t>(kMostBytes))
        return "a send queue larger than any window";
    if (opens && (d.iss != d.una || d.next - d.iss < 1))
        return "a handshake that does not begin at ISS";
    const Sequence first = d.una + (opens ? 1 : 0); // the SYN has a number and no byte
    // The FIN's number lies behind the last byte: once it is acknowledged SND.UNA has passed the queue's end.
    const Sequence end = d.queue.end() + (d.finQueued ? 1 : 0);
    const bool isEmpty = d.queue.isEmpty();
    if (!isEmpty && d.queue.begin() != first)
        return "a send queue that does not begin at SND.UNA";
    if (isEmpty && !isWithin(d.queue.begin(), first, d.queue.begin() + (d.finQueued ? 1 : 0))
        && s.state != TcpState::timeWait)
        return "an empty send queue away from SND.UNA";
    if (s.state != TcpState::timeWait && d.next - end > 0)
        return "SND.NXT beyond what was queued";
    if (d.finSent && !d.finQueued)
        return "a FIN sent that was never queued";
    if (s.state != TcpState::timeWait && d.finSent && d.next != end)
        return "a FIN sent, and SND.NXT not behind it";
    const bool closes = s.state == TcpState::finWait1 || s.state == TcpState::finWait2 || s.state == TcpState::closing
        || s.state == TcpState::lastAck || s.state == TcpState::timeWait;
    if (closes && !d.finQueued)
        return "a state after close, and no FIN queued";
    if ((s.state == TcpState::established || s.state == TcpState::closeWait) && d.finQueued)
        return "a state before close, and a FIN queued";
    if (d.window > kMostBytes || d.maxWindow > kMostBytes || d.maxWindow < d.window)
        return "a send window larger than any, or than the largest offered";
    if (d.mss < 1 || d.mss > 65'535 || d.mss < 24)
        return "a send MSS that no segment can have";
    if (d.isSmallSent && !isWithin(d.una, d.smallEnd, d.next))
        return "a small segment that is not under way";
    if (d.isUrgent && !isWithin(d.una, d.urgentEnd, d.queue.end() + 1))
        return "urgent data that is not in the send queue";
    if (s.handshake.synData > d.queue.size() && s.state == TcpState::synSent)
        return "data of the SYN that is not in the send queue";
    return {};
}

Fault checkReceive(const ConnectionState &s)
{
    const ReceiveState &r = s.receive;
    if (s.state == TcpState::synSent)
        return r.queue.isEmpty() && !r.ahead ? Fault() : Fault("data received before the handshake");
    if (r.queue.size() > static_cast<std::size_t>(kMostBytes))
        return "a receive queue larger than any window";
    if (!isWithin(r.read, r.next, r.read + kMostBytes)
        || static_cast<std::uint32_t>(r.next - r.read) < r.queue.size())
        return "what is unread does not end at RCV.NXT";
    if (r.finSeen && r.finAhead)
        return "a FIN both received and ahead";
    if (r.finSeen && r.finAt + 1 != r.next)
        return "a FIN received that is not the last";
    if (r.finAhead && !isWithin(r.next, r.finAt, r.next + kMostBytes))
        return "a FIN ahead that lies behind";
    const bool heard = s.state == TcpState::closeWait || s.state == TcpState::lastAck || s.state == TcpState::closing;
    if (heard && !r.finSeen)
        return "a state after the peer's FIN, and none was seen";
    if ((s.state == TcpState::established || s.state == TcpState::finWait1 || s.state == TcpState::finWait2) && r.finSeen)
        return "a state before the peer's FIN, and one was seen";
    const ReceiveWindow &w = s.window;
    if (s.agreed.sendScale > ReceiveWindow::kMaxScale || w.scale > ReceiveWindow::kMaxScale)
        return "a window scale above 14";
    if (!s.agreed.windowScaling && (s.agreed.sendScale != 0 || w.scale != 0) && s.state > TcpState::synReceived)
        return "a window scale that was not agreed on";
    if (w.space > kMostBytes || w.told > kMostBytes || w.lastRound > kMostBytes || w.threshold > kMostBytes)
        return "a receive window larger than any";
    if (!isWithin(w.toldAt, r.next, w.toldAt + kMostBytes))
        return "a window told beyond RCV.NXT";
    if (w.rtt < base::Duration() || w.rtt > kMostTime)
        return "a receiver's round trip out of range";
    if (s.agreed.advertisedMss < 1 || s.agreed.peerMss < 1)
        return "an MSS of zero";
    if (s.delayedAck.segment < 1 || s.delayedAck.quick > 64 || !isTime(s.delayedAck.delay))
        return "a delayed acknowledgement out of range";
    return {};
}

Fault checkOther(const ConnectionState &s)
{
    if (!isTime(s.handshake.rto) || s.handshake.cookieLength > 16)
        return "a handshake out of range";
    if (s.persist.backoff > 20)
        return "a persist back-off out of range";
    const PathMtu &p = s.path;
    if (p.mtu < 68 || p.mtu > 65'535 || p.searchHigh > 65'535 || p.searchLow > p.searchHigh || p.probeMtu > 65'535)
        return "a path MTU out of range";
    if (p.probeMtu != 0 && !(isWithin(s.send.una, p.probeFrom, s.send.next) && isWithin(p.probeFrom, p.probeEnd, s.send.next)))
        return "an MTU probe that is not under way";
    for (const base::TimePoint t :
         {s.handshake.deadline, s.handshake.sentAt, s.timestamps.recentAt, s.window.roundStart, s.window.rttStart,
          s.delayedAck.deadline, s.delayedAck.lastData, s.persist.deadline, s.persist.since, s.keepAlive.deadline,
          p.checkedAt, p.nextProbe, s.corkDeadline, s.finDeadline, s.answeredAt, s.statistics.dataSentAt,
          s.statistics.ackReceivedAt, s.loss.nextDeadline()})
        if (!isMoment(t))
            return "a moment out of range";
    if (s.state == TcpState::timeWait && s.finDeadline.isNever())
        return "a TIME-WAIT without an end";
    return {};
}

} // namespace

std::optional<std::string_view> StateFields::findFault(const ConnectionState &s)
{
    if (const Fault fault = checkEnds(s))
        return fault;
    if (const Fault fault = checkSettings(s.settings))
        return fault;
    if (const Fault fault = checkSend(s))
        return fault;
    if (const Fault fault = checkReceive(s))
        return fault;
    if (const Fault fault = checkOther(s))
        return fault;
    if (s.receive.ahead) {
        const OutOfOrder &o = *s.receive.ahead;
        Sequence before = s.receive.next;
        for (const OutOfOrder::Piece &piece : o.m_pieces) {
            if (piece.from - before < 0 || piece.to() - s.receive.next > kMostBytes || piece.to() <= piece.from)
                return "data ahead of a gap out of order";
            before = piece.to();
        }
        if (o.m_pieces.empty() || o.m_pieces.front().from == s.receive.next)
            return "data ahead of no gap";
        for (const SequenceRange &range : o.recent())
            if (!isWithin(s.receive.next, range.from, range.to) || range.to > before)
                return "a SACK block of nothing that is held";
        if (s.receive.finSeen)
            return "data ahead, behind a FIN";
    }
    return findLossFault(s);
}

std::optional<std::string_view> StateFields::findLossFault(const ConnectionState &s)
{
    const LossRecovery &l = s.loss;
    const bool runs = isSynchronised(s.state) || s.state == TcpState::synSent || !l.m_sent.isEmpty();
    const bool ends = s.state == TcpState::timeWait;
    const SentSegments &sent = l.m_sent;
    if (l.m_next - l.m_una < 0 || l.m_next - l.m_una > kMostBytes)
        return "loss recovery's SND.NXT before its SND.UNA";
    if (runs && !ends && (l.m_una != s.send.una || l.m_next != s.send.next) && !sent.isEmpty())
        return "loss recovery at other numbers than the connection";
    std::uint64_t length = 0;
    for (std::size_t i = 0; i < sent.size(); ++i) {
        const SentSegment &e = sent[i];
        if (e.length == 0 || e.pieceLength == 0 || e.length > 2u * 65'536)
            return "a segment under way of no or too much length";
        if (e.sacked && (e.lost && e.retransmitted))
            return "a segment both arrived and lost";
        if (e.sacked && !l.m_sack)
            return "a segment acknowledged selectively without SACK";
        length += e.length;
    }
    if (!sent.isEmpty() && length != static_cast<std::uint32_t>(l.m_next - l.m_una))
        return "a scoreboard that does not fill SND.UNA to SND.NXT";
    if (sent.isEmpty() && l.m_next != l.m_una && !ends)
        return "something under way that the scoreboard does not know";
    if (sent.isEmpty() && runs && !ends && s.state != TcpState::synSent && s.send.next != s.send.una)
        return "something under way that the scoreboard does not know";
    if (sent.m_assumed > sent.m_out)
        return "more delivered than was sent";
    if (sent.m_sacked > 0 && !isWithin(l.m_una, sent.m_highestSacked, l.m_next))
        return "a highest SACK that is not under way";
    for (std::size_t k = 0; k < l.m_rack.m_again.size(); ++k)
        if (const Rack::Again &again = l.m_rack.m_again[k]; again.to - again.from < 0 || again.to - again.from > kMostBytes)
            return "a retransmission of nothing";
    const CongestionWindow &w = l.m_congestion.window;
    if (w.segments < 1 || w.segments > kMostSegments || w.credit > kMostSegments || w.threshold < 1)
        return "a congestion window of nothing, or of more than any";
    if (l.m_initialWindow < 1 || l.m_initialWindow > kMostSegments || l.m_prr.m_prior < 1)
        return "a congestion window of nothing, or of more than any";
    if (l.m_priorWindow > kMostSegments)
        return "a window to come back to that is more than any";
    if (const Cubic *cubic = std::get_if<Cubic>(&l.m_congestion.m_algorithm))
        if (cubic->m_maximum > kMostSegments || cubic->m_origin > kMostSegments || cubic->m_reno > 2 * kMostSegments
            || cubic->m_prior > kMostSegments || cubic->m_toOrigin > 1u << 30 || !isMoment(cubic->m_epoch)
            || !isMoment(cubic->m_computedAt) || !isMoment(cubic->m_roundStart) || !isMoment(cubic->m_lastTrainAck))
            return "a curve of CUBIC out of range";
    const RttEstimator &r = l.m_rtt;
    constexpr std::uint32_t kLongestUs = 0x7fffffff;
    if (r.m_minRtoUs > r.m_maxRtoUs || r.m_maxRtoUs > kLongestUs || r.m_initialUs > kLongestUs || r.m_backOff > 31
        || r.m_variationUs4 > 2 * kLongestUs || r.m_roundMaxUs4 > 2 * kLongestUs || r.m_deviationUs4 > 2 * kLongestUs)
        return "an RTO out of range";
    if (!isTime(l.m_rack.m_rtt) || !isTime(l.m_rate.m_interval) || !isMoment(l.m_lastSent) || !isMoment(l.m_use.m_usedUpAt)
        || !isMoment(l.m_rate.m_deliveredAt) || !isMoment(l.m_rate.m_windowStart) || !isMoment(l.m_rack.m_latestSentAt))
        return "a time of loss recovery out of range";
    if (l.m_mss < 1 || l.m_mss > 65'535)
        return "an MSS of loss recovery out of range";
    if (l.m_undoRetransmissions < -1 || l.m_undoRetransmissions > static_cast<std::int32_t>(kMostSegments))
        return "a count of retransmissions out of range";
    return {};
}

} // namespace hopyard::transport::tcp
