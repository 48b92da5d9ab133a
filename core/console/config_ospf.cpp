// The lines of `router ospf` apart from those of areas (config_ospf_area.cpp) and interfaces
// (config_ospf_interface.cpp); config_ospf_write.cpp writes them back. See config_commands.h.
//
// Each line with its `no`. Lines that say how FRR does its work and nothing about packets (write-multiplier,
// proactive-arp) are passed over; what FRR can do and this cannot is refused by name.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/console/config_ospf.h"

#include <algorithm>
#include <array>

namespace hopyard::console {

namespace ospf = routing::ospf;
using router::OspfConfig;
using router::OspfSource;

namespace {

OspfConfig &process(const ConfigAction &a)
{
    return a.config().ospf.need();
}

base::Ipv4Address address(const ConfigAction &a, std::string_view name)
{
    return *base::Ipv4Address::parse(a.arguments.get(name));
}

base::IpPrefix prefix(const ConfigAction &a)
{
    return *base::IpPrefix::parse(a.arguments.get("prefix"), true);
}

Outcome unsupported(const ConfigAction &)
{
    return "is not supported";
}

template <auto Member, std::uint32_t Default>
Outcome setNumber(const ConfigAction &a)
{
    process(a).*Member = a.isNo() ? Default : a.number("value");
    return {};
}

template <auto Member>
Outcome setOptional(const ConfigAction &a)
{
    auto &member = process(a).*Member;
    member.reset();
    if (!a.isNo())
        member = a.number("value");
    return {};
}

Outcome setRouterId(const ConfigAction &a)
{
    process(a).routerId.reset();
    if (a.isNo())
        return {};
    const base::Ipv4Address id = address(a, "id");
    if (id.isUnspecified())
        return "a router id is not 0.0.0.0";
    process(a).routerId = id;
    return {};
}

Outcome setAbrType(const ConfigAction &a)
{
    if (a.arguments.has("shortcut") || a.arguments.has("ibm"))
        return "the types of border routers that are supported are cisco and standard";
    process(a).abrType = a.isNo() || a.arguments.has("cisco") ? ospf::AbrType::cisco : ospf::AbrType::standard;
    return {};
}

Outcome setAdjacencyLog(const ConfigAction &a)
{
    using enum router::OspfAdjacencyLog;
    if (a.isNo())
        process(a).logAdjacency = a.arguments.has("detail") ? on : off;
    else
        process(a).logAdjacency = a.arguments.has("detail") ? detail : on;
    return {};
}

Outcome setSpfThrottle(const ConfigAction &a)
{
    ospf::Throttle throttle;
    if (!a.isNo())
        throttle = {base::Duration::milliseconds(a.number("delay")), base::Duration::milliseconds(a.number("initial")),
                    base::Duration::milliseconds(a.number("most"))};
    process(a).spf = throttle;
    return {};
}

Outcome setMaxMetricStartup(const ConfigAction &a)
{
    process(a).maxMetric.onStartup = a.isNo() ? 0 : a.number("value");
    return {};
}

Outcome setMaxMetric(const ConfigAction &a)
{
    process(a).maxMetric.administrative = !a.isNo();
    return {};
}

constexpr std::array<std::string_view, OspfConfig::kSources> kSourceNames{"kernel", "connected", "static", "rip", "bgp"};

std::size_t sourceOf(const ConfigAction &a)
{
    std::size_t i = 0;
    while (i + 1 < kSourceNames.size() && !a.arguments.has(kSourceNames[i]))
        ++i;
    return i;
}

void readRedistribution(const ConfigAction &a, router::OspfRedistribution &into)
{
    if (a.arguments.has("metric"))
        into.metric = a.number("metricValue");
    into.type1 = a.arguments.get("type") == "1";
    into.routeMap = a.arguments.get("map");
}

Outcome redistribute(const ConfigAction &a)
{
    auto &said = process(a).redistribute[sourceOf(a)];
    said.reset();
    if (!a.isNo())
        readRedistribution(a, said.emplace());
    return {};
}

Outcome setDistributeList(const ConfigAction &a)
{
    process(a).distributeLists[sourceOf(a)] = a.isNo() ? std::string() : a.arguments.get("name");
    return {};
}

Outcome setDefaultInformation(const ConfigAction &a)
{
    auto &said = process(a).defaultInformation;
    said.reset();
    if (a.isNo())
        return {};
    readRedistribution(a, said.emplace());
    said->always = a.arguments.has("always");
    return {};
}

Outcome setSummaryAddress(const ConfigAction &a)
{
    auto &all = process(a).summaryAddresses;
    if (a.isNo())
        return all.erase(prefix(a)) > 0 ? Outcome() : "there is no such summary address";
    all[prefix(a)] = {!a.arguments.has("no-advertise"), a.arguments.has("tag") ? a.number("value") : 0};
    return {};
}

/// `passive-interface eth0`: FRR, too, keeps it as a line of the interface.
Outcome setPassive(const ConfigAction &a)
{
    router::InterfaceConfig &interface = a.config().interfaces[a.arguments.get("interface")];
    if (interface.line.number == 0)
        interface.line = {a.line};
    router::OspfInterfaceConfig &said = interface.ospf.need();
    router::OspfInterfaceSettings &settings = a.arguments.has("address") ? said.addresses[address(a, "address")] : said;
    setOspfPassive(settings, !a.isNo(), process(a).passiveDefault);
    return {};
}

Outcome network(const ConfigAction &a)
{
    auto &networks = process(a).networks;
    const auto there = networks.find(prefix(a));
    const router::OspfAreaName area = ospfArea(a);
    if (a.isNo()) {
        if (there == networks.end() || there->second.id != area.id)
            return "there is no such network line";
        networks.erase(there);
        return {};
    }
    // FRR takes one way of naming an interface's area or the other.
    for (const auto &[name, interface] : a.config().interfaces) {
        const bool some = interface.ospf && (interface.ospf->area ||
                                             std::ranges::any_of(interface.ospf->addresses,
                                                                 [](const auto &one) { return one.second.area.has_value(); }));
        if (some)
            return "interface " + name + " has \"ip ospf area\", and areas are said in one way or the other";
    }
    if (there != networks.end())
        return there->second.id == area.id ? Outcome() : "there is such a network line with another area";
    networks.emplace(prefix(a), area);
    return {};
}

Outcome neighbour(const ConfigAction &a)
{
    auto &all = process(a).neighbours;
    if (a.isNo())
        return all.erase(address(a, "address")) > 0 ? Outcome() : "there is no such neighbor line";
    router::OspfNbmaNeighbour said;
    said.priority = static_cast<std::uint8_t>(a.number("priorityValue"));
    if (a.arguments.has("poll-interval"))
        said.pollInterval = static_cast<std::uint16_t>(a.number("poll"));
    all[address(a, "address")] = said;
    return {};
}

Outcome setDistance(const ConfigAction &a)
{
    process(a).distance.reset();
    if (!a.isNo())
        process(a).distance = static_cast<std::uint8_t>(a.number("value"));
    return {};
}

Outcome setDistances(const ConfigAction &a)
{
    const auto number = [&](std::string_view name) {
        return a.isNo() ? std::uint8_t(0) : static_cast<std::uint8_t>(a.number(name));
    };
    process(a).distances = {number("intra"), number("inter"), number("ext")};
    return {};
}

Outcome setHelper(const ConfigAction &a)
{
    ospf::GracefulHelper &helper = process(a).gracefulHelper;
    if (a.arguments.has("enable"))
        helper.enabled = !a.isNo();
    else if (a.arguments.has("strict-lsa-checking"))
        helper.strictLsaCheck = !a.isNo();
    else if (a.arguments.has("planned-only"))
        helper.plannedOnly = !a.isNo();
    else
        helper.maxSeconds = a.isNo() ? ospf::GracefulHelper().maxSeconds : a.number("value");
    return {};
}

constexpr std::array<ConfigCommand, 3> kTop{{
    {"router ospf", enterPart<process, ConfigMode::ospf>},
    {"router ospf LINE", [](const ConfigAction &) { return Outcome("instances and VRFs are not supported"); }},
    {"no router ospf", [](const ConfigAction &a) { return a.config().ospf.reset(), Outcome(); }},
}};

constexpr auto setReferenceBandwidth = setOptional<&OspfConfig::referenceBandwidth>;
constexpr auto setMinInterval = setNumber<&OspfConfig::lsaMinInterval, 5000>;
constexpr auto setMinArrival = setNumber<&OspfConfig::lsaMinArrival, 1000>;
constexpr auto setMaximumPaths = setNumber<&OspfConfig::maximumPaths, OspfConfig::kDefaultMaximumPaths>;
constexpr auto setRfc1583 = setFlagOf<process, &OspfConfig::rfc1583Compatible>;
constexpr auto setPassiveDefault = setFlagOf<process, &OspfConfig::passiveDefault>;
constexpr auto setOpaque = setFlagOf<process, &OspfConfig::opaque>;
constexpr auto setDefaultMetric = setOptional<&OspfConfig::defaultMetric>;

#define HOPYARD_OSPF_SOURCES "<kernel|connected|static|rip|bgp>"
#define HOPYARD_OSPF_METRIC "metric (0-16777214)$metricValue|metric-type (1-2)$type|route-map WORD$map"

constexpr ConfigCommand kProcess[] = {
    {"ospf router-id A.B.C.D$id", setRouterId},
    {"no ospf router-id [A.B.C.D$id]", setRouterId},
    {"router-id A.B.C.D$id", setRouterId},
    {"no router-id [A.B.C.D$id]", setRouterId},
    {"ospf abr-type <cisco|ibm|shortcut|standard>", setAbrType},
    {"no ospf abr-type [<cisco|ibm|shortcut|standard>]", setAbrType},
    {"log-adjacency-changes [detail]", setAdjacencyLog},
    {"no log-adjacency-changes [detail]", setAdjacencyLog},
    {"compatible rfc1583", setRfc1583},
    {"no compatible rfc1583", setRfc1583},
    {"ospf rfc1583compatibility", setRfc1583},
    {"no ospf rfc1583compatibility", setRfc1583},
    {"auto-cost reference-bandwidth (1-4294967)$value", setReferenceBandwidth},
    {"no auto-cost reference-bandwidth [(1-4294967)$value]", setReferenceBandwidth},
    {"timers throttle spf (0-600000)$delay (0-600000)$initial (0-600000)$most", setSpfThrottle},
    {"no timers throttle spf [(0-600000)$delay (0-600000)$initial (0-600000)$most]", setSpfThrottle},
    {"timers throttle lsa all (0-5000)$value", setMinInterval},
    {"no timers throttle lsa all [(0-5000)$value]", setMinInterval},
    {"timers lsa min-arrival (0-600000)$value", setMinArrival},
    {"no timers lsa min-arrival [(0-600000)$value]", setMinArrival},
    {"maximum-paths (1-256)$value", setMaximumPaths},
    {"no maximum-paths [(1-256)$value]", setMaximumPaths},
    {"max-metric router-lsa administrative", setMaxMetric},
    {"no max-metric router-lsa administrative", setMaxMetric},
    {"max-metric router-lsa on-startup (5-86400)$value", setMaxMetricStartup},
    {"no max-metric router-lsa on-startup [(5-86400)$value]", setMaxMetricStartup},
    {"redistribute " HOPYARD_OSPF_SOURCES " [{" HOPYARD_OSPF_METRIC "}]", redistribute},
    {"no redistribute " HOPYARD_OSPF_SOURCES " [{" HOPYARD_OSPF_METRIC "}]", redistribute},
    {"distribute-list WORD$name out " HOPYARD_OSPF_SOURCES, setDistributeList},
    {"no distribute-list WORD$name out " HOPYARD_OSPF_SOURCES, setDistributeList},
    {"default-information originate [{always|" HOPYARD_OSPF_METRIC "}]", setDefaultInformation},
    {"no default-information originate [{always|" HOPYARD_OSPF_METRIC "}]", setDefaultInformation},
    {"default-metric (0-16777214)$value", setDefaultMetric},
    {"no default-metric [(0-16777214)$value]", setDefaultMetric},
    {"graceful-restart helper <enable|strict-lsa-checking|planned-only|supported-grace-time (10-1800)$value>", setHelper},
    {"no graceful-restart helper <enable|strict-lsa-checking|planned-only|supported-grace-time [(10-1800)$value]>", setHelper},
    {"summary-address A.B.C.D/M$prefix [<tag (1-4294967295)$value|no-advertise>]", setSummaryAddress},
    {"no summary-address A.B.C.D/M$prefix [<tag (1-4294967295)$value|no-advertise>]", setSummaryAddress},
    {"passive-interface default", setPassiveDefault},
    {"no passive-interface default", setPassiveDefault},
    {"passive-interface INTERFACE$interface [A.B.C.D$address]", setPassive},
    {"no passive-interface INTERFACE$interface [A.B.C.D$address]", setPassive},
    {"network A.B.C.D/M$prefix area <A.B.C.D$area|(0-4294967295)$area>", network},
    {"no network A.B.C.D/M$prefix area <A.B.C.D$area|(0-4294967295)$area>", network},
    {"neighbor A.B.C.D$address [{priority (0-255)$priorityValue|poll-interval (1-65535)$poll}]", neighbour},
    {"no neighbor A.B.C.D$address [{priority (0-255)$priorityValue|poll-interval (1-65535)$poll}]", neighbour},
    {"distance (1-255)$value", setDistance},
    {"no distance [(1-255)$value]", setDistance},
    {"distance ospf {intra-area (1-255)$intra|inter-area (1-255)$inter|external (1-255)$ext}", setDistances},
    {"no distance ospf [{intra-area [(1-255)$intra]|inter-area [(1-255)$inter]|external [(1-255)$ext]}]", setDistances},
    {"capability opaque", setOpaque},
    {"no capability opaque", setOpaque},
    {"ospf opaque-lsa", setOpaque},
    {"no ospf opaque-lsa", setOpaque},
    // How FRR does its work.
    {"write-multiplier (1-100)", ignoreLine},
    {"no write-multiplier [(1-100)]", ignoreLine},
    {"ospf write-multiplier (1-100)", ignoreLine},
    {"no ospf write-multiplier [(1-100)]", ignoreLine},
    {"proactive-arp", ignoreLine},
    {"no proactive-arp", ignoreLine},
    {"ospf send-extra-data zebra", ignoreLine},
    {"no ospf send-extra-data zebra", ignoreLine},
    // What FRR can do and this cannot.
    {"redistribute <isis|eigrp|nhrp|table|vnc|babel|openfabric|ospf> [LINE]", unsupported},
    {"max-metric router-lsa on-shutdown (5-100)", unsupported},
    {"graceful-restart [grace-period (1-1800)]", unsupported},
    {"graceful-restart helper enable A.B.C.D", unsupported},
    {"refresh timer (10-1800)", unsupported},
    {"aggregation timer (5-1800)", unsupported},
    {"fast-reroute LINE", unsupported},
    {"mpls-te LINE", unsupported},
    {"mpls LINE", unsupported},
    {"router-info LINE", unsupported},
    {"segment-routing LINE", unsupported},
    {"pce LINE", unsupported},
};

#undef HOPYARD_OSPF_SOURCES
#undef HOPYARD_OSPF_METRIC

} // namespace

ConfigCommands ospfTopCommands() { return kTop; }

ConfigCommands ospfCommands()
{
    static const std::vector<ConfigCommand> all = [] {
        std::vector<ConfigCommand> made(std::begin(kProcess), std::end(kProcess));
        made.insert(made.end(), ospfAreaCommands().begin(), ospfAreaCommands().end());
        return made;
    }();
    return all;
}

} // namespace hopyard::console
