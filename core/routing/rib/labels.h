// What candidates share: sets of next hops and the labels (metric, tag, …) that go with them, each kept once.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/base/id.h"
#include "core/ip/route.h"
#include "core/routing/rib/interner.h"

#include <algorithm>
#include <compare>
#include <cstdint>
#include <vector>

namespace hopyard::routing {

using Protocol = ip::RouteProtocol;

struct NextHop {
    base::IpAddress gateway; ///< not valid: the destination is on that port's network
    base::PortIndex port;    ///< not valid: where the gateway's own route leads (recursive)
    std::uint16_t weight = 1;
    bool onLink = false;     ///< the gateway is at that port whatever the port's addresses say (unnumbered)
    bool isRecursive() const { return !port.isValid() && gateway.isValid(); }
    auto operator<=>(const NextHop &) const = default;
};

/// Next hops and where they lead now.
struct NextHopSet {
    struct Resolved {
        bool active = false;
        bool recursive = false; ///< behind another route than a connected one
        ip::RouteKind kind = ip::RouteKind::unicast;
        std::vector<ip::Path> paths;
        bool operator==(const Resolved &) const = default;
    };
    std::vector<NextHop> hops;
    std::vector<Resolved> resolved; ///< as hops; empty before the first settling
    std::vector<ip::Path> paths;    ///< of all, none twice
    std::uint32_t changedIn = 0;    ///< the settling in which `paths` changed last
    bool active = false;            ///< one of them is
    bool hasGateways = false;       ///< some are resolved by their gateway

    std::uint64_t hash() const
    {
        std::uint64_t h = hops.size();
        for (const NextHop &hop : hops) {
            for (const std::uint8_t byte : hop.gateway.bytes())
                h = h * 0x100000001b3 ^ byte;
            h = mixed(h ^ std::uint64_t(hop.port.value()) << 16 ^ hop.weight);
        }
        return h;
    }
    bool same(const NextHopSet &o) const { return hops == o.hops; }
};

/// All that a candidate is apart from its prefix and its age.
struct Label {
    std::uint32_t nextHops = HashIndex::kNone; ///< a NextHopSet
    std::uint32_t metric = 0;
    std::uint32_t tag = 0;
    ip::RouteKind kind = ip::RouteKind::unicast;
    std::uint8_t distance = 0;
    Protocol protocol = Protocol::connected;
    std::uint8_t slot = 0;

    std::uint64_t hash() const
    {
        return mixed(mixed(std::uint64_t(nextHops) << 32 | metric) ^
                     (std::uint64_t(tag) << 32 | std::uint64_t(kind) << 24 | std::uint64_t(distance) << 16 |
                      std::uint64_t(protocol) << 8 | slot));
    }
    bool same(const Label &o) const { return *this == o; }
    bool operator==(const Label &) const = default;
};

} // namespace hopyard::routing
