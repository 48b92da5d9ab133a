// The calls of stream sockets, and what they mean to the other kinds.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transport/socket_layer.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace hopyard::transport {

namespace {

auto failure(SocketError error) { return base::fail(error); }

} // namespace

base::Result<void, SocketError> SocketLayer::listen(IpOutput &, SocketId id, std::uint32_t)
{
    return failure(find(id) ? SocketError::notSupported : SocketError::badSocket);
}

base::Result<SocketLayer::Accepted, SocketError> SocketLayer::accept(SocketId id, ApplicationId)
{
    return failure(find(id) ? SocketError::notSupported : SocketError::badSocket);
}

base::Result<std::size_t, SocketError> SocketLayer::write(IpOutput &ip, SocketId id, base::Bytes data, tcp::SendFlags)
{
    if (const auto sent = send(ip, id, data); !sent)
        return failure(sent.error());
    return data.size();
}

base::Result<std::size_t, SocketError> SocketLayer::read(IpOutput &, SocketId id, base::MutableBytes into,
                                                         tcp::ReceiveFlags flags)
{
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
    return s && !s->queue.isEmpty() ? s->queue.front().data.bytes() : base::Bytes();
}

void SocketLayer::consume(IpOutput &, SocketId id, std::size_t)
{
    if (Socket *s = find(id); s && !s->queue.isEmpty())
        s->queuedBytes -= s->queue.popFront().data.size() + kPacketOverhead;
}

base::Result<void, SocketError> SocketLayer::shutdown(IpOutput &, SocketId id, tcp::Direction how)
{
    Socket *s = find(id);
    if (!s)
        return failure(SocketError::badSocket);
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
    return s ? std::exchange(s->pendingError, std::nullopt) : std::nullopt;
}

base::Result<tcp::TcpInfo, SocketError> SocketLayer::tcpInfo(SocketId id, base::TimePoint) const
{
    return failure(find(id) ? SocketError::protocolUnavailable : SocketError::badSocket);
}

} // namespace hopyard::transport
