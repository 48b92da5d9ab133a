// SYN-SENT and SYN-RECEIVED (RFC 9293 sections 3.5, 3.10.7.3 and 3.10.7.4), simultaneous open included; what the SYNs
// agree upon; fast open's answer (RFC 7413 section 4.2).
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transport/tcp/fast_open.h"
#include "core/transport/tcp/machine.h"
#include "core/transport/tcp/signature.h"

#include <algorithm>
#include <utility>

namespace hopyard::transport::tcp {

using wire::TcpFlags;

void Machine::takeOptions(const SynOptions &options)
{
    s.agreed.peerMss = options.mss;
    s.agreed.sack = options.sack && env.node.sack;
    s.agreed.windowScaling = options.scale && env.node.windowScaling;
    s.agreed.sendScale = s.agreed.windowScaling ? *options.scale : 0;
    s.timestamps.isOn = options.timestamps && env.node.timestamps && !keyFor(s.settings, s.remote.address);
    if (s.timestamps.isOn)
        s.timestamps.take(now(), options.timestamps->value);
}

void Machine::handleSynSent(SegmentIn &&segment)
{
    const bool hasAck = segment.has(TcpFlags::ack);
    const Sequence ack = segment.acknowledgement();
    const Sequence last = s.send.iss + 1 + s.handshake.synData;
    if (hasAck && (ack <= s.send.iss || ack > last)) {
        if (!segment.has(TcpFlags::rst)) // an old duplicate, or the other side of a half-open connection
            sendResetAgainst(segment);
        return;
    }
    if (segment.has(TcpFlags::rst)) {
        if (hasAck)
            onReset();
        return;
    }
    if (!segment.has(TcpFlags::syn))
        return;

    const SynOptions options = optionsOf(segment.header);
    takeOptions(options);
    s.receive.irs = segment.sequence();
    s.receive.next = s.receive.read = s.receive.irs + 1;
    s.window.toldAt = s.receive.next;
    if (!s.agreed.windowScaling) { // what was offered without a scale
        s.window.scale = 0;
        s.window.told = std::min<std::uint32_t>(s.window.told, 0xffff);
    }
    s.send.window = segment.header.window;
    s.send.maxWindow = s.send.window;
    s.send.windowSequence = segment.sequence();
    s.send.windowAcknowledged = ack;
    syncMss();

    if (!hasAck) { // simultaneous open (RFC 9293 figure 8)
        s.agreed.ecn = false;
        s.handshake.rto = base::Duration::seconds(1);
        s.handshake.deadline = now() + s.handshake.rto;
        changeState(TcpState::synReceived);
        sendSynAck();
        return;
    }
    s.agreed.ecn = env.node.ecn == 1 && segment.has(TcpFlags::ece) && !segment.has(TcpFlags::cwr);
    if (s.handshake.asksCookie) {
        if (segment.header.fastOpen && segment.header.fastOpen->length > 0)
            env.fastOpen.learn(s.remote.address, *segment.header.fastOpen, options.mss);
        if (s.handshake.synData > 0 && s.handshake.retries > 0)
            env.fastOpen.onVanished(now()); // the SYN with data got no answer, the one without did
        else if (s.handshake.synData > 0 && ack == last)
            env.fastOpen.onSuccess();
    }
    s.send.una = s.send.next = ack; // what of the SYN's data is not acknowledged goes again, as new data
    s.send.queue.dropBefore(ack);
    s.statistics.bytesAcked += static_cast<std::uint32_t>(ack - (s.send.iss + 1));
    startLossRecovery(ack);
    if (s.handshake.retries == 0)
        s.loss.onHandshakeRtt(now() - s.handshake.sentAt);
    else if (s.timestamps.isOn && options.timestamps->echo != 0)
        s.loss.onHandshakeRtt(std::max(s.timestamps.since(now(), options.timestamps->echo), Timestamps::kTick));
    establish();
    s.delayedAck.isDue = s.delayedAck.atOnce = true;
    segment.header.flags.bits &= static_cast<std::uint8_t>(~TcpFlags::syn);
    segment.header.sequence += 1;
    takeUrgent(segment);
    takeData(std::move(segment));
    if (s.state == TcpState::closed)
        return;
    output();
    if (s.delayedAck.isDue)
        sendAck();
}

/// The ACK of our SYN in SYN-RECEIVED. False: the segment is done with.
bool Machine::finishHandshake(const SegmentIn &segment)
{
    const Sequence ack = segment.acknowledgement();
    if (ack <= s.send.una || ack > s.send.next) {
        sendResetAgainst(segment);
        return false;
    }
    Handshake &h = s.handshake;
    if (h.isPassive && !h.isFastOpen && s.settings.deferAccept > base::Duration() && segment.payload.size() == 0
        && !segment.has(TcpFlags::fin) && now() - h.sentAt < s.settings.deferAccept) {
        h.dataSeen = true; // TCP_DEFER_ACCEPT: the listener wants to hear of it when it says something
        h.deadline = std::max(h.deadline, h.sentAt + s.settings.deferAccept);
        return false;
    }
    if (!h.isFastOpen)
        startLossRecovery(s.send.iss + 1);
    if (h.retries == 0 && h.deadline != base::TimePoint::never())
        s.loss.onHandshakeRtt(now() - h.sentAt);
    else if (s.timestamps.isOn && segment.header.timestamps && segment.header.timestamps->echo != 0)
        s.loss.onHandshakeRtt(std::max(s.timestamps.since(now(), segment.header.timestamps->echo), Timestamps::kTick));
    s.send.una = s.send.iss + 1;
    s.send.window = std::uint32_t(segment.header.window) << s.agreed.sendScale;
    s.send.maxWindow = std::max(s.send.maxWindow, s.send.window);
    s.send.windowSequence = segment.sequence();
    s.send.windowAcknowledged = ack;
    if (h.isPassive)
        ++env.counters.passiveOpens;
    establish();
    if (s.receive.finSeen)
        changeState(TcpState::closeWait);
    return true;
}

} // namespace hopyard::transport::tcp
