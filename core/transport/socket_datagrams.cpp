// What programs send and receive on datagram sockets.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transport/socket_layer.h"

#include "core/wire/icmp.h"
#include "core/wire/ipv4.h"
#include "core/wire/long_sum.h"
#include "core/wire/udp.h"

#include <cstring>
#include <utility>

namespace hopyard::transport {

namespace {

constexpr std::size_t kMaxIpv4Payload = 65'535 - 20;
constexpr std::size_t kMaxIpv6Payload = 65'535;

auto failure(SocketError error) { return base::fail(error); }

/// A reason waiting to be told, once.
std::optional<SocketError> takePending(std::optional<SocketError> &pending)
{
    return std::exchange(pending, std::nullopt);
}

void setDiscovery(ip::Datagram &datagram, MtuDiscovery discovery)
{
    datagram.dontFragment = discovery == MtuDiscovery::always || discovery == MtuDiscovery::probe;
    datagram.dontFragmentIfWhole = discovery == MtuDiscovery::want;
    datagram.ignorePathMtu = discovery >= MtuDiscovery::probe;
}

} // namespace

base::Result<packet::Packet, SocketError> SocketLayer::makeMessage(IpOutput &ip, const Socket &s, base::Bytes data,
                                                                   const Endpoint &to,
                                                                   const base::IpAddress &source) const
{
    const std::size_t header = s.kind == SocketKind::udp ? wire::UdpRepr::headerLength() : 0;
    const std::size_t limit = s.family == base::Family::ipv4 ? kMaxIpv4Payload : kMaxIpv6Payload;
    if (data.size() + header > limit)
        return failure(SocketError::messageTooLong);
    if (s.kind == SocketKind::icmpEcho) {
        const auto echo = wire::IcmpView::parse(data);
        if (!echo || echo->type() != wire::IcmpType::echoRequest || echo->code() != 0)
            return failure(SocketError::invalidArgument);
    }
    packet::Packet message = ip.pool().make(header + data.size());
    const base::MutableBytes bytes = message.writable();
    if (s.kind != SocketKind::udp && !data.empty())
        std::memcpy(bytes.data() + header, data.data(), data.size());
    switch (s.kind) {
    case SocketKind::udp:
        // Without a route there is no source; send() then says what is wrong, and nothing goes out.
        wire::emitUdp(bytes, {s.local.port, to.port}, data, source.isValid() ? source : to.address, to.address);
        break;
    case SocketKind::icmpEcho:
        wire::IcmpRepr{wire::IcmpEcho{false, s.local.port, base::loadU16(data.data() + 6)}}.emit(bytes);
        break;
    case SocketKind::tcp:
    case SocketKind::raw: break;
    }
    return message;
}

base::Result<void, SocketError> SocketLayer::sendTo(IpOutput &ip, SocketId id, base::Bytes data, const Endpoint &to,
                                                    const MessageControl &control)
{
    Socket *s = find(id);
    if (!s)
        return failure(SocketError::badSocket);
    if (const auto error = takePending(s->pendingError))
        return failure(*error);
    if (s->kind == SocketKind::tcp)
        return failure(isStreamConnected(*s) ? SocketError::isConnected : SocketError::brokenPipe);
    if (s->isSendOver)
        return failure(SocketError::brokenPipe);
    if (to.address.family() != s->family)
        return failure(SocketError::familyNotSupported);
    if (s->kind == SocketKind::udp && to.port == 0)
        return failure(SocketError::invalidArgument);
    const SocketOptions &o = s->options;
    Endpoint target = to;
    if (target.address.isV4() && target.address.isUnspecified())
        target.address = base::Ipv4Address(127, 0, 0, 1);
    if (const auto bound = bindToAny(id, *s); !bound)
        return bound;
    if (o.headerIncluded && s->kind == SocketKind::raw)
        return sendWithHeader(ip, *s, data, target, control);

    const bool toGroup = target.address.isMulticast();
    ip::Datagram datagram;
    datagram.out = control.out.isValid() ? control.out : o.device;
    if (!datagram.out.isValid() && toGroup)
        datagram.out = o.multicastInterface;
    const base::IpAddress &own = control.source.isValid() ? control.source : s->local.address;
    const bool sourceIsFixed = !own.isUnspecified() && !own.isMulticast() && !ip.isBroadcast(own);
    datagram.source = sourceIsFixed ? own : ip.sourceFor(target.address, datagram.out);
    datagram.destination = target.address;
    datagram.protocol = s->protocol;
    datagram.ttl = control.ttl.value_or(toGroup ? o.multicastTtl : o.ttl);
    datagram.tos = control.tos.value_or(o.tos);
    setDiscovery(datagram, o.mtuDiscovery);
    datagram.broadcastAllowed = o.broadcast;
    datagram.loopBack = toGroup && o.multicastLoop;
    auto message = makeMessage(ip, *s, data, target, datagram.source);
    if (!message)
        return failure(message.error());
    datagram.payload = std::move(*message);
    if (const auto sent = ip.send(std::move(datagram)); !sent)
        return failure(toSocketError(sent.error(), target.address));
    ++s->sent;
    ++m_counters.sent;
    return {};
}

/// IP_HDRINCL (raw(7)): the header is the program's.
base::Result<void, SocketError> SocketLayer::sendWithHeader(IpOutput &ip, Socket &s, base::Bytes data,
                                                            const Endpoint &to, const MessageControl &control)
{
    if (data.size() > 0xffff)
        return failure(SocketError::messageTooLong);
    if (!to.address.isV4() || data.size() < wire::Ipv4View::kMinHeaderLength || data[0] >> 4 != 4
        || (data[0] & 0x0f) < 5 || (data[0] & 0x0fu) * 4 > data.size())
        return failure(SocketError::invalidArgument);
    ip::Datagram datagram;
    datagram.destination = to.address;
    datagram.out = control.out.isValid() ? control.out : s.options.device;
    datagram.headerIncluded = true;
    datagram.broadcastAllowed = s.options.broadcast;
    datagram.payload = ip.pool().make(data.size());
    std::memcpy(datagram.payload.writable().data(), data.data(), data.size());
    if (const auto sent = ip.send(std::move(datagram)); !sent)
        return failure(toSocketError(sent.error(), to.address));
    ++s.sent;
    ++m_counters.sent;
    return {};
}

base::Result<void, SocketError> SocketLayer::send(IpOutput &ip, SocketId id, base::Bytes data)
{
    const Socket *s = find(id);
    if (!s)
        return failure(SocketError::badSocket);
    if (s->kind == SocketKind::tcp) {
        const auto written = write(ip, id, data);
        if (!written)
            return failure(written.error());
        return {};
    }
    if (!s->peer)
        return failure(SocketError::destinationRequired);
    return sendTo(ip, id, data, Endpoint(*s->peer));
}

base::Result<Received, SocketError> SocketLayer::receiveFrom(SocketId id, bool peek)
{
    Socket *s = find(id);
    if (!s)
        return failure(SocketError::badSocket);
    if (s->kind == SocketKind::tcp)
        return failure(SocketError::notSupported); // read()
    if (const auto error = takePending(s->pendingError))
        return failure(*error);
    if (s->queue.isEmpty()) {
        if (s->isReceiveOver)
            return Received();
        return failure(SocketError::wouldBlock);
    }
    if (peek)
        return s->queue.front();
    Received first = s->queue.popFront();
    s->queuedBytes -= first.data.size() + kPacketOverhead;
    return first;
}

/// As Linux has it, SO_ERROR follows the queue: it is that of the next one, or none.
base::Result<ReceivedError, SocketError> SocketLayer::receiveError(SocketId id)
{
    Socket *s = find(id);
    if (!s)
        return failure(SocketError::badSocket);
    if (s->errors.isEmpty())
        return failure(SocketError::wouldBlock);
    ReceivedError first = s->errors.popFront();
    if (s->errors.isEmpty())
        s->pendingError.reset();
    else
        s->pendingError = s->errors.front().error;
    return first;
}

bool SocketLayer::isReadable(SocketId id) const
{
    const Socket *s = find(id);
    if (s && s->kind == SocketKind::tcp)
        return readiness(id).readable;
    return s && (!s->queue.isEmpty() || !s->errors.isEmpty() || s->pendingError || s->isReceiveOver);
}

base::Result<std::size_t, SocketError> SocketLayer::receiveQueueSize(SocketId id) const
{
    const Socket *s = find(id);
    if (!s)
        return failure(SocketError::badSocket);
    if (s->stream)
        return s->stream->connection.isValid() ? m_tcp.receiveQueueSize(s->stream->connection) : 0;
    return s->queue.isEmpty() ? 0 : s->queue.front().data.size();
}

base::Result<std::size_t, SocketError> SocketLayer::sendQueueSize(SocketId id) const
{
    const Socket *s = find(id);
    if (!s)
        return failure(SocketError::badSocket);
    return s->stream && s->stream->connection.isValid() ? m_tcp.sendQueueSize(s->stream->connection) : 0;
}

} // namespace hopyard::transport
