// See rip_filters.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/router/rip_filters.h"

namespace hopyard::router {

namespace policy = routing::policy;

std::optional<bool> RipFilters::accessListPermits(const std::string &name, const base::IpPrefix &prefix) const
{
    if (!m_policies.findAccessList(name))
        return std::nullopt;
    return m_policies.accessListPermits(name, prefix);
}

std::optional<bool> RipFilters::prefixListPermits(const std::string &name, const base::IpPrefix &prefix) const
{
    if (!m_policies.findPrefixList(name))
        return std::nullopt;
    return m_policies.prefixListPermits(name, prefix);
}

bool RipFilters::routeMapPermits(const std::string &name, routing::rip::MappedRoute &route) const
{
    if (!m_policies.findRouteMap(name))
        return !route.isRedistributed;
    policy::RouteContext context;
    context.prefix = route.prefix;
    if (!route.nextHop.isUnspecified())
        context.nextHop = route.nextHop;
    if (!route.from.isUnspecified())
        context.routeSource = route.from;
    context.interface = route.interface;
    context.protocol = route.protocol;
    context.metric = route.metric;
    context.tag = route.tag;
    if (!m_policies.routeMapPermits(name, context))
        return false;
    if (context.metricIsSet && context.metric)
        route.metric = *context.metric;
    route.metricIsSet = context.metricIsSet;
    route.tag = static_cast<std::uint16_t>(context.tag <= 0xffff ? context.tag : 0);
    if (context.newNextHop.isV4())
        route.nextHop = context.newNextHop.v4();
    return true;
}

} // namespace hopyard::router
