// Everything there is to a connection, as plain nested values: copying it copies the connection.
//
// Names are those of RFC 9293 section 3.3.1 (SND.UNA is send.una), where it has one.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/box.h"
#include "core/base/time.h"
#include "core/transport/endpoint.h"
#include "core/transport/socket_error.h"
#include "core/transport/tcp/connection.h"
#include "core/transport/tcp/delayed_ack.h"
#include "core/transport/tcp/loss_recovery.h"
#include "core/transport/tcp/out_of_order.h"
#include "core/transport/tcp/receive_queue.h"
#include "core/transport/tcp/receive_window.h"
#include "core/transport/tcp/send_queue.h"
#include "core/transport/tcp/sequence.h"
#include "core/transport/tcp/settings.h"
#include "core/transport/tcp/timestamps.h"

#include <cstdint>
#include <optional>

namespace hopyard::transport::tcp {

/// Until both sides have acknowledged the other's SYN.
struct Handshake {
    base::TimePoint deadline = base::TimePoint::never(); ///< when the SYN or SYN-ACK is sent again
    base::TimePoint sentAt;                              ///< the first time
    base::Duration rto = base::Duration::seconds(1);     ///< RFC 6298 section 2.1
    std::uint16_t synData = 0;     ///< bytes that went with the SYN (fast open)
    std::uint8_t retries = 0;
    bool isPassive = false;        ///< a listener made it
    bool isFastOpen = false; ///< the server took data with the SYN (RFC 7413): it may send before the handshake ends
    bool asksCookie = false;       ///< client: the SYN has the fast open option
    bool offersCookie = false;     ///< server: the SYN-ACK carries a cookie
    bool dataSeen = false;         ///< TCP_DEFER_ACCEPT: a bare ACK came
    std::uint8_t cookieLength = 0; ///< client: of the cookie that goes with the SYN
    bool operator==(const Handshake &) const = default;
};

/// What the two SYNs agreed upon.
struct Agreed {
    bool sack = false;
    bool windowScaling = false;
    bool ecn = false;
    std::uint8_t sendScale = 0;      ///< SND.WND.SHIFT
    std::uint16_t peerMss = 536;     ///< of the peer's option, RFC 9293 section 3.7.1's default without
    std::uint16_t advertisedMss = 536;
    bool operator==(const Agreed &) const = default;
};

/// RFC 3168 section 6.1.
struct Ecn {
    bool echo = false;     ///< ECE on every ACK, until CWR comes
    bool reduced = false;  ///< CWR on the next new data
    bool seen = false;     ///< the peer marks its packets ECT or a router CE
    bool operator==(const Ecn &) const = default;
};

struct SendState {
    Sequence iss;
    Sequence una;
    Sequence next;
    std::uint32_t window = 0;     ///< SND.WND in bytes
    std::uint32_t maxWindow = 0;  ///< the largest the peer ever offered
    Sequence windowSequence;      ///< SND.WL1
    Sequence windowAcknowledged;  ///< SND.WL2
    Sequence smallEnd;            ///< end of the last segment that was not full (Minshall's rule)
    bool isSmallSent = false;
    Sequence pushed;              ///< end of the last segment with PSH
    SendQueue queue;
    std::uint32_t mss = 536;      ///< payload of a full segment without SACK blocks
    std::uint32_t spaceLimit = 0; ///< what the queue may hold
    Sequence urgentEnd;           ///< one behind the urgent byte
    bool isUrgent = false;
    bool finQueued = false;       ///< behind the last byte of the queue
    bool finSent = false;
    bool more = false;            ///< MSG_MORE with the last write
    bool userWaits = false;       ///< a write found no room
};

/// RFC 6093: the pointer names the last byte of urgent data.
enum class Urgent : std::uint8_t { none, announced, present, taken };

struct ReceiveState {
    Sequence irs;
    Sequence next;
    ReceiveQueue queue;
    base::Box<OutOfOrder> ahead;
    Sequence finAt;                ///< where the FIN stands, where finSeen or finAhead
    std::optional<SequenceRange> duplicate; ///< to be told once, as DSACK
    Sequence urgentAt;             ///< the urgent byte's number
    Urgent urgent = Urgent::none;
    std::uint8_t urgentByte = 0;
    bool finAhead = false;         ///< a FIN beyond a gap
    bool finSeen = false;
    bool isShut = false;           ///< SHUT_RD
    Sequence read;                 ///< the number of the next byte that the user reads
};

/// Zero windows (RFC 9293 section 3.8.6.1): the timer runs while data waits that the window does not let out.
struct Persist {
    base::TimePoint deadline = base::TimePoint::never();
    base::TimePoint since;       ///< the first probe without answer
    std::uint8_t backoff = 0;
    std::uint8_t unanswered = 0;
    bool operator==(const Persist &) const = default;
};

/// RFC 1122 section 4.2.3.6.
struct KeepAlive {
    base::TimePoint deadline = base::TimePoint::never();
    std::uint8_t probes = 0;
    bool operator==(const KeepAlive &) const = default;
};

/// RFC 1191 and 4821.
struct PathMtu {
    std::uint32_t mtu = 1'500;     ///< of the path as far as IP knows it
    base::TimePoint checkedAt;     ///< when IP was asked last
    std::uint32_t searchHigh = 0;  ///< a black hole is suspected between these; 0: not
    std::uint32_t searchLow = 0;
    base::TimePoint nextProbe = base::TimePoint::never();
    Sequence probeFrom, probeEnd;  ///< the probe under way
    std::uint32_t probeMtu = 0;    ///< 0: none
    bool operator==(const PathMtu &) const = default;
};

struct Statistics {
    std::uint64_t bytesAcked = 0, bytesReceived = 0, bytesSent = 0, bytesRetransmitted = 0;
    std::uint32_t segmentsOut = 0, segmentsIn = 0, dataSegmentsOut = 0, dataSegmentsIn = 0, retransmissions = 0;
    base::TimePoint dataSentAt, ackReceivedAt;
    bool operator==(const Statistics &) const = default;
};

struct ConnectionState {
    TcpState state = TcpState::closed;
    Endpoint local;
    Endpoint remote;
    Settings settings;
    Handshake handshake;
    Agreed agreed;
    Timestamps timestamps;
    Ecn ecn;
    SendState send;
    ReceiveState receive;
    ReceiveWindow window;
    DelayedAck delayedAck;
    LossRecovery loss;
    Persist persist;
    KeepAlive keepAlive;
    PathMtu path;
    base::TimePoint corkDeadline = base::TimePoint::never();
    base::TimePoint finDeadline = base::TimePoint::never(); ///< FIN-WAIT-2 of a closed connection; TIME-WAIT's end
    base::TimePoint answeredAt =
        base::TimePoint::fromNs(-1'000'000'000); ///< the last answer to an unacceptable segment
    bool isOrphan = false;        ///< its user has closed it
    bool wake = false;            ///< something changed that a user may wait for
    std::optional<SocketError> error;     ///< why it is over, until it was told
    std::optional<SocketError> softError; ///< an ICMP error that may pass
    Statistics statistics;
};

} // namespace hopyard::transport::tcp
