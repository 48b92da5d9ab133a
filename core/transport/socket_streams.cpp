// Stream sockets: BSD's face of tcp::Tcp; and what its calls mean to the other kinds.
//
// A stream socket is idle, or listens, or has a connection (which may be over). Settings stand in the socket while it is
// idle, then with the connection or listener.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transport/socket_layer.h"
#include "core/transport/tcp/connection_state.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace hopyard::transport {

namespace {

auto failure(SocketError error) { return base::fail(error); }

} // namespace

tcp::Tcp &SocketLayer::tcp() { return m_tcp; }
const tcp::Tcp &SocketLayer::tcp() const { return m_tcp; }

// --- between this layer's files ---

tcp::TcpState SocketLayer::stateOf(tcp::ConnectionId id) const
{
    const tcp::ConnectionState *state = m_tcp.state(id);
    return state ? state->state : tcp::TcpState::closed;
}

bool SocketLayer::isStreamActive(const Socket &s) const
{
    if (s.stream->listener.isValid() || s.stream->later)
        return true;
    return s.stream->connection.isValid() && stateOf(s.stream->connection) != tcp::TcpState::closed;
}

bool SocketLayer::isStreamConnected(const Socket &s) const
{
    if (!s.stream->connection.isValid())
        return false;
    const tcp::TcpState state = stateOf(s.stream->connection);
    return state != tcp::TcpState::closed && state != tcp::TcpState::synSent;
}

tcp::Settings SocketLayer::streamSettings(const Socket &s) const
{
    const Stream &stream = *s.stream;
    const tcp::Settings *set = stream.connection.isValid() ? m_tcp.settings(stream.connection)
                             : stream.listener.isValid()   ? m_tcp.settings(stream.listener)
                                                           : nullptr;
    return set ? *set : stream.settings ? *stream.settings : tcp::Settings();
}

void SocketLayer::setStreamSettings(IpOutput &ip, Socket &s, const tcp::Settings &settings)
{
    Stream &stream = *s.stream;
    if (stream.connection.isValid())
        m_tcp.setSettings(ip, stream.connection, settings);
    else if (stream.listener.isValid())
        m_tcp.setSettings(stream.listener, settings);
    else
        stream.settings.need() = settings;
    collectChanged();
}

bool SocketLayer::isLocalInUseByStreams(const Endpoint &local) const { return m_tcp.isLocalInUse(local); }

bool SocketLayer::isPairInUseByStreams(base::TimePoint now, const Endpoint &local, const Endpoint &remote) const
{
    return m_tcp.isPairInUse(now, local, remote);
}

/// What changed in TCP makes its sockets ready.
void SocketLayer::collectChanged()
{
    if (!m_tcp.hasChanged())
        return;
    for (const tcp::Tcp::Changed &changed : m_tcp.takeChanged()) {
        SocketId id;
        if (changed.connection.isValid()) {
            if (const auto at = m_byConnection.find(changed.connection.value()); at != m_byConnection.end())
                id = at->second;
        } else if (const auto at = m_byListener.find(changed.listener); at != m_byListener.end()) {
            id = at->second;
        }
        if (Socket *s = find(id))
            markReady(id, *s);
    }
}

void SocketLayer::expire(IpOutput &ip)
{
    m_tcp.expire(ip);
    collectChanged();
}

base::TimePoint SocketLayer::nextDeadline() const { return m_tcp.nextDeadline(); }

// --- opening and closing ---

base::Result<void, SocketError> SocketLayer::listen(IpOutput &ip, SocketId id, std::uint32_t backlog)
{
    Socket *s = find(id);
    if (!s)
        return failure(SocketError::badSocket);
    if (!s->stream)
        return failure(SocketError::notSupported);
    if (s->stream->listener.isValid()) {
        m_tcp.setBacklog(s->stream->listener, backlog);
        return {};
    }
    if (isStreamActive(*s))
        return failure(SocketError::invalidArgument);
    disconnectStream(ip, id, *s); // of a connection that is over
    if (const auto bound = bindToAny(id, *s); !bound)
        return bound;
    // bind() allowed others to have the port, but of those that listen each must have SO_REUSEPORT.
    const auto [first, last] = m_bound.equal_range(keyOf(*s));
    for (auto at = first; at != last; ++at)
        if (const Socket &other = *find(at->second); &other != s && other.stream->listener.isValid()
                                                     && isConflict(*s, s->local, other))
            return failure(SocketError::addressInUse);
    const auto listener = m_tcp.listen(streamSettings(*s), s->local, backlog);
    if (!listener)
        return failure(listener.error());
    s->stream->listener = *listener;
    s->stream->settings.reset();
    m_byListener.emplace(*listener, id);
    return {};
}

