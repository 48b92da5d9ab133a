// The lines of BGP's neighbours and peer groups: `neighbor ADDRESS|GROUP …`. See config_bgp.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/console/config_bgp.h"

#include <algorithm>
#include <optional>

namespace hopyard::console {

namespace bgp = routing::bgp;
using bgp::NeighbourConfig;
using bgp::NeighbourFamilyConfig;

namespace {

const char *const kUnknown = "is about a neighbor that has no remote-as and no peer-group yet";

/// The address that the line names its neighbour by; nothing: it names a peer group.
std::optional<base::IpAddress> peerAddress(const ConfigAction &a)
{
    return base::IpAddress::parse(a.arguments.get("peer"));
}

/// What the map has for the key; null: nothing.
template <class Map>
auto *in(Map &map, const typename Map::key_type &key)
{
    const auto found = map.find(key);
    return found == map.end() ? nullptr : &found->second;
}

/// The lines of the neighbour or group that the line is about; null: there is none.
NeighbourConfig *linesOf(const ConfigAction &a)
{
    if (const auto address = peerAddress(a))
        return in(bgpOf(a).neighbours, *address);
    return in(bgpOf(a).groups, a.arguments.get("peer"));
}

Outcome noSuchGroup(const std::string &name) { return "there is no peer-group \"" + name + "\""; }

/// An action that changes what a neighbour or group has, where there is such a one.
template <auto Change>
Outcome forNeighbour(const ConfigAction &a)
{
    NeighbourConfig *lines = linesOf(a);
    return lines ? Change(a, *lines) : kUnknown;
}
/// The same for what it has in an address family.
template <auto Change>
Outcome forFamily(const ConfigAction &a)
{
    NeighbourConfig *lines = linesOf(a);
    return lines ? Change(a, lines->families[bgp::at(bgpAfi(a))]) : kUnknown;
}

/// A neighbour is one by its AS or its group's: as in FRR, without either it is none.
void dropUnlessKnown(const ConfigAction &a, const base::IpAddress &address)
{
    const NeighbourConfig *lines = in(bgpOf(a).neighbours, address);
    if (lines && !lines->remoteAs && !lines->group)
        bgpOf(a).neighbours.erase(address);
}

Outcome removeRemoteAs(const ConfigAction &a, NeighbourConfig &lines)
{
    lines.remoteAs.reset();
    if (const auto address = peerAddress(a))
        dropUnlessKnown(a, *address);
    return {};
}

Outcome setRemoteAs(const ConfigAction &a)
{
    const auto address = peerAddress(a);
    NeighbourConfig *lines = address ? &bgpOf(a).neighbours[*address] : linesOf(a);
    if (!lines)
        return noSuchGroup(a.arguments.get("peer"));
    using Kind = bgp::RemoteAs::Kind;
    lines->remoteAs = {a.arguments.has("internal")   ? Kind::internal
                       : a.arguments.has("external") ? Kind::external
                                                     : Kind::number,
                       a.number("as")};
    return {};
}

Outcome makeGroup(const ConfigAction &a)
{
    const std::string &name = a.arguments.get("peer");
    if (peerAddress(a))
        return "an address cannot name a peer-group";
    if (!a.isNo()) {
        bgpOf(a).groups[name];
        return {};
    }
    if (!bgpOf(a).groups.erase(name))
        return "there is no such peer-group";
    std::erase_if(bgpOf(a).listenRanges, [&](const bgp::ListenRange &r) { return r.group == name; });
    std::erase_if(bgpOf(a).neighbours, [&](const auto &entry) { return entry.second.group == name; });
    return {};
}

Outcome setGroup(const ConfigAction &a)
{
    const auto address = peerAddress(a);
    if (!address)
        return "a peer-group has no peer-group";
    const std::string &name = a.arguments.get("group");
    const NeighbourConfig *group = in(bgpOf(a).groups, name);
    if (!group)
        return noSuchGroup(name);
    NeighbourConfig *lines = linesOf(a);
    if (a.isNo()) {
        if (!lines || lines->group != name)
            return "is no member of that peer-group";
        lines->group.reset();
        dropUnlessKnown(a, *address);
        return {};
    }
    if (!group->remoteAs && !(lines && lines->remoteAs))
        return kUnknown;
    bgpOf(a).neighbours[*address].group = name;
    return {};
}

Outcome removeNeighbour(const ConfigAction &a)
{
    const auto address = peerAddress(a);
    return address && bgpOf(a).neighbours.erase(*address) ? Outcome() : "there is no such neighbor";
}

template <auto Member>
Outcome setFlag(const ConfigAction &a, NeighbourConfig &lines)
{
    (lines.*Member).reset();
    if (!a.isNo())
        lines.*Member = true;
    return {};
}
template <auto Member>
Outcome setNumber(const ConfigAction &a, NeighbourConfig &lines)
{
    auto &value = lines.*Member;
    value.reset();
    if (!a.isNo())
        value = static_cast<typename std::remove_reference_t<decltype(value)>::value_type>(a.number("value"));
    return {};
}
template <auto Member>
Outcome setText(const ConfigAction &a, NeighbourConfig &lines)
{
    (lines.*Member).reset();
    if (!a.isNo())
        lines.*Member = a.arguments.get("text");
    return {};
}

Outcome setMultihop(const ConfigAction &a, NeighbourConfig &lines)
{
    if (!a.isNo() && lines.ttlSecurity)
        return "ebgp-multihop and ttl-security exclude each other";
    lines.ebgpMultihop.reset();
    if (!a.isNo())
        lines.ebgpMultihop = static_cast<std::uint8_t>(a.arguments.has("value") ? a.number("value") : 255);
    return {};
}
Outcome setTtlSecurity(const ConfigAction &a, NeighbourConfig &lines)
{
    if (!a.isNo() && lines.ebgpMultihop)
        return "ebgp-multihop and ttl-security exclude each other";
    lines.ttlSecurity.reset();
    if (!a.isNo())
        lines.ttlSecurity = static_cast<std::uint8_t>(a.number("value"));
    return {};
}

Outcome setLocalAs(const ConfigAction &a, NeighbourConfig &lines)
{
    lines.localAs.reset();
    if (!a.isNo())
        lines.localAs = bgp::LocalAs{a.number("as"), a.arguments.has("no-prepend"), a.arguments.has("replace-as")};
    return {};
}

Outcome setTimers(const ConfigAction &a, NeighbourConfig &lines)
{
    lines.timers.reset();
    if (!a.isNo())
        lines.timers = bgp::PeerTimers{static_cast<std::uint16_t>(a.number("keepalive")),
                                       static_cast<std::uint16_t>(a.number("hold"))};
    return {};
}

Outcome setShutdown(const ConfigAction &a, NeighbourConfig &lines)
{
    lines.shutdown.reset();
    lines.shutdownMessage.reset();
    if (a.isNo())
        return {};
    lines.shutdown = true;
    if (a.arguments.has("text"))
        lines.shutdownMessage = a.arguments.get("text");
    return {};
}

// --- address families ---

Outcome activate(const ConfigAction &a, NeighbourFamilyConfig &f)
{
    f.activate = !a.isNo();
    // What is so anyway is not said.
    if (bgpAfi(a) == bgp::Afi::ipv4 ? f.activate == bgpOf(a).defaultIpv4Unicast : f.activate == false)
        f.activate.reset();
    return {};
}

template <std::optional<bool> NeighbourFamilyConfig::*Member>
Outcome setFamilyFlag(const ConfigAction &a, NeighbourFamilyConfig &f)
{
    (f.*Member).reset();
    if (!a.isNo())
        f.*Member = true;
    return {};
}

Outcome setNextHopSelf(const ConfigAction &a, NeighbourFamilyConfig &f)
{
    f.nextHopSelf.reset();
    if (!a.isNo())
        f.nextHopSelf =
            a.arguments.has("force") || a.arguments.has("all") ? bgp::NextHopSelf::force : bgp::NextHopSelf::on;
    return {};
}

Outcome setAllowAsIn(const ConfigAction &a, NeighbourFamilyConfig &f)
{
    f.allowAsIn.reset();
    f.allowAsInOrigin.reset();
    if (a.isNo())
        return {};
    if (a.arguments.has("origin"))
        f.allowAsInOrigin = true;
    else
        f.allowAsIn = static_cast<std::uint8_t>(a.arguments.has("value") ? a.number("value") : 3);
    return {};
}

Outcome setRemovePrivate(const ConfigAction &a, NeighbourFamilyConfig &f)
{
    f.removePrivate.reset();
    if (a.isNo())
        return {};
    const bool all = a.arguments.has("all"), replace = a.arguments.has("replace-AS");
    f.removePrivate = all && replace ? bgp::RemovePrivate::allReplace
                       : all          ? bgp::RemovePrivate::all
                       : replace      ? bgp::RemovePrivate::replace
                                      : bgp::RemovePrivate::ifAllPrivate;
    return {};
}

Outcome setSendCommunity(const ConfigAction &a, NeighbourFamilyConfig &f)
{
    const bool named = a.arguments.has("standard") || a.arguments.has("extended") || a.arguments.has("large")
                       || a.arguments.has("both") || a.arguments.has("all");
    const auto set = [&](std::optional<bool> &value, bool concerned) {
        if (!concerned)
            return;
        value.reset(); // all are sent unless it is said otherwise
        if (a.isNo())
            value = false;
    };
    set(f.sendCommunity, !named || a.arguments.has("standard") || a.arguments.has("both") || a.arguments.has("all"));
    set(f.sendExtendedCommunity, a.arguments.has("extended") || a.arguments.has("both") || a.arguments.has("all"));
    set(f.sendLargeCommunity, a.arguments.has("large") || a.arguments.has("all"));
    return {};
}

Outcome setUnchanged(const ConfigAction &a, NeighbourFamilyConfig &f)
{
    const bool all = !a.arguments.has("as-path") && !a.arguments.has("next-hop") && !a.arguments.has("med");
    const auto set = [&](std::optional<bool> &value, std::string_view name) {
        if (!all && !a.arguments.has(name))
            return;
        value.reset();
        if (!a.isNo())
            value = true;
    };
    set(f.asPathUnchanged, "as-path");
    set(f.nextHopUnchanged, "next-hop");
    set(f.medUnchanged, "med");
    return {};
}

Outcome setWeight(const ConfigAction &a, NeighbourFamilyConfig &f)
{
    f.weight.reset();
    if (!a.isNo())
        f.weight = a.number("value");
    return {};
}

Outcome setMaximumPrefix(const ConfigAction &a, NeighbourFamilyConfig &f)
{
    f.maximumPrefix.reset();
    if (a.isNo())
        return {};
    bgp::MaximumPrefix m;
    m.limit = a.number("limit");
    if (a.arguments.has("threshold"))
        m.threshold = static_cast<std::uint8_t>(a.number("threshold"));
    m.warningOnly = a.arguments.has("warning-only");
    m.restartMinutes = static_cast<std::uint16_t>(a.arguments.has("restart") ? a.number("minutes") : 0);
    f.maximumPrefix = m;
    return {};
}

Outcome setDefaultOriginate(const ConfigAction &a, NeighbourFamilyConfig &f)
{
    f.defaultOriginate.reset();
    f.defaultOriginateMap.reset();
    if (a.isNo())
        return {};
    f.defaultOriginate = true;
    if (a.arguments.has("map"))
        f.defaultOriginateMap = a.arguments.get("map");
    return {};
}

template <std::string bgp::FilterNames::*Member>
Outcome setFilter(const ConfigAction &a, NeighbourFamilyConfig &f)
{
    (a.arguments.has("in") ? f.in : f.out).*Member = a.isNo() ? std::string() : a.arguments.get("name");
    return {};
}

constexpr ConfigCommand kProcess[] = {
    {"neighbor WORD$peer remote-as <(1-4294967295)$as|internal|external>", setRemoteAs},
    {"no neighbor WORD$peer remote-as [<(1-4294967295)$as|internal|external>]", forNeighbour<removeRemoteAs>},
    {"no neighbor WORD$peer", removeNeighbour},
    {"[no] neighbor WORD$peer peer-group", makeGroup},
    {"[no] neighbor WORD$peer peer-group WORD$group", setGroup},
    {"neighbor WORD$peer local-as (1-4294967295)$as [no-prepend [replace-as]]", forNeighbour<setLocalAs>},
    {"no neighbor WORD$peer local-as [LINE]", forNeighbour<setLocalAs>},
    {"neighbor WORD$peer description LINE$text", forNeighbour<setText<&NeighbourConfig::description>>},
    {"no neighbor WORD$peer description [LINE]", forNeighbour<setText<&NeighbourConfig::description>>},
    {"neighbor WORD$peer password WORD$text", forNeighbour<setText<&NeighbourConfig::password>>},
    {"no neighbor WORD$peer password [LINE]", forNeighbour<setText<&NeighbourConfig::password>>},
    {"neighbor WORD$peer update-source WORD$text", forNeighbour<setText<&NeighbourConfig::updateSource>>},
    {"no neighbor WORD$peer update-source [WORD]", forNeighbour<setText<&NeighbourConfig::updateSource>>},
    {"neighbor WORD$peer ebgp-multihop [(1-255)$value]", forNeighbour<setMultihop>},
    {"no neighbor WORD$peer ebgp-multihop [(1-255)]", forNeighbour<setMultihop>},
    {"neighbor WORD$peer ttl-security hops (1-254)$value", forNeighbour<setTtlSecurity>},
    {"no neighbor WORD$peer ttl-security [hops (1-254)]", forNeighbour<setTtlSecurity>},
    {"neighbor WORD$peer timers (0-65535)$keepalive (0-65535)$hold", forNeighbour<setTimers>},
    {"no neighbor WORD$peer timers [(0-65535) (0-65535)]", forNeighbour<setTimers>},
    {"neighbor WORD$peer timers connect (1-65535)$value", forNeighbour<setNumber<&NeighbourConfig::connectRetry>>},
    {"no neighbor WORD$peer timers connect [(1-65535)]", forNeighbour<setNumber<&NeighbourConfig::connectRetry>>},
    {"neighbor WORD$peer advertisement-interval (0-600)$value",
     forNeighbour<setNumber<&NeighbourConfig::advertisementInterval>>},
    {"no neighbor WORD$peer advertisement-interval [(0-600)]",
     forNeighbour<setNumber<&NeighbourConfig::advertisementInterval>>},
    {"neighbor WORD$peer port (0-65535)$value", forNeighbour<setNumber<&NeighbourConfig::port>>},
    {"no neighbor WORD$peer port [(0-65535)]", forNeighbour<setNumber<&NeighbourConfig::port>>},
    {"[no] neighbor WORD$peer passive", forNeighbour<setFlag<&NeighbourConfig::passive>>},
    {"neighbor WORD$peer shutdown [message LINE$text]", forNeighbour<setShutdown>},
    {"no neighbor WORD$peer shutdown [message LINE]", forNeighbour<setShutdown>},
    {"[no] neighbor WORD$peer disable-connected-check", forNeighbour<setFlag<&NeighbourConfig::disableConnectedCheck>>},
    {"[no] neighbor WORD$peer enforce-first-as", forNeighbour<setFlag<&NeighbourConfig::enforceFirstAs>>},
    {"[no] neighbor WORD$peer dont-capability-negotiate", forNeighbour<setFlag<&NeighbourConfig::dontNegotiate>>},
    {"[no] neighbor WORD$peer capability dynamic", ignoreLine},
    // What FRR can do and this cannot.
    {"neighbor WORD$peer interface [LINE]", bgpUnsupported},
    {"neighbor WORD$peer "
     "<bfd|solo|strict-capability-match|override-capability|graceful-restart|graceful-restart-helper|graceful-restart-"
     "disable|sender-as-path-loop-detection|extended-optional-parameters|local-role|tcp-mss|path-attribute|aigp> "
     "[LINE]",
     bgpUnsupported},
    {"neighbor WORD$peer capability extended-nexthop", bgpUnsupported},
};

constexpr ConfigCommand kFamily[] = {
    {"[no] neighbor WORD$peer activate", forFamily<activate>},
    {"[no] neighbor WORD$peer route-reflector-client",
     forFamily<setFamilyFlag<&NeighbourFamilyConfig::reflectorClient>>},
    {"[no] neighbor WORD$peer route-server-client",
     forFamily<setFamilyFlag<&NeighbourFamilyConfig::routeServerClient>>},
    {"[no] neighbor WORD$peer as-override", forFamily<setFamilyFlag<&NeighbourFamilyConfig::asOverride>>},
    {"[no] neighbor WORD$peer soft-reconfiguration inbound",
     forFamily<setFamilyFlag<&NeighbourFamilyConfig::softReconfiguration>>},
    {"[no] neighbor WORD$peer next-hop-self [<force|all>]", forFamily<setNextHopSelf>},
    {"neighbor WORD$peer allowas-in [<(1-10)$value|origin>]", forFamily<setAllowAsIn>},
    {"no neighbor WORD$peer allowas-in [<(1-10)$value|origin>]", forFamily<setAllowAsIn>},
    {"[no] neighbor WORD$peer remove-private-AS [all] [replace-AS]", forFamily<setRemovePrivate>},
    {"[no] neighbor WORD$peer send-community [<standard|extended|large|both|all>]", forFamily<setSendCommunity>},
    {"[no] neighbor WORD$peer attribute-unchanged [{as-path|next-hop|med}]", forFamily<setUnchanged>},
    {"neighbor WORD$peer weight (0-65535)$value", forFamily<setWeight>},
    {"no neighbor WORD$peer weight [(0-65535)]", forFamily<setWeight>},
    {"neighbor WORD$peer maximum-prefix (1-4294967295)$limit [(1-100)$threshold] [<warning-only|restart "
     "(1-65535)$minutes>]",
     forFamily<setMaximumPrefix>},
    {"no neighbor WORD$peer maximum-prefix [LINE]", forFamily<setMaximumPrefix>},
    {"neighbor WORD$peer default-originate [route-map WORD$map]", forFamily<setDefaultOriginate>},
    {"no neighbor WORD$peer default-originate [route-map WORD]", forFamily<setDefaultOriginate>},
    {"[no] neighbor WORD$peer route-map WORD$name <in|out>", forFamily<setFilter<&bgp::FilterNames::routeMap>>},
    {"[no] neighbor WORD$peer prefix-list WORD$name <in|out>", forFamily<setFilter<&bgp::FilterNames::prefixList>>},
    {"[no] neighbor WORD$peer distribute-list WORD$name <in|out>",
     forFamily<setFilter<&bgp::FilterNames::distributeList>>},
    {"[no] neighbor WORD$peer filter-list WORD$name <in|out>", forFamily<setFilter<&bgp::FilterNames::filterList>>},
    // What FRR can do and this cannot.
    {"neighbor WORD$peer "
     "<addpath-tx-all-paths|addpath-tx-bestpath-per-AS|unsuppress-map|advertise-map|capability|maximum-prefix-out|"
     "accept-own|addpath-rx-paths|disable-addpath-rx> [LINE]",
     bgpUnsupported},
};

} // namespace

ConfigCommands bgpNeighbourCommands() { return kProcess; }
ConfigCommands bgpNeighbourFamilyCommands() { return kFamily; }

} // namespace hopyard::console
