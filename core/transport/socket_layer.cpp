// Sockets by number, their names, and what is shown of them. The other calls are in the files beside this one.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transport/socket_layer.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include <fmt/format.h>

namespace hopyard::transport {

namespace {

auto failure(SocketError error) { return base::fail(error); }

} // namespace

std::string toString(const Endpoint &endpoint)
{
    if (endpoint.address.isV6())
        return fmt::format("[{}]:{}", base::toString(endpoint.address), endpoint.port);
    return fmt::format("{}:{}", endpoint.address.isValid() ? base::toString(endpoint.address) : "*", endpoint.port);
}

SocketLayer::SocketLayer(base::Random random)
    : m_random(random), m_portSecret{m_random.next(), m_random.next()}, m_tcp(base::Random(m_random.next()))
{
    for (std::uint32_t &entry : m_portTable)
        entry = static_cast<std::uint32_t>(m_random.next());
}

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
    case SocketKind::tcp:
        s.protocol = wire::IpProtocol::tcp;
        s.stream.need();
        break;
    case SocketKind::raw:
        s.protocol = protocol;
        s.options.headerIncluded = protocol == wire::IpProtocol(255); // IPPROTO_RAW, which only sends (raw(7))
        enter(id, s); // receives from the start
        break;
    }
    return id;
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
    if (!s->peer || (s->kind == SocketKind::tcp && !isStreamConnected(*s)))
        return failure(SocketError::notConnected);
    return *s->peer;
}

base::Result<void, SocketError> SocketLayer::close(IpOutput &ip, SocketId id)
{
    Socket *s = find(id);
    if (!s)
        return failure(SocketError::badSocket);
    leaveGroups(ip, *s);
    leave(id, *s);
    if (s->stream)
        closeStream(ip, *s);
    if (s->isInReady)
        std::erase(s->owner.isValid() ? m_ready : m_outsideReady, id);
    m_sockets.erase(id);
    collectChanged();
    return {};
}

void SocketLayer::closeAllOf(IpOutput &ip, ApplicationId owner)
{
    std::vector<SocketId> theirs;
    for (const auto &[id, socket] : m_sockets)
        if (socket.owner == owner)
            theirs.push_back(id);
    for (const SocketId id : theirs)
        close(ip, id);
}

void SocketLayer::markReady(SocketId id, Socket &s)
{
    if (s.isInReady)
        return;
    s.isInReady = true;
    (s.owner.isValid() ? m_ready : m_outsideReady).push_back(id);
}

std::vector<SocketLayer::Ready> SocketLayer::takeReady()
{
    std::vector<Ready> ready;
    ready.reserve(m_ready.size());
    for (const SocketId id : std::exchange(m_ready, {})) {
        Socket &s = *find(id);
        s.isInReady = false;
        ready.push_back({id, s.owner});
    }
    return ready;
}

std::vector<SocketId> SocketLayer::takeOutsideReady()
{
    std::vector<SocketId> ready = std::exchange(m_outsideReady, {});
    for (const SocketId id : ready)
        find(id)->isInReady = false;
    return ready;
}

bool SocketLayer::isReady(SocketId id) const
{
    const Socket *s = find(id);
    return s && (s->kind == SocketKind::tcp || isReadable(id)); // TCP tells of changes only
}

std::vector<SocketInfo> SocketLayer::sockets() const
{
    std::vector<SocketInfo> infos;
    infos.reserve(m_sockets.size());
    for (const auto &[id, s] : m_sockets) {
        infos.push_back({id, s.kind, s.protocol, s.owner, s.local, s.peer, s.queue.size(),
                         s.stream ? *receiveQueueSize(id) : s.queuedBytes, s.received,
                         s.sent, s.dropped, s.stream ? s.stream->connection : tcp::ConnectionId(),
                         s.stream ? s.stream->listener : tcp::ListenerId()});
    }
    return infos;
}

} // namespace hopyard::transport
