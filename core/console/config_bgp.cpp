// The lines of `router bgp` and of its address families apart from neighbours' (config_bgp_neighbour.cpp);
// config_bgp_write.cpp writes them back. See config_commands.h.
//
// Lines that say how FRR does its work are passed over; what FRR can do and this cannot is refused by name.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/console/config_bgp.h"

#include <algorithm>

namespace hopyard::console {

namespace bgp = routing::bgp;
using bgp::Config;
using bgp::FamilyConfig;

namespace {

Outcome enterBgp(const ConfigAction &a)
{
    const std::uint32_t as = a.number("as");
    if (a.config().bgp && bgpOf(a).as != as)
        return "BGP is already running; its AS is " + std::to_string(bgpOf(a).as);
    bgpOf(a).as = as;
    a.enter(ConfigMode::bgp);
    return {};
}

Outcome enterRunning(const ConfigAction &a)
{
    if (!a.config().bgp)
        return "there is no BGP process: say its AS";
    a.enter(ConfigMode::bgp);
    return {};
}

Outcome removeBgp(const ConfigAction &a)
{
    if (a.arguments.has("as") && a.config().bgp && bgpOf(a).as != a.number("as"))
        return "the AS of the BGP process is " + std::to_string(bgpOf(a).as);
    a.config().bgp.reset();
    return {};
}

Outcome enterFamily(const ConfigAction &a)
{
    a.enter(ConfigMode::bgpFamily, a.arguments.has("ipv6") ? "ipv6" : "ipv4");
    return {};
}

bgp::BestPath &bestPath(const ConfigAction &a) { return bgpOf(a).bestPath; }
template <auto Member, bool isOpposite = false>
constexpr auto setFlag = setFlagOf<bgpOf, Member, isOpposite>;
template <auto Member>
constexpr auto setRule = setFlagOf<bestPath, Member>;

template <std::optional<bgp::RouterId> Config::*Member>
Outcome setId(const ConfigAction &a)
{
    bgpOf(a).*Member = a.isNo() ? std::nullopt : base::Ipv4Address::parse(a.arguments.get("id"));
    return {};
}

Outcome setClusterNumber(const ConfigAction &a)
{
    bgpOf(a).clusterId = bgp::RouterId(a.number("value"));
    return {};
}

Outcome setMedRules(const ConfigAction &a)
{
    if (a.arguments.has("confed"))
        bgpOf(a).bestPath.medConfed = !a.isNo();
    if (a.arguments.has("missing-as-worst"))
        bgpOf(a).bestPath.medMissingAsWorst = !a.isNo();
    return {};
}

Outcome setConfederation(const ConfigAction &a)
{
    bgpOf(a).confederation.identifier = a.isNo() ? 0 : a.number("as");
    return {};
}

/// The numbers are the rest of the line.
Outcome setConfederationPeers(const ConfigAction &a)
{
    std::vector<wire::AsNumber> numbers;
    for (const Word &word : splitWords(a.arguments.get("peers"))) {
        std::uint64_t as = 0;
        if (word.text.size() > 10 || !std::all_of(word.text.begin(), word.text.end(), [](char c) { return c >= '0' && c <= '9'; }))
            return "\"" + word.text + "\" is no AS number";
        for (const char c : word.text)
            as = as * 10 + static_cast<std::uint64_t>(c - '0');
        if (as == 0 || as > 0xffffffff)
            return "\"" + word.text + "\" is no AS number";
        numbers.push_back(static_cast<wire::AsNumber>(as));
    }
    for (const wire::AsNumber as : numbers) {
        if (a.isNo())
            bgpOf(a).confederation.members.erase(as);
        else
            bgpOf(a).confederation.members.insert(as);
    }
    return {};
}

Outcome setTimers(const ConfigAction &a)
{
    bgpOf(a).timers = {};
    if (!a.isNo())
        bgpOf(a).timers = {static_cast<std::uint16_t>(a.number("keepalive")), static_cast<std::uint16_t>(a.number("hold"))};
    return {};
}

Outcome setMinimumHold(const ConfigAction &a)
{
    bgpOf(a).minimumHoldTime.reset();
    if (!a.isNo())
        bgpOf(a).minimumHoldTime = static_cast<std::uint16_t>(a.number("value"));
    return {};
}

Outcome setLocalPreference(const ConfigAction &a)
{
    bgpOf(a).defaultLocalPreference = a.isNo() ? 100 : a.number("value");
    return {};
}

Outcome setRestartTime(const ConfigAction &a)
{
    bgpOf(a).gracefulRestart.restartTime = static_cast<std::uint16_t>(a.isNo() ? 120 : a.number("value"));
    return {};
}
Outcome setStaleTime(const ConfigAction &a)
{
    bgpOf(a).gracefulRestart.staleTime = static_cast<std::uint16_t>(a.isNo() ? 360 : a.number("value"));
    return {};
}
Outcome disableRestart(const ConfigAction &a)
{
    bgpOf(a).gracefulRestart.mode = a.isNo() ? bgp::GracefulRestart::Mode::helper : bgp::GracefulRestart::Mode::disabled;
    return {};
}

Outcome setListenLimit(const ConfigAction &a)
{
    bgpOf(a).listenLimit = a.isNo() ? 100 : a.number("value");
    return {};
}

Outcome setListenRange(const ConfigAction &a)
{
    const bgp::ListenRange range{*base::IpPrefix::parse(a.arguments.get("prefix"), true), a.arguments.get("group")};
    std::vector<bgp::ListenRange> &ranges = bgpOf(a).listenRanges;
    const auto there = std::find(ranges.begin(), ranges.end(), range);
    if (a.isNo()) {
        if (there == ranges.end())
            return "there is no such listen range";
        ranges.erase(there);
        return {};
    }
    if (!bgpOf(a).groups.contains(range.group))
        return "there is no peer-group \"" + range.group + "\"";
    if (there == ranges.end())
        ranges.insert(std::upper_bound(ranges.begin(), ranges.end(), range), range);
    return {};
}

// --- address families ---

base::Result<base::IpPrefix, Outcome> prefixOf(const ConfigAction &a)
{
    const auto prefix = base::IpPrefix::parse(a.arguments.get("prefix"), true);
    if (!prefix || prefix->family() != familyOf(bgpAfi(a)))
        return base::fail(Outcome("is a prefix of the other address family"));
    return *prefix;
}

Outcome setNetwork(const ConfigAction &a)
{
    const auto prefix = prefixOf(a);
    if (!prefix)
        return prefix.error();
    if (a.isNo())
        return bgpFamily(a).networks.erase(*prefix) ? Outcome() : "there is no such network line";
    bgpFamily(a).networks[*prefix] = {a.arguments.get("map"), a.arguments.has("backdoor")};
    return {};
}

Outcome setAggregate(const ConfigAction &a)
{
    const auto prefix = prefixOf(a);
    if (!prefix)
        return prefix.error();
    if (a.isNo())
        return bgpFamily(a).aggregates.erase(*prefix) ? Outcome() : "there is no such aggregate";
    bgp::Aggregate aggregate;
    aggregate.asSet = a.arguments.has("as-set");
    aggregate.summaryOnly = a.arguments.has("summary-only");
    aggregate.matchingMedOnly = a.arguments.has("matching-MED-only");
    aggregate.routeMap = a.arguments.get("map");
    if (a.arguments.has("origin"))
        aggregate.origin = a.arguments.has("egp")   ? wire::BgpOrigin::egp
                           : a.arguments.has("igp") ? wire::BgpOrigin::igp
                                                    : wire::BgpOrigin::incomplete;
    bgpFamily(a).aggregates[*prefix] = aggregate;
    return {};
}

Outcome redistribute(const ConfigAction &a)
{
    std::size_t source = 0;
    while (source + 1 < bgp::kSources && !a.arguments.has(toString(static_cast<bgp::Source>(source))))
        ++source;
    auto &said = bgpFamily(a).redistribute[source];
    said.reset();
    if (a.isNo())
        return {};
    said.emplace();
    if (a.arguments.has("metric"))
        said->metric = a.number("value");
    said->routeMap = a.arguments.get("map");
    return {};
}

Outcome setMaximumPaths(const ConfigAction &a)
{
    FamilyConfig &family = bgpFamily(a);
    auto &paths = a.arguments.has("ibgp") ? family.maximumPathsIbgp : family.maximumPaths;
    paths.reset();
    if (!a.isNo())
        paths = static_cast<std::uint16_t>(a.number("value"));
    if (a.arguments.has("ibgp"))
        family.ibgpEqualClusterLength = !a.isNo() && a.arguments.has("equal-cluster-length");
    return {};
}

Outcome setDistances(const ConfigAction &a)
{
    bgpFamily(a).distances.reset();
    if (!a.isNo())
        bgpFamily(a).distances = bgp::Distances{static_cast<std::uint8_t>(a.number("external")), static_cast<std::uint8_t>(a.number("internal")),
                                                static_cast<std::uint8_t>(a.number("own"))};
    return {};
}

Outcome setDampening(const ConfigAction &a)
{
    auto &said = bgpFamily(a).dampening;
    said.reset();
    if (a.isNo())
        return {};
    said.emplace();
    if (a.arguments.has("half")) {
        said->halfLife = static_cast<std::uint16_t>(a.number("half"));
        said->maxSuppress = static_cast<std::uint16_t>(said->halfLife * 4);
    }
    if (a.arguments.has("reuse")) {
        said->reuse = a.number("reuse");
        said->suppress = a.number("suppress");
        said->maxSuppress = static_cast<std::uint16_t>(a.number("most"));
    }
    return {};
}

constexpr ConfigCommand kTop[] = {
    {"router bgp (1-4294967295)$as", enterBgp},
    {"router bgp", enterRunning},
    {"no router bgp [(1-4294967295)$as]", removeBgp},
};

constexpr ConfigCommand kProcess[] = {
    {"bgp router-id A.B.C.D$id", setId<&Config::routerId>},
    {"no bgp router-id [A.B.C.D$id]", setId<&Config::routerId>},
    {"bgp cluster-id A.B.C.D$id", setId<&Config::clusterId>},
    {"bgp cluster-id (1-4294967295)$value", setClusterNumber},
    {"no bgp cluster-id [WORD]", setId<&Config::clusterId>},
    {"[no] bgp log-neighbor-changes", setFlag<&Config::logNeighbourChanges>},
    {"[no] bgp ebgp-requires-policy", setFlag<&Config::ebgpRequiresPolicy>},
    {"[no] bgp default ipv4-unicast", setFlag<&Config::defaultIpv4Unicast>},
    {"[no] bgp network import-check", setFlag<&Config::networkImportCheck>},
    {"[no] bgp client-to-client reflection", setFlag<&Config::clientToClientReflection>},
    {"[no] bgp fast-external-failover", setFlag<&Config::fastExternalFailover>},
    {"[no] bgp shutdown", setFlag<&Config::shutdown>},
    {"[no] bgp graceful-shutdown", setFlag<&Config::gracefulShutdown>},
    {"[no] bgp always-compare-med", setRule<&bgp::BestPath::alwaysCompareMed>},
    {"[no] bgp deterministic-med", setRule<&bgp::BestPath::deterministicMed>},
    {"[no] bgp bestpath as-path ignore", setRule<&bgp::BestPath::asPathIgnore>},
    {"[no] bgp bestpath as-path confed", setRule<&bgp::BestPath::asPathConfed>},
    {"[no] bgp bestpath as-path multipath-relax [no-as-set]", setRule<&bgp::BestPath::multipathRelax>},
    {"[no] bgp bestpath compare-routerid", setRule<&bgp::BestPath::compareRouterId>},
    {"[no] bgp bestpath med <confed [missing-as-worst]|missing-as-worst [confed]>", setMedRules},
    {"bgp confederation identifier (1-4294967295)$as", setConfederation},
    {"no bgp confederation identifier [(1-4294967295)$as]", setConfederation},
    {"bgp confederation peers LINE$peers", setConfederationPeers},
    {"no bgp confederation peers LINE$peers", setConfederationPeers},
    {"bgp default local-preference (0-4294967295)$value", setLocalPreference},
    {"no bgp default local-preference [(0-4294967295)$value]", setLocalPreference},
    {"timers bgp (0-65535)$keepalive (0-65535)$hold", setTimers},
    {"no timers bgp [(0-65535) (0-65535)]", setTimers},
    {"bgp minimum-holdtime (1-65535)$value", setMinimumHold},
    {"no bgp minimum-holdtime [(1-65535)]", setMinimumHold},
    {"bgp graceful-restart restart-time (0-4095)$value", setRestartTime},
    {"no bgp graceful-restart restart-time [(0-4095)]", setRestartTime},
    {"bgp graceful-restart stalepath-time (1-4095)$value", setStaleTime},
    {"no bgp graceful-restart stalepath-time [(1-4095)]", setStaleTime},
    {"[no] bgp graceful-restart-disable", disableRestart},
    {"bgp listen limit (1-65535)$value", setListenLimit},
    {"no bgp listen limit [(1-65535)]", setListenLimit},
    {"[no] bgp listen range PREFIX$prefix peer-group WORD$group", setListenRange},
    {"address-family <ipv4|ipv6> [unicast]", enterFamily},
    // How FRR does its work.
    {"[no] bgp suppress-duplicates", ignoreLine},
    {"[no] bgp default show-hostname", ignoreLine},
    {"[no] bgp default show-nexthop-hostname", ignoreLine},
    {"coalesce-time (0-4294967295)", ignoreLine},
    {"no coalesce-time [(0-4294967295)]", ignoreLine},
    {"read-quanta (1-10)", ignoreLine},
    {"write-quanta (1-64)", ignoreLine},
    {"update-delay (0-3600) [(1-3600)]", ignoreLine},
    // What FRR can do and this cannot.
    {"bgp graceful-restart", bgpUnsupported},
    {"bgp graceful-restart <preserve-fw-state|notification|rib-stale-time|select-defer-time|disable-eor> [LINE]", bgpUnsupported},
    {"bgp <max-med|route-map|conditional-advertisement|suppress-fib-pending|update-delay|route-reflector|disable-ebgp-connected-route-check|default-originate|reject-as-sets|rpki> [LINE]", bgpUnsupported},
    {"address-family <ipv4|ipv6> <multicast|labeled-unicast|vpn|flowspec>", bgpUnsupported},
    {"address-family l2vpn evpn", bgpUnsupported},
    {"segment-routing LINE", bgpUnsupported},
};

constexpr ConfigCommand kFamily[] = {
    {"network PREFIX$prefix [{route-map WORD$map|backdoor}]", setNetwork},
    {"no network PREFIX$prefix [LINE]", setNetwork},
    {"aggregate-address PREFIX$prefix [{as-set|summary-only|route-map WORD$map|origin <egp|igp|incomplete>|matching-MED-only}]", setAggregate},
    {"no aggregate-address PREFIX$prefix [LINE]", setAggregate},
    {"redistribute <kernel|connected|static|rip|ospf> [{metric (0-4294967295)$value|route-map WORD$map}]", redistribute},
    {"no redistribute <kernel|connected|static|rip|ospf> [LINE]", redistribute},
    {"maximum-paths (1-256)$value", setMaximumPaths},
    {"no maximum-paths [(1-256)]", setMaximumPaths},
    {"maximum-paths ibgp (1-256)$value [equal-cluster-length]", setMaximumPaths},
    {"no maximum-paths ibgp [(1-256) [equal-cluster-length]]", setMaximumPaths},
    {"distance bgp (1-255)$external (1-255)$internal (1-255)$own", setDistances},
    {"no distance bgp [LINE]", setDistances},
    {"bgp dampening [(1-45)$half [(1-20000)$reuse (1-20000)$suppress (1-255)$most]]", setDampening},
    {"no bgp dampening [LINE]", setDampening},
    // What FRR can do and this cannot.
    {"redistribute <isis|eigrp|nhrp|table|vnc|babel|openfabric|bgp> [LINE]", bgpUnsupported},
    {"table-map WORD", bgpUnsupported},
    {"distance (1-255) PREFIX [WORD]", bgpUnsupported},
    {"import vrf LINE", bgpUnsupported},
    {"label vpn LINE", bgpUnsupported},
    {"rd LINE", bgpUnsupported},
    {"rt LINE", bgpUnsupported},
};

std::vector<ConfigCommand> joined(std::initializer_list<ConfigCommands> parts)
{
    std::vector<ConfigCommand> all;
    for (const ConfigCommands &part : parts)
        all.insert(all.end(), part.begin(), part.end());
    return all;
}

} // namespace

ConfigCommands bgpTopCommands() { return kTop; }

ConfigCommands bgpCommands()
{
    // As in FRR, the lines of an address family may stand outside one, and are about IPv4 then.
    static const std::vector<ConfigCommand> all = joined({kProcess, bgpNeighbourCommands(), kFamily, bgpNeighbourFamilyCommands()});
    return all;
}

ConfigCommands bgpFamilyCommands()
{
    static const std::vector<ConfigCommand> all = joined({kFamily, bgpNeighbourFamilyCommands()});
    return all;
}

} // namespace hopyard::console
