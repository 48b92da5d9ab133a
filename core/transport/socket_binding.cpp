// Local addresses and ports: bind(), connect(), and how ports are chosen (RFC 6056 algorithm 1 for bind(), algorithm 4
// for connect()).
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transport/socket_layer.h"

#include <algorithm>
#include <utility>

namespace hopyard::transport {

namespace {

constexpr std::uint32_t kEphemeralPorts = SocketLayer::kLastEphemeralPort - SocketLayer::kFirstEphemeralPort + 1;

auto failure(SocketError error) { return base::fail(error); }

bool overlap(const base::IpAddress &a, const base::IpAddress &b)
{
    return a.isUnspecified() || b.isUnspecified() || a == b;
}

} // namespace

/// Linux's rules (inet_csk_get_port and udp_lib_get_port): two sockets that overlap in address and device must both
/// have SO_REUSEPORT; or both SO_REUSEADDR, where for streams the other must not listen.
bool SocketLayer::isConflict(const Socket &s, const Endpoint &local, const Socket &other) const
{
    if (!overlap(local.address, other.local.address))
        return false;
    if (s.options.device.isValid() && other.options.device.isValid() && s.options.device != other.options.device)
        return false;
    if (s.options.reusePort && other.options.reusePort)
        return false;
    const bool listens = other.stream && other.stream->listener.isValid();
    return !s.options.reuseAddress || !other.options.reuseAddress || listens;
}

bool SocketLayer::isFree(const Socket &socket, const Endpoint &local) const
{
    const auto [first, last] = m_bound.equal_range(Key{socket.kind, socket.family, local.port});
    for (auto at = first; at != last; ++at)
        if (const Socket &other = *find(at->second); &other != &socket && isConflict(socket, local, other))
            return false;
    // Connections whose sockets are closed, or were accepted: as Linux keeps the option of those with them, a server
    // that sets SO_REUSEADDR may start again at once.
    return socket.kind != SocketKind::tcp || socket.options.reuseAddress || socket.options.reusePort
        || !isLocalInUseByStreams(local);
}

std::optional<std::uint16_t> SocketLayer::ephemeralPort(const Socket &socket, const base::IpAddress &address)
{
    // What chance gives must be nobody else's, whatever options allow sharing.
    Socket strict = Socket();
    strict.kind = socket.kind;
    strict.family = socket.family;
    strict.options.device = socket.options.device;
    const auto start = static_cast<std::uint32_t>(m_random.below(kEphemeralPorts));
    for (std::uint32_t i = 0; i < kEphemeralPorts; ++i) {
        const auto port = static_cast<std::uint16_t>(kFirstEphemeralPort + (start + i) % kEphemeralPorts);
        if (isFree(strict, {address, port}))
            return port;
    }
    return std::nullopt;
}

/// A port for one destination: others may have it for other destinations, but not by bind().
std::optional<std::uint16_t> SocketLayer::ephemeralPortTo(base::TimePoint now, const Socket &s, const Endpoint &peer)
{
    base::SipHash hash(m_portSecret);
    for (const base::IpAddress *address : {&s.local.address, &peer.address}) {
        const base::Bytes bytes = address->bytes();
        for (std::size_t i = 0; i + 4 <= bytes.size(); i += 4)
            hash.add(base::loadU32(bytes.data() + i));
    }
    const std::uint64_t offset = hash.finish(peer.port, 2);
    std::uint32_t &counter = m_portTable[(offset >> 32) % m_portTable.size()];
    for (std::uint32_t i = 0; i < kEphemeralPorts; ++i) {
        const std::uint32_t step = static_cast<std::uint32_t>(offset) + counter++;
        const Endpoint local{s.local.address, static_cast<std::uint16_t>(kFirstEphemeralPort + step % kEphemeralPorts)};
        const auto [first, last] = m_bound.equal_range(Key{s.kind, s.family, local.port});
        const bool taken = std::any_of(first, last, [&](const auto &entry) {
            const Socket &other = *find(entry.second);
            return overlap(other.local.address, local.address) && (other.hasOwnPort || other.peer == peer);
        });
        if (!taken && !isPairInUseByStreams(now, local, peer))
            return local.port;
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
    if (s->peer || (s->isBound && s->kind != SocketKind::raw) || (s->stream && isStreamActive(*s)))
        return failure(SocketError::invalidArgument);
    if (!wanted.address.isUnspecified() && !wanted.address.isMulticast() && !s->options.freeBind
        && !ip.isOwnAddress(wanted.address) && !ip.isBroadcast(wanted.address))
        return failure(SocketError::addressNotAvailable);
    if (s->kind != SocketKind::raw) {
        const bool laterPort = wanted.port == 0 && s->options.bindNoPort && s->kind == SocketKind::tcp;
        if (wanted.port == 0 && !laterPort) {
            const auto port = ephemeralPort(*s, wanted.address);
            if (!port)
                return failure(SocketError::addressInUse);
            wanted.port = *port;
        } else if (!laterPort && !isFree(*s, wanted)) {
            return failure(SocketError::addressInUse);
        }
        s->local = wanted;
        if (!laterPort) {
            s->hasOwnPort = true;
            enter(id, *s);
        }
    }
    s->local.address = wanted.address;
    s->hasOwnAddress = !wanted.address.isUnspecified();
    return {};
}

base::Result<void, SocketError> SocketLayer::bindToAny(SocketId id, Socket &s)
{
    if (s.isBound)
        return {};
    const auto port = ephemeralPort(s, s.local.address);
    if (!port)
        return failure(s.kind == SocketKind::tcp ? SocketError::addressInUse : SocketError::wouldBlock);
    s.local.port = *port;
    enter(id, s);
    return {};
}

base::Result<Endpoint, SocketError> SocketLayer::prepareConnect(IpOutput &ip, Socket &s, const Endpoint &peer)
{
    if (peer.address.family() != s.family)
        return failure(SocketError::familyNotSupported);
    Endpoint to = peer;
    if (to.address.isUnspecified() && to.address.isV4()) // INADDR_ANY is this node itself
        to.address = s.hasOwnAddress ? s.local.address : base::IpAddress(base::Ipv4Address(127, 0, 0, 1));
    const bool toGroup = to.address.isMulticast() || ip.isBroadcast(to.address);
    if (s.kind == SocketKind::tcp && toGroup)
        return failure(SocketError::networkUnreachable);
    if (ip.isBroadcast(to.address) && !s.options.broadcast)
        return failure(SocketError::accessDenied);
    if (s.hasOwnAddress && !s.local.address.isMulticast() && !ip.isBroadcast(s.local.address))
        return to;
    const bool byGroupInterface = to.address.isMulticast() && s.options.multicastInterface.isValid();
    const base::IpAddress source =
        ip.sourceFor(to.address, byGroupInterface ? s.options.multicastInterface : s.options.device);
    if (!source.isValid())
        return failure(SocketError::networkUnreachable);
    s.local.address = source;
    return to;
}

base::Result<void, SocketError> SocketLayer::connect(IpOutput &ip, SocketId id, const Endpoint &peer)
{
    Socket *s = find(id);
    if (!s)
        return failure(SocketError::badSocket);
    if (s->kind == SocketKind::tcp)
        return connectStream(ip, id, *s, peer);
    if (!peer.address.isValid()) { // AF_UNSPEC: what bind() did not fix is free again (udp_disconnect)
        s->peer.reset();
        if (!s->hasOwnAddress)
            s->local.address = anyAddress(s->family);
        if (!s->hasOwnPort && s->kind != SocketKind::raw) {
            leave(id, *s);
            s->local.port = 0;
        }
        return {};
    }
    if (!s->hasOwnAddress)
        s->local.address = anyAddress(s->family);
    const auto to = prepareConnect(ip, *s, peer);
    if (!to)
        return failure(to.error());
    if (const auto bound = bindToAny(id, *s); !bound)
        return bound;
    s->peer = *to;
    return {};
}

} // namespace hopyard::transport
