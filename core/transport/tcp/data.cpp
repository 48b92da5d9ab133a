// Sixth to eighth: urgent pointer, data, FIN (RFC 9293 section 3.10.7.4; RFC 6093; RFC 2018 and 2883 for what arrives
// ahead of a gap or twice; RFC 3168 section 6.1.3 for congestion marks), and the acknowledgement they deserve.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transport/tcp/machine.h"

#include <algorithm>
#include <utility>

namespace hopyard::transport::tcp {

using wire::TcpFlags;

std::uint32_t Machine::queued() const
{
    return static_cast<std::uint32_t>(s.receive.queue.size() + (s.receive.ahead ? s.receive.ahead->size() : 0));
}

void Machine::takeUrgent(const SegmentIn &segment)
{
    if (!segment.has(TcpFlags::urg) || s.receive.finSeen || segment.header.urgentPointer == 0)
        return;
    const Sequence at = segment.sequence() + (segment.header.urgentPointer - 1u);
    if (at < s.receive.read || at < s.receive.next)
        return;
    if (s.receive.urgent != Urgent::none && at <= s.receive.urgentAt)
        return;
    s.receive.urgentAt = at;
    s.receive.urgent = Urgent::announced;
    wake();
}

void Machine::noteDuplicate(SequenceRange range)
{
    s.delayedAck.becomeQuick(s.window.told);
    if (!s.agreed.sack || !env.node.dsack)
        return;
    ++env.counters.dsackSent;
    s.receive.duplicate = range;
}

/// Data arrived, whatever is to become of it: pace, the peer's segment size, marks.
void Machine::noteArrival(const SegmentIn &segment, std::uint32_t length)
{
    const std::uint32_t piece = segment.pieces > 1 ? (length + segment.pieces - 1) / segment.pieces : length;
    const bool push = segment.has(TcpFlags::psh) || segment.has(TcpFlags::fin);
    if (length > 0)
        s.delayedAck.measure(piece, static_cast<std::uint32_t>(segment.header.headerLength()),
                             s.timestamps.isOn ? 32 : 20, s.agreed.advertisedMss, push, segment.pieces == 1);
    s.delayedAck.onData(now(), s.window.told, rto());
    if (s.timestamps.isOn && segment.header.timestamps && segment.header.timestamps->echo != 0
        && piece >= s.delayedAck.segment)
        s.window.sampleRtt(s.timestamps.since(now(), segment.header.timestamps->echo), false);
    else if (!s.timestamps.isOn)
        s.window.measure(now(), s.receive.next);
    if (!s.agreed.ecn)
        return;
    const std::uint8_t mark = segment.tos & 3;
    if (mark == 3) {
        if (!s.ecn.echo)
            s.delayedAck.becomeQuick(s.window.told, 2); // the sender shall know at once
        s.ecn.echo = s.ecn.seen = true;
    } else if (mark != 0) {
        s.ecn.seen = true;
    }
}

void Machine::takeData(SegmentIn &&segment)
{
    std::uint32_t length = static_cast<std::uint32_t>(segment.payload.size());
    bool fin = segment.has(TcpFlags::fin);
    if (length == 0 && !fin)
        return;
    if (s.receive.finSeen) { // nothing can follow a FIN; the peer may not have our ACK of it
        if (segment.end() <= s.receive.next)
            noteDuplicate({segment.sequence(), segment.end()});
        s.delayedAck.isDue = s.delayedAck.atOnce = true;
        return;
    }
    Sequence from = segment.sequence();
    Sequence to = from + length;
    if (s.agreed.ecn && segment.has(TcpFlags::cwr) && length > 0)
        s.ecn.echo = false;
    if (s.isOrphan && length > 0 && to > s.receive.next) { // nobody will read it: the peer must not believe it arrived
        sendResetAgainst(segment);
        finish();
        return;
    }
    s.statistics.dataSegmentsIn += segment.pieces;
    if (to + (fin ? 1 : 0) <= s.receive.next) { // all of it was here already
        noteDuplicate({from, earlier(to + (fin ? 1 : 0), s.receive.next)});
        s.delayedAck.isDue = s.delayedAck.atOnce = true;
        return;
    }
    const std::uint32_t open = s.window.open(s.receive.next);
    const Sequence edge = s.receive.next + open;
    if (from >= edge && !(length == 0 && from == edge)) { // a probe of a shut window, or beyond it
        s.delayedAck.becomeQuick(s.window.told);
        s.delayedAck.isDue = s.delayedAck.atOnce = true;
        return;
    }
    if (to > edge) {
        segment.payload.truncate(static_cast<std::size_t>(edge - from));
        to = edge;
        fin = false;
        length = static_cast<std::uint32_t>(to - from);
    }
    if (from < s.receive.next) {
        noteDuplicate({from, s.receive.next});
        segment.payload.popFront(static_cast<std::size_t>(s.receive.next - from));
        from = s.receive.next;
        length = static_cast<std::uint32_t>(to - from);
        s.delayedAck.atOnce = true;
    }
    noteArrival(segment, length);
    if (s.receive.ahead || s.receive.finAhead)
        s.delayedAck.atOnce = true; // there is a gap, and perhaps this fills it (RFC 5681 section 4.2)
    if (fin && !s.receive.finAhead) {
        s.receive.finAt = to;
        s.receive.finAhead = true;
    }
    if (from > s.receive.next) { // ahead of a gap
        ++env.counters.outOfOrder;
        s.delayedAck.atOnce = true;
        if (length > 0)
            if (const auto twice = s.receive.ahead.need().insert(from, std::move(segment.payload)))
                noteDuplicate(*twice);
        limitMemory();
        return;
    }
    const Sequence before = s.receive.next;
    if (length > 0) {
        s.receive.queue.append(env.ip.pool(), std::move(segment.payload));
        s.receive.next = to;
    }
    if (s.receive.ahead) {
        std::optional<SequenceRange> twice;
        s.receive.next = s.receive.ahead->takeReady(env.ip.pool(), s.receive.next, s.receive.queue, twice);
        if (twice)
            noteDuplicate(*twice);
        if (s.receive.ahead->isEmpty())
            s.receive.ahead.reset();
    }
    const auto arrived = static_cast<std::uint32_t>(s.receive.next - before);
    s.statistics.bytesReceived += arrived;
    if (arrived > 0) {
        s.window.onData(queued(), arrived, s.agreed.advertisedMss);
        limitMemory();
        wake();
    }
    if (s.receive.urgent == Urgent::announced && s.receive.next > s.receive.urgentAt) {
        const std::int32_t offset = s.receive.urgentAt - s.receive.read;
        if (offset >= 0)
            s.receive.queue.copy(static_cast<std::size_t>(offset), base::MutableBytes(&s.receive.urgentByte, 1));
        s.receive.urgent = Urgent::present;
        skipUrgentByte();
    }
    if (s.receive.finAhead && s.receive.next == s.receive.finAt)
        takeFin();
}

/// The memory behind the window: small segments in large pages are packed together, and what is ahead of a gap goes
/// before a peer can make us hold many times what it sent.
void Machine::limitMemory()
{
    const std::size_t limit = 2 * std::size_t(s.window.space) + 65'536;
    if (s.receive.queue.trueSize() > limit && s.receive.queue.trueSize() > 2 * s.receive.queue.size())
        s.receive.queue.compact(env.ip.pool());
    if (s.receive.ahead && s.receive.ahead->trueSize() > limit) {
        s.receive.ahead->prune(limit / 2);
        if (s.receive.finAhead && s.receive.finAt != s.receive.next)
            s.receive.finAhead = false; // it comes again
    }
}

/// Eighth: the peer has said everything.
void Machine::takeFin()
{
    s.receive.next += 1;
    s.receive.finSeen = true;
    s.receive.finAhead = false;
    s.receive.ahead.reset();
    s.delayedAck.isDue = true;
    wake();
    switch (s.state) {
    case TcpState::synReceived:
    case TcpState::established:
        changeState(TcpState::closeWait);
        s.delayedAck.interactive = true; // our own FIN may follow at once and carry the ACK
        return;
    case TcpState::finWait1: // ours is under way and not acknowledged: simultaneous close
        sendAck();
        changeState(TcpState::closing);
        return;
    case TcpState::finWait2:
        sendAck();
        enterTimeWait();
        return;
    case TcpState::closed:
    case TcpState::synSent:
    case TcpState::closeWait:
    case TcpState::closing:
    case TcpState::lastAck:
    case TcpState::timeWait:
    case TcpState::listen: return; // its FIN was here before
    }
}

/// After data went the other way, which may have taken the ACK along.
void Machine::acknowledgeData(bool wasAhead)
{
    DelayedAck &d = s.delayedAck;
    if (!d.isDue || s.state == TcpState::closed || s.state == TcpState::timeWait)
        return;
    const bool isMuch = s.receive.next - s.window.toldAt > d.segment
        && (s.receive.queue.isEmpty() || s.window.choose(queued(), d.segment) >= s.window.told);
    if (isMuch || d.atOnce || d.isQuick() || s.settings.quickAck.value_or(false) || wasAhead || s.receive.ahead
        || !d.startDelay(now(), s.loss.smoothedRtt()))
        sendAck();
}

} // namespace hopyard::transport::tcp
