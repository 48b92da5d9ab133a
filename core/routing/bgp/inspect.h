// What a BGP process shows of itself: for `show ip bgp …` and for drawings. Values, sorted, of one moment.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/base/time.h"
#include "core/routing/bgp/attribute_table.h"
#include "core/routing/bgp/config.h"
#include "core/routing/bgp/decision.h"
#include "core/routing/bgp/peer.h"

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace hopyard::routing::bgp {

enum class PathOrigin : std::uint8_t { peer, network, aggregate, redistributed };

struct PathInfo {
    PathOrigin from = PathOrigin::peer;
    Source source = Source::static_; ///< of redistributed ones
    base::IpAddress peer;            ///< none: our own
    RouterId peerRouterId;           ///< ours where it is our own
    AsNumber peerAs = 0;
    PeerType type = PeerType::external;
    wire::BgpAttributes attributes;
    std::uint32_t weight = 0;
    std::uint32_t tag = 0;
    std::uint32_t igpMetric = 0;     ///< of the way to its next hop
    bool valid = false, best = false, multipath = false, stale = false, damped = false, history = false, suppressed = false;
    bool filtered = false;           ///< of what was received: policies let it not pass
    TimePoint since;                 ///< whole seconds
    // --- why it is not the best ---
    Step lostAt = Step::equal;       ///< of no meaning for the best and for those that take no part
    bool firstOfNeighbourAs = false; ///< with deterministic-med
};

struct PrefixInfo {
    base::IpPrefix prefix;
    std::uint64_t version = 0;
    std::vector<PathInfo> paths;     ///< newest first
    std::vector<base::IpAddress> advertisedTo; ///< filled by prefix() alone
};

struct NeighbourFamilyInfo {
    Afi afi = Afi::ipv4;
    FamilySettings settings;
    bool negotiated = false;
    std::uint32_t accepted = 0;
    std::uint32_t advertised = 0;
    std::uint32_t updateGroup = 0;
    bool endOfRibReceived = false, endOfRibSent = false;
};

struct NeighbourInfo {
    base::IpAddress address;
    bool dynamic = false;
    Settings settings;
    State state = State::idle;
    bool overLimit = false;
    SessionPlace place;
    RouterId routerId;               ///< unspecified: not heard yet
    AsNumber remoteAs = 0, localAs = 0;
    Duration hold, keepalive;        ///< as agreed, or as configured while there is no session
    std::optional<wire::BgpOpen> received; ///< its OPEN
    wire::BgpOpen sent;              ///< what ours says
    MessageCounters messagesSent, messagesReceived;
    std::size_t queued = 0;          ///< bytes that wait to be sent
    std::uint32_t established = 0, dropped = 0;
    TimePoint since;                 ///< of being established, or not
    TimePoint lastRead, lastWrite;
    TimePoint startAt, retryAt, restartUntil;
    std::string lastReset;
    std::optional<wire::BgpNotification> lastNotification;
    bool lastNotificationSent = false;
    std::array<NeighbourFamilyInfo, kAfis> families;
};

struct ProcessInfo {
    RouterId routerId;
    AsNumber as = 0;
    std::array<std::uint64_t, kAfis> tableVersion{};
    std::array<std::uint32_t, kAfis> prefixes{};
    std::array<std::uint32_t, kAfis> paths{};
    std::uint32_t attributeSets = 0;
    std::uint32_t peers = 0;
    std::uint32_t updateGroups = 0;
    std::size_t memory = 0; ///< bytes of routes and attributes
};

struct NextHopInfo {
    base::IpAddress address;
    NextHopState state;
    std::uint32_t sets = 0; ///< of attributes that name it
};

} // namespace hopyard::routing::bgp
