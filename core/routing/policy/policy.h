// Policies as values: prefix lists, access lists, AS-path lists, community lists, route maps, key chains; by name, as
// FRR's configuration has them. What each is stands in the header of its own; here is all that a router has, and what it
// says of a route.
//
// A name that nobody defined denies, as in FRR; whether that is asked for at all is the caller's affair.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/calendar.h"
#include "core/routing/policy/bgp_lists.h"
#include "core/routing/policy/lists.h"
#include "core/routing/policy/route_context.h"
#include "core/routing/policy/route_map.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::routing::policy {

/// `accept-lifetime`, `send-lifetime`: from when to when a key counts. Without a line a key counts always.
struct Lifetime {
    base::CalendarSeconds begins = 0;
    std::optional<base::CalendarSeconds> ends; ///< the first second in which it no longer counts; none: `infinite`
    bool byDuration = false;                   ///< it was said as `duration N`
    bool operator==(const Lifetime &) const = default;
    bool contains(base::CalendarSeconds at) const { return at >= begins && (!ends || at < *ends); }
};

/// `key chain NAME`: secrets by number.
struct Key {
    std::string secret;
    std::string algorithm; ///< `cryptographic-algorithm`; empty: whatever the protocol takes
    std::optional<Lifetime> accept, send;
    bool operator==(const Key &) const = default;
};
struct KeyChain {
    std::map<std::uint32_t, Key> keys;
    bool operator==(const KeyChain &) const = default;
};

/// All policies of one router. Lists and maps in the order in which they were made; change them by the need…() calls.
struct Policies {
    std::vector<PrefixList> prefixLists;
    std::vector<AccessList> accessLists;
    std::map<std::string, AsPathList> asPathLists;
    std::map<std::string, CommunityList> communityLists;
    std::map<std::string, LargeCommunityList> largeCommunityLists;
    std::vector<RouteMap> routeMaps;
    std::map<std::string, KeyChain> keyChains;
    bool operator==(const Policies &) const = default;

    const PrefixList *findPrefixList(std::string_view name, base::Family family = base::Family::ipv4) const;
    const AccessList *findAccessList(std::string_view name, base::Family family = base::Family::ipv4) const;
    const RouteMap *findRouteMap(std::string_view name) const;
    PrefixList &needPrefixList(const std::string &name, base::Family family);
    AccessList &needAccessList(const std::string &name, base::Family family);
    RouteMap &needRouteMap(const std::string &name);

    bool prefixListPermits(std::string_view name, const base::IpPrefix &route) const;
    bool accessListPermits(std::string_view name, const base::IpPrefix &route) const;
    bool asPathListPermits(const std::string &name, std::string_view path) const;
    /// Runs a route map over the route. Where it is denied, what was set on the way must not be used.
    bool routeMapPermits(std::string_view name, RouteContext &route) const;
};

} // namespace hopyard::routing::policy
