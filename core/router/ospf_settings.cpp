// See ospf_settings.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/router/ospf_settings.h"

#include <algorithm>

namespace hopyard::router {

namespace ospf = routing::ospf;

namespace {

std::vector<base::PortIndex> allPorts(const ip::Stack &stack)
{
    std::vector<base::PortIndex> ports = stack.ports();
    ports.push_back(ip::kLoopbackPort);
    return ports;
}

/// The setting of the address, else of the interface.
template <class Value>
const std::optional<Value> &either(const std::optional<Value> &ofAddress, const std::optional<Value> &ofInterface)
{
    return ofAddress ? ofAddress : ofInterface;
}

std::optional<ospf::AreaId> areaOf(const OspfConfig &process, const OspfInterfaceConfig &interface,
                                   const OspfInterfaceSettings &address, const base::InterfaceAddress &own)
{
    if (const auto &said = either(address.area, interface.area))
        return said->id;
    for (const auto &[prefix, area] : process.networks)
        if (prefix.contains(own.network()))
            return area.id;
    return std::nullopt;
}

/// Without a dead interval of its own, what says the hello interval says it too, as four of them.
ospf::InterfaceTimers timersOf(const OspfInterfaceConfig &interface, const OspfInterfaceSettings &address)
{
    ospf::InterfaceTimers timers;
    timers.hello = either(address.hello, interface.hello).value_or(timers.hello);
    timers.retransmit = either(address.retransmit, interface.retransmit).value_or(timers.retransmit);
    timers.transmitDelay = either(address.transmitDelay, interface.transmitDelay).value_or(timers.transmitDelay);
    const bool ofAddress = address.dead || address.helloMultiplier != 0 || address.hello;
    const OspfInterfaceSettings &says = ofAddress ? address : interface;
    timers.helloMultiplier = says.helloMultiplier;
    timers.dead = timers.helloMultiplier != 0 ? 1 : says.dead.value_or(4u * timers.hello);
    return timers;
}

ospf::AuthenticationConfig authenticationOf(const OspfInterfaceConfig &interface, const OspfInterfaceSettings &address)
{
    return {either(address.authentication, interface.authentication),
            address.password.empty() ? interface.password : address.password,
            address.keys.empty() ? interface.keys : address.keys};
}

ospf::InterfaceConfig interfaceConfig(const OspfConfig &process, const ip::Interface &interface,
                                      const base::InterfaceAddress &own, const OspfInterfaceConfig &said,
                                      const OspfInterfaceSettings &address)
{
    ospf::InterfaceConfig made;
    made.name = interface.name;
    made.length = own.length;
    made.type =
        interface.isLoopback ? ospf::NetworkType::loopback : said.network.value_or(ospf::NetworkType::broadcast);
    made.cost = either(address.cost, said.cost);
    made.timers = timersOf(said, address);
    made.priority = either(address.priority, said.priority).value_or(1);
    made.passive = either(address.passive, said.passive).value_or(process.passiveDefault);
    made.mtuIgnore = address.mtuIgnore || said.mtuIgnore;
    made.authentication = authenticationOf(said, address);
    if (made.type == ospf::NetworkType::nbma)
        for (const auto &[neighbour, settings] : process.neighbours)
            if (own.network().contains(base::IpAddress(neighbour)))
                made.neighbours.push_back({neighbour, settings.priority, settings.pollInterval});
    return made;
}

bool takesPart(const ip::Interface &interface, const base::InterfaceAddress &own)
{
    if (!own.address.isV4() || own.address.isLoopback())
        return false;
    for (const base::InterfaceAddress &earlier : interface.addresses) {
        if (earlier == own)
            return true;
        if (earlier.network() == own.network())
            return false;
    }
    return true;
}

void addInterfaces(ospf::Config &made, const RouterConfig &config, const ip::Interface &interface, base::PortIndex port)
{
    static const OspfInterfaceConfig kNothingSaid;
    const auto part = config.interfaces.find(interface.name);
    const OspfInterfaceConfig &said =
        part != config.interfaces.end() && part->second.ospf ? *part->second.ospf : kNothingSaid;
    for (const base::InterfaceAddress &own : interface.addresses) {
        if (!takesPart(interface, own))
            continue;
        const auto at = said.addresses.find(own.address.v4());
        const OspfInterfaceSettings &address =
            at != said.addresses.end() ? at->second : static_cast<const OspfInterfaceSettings &>(kNothingSaid);
        const auto area = areaOf(*config.ospf, said, address, own);
        if (!area)
            continue;
        ospf::InterfaceConfig one = interfaceConfig(*config.ospf, interface, own, said, address);
        one.area = *area;
        made.interfaces.emplace(ospf::InterfaceId{port, own.address.v4(), {}}, std::move(one));
    }
}

ospf::AreaConfig areaConfig(const OspfAreaConfig &said)
{
    ospf::AreaConfig made;
    made.type = said.type;
    made.noSummary = said.noSummary;
    made.defaultCost = said.defaultCost;
    made.translator = said.translator;
    made.authentication = said.authentication.value_or(ospf::Authentication::none);
    for (const auto &[prefix, range] : said.ranges)
        made.ranges.push_back({prefix, range.advertise, range.cost});
    for (const auto &[peer, link] : said.virtualLinks)
        made.virtualLinks.push_back({peer, link.timers, {link.authentication, link.password, link.keys}});
    return made;
}

/// A route map sees the default route alone, not whose it is; FRR asks it about every route of others.
ospf::DefaultInformation defaultInformation(const RouterConfig &config)
{
    const OspfDefaultInformation &said = *config.ospf->defaultInformation;
    ospf::DefaultInformation made{true, said.always, said.metric ? said.metric : config.ospf->defaultMetric,
                                  !said.type1, 0};
    if (said.routeMap.empty())
        return made;
    routing::policy::RouteContext asked;
    asked.prefix = base::IpPrefix(base::Ipv4Address(), 0);
    if (!config.policies.routeMapPermits(said.routeMap, asked))
        return {};
    if (asked.metricIsSet && asked.metric)
        made.metric = asked.metric;
    if (asked.metricType)
        made.type2 = *asked.metricType == 2;
    if (asked.tagIsSet)
        made.tag = asked.tag;
    return made;
}

std::optional<std::uint8_t> distance(std::uint8_t said)
{
    return said == 0 ? std::nullopt : std::optional(said);
}

} // namespace

ospf::RouterId chooseRouterId(const ip::Stack &stack)
{
    base::Ipv4Address loopback, other;
    for (const base::PortIndex port : allPorts(stack)) {
        const ip::Interface &interface = *stack.interface(port);
        base::Ipv4Address &highest = interface.isLoopback ? loopback : other;
        for (const base::InterfaceAddress &own : interface.addresses)
            if (own.address.isV4() && !own.address.isLoopback())
                highest = std::max(highest, own.address.v4());
    }
    return loopback.isUnspecified() ? other : loopback;
}

ospf::Config ospfConfig(const RouterConfig &config, const ip::Stack &stack, ospf::RouterId routerId)
{
    const OspfConfig &said = *config.ospf;
    ospf::Config made;
    made.routerId = routerId;
    for (const auto &[id, area] : said.areas)
        made.areas.emplace(id, areaConfig(area));
    for (const base::PortIndex port : allPorts(stack))
        addInterfaces(made, config, *stack.interface(port), port);
    made.referenceBandwidth = said.referenceBandwidth.value_or(made.referenceBandwidth);
    made.spf = said.spf;
    made.lsaMinInterval = base::Duration::milliseconds(said.lsaMinInterval);
    made.lsaMinArrival = base::Duration::milliseconds(said.lsaMinArrival);
    made.rfc1583Compatible = said.rfc1583Compatible;
    made.abrType = said.abrType;
    made.opaque = said.opaque;
    made.maxMetric = said.maxMetric;
    made.gracefulHelper = said.gracefulHelper;
    made.redistributes = std::ranges::any_of(said.redistribute, [](const auto &one) { return one.has_value(); });
    if (said.defaultInformation)
        made.defaultInformation = defaultInformation(config);
    for (const auto &[prefix, summary] : said.summaryAddresses)
        made.externalRanges.push_back({prefix, summary.advertise, summary.tag});
    made.distances = {said.distance.value_or(made.distances.all), distance(said.distances.intraArea),
                      distance(said.distances.interArea), distance(said.distances.external)};
    made.maxPaths = static_cast<std::uint16_t>(said.maximumPaths);
    return made;
}

std::map<base::PortIndex, ospf::PortState> ospfPorts(const RouterConfig &config, const ip::Stack &stack,
                                                     const std::map<base::PortIndex, base::BitRate> &speeds)
{
    constexpr std::uint64_t kMega = 1'000'000; // in whole Mbit/s, at least one: as FRR learns it of its interfaces
    std::map<base::PortIndex, ospf::PortState> made;
    for (const base::PortIndex port : allPorts(stack)) {
        const ip::Interface &interface = *stack.interface(port);
        ospf::PortState &state = made[port];
        state.up = interface.isUp();
        state.mtu = interface.mtu;
        if (const auto speed = speeds.find(port); speed != speeds.end())
            state.bandwidth =
                base::BitRate::bitsPerSecond(std::max<std::uint64_t>(speed->second.bps() / kMega, 1) * kMega);
        const auto part = config.interfaces.find(interface.name);
        if (part != config.interfaces.end() && part->second.bandwidth)
            state.bandwidth = base::BitRate::bitsPerSecond(*part->second.bandwidth * kMega);
    }
    return made;
}

} // namespace hopyard::router
