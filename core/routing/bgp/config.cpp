// A neighbour's lines over its group's over the defaults. See config.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/routing/bgp/config.h"

namespace hopyard::routing::bgp {

namespace {

/// Looks up one value: the neighbour's own, else its group's.
struct Layers {
    const NeighbourConfig &own;
    const NeighbourConfig *group;

    template <class T>
    std::optional<T> operator()(std::optional<T> NeighbourConfig::*member) const
    {
        if (own.*member)
            return own.*member;
        return group ? group->*member : std::nullopt;
    }
    template <class T>
    std::optional<T> operator()(Afi afi, std::optional<T> NeighbourFamilyConfig::*member) const
    {
        if (own.families[at(afi)].*member)
            return own.families[at(afi)].*member;
        return group ? group->families[at(afi)].*member : std::nullopt;
    }
    FilterNames filters(Afi afi, FilterNames NeighbourFamilyConfig::*member) const
    {
        FilterNames names = own.families[at(afi)].*member;
        if (!group)
            return names;
        const FilterNames &theirs = group->families[at(afi)].*member;
        for (std::string FilterNames::*name : {&FilterNames::routeMap, &FilterNames::prefixList, &FilterNames::distributeList, &FilterNames::filterList})
            if ((names.*name).empty())
                names.*name = theirs.*name;
        return names;
    }
};

FamilySettings familySettings(const Config &config, const Layers &layers, Afi afi)
{
    using F = NeighbourFamilyConfig;
    FamilySettings s;
    s.active = layers(afi, &F::activate).value_or(afi == Afi::ipv4 && config.defaultIpv4Unicast);
    s.reflectorClient = layers(afi, &F::reflectorClient).value_or(false);
    s.routeServerClient = layers(afi, &F::routeServerClient).value_or(false);
    s.nextHopSelf = layers(afi, &F::nextHopSelf).value_or(NextHopSelf::off);
    s.allowAsIn = layers(afi, &F::allowAsIn).value_or(0);
    s.allowAsInOrigin = layers(afi, &F::allowAsInOrigin).value_or(false);
    s.asOverride = layers(afi, &F::asOverride).value_or(false);
    s.softReconfiguration = layers(afi, &F::softReconfiguration).value_or(false);
    s.removePrivate = layers(afi, &F::removePrivate).value_or(RemovePrivate::off);
    s.sendCommunity = layers(afi, &F::sendCommunity).value_or(true);
    s.sendExtendedCommunity = layers(afi, &F::sendExtendedCommunity).value_or(true);
    s.sendLargeCommunity = layers(afi, &F::sendLargeCommunity).value_or(true);
    s.asPathUnchanged = layers(afi, &F::asPathUnchanged).value_or(false);
    s.nextHopUnchanged = layers(afi, &F::nextHopUnchanged).value_or(false);
    s.medUnchanged = layers(afi, &F::medUnchanged).value_or(false);
    s.weight = layers(afi, &F::weight).value_or(0);
    s.maximumPrefix = layers(afi, &F::maximumPrefix);
    s.defaultOriginate = layers(afi, &F::defaultOriginate).value_or(false);
    s.defaultOriginateMap = layers(afi, &F::defaultOriginateMap).value_or("");
    s.in = layers.filters(afi, &F::in);
    s.out = layers.filters(afi, &F::out);
    return s;
}

} // namespace

std::string_view toString(Source source)
{
    switch (source) {
    case Source::kernel: return "kernel";
    case Source::connected: return "connected";
    case Source::static_: return "static";
    case Source::rip: return "rip";
    case Source::ospf: return "ospf";
    }
    return "unknown";
}

AsNumber publicAs(const Config &config) { return config.confederation.identifier ? config.confederation.identifier : config.as; }

PeerType peerType(const Config &config, AsNumber remote)
{
    if (remote == config.as)
        return PeerType::internal;
    if (config.confederation.identifier && config.confederation.members.contains(remote))
        return PeerType::confederation;
    return PeerType::external;
}

Settings settingsOf(const Config &config, const NeighbourConfig &neighbour)
{
    using N = NeighbourConfig;
    Layers layers{neighbour, nullptr};
    Settings s;
    if (neighbour.group) {
        s.group = *neighbour.group;
        if (const auto found = config.groups.find(*neighbour.group); found != config.groups.end())
            layers.group = &found->second;
    }
    if (const auto remote = layers(&N::remoteAs)) {
        s.remoteAs = remote->kind == RemoteAs::Kind::number ? remote->number : remote->kind == RemoteAs::Kind::internal ? config.as : 0;
        s.type = s.remoteAs ? peerType(config, s.remoteAs) : PeerType::external;
    } else {
        s.shutdown = true; // nothing is known of it yet
    }
    s.changedLocalAs = layers(&N::localAs);
    if (s.type != PeerType::external || (s.changedLocalAs && s.changedLocalAs->as == publicAs(config)))
        s.changedLocalAs.reset();
    s.localAs = s.changedLocalAs ? s.changedLocalAs->as : s.type == PeerType::external ? publicAs(config) : config.as;
    s.description = layers(&N::description).value_or("");
    s.password = layers(&N::password).value_or("");
    s.updateSource = layers(&N::updateSource).value_or("");
    s.shutdownMessage = layers(&N::shutdownMessage).value_or("");
    const auto multihop = layers(&N::ebgpMultihop);
    const auto security = layers(&N::ttlSecurity);
    s.ttl = s.type == PeerType::internal || security ? 255 : multihop.value_or(1);
    s.minimumTtl = security ? static_cast<std::uint8_t>(256 - *security) : 0;
    s.nextHopsConnected = s.type == PeerType::external && s.ttl == 1 && !layers(&N::disableConnectedCheck).value_or(false);
    if (security && *security == 1 && s.type == PeerType::external)
        s.nextHopsConnected = !layers(&N::disableConnectedCheck).value_or(false);
    const PeerTimers timers = layers(&N::timers).value_or(config.timers);
    s.hold = timers.hold;
    s.keepalive = timers.keepalive;
    s.connectRetry = layers(&N::connectRetry).value_or(120);
    s.advertisementInterval = layers(&N::advertisementInterval).value_or(0);
    s.port = layers(&N::port).value_or(wire::kBgpPort);
    s.passive = layers(&N::passive).value_or(false);
    s.shutdown = s.shutdown || config.shutdown || layers(&N::shutdown).value_or(false);
    s.enforceFirstAs = layers(&N::enforceFirstAs).value_or(false);
    s.dontNegotiate = layers(&N::dontNegotiate).value_or(false);
    for (const Afi afi : kAllAfis)
        s.families[at(afi)] = familySettings(config, layers, afi);
    return s;
}

const ListenRange *listenRangeFor(const Config &config, const base::IpAddress &remote)
{
    const ListenRange *best = nullptr;
    for (const ListenRange &range : config.listenRanges)
        if (range.prefix.contains(remote) && config.groups.contains(range.group) &&
            (!best || range.prefix.length() > best->prefix.length()))
            best = &range;
    return best;
}

} // namespace hopyard::routing::bgp
