// What an OSPF process shows of itself: for `show ip ospf …` and for drawings. Values, sorted, of one moment.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/base/time.h"
#include "core/routing/ospf/config.h"
#include "core/routing/ospf/output.h"
#include "core/routing/ospf/states.h"
#include "core/wire/ospf_lsa.h"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace hopyard::routing::ospf {

struct AreaInfo {
    AreaId id;
    AreaType type = AreaType::normal;
    bool noSummary = false;
    std::uint32_t interfaces = 0;       ///< not down
    std::uint32_t allInterfaces = 0;
    std::uint32_t fullNeighbours = 0;
    std::uint32_t lsas = 0;
    std::uint64_t lsaChecksums = 0;     ///< their sum, as FRR prints it
    bool transit = false;               ///< a full virtual link runs through it
    std::uint32_t virtualAdjacencies = 0; ///< full ones through it
    bool translator = false;            ///< we translate its type 7
};

struct ProcessInfo {
    RouterId routerId;
    bool areaBorder = false;
    bool asBoundary = false;
    bool maxMetric = false;
    std::uint64_t spfRuns = 0;
    base::TimePoint lastSpf;       ///< never() before the first
    base::TimePoint nextSpf;       ///< never(): none is planned
    base::Duration spfHold;        ///< as it stands
    std::int64_t holdMultiplier = 1; ///< of the initial hold time
    std::uint32_t externalLsas = 0;
    std::vector<AreaInfo> areas;
};

struct InterfaceInfo {
    InterfaceId id;
    std::string name;
    base::InterfaceAddress address;
    AreaId area;
    NetworkType type = NetworkType::broadcast;
    InterfaceState state = InterfaceState::down;
    std::uint16_t cost = 0;
    std::uint32_t mtu = 0;
    std::uint8_t priority = 0;
    base::Ipv4Address dr, bdr;     ///< their addresses; unspecified: none
    RouterId drId, bdrId;
    InterfaceTimers timers;
    bool passive = false;
    base::TimePoint nextHello;
    std::uint32_t neighbours = 0;
    std::uint32_t adjacent = 0;    ///< of them full
    std::array<std::uint64_t, static_cast<std::size_t>(PacketError::kCount)> dropped{};
};

struct NeighbourInfo {
    InterfaceId interface;
    std::string interfaceName;
    RouterId id;
    base::Ipv4Address address;
    std::uint8_t priority = 0;
    NeighbourState state = NeighbourState::down;
    InterfaceState role = InterfaceState::drOther; ///< dr, backup, drOther, or pointToPoint where there is none
    base::Ipv4Address dr, bdr;      ///< as it says
    std::uint8_t options = 0;
    base::TimePoint deadAt;
    base::TimePoint since;          ///< of this state
    std::uint32_t stateChanges = 0;
    std::uint32_t retransmissions = 0; ///< lengths of its lists
    std::uint32_t requests = 0;
    std::uint32_t descriptions = 0;
    bool helped = false;            ///< restarts gracefully, with our help
    bool describes = false, asks = false, sendsAgain = false; ///< timers that run: for descriptions, requests, updates
};

struct LsaInfo {
    AreaId area;               ///< of types of area and link scope
    bool asWide = false;
    wire::LsaHeader header;    ///< age as of now
    std::vector<std::uint8_t> bytes;
    bool own = false;
};

/// A way to a border or boundary router (`show ip ospf route`, routers).
struct RouterRoute {
    RouterId router;
    AreaId area;
    bool intraArea = true;
    bool areaBorder = false;
    bool asBoundary = false;
    std::uint32_t cost = 0;
    std::vector<NextHop> nextHops;
    bool operator==(const RouterRoute &) const = default;
};

/// One vertex of a tree of shortest paths, in the order in which it was reached.
struct TreeVertex {
    bool network = false;
    base::Ipv4Address id;               ///< router id, or address of the designated router
    std::uint8_t prefixLength = 0;      ///< of networks
    std::uint32_t cost = 0;             ///< from us
    std::vector<std::uint32_t> parents; ///< places in this list; several: equal cost
    std::vector<NextHop> nextHops;
};

} // namespace hopyard::routing::ospf
