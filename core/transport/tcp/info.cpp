// A connection looked at from outside: TCP_INFO.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transport/tcp/machine.h"

#include <algorithm>

namespace hopyard::transport::tcp {

TcpInfo Connection::info(base::TimePoint now) const
{
    const ConnectionState &s = *m_state;
    const Statistics &n = s.statistics;
    TcpInfo info;
    info.state = s.state;
    info.congestionState = s.loss.linuxState();
    const bool isOpening = s.state == TcpState::synSent || s.state == TcpState::synReceived;
    info.retransmits = isOpening ? s.handshake.retries
                                 : static_cast<std::uint8_t>(std::min<std::uint32_t>(s.loss.timeoutsInRow(), 255));
    info.probes = std::max(s.persist.unanswered, s.keepAlive.probes);
    info.backoff = std::max(s.persist.backoff, s.loss.backOffCount());
    info.timestamps = s.timestamps.isOn;
    info.sack = s.agreed.sack;
    info.windowScaling = s.agreed.windowScaling;
    info.ecn = s.agreed.ecn;
    info.ecnSeen = s.ecn.seen;
    info.synData = s.handshake.synData > 0 || s.handshake.isFastOpen;
    info.sendScale = s.agreed.sendScale;
    info.receiveScale = s.agreed.windowScaling ? s.window.scale : 0;
    info.applicationLimited = s.loss.isApplicationLimited();
    info.rto = isOpening ? s.handshake.rto : s.loss.rto();
    info.delayedAck = s.delayedAck.delay;
    info.rtt = s.loss.smoothedRtt();
    info.rttVariation = s.loss.rttVariation();
    info.minimumRtt = s.loss.minimumRtt();
    info.receiveRtt = s.window.rtt;
    info.sendMss = s.send.mss;
    info.receiveMss = s.delayedAck.segment;
    info.advertisedMss = s.agreed.advertisedMss;
    info.unacknowledged = s.loss.segmentsOut();
    info.sacked = s.loss.segmentsSacked();
    info.lost = s.loss.segmentsLost();
    info.retransmitted = s.loss.segmentsRetransmitted();
    info.totalRetransmissions = n.retransmissions;
    info.sinceDataSent = now - n.dataSentAt;
    info.sinceDataReceived = now - s.delayedAck.lastData;
    info.sinceAckReceived = now - n.ackReceivedAt;
    info.pathMtu = s.path.mtu;
    info.slowStartThreshold = std::min(s.loss.slowStartThresholdSegments(), 0x7fffffffu);
    info.congestionWindow = s.loss.congestionWindowSegments();
    info.reordering = s.loss.reordering();
    info.reorderingSeen = s.loss.reorderingSeen();
    info.deliveryRate = s.loss.deliveryRate();
    info.pacingRate = s.loss.pacingRate();
    info.receiveSpace = s.window.lastRound;
    info.receiveWindow = s.window.open(s.receive.next);
    info.sendWindow = s.send.window;
    info.bytesAcked = n.bytesAcked;
    info.bytesReceived = n.bytesReceived;
    info.bytesSent = n.bytesSent;
    info.bytesRetransmitted = n.bytesRetransmitted;
    info.segmentsOut = n.segmentsOut;
    info.segmentsIn = n.segmentsIn;
    info.dataSegmentsOut = n.dataSegmentsOut;
    info.dataSegmentsIn = n.dataSegmentsIn;
    info.notSent = static_cast<std::uint32_t>(std::max<std::int32_t>(s.send.queue.end() - s.send.next, 0));
    info.delivered = s.loss.totalDelivered();
    info.deliveredMarked = s.loss.deliveredMarked();
    info.duplicatesSeen = s.loss.duplicatesReported();
    return info;
}

} // namespace hopyard::transport::tcp
