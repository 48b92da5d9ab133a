// A route: a prefix and what becomes of packets to it.
//
// The labels (protocol, distance, metric, since) are for those who look; forwarding does not read them.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/base/id.h"
#include "core/base/time.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace hopyard::ip {

/// The port index that stands for a stack's loopback interface.
constexpr base::PortIndex kLoopbackPort(0xfffffffe);

enum class RouteKind : std::uint8_t {
    unicast,     ///< to a next hop, or to the destination itself on a connected network
    local,       ///< one of our own addresses
    broadcast,   ///< a connected network's broadcast address
    blackhole,   ///< dropped without a word
    unreachable, ///< dropped with ICMP host unreachable
    prohibit,    ///< dropped with ICMP communication administratively prohibited
};
std::string_view toString(RouteKind kind);

/// Who made the route. `local` and `connected` follow the interfaces' addresses and belong to the stack.
enum class RouteProtocol : std::uint8_t { local, connected, static_, rip, ospf, bgp };
std::string_view toString(RouteProtocol protocol); ///< "connected", "static", …
/// The letter in the first column of `show ip route`, as FRR prints it: C, S, L, R, O, B.
char routeCode(RouteProtocol protocol);

/// One way to go. With several, the flow's hash picks one in proportion to the weights.
struct Path {
    base::IpAddress nextHop; ///< none: the destination itself is the neighbour
    base::PortIndex port;    ///< out through here
    std::uint16_t weight = 1;

    /// Where the stack found the next hop's neighbour entry last time; only the stack reads and writes it. It is a
    /// memory, not a part of the value: a stale one costs a search and nothing else.
    struct NeighbourHint {
        std::uint32_t slot = 0xffffffff;
        std::uint32_t epoch = 0;
    };
    mutable NeighbourHint hint;

    bool operator==(const Path &o) const { return nextHop == o.nextHop && port == o.port && weight == o.weight; }
};

/// What forwarding needs to know of a route. Routes with the same share one; `lookup` in the table answers with it.
struct NextHopGroup {
    RouteKind kind = RouteKind::unicast;
    std::vector<Path> paths; ///< as Route::paths

    bool operator==(const NextHopGroup &) const = default;
    std::uint64_t hash() const; ///< of what == compares
};

/// A route as a value of its own: what goes into the table, and what it says about a prefix.
struct Route {
    base::IpPrefix prefix;
    RouteKind kind = RouteKind::unicast;
    RouteProtocol protocol = RouteProtocol::static_;
    std::uint8_t distance = 0;
    std::uint32_t metric = 0;
    std::vector<Path> paths; ///< local and broadcast: one, the interface the address belongs to; drops: none
    base::TimePoint since;   ///< when it came into the table

    /// The same apart from `since`.
    bool sameAs(const Route &o) const
    {
        return prefix == o.prefix && kind == o.kind && protocol == o.protocol && distance == o.distance &&
               metric == o.metric && paths == o.paths;
    }
};

} // namespace hopyard::ip
