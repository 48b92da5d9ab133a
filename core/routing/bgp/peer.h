// What is known of one neighbour: its settings, its connections, its counters, and what is on its way to it.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/base/time.h"
#include "core/routing/bgp/config.h"
#include "core/routing/bgp/fsm.h"
#include "core/routing/bgp/id_set.h"
#include "core/routing/bgp/output.h"
#include "core/routing/bgp/route_table.h"
#include "core/wire/bgp.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace hopyard::routing::bgp {

using base::Duration;
using base::TimePoint;

/// Encoded messages. Shared, never changed: one encoding goes to every peer of an update group.
using Chunk = std::shared_ptr<const std::vector<std::uint8_t>>;

/// The addresses of a connection's end here.
struct SessionPlace {
    base::IpAddress local;
    base::IpAddress local6;   ///< an IPv6 address of the same interface, for next hops; none: there is none
    base::IpPrefix network;   ///< the connected network on which the peer is; not valid: it is further away
    std::uint16_t localPort = 0, remotePort = 0; ///< of TCP, for those who look
};

struct Connection {
    SessionId id = 0; ///< 0: there is none
    State state = State::idle;
    SessionPlace place;
    TimePoint retryAt = TimePoint::never(); ///< connect retry timer
    TimePoint holdAt = TimePoint::never();
    TimePoint keepaliveAt = TimePoint::never();
    Duration hold, keepalive; ///< as agreed; 0: never
    std::vector<std::uint8_t> input; ///< the beginning of a message whose end has not come yet
    std::optional<wire::BgpOpen> open; ///< the peer's
    std::deque<Chunk> queue; ///< to be sent
    std::size_t sentOfFirst = 0; ///< bytes of the queue's first that are sent
    std::size_t queued = 0;  ///< bytes
    std::size_t room = 65'536; ///< bytes that may be sent
};

struct MessageCounters {
    std::uint64_t opens = 0, updates = 0, notifications = 0, keepalives = 0, refreshes = 0;
    std::uint64_t total() const { return opens + updates + notifications + keepalives + refreshes; }
};

struct PeerFamily {
    bool negotiated = false;
    std::uint32_t accepted = 0;  ///< prefixes in the table
    std::uint32_t advertised = 0;
    std::uint32_t group = kNone; ///< update group
    PrefixId dumpAt = kNone;     ///< how far it was told the table from the beginning; kNone: it knows it
    /// It reads more slowly than others of its group: what they were told meanwhile, and it will be told as it is then.
    IdSet missed;
    bool dumpBracketed = false;  ///< the dump answers a request, between the marks of RFC 7313
    bool endOfRibReceived = false;
    bool endOfRibSent = false;
    bool endOfRibDue = false;    ///< when its group has told it everything
    bool refreshing = false;     ///< between BoRR and EoRR
    bool overThreshold = false;
    TimePoint staleUntil = TimePoint::never();
    /// `soft-reconfiguration inbound`: what came, by prefix, before policies saw it. Each set is held.
    PagedArray<AttributeId> received;
    IdSet unconfirmed; ///< of them, those not announced again yet since the peer began a refresh (RFC 7313)

    bool hasReceived(PrefixId id) const { return id < received.size() && received[id]; }
};

struct Peer {
    bool used = false;
    base::IpAddress address;
    bool dynamic = false; ///< from a listen range; goes with its session
    Settings settings;
    /// [0]: ours, or the one that won; [1]: one that came while we had another.
    std::array<Connection, 2> connections;
    TimePoint startAt = TimePoint::never(); ///< start timer, and restart after too many prefixes
    Duration startDelay = Duration::seconds(1); ///< doubles with each failure, at most a minute
    bool overLimit = false; ///< too many prefixes: stays down until startAt or a clear
    // --- of the established session, and after it of the last ---
    RouterId routerId;
    AsNumber as = 0;        ///< as it said
    PeerType type = PeerType::external;
    bool fourOctetAs = false, routeRefresh = false, enhancedRefresh = false;
    std::optional<wire::BgpGracefulRestart> gracefulRestart;
    TimePoint restartUntil = TimePoint::never(); ///< it restarts; its routes are kept until then
    std::array<PeerFamily, kAfis> families;
    /// The attributes of the last UPDATE as they came, and what became of them.
    std::vector<std::uint8_t> lastBytes;
    AttributeId lastAttributes = 0;

    MessageCounters sent, received;
    std::uint32_t establishedCount = 0, droppedCount = 0;
    TimePoint since;        ///< of this state, or of the end of the last session
    TimePoint lastRead, lastWrite;
    std::string lastReset;  ///< in words; empty: never
    std::optional<wire::BgpNotification> lastNotification;
    bool lastNotificationSent = false;

    State state() const
    {
        return std::max(connections[0].state, connections[1].state);
    }
    bool isEstablished() const { return connections[0].state == State::established; }
};

} // namespace hopyard::routing::bgp
