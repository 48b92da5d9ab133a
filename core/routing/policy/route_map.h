// Route maps: entries by number, each with what a route must match and what is set on it then.
//
// An entry matches where all of its conditions do. Permit: its sets are done, then `call` runs another map, and
// `on-match` says whether the walk ends here. Deny: the route is denied. A route that no entry matches is denied.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/routing/policy/bgp_lists.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace hopyard::routing::policy {

enum class MatchKind : std::uint8_t {
    ipAddress, ipAddressPrefixList, ipAddressPrefixLength, ipv6AddressPrefixList, nextHop, nextHopPrefixList,
    nextHopAddress, nextHopBlackhole, routeSource, routeSourcePrefixList, interface, metric, tag, asPath, community,
    largeCommunity, peer, sourceProtocol, origin, localPreference,
};

enum class SetKind : std::uint8_t {
    metric, metricType, tag, localPreference, weight, origin, asPathPrepend, asPathExclude, community, largeCommunity,
    deleteCommunities, deleteLargeCommunities, nextHop, nextHopPeer, nextHopUnchanged, ipv6NextHop, distance, source,
    atomicAggregate, aggregator, originatorId,
};

/// What a condition or an action has besides its kind; most have one of these.
struct Clause {
    std::string name;              ///< of a list, an interface, a protocol, an origin
    std::uint32_t number = 0;
    enum class Change : std::uint8_t { set, add, subtract } change = Change::set; ///< of a metric, a local preference
    bool flag = false;             ///< exact-match; additive; none; last-as; local: whichever the kind has
    base::IpAddress address;
    std::vector<std::uint32_t> numbers; ///< AS numbers; communities, sorted
    std::vector<LargeCommunity> large;
    bool none = false;             ///< `set community none`
    bool operator==(const Clause &) const = default;
};

struct RouteMapEntry {
    bool permit = true;
    std::string description;
    std::map<MatchKind, Clause> matches;
    std::map<SetKind, Clause> sets;
    std::string call;
    enum class OnMatch : std::uint8_t { exit, next, goTo } onMatch = OnMatch::exit;
    std::uint32_t goTo = 0;
    bool operator==(const RouteMapEntry &) const = default;
};

struct RouteMap {
    std::string name;
    std::map<std::uint32_t, RouteMapEntry> entries;
    bool operator==(const RouteMap &) const = default;
};

} // namespace hopyard::routing::policy
