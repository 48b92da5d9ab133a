// What comes up from IP: segments and ICMP errors find their connection, TIME-WAIT record or listener; what belongs to
// nobody is refused (RFC 9293 section 3.10.7.1).
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transport/tcp/connection_state.h"
#include "core/transport/tcp/signature.h"
#include "core/transport/tcp/tcp.h"

#include <algorithm>
#include <utility>

namespace hopyard::transport::tcp {

using wire::TcpFlags;

void Tcp::deliver(IpOutput &ip, const ip::Delivered &datagram)
{
    ++m_counters.inSegments;
    if (datagram.isToGroup) // RFC 1122 section 4.2.3.10
        return;
    const base::Bytes whole = datagram.payload();
    const auto view = wire::TcpView::parse(whole);
    const packet::Offload &offload = datagram.datagram.offload();
    if (!view) {
        ++m_counters.inErrors;
        return;
    }
    if (!offload.checksumMissing && !view->checksumOk(datagram.source, datagram.destination)) {
        ++m_counters.inErrors;
        ++m_counters.badChecksum;
        return;
    }
    const auto header = wire::TcpRepr::parse(*view);
    if (!header) {
        ++m_counters.inErrors;
        return;
    }
    SegmentIn segment;
    segment.local = {datagram.destination, header->destinationPort};
    segment.remote = {datagram.source, header->sourcePort};
    segment.header = *header;
    segment.ttl = datagram.ttl;
    segment.tos = datagram.tos;
    segment.in = datagram.in;
    if (const std::size_t size = view->payload().size(); size > 0) {
        segment.payload = datagram.datagram;
        segment.payload.popFront(datagram.payloadOffset + view->headerLength());
        if (offload.segmentSize > 0)
            segment.pieces = static_cast<std::uint16_t>((size + offload.segmentSize - 1) / offload.segmentSize);
    }
    dispatch(ip, std::move(segment), whole);
}

void Tcp::dispatch(IpOutput &ip, SegmentIn &&segment, base::Bytes whole)
{
    const auto admits = [&](const Settings &settings) {
        if (segment.ttl < settings.minTtl) { // RFC 5082
            ++m_counters.minTtlDropped;
            return false;
        }
        if ((!settings.signingKeys.empty() || segment.header.signature)
            && !isRightlySigned(settings, segment.remote.address, segment.local.address, segment.header, whole)) {
            ++m_counters.md5Rejected;
            return false;
        }
        return true;
    };
    const std::uint32_t number = findPair(segment.local, segment.remote);
    if (number != PlaceTable::kNone && (number & kTimeWait)) {
        Settings settings;
        settings.signingKeys = m_timeWaits[number & ~kTimeWait].keys;
        if (!admits(settings))
            return;
        onTimeWait(ip, number & ~kTimeWait, std::move(segment));
        return;
    }
    if (number != PlaceTable::kNone) {
        Slot &slot = m_slots[number];
        if (!admits(slot.connection.state().settings))
            return;
        if (slot.isHalfOpen && !slot.isWaiting && segment.has(TcpFlags::ack) && !segment.has(TcpFlags::rst)) {
            if (const Listener *listener = find(slot.listener); listener && listener->isFull()) {
                ++m_counters.listenOverflows; // the SYN-ACK goes again later; perhaps there is room then
                return;
            }
        }
        Environment env = environment(ip);
        slot.connection.handle(env, std::move(segment));
        settle(ip, number);
        return;
    }
    if (Listener *listener = chooseListener(segment)) {
        if (admits(listener->settings))
            onListener(ip, *listener, std::move(segment), std::nullopt);
        return;
    }
    refuse(ip, segment);
}

void Tcp::onTimeWait(IpOutput &ip, std::uint32_t record, SegmentIn &&segment)
{
    TimeWait &wait = m_timeWaits[record];
    const base::TimePoint now = ip.context().now;
    switch (wait.judge(segment, now, m_node.timeWaitIgnoresReset)) {
    case TimeWait::Verdict::ignore: return;
    case TimeWait::Verdict::end: endTimeWait(record); return;
    case TimeWait::Verdict::reopen:
        if (Listener *listener = chooseListener(segment)) {
            const Sequence beyond = wait.sendNext + (65'535 + 2);
            ++m_counters.timeWaitReused;
            endTimeWait(record);
            onListener(ip, *listener, std::move(segment), beyond);
            return;
        }
        break;
    case TimeWait::Verdict::restart:
        wait.deadline = now + m_node.timeWait;
        m_timers.move(m_timeWaitTimers[record], wait.deadline);
        break;
    case TimeWait::Verdict::acknowledge: break;
    }
    wire::TcpRepr header;
    header.sequence = wait.sendNext.value;
    header.acknowledgement = wait.receiveNext.value;
    header.flags.bits = TcpFlags::ack;
    header.window = wait.windowField;
    if (wait.timestamps.isOn)
        header.timestamps = wire::TcpTimestamps{wait.timestamps.clock(now), wait.timestamps.recent};
    sendBare(ip, wait, header);
}

/// RST, with a number that the sender must believe (RFC 9293 section 3.5.2, group 1).
void Tcp::refuse(IpOutput &ip, const SegmentIn &segment)
{
    if (segment.has(TcpFlags::rst))
        return;
    wire::TcpRepr header;
    if (segment.has(TcpFlags::ack)) {
        header.sequence = segment.header.acknowledgement;
        header.flags.bits = TcpFlags::rst;
    } else {
        header.acknowledgement = segment.end().value;
        header.flags.bits = TcpFlags::rst | TcpFlags::ack;
    }
    ++m_counters.outResets;
    TimeWait from;
    from.local = segment.local;
    from.remote = segment.remote;
    from.tos = segment.tos & static_cast<std::uint8_t>(~3);
    if (segment.header.signature) // a peer that signs believes only what is signed; whoever listens there has the key
        for (const Listener &listener : m_listeners)
            if (listener.local.port == segment.local.port)
                from.keys = listener.settings.signingKeys;
    sendBare(ip, from, header);
}

/// A segment without data that no connection sends.
void Tcp::sendBare(IpOutput &ip, const TimeWait &from, wire::TcpRepr header)
{
    header.sourcePort = from.local.port;
    header.destinationPort = from.remote.port;
    Settings keys;
    keys.signingKeys = from.keys;
    const SigningKey *key = keyFor(keys, from.remote.address);
    if (key) {
        header.signature.emplace();
        header.signature = sign(*key, from.local.address, from.remote.address, header, {});
    }
    packet::Packet segment = ip.pool().make(header.headerLength());
    header.emit(segment.writable(), from.local.address, from.remote.address);
    ++m_counters.outSegments;
    ip::Datagram datagram;
    datagram.source = from.local.address;
    datagram.destination = from.remote.address;
    datagram.protocol = wire::IpProtocol::tcp;
    datagram.ttl = from.ttl;
    datagram.tos = from.tos;
    datagram.dontFragment = true;
    datagram.out = from.device;
    datagram.payload = std::move(segment);
    (void)ip.send(std::move(datagram)); // no way back: nobody waits for it
}

void Tcp::report(IpOutput &ip, const ip::ErrorReport &report)
{
    if (report.protocol != wire::IpProtocol::tcp || report.transportLength < 8)
        return;
    const Endpoint local{report.source, base::loadU16(report.transport.data())};
    const Endpoint remote{report.destination, base::loadU16(report.transport.data() + 2)};
    const std::uint32_t number = findPair(local, remote);
    if (number == PlaceTable::kNone || (number & kTimeWait))
        return;
    Slot &slot = m_slots[number];
    if (slot.connection.state().settings.minTtl > report.reporterTtl && report.reporterTtl > 0)
        return; // RFC 5082 section 6.1: ICMP from afar is not believed either
    Environment env = environment(ip);
    slot.connection.report(env, report, Sequence(base::loadU32(report.transport.data() + 4)));
    settle(ip, number);
}

} // namespace hopyard::transport::tcp