base::Result<SocketLayer::Accepted, SocketError> SocketLayer::accept(SocketId id, ApplicationId owner)
{
    Socket *s = find(id);
    if (!s)
        return failure(SocketError::badSocket);
    if (!s->stream)
        return failure(SocketError::notSupported);
    if (!s->stream->listener.isValid())
        return failure(SocketError::invalidArgument);
    if (!m_tcp.hasWaiting(s->stream->listener))
        return failure(SocketError::wouldBlock);
    if (m_sockets.size() >= kMaxSockets)
        return failure(SocketError::tooManySockets);
    const tcp::ConnectionId connection = m_tcp.accept(s->stream->listener);
    if (!connection.isValid())
        return failure(SocketError::wouldBlock);
    const SocketId accepted(m_nextId++);
    Socket &made = m_sockets[accepted];
    made.kind = SocketKind::tcp;
    made.family = s->family;
    made.protocol = wire::IpProtocol::tcp;
    made.owner = owner;
    made.hasOwnAddress = true;
    made.hasOwnPort = true;
    made.options = s->options;
    made.local = m_tcp.local(connection);
    made.peer = m_tcp.remote(connection);
    made.stream.need().connection = connection;
    m_byConnection.emplace(connection.value(), accepted);
    markReady(accepted, made); // it may have data already
    return Accepted{accepted, *made.peer};
}

base::Result<void, SocketError> SocketLayer::connectStream(IpOutput &ip, SocketId id, Socket &s, const Endpoint &peer)
{
    Stream &stream = *s.stream;
    if (!peer.address.isValid()) {
        disconnectStream(ip, id, s);
        return {};
    }
    if (stream.listener.isValid())
        return failure(SocketError::isConnected);
    if (stream.later)
        return failure(SocketError::alreadyInProgress);
    if (stream.connection.isValid()) {
        const tcp::TcpState state = stateOf(stream.connection);
        if (state == tcp::TcpState::synSent || state == tcp::TcpState::synReceived)
            return failure(stream.isConnecting ? SocketError::alreadyInProgress : SocketError::isConnected);
        if (std::exchange(stream.isConnecting, false)) { // told now how it went
            if (state != tcp::TcpState::closed)
                return {};
            const SocketError why = m_tcp.takeError(stream.connection).value_or(SocketError::connectionAborted);
            disconnectStream(ip, id, s);
            return failure(why);
        }
        if (state != tcp::TcpState::closed)
            return failure(SocketError::isConnected);
        disconnectStream(ip, id, s); // of one that is over: it may connect again
    }
    if (streamSettings(s).fastOpenConnect && m_tcp.hasFastOpenCookie(ip.context().now, peer.address)) {
        stream.later = peer; // the SYN goes with the first data
        return {};
    }
    const auto started = startStream(ip, id, s, peer, {});
    return failure(started ? SocketError::inProgress : started.error());
}

base::Result<std::size_t, SocketError> SocketLayer::startStream(IpOutput &ip, SocketId id, Socket &s,
                                                                const Endpoint &peer, base::Bytes data)
{
    Stream &stream = *s.stream;
    const base::IpAddress before = s.local.address;
    const auto to = prepareConnect(ip, s, peer);
    if (!to)
        return failure(to.error());
    const bool chosen = !s.isBound;
    if (chosen) {
        const auto port = ephemeralPortTo(ip.context().now, s, *to);
        if (!port) {
            s.local.address = before;
            return failure(SocketError::addressNotAvailable);
        }
        s.local.port = *port;
        enter(id, s);
    }
    std::size_t taken = 0;
    const auto connection = m_tcp.connect(ip, streamSettings(s), s.local, *to, data, &taken);
    if (!connection) {
        if (chosen) {
            leave(id, s);
            s.local = {before, 0};
        }
        // The pair is taken: of a port that was given by bind() (EADDRNOTAVAIL, as Linux says it).
        return failure(connection.error() == SocketError::addressInUse ? SocketError::addressNotAvailable
                                                                       : connection.error());
    }
    s.peer = *to;
    stream.connection = *connection;
    stream.settings.reset();
    stream.isConnecting = true;
    m_byConnection.emplace(connection->value(), id);
    collectChanged();
    return taken;
}

