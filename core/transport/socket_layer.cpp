// The calls that programs make. What comes up from IP is in socket_input.cpp.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transport/socket_layer.h"

#include "core/wire/icmp.h"
#include "core/wire/udp.h"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <utility>

#include <fmt/format.h>

namespace hopyard::transport {

namespace {

constexpr std::size_t kMinReceiveBuffer = 2'304; // Linux's SOCK_MIN_RCVBUF
constexpr std::size_t kMaxReceiveBuffer = 64 * 1024 * 1024;
constexpr std::size_t kMaxIpv4Payload = 65'535 - 20;
constexpr std::size_t kMaxIpv6Payload = 65'535;

base::IpAddress anyAddress(base::Family family)
{
    return family == base::Family::ipv6 ? base::IpAddress(base::Ipv6Address()) : base::IpAddress(base::Ipv4Address());
}

auto failure(SocketError error) { return base::fail(error); }

/// A reason waiting to be told, once.
std::optional<SocketError> takePending(std::optional<SocketError> &pending)
{
    return std::exchange(pending, std::nullopt);
}

} // namespace

std::string toString(const Endpoint &endpoint)
{
    if (endpoint.address.isV6())
        return fmt::format("[{}]:{}", base::toString(endpoint.address), endpoint.port);
    return fmt::format("{}:{}", endpoint.address.isValid() ? base::toString(endpoint.address) : "*", endpoint.port);
}

SocketLayer::SocketLayer(base::Random random) : m_random(random) {}

SocketLayer::Socket *SocketLayer::find(SocketId id)
{
    const auto at = m_sockets.find(id);
    return at == m_sockets.end() ? nullptr : &at->second;
}

const SocketLayer::Socket *SocketLayer::find(SocketId id) const { return const_cast<SocketLayer *>(this)->find(id); }

SocketLayer::Key SocketLayer::keyOf(const Socket &socket)
{
    const std::uint16_t number = socket.kind == SocketKind::raw ? static_cast<std::uint16_t>(socket.protocol)
                                                                : socket.local.port;
    return {socket.kind, socket.family, number};
}

void SocketLayer::enter(SocketId id, Socket &socket)
{
    m_bound.emplace(keyOf(socket), id);
    socket.isBound = true;
}

void SocketLayer::leave(SocketId id, Socket &socket)
{
    if (!socket.isBound)
        return;
    const auto [first, last] = m_bound.equal_range(keyOf(socket));
    const auto at = std::find_if(first, last, [id](const auto &entry) { return entry.second == id; });
    assert(at != last);
    m_bound.erase(at);
    socket.isBound = false;
}

base::Result<SocketId, SocketError> SocketLayer::socket(SocketKind kind, base::Family family, ApplicationId owner,
                                                        wire::IpProtocol protocol)
{
    if (family == base::Family::none || (kind == SocketKind::icmpEcho && family != base::Family::ipv4))
        return failure(SocketError::familyNotSupported);
    if (kind == SocketKind::tcp)
        return failure(SocketError::protocolNotSupported);
    if (m_sockets.size() >= kMaxSockets)
        return failure(SocketError::tooManySockets);
    const SocketId id(m_nextId++);
    Socket &s = m_sockets[id];
    s.kind = kind;
    s.family = family;
    s.owner = owner;
    s.local.address = anyAddress(family);
    switch (kind) {
    case SocketKind::udp: s.protocol = wire::IpProtocol::udp; break;
    case SocketKind::icmpEcho: s.protocol = wire::IpProtocol::icmp; break;
    case SocketKind::tcp: s.protocol = wire::IpProtocol::tcp; break;
    case SocketKind::raw:
        s.protocol = protocol;
        enter(id, s); // receives from the start
        break;
    }
    return id;
}

bool SocketLayer::isFree(const Socket &socket, const Endpoint &local) const
{
    const auto [first, last] = m_bound.equal_range(Key{socket.kind, socket.family, local.port});
    return std::none_of(first, last, [&](const auto &entry) {
        const Socket &other = *find(entry.second);
        return &other != &socket
            && (local.address.isUnspecified() || other.local.address.isUnspecified()
                || other.local.address == local.address);
    });
}

std::optional<std::uint16_t> SocketLayer::ephemeralPort(const Socket &socket)
{
    constexpr std::uint32_t count = kLastEphemeralPort - kFirstEphemeralPort + 1;
    const auto start = static_cast<std::uint32_t>(m_random.below(count));
    for (std::uint32_t i = 0; i < count; ++i) {
        const auto port = static_cast<std::uint16_t>(kFirstEphemeralPort + (start + i) % count);
        if (isFree(socket, {socket.local.address, port}))
            return port;
    }
    return std::nullopt;
}

base::Result<void, SocketError> SocketLayer::bind(IpOutput &ip, SocketId id, const Endpoint &local)
{
    Socket *s = find(id);
    if (!s)
        return failure(SocketError::badSocket);
    Endpoint wanted{local.address.isValid() ? local.address : anyAddress(s->family), local.port};
    if (wanted.address.family() != s->family)
        return failure(SocketError::familyNotSupported);
    if (s->peer || (s->isBound && s->kind != SocketKind::raw))
        return failure(SocketError::invalidArgument);
    if (!wanted.address.isUnspecified() && !wanted.address.isMulticast() && !ip.isOwnAddress(wanted.address))
        return failure(SocketError::addressNotAvailable);
    if (s->kind != SocketKind::raw) {
        if (wanted.port == 0) {
            Socket probe = *s;
            probe.local.address = wanted.address;
            const auto port = ephemeralPort(probe);
            if (!port)
                return failure(SocketError::addressInUse);
            wanted.port = *port;
        } else if (!isFree(*s, wanted)) {
            return failure(SocketError::addressInUse);
        }
        s->local = wanted;
        enter(id, *s);
    }
    s->local.address = wanted.address;
    s->hasOwnAddress = !wanted.address.isUnspecified();
    return {};
}

base::Result<void, SocketError> SocketLayer::bindToAny(SocketId id, Socket &s)
{
    if (s.isBound)
        return {};
    const auto port = ephemeralPort(s);
    if (!port)
        return failure(SocketError::addressInUse);
    s.local.port = *port;
    enter(id, s);
    return {};
}

base::Result<void, SocketError> SocketLayer::connect(IpOutput &ip, SocketId id, const Endpoint &peer)
{
    Socket *s = find(id);
    if (!s)
        return failure(SocketError::badSocket);
    if (!peer.address.isValid()) {
        s->peer.reset();
        if (!s->hasOwnAddress)
            s->local.address = anyAddress(s->family);
        return {};
    }
    if (peer.address.family() != s->family)
        return failure(SocketError::familyNotSupported);
    if (peer.address.isUnspecified() || (s->kind == SocketKind::udp && peer.port == 0))
        return failure(SocketError::invalidArgument);
    base::IpAddress source = s->local.address;
    if (!s->hasOwnAddress) {
        source = ip.sourceFor(peer.address, s->device);
        if (!source.isValid())
            return failure(SocketError::networkUnreachable);
    }
    if (const auto bound = bindToAny(id, *s); !bound)
        return bound;
    s->local.address = source;
    s->peer = peer;
    return {};
}

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
    if (!data.empty())
        std::memcpy(bytes.data() + header, data.data(), data.size());
    switch (s.kind) {
    case SocketKind::udp:
        // Without a route there is no source; send() then says what is wrong, and nothing goes out.
        wire::UdpRepr{s.local.port, to.port}.emit(bytes, source.isValid() ? source : to.address, to.address);
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
    if (s->isSendOver)
        return failure(SocketError::brokenPipe);
    if (to.address.family() != s->family)
        return failure(SocketError::familyNotSupported);
    if (s->kind == SocketKind::udp && to.port == 0)
        return failure(SocketError::invalidArgument);
    if (const auto bound = bindToAny(id, *s); !bound)
        return bound;
    ip::Datagram datagram;
    const base::PortIndex out = control.out.isValid() ? control.out : s->device;
    const bool sourceIsFixed = !s->local.address.isUnspecified() && !s->local.address.isMulticast();
    if (control.source.isValid() && !control.source.isUnspecified())
        datagram.source = control.source;
    else
        datagram.source = sourceIsFixed ? s->local.address : ip.sourceFor(to.address, out);
    datagram.destination = to.address;
    datagram.protocol = s->protocol;
    datagram.ttl = control.ttl.value_or(to.address.isMulticast() ? s->multicastTtl : s->ttl);
    datagram.tos = control.tos.value_or(s->tos);
    datagram.dontFragment = s->dontFragment;
    datagram.broadcastAllowed = s->broadcast;
    datagram.out = out;
    auto message = makeMessage(ip, *s, data, to, datagram.source);
    if (!message)
        return failure(message.error());
    datagram.payload = std::move(*message);
    if (const auto sent = ip.send(std::move(datagram)); !sent)
        return failure(toSocketError(sent.error(), to.address));
    ++s->sent;
    ++m_counters.sent;
    return {};
}

base::Result<void, SocketError> SocketLayer::send(IpOutput &ip, SocketId id, base::Bytes data)
{
    const Socket *s = find(id);
    if (!s)
        return failure(SocketError::badSocket);
    if (!s->peer)
        return failure(SocketError::destinationRequired);
    return sendTo(ip, id, data, Endpoint(*s->peer));
}

base::Result<Received, SocketError> SocketLayer::receiveFrom(SocketId id, bool peek)
{
    Socket *s = find(id);
    if (!s)
        return failure(SocketError::badSocket);
    if (const auto error = takePending(s->pendingError))
        return failure(*error);
    if (s->queue.isEmpty())
        return s->isReceiveOver ? base::Result<Received, SocketError>(Received()) : failure(SocketError::wouldBlock);
    if (peek)
        return s->queue.front();
    Received first = s->queue.popFront();
    s->queuedBytes -= first.data.size() + kPacketOverhead;
    return first;
}

base::Result<ReceivedError, SocketError> SocketLayer::receiveError(SocketId id)
{
    Socket *s = find(id);
    if (!s)
        return failure(SocketError::badSocket);
    if (s->errors.isEmpty())
        return failure(SocketError::wouldBlock);
    return s->errors.popFront();
}

base::Result<void, SocketError> SocketLayer::setOption(IpOutput &, SocketId id, SocketOption option,
                                                         std::int64_t value)
{
    Socket *s = find(id);
    if (!s)
        return failure(SocketError::badSocket);
    const auto within = [value](std::int64_t low, std::int64_t high) { return value >= low && value <= high; };
    switch (option) {
    case SocketOption::ttl:
        if (!within(1, 255))
            return failure(SocketError::invalidArgument);
        s->ttl = static_cast<std::uint8_t>(value);
        break;
    case SocketOption::multicastTtl:
        if (!within(0, 255))
            return failure(SocketError::invalidArgument);
        s->multicastTtl = static_cast<std::uint8_t>(value);
        break;
    case SocketOption::tos:
        if (!within(0, 255))
            return failure(SocketError::invalidArgument);
        s->tos = static_cast<std::uint8_t>(value);
        break;
    case SocketOption::dontFragment: s->dontFragment = value != 0; break;
    case SocketOption::broadcast: s->broadcast = value != 0; break;
    case SocketOption::receiveErrors: s->receiveErrors = value != 0; break;
    case SocketOption::receiveBuffer:
        if (value < 0)
            return failure(SocketError::invalidArgument);
        s->receiveBuffer = std::clamp(static_cast<std::size_t>(value), kMinReceiveBuffer, kMaxReceiveBuffer);
        break;
    case SocketOption::device:
        if (!within(-1, 0xfffffffe))
            return failure(SocketError::invalidArgument);
        s->device = value < 0 ? base::PortIndex() : base::PortIndex(static_cast<std::uint32_t>(value));
        break;
    }
    return {};
}

base::Result<std::int64_t, SocketError> SocketLayer::option(SocketId id, SocketOption option) const
{
    const Socket *s = find(id);
    if (!s)
        return failure(SocketError::badSocket);
    switch (option) {
    case SocketOption::ttl: return s->ttl;
    case SocketOption::multicastTtl: return s->multicastTtl;
    case SocketOption::tos: return s->tos;
    case SocketOption::dontFragment: return s->dontFragment;
    case SocketOption::broadcast: return s->broadcast;
    case SocketOption::receiveErrors: return s->receiveErrors;
    case SocketOption::receiveBuffer: return static_cast<std::int64_t>(s->receiveBuffer);
    case SocketOption::device: return s->device.isValid() ? std::int64_t(s->device.value()) : -1;
    }
    return failure(SocketError::invalidArgument);
}

base::Result<Endpoint, SocketError> SocketLayer::localName(SocketId id) const
{
    const Socket *s = find(id);
    if (!s)
        return failure(SocketError::badSocket);
    return s->local;
}

base::Result<Endpoint, SocketError> SocketLayer::peerName(SocketId id) const
{
    const Socket *s = find(id);
    if (!s)
        return failure(SocketError::badSocket);
    if (!s->peer)
        return failure(SocketError::notConnected);
    return *s->peer;
}

base::Result<void, SocketError> SocketLayer::close(IpOutput &, SocketId id)
{
    Socket *s = find(id);
    if (!s)
        return failure(SocketError::badSocket);
    leave(id, *s);
    if (s->isInReady)
        std::erase(s->owner.isValid() ? m_ready : m_outsideReady, id);
    m_sockets.erase(id);
    return {};
}

void SocketLayer::expire(IpOutput &) {}

base::TimePoint SocketLayer::nextDeadline() const { return base::TimePoint::never(); }

void SocketLayer::closeAllOf(IpOutput &ip, ApplicationId owner)
{
    std::vector<SocketId> theirs;
    for (const auto &[id, socket] : m_sockets)
        if (socket.owner == owner)
            theirs.push_back(id);
    for (const SocketId id : theirs)
        close(ip, id);
}

bool SocketLayer::isReadable(SocketId id) const
{
    const Socket *s = find(id);
    return s && (!s->queue.isEmpty() || !s->errors.isEmpty() || s->pendingError || s->isReceiveOver);
}

std::vector<SocketInfo> SocketLayer::sockets() const
{
    std::vector<SocketInfo> infos;
    infos.reserve(m_sockets.size());
    for (const auto &[id, s] : m_sockets)
        infos.push_back({id, s.kind, s.protocol, s.owner, s.local, s.peer, s.queue.size(), s.queuedBytes, s.received,
                         s.sent, s.dropped});
    return infos;
}

} // namespace hopyard::transport
