// What one protocol takes over from another: a line `redistribute PROTOCOL …` asked about a selected route.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ip/stack.h"
#include "core/routing/policy/policy.h"
#include "core/routing/rib/rib.h"

#include <cstdint>
#include <optional>
#include <string>

namespace hopyard::router {

struct RedistributionRule {
    routing::Protocol protocol = routing::Protocol::connected; ///< whose routes
    std::string routeMap;                  ///< empty: all of them
    std::optional<std::uint32_t> metric;
    std::optional<std::uint8_t> metricType; ///< OSPF's 1 or 2
    bool operator==(const RedistributionRule &) const = default;
};

/// A route as it is taken over.
struct Redistributed {
    base::IpPrefix prefix;
    std::optional<std::uint32_t> metric; ///< of the route map, else of the rule; nothing: the taker's default
    std::optional<std::uint8_t> metricType;
    std::uint32_t tag = 0;
    std::uint32_t sourceMetric = 0; ///< as it was
    base::IpAddress nextHop;        ///< the first; none where it leads to a connected network or nowhere
    base::PortIndex port;           ///< the first's, resolved or as offered; may be none
    bool operator==(const Redistributed &) const = default;
};

/// Nothing where the rule is about another protocol or its route map denies. `bgp`, where the taker is BGP: the attributes
/// that the map may change.
std::optional<Redistributed> redistribute(const routing::policy::Policies &policies, const RedistributionRule &rule,
                                          const routing::SelectedRoute &route, const ip::Stack &stack,
                                          routing::policy::BgpAttributesAccess *bgp = nullptr);

} // namespace hopyard::router
