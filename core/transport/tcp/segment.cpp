// Making segments: header, options, payload, and handing them to IP. Nothing here decides whether to send.
//
// RFC 9293 section 3.1, 7323 section 3.2, 2018 section 4, 2883, 3168 section 6.1, 6093. Checksums are left to whoever
// needs finished packets, and several full segments in a row go as one packet (packet::Offload).
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transport/tcp/machine.h"
#include "core/transport/tcp/signature.h"

#include <algorithm>
#include <utility>

namespace hopyard::transport::tcp {

using wire::TcpFlags;

namespace {

constexpr std::uint8_t kEct0 = 2;

wire::TcpSackBlock onWire(const SequenceRange &range) { return {range.from.value, range.to.value}; }

} // namespace

/// Timestamps and what was received out of order: for every segment after the SYNs.
void Machine::fillOptions(wire::TcpRepr &header)
{
    if (keyFor(s.settings, s.remote.address))
        header.signature.emplace();
    if (s.timestamps.isOn)
        header.timestamps = wire::TcpTimestamps{s.timestamps.clock(now()), s.timestamps.recent};
    if (!s.agreed.sack)
        return;
    const std::size_t room = header.signature ? (s.timestamps.isOn ? 0 : 2) : s.timestamps.isOn ? 3 : 4;
    std::uint8_t count = 0;
    if (s.receive.duplicate && count < room)
        header.sackBlocks[count++] = onWire(*s.receive.duplicate);
    if (s.receive.ahead)
        for (const SequenceRange &range : s.receive.ahead->recent())
            if (count < room)
                header.sackBlocks[count++] = onWire(range);
    header.sackCount = count;
}

packet::Packet Machine::makeSegment(const wire::TcpRepr &header, std::size_t payload)
{
    return env.ip.pool().make(header.headerLength() + payload);
}

/// `segment` has room for the header, its payload behind it.
void Machine::transmit(wire::TcpRepr &header, packet::Packet &&segment, std::size_t payload, std::uint16_t segmentSize,
                       bool ecnCapable)
{
    header.sourcePort = s.local.port;
    header.destinationPort = s.remote.port;
    const base::MutableBytes bytes = segment.writable();
    const std::size_t headerLength = bytes.size() - payload;
    if (const SigningKey *key = header.signature ? keyFor(s.settings, s.remote.address) : nullptr) {
        header.signature = sign(*key, s.local.address, s.remote.address, header, base::Bytes(bytes).last(payload));
        header.emit(bytes, s.local.address, s.remote.address);
    } else {
        header.emitUnfinished(bytes.first(headerLength), bytes.size(), s.local.address, s.remote.address);
        segment.setOffload({segmentSize, true});
    }
    if (header.flags.has(TcpFlags::ack)) {
        s.delayedAck.onAckSent();
        s.receive.duplicate.reset();
    }
    const std::uint32_t pieces =
        segmentSize > 0 ? static_cast<std::uint32_t>((payload + segmentSize - 1) / segmentSize) : 1;
    env.counters.outSegments += pieces;
    s.statistics.segmentsOut += pieces;
    ip::Datagram datagram;
    datagram.source = s.local.address;
    datagram.destination = s.remote.address;
    datagram.protocol = wire::IpProtocol::tcp;
    datagram.ttl = s.settings.ttl;
    datagram.tos = static_cast<std::uint8_t>((s.settings.tos & ~3) | (ecnCapable ? kEct0 : 0));
    datagram.dontFragment = s.settings.dontFragment;
    datagram.out = s.settings.device;
    datagram.payload = std::move(segment);
    const auto sent = env.ip.send(std::move(datagram));
    if (!sent && sent.error() == ip::SendError::tooBig) // IP has learnt of a smaller MTU since
        onTooBig(env.ip.mtuTo(s.remote.address));
    // Any other failure is as a loss on the way: it passes, or the time-outs tell (RFC 1122 section 4.2.3.9).
}

/// `length` bytes of the send queue from `from` on; none: a bare segment.
void Machine::sendSegment(Sequence from, std::uint32_t length, std::uint8_t flags, bool again)
{
    wire::TcpRepr header;
    header.sequence = from.value;
    header.acknowledgement = s.receive.next.value;
    header.flags.bits = flags | TcpFlags::ack;
    if (s.ecn.echo)
        header.flags.bits |= TcpFlags::ece;
    const bool newData = length > 0 && !again;
    if (newData && s.ecn.reduced) {
        header.flags.bits |= TcpFlags::cwr;
        s.ecn.reduced = false;
    }
    if (s.send.isUrgent && s.send.urgentEnd > from && s.send.urgentEnd - from <= 0xffff) {
        header.flags.bits |= TcpFlags::urg;
        header.urgentPointer = static_cast<std::uint16_t>(s.send.urgentEnd - from);
    }
    header.window = s.window.tell(s.receive.next, queued(), s.delayedAck.segment);
    fillOptions(header);
    const std::uint32_t mss = currentMss();
    packet::Packet segment = makeSegment(header, length);
    if (length > 0)
        s.send.queue.copy(from, segment.writable().last(length));
    const bool isMtuProbe = s.path.probeMtu != 0 && !again && from == s.path.probeFrom;
    const auto segmentSize = static_cast<std::uint16_t>(length > mss && !isMtuProbe ? mss : 0);
    transmit(header, std::move(segment), length, segmentSize, s.agreed.ecn && newData);
}

void Machine::sendAck()
{
    // A number beyond the peer's window would make it unacceptable there.
    const Sequence edge = s.send.una + s.send.window;
    sendSegment(s.send.next <= edge || s.send.finSent ? s.send.next : later(edge, s.send.una), 0, 0, false);
}

/// Not acceptable to the peer, so that it answers with an ACK: for zero windows and keep-alive.
void Machine::sendProbe() { sendSegment(s.send.una - 1, 0, 0, true); }

/// `acknowledges`: in a synchronised state both are the same to the peer; Linux says what it has received.
void Machine::sendReset(bool acknowledges)
{
    wire::TcpRepr header;
    header.sequence = s.send.next.value;
    header.flags.bits = TcpFlags::rst;
    if (acknowledges) {
        header.flags.bits |= TcpFlags::ack;
        header.acknowledgement = s.receive.next.value;
    }
    if (keyFor(s.settings, s.remote.address))
        header.signature.emplace();
    if (s.timestamps.isOn)
        header.timestamps = wire::TcpTimestamps{s.timestamps.clock(now()), s.timestamps.recent};
    ++env.counters.outResets;
    transmit(header, makeSegment(header, 0), 0, 0, false);
}

void Machine::sendResetAgainst(const SegmentIn &segment)
{
    wire::TcpRepr header;
    header.sequence = segment.acknowledgement().value;
    header.flags.bits = TcpFlags::rst;
    if (keyFor(s.settings, s.remote.address))
        header.signature.emplace();
    ++env.counters.outResets;
    transmit(header, makeSegment(header, 0), 0, 0, false);
}

} // namespace hopyard::transport::tcp
