// What BGP asks of policies: whether a route may pass, and with which attributes.
//
// Names stand in the configuration; what they mean is known outside. A name that means nothing denies, as in FRR.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/routing/bgp/config.h"
#include "core/wire/bgp_attributes.h"

#include <functional>
#include <string>

namespace hopyard::routing::bgp {

/// A route on its way through a policy, which may change all but the prefix and the peer.
struct PolicyRoute {
    base::IpPrefix prefix;
    wire::BgpAttributes attributes;
    std::uint32_t weight = 0;
    std::uint32_t tag = 0;
    base::IpAddress peer;  ///< from whom it comes or to whom it goes; none: our own
    base::IpAddress local; ///< our address on that session (`set ip next-hop peer-address`)
    bool outgoing = false; ///< it goes to `peer`
    bool nextHopIsUnchanged = false; ///< `set ip next-hop unchanged`
    /// What `match interface`, `match metric` and the like see of a redistributed route.
    std::uint32_t metric = 0;
};

struct PolicyHook {
    std::function<bool(const std::string &name, PolicyRoute &route)> routeMap;
    std::function<bool(const std::string &name, const base::IpPrefix &prefix)> prefixList;
    std::function<bool(const std::string &name, const base::IpPrefix &prefix)> accessList; ///< `distribute-list`
    std::function<bool(const std::string &name, const wire::AsPathView &path)> asPathList; ///< `filter-list`

    bool runRouteMap(const std::string &name, PolicyRoute &route) const { return name.empty() || (routeMap && routeMap(name, route)); }
    /// In FRR's order: distribute list, prefix list, filter list, route map.
    bool permits(const FilterNames &names, PolicyRoute &route) const
    {
        if (!names.distributeList.empty() && !(accessList && accessList(names.distributeList, route.prefix)))
            return false;
        if (!names.prefixList.empty() && !(prefixList && prefixList(names.prefixList, route.prefix)))
            return false;
        if (!names.filterList.empty() && !(asPathList && asPathList(names.filterList, route.attributes.asPath.view())))
            return false;
        return runRouteMap(names.routeMap, route);
    }
};

} // namespace hopyard::routing::bgp
