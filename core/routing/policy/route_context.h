// A route as a route map sees and changes it. Who asks fills in what there is; what stays empty matches nothing.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/ip/route.h"
#include "core/routing/policy/bgp_lists.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::routing::policy {

/// The attributes of a BGP route; BGP's process has an implementation over its own.
class BgpAttributesAccess {
public:
    virtual ~BgpAttributesAccess() = default;
    virtual std::string asPathText() const = 0; ///< "65001 65002 {1,2}"
    virtual void prependAsPath(std::span<const std::uint32_t> as) = 0;
    virtual void prependLastAs(unsigned times) = 0; ///< the neighbour's, once more each time
    virtual void excludeFromAsPath(std::span<const std::uint32_t> as) = 0;
    virtual std::vector<Community> communities() const = 0; ///< sorted
    virtual void setCommunities(std::vector<Community> communities) = 0;
    virtual std::vector<LargeCommunity> largeCommunities() const = 0;
    virtual void setLargeCommunities(std::vector<LargeCommunity> communities) = 0;
    virtual std::uint8_t origin() const = 0; ///< 0 igp, 1 egp, 2 incomplete
    virtual void setOrigin(std::uint8_t origin) = 0;
    virtual std::optional<std::uint32_t> localPreference() const = 0;
    virtual void setLocalPreference(std::uint32_t preference) = 0;
    virtual void setWeight(std::uint32_t weight) = 0;
    virtual void setAtomicAggregate() = 0;
    virtual void setAggregator(std::uint32_t as, base::Ipv4Address address) = 0;
    virtual void setOriginatorId(base::Ipv4Address address) = 0;
};

struct RouteContext {
    base::IpPrefix prefix;
    base::IpAddress nextHop;
    bool discards = false;        ///< `match ip next-hop type blackhole`
    base::IpAddress routeSource;  ///< who told us
    base::IpAddress peer;         ///< from whom it comes or to whom it goes; none: our own (`match peer local`)
    base::IpAddress peerLocal;    ///< our address towards the peer, for `set ip next-hop peer-address` when sending
    std::string_view interface;   ///< where it leads, or came in
    std::optional<ip::RouteProtocol> protocol; ///< whose it is, for `match source-protocol`
    std::optional<std::uint32_t> metric;       ///< BGP's MED
    std::uint32_t tag = 0;
    BgpAttributesAccess *bgp = nullptr;

    // What maps set, besides metric, tag and what is in `bgp`.
    bool metricIsSet = false;
    bool tagIsSet = false;
    std::optional<std::uint8_t> metricType; ///< 1 or 2
    std::optional<std::uint8_t> distance;
    base::IpAddress source;       ///< `set src`
    base::IpAddress newNextHop;   ///< `set ip next-hop` and `set ipv6 next-hop global`
    bool nextHopIsPeer = false;
    bool nextHopIsUnchanged = false;
};

} // namespace hopyard::routing::policy
