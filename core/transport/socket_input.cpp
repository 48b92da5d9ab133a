// What comes up from IP: datagrams and ICMP errors find the sockets they are for.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transport/socket_layer.h"

#include "core/ip/flow_hash.h"
#include "core/wire/icmp.h"
#include "core/wire/long_sum.h"
#include "core/wire/udp.h"

#include <utility>

namespace hopyard::transport {

namespace {

constexpr std::size_t kMaxQueuedErrors = 256;

/// ICMP_FILTER (raw(7)).
bool isFiltered(const SocketOptions &options, const ip::Delivered &datagram)
{
    const base::Bytes payload = datagram.payload();
    return datagram.protocol == wire::IpProtocol::icmp && options.icmpFilter != 0 && !payload.empty() && payload[0] < 32
        && (options.icmpFilter >> payload[0] & 1) != 0;
}

} // namespace

Disposition SocketLayer::deliver(IpOutput &ip, const ip::Delivered &datagram)
{
    ++m_counters.received;
    const bool raw = deliverRaw(ip, datagram);
    switch (datagram.protocol) {
    case wire::IpProtocol::udp: return deliverUdp(ip, datagram);
    case wire::IpProtocol::tcp:
        m_tcp.deliver(ip, datagram); // answers with a reset itself where nobody listens
        collectChanged();
        return Disposition::taken;
    case wire::IpProtocol::icmp: return deliverEcho(ip, datagram);
    case wire::IpProtocol::icmpv6:
    case wire::IpProtocol::igmp: return Disposition::taken; // the stack itself speaks them
    default:
        if (raw)
            return Disposition::taken;
        drop(ip, base::DropReason::noSocket, datagram);
        return Disposition::noProtocol;
    }
}

bool SocketLayer::accepts(const Socket &s, const ip::Delivered &datagram, std::uint16_t fromPort)
{
    if (s.options.device.isValid() && s.options.device != datagram.in)
        return false;
    if (!s.local.address.isUnspecified() && s.local.address != datagram.destination)
        return false;
    if (datagram.destination.isMulticast() && !hearsGroup(s, datagram))
        return false;
    if (!s.peer)
        return true;
    return s.peer->address == datagram.source && (s.kind != SocketKind::udp || s.peer->port == fromPort);
}

/// A socket that joined the group on that interface hears the sources that it asked for; one that did not hears what
/// others joined, unless IP_MULTICAST_ALL is off (Linux's ip_mc_sf_allow). What the node sent to itself comes in by the
/// interface it left through.
bool SocketLayer::hearsGroup(const Socket &s, const ip::Delivered &datagram)
{
    if (s.memberships)
        for (const Membership &m : *s.memberships)
            if (m.group == datagram.destination && m.on == datagram.in)
                return m.filter.wants(datagram.source);
    return s.options.multicastAll;
}

Disposition SocketLayer::deliverUdp(IpOutput &ip, const ip::Delivered &datagram)
{
    const auto udp = wire::UdpView::parse(datagram.payload());
    if (!udp) {
        ++m_counters.malformed;
        return drop(ip, base::DropReason::malformed, datagram);
    }
    if (!datagram.datagram.offload().checksumMissing && !wire::udpChecksumOk(*udp, datagram.source, datagram.destination)) {
        ++m_counters.badChecksum;
        return drop(ip, base::DropReason::badChecksum, datagram);
    }
    const std::uint16_t from = udp->sourcePort();
    const std::size_t skip = datagram.payloadOffset + wire::UdpView::kHeaderLength;
    const std::size_t length = udp->payload().size();
    // The best match: a peer counts for most, then the address, then the device. Among equals that share a port, one
    // is chosen by the flow (SO_REUSEPORT), or the last that was bound has it (SO_REUSEADDR), as on Linux.
    SocketId best;
    int bestScore = -1;
    std::uint32_t sharers = 0;
    const auto range = m_bound.equal_range(Key{SocketKind::udp, datagram.source.family(), udp->destinationPort()});
    const auto scoreOf = [&](const Socket &s) {
        return (s.peer ? 4 : 0) + (s.local.address.isUnspecified() ? 0 : 2) + (s.options.device.isValid() ? 1 : 0);
    };
    for (auto at = range.first; at != range.second; ++at) {
        Socket &s = *find(at->second);
        if (!accepts(s, datagram, from))
            continue;
        if (datagram.isToGroup) // everybody who listens gets a copy
            enqueue(ip, at->second, s, datagram, from, skip, length);
        const int score = scoreOf(s);
        if (score < bestScore)
            continue;
        if (score > bestScore)
            sharers = 0;
        sharers += s.options.reusePort ? 1 : 0;
        bestScore = score;
        best = at->second;
    }
    if (!best.isValid()) {
        ++m_counters.noPort;
        drop(ip, base::DropReason::noSocket, datagram);
        return Disposition::noPort;
    }
    if (datagram.isToGroup)
        return Disposition::taken;
    if (sharers > 1) {
        const ip::FlowKey flow{datagram.source, datagram.destination, 17, from, udp->destinationPort()};
        std::uint32_t turn = ip::flowHash(flow, m_portSecret.first) % sharers;
        for (auto at = range.first; at != range.second; ++at) {
            const Socket &s = *find(at->second);
            if (s.options.reusePort && accepts(s, datagram, from) && scoreOf(s) == bestScore && turn-- == 0) {
                best = at->second;
                break;
            }
        }
    }
    enqueue(ip, best, *find(best), datagram, from, skip, length);
    return Disposition::taken;
}

Disposition SocketLayer::deliverEcho(IpOutput &ip, const ip::Delivered &datagram)
{
    const auto icmp = wire::IcmpView::parse(datagram.payload());
    if (!icmp) {
        ++m_counters.malformed;
        return drop(ip, base::DropReason::malformed, datagram);
    }
    if (icmp->type() != wire::IcmpType::echoReply)
        return Disposition::taken; // all else is the stack's own business, or nobody's
    const auto range = m_bound.equal_range(Key{SocketKind::icmpEcho, datagram.source.family(), icmp->identifier()});
    for (auto at = range.first; at != range.second; ++at) {
        Socket &s = *find(at->second);
        if (!accepts(s, datagram, 0))
            continue;
        enqueue(ip, at->second, s, datagram, icmp->identifier(), datagram.payloadOffset,
                icmp->message().size());
        return Disposition::taken;
    }
    ++m_counters.noPort;
    return drop(ip, base::DropReason::noSocket, datagram); // replies are never answered
}

bool SocketLayer::deliverRaw(IpOutput &ip, const ip::Delivered &datagram)
{
    bool taken = false;
    const auto range = m_bound.equal_range(
        Key{SocketKind::raw, datagram.source.family(), static_cast<std::uint16_t>(datagram.protocol)});
    for (auto at = range.first; at != range.second; ++at) {
        Socket &s = *find(at->second);
        if (!accepts(s, datagram, 0) || isFiltered(s.options, datagram))
            continue;
        // Over IPv4 a raw socket sees the header too, over IPv6 it does not (raw(7), RFC 3542 section 3).
        const std::size_t skip = datagram.source.isV4() ? 0 : datagram.payloadOffset;
        enqueue(ip, at->second, s, datagram, 0, skip, datagram.datagram.size() - skip);
        taken = true;
    }
    return taken;
}

void SocketLayer::enqueue(IpOutput &ip, SocketId id, Socket &s, const ip::Delivered &datagram,
                          std::uint16_t fromPort, std::size_t skip, std::size_t length)
{
    const std::size_t room = s.options.receiveBuffer == 0 ? kDefaultBuffer : s.options.receiveBuffer;
    if (s.queuedBytes + length + kPacketOverhead > room) {
        ++s.dropped;
        ++m_counters.bufferFull;
        drop(ip, base::DropReason::socketBufferFull, datagram);
        return;
    }
    Received received;
    received.when = ip.context().now;
    received.from = {datagram.source, fromPort};
    received.to = datagram.destination;
    received.ttl = datagram.ttl;
    received.tos = datagram.tos;
    received.in = datagram.in;
    received.data = datagram.datagram;
    received.data.popFront(skip);
    received.data.truncate(length);
    s.queuedBytes += length + kPacketOverhead;
    ++s.received;
    s.queue.pushBack(std::move(received));
    markReady(id, s);
}

void SocketLayer::report(IpOutput &ip, const ip::ErrorReport &report)
{
    if (report.protocol == wire::IpProtocol::tcp) {
        m_tcp.report(ip, report);
        collectChanged();
    }
    const auto meaning = meaningOf(report.kind);
    if (!meaning)
        return;
    Key key{SocketKind::raw, report.source.family(), static_cast<std::uint16_t>(report.protocol)};
    Endpoint destination{report.destination, 0};
    const std::uint8_t *quoted = report.transport.data();
    if (report.protocol == wire::IpProtocol::udp && report.transportLength >= 4) {
        key = {SocketKind::udp, report.source.family(), base::loadU16(quoted)};
        destination.port = base::loadU16(quoted + 2);
    } else if (report.protocol == wire::IpProtocol::icmp && report.transportLength >= 6
               && static_cast<wire::IcmpType>(quoted[0]) == wire::IcmpType::echoRequest) {
        key = {SocketKind::icmpEcho, report.source.family(), base::loadU16(quoted + 4)};
        destination.port = key.number;
    }
    const auto range = m_bound.equal_range(key);
    for (auto at = range.first; at != range.second; ++at) {
        Socket &s = *find(at->second);
        if (!s.local.address.isUnspecified() && s.local.address != report.source)
            continue;
        const bool samePort = s.kind != SocketKind::udp || !s.peer || s.peer->port == destination.port;
        if (s.peer && (s.peer->address != report.destination || !samePort))
            continue;
        const bool tooBig = report.kind == ip::ErrorKind::packetTooBig && s.options.mtuDiscovery != MtuDiscovery::never;
        if (s.options.receiveErrors) {
            queueError(ip, at->second, s, meaning->error, destination, report);
        } else if (s.peer && (meaning->isHard || tooBig)) {
            s.pendingError = meaning->error;
            markReady(at->second, s);
        }
    }
}

void SocketLayer::queueError(IpOutput &ip, SocketId id, Socket &s, SocketError error, const Endpoint &destination,
                             const ip::ErrorReport &report)
{
    if (s.errors.size() >= kMaxQueuedErrors)
        return;
    s.errors.pushBack({ip.context().now, error, destination, report});
    s.pendingError = s.errors.front().error;
    markReady(id, s);
}

Disposition SocketLayer::drop(IpOutput &ip, base::DropReason reason, const ip::Delivered &datagram)
{
    link::Context &context = ip.context();
    context.trace.emit(context.now, base::trace::PacketDropped{context.self, base::LinkId(), base::Direction::forward,
                                                               reason, datagram.datagram.id(),
                                                               datagram.datagram.bytes()});
    return Disposition::dropped;
}

} // namespace hopyard::transport
