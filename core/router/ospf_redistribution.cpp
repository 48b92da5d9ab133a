// See ospf_redistribution.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/router/ospf_redistribution.h"

#include <algorithm>

namespace hopyard::router {

namespace ospf = routing::ospf;

namespace {

constexpr std::uint32_t kDefaultMetric = 20; // as FRR, of all protocols
constexpr std::uint32_t kLargestMetric = 0xfffffe;

/// Nothing for what no line can name.
std::optional<OspfSource> sourceOf(routing::Protocol protocol)
{
    switch (protocol) {
    case routing::Protocol::connected: return OspfSource::connected;
    case routing::Protocol::static_: return OspfSource::static_;
    case routing::Protocol::rip: return OspfSource::rip;
    case routing::Protocol::bgp: return OspfSource::bgp;
    case routing::Protocol::local:
    case routing::Protocol::ospf: break;
    }
    return std::nullopt;
}

bool isWithinOwnNetwork(const ospf::Config &running, const base::IpPrefix &prefix)
{
    for (const auto &[id, interface] : running.interfaces)
        if (base::IpPrefix(id.address, interface.length).contains(prefix))
            return true;
    return false;
}

/// Loopback addresses and groups are nobody's to reach.
bool isAnnounceable(const base::IpPrefix &prefix)
{
    return prefix.family() == base::Family::ipv4 && prefix.length() > 0 && !prefix.address().isLoopback() &&
           !prefix.address().isMulticast();
}

/// What the route map says of the route; what it sets changes how the route is announced.
bool isPermitted(const RouterConfig &config, const std::string &map, const routing::SelectedRoute &route,
                 std::string_view interface, ospf::ExternalRoute &external)
{
    routing::policy::RouteContext asked;
    asked.prefix = route.prefix;
    if (!route.candidate.nextHops.empty())
        asked.nextHop = route.candidate.nextHops.front().gateway;
    asked.discards = route.candidate.kind != ip::RouteKind::unicast;
    asked.interface = interface;
    asked.protocol = route.protocol;
    asked.metric = route.candidate.metric;
    asked.tag = route.candidate.tag;
    if (!config.policies.routeMapPermits(map, asked))
        return false;
    if (asked.metricIsSet && asked.metric)
        external.metric = std::min(*asked.metric, kLargestMetric);
    if (asked.metricType)
        external.type2 = *asked.metricType == 2;
    if (asked.tagIsSet)
        external.tag = asked.tag;
    return true;
}

} // namespace

unsigned ospfListensTo(const OspfConfig &config)
{
    unsigned listens = 0;
    for (const routing::Protocol p : {routing::Protocol::connected, routing::Protocol::static_, routing::Protocol::rip,
                                      routing::Protocol::bgp})
        if (config.defaultInformation || config.redistribute[static_cast<std::size_t>(*sourceOf(p))])
            listens |= 1u << static_cast<unsigned>(p);
    return listens;
}

std::optional<ospf::ExternalRoute> ospfExternal(const RouterConfig &config, const ospf::Config &running,
                                                const routing::SelectedRoute &route, std::string_view interface)
{
    const OspfConfig &said = *config.ospf;
    const auto source = sourceOf(route.protocol);
    if (!source || !isAnnounceable(route.prefix))
        return std::nullopt;
    const auto &redistribution = said.redistribute[static_cast<std::size_t>(*source)];
    if (!redistribution)
        return std::nullopt;
    if (route.protocol == routing::Protocol::connected && isWithinOwnNetwork(running, route.prefix))
        return std::nullopt;
    if (const std::string &list = said.distributeLists[static_cast<std::size_t>(*source)];
        !list.empty() && !config.policies.accessListPermits(list, route.prefix))
        return std::nullopt;
    ospf::ExternalRoute external;
    external.prefix = route.prefix;
    external.metric = redistribution->metric.value_or(said.defaultMetric.value_or(kDefaultMetric));
    external.type2 = !redistribution->type1;
    external.tag = route.candidate.tag;
    if (!route.candidate.nextHops.empty() && route.candidate.nextHops.front().gateway.isV4())
        external.nextHop = route.candidate.nextHops.front().gateway.v4();
    if (!redistribution->routeMap.empty() && !isPermitted(config, redistribution->routeMap, route, interface, external))
        return std::nullopt;
    return external;
}

bool isOspfDefault(const RouterConfig &config, const std::optional<routing::SelectedRoute> &route)
{
    return config.ospf->defaultInformation && route && route->protocol != routing::Protocol::ospf;
}

} // namespace hopyard::router