base::Result<std::size_t, SocketError> SocketLayer::connectWith(IpOutput &ip, SocketId id, const Endpoint &peer,
                                                                base::Bytes data)
{
    Socket *s = find(id);
    if (!s)
        return failure(SocketError::badSocket);
    if (!s->stream || (m_tcp.nodeSettings().fastOpen & 1) == 0)
        return failure(SocketError::notSupported);
    if (isStreamActive(*s))
        return failure(s->stream->isConnecting ? SocketError::alreadyInProgress : SocketError::isConnected);
    disconnectStream(ip, id, *s);
    tcp::Settings settings = streamSettings(*s);
    const bool before = std::exchange(settings.fastOpenConnect, true);
    setStreamSettings(ip, *s, settings);
    const auto taken = startStream(ip, id, *s, peer, data);
    settings.fastOpenConnect = before;
    setStreamSettings(ip, *s, settings);
    if (taken && *taken == 0)
        return failure(SocketError::inProgress);
    return taken;
}

/// Back to an idle socket with the settings that it had; what bind() fixed stays.
void SocketLayer::disconnectStream(IpOutput &ip, SocketId id, Socket &s)
{
    Stream &stream = *s.stream;
    if (stream.connection.isValid()) {
        stream.settings.need() = streamSettings(s);
        m_byConnection.erase(stream.connection.value());
        m_tcp.abort(ip, stream.connection);
        m_tcp.close(ip, stream.connection);
        stream.connection = {};
    }
    if (stream.listener.isValid()) {
        stream.settings.need() = streamSettings(s);
        m_byListener.erase(stream.listener);
        m_tcp.closeListener(ip, stream.listener);
        stream.listener = {};
    }
    stream.isConnecting = false;
    stream.later.reset();
    s.peer.reset();
    if (!s.hasOwnPort) {
        leave(id, s);
        s.local.port = 0;
    }
    if (!s.hasOwnAddress)
        s.local.address = anyAddress(s.family);
    collectChanged();
}

void SocketLayer::closeStream(IpOutput &ip, Socket &s)
{
    const Stream &stream = *s.stream;
    if (stream.connection.isValid()) {
        m_byConnection.erase(stream.connection.value());
        m_tcp.close(ip, stream.connection);
    }
    if (stream.listener.isValid()) {
        m_byListener.erase(stream.listener);
        m_tcp.closeListener(ip, stream.listener);
    }
}

// --- using ---

base::Result<std::size_t, SocketError> SocketLayer::write(IpOutput &ip, SocketId id, base::Bytes data,
                                                          tcp::SendFlags flags)
{
    Socket *s = find(id);
    if (!s)
        return failure(SocketError::badSocket);
    if (!s->stream) {
        if (flags.urgent)
            return failure(SocketError::notSupported);
        if (const auto sent = send(ip, id, data); !sent)
            return failure(sent.error());
        return data.size();
    }
    Stream &stream = *s->stream;
    if (const auto peer = std::exchange(stream.later, std::nullopt)) {
        const auto taken = startStream(ip, id, *s, *peer, data);
        if (taken && *taken == 0 && !data.empty())
            return failure(SocketError::inProgress);
        return taken;
    }
    if (!stream.connection.isValid())
        return failure(s->pendingError ? *std::exchange(s->pendingError, std::nullopt) : SocketError::brokenPipe);
    const auto taken = m_tcp.send(ip, stream.connection, data, flags);
    collectChanged();
    return taken;
}

