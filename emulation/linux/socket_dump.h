// What the kernel says of its sockets over sock_diag(7): the messages of a dump, read from bytes (linux/inet_diag.h,
// struct tcp_info of linux/tcp.h). Bytes in, values out; sock_diag.h has the conversation.
//
// An older kernel's tcp_info is shorter and a newer one's longer: what is not in it is nothing, what we do not know is
// passed over.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/base/bytes.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::linux {

/// Of struct tcp_info: times in microseconds, windows in segments, the others in bytes or numbers.
struct TcpFigures {
    std::uint8_t congestionState = 0; ///< TCP_CA_Open 0, Disorder 1, CWR 2, Recovery 3, Loss 4
    std::uint8_t retransmits = 0;     ///< of the oldest segment
    std::uint8_t probes = 0;
    std::uint8_t sendScale = 0, receiveScale = 0;
    std::uint32_t rto = 0, sendMss = 0, receiveMss = 0;
    std::uint32_t unacknowledged = 0, selectivelyAcknowledged = 0, lost = 0, retransmitted = 0; ///< segments in flight
    std::uint32_t pathMtu = 0, rtt = 0, rttVariation = 0;
    std::uint32_t slowStartThreshold = 0; ///< 0x7fffffff: none yet
    std::uint32_t congestionWindow = 0;
    std::uint32_t totalRetransmissions = 0;
    std::optional<std::uint64_t> bytesAcked, bytesReceived, bytesSent, deliveryRate; ///< the last a second
    std::optional<std::uint32_t> minimumRtt, sendWindow, receiveWindow;
    std::optional<std::uint32_t> segmentsOut, segmentsIn;
    bool operator==(const TcpFigures &) const = default;
};

struct SocketEntry {
    std::uint8_t state = 0;      ///< as the kernel numbers them from 1 (net/tcp_states.h)
    base::IpAddress local, peer; ///< of IPv4 also where the socket is one of IPv6
    std::uint16_t localPort = 0, peerPort = 0;
    std::uint32_t receiveQueue = 0, sendQueue = 0; ///< bytes; of a listener connections that wait, and how many may
    std::uint32_t inode = 0;
    std::string congestionControl;
    std::optional<TcpFigures> tcp; ///< of a connection
    bool operator==(const SocketEntry &) const = default;
};

struct SocketDump {
    std::vector<SocketEntry> sockets;
    bool isOver = false; ///< the kernel said that this was all
    int error = 0;       ///< errno of its refusal
};
/// Appends what is in one datagram; false where it is cut off in the middle of a message: what came before it counts.
/// Messages with another sequence number are passed over.
bool readSocketDump(base::Bytes datagram, std::uint32_t sequence, SocketDump &dump);

/// "ESTABLISHED"; empty for what is none.
std::string_view tcpStateName(std::uint8_t state);

} // namespace hopyard::linux
