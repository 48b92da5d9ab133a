// See ospf_redistribution.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/router/ospf_redistribution.h"

namespace hopyard::router {

namespace ospf = routing::ospf;

namespace {

constexpr std::uint32_t kDefaultMetric = 20; // as FRR, of all protocols

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
                                                const routing::SelectedRoute &route)
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
    ospf::ExternalRoute external;
    external.prefix = route.prefix;
    external.metric = redistribution->metric.value_or(said.defaultMetric.value_or(kDefaultMetric));
    external.type2 = !redistribution->type1;
    external.tag = route.candidate.tag;
    if (!route.candidate.nextHops.empty() && route.candidate.nextHops.front().gateway.isV4())
        external.nextHop = route.candidate.nextHops.front().gateway.v4();
    return external;
}

bool isOspfDefault(const RouterConfig &config, const std::optional<routing::SelectedRoute> &route)
{
    return config.ospf->defaultInformation && route && route->protocol != routing::Protocol::ospf;
}

} // namespace hopyard::router
