// Streams that move: a connection out of its socket, and into one, on this machine or another (core/migration).
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transport/socket_layer.h"
#include "core/transport/tcp/connection_state.h"

#include <utility>

namespace hopyard::transport {

std::optional<tcp::ConnectionState> SocketLayer::freezeStream(SocketId id)
{
    const Socket *s = find(id);
    return s && s->stream && s->stream->connection.isValid() ? m_tcp.freeze(s->stream->connection) : std::nullopt;
}

base::Result<void, SocketError> SocketLayer::thawStream(IpOutput &ip, SocketId id, tcp::ConnectionState state)
{
    const Socket *s = find(id);
    base::Result<void, SocketError> back = base::fail(SocketError::badSocket);
    if (s && s->stream)
        back = m_tcp.thaw(ip, s->stream->connection, std::move(state));
    if (!back && back.error() == SocketError::badSocket) {
        const auto orphan = m_tcp.insert(ip, std::move(state));
        if (!orphan)
            return base::fail(orphan.error());
        m_tcp.close(ip, *orphan);
        back = {};
    }
    collectChanged();
    return back;
}

void SocketLayer::releaseStream(IpOutput &ip, SocketId id)
{
    if (const Socket *s = find(id); s && s->stream)
        m_tcp.leaveClosed(ip, s->stream->connection);
    collectChanged();
}

base::Result<SocketId, SocketError> SocketLayer::insertStream(IpOutput &ip, tcp::ConnectionState state,
                                                              ApplicationId owner)
{
    if (!owner.isValid()) {
        const auto listener = m_byListener.find(m_tcp.listenerFor(state.local));
        if (listener == m_byListener.end())
            return base::fail(SocketError::connectionRefused);
        const SocketId id = listener->second;
        const auto waiting = m_tcp.insertWaiting(ip, std::move(state), listener->first);
        if (!waiting)
            return base::fail(waiting.error());
        collectChanged();
        return id;
    }
    if (m_sockets.size() >= kMaxSockets)
        return base::fail(SocketError::tooManySockets);
    const Endpoint local = state.local;
    const Endpoint peer = state.remote;
    const auto connection = m_tcp.insert(ip, std::move(state));
    if (!connection)
        return base::fail(connection.error());
    const SocketId id(m_nextId++);
    Socket &made = m_sockets[id];
    made.kind = SocketKind::tcp;
    made.family = local.address.family();
    made.protocol = wire::IpProtocol::tcp;
    made.owner = owner;
    made.hasOwnAddress = true;
    made.hasOwnPort = true;
    made.local = local;
    made.peer = peer;
    made.stream.need().connection = *connection;
    m_byConnection.emplace(connection->value(), id);
    markReady(id, made);
    collectChanged();
    return id;
}

} // namespace hopyard::transport
