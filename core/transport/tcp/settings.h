// What a user may set on a connection or listener: the socket options of tcp(7), ip(7) and socket(7) that concern TCP,
// and the node's own limits. Defaults are Linux's.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/base/id.h"
#include "core/base/time.h"
#include "core/transport/tcp/loss_recovery.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace hopyard::transport::tcp {

/// TCP_MD5SIG (RFC 2385): segments to and from this peer are signed with the key.
struct SigningKey {
    base::IpPrefix peer;
    std::string key; ///< 1 to 80 bytes
    bool operator==(const SigningKey &) const = default;
};

struct Settings {
    bool noDelay = false;             ///< TCP_NODELAY: Nagle off
    bool cork = false;                ///< TCP_CORK: only full segments, for at most 200 ms
    std::optional<bool> quickAck;     ///< TCP_QUICKACK: no delayed ACKs; false: as for an interactive connection, they
                                      ///< wait for data to go with; none: as the stack finds best
    bool keepAlive = false;           ///< SO_KEEPALIVE (RFC 1122 section 4.2.3.6)
    base::Duration keepIdle = base::Duration::seconds(7200);   ///< TCP_KEEPIDLE
    base::Duration keepInterval = base::Duration::seconds(75); ///< TCP_KEEPINTVL
    std::uint8_t keepCount = 9;       ///< TCP_KEEPCNT
    std::uint8_t synRetries = 6;      ///< TCP_SYNCNT
    std::uint8_t synAckRetries = 5;
    std::uint8_t retries2 = 15;       ///< RFC 1122's R2, as Linux counts it
    base::Duration userTimeout;       ///< TCP_USER_TIMEOUT (RFC 5482); 0: by retries2
    base::Duration finTimeout = base::Duration::seconds(60);    ///< TCP_LINGER2: in FIN-WAIT-2 once closed
    std::optional<base::Duration> linger; ///< SO_LINGER; zero: close() aborts with RST
    std::uint16_t maxSegment = 0;     ///< TCP_MAXSEG; 0: by the MTU
    std::uint32_t sendBuffer = 0;     ///< SO_SNDBUF in bytes; 0: sized by itself
    std::uint32_t receiveBuffer = 0;  ///< SO_RCVBUF in bytes; 0: sized by itself
    std::uint32_t windowClamp = 0;    ///< TCP_WINDOW_CLAMP; 0: none
    std::uint32_t notSentLow = 0xffffffff; ///< TCP_NOTSENT_LOWAT
    CongestionAlgorithm congestion = CongestionAlgorithm::cubic; ///< TCP_CONGESTION: "reno", "cubic"
    std::uint32_t fastOpenQueue = 0;  ///< TCP_FASTOPEN on a listener: pending at most; 0: off
    bool fastOpenConnect = false;     ///< TCP_FASTOPEN_CONNECT
    base::Duration deferAccept;       ///< TCP_DEFER_ACCEPT; 0: off
    std::vector<SigningKey> signingKeys;
    std::uint8_t ttl = 64;            ///< IP_TTL
    std::uint8_t tos = 0;             ///< IP_TOS; the ECN bits are TCP's own
    std::uint8_t minTtl = 0;          ///< IP_MINTTL (GTSM, RFC 5082): segments below it are dropped
    bool urgentInline = false;        ///< SO_OOBINLINE
    bool dontFragment = true;         ///< IP_MTU_DISCOVER: path MTU discovery
    base::PortIndex device;           ///< SO_BINDTODEVICE; not valid: any
    bool reusePort = false;           ///< SO_REUSEPORT: several listeners share the connections that come in
    bool operator==(const Settings &) const = default;
};

/// Of a node, as Linux's net.ipv4.tcp_* (sysctl); the console and the lab may change them.
struct NodeSettings {
    bool windowScaling = true;
    bool timestamps = true;
    bool sack = true;
    bool dsack = true;
    std::uint8_t ecn = 2;        ///< 0: never, 1: asks for it, 2: only where the peer asks
    std::uint8_t fastOpen = 3;   ///< bit 0: client, bit 1: server
    bool synCookies = true;      ///< when a listener's backlog is full
    bool timeWaitReuse = true;   ///< RFC 6191: a new SYN with a later timestamp takes the place of a TIME-WAIT
    bool timeWaitIgnoresReset = false; ///< RFC 1337's first fix: a reset does not end TIME-WAIT
    bool recovery = true;        ///< RACK-TLP
    bool forwardRto = true;      ///< F-RTO
    std::uint8_t mtuProbing = 1; ///< 0: off; 1: RFC 4821 when a black hole is suspected; 2: always
    std::uint32_t initialWindow = 10;
    std::uint32_t backlogLimit = 4096;           ///< net.core.somaxconn
    std::uint32_t maxSynBacklog = 4096;
    std::uint32_t receiveBufferDefault = 131'072; ///< tcp_rmem, as Linux has it since 6.15
    std::uint32_t receiveBufferMax = 33'554'432;
    std::uint32_t sendBufferDefault = 16'384;    ///< tcp_wmem
    std::uint32_t sendBufferMax = 4'194'304;
    base::Duration timeWait = base::Duration::seconds(60); ///< 2 MSL
    std::uint32_t maxTimeWait = 65'536;
    bool operator==(const NodeSettings &) const = default;
};

} // namespace hopyard::transport::tcp
