// See redistribution.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/router/redistribution.h"

namespace hopyard::router {

std::optional<Redistributed> redistribute(const routing::policy::Policies &policies, const RedistributionRule &rule,
                                          const routing::SelectedRoute &route, const ip::Stack &stack,
                                          routing::policy::BgpAttributesAccess *bgp)
{
    if (route.protocol != rule.protocol)
        return {};
    Redistributed taken;
    taken.prefix = route.prefix;
    taken.metric = rule.metric;
    taken.metricType = rule.metricType;
    taken.tag = route.candidate.tag;
    taken.sourceMetric = route.candidate.metric;
    if (!route.candidate.nextHops.empty()) {
        taken.nextHop = route.candidate.nextHops.front().gateway;
        taken.port = route.candidate.nextHops.front().port;
    }
    if (rule.routeMap.empty())
        return taken;
    routing::policy::RouteContext context;
    context.prefix = route.prefix;
    context.nextHop = taken.nextHop;
    context.discards = route.candidate.kind != ip::RouteKind::unicast;
    if (const ip::Interface *interface = stack.interface(taken.port))
        context.interface = interface->name;
    context.protocol = route.protocol;
    context.metric = route.candidate.metric;
    context.tag = taken.tag;
    context.bgp = bgp;
    if (!policies.routeMapPermits(rule.routeMap, context))
        return {};
    if (context.metricIsSet)
        taken.metric = context.metric;
    if (context.metricType)
        taken.metricType = context.metricType;
    taken.tag = context.tag;
    if (context.newNextHop.isValid())
        taken.nextHop = context.newNextHop;
    return taken;
}

} // namespace hopyard::router
