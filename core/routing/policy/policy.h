// Policies as values: prefix lists, access lists, AS-path lists, community lists, route maps, key chains; by name, as
// FRR's configuration has them. What each is stands in the header of its own; here is all that a router has, and what it
// says of a route.
//
// A name that nobody defined denies, as in FRR; whether that is asked for at all is the caller's affair.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/routing/policy/bgp_lists.h"
#include "core/routing/policy/lists.h"
#include "core/routing/policy/route_context.h"
#include "core/routing/policy/route_map.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::routing::policy {

/// `key chain NAME`: secrets by number. Lifetimes are missing: a lab has no calendar.
struct Key {
    std::string secret;
    std::string algorithm; ///< `cryptographic-algorithm`; empty: whatever the protocol takes
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
