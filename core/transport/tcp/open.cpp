// Opening: the SYN of an active open, the SYN-ACK of a passive one, and the moment when the connection stands.
// RFC 9293 sections 3.5, 3.7.1, 3.10.1; RFC 6691 (MSS); RFC 7323 sections 2 and 3; RFC 2018 section 2; RFC 3168 section
// 6.1.1; RFC 7413.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transport/tcp/fast_open.h"
#include "core/transport/tcp/machine.h"
#include "core/transport/tcp/signature.h"

#include <algorithm>
#include <utility>

namespace hopyard::transport::tcp {

using wire::TcpFlags;

SynOptions optionsOf(const wire::TcpRepr &syn)
{
    SynOptions options;
    options.mss = std::max<std::uint16_t>(syn.maximumSegmentSize.value_or(536), 48);
    if (syn.windowScale)
        options.scale = std::min<std::uint8_t>(*syn.windowScale, ReceiveWindow::kMaxScale);
    options.timestamps = syn.timestamps;
    options.sack = syn.sackPermitted;
    options.ecn = syn.flags.has(TcpFlags::ece) && syn.flags.has(TcpFlags::cwr);
    return options;
}

/// RFC 6691: by the MTU, without regard to options.
std::uint16_t Machine::advertisedMss() const
{
    const std::uint32_t headers = s.remote.address.isV6() ? 60 : 40;
    std::uint32_t mss = s.path.mtu > headers + 48 ? s.path.mtu - headers : 48;
    if (s.settings.maxSegment > 0)
        mss = std::min<std::uint32_t>(mss, s.settings.maxSegment);
    return static_cast<std::uint16_t>(std::min<std::uint32_t>(mss, 65'535 - headers));
}

void Machine::open(const Connection::First &first, base::Bytes data, std::size_t &taken)
{
    taken = 0;
    s.path.checkedAt = now();
    if (const std::uint32_t mtu = env.ip.mtuTo(s.remote.address))
        s.path.mtu = mtu;
    s.send.iss = s.send.una = first.iss;
    s.send.next = first.iss + 1;
    s.send.queue.start(first.iss + 1);
    s.send.pushed = first.iss + 1;
    s.send.spaceLimit =
        s.settings.sendBuffer > 0 ? s.settings.sendBuffer : std::max(env.node.sendBufferDefault, 87'040u);
    s.timestamps.offset = first.timestampOffset;
    s.agreed.advertisedMss = advertisedMss();
    s.window.start(env.node.receiveBufferDefault / 2, env.node.receiveBufferMax, s.settings.receiveBuffer,
                   s.settings.windowClamp, s.agreed.advertisedMss, env.node.windowScaling);
    s.agreed.windowScaling = env.node.windowScaling;
    s.handshake.sentAt = now();
    s.handshake.deadline = now() + s.handshake.rto;
    ++env.counters.activeOpens;
    changeState(TcpState::synSent);
    if (s.settings.fastOpenConnect && (env.node.fastOpen & 1) != 0) {
        s.handshake.asksCookie = env.fastOpen.mayTry(now());
        if (const FastOpen::Known *known = s.handshake.asksCookie ? env.fastOpen.find(s.remote.address) : nullptr) {
            s.handshake.cookieLength = known->cookie.length;
            // As much as fits one segment beside the options, by the MSS that the server had last time.
            const std::size_t room = std::min<std::uint32_t>(known->mss, s.agreed.advertisedMss) - 40;
            taken = std::min(data.size(), room);
            s.send.queue.append(env.ip.pool(), data.first(taken));
            s.handshake.synData = static_cast<std::uint16_t>(taken);
            s.statistics.bytesSent += taken;
            ++env.counters.fastOpenActive;
        }
    }
    sendSyn();
}

void Machine::sendSyn()
{
    wire::TcpRepr header;
    const bool isSigned = keyFor(s.settings, s.remote.address) != nullptr;
    header.sequence = s.send.iss.value;
    header.flags.bits = TcpFlags::syn;
    if (env.node.ecn == 1 && s.handshake.retries < 2)
        header.flags.bits |= TcpFlags::ece | TcpFlags::cwr;
    header.window = static_cast<std::uint16_t>(std::min<std::uint32_t>(s.window.told, 0xffff));
    header.maximumSegmentSize = s.agreed.advertisedMss;
    header.sackPermitted = env.node.sack;
    if (env.node.timestamps && !isSigned)
        header.timestamps = wire::TcpTimestamps{s.timestamps.clock(now()), 0};
    if (env.node.windowScaling)
        header.windowScale = s.window.scale;
    if (isSigned)
        header.signature.emplace();
    std::size_t payload = 0;
    // A SYN that is sent again goes without: something on the way may drop what it does not know (RFC 7413 section
    // 4.1.3).
    if (s.handshake.asksCookie && s.handshake.retries == 0) {
        header.fastOpen.emplace();
        if (const FastOpen::Known *known = env.fastOpen.find(s.remote.address); known && s.handshake.cookieLength > 0) {
            header.fastOpen = known->cookie;
            payload = s.handshake.synData;
        }
        if (!header.fits()) {
            header.fastOpen.reset();
            payload = 0;
        }
    }
    packet::Packet segment = makeSegment(header, payload);
    if (payload > 0)
        s.send.queue.copy(s.send.iss + 1, segment.writable().last(payload));
    transmit(header, std::move(segment), payload, 0, false);
}

void Machine::answer(SegmentIn &&segment, const Connection::Answer &answer)
{
    if (const std::uint32_t mtu = env.ip.mtuTo(s.remote.address))
        s.path.mtu = mtu;
    s.path.checkedAt = now();
    s.handshake.isPassive = true;
    s.send.iss = s.send.una = answer.first.iss;
    s.send.next = answer.first.iss + 1;
    s.send.queue.start(s.send.next);
    s.send.pushed = s.send.next;
    s.send.spaceLimit =
        s.settings.sendBuffer > 0 ? s.settings.sendBuffer : std::max(env.node.sendBufferDefault, 87'040u);
    s.timestamps.offset = answer.first.timestampOffset;
    s.receive.irs = answer.irs;
    s.receive.next = s.receive.read = answer.irs + 1;
    s.agreed.advertisedMss = advertisedMss();
    takeOptions(answer.options);
    s.agreed.ecn = answer.options.ecn && env.node.ecn > 0;
    const std::uint32_t segmentSize = s.agreed.advertisedMss - (s.timestamps.isOn ? 12u : 0u);
    s.window.start(env.node.receiveBufferDefault / 2, env.node.receiveBufferMax, s.settings.receiveBuffer,
                   s.settings.windowClamp, segmentSize, s.agreed.windowScaling);
    s.window.toldAt = s.receive.next;
    s.send.window = segment.header.window;
    s.send.maxWindow = s.send.window;
    s.send.windowSequence = answer.irs;
    s.handshake.sentAt = now();
    syncMss();
    changeState(TcpState::synReceived);
    if (answer.isCookie) {
        handle(std::move(segment));
        return;
    }
    s.handshake.deadline = now() + s.handshake.rto;
    s.handshake.isFastOpen = answer.fastOpen;
    if (answer.offered)
        s.handshake.offersCookie = true;
    if (answer.fastOpen) { // the data in the SYN counts, and we may answer before the handshake is over
        startLossRecovery(s.send.next);
        ++env.counters.fastOpenPassive;
        segment.header.flags.bits &= static_cast<std::uint8_t>(~TcpFlags::syn);
        segment.header.sequence += 1;
        const bool fin = segment.has(TcpFlags::fin);
        const std::uint32_t length = static_cast<std::uint32_t>(segment.payload.size());
        s.statistics.bytesReceived += length;
        s.receive.queue.append(env.ip.pool(), std::move(segment.payload));
        s.receive.next += length;
        if (fin) {
            s.receive.finSeen = true;
            s.receive.finAt = s.receive.next;
            s.receive.next += 1;
        }
        wake();
    }
    sendSynAck();
}

void Machine::sendSynAck()
{
    wire::TcpRepr header;
    header.sequence = s.send.iss.value;
    header.acknowledgement = s.receive.next.value;
    header.flags.bits = TcpFlags::syn | TcpFlags::ack;
    if (s.agreed.ecn)
        header.flags.bits |= TcpFlags::ece;
    header.window = static_cast<std::uint16_t>(std::min<std::uint32_t>(s.window.told, 0xffff));
    header.maximumSegmentSize = s.agreed.advertisedMss;
    header.sackPermitted = s.agreed.sack;
    if (s.timestamps.isOn)
        header.timestamps = wire::TcpTimestamps{s.timestamps.clock(now()), s.timestamps.recent};
    if (s.agreed.windowScaling)
        header.windowScale = s.window.scale;
    if (keyFor(s.settings, s.remote.address))
        header.signature.emplace();
    if (s.handshake.offersCookie && s.handshake.retries == 0)
        header.fastOpen = env.fastOpen.cookieFor(s.remote.address, s.local.address);
    if (!header.fits())
        header.fastOpen.reset();
    transmit(header, makeSegment(header, 0), 0, 0, false);
    s.window.toldAt = s.receive.next;
}

void Machine::startLossRecovery(Sequence first)
{
    LossRecoverySettings settings;
    settings.first = first;
    settings.mss = s.send.mss;
    settings.sack = s.agreed.sack;
    settings.timestamps = s.timestamps.isOn;
    settings.algorithm = s.settings.congestion;
    settings.initialWindow = env.node.initialWindow;
    settings.handshakeResent = s.handshake.retries;
    settings.rackTlp = env.node.recovery;
    settings.forwardRto = env.node.forwardRto;
    s.loss.start(now(), settings);
}

/// Both SYNs are acknowledged.
void Machine::establish()
{
    s.handshake.deadline = base::TimePoint::never();
    s.window.establish(now(), s.receive.next, s.agreed.advertisedMss);
    const std::uint32_t guess = std::min({std::uint32_t(s.agreed.advertisedMss), s.send.mss, s.window.told / 2, 536u});
    s.delayedAck.segment = static_cast<std::uint16_t>(std::max(guess, DelayedAck::kMinSegment));
    s.delayedAck.interactive = s.settings.quickAck == false;
    s.statistics.ackReceivedAt = now();
    if (env.node.mtuProbing == 2 && s.settings.dontFragment)
        startMtuSearch();
    growSendSpace();
    changeState(TcpState::established);
    startKeepAlive();
    wake();
}

} // namespace hopyard::transport::tcp
