// What may be sent now, and in which pieces: retransmissions first, then new data as the two windows, Nagle's algorithm
// and the user's wishes allow (RFC 9293 sections 3.8.6.2.1 and 3.7.4; RFC 1122 section 4.2.3.4; Nagle as Minshall
// amended it; TCP_CORK).
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transport/tcp/machine.h"
#include "core/transport/tcp/signature.h"

#include <algorithm>

namespace hopyard::transport::tcp {

using wire::TcpFlags;

namespace {

constexpr std::uint32_t kLargest = 65'535 - 20 - wire::TcpView::kMaxHeaderLength; ///< payload of one packet
constexpr base::Duration kDeferral =
    base::Duration::milliseconds(1); ///< how recent the last data must be to wait for more

} // namespace

bool Machine::maySend() const
{
    switch (s.state) {
    case TcpState::established:
    case TcpState::closeWait:
    case TcpState::finWait1:
    case TcpState::closing:
    case TcpState::lastAck: return true;
    case TcpState::synReceived: return s.handshake.isFastOpen;
    default: return false;
    }
}

Sequence Machine::sendEnd() const { return s.send.queue.end() + (s.send.finQueued ? 1 : 0); }
bool Machine::hasUnsent() const { return s.send.next < sendEnd(); }

/// A full segment now: SACK blocks take their room, and a peer with a tiny buffer gets halves of it (Linux's rule
/// against a silly window).
std::uint32_t Machine::currentMss() const
{
    std::uint32_t mss = s.send.mss;
    if (s.agreed.sack) {
        std::uint32_t blocks = s.receive.duplicate ? 1 : 0;
        if (s.receive.ahead)
            blocks += static_cast<std::uint32_t>(s.receive.ahead->recent().size());
        if (blocks > 0)
            mss -= 4 + 8 * std::min(blocks, s.timestamps.isOn ? 3u : 4u);
    }
    const std::uint32_t half = s.send.maxWindow > 536 ? s.send.maxWindow / 2 : s.send.maxWindow;
    if (half > 0 && mss > half)
        mss = std::max(half, 48u - (s.timestamps.isOn ? 12 : 0));
    return mss;
}

/// About a millisecond of data at the pace of the connection, more where the path is short, at least two segments: as
/// Linux sizes its large segments.
std::uint32_t Machine::burstLimit(std::uint32_t mss) const
{
    if (!s.settings.signingKeys.empty() && keyFor(s.settings, s.remote.address))
        return mss;
    std::uint64_t bytes = kLargest;
    if (const std::uint64_t rate = s.loss.pacingRate(); rate > 0) {
        bytes = rate / 1'000;
        if (const std::int64_t steps = s.loss.minimumRtt().ns() / 512'000; steps < 16)
            bytes += 65'536u >> steps;
    }
    const auto limit = static_cast<std::uint32_t>(std::min<std::uint64_t>(bytes, kLargest));
    const std::uint32_t most = std::max(kLargest / mss, 1u); // of segments in a packet: on loopback one fills it
    return std::min(std::max(limit / mss, 2u), most) * mss;
}

void Machine::output()
{
    if (!maySend())
        return;
    retransmit();
    sendNew();
    startPersistIfNeeded();
}

void Machine::retransmit()
{
    if (s.state == TcpState::synReceived)
        return; // fast open: the SYN-ACK comes first
    const std::uint32_t mss = currentMss();
    const std::uint32_t burst = burstLimit(mss);
    while (const auto range = s.loss.nextRetransmission(burst)) {
        SequenceRange part{later(range->from, s.send.una), earlier(range->to, s.send.next)};
        if (part.from >= part.to)
            break; // not ours to send: acknowledged or never sent
        const Sequence edge = s.send.una + s.send.window;
        if (part.to > edge && part.from != s.send.una) { // the peer took its window back
            if (part.from >= edge)
                break;
            part.to = edge;
        }
        sendRange(part, true);
    }
}

void Machine::sendNew()
{
    const std::uint32_t mss = currentMss();
    if (hasUnsent()) {
        refreshPath();
        s.loss.beforeSending(now());
    }
    while (hasUnsent()) {
        const Sequence from = s.send.next;
        const std::int32_t waiting = s.send.queue.end() - from;
        const std::int32_t usable = (s.send.una + s.send.window) - from;
        if (usable <= 0)
            return;
        if (waiting <= 0) { // the FIN alone is not held by the congestion window
            sendRange({from, from + 1}, false);
            return;
        }
        const auto data = static_cast<std::uint32_t>(waiting);
        const std::uint32_t congestion = s.loss.windowLeft();
        if (congestion == 0)
            return;
        if (s.path.searchHigh > 0 && sendMtuProbe())
            continue;
        std::uint32_t length = std::min({data, static_cast<std::uint32_t>(usable), burstLimit(mss), congestion});
        if (length > mss && length < data)
            length -= length % mss;
        const bool isLast = length == data;
        if (length < mss && !isLast)
            return; // the window's edge would cut a segment: wait until it is wider (or the persist timer comes)
        // The odd rest of a large write goes apart, so that Nagle's rule sees it.
        if (const std::uint32_t rest = length % mss; rest > 0 && length > mss && !mayGo(rest, mss, isLast))
            length -= rest;
        else if (length <= mss && !mayGo(length, mss, isLast))
            return;
        // A little later more may go at once: a third of the window is worth waiting for the next ACK.
        const std::uint32_t room = std::min(static_cast<std::uint32_t>(usable), congestion);
        if (room < data && s.loss.segmentsInFlight() > 0 && !s.loss.isInRecovery()
            && now() - s.statistics.dataSentAt < kDeferral
            && room < std::min({burstLimit(mss), s.loss.congestionWindow() / 3, s.send.window / 3})) {
            if (room == congestion)
                s.loss.onHeldBack(now());
            return;
        }
        const bool withFin = isLast && length == data && s.send.finQueued && usable > waiting;
        sendRange({from, from + length + (withFin ? 1 : 0)}, false);
    }
    if (s.loss.windowLeft() > 0)
        s.loss.onApplicationLimited();
}

/// Nagle: one segment that is not full may be under way. Corked: none leaves.
bool Machine::mayGo(std::uint32_t length, std::uint32_t mss, bool isLast) const
{
    if (length >= mss || (isLast && s.send.finQueued))
        return true;
    if (s.send.isUrgent && s.send.urgentEnd > s.send.next)
        return true;
    if (s.settings.cork || s.send.more)
        return !s.corkDeadline.isNever() && s.corkDeadline <= now();
    if (s.settings.noDelay)
        return true;
    return !(s.send.isSmallSent && s.send.smallEnd > s.send.una && s.send.una < s.send.next);
}

/// Data of the queue, and the FIN where the range goes beyond it, in one packet.
void Machine::sendRange(SequenceRange range, bool again)
{
    const Sequence dataEnd = earlier(range.to, s.send.queue.end());
    const auto length = static_cast<std::uint32_t>(std::max<std::int32_t>(dataEnd - range.from, 0));
    const bool fin = range.to > s.send.queue.end();
    const std::uint32_t mss = currentMss();
    std::uint8_t flags = fin ? TcpFlags::fin : 0;
    if (length > 0) {
        const bool empties = dataEnd == s.send.queue.end() && !s.send.more;
        const bool forced = dataEnd - s.send.pushed > static_cast<std::int32_t>(s.send.maxWindow / 2);
        if (empties || (forced && !again)) {
            flags |= TcpFlags::psh;
            s.send.pushed = later(s.send.pushed, dataEnd);
        }
    }
    const std::uint32_t pieces = std::max<std::uint32_t>((length + mss - 1) / mss, 1);
    if (pieces > 1)
        flags |= TcpFlags::psh; // as Linux: who puts the pieces together again need not wait for more
    if (again) {
        env.counters.retransmittedSegments += pieces;
        s.statistics.retransmissions += pieces;
        s.statistics.bytesRetransmitted += length;
    } else {
        s.send.next = range.to;
        s.send.finSent = s.send.finSent || fin;
        if (length % mss != 0) {
            s.send.smallEnd = range.to;
            s.send.isSmallSent = true;
        }
        if (length > 0)
            s.delayedAck.onDataSent(now());
        s.corkDeadline = base::TimePoint::never();
    }
    if (length > 0) {
        s.statistics.bytesSent += length;
        s.statistics.dataSegmentsOut += pieces;
        s.statistics.dataSentAt = now();
    }
    s.loss.onSent(now(), range, again,
                  s.timestamps.isOn ? std::optional(s.timestamps.clock(now())) : std::nullopt);
    s.persist.deadline = base::TimePoint::never();
    sendSegment(range.from, length, flags, again);
}

/// The send queue holds two windows, so that one can wait while the other is under way; with Linux's room for a
/// segment.
void Machine::growSendSpace()
{
    if (s.settings.sendBuffer > 0) {
        s.send.spaceLimit = s.settings.sendBuffer;
        return;
    }
    constexpr std::uint32_t kSegmentRoom = 4'352;
    const std::uint64_t segments = std::max<std::uint64_t>(s.loss.congestionWindow() / std::max(s.send.mss, 1u), 10);
    const std::uint64_t wanted = std::min<std::uint64_t>(2 * segments * kSegmentRoom, env.node.sendBufferMax);
    s.send.spaceLimit = std::max(s.send.spaceLimit, static_cast<std::uint32_t>(wanted));
}

} // namespace hopyard::transport::tcp
