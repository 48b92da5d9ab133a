// The routing information base of one router: every candidate for every prefix, and which one counts.
//
// Connected routes come from the stack, static ones from the configuration. A static route is active where its next hop
// can be reached: its interface is up, or its gateway lies on a connected network or behind another active route
// (recursion). For each prefix the active candidates with the lowest distance count; several of them share the traffic
// (equal-cost paths). Distance 255 never counts. What counts goes to the forwarding table.
//
// The routing protocols' issue will grow this: candidates of more protocols, redistribution, route maps.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/base/id.h"
#include "core/base/time.h"
#include "core/ip/route.h"
#include "core/ip/stack.h"
#include "core/router/config.h"

#include <cstdint>
#include <string>
#include <vector>

namespace hopyard::router {

/// One next hop of a candidate, as configured and as resolved.
struct RibNextHop {
    base::IpAddress gateway;     ///< none: directly on the interface
    std::string interface;       ///< as configured; empty: found by the gateway
    bool active = false;
    bool recursive = false;      ///< the gateway is behind another route, whose paths these are
    std::vector<ip::Path> paths; ///< what goes to the forwarding table, with ports; empty where not active
    bool operator==(const RibNextHop &) const = default;
};

/// One line (or block) of `show ip route`.
struct RibRoute {
    base::IpPrefix prefix;
    ip::RouteProtocol protocol = ip::RouteProtocol::static_;
    ip::RouteKind kind = ip::RouteKind::unicast; ///< unicast, blackhole or unreachable
    std::uint8_t distance = 0;
    std::uint32_t metric = 0;
    std::uint32_t tag = 0;
    std::vector<RibNextHop> nextHops; ///< empty for routes that discard
    bool active = false;              ///< at least one next hop is, or it discards
    bool selected = false;            ///< the best for its prefix ('>')
    bool installed = false;           ///< stands in the forwarding table ('*')
    base::TimePoint since;            ///< when it last changed

    /// The same apart from `since` and what selection said.
    bool sameAs(const RibRoute &o) const
    {
        return prefix == o.prefix && protocol == o.protocol && kind == o.kind && distance == o.distance &&
               metric == o.metric && tag == o.tag && nextHops == o.nextHops;
    }
};

class Rib {
public:
    /// Finds anew what is active and what counts, and makes the stack's forwarding table hold it.
    void update(link::Context &context, ip::Stack &stack, const std::vector<StaticRoute> &statics);

    /// Sorted by prefix, then distance.
    const std::vector<RibRoute> &routes() const { return m_routes; }

private:
    void install(link::Context &context, ip::Stack &stack, const std::vector<ip::Route> &best);

    std::vector<RibRoute> m_routes;
    std::vector<base::IpPrefix> m_installed; // what counts and stands in the forwarding table, sorted
};

} // namespace hopyard::router
