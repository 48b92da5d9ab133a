// Our own routes: networks, and routes of other protocols.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/routing/bgp/instance.h"

namespace hopyard::routing::bgp {

namespace {

constexpr std::uint32_t kOwnWeight = 32768;

base::IpAddress unspecified(Afi afi) { return afi == Afi::ipv4 ? base::IpAddress(base::Ipv4Address()) : base::IpAddress(base::Ipv6Address()); }

void put(Instance &i, Afi afi, PeerIndex from, const std::string &routeMap, PolicyRoute &route, TimePoint now, Output &out)
{
    route.weight = kOwnWeight;
    const PrefixId id = i.family(afi).table.findOrAdd(route.prefix);
    if (i.policy.runRouteMap(routeMap, route))
        putPath(i, afi, id, from, i.attributes.intern(route.attributes, route.weight, route.tag), 0, now, out);
    else
        dropPath(i, afi, id, from, now, out);
}

void drop(Instance &i, Afi afi, PeerIndex from, const base::IpPrefix &prefix, TimePoint now, Output &out)
{
    if (const PrefixId id = i.family(afi).table.find(prefix); id != kNone)
        dropPath(i, afi, id, from, now, out);
}

} // namespace

void originateNetwork(Instance &i, Afi afi, const base::IpPrefix &prefix, TimePoint now, Output &out)
{
    const auto &networks = i.config.families[at(afi)].networks;
    const auto network = networks.find(prefix);
    if (!i.running || network == networks.end() || network->second.backdoor ||
        (i.config.networkImportCheck && !i.presentNetworks.contains(prefix))) {
        drop(i, afi, kFromNetwork, prefix, now, out);
        return;
    }
    PolicyRoute route;
    route.prefix = prefix;
    route.attributes.origin = wire::BgpOrigin::igp;
    route.attributes.nextHop = unspecified(afi);
    route.attributes.med = 0;
    put(i, afi, kFromNetwork, network->second.routeMap, route, now, out);
}

void originateExternal(Instance &i, const ExternalRoute &external, bool present, TimePoint now, Output &out)
{
    const Afi afi = afiOf(external.prefix.family());
    const auto from = static_cast<PeerIndex>(kFromSource + static_cast<unsigned>(external.source));
    const auto &redistribution = i.config.families[at(afi)].redistribute[static_cast<std::size_t>(external.source)];
    if (!i.running || !present || !redistribution) {
        drop(i, afi, from, external.prefix, now, out);
        return;
    }
    PolicyRoute route;
    route.prefix = external.prefix;
    route.tag = external.tag;
    route.metric = external.metric;
    route.attributes.origin = wire::BgpOrigin::incomplete;
    route.attributes.nextHop = external.nextHop.isValid() ? external.nextHop : unspecified(afi);
    route.attributes.med = redistribution->metric.value_or(external.metric);
    put(i, afi, from, redistribution->routeMap, route, now, out);
}

void originateAll(Instance &i, Afi afi, TimePoint now, Output &out)
{
    for (const auto &[prefix, network] : i.config.families[at(afi)].networks)
        originateNetwork(i, afi, prefix, now, out);
    for (const auto &[key, route] : i.externals)
        if (afiOf(route.prefix.family()) == afi)
            originateExternal(i, route, true, now, out);
    // What is no longer configured.
    const RouteTable &table = i.family(afi).table;
    std::vector<base::IpPrefix> gone;
    for (PrefixId id = 0; id < table.end(); ++id)
        if (table.find(id, kFromNetwork) && !i.config.families[at(afi)].networks.contains(table.prefix(id)))
            gone.push_back(table.prefix(id));
    for (const base::IpPrefix &prefix : gone)
        drop(i, afi, kFromNetwork, prefix, now, out);
}

} // namespace hopyard::routing::bgp
