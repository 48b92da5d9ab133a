// What a program may choose about a socket: the options of socket(7), ip(7), udp(7) and tcp(7), with their defaults.
//
// Every option is a number here, in the unit in which Linux's programs give it; linux_options.h knows their numbers and
// bytes. Options that are no number (TCP_MD5SIG, group memberships) are calls of the socket layer.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/id.h"

#include <cstdint>
#include <optional>

namespace hopyard::transport {

enum class SocketOption : std::uint8_t {
    // socket(7)
    broadcast,       ///< SO_BROADCAST
    reuseAddress,    ///< SO_REUSEADDR
    reusePort,       ///< SO_REUSEPORT: UDP and TCP; flows are shared out by their hash
    keepAlive,       ///< SO_KEEPALIVE
    linger,          ///< SO_LINGER: seconds, -1: off; zero resets the connection on close()
    urgentInline,    ///< SO_OOBINLINE
    receiveBuffer,   ///< SO_RCVBUF: bytes; doubled when set, as Linux does, to make room for overhead
    sendBuffer,      ///< SO_SNDBUF: likewise
    receiveLowWater, ///< SO_RCVLOWAT: kept, without effect
    priority,        ///< SO_PRIORITY: kept, without effect
    mark,            ///< SO_MARK: kept, without effect
    timestamp,       ///< SO_TIMESTAMP and SO_TIMESTAMPNS: Received::when always tells
    receiveTimeout,  ///< SO_RCVTIMEO: µs, 0: none; kept for whoever waits in the program's place
    sendTimeout,     ///< SO_SNDTIMEO: likewise
    device,          ///< SO_BINDTODEVICE: the port's number, or -1 for any
    type,            ///< SO_TYPE, read only: 1 stream, 2 datagram, 3 raw
    protocol,        ///< SO_PROTOCOL, read only
    listening,       ///< SO_ACCEPTCONN, read only
    family,          ///< SO_DOMAIN, read only: 2 AF_INET, 10 AF_INET6
    // ip(7)
    ttl,                ///< IP_TTL, 1..255; default 64
    tos,                ///< IP_TOS, 0..255
    minTtl,             ///< IP_MINTTL, 0..255 (GTSM, RFC 5082): streams only
    multicastTtl,       ///< IP_MULTICAST_TTL, 0..255; default 1
    multicastLoop,      ///< IP_MULTICAST_LOOP; default 1
    multicastInterface, ///< IP_MULTICAST_IF: the port's number, or -1: by the table
    multicastAll,       ///< IP_MULTICAST_ALL; default 1: hears the groups that other sockets joined
    mtuDiscovery,       ///< IP_MTU_DISCOVER, see MtuDiscovery
    dontFragment,       ///< mtuDiscovery as a choice of two: `always` or `never`
    mtu,                ///< IP_MTU, read only, of connected sockets
    receiveErrors,      ///< IP_RECVERR: ICMP errors are queued for receiveError()
    receiveTtl,         ///< IP_RECVTTL: Received always tells, here and in the next two
    receiveTos,         ///< IP_RECVTOS
    packetInfo,         ///< IP_PKTINFO
    headerIncluded,     ///< IP_HDRINCL: raw sockets
    icmpFilter,         ///< ICMP_FILTER: raw ICMP sockets do not hear the types whose bits are set
    freeBind,           ///< IP_FREEBIND: bind() takes addresses that are not of this node
    bindNoPort,         ///< IP_BIND_ADDRESS_NO_PORT: bind() to port 0 leaves the port to connect()
    // tcp(7): streams only
    noDelay,         ///< TCP_NODELAY
    cork,            ///< TCP_CORK
    quickAck,        ///< TCP_QUICKACK
    maxSegment,      ///< TCP_MAXSEG: 88..32,767 bytes
    keepIdle,        ///< TCP_KEEPIDLE: 1..32,767 s
    keepInterval,    ///< TCP_KEEPINTVL: 1..32,767 s
    keepCount,       ///< TCP_KEEPCNT: 1..127
    synCount,        ///< TCP_SYNCNT: 1..127
    finTimeout,      ///< TCP_LINGER2: seconds in FIN-WAIT-2, at most 120; -1: none; 0: the default of 60
    deferAccept,     ///< TCP_DEFER_ACCEPT: seconds, rounded up to a whole number of retransmissions
    windowClamp,     ///< TCP_WINDOW_CLAMP: bytes
    userTimeout,     ///< TCP_USER_TIMEOUT: ms
    notSentLowWater, ///< TCP_NOTSENT_LOWAT: bytes
    fastOpen,        ///< TCP_FASTOPEN: how many may be pending on a listener; 0: off
    fastOpenConnect, ///< TCP_FASTOPEN_CONNECT
    congestion,      ///< TCP_CONGESTION: the number of a tcp::CongestionAlgorithm
};

/// IP_MTU_DISCOVER by Linux's numbers (ip(7)).
enum class MtuDiscovery : std::uint8_t {
    never = 0,     ///< no DF; what is too big is cut
    want = 1,      ///< DF on what goes in one piece; what is too big is cut. The default
    always = 2,    ///< DF; what is too big fails with EMSGSIZE
    probe = 3,     ///< as always, but the path MTU does not count
    interface = 4, ///< as never, and the path MTU does not count
    omit = 5,      ///< as interface, and what is too big for it is cut
};

/// The options of every kind of socket. Those of tcp(7) stand in tcp::Settings.
struct SocketOptions {
    bool broadcast = false;
    bool reuseAddress = false;
    bool reusePort = false;
    bool keepAlive = false;
    bool urgentInline = false;
    bool timestamp = false;
    bool multicastLoop = true;
    bool multicastAll = true;
    bool receiveErrors = false;
    bool receiveTtl = false;
    bool receiveTos = false;
    bool packetInfo = false;
    bool headerIncluded = false;
    bool freeBind = false;
    bool bindNoPort = false;
    std::uint8_t ttl = 64;
    std::uint8_t tos = 0;
    std::uint8_t minTtl = 0;
    std::uint8_t multicastTtl = 1;
    MtuDiscovery mtuDiscovery = MtuDiscovery::want;
    std::optional<std::uint16_t> linger; ///< seconds
    base::PortIndex device;
    base::PortIndex multicastInterface;
    std::uint32_t receiveBuffer = 0; ///< bytes, already doubled; 0: never set
    std::uint32_t sendBuffer = 0;
    std::int64_t receiveTimeout = 0; ///< µs
    std::int64_t sendTimeout = 0;
    std::uint32_t icmpFilter = 0;
    std::int32_t receiveLowWater = 1;
    std::int32_t priority = 0;
    std::int32_t mark = 0;
};

} // namespace hopyard::transport