base::Result<std::size_t, SocketError> SocketLayer::read(IpOutput &ip, SocketId id, base::MutableBytes into,
                                                         tcp::ReceiveFlags flags)
{
    Socket *s = find(id);
    if (!s)
        return failure(SocketError::badSocket);
    if (s->stream) {
        if (!s->stream->connection.isValid())
            return failure(SocketError::notConnected);
        const auto count = m_tcp.receive(ip, s->stream->connection, into, flags);
        collectChanged();
        return count;
    }
    if (flags.urgent)
        return failure(SocketError::notSupported);
    const auto received = receiveFrom(id, flags.peek);
    if (!received)
        return failure(received.error());
    const base::Bytes bytes = received->data.bytes();
    const std::size_t count = std::min(bytes.size(), into.size()); // the rest of a datagram is lost (recv(2))
    if (count > 0)
        std::memcpy(into.data(), bytes.data(), count);
    return count;
}

base::Bytes SocketLayer::peek(SocketId id) const
{
    const Socket *s = find(id);
    if (s && s->stream)
        return s->stream->connection.isValid() ? m_tcp.peek(s->stream->connection) : base::Bytes();
    return s && !s->queue.isEmpty() ? s->queue.front().data.bytes() : base::Bytes();
}

void SocketLayer::consume(IpOutput &ip, SocketId id, std::size_t count)
{
    Socket *s = find(id);
    if (!s)
        return;
    if (s->stream) {
        if (s->stream->connection.isValid())
            m_tcp.consume(ip, s->stream->connection, count);
        collectChanged();
    } else if (!s->queue.isEmpty()) {
        s->queuedBytes -= s->queue.popFront().data.size() + kPacketOverhead;
    }
}

base::Result<void, SocketError> SocketLayer::shutdown(IpOutput &ip, SocketId id, tcp::Direction how)
{
    Socket *s = find(id);
    if (!s)
        return failure(SocketError::badSocket);
    if (s->stream) {
        Stream &stream = *s->stream;
        if (stream.listener.isValid() && how != tcp::Direction::send) { // it listens no more, and may again
            disconnectStream(ip, id, *s);
            markReady(id, *s);
            return {};
        }
        if (!stream.connection.isValid())
            return failure(SocketError::notConnected);
        const auto done = m_tcp.shutdown(ip, stream.connection, how);
        collectChanged();
        return done;
    }
    if (!s->peer)
        return failure(SocketError::notConnected);
    s->isReceiveOver = s->isReceiveOver || how != tcp::Direction::send;
    s->isSendOver = s->isSendOver || how != tcp::Direction::receive;
    markReady(id, *s);
    return {};
}

tcp::Readiness SocketLayer::readiness(SocketId id) const
{
    tcp::Readiness ready;
    const Socket *s = find(id);
    if (!s)
        return ready;
    if (s->stream) {
        if (s->stream->connection.isValid())
            return m_tcp.readiness(s->stream->connection);
        if (s->stream->listener.isValid()) {
            ready.readable = m_tcp.hasWaiting(s->stream->listener);
            return ready;
        }
        ready.writable = true; // as Linux shows one that is not connected
        ready.hangUp = !s->stream->later;
        return ready;
    }
    ready.readable = isReadable(id);
    ready.writable = true; // what is sent leaves at once
    ready.error = s->pendingError || !s->errors.isEmpty();
    ready.hangUp = s->isReceiveOver && s->isSendOver;
    ready.peerClosed = s->isReceiveOver;
    return ready;
}

std::optional<SocketError> SocketLayer::takeError(SocketId id)
{
    Socket *s = find(id);
    if (!s)
        return std::nullopt;
    if (const auto error = std::exchange(s->pendingError, std::nullopt))
        return error;
    return s->stream && s->stream->connection.isValid() ? m_tcp.takeError(s->stream->connection) : std::nullopt;
}

base::Result<tcp::TcpInfo, SocketError> SocketLayer::tcpInfo(SocketId id, base::TimePoint now) const
{
    const Socket *s = find(id);
    if (!s)
        return failure(SocketError::badSocket);
    if (!s->stream)
        return failure(SocketError::protocolUnavailable);
    if (s->stream->connection.isValid())
        if (const auto info = m_tcp.info(s->stream->connection, now))
            return *info;
    tcp::TcpInfo info;
    info.state = s->stream->listener.isValid() ? tcp::TcpState::listen : tcp::TcpState::closed;
    return info;
}

} // namespace hopyard::transport
