// What RIP asks of lists and route maps, so that it stands without them.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/ip/route.h"

#include <cstdint>
#include <optional>
#include <string>

namespace hopyard::routing::rip {

/// What a route map may look at and change.
struct MappedRoute {
    base::IpPrefix prefix;
    std::uint32_t metric = 0;
    bool metricIsSet = false; ///< by the map: then nothing else changes it
    std::uint16_t tag = 0;
    base::Ipv4Address nextHop;
    std::string interface; ///< where it came from or goes to
    base::Ipv4Address from; ///< whom it was heard from
    ip::RouteProtocol protocol = ip::RouteProtocol::rip; ///< whose it is
    bool isRedistributed = false; ///< it is asked about before it is RIP's
};

/// Lent for one call, never kept. A list that does not exist has no opinion.
class Filters {
public:
    virtual ~Filters() = default;
    virtual std::optional<bool> accessListPermits(const std::string &, const base::IpPrefix &) const { return {}; }
    virtual std::optional<bool> prefixListPermits(const std::string &, const base::IpPrefix &) const { return {}; }
    /// False: denied.
    virtual bool routeMapPermits(const std::string &, MappedRoute &) const { return true; }
};

} // namespace hopyard::routing::rip
