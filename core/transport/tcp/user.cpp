// What the user of a connection may do (RFC 9293 section 3.9.1, with BSD's and Linux's semantics), and how a connection
// ends.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/trace.h"
#include "core/transport/tcp/machine.h"

#include <algorithm>
#include <utility>

namespace hopyard::transport::tcp {

using base::TimePoint;

std::string_view toString(TcpState state)
{
    switch (state) {
    case TcpState::closed: return "CLOSED";
    case TcpState::synSent: return "SYN-SENT";
    case TcpState::synReceived: return "SYN-RECEIVED";
    case TcpState::established: return "ESTABLISHED";
    case TcpState::finWait1: return "FIN-WAIT-1";
    case TcpState::finWait2: return "FIN-WAIT-2";
    case TcpState::closeWait: return "CLOSE-WAIT";
    case TcpState::closing: return "CLOSING";
    case TcpState::lastAck: return "LAST-ACK";
    case TcpState::timeWait: return "TIME-WAIT";
    case TcpState::listen: return "LISTEN";
    }
    return "UNKNOWN";
}

void Machine::changeState(TcpState state)
{
    base::trace::Hub &trace = env.ip.context().trace;
    if (trace.wants<base::trace::TcpChanged>() && state != s.state)
        trace.emit(now(), base::trace::TcpChanged{env.ip.context().self, s.local.address, s.local.port,
                                                  s.remote.address, s.remote.port, toString(s.state), toString(state)});
    s.state = state;
}

/// No timer, no data to send: what is left is what the user has not read.
void Machine::finish()
{
    s.handshake.deadline = s.persist.deadline = s.keepAlive.deadline = s.corkDeadline = s.finDeadline =
        TimePoint::never();
    s.delayedAck.deadline = TimePoint::never();
    s.loss.stopTimers();
    s.send.queue.clear();
    s.receive.ahead.reset();
    changeState(TcpState::closed);
    wake();
}

void Machine::fail(SocketError error)
{
    s.error = error;
    finish();
}

void Machine::enterTimeWait()
{
    finish();
    s.finDeadline = now() + env.node.timeWait;
    changeState(TcpState::timeWait);
}

std::uint32_t Machine::sendRoom() const
{
    const std::uint32_t used = s.send.queue.size();
    const auto unsent = static_cast<std::uint32_t>(std::max<std::int32_t>(s.send.queue.end() - s.send.next, 0));
    if (unsent >= s.settings.notSentLow)
        return 0;
    return s.send.spaceLimit > used ? s.send.spaceLimit - used : 0;
}

/// A third of the buffer is free, and not too much of the rest is unsent.
bool Machine::isWritable() const
{
    const std::uint64_t used = s.send.queue.size();
    const auto unsent = static_cast<std::uint32_t>(std::max<std::int32_t>(s.send.queue.end() - s.send.next, 0));
    return used * 3 <= std::uint64_t(s.send.spaceLimit) * 2 && unsent < s.settings.notSentLow;
}

void Machine::wakeWriter()
{
    if (!s.send.userWaits || !isWritable())
        return;
    s.send.userWaits = false;
    wake();
}

void Machine::queueFin()
{
    s.send.finQueued = true;
    s.send.more = false;
    switch (s.state) {
    case TcpState::synReceived:
    case TcpState::established: changeState(TcpState::finWait1); break;
    case TcpState::closeWait: changeState(TcpState::lastAck); break;
    default: break;
    }
    output();
}

base::Result<std::size_t, SocketError> Connection::send(Environment &env, base::Bytes data, const SendFlags &flags)
{
    ConnectionState &s = *m_state;
    Machine machine{s, env};
    if (s.error)
        return base::fail(*std::exchange(s.error, std::nullopt));
    switch (s.state) {
    case TcpState::synSent: return base::fail(SocketError::wouldBlock);
    case TcpState::synReceived:
        if (!s.handshake.isFastOpen)
            return base::fail(SocketError::wouldBlock);
        break;
    case TcpState::established:
    case TcpState::closeWait: break;
    default: return base::fail(SocketError::brokenPipe);
    }
    const std::size_t count = std::min<std::size_t>(data.size(), machine.sendRoom());
    if (count == 0 && !data.empty()) {
        s.send.userWaits = true;
        return base::fail(SocketError::wouldBlock);
    }
    if (s.send.next == s.send.queue.end() && s.send.una == s.send.next)
        s.send.queue.start(s.send.next); // nothing is held: no block either
    s.send.queue.append(env.ip.pool(), data.first(count));
    if (flags.urgent && count == data.size() && count > 0) {
        s.send.urgentEnd = s.send.queue.end();
        s.send.isUrgent = true;
    }
    s.send.more = flags.more && count == data.size();
    machine.output();
    s.send.userWaits = count < data.size() || !machine.isWritable();
    return count;
}

base::Bytes Connection::peek() const
{
    const ReceiveState &r = m_state->receive;
    base::Bytes bytes = r.queue.front();
    if (m_state->settings.urgentInline || r.urgent == Urgent::none || r.urgent == Urgent::announced)
        return bytes;
    // The urgent byte is no part of the stream: up to it, or, past it, what follows.
    const std::int32_t before = r.urgentAt - r.read;
    if (before > 0)
        return bytes.first(std::min(bytes.size(), static_cast<std::size_t>(before)));
    return bytes;
}

void Connection::consume(Environment &env, std::size_t count)
{
    ReceiveState &r = m_state->receive;
    count = std::min(count, r.queue.size());
    r.queue.consume(count);
    r.read += static_cast<std::uint32_t>(count);
    if (count > 0)
        Machine{*m_state, env}.afterRead();
}

/// The urgent byte is no part of the stream (but for SO_OOBINLINE): where it would be read next, it is passed over.
void Machine::skipUrgentByte()
{
    ReceiveState &r = s.receive;
    if (r.urgent != Urgent::present && r.urgent != Urgent::taken)
        return;
    if (r.urgentAt == r.read && !s.settings.urgentInline && !r.queue.isEmpty()) {
        r.queue.consume(1);
        r.read += 1;
    }
    if (r.urgentAt < r.read && r.urgent == Urgent::taken)
        r.urgent = Urgent::none;
}

/// The user took something: an urgent byte that comes next is passed over, and the window may be worth telling of
/// (RFC 1122 section 4.2.3.3).
void Machine::afterRead()
{
    ReceiveState &r = s.receive;
    skipUrgentByte();
    if (!isSynchronised(s.state) || s.state == TcpState::timeWait)
        return;
    s.window.onRead(now(), r.read, env.node.receiveBufferMax / 2, s.agreed.advertisedMss);
    const DelayedAck &d = s.delayedAck;
    bool worthTelling = false;
    if (d.isDue)
        worthTelling = r.next - s.window.toldAt > d.segment
            || ((d.pushedTwice || (d.pushed && !d.interactive)) && r.queue.isEmpty());
    if (!worthTelling && !r.finSeen && !r.isShut) {
        const std::uint32_t open = s.window.open(r.next);
        if (2 * std::uint64_t(open) <= s.window.space) {
            const std::uint32_t offer = s.window.choose(queued(), d.segment);
            worthTelling = offer > 0 && offer >= 2 * open;
        }
    }
    if (worthTelling)
        sendAck();
}

base::Result<std::size_t, SocketError> Connection::receive(Environment &env, base::MutableBytes into,
                                                           const ReceiveFlags &flags)
{
    ConnectionState &s = *m_state;
    ReceiveState &r = s.receive;
    if (flags.urgent) {
        if (s.settings.urgentInline || r.urgent == Urgent::none || r.urgent == Urgent::taken)
            return base::fail(SocketError::invalidArgument);
        if (r.urgent == Urgent::announced)
            return base::fail(SocketError::wouldBlock);
        if (into.empty())
            return std::size_t(0);
        into[0] = r.urgentByte;
        if (!flags.peek)
            r.urgent = r.urgentAt < r.read ? Urgent::none : Urgent::taken;
        return std::size_t(1);
    }
    // A read does not run across the urgent mark.
    const bool hasMark = r.urgent != Urgent::none && r.urgentAt > r.read;
    const std::size_t most =
        hasMark ? std::min(r.queue.size(), static_cast<std::size_t>(r.urgentAt - r.read)) : r.queue.size();
    if (const std::size_t count = std::min(most, into.size()); count > 0) {
        r.queue.copy(0, into.first(count));
        if (!flags.peek)
            consume(env, count);
        return count;
    }
    if (into.empty() && !r.queue.isEmpty())
        return std::size_t(0);
    if (r.finSeen || s.state == TcpState::timeWait)
        return std::size_t(0);
    if (s.error)
        return base::fail(*std::exchange(s.error, std::nullopt));
    if (r.isShut || s.state == TcpState::closed)
        return std::size_t(0);
    return base::fail(SocketError::wouldBlock);
}

base::Result<void, SocketError> Connection::shutdown(Environment &env, Direction how)
{
    ConnectionState &s = *m_state;
    Machine machine{s, env};
    if (s.state == TcpState::closed || s.state == TcpState::timeWait)
        return base::fail(SocketError::notConnected);
    if (how != Direction::send) {
        s.receive.isShut = true;
        machine.wake();
    }
    if (how == Direction::receive)
        return {};
    if (s.state == TcpState::synSent) {
        machine.finish();
        return {};
    }
    if (!s.send.finQueued)
        machine.queueFin();
    machine.wake();
    return {};
}

void Connection::close(Environment &env)
{
    ConnectionState &s = *m_state;
    Machine machine{s, env};
    s.isOrphan = true;
    s.send.userWaits = false;
    switch (s.state) {
    case TcpState::closed:
    case TcpState::timeWait:
    case TcpState::listen: return;
    case TcpState::synSent: machine.finish(); return;
    default: break;
    }
    const bool unread = !s.receive.queue.isEmpty();
    const bool lingersNot = s.settings.linger && *s.settings.linger == base::Duration();
    if (unread || lingersNot) { // RFC 2525 section 2.17: the peer shall know that data was lost
        if (s.state != TcpState::closing && s.state != TcpState::lastAck)
            machine.sendReset(true);
        machine.finish();
        return;
    }
    s.receive.isShut = true;
    if (s.state == TcpState::finWait2)
        s.finDeadline = env.now() + s.settings.finTimeout;
    else if (!s.send.finQueued)
        machine.queueFin();
}

void Connection::abort(Environment &env)
{
    ConnectionState &s = *m_state;
    Machine machine{s, env};
    if (s.state == TcpState::synReceived || (isSynchronised(s.state) && s.state != TcpState::timeWait
                                             && s.state != TcpState::closing && s.state != TcpState::lastAck))
        machine.sendReset(true);
    if (s.state != TcpState::closed && s.state != TcpState::timeWait)
        machine.finish();
}

Readiness Connection::readiness() const
{
    const ConnectionState &s = *m_state;
    Readiness ready;
    const bool isOver = s.state == TcpState::closed || s.state == TcpState::timeWait;
    const bool sendingOver = s.send.finQueued || isOver;
    ready.error = s.error.has_value();
    ready.peerClosed = s.receive.finSeen || s.receive.isShut || isOver;
    ready.hangUp = isOver || (sendingOver && (s.receive.finSeen || s.receive.isShut));
    if (s.state == TcpState::synSent || (s.state == TcpState::synReceived && !s.handshake.isFastOpen))
        return ready;
    ready.readable = !peek().empty() || ready.peerClosed || ready.error;
    const std::uint64_t used = s.send.queue.size();
    const auto unsent = static_cast<std::uint32_t>(std::max<std::int32_t>(s.send.queue.end() - s.send.next, 0));
    ready.writable = sendingOver || ready.error
        || (used * 3 <= std::uint64_t(s.send.spaceLimit) * 2 && unsent < s.settings.notSentLow);
    ready.priority = s.receive.urgent == Urgent::present || s.receive.urgent == Urgent::announced;
    return ready;
}

std::optional<SocketError> Connection::takeError()
{
    ConnectionState &s = *m_state;
    if (s.error)
        return std::exchange(s.error, std::nullopt);
    return std::exchange(s.softError, std::nullopt);
}

void Connection::setSettings(Environment &env, const Settings &settings)
{
    ConnectionState &s = *m_state;
    Machine machine{s, env};
    const Settings before = std::exchange(s.settings, settings);
    if (settings == before)
        return;
    if (settings.congestion != before.congestion)
        s.loss.setAlgorithm(settings.congestion);
    if (settings.receiveBuffer > 0 && settings.receiveBuffer != before.receiveBuffer) {
        s.window.isFixed = true;
        s.window.space = settings.receiveBuffer;
    }
    if (settings.windowClamp > 0)
        s.window.clamp = std::min(settings.windowClamp, 0xffffu << s.window.scale);
    if (settings.sendBuffer > 0)
        s.send.spaceLimit = settings.sendBuffer;
    const bool keepAliveChanged = settings.keepAlive != before.keepAlive || settings.keepIdle != before.keepIdle;
    if (keepAliveChanged && isSynchronised(s.state)) {
        s.keepAlive.probes = 0;
        machine.startKeepAlive();
    }
    if (settings.quickAck && settings.quickAck != before.quickAck) {
        s.delayedAck.interactive = !*settings.quickAck;
        if (*settings.quickAck && s.delayedAck.isDue && isSynchronised(s.state))
            machine.sendAck();
    }
    if (isSynchronised(s.state)) {
        machine.syncMss();
        machine.output(); // a cork that was pulled, Nagle turned off
    }
}

bool Connection::takeWake() { return std::exchange(m_state->wake, false); }

} // namespace hopyard::transport::tcp
