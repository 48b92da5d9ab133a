// What TCP_REPAIR knows of a connection as a state of ours, and back; see repair.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/migration/repair.h"

#include <algorithm>

namespace hopyard::migration {

using base::Duration;
using transport::tcp::ConnectionState;
using transport::tcp::Sequence;
using transport::tcp::TcpState;

ConnectionState toState(const LinuxConnection &c, base::TimePoint now, packet::PacketPool &pool)
{
    constexpr std::size_t kPage = 65'536;
    ConnectionState s;
    s.state = c.peerClosed ? TcpState::closeWait : TcpState::established;
    s.local = c.local;
    s.remote = c.remote;
    s.agreed = {c.sack, c.windowScaling, false, c.sendScale,
                static_cast<std::uint16_t>(std::min<std::uint32_t>(c.peerMss, 0xffff)),
                static_cast<std::uint16_t>(std::min<std::uint32_t>(c.advertisedMss, 0xffff))};
    s.path.mtu = std::clamp<std::uint32_t>(c.pathMtu, 576, 65'535);
    s.path.checkedAt = now;
    s.timestamps.isOn = c.timestamps;
    s.timestamps.offset = c.timestamp - static_cast<std::uint32_t>(now.ns() / 1'000'000);

    auto &send = s.send;
    send.una = Sequence(c.sendEnd - static_cast<std::uint32_t>(c.sent.size() + c.unsent.size()));
    send.iss = send.una - 1;
    send.next = send.una + static_cast<std::uint32_t>(c.sent.size());
    send.queue.start(send.una);
    send.queue.append(pool, c.sent);
    send.queue.append(pool, c.unsent);
    send.window = c.sendWindow;
    send.maxWindow = std::max(c.maxWindow, c.sendWindow);
    send.windowSequence = Sequence(c.windowSequence);
    send.windowAcknowledged = send.una;
    send.pushed = send.una;
    send.mss = std::max(c.mss, 48u);
    send.spaceLimit = std::max<std::uint32_t>(87'040, send.queue.size());

    auto &receive = s.receive;
    receive.next = Sequence(c.receiveNext);
    receive.finSeen = c.peerClosed;
    receive.finAt = receive.next - (c.peerClosed ? 1 : 0);
    receive.read = receive.finAt - static_cast<std::uint32_t>(c.received.size());
    receive.irs = receive.read - 1;
    for (std::size_t at = 0; at < c.received.size(); at += kPage)
        receive.queue.append(pool, pool.copyOf(base::Bytes(c.received).subspan(at, std::min(kPage, c.received.size() - at)), 0));

    auto &window = s.window;
    window.scale = c.receiveScale;
    window.toldAt = Sequence(c.toldAt);
    window.told = c.receiveWindow;
    window.space = std::max<std::uint32_t>(65'536, c.receiveWindow + static_cast<std::uint32_t>(c.received.size()));
    window.threshold = std::max(c.receiveWindow, 2 * send.mss);
    window.roundStart = now;
    window.roundRead = receive.read;

    transport::tcp::LossRecoverySettings recovery;
    recovery.first = send.una;
    recovery.mss = send.mss;
    recovery.sack = c.sack;
    recovery.timestamps = c.timestamps;
    s.loss.start(now, recovery);
    if (c.roundTripUs > 0)
        s.loss.onHandshakeRtt(Duration::microseconds(c.roundTripUs));
    const std::uint32_t whole = 65'535 / send.mss * send.mss; // what one segment may stand for
    for (transport::tcp::Sequence at = send.una; at != send.next;) {
        const auto end = at + std::min(whole, static_cast<std::uint32_t>(send.next - at));
        s.loss.onSent(now, {at, end}, false, c.timestamps ? std::optional(s.timestamps.clock(now)) : std::nullopt);
        at = end;
    }

    s.delayedAck.segment = static_cast<std::uint16_t>(std::clamp<std::uint32_t>(send.mss, 88, 0xffff));
    s.delayedAck.delay = transport::tcp::DelayedAck::kMin;
    s.delayedAck.lastData = now;
    s.delayedAck.isDue = true;
    s.delayedAck.deadline = now;
    s.statistics.ackReceivedAt = now;
    return s;
}

base::Result<LinuxConnection, base::Error> fromState(const ConnectionState &s, base::TimePoint now)
{
    if (s.state != TcpState::established || s.send.finQueued)
        return base::fail(base::Error{"A Linux socket takes established connections only: it cannot be told of FINs."});
    if (!s.local.address.isV4() || !s.remote.address.isV4() || !s.settings.signingKeys.empty())
        return base::fail(base::Error{"A Linux socket takes connections over IPv4 without signed segments only."});
    LinuxConnection c;
    c.local = s.local;
    c.remote = s.remote;
    c.sendEnd = s.send.queue.end().value;
    c.receiveNext = s.receive.next.value;
    c.timestamp = s.timestamps.clock(now);
    c.mss = s.send.mss;
    c.peerMss = s.agreed.peerMss;
    c.advertisedMss = s.agreed.advertisedMss;
    c.pathMtu = s.path.mtu;
    c.sendScale = s.agreed.sendScale;
    c.receiveScale = s.window.scale;
    c.windowScaling = s.agreed.windowScaling;
    c.sack = s.agreed.sack;
    c.timestamps = s.timestamps.isOn;
    c.windowSequence = s.send.windowSequence.value;
    c.sendWindow = s.send.window;
    c.maxWindow = s.send.maxWindow;
    c.receiveWindow = s.window.told;
    c.toldAt = s.window.toldAt.value;
    c.roundTripUs = static_cast<std::uint32_t>(s.loss.smoothedRtt().ns() / 1'000);
    const auto underWay = static_cast<std::size_t>(s.send.next - s.send.una);
    c.sent.resize(underWay);
    s.send.queue.copy(s.send.una, c.sent);
    c.unsent.resize(s.send.queue.size() - underWay);
    s.send.queue.copy(s.send.next, c.unsent);
    c.received.resize(s.receive.queue.size());
    s.receive.queue.copy(0, c.received);
    return c;
}

} // namespace hopyard::migration
