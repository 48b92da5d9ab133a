// The lines of BGP's neighbours and peer groups: `neighbor ADDRESS|GROUP …`. See config_bgp.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/console/config_bgp.h"

#include <algorithm>

namespace hopyard::console {

namespace bgp = routing::bgp;
using bgp::NeighbourConfig;
using bgp::NeighbourFamilyConfig;

namespace {

const char *const kUnknown = "is about a neighbor that has no remote-as and no peer-group yet";

/// The lines of the neighbour or group that the line is about; null: there is none.
NeighbourConfig *linesOf(const ConfigAction &a)
{
    bgp::Config &c = bgpOf(a);
    if (const auto address = base::IpAddress::parse(a.arguments.get("peer"))) {
        const auto found = c.neighbours.find(*address);
        return found == c.neighbours.end() ? nullptr : &found->second;
    }
    const auto found = c.groups.find(a.arguments.get("peer"));
    return found == c.groups.end() ? nullptr : &found->second;
}

Outcome setRemoteAs(const ConfigAction &a)
{
    bgp::Config &c = bgpOf(a);
    const auto address = base::IpAddress::parse(a.arguments.get("peer"));
    if (a.isNo()) {
        NeighbourConfig *lines = linesOf(a);
        if (!lines)
            return kUnknown;
        // As in FRR: a neighbour without it is none, unless its group has one.
        lines->remoteAs.reset();
        if (address && !lines->group)
            c.neighbours.erase(*address);
        return {};
    }
    bgp::RemoteAs remote{bgp::RemoteAs::Kind::number, a.number("as")};
    if (a.arguments.has("internal"))
        remote = {bgp::RemoteAs::Kind::internal, 0};
    if (a.arguments.has("external"))
        remote = {bgp::RemoteAs::Kind::external, 0};
    if (address) {
        c.neighbours[*address].remoteAs = remote;
        return {};
    }
    NeighbourConfig *lines = linesOf(a);
    if (!lines)
        return "there is no peer-group \"" + a.arguments.get("peer") + "\"";
    lines->remoteAs = remote;
    return {};
}

Outcome makeGroup(const ConfigAction &a)
{
    if (base::IpAddress::parse(a.arguments.get("peer")))
        return "an address cannot name a peer-group";
    if (!a.isNo()) {
        bgpOf(a).groups[a.arguments.get("peer")];
        return {};
    }
    if (!bgpOf(a).groups.erase(a.arguments.get("peer")))
        return "there is no such peer-group";
    std::erase_if(bgpOf(a).listenRanges, [&](const bgp::ListenRange &r) { return r.group == a.arguments.get("peer"); });
    std::erase_if(bgpOf(a).neighbours, [&](const auto &entry) { return entry.second.group == a.arguments.get("peer"); });
    return {};
}

Outcome setGroup(const ConfigAction &a)
{
    const auto address = base::IpAddress::parse(a.arguments.get("peer"));
    if (!address)
        return "a peer-group has no peer-group";
    bgp::Config &c = bgpOf(a);
    const auto group = c.groups.find(a.arguments.get("group"));
    if (group == c.groups.end())
        return "there is no peer-group \"" + a.arguments.get("group") + "\"";
    if (a.isNo()) {
        const auto found = c.neighbours.find(*address);
        if (found == c.neighbours.end() || found->second.group != group->first)
            return "is no member of that peer-group";
        found->second.group.reset();
        if (!found->second.remoteAs)
            c.neighbours.erase(found);
        return {};
    }
    if (!group->second.remoteAs && !(c.neighbours.contains(*address) && c.neighbours[*address].remoteAs))
        return kUnknown;
    c.neighbours[*address].group = group->first;
    return {};
}

Outcome removeNeighbour(const ConfigAction &a)
{
    const auto address = base::IpAddress::parse(a.arguments.get("peer"));
    return address && bgpOf(a).neighbours.erase(*address) ? Outcome() : "there is no such neighbor";
}

/// What a line changes; null: there is no such neighbour.
template <auto Member>
auto *place(const ConfigAction &a)
{
    using Value = std::remove_reference_t<decltype(std::declval<NeighbourConfig>().*Member)>;
    NeighbourConfig *lines = linesOf(a);
    return lines ? &(lines->*Member) : static_cast<Value *>(nullptr);
}
NeighbourFamilyConfig *familyLines(const ConfigAction &a)
{
    NeighbourConfig *lines = linesOf(a);
    return lines ? &lines->families[bgp::at(bgpAfi(a))] : nullptr;
}

template <auto Member>
Outcome setFlag(const ConfigAction &a)
{
    auto *value = place<Member>(a);
    if (!value)
        return kUnknown;
    value->reset();
    if (!a.isNo())
        *value = true;
    return {};
}
template <auto Member>
Outcome setNumber(const ConfigAction &a)
{
    auto *value = place<Member>(a);
    if (!value)
        return kUnknown;
    value->reset();
    if (!a.isNo())
        *value = static_cast<typename std::remove_reference_t<decltype(*value)>::value_type>(a.number("value"));
    return {};
}
template <auto Member>
Outcome setText(const ConfigAction &a)
{
    auto *value = place<Member>(a);
    if (!value)
        return kUnknown;
    value->reset();
    if (!a.isNo())
        *value = a.arguments.get("text");
    return {};
}

Outcome setMultihop(const ConfigAction &a)
{
    NeighbourConfig *lines = linesOf(a);
    if (!lines)
        return kUnknown;
    if (!a.isNo() && lines->ttlSecurity)
        return "ebgp-multihop and ttl-security exclude each other";
    lines->ebgpMultihop.reset();
    if (!a.isNo())
        lines->ebgpMultihop = static_cast<std::uint8_t>(a.arguments.has("value") ? a.number("value") : 255);
    return {};
}
Outcome setTtlSecurity(const ConfigAction &a)
{
    NeighbourConfig *lines = linesOf(a);
    if (!lines)
        return kUnknown;
    if (!a.isNo() && lines->ebgpMultihop)
        return "ebgp-multihop and ttl-security exclude each other";
    lines->ttlSecurity.reset();
    if (!a.isNo())
        lines->ttlSecurity = static_cast<std::uint8_t>(a.number("value"));
    return {};
}

Outcome setLocalAs(const ConfigAction &a)
{
    NeighbourConfig *lines = linesOf(a);
    if (!lines)
        return kUnknown;
    lines->localAs.reset();
    if (!a.isNo())
        lines->localAs = bgp::LocalAs{a.number("as"), a.arguments.has("no-prepend"), a.arguments.has("replace-as")};
    return {};
}

Outcome setTimers(const ConfigAction &a)
{
    NeighbourConfig *lines = linesOf(a);
    if (!lines)
        return kUnknown;
    lines->timers.reset();
    if (!a.isNo())
        lines->timers = bgp::PeerTimers{static_cast<std::uint16_t>(a.number("keepalive")), static_cast<std::uint16_t>(a.number("hold"))};
    return {};
}

Outcome setShutdown(const ConfigAction &a)
{
    NeighbourConfig *lines = linesOf(a);
    if (!lines)
        return kUnknown;
    lines->shutdown.reset();
    lines->shutdownMessage.reset();
    if (a.isNo())
        return {};
    lines->shutdown = true;
    if (a.arguments.has("text"))
        lines->shutdownMessage = a.arguments.get("text");
    return {};
}

// --- address families ---

Outcome activate(const ConfigAction &a)
{
    NeighbourFamilyConfig *f = familyLines(a);
    if (!f)
        return kUnknown;
    f->activate = !a.isNo();
    // What is so anyway is not said.
    if (bgpAfi(a) == bgp::Afi::ipv4 ? f->activate == bgpOf(a).defaultIpv4Unicast : f->activate == false)
        f->activate.reset();
    return {};
}

template <std::optional<bool> NeighbourFamilyConfig::*Member>
Outcome setFamilyFlag(const ConfigAction &a)
{
    NeighbourFamilyConfig *f = familyLines(a);
    if (!f)
        return kUnknown;
    (f->*Member).reset();
    if (!a.isNo())
        f->*Member = true;
    return {};
}

Outcome setNextHopSelf(const ConfigAction &a)
{
    NeighbourFamilyConfig *f = familyLines(a);
    if (!f)
        return kUnknown;
    f->nextHopSelf.reset();
    if (!a.isNo())
        f->nextHopSelf = a.arguments.has("force") || a.arguments.has("all") ? bgp::NextHopSelf::force : bgp::NextHopSelf::on;
    return {};
}

Outcome setAllowAsIn(const ConfigAction &a)
{
    NeighbourFamilyConfig *f = familyLines(a);
    if (!f)
        return kUnknown;
    f->allowAsIn.reset();
    f->allowAsInOrigin.reset();
    if (a.isNo())
        return {};
    if (a.arguments.has("origin"))
        f->allowAsInOrigin = true;
    else
        f->allowAsIn = static_cast<std::uint8_t>(a.arguments.has("value") ? a.number("value") : 3);
    return {};
}

Outcome setRemovePrivate(const ConfigAction &a)
{
    NeighbourFamilyConfig *f = familyLines(a);
    if (!f)
        return kUnknown;
    f->removePrivate.reset();
    if (a.isNo())
        return {};
    const bool all = a.arguments.has("all"), replace = a.arguments.has("replace-AS");
    f->removePrivate = all && replace ? bgp::RemovePrivate::allReplace
                       : all          ? bgp::RemovePrivate::all
                       : replace      ? bgp::RemovePrivate::replace
                                      : bgp::RemovePrivate::ifAllPrivate;
    return {};
}

Outcome setSendCommunity(const ConfigAction &a)
{
    NeighbourFamilyConfig *f = familyLines(a);
    if (!f)
        return kUnknown;
    const bool named = a.arguments.has("standard") || a.arguments.has("extended") || a.arguments.has("large") || a.arguments.has("both") ||
                       a.arguments.has("all");
    const auto set = [&](std::optional<bool> &value, bool concerned) {
        if (!concerned)
            return;
        value.reset(); // all are sent unless it is said otherwise
        if (a.isNo())
            value = false;
    };
    set(f->sendCommunity, !named || a.arguments.has("standard") || a.arguments.has("both") || a.arguments.has("all"));
    set(f->sendExtendedCommunity, a.arguments.has("extended") || a.arguments.has("both") || a.arguments.has("all"));
    set(f->sendLargeCommunity, a.arguments.has("large") || a.arguments.has("all"));
    return {};
}

Outcome setUnchanged(const ConfigAction &a)
{
    NeighbourFamilyConfig *f = familyLines(a);
    if (!f)
        return kUnknown;
    const bool all = !a.arguments.has("as-path") && !a.arguments.has("next-hop") && !a.arguments.has("med");
    const auto set = [&](std::optional<bool> &value, std::string_view name) {
        if (!all && !a.arguments.has(name))
            return;
        value.reset();
        if (!a.isNo())
            value = true;
    };
    set(f->asPathUnchanged, "as-path");
    set(f->nextHopUnchanged, "next-hop");
    set(f->medUnchanged, "med");
    return {};
}

Outcome setWeight(const ConfigAction &a)
{
    NeighbourFamilyConfig *f = familyLines(a);
    if (!f)
        return kUnknown;
    f->weight.reset();
    if (!a.isNo())
        f->weight = a.number("value");
    return {};
}

Outcome setMaximumPrefix(const ConfigAction &a)
{
    NeighbourFamilyConfig *f = familyLines(a);
    if (!f)
        return kUnknown;
    f->maximumPrefix.reset();
    if (a.isNo())
        return {};
    bgp::MaximumPrefix m;
    m.limit = a.number("limit");
    if (a.arguments.has("threshold"))
        m.threshold = static_cast<std::uint8_t>(a.number("threshold"));
    m.warningOnly = a.arguments.has("warning-only");
    m.restartMinutes = static_cast<std::uint16_t>(a.arguments.has("restart") ? a.number("minutes") : 0);
    f->maximumPrefix = m;
    return {};
}

Outcome setDefaultOriginate(const ConfigAction &a)
{
    NeighbourFamilyConfig *f = familyLines(a);
    if (!f)
        return kUnknown;
    f->defaultOriginate.reset();
    f->defaultOriginateMap.reset();
    if (a.isNo())
        return {};
    f->defaultOriginate = true;
    if (a.arguments.has("map"))
        f->defaultOriginateMap = a.arguments.get("map");
    return {};
}

template <std::string bgp::FilterNames::*Member>
Outcome setFilter(const ConfigAction &a)
{
    NeighbourFamilyConfig *f = familyLines(a);
    if (!f)
        return kUnknown;
    (a.arguments.has("in") ? f->in : f->out).*Member = a.isNo() ? std::string() : a.arguments.get("name");
    return {};
}

constexpr ConfigCommand kProcess[] = {
    {"neighbor WORD$peer remote-as <(1-4294967295)$as|internal|external>", setRemoteAs},
    {"no neighbor WORD$peer remote-as [<(1-4294967295)$as|internal|external>]", setRemoteAs},
    {"no neighbor WORD$peer", removeNeighbour},
    {"[no] neighbor WORD$peer peer-group", makeGroup},
    {"[no] neighbor WORD$peer peer-group WORD$group", setGroup},
    {"neighbor WORD$peer local-as (1-4294967295)$as [no-prepend [replace-as]]", setLocalAs},
    {"no neighbor WORD$peer local-as [LINE]", setLocalAs},
    {"neighbor WORD$peer description LINE$text", setText<&NeighbourConfig::description>},
    {"no neighbor WORD$peer description [LINE]", setText<&NeighbourConfig::description>},
    {"neighbor WORD$peer password LINE$text", setText<&NeighbourConfig::password>},
    {"no neighbor WORD$peer password [LINE]", setText<&NeighbourConfig::password>},
    {"neighbor WORD$peer update-source WORD$text", setText<&NeighbourConfig::updateSource>},
    {"no neighbor WORD$peer update-source [WORD]", setText<&NeighbourConfig::updateSource>},
    {"neighbor WORD$peer ebgp-multihop [(1-255)$value]", setMultihop},
    {"no neighbor WORD$peer ebgp-multihop [(1-255)]", setMultihop},
    {"neighbor WORD$peer ttl-security hops (1-254)$value", setTtlSecurity},
    {"no neighbor WORD$peer ttl-security [hops (1-254)]", setTtlSecurity},
    {"neighbor WORD$peer timers (0-65535)$keepalive (0-65535)$hold", setTimers},
    {"no neighbor WORD$peer timers [(0-65535) (0-65535)]", setTimers},
    {"neighbor WORD$peer timers connect (1-65535)$value", setNumber<&NeighbourConfig::connectRetry>},
    {"no neighbor WORD$peer timers connect [(1-65535)]", setNumber<&NeighbourConfig::connectRetry>},
    {"neighbor WORD$peer advertisement-interval (0-600)$value", setNumber<&NeighbourConfig::advertisementInterval>},
    {"no neighbor WORD$peer advertisement-interval [(0-600)]", setNumber<&NeighbourConfig::advertisementInterval>},
    {"neighbor WORD$peer port (0-65535)$value", setNumber<&NeighbourConfig::port>},
    {"no neighbor WORD$peer port [(0-65535)]", setNumber<&NeighbourConfig::port>},
    {"[no] neighbor WORD$peer passive", setFlag<&NeighbourConfig::passive>},
    {"neighbor WORD$peer shutdown [message LINE$text]", setShutdown},
    {"no neighbor WORD$peer shutdown [message LINE]", setShutdown},
    {"[no] neighbor WORD$peer disable-connected-check", setFlag<&NeighbourConfig::disableConnectedCheck>},
    {"[no] neighbor WORD$peer enforce-first-as", setFlag<&NeighbourConfig::enforceFirstAs>},
    {"[no] neighbor WORD$peer dont-capability-negotiate", setFlag<&NeighbourConfig::dontNegotiate>},
    {"[no] neighbor WORD$peer capability dynamic", ignoreLine},
    // What FRR can do and this cannot.
    {"neighbor WORD$peer interface [LINE]", bgpUnsupported},
    {"neighbor WORD$peer <bfd|solo|strict-capability-match|override-capability|graceful-restart|graceful-restart-helper|graceful-restart-disable|sender-as-path-loop-detection|extended-optional-parameters|local-role|tcp-mss|path-attribute|aigp> [LINE]", bgpUnsupported},
    {"neighbor WORD$peer capability extended-nexthop", bgpUnsupported},
};

constexpr ConfigCommand kFamily[] = {
    {"[no] neighbor WORD$peer activate", activate},
    {"[no] neighbor WORD$peer route-reflector-client", setFamilyFlag<&NeighbourFamilyConfig::reflectorClient>},
    {"[no] neighbor WORD$peer route-server-client", setFamilyFlag<&NeighbourFamilyConfig::routeServerClient>},
    {"[no] neighbor WORD$peer as-override", setFamilyFlag<&NeighbourFamilyConfig::asOverride>},
    {"[no] neighbor WORD$peer soft-reconfiguration inbound", setFamilyFlag<&NeighbourFamilyConfig::softReconfiguration>},
    {"[no] neighbor WORD$peer next-hop-self [<force|all>]", setNextHopSelf},
    {"neighbor WORD$peer allowas-in [<(1-10)$value|origin>]", setAllowAsIn},
    {"no neighbor WORD$peer allowas-in [<(1-10)$value|origin>]", setAllowAsIn},
    {"[no] neighbor WORD$peer remove-private-AS [all] [replace-AS]", setRemovePrivate},
    {"[no] neighbor WORD$peer send-community [<standard|extended|large|both|all>]", setSendCommunity},
    {"[no] neighbor WORD$peer attribute-unchanged [{as-path|next-hop|med}]", setUnchanged},
    {"neighbor WORD$peer weight (0-65535)$value", setWeight},
    {"no neighbor WORD$peer weight [(0-65535)]", setWeight},
    {"neighbor WORD$peer maximum-prefix (1-4294967295)$limit [(1-100)$threshold] [<warning-only|restart (1-65535)$minutes>]", setMaximumPrefix},
    {"no neighbor WORD$peer maximum-prefix [LINE]", setMaximumPrefix},
    {"neighbor WORD$peer default-originate [route-map WORD$map]", setDefaultOriginate},
    {"no neighbor WORD$peer default-originate [route-map WORD]", setDefaultOriginate},
    {"[no] neighbor WORD$peer route-map WORD$name <in|out>", setFilter<&bgp::FilterNames::routeMap>},
    {"[no] neighbor WORD$peer prefix-list WORD$name <in|out>", setFilter<&bgp::FilterNames::prefixList>},
    {"[no] neighbor WORD$peer distribute-list WORD$name <in|out>", setFilter<&bgp::FilterNames::distributeList>},
    {"[no] neighbor WORD$peer filter-list WORD$name <in|out>", setFilter<&bgp::FilterNames::filterList>},
    // What FRR can do and this cannot.
    {"neighbor WORD$peer <addpath-tx-all-paths|addpath-tx-bestpath-per-AS|unsuppress-map|advertise-map|capability|maximum-prefix-out|accept-own|addpath-rx-paths|disable-addpath-rx> [LINE]", bgpUnsupported},
};

} // namespace

ConfigCommands bgpNeighbourCommands() { return kProcess; }
ConfigCommands bgpNeighbourFamilyCommands() { return kFamily; }

} // namespace hopyard::console
