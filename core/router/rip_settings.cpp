// See rip_settings.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/router/rip_settings.h"

#include "core/routing/rip/table.h"

#include <algorithm>

namespace hopyard::router {

namespace rip = routing::rip;

namespace {

bool contains(const std::vector<std::string> &names, const std::string &name)
{
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool isNamedBy(const std::vector<base::IpPrefix> &networks, const base::IpAddress &address)
{
    return std::any_of(networks.begin(), networks.end(), [&](const base::IpPrefix &n) { return n.contains(address); });
}

/// Keys without an algorithm are MD5's. HMAC-SHA (RFC 4822) by a key's algorithm is ours: FRR's ripd does not look at
/// it.
rip::KeyAlgorithm algorithmOf(const std::string &name)
{
    using enum rip::KeyAlgorithm;
    return name == "hmac-sha-1" ? hmacSha1 : name == "hmac-sha-256" ? hmacSha256 : name == "hmac-sha-384" ? hmacSha384
         : name == "hmac-sha-512" ? hmacSha512 : md5;
}

using routing::policy::Lifetime;

bool counts(const std::optional<Lifetime> &lifetime, base::TimePoint now)
{
    return !lifetime || lifetime->contains(base::calendarOf(now));
}

rip::AuthenticationConfig authenticationOf(const RouterConfig &config, const RipInterfaceConfig &said,
                                           base::TimePoint now)
{
    rip::AuthenticationConfig made;
    made.type = said.authentication;
    made.countsTrailerHeader = said.digestLength == RipDigestLength::oldRipd;
    if (said.authentication == rip::Authentication::none)
        return made;
    if (!said.password.empty())
        made.keys.push_back({1, rip::KeyAlgorithm::md5, said.password, true, true});
    if (const auto chain = config.policies.keyChains.find(said.keyChain); chain != config.policies.keyChains.end())
        for (const auto &[id, key] : chain->second.keys)
            made.keys.push_back({static_cast<std::uint8_t>(id), algorithmOf(key.algorithm), key.secret,
                                 counts(key.send, now), counts(key.accept, now)});
    return made;
}

rip::Direction directionOf(const RipConfig &said, const std::string &interface, bool isOut)
{
    const auto list = [&](bool isPrefixList) {
        const auto it = said.distributeLists.find({interface, isPrefixList, isOut});
        return it == said.distributeLists.end() ? std::string() : it->second;
    };
    rip::Direction made;
    made.filter = {list(false), list(true)};
    for (const RipOffsetList &offset : said.offsetLists)
        if (offset.interface == interface && offset.isOut == isOut)
            made.offset = rip::Offset{offset.accessList, offset.metric};
    if (const auto map = said.routeMaps.find({interface, isOut}); map != said.routeMaps.end())
        made.routeMap = map->second;
    return made;
}

rip::InterfaceConfig interfaceOf(const RouterConfig &config, const ip::Interface &interface, base::TimePoint now)
{
    const RipConfig &said = *config.rip;
    rip::InterfaceConfig made;
    made.name = interface.name;
    const bool isNamed = contains(said.networkInterfaces, interface.name);
    for (const base::InterfaceAddress &address : interface.addresses) {
        if (!address.address.isV4())
            continue;
        made.addresses.push_back(address);
        const bool isAnnounced = isNamed || isNamedBy(said.networks, address.address);
        if (isAnnounced && !address.address.isLoopback())
            made.networks.push_back(address.network());
    }
    const std::vector<std::string> &exceptions = said.passiveDefault ? said.notPassive : said.passive;
    made.passive = interface.isLoopback || contains(exceptions, interface.name) != said.passiveDefault;
    if (said.version) {
        made.send = {*said.version == 1, *said.version == 2};
        made.receive = made.send;
    }
    made.in = directionOf(said, interface.name, false);
    made.out = directionOf(said, interface.name, true);
    const auto part = config.interfaces.find(interface.name);
    if (part == config.interfaces.end() || !part->second.rip)
        return made;
    const RipInterfaceConfig &own = *part->second.rip;
    made.send = own.send.value_or(made.send);
    made.receive = own.receive.value_or(made.receive);
    made.splitHorizon = own.splitHorizon;
    made.v2Broadcast = own.v2Broadcast;
    made.authentication = authenticationOf(config, own, now);
    return made;
}

const RipRedistribution *redistributionOf(const RipConfig &config, routing::Protocol protocol)
{
    RipSource source = RipSource::kCount;
    switch (protocol) {
    case routing::Protocol::connected: source = RipSource::connected; break;
    case routing::Protocol::static_: source = RipSource::static_; break;
    case routing::Protocol::ospf: source = RipSource::ospf; break;
    case routing::Protocol::bgp: source = RipSource::bgp; break;
    case routing::Protocol::local:
    case routing::Protocol::rip: break;
    }
    const auto it = std::find_if(config.redistribute.begin(), config.redistribute.end(),
                                 [source](const RipRedistribution &r) { return r.source == source; });
    return it == config.redistribute.end() ? nullptr : &*it;
}

} // namespace

base::TimePoint ripKeysChangeAfter(const RouterConfig &config, base::TimePoint now)
{
    base::TimePoint next = base::TimePoint::never();
    const auto consider = [&](const std::optional<Lifetime> &lifetime) {
        if (!lifetime)
            return;
        for (const base::TimePoint at : {base::momentOf(lifetime->begins),
                                         lifetime->ends ? base::momentOf(*lifetime->ends) : base::TimePoint::never()})
            if (at > now)
                next = std::min(next, at);
    };
    for (const auto &[name, interface] : config.interfaces) {
        const std::string chain = interface.rip ? interface.rip->keyChain : std::string();
        const auto found = config.policies.keyChains.find(chain);
        if (found == config.policies.keyChains.end())
            continue;
        for (const auto &[id, key] : found->second.keys) {
            consider(key.send);
            consider(key.accept);
        }
    }
    return next;
}

rip::Config ripConfig(const RouterConfig &config, const ip::Stack &stack, base::TimePoint now)
{
    const RipConfig &said = *config.rip;
    rip::Config made;
    std::vector<base::PortIndex> ports = stack.ports();
    ports.push_back(ip::kLoopbackPort);
    for (const base::PortIndex port : ports) {
        const ip::Interface *interface = stack.interface(port);
        if (!interface)
            continue;
        rip::InterfaceConfig one = interfaceOf(config, *interface, now);
        if (!one.networks.empty())
            made.interfaces.emplace(port, std::move(one));
    }
    made.neighbours = said.neighbours;
    made.timers = said.timers;
    made.in = directionOf(said, {}, false);
    made.out = directionOf(said, {}, true);
    made.distance = said.distance.value_or(made.distance);
    made.distances = said.distances;
    made.allowEcmp = said.allowEcmp;
    made.originatesDefault = said.defaultInformation;
    made.staticRoutes = said.staticRoutes;
    return made;
}

unsigned ripListensTo(const RipConfig &config)
{
    unsigned listens = 0;
    for (const routing::Protocol p : {routing::Protocol::connected, routing::Protocol::static_, routing::Protocol::ospf,
                                      routing::Protocol::bgp})
        if (redistributionOf(config, p))
            listens |= 1u << static_cast<unsigned>(p);
    return listens;
}

std::optional<rip::ExternalRoute> ripExternal(const RouterConfig &config, const rip::Filters &filters,
                                              const routing::Rib &rib, const routing::SelectedRoute &route)
{
    const RipRedistribution *redistribution = redistributionOf(*config.rip, route.protocol);
    if (!redistribution || route.prefix.family() != base::Family::ipv4 || route.prefix.address().isLoopback())
        return std::nullopt;
    rip::ExternalRoute made;
    made.prefix = route.prefix;
    made.code = ip::routeCode(route.protocol);
    made.tag = static_cast<std::uint16_t>(route.candidate.tag <= 0xffff ? route.candidate.tag : 0);
    if (!route.candidate.nextHops.empty()) {
        const routing::NextHop &hop = route.candidate.nextHops.front();
        made.port = hop.port;
        if (hop.gateway.isV4())
            made.nextHop = hop.gateway.v4();
        // A gateway without an interface, as of `ip route 10.0.0.0/8 192.0.2.1`: where it leads.
        if (!made.port.isValid() && hop.gateway.isValid())
            if (const routing::Resolution at = rib.resolve(hop.gateway); at.isConnected() && !at.paths.empty())
                made.port = at.paths.front().port;
    }
    const bool isConnected = route.protocol == routing::Protocol::connected;
    const std::uint8_t unsaidMetric = isConnected ? 1 : config.rip->defaultMetric;
    rip::MappedRoute mapped{made.prefix, redistribution->metric.value_or(unsaidMetric), false, made.tag, made.nextHop,
                            {}, {}, route.protocol, true};
    if (!redistribution->routeMap.empty() && !filters.routeMapPermits(redistribution->routeMap, mapped))
        return std::nullopt;
    // No router takes a route with metric 0, which `metric 0` would make.
    made.metric = static_cast<std::uint8_t>(std::clamp<std::uint32_t>(mapped.metric, 1, rip::kInfinity));
    made.tag = mapped.tag;
    return made;
}

} // namespace hopyard::router
