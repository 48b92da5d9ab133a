// Update groups: peers who are told the same share one Adj-RIB-Out. And what they are told of a route: whether at all
// (RFC 4271 section 9.2, 4456 reflection, 1997 communities, 8212), and with which attributes (section 5).
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/routing/bgp/instance.h"

#include <algorithm>
#include <array>

namespace hopyard::routing::bgp {

namespace {

bool isDefault(const RouteTable &table, PrefixId id) { return table.length(id) == 0; }

void release(Instance &i, UpdateGroup &group)
{
    for (PrefixId id = 0; id < group.announced.size(); ++id)
        i.attributes.release(group.announced[id]);
    i.attributes.release(group.memoIn);
    i.attributes.release(group.memoOut);
    group = UpdateGroup{};
}

std::uint32_t newGroup(Instance &i, const GroupKey &key)
{
    std::uint32_t at = 0;
    while (at < i.groups.size() && i.groups[at].used)
        ++at;
    if (at == i.groups.size())
        i.groups.emplace_back();
    i.groups[at].used = true;
    i.groups[at].key = key;
    i.groups[at].scanAt = 0;
    return at;
}

/// Whether peers of the group may hear of a path at all.
bool mayHear(const Instance &i, const UpdateGroup &group, const Path &path)
{
    using F = AttributeFacts;
    const GroupKey &k = group.key;
    const AttributeFacts &f = i.attributes.facts(path.attributes);
    if (f.has(F::kNoAdvertise) || path.has(Path::kSuppressed))
        return false;
    if (k.type == PeerType::external && f.has(F::kNoExport))
        return false;
    if (k.type != PeerType::internal && f.has(F::kLocalAs))
        return false;
    if (k.type == PeerType::external && i.config.ebgpRequiresPolicy && k.settings.out.isEmpty())
        return false;
    if (k.type == PeerType::internal && !isOwn(path.peer) && i.peers[path.peer].type == PeerType::internal) {
        const bool fromClient = i.peers[path.peer].settings.families[at(k.afi)].reflectorClient;
        if (!fromClient && !k.settings.reflectorClient)
            return false;
        if (fromClient && k.settings.reflectorClient && !i.config.clientToClientReflection)
            return false;
    }
    return true;
}

/// What comes before a route map sees it.
void prepare(const Instance &i, const GroupKey &k, const Path &path, wire::BgpAttributes &a)
{
    const FamilySettings &s = k.settings;
    const bool own = isOwn(path.peer);
    if (k.type == PeerType::external) {
        a.localPreference.reset();
        a.originatorId.reset();
        a.clusterList.clear();
        a.asPath.removeConfederation();
        if (!own && !s.medUnchanged && !s.routeServerClient)
            a.med.reset();
        if (s.removePrivate != RemovePrivate::off) {
            const bool replaces = s.removePrivate == RemovePrivate::replace || s.removePrivate == RemovePrivate::allReplace;
            const bool all = s.removePrivate == RemovePrivate::all || s.removePrivate == RemovePrivate::allReplace;
            a.asPath.removePrivate(all ? wire::AsPath::PrivateMode::all : wire::AsPath::PrivateMode::onlyIfAllPrivate,
                                   replaces ? k.localAs : 0, k.remoteAs);
        }
        if (s.asOverride)
            a.asPath.replace(k.remoteAs, k.localAs);
    } else if (!a.localPreference) {
        a.localPreference = i.config.defaultLocalPreference;
    }
    if (k.type == PeerType::internal && !own && i.peers[path.peer].type == PeerType::internal) {
        if (!a.originatorId)
            a.originatorId = i.peers[path.peer].routerId;
        a.clusterList.insert(a.clusterList.begin(), i.clusterId().value());
    }
    if (i.config.gracefulShutdown) {
        a.addCommunity(wire::bgp_community::kGracefulShutdown);
        if (k.type != PeerType::external)
            a.localPreference = 0;
    }
}

bool takesOwnNextHop(const Instance &i, const GroupKey &k, const Path &path, const wire::BgpAttributes &a)
{
    const FamilySettings &s = k.settings;
    const bool own = isOwn(path.peer);
    if (!a.nextHop.isValid() || a.nextHop.isUnspecified())
        return true;
    if (s.nextHopSelf == NextHopSelf::force)
        return true;
    if (s.nextHopUnchanged || s.routeServerClient)
        return false;
    const bool reflected = !own && i.peers[path.peer].type == PeerType::internal && k.type == PeerType::internal;
    if (s.nextHopSelf == NextHopSelf::on && !reflected)
        return true;
    if (k.type != PeerType::external)
        return false;
    return !(k.network.isValid() && k.network.contains(a.nextHop));
}

/// What comes after it.
void finish(const Instance &i, const GroupKey &k, bool ownNextHop, wire::BgpAttributes &a)
{
    if (ownNextHop) {
        a.nextHop = k.nextHop;
        a.linkLocalNextHop = {};
    }
    const FamilySettings &s = k.settings;
    if (k.type == PeerType::external && !s.asPathUnchanged && !s.routeServerClient) {
        if (k.prependTrue)
            a.asPath.prepend(publicAs(i.config));
        a.asPath.prepend(k.localAs);
    } else if (k.type == PeerType::confederation) {
        a.asPath.prependConfederation(i.config.as);
    }
    if (!s.sendCommunity)
        a.communities.clear();
    if (!s.sendExtendedCommunity)
        a.extendedCommunities.clear();
    if (!s.sendLargeCommunity)
        a.largeCommunities.clear();
    if (k.type == PeerType::external) // RFC 4360 section 6: the others stay within
        std::erase_if(a.extendedCommunities, [](std::uint64_t c) { return c >> 62 & 1; });
}

bool passes(const Instance &i, const UpdateGroup &group, PolicyRoute &route)
{
    const GroupKey &k = group.key;
    if (k.settings.out.isEmpty())
        return true;
    route.local = k.nextHop;
    route.outgoing = true;
    if (!group.members.empty())
        route.peer = i.peers[group.members.front()].address;
    return i.policy.permits(k.settings.out, route);
}

Exported exportDefault(Instance &i, UpdateGroup &group, PrefixId id)
{
    const GroupKey &k = group.key;
    PolicyRoute route;
    route.prefix = i.family(k.afi).table.prefix(id);
    route.attributes.origin = wire::BgpOrigin::igp;
    route.attributes.nextHop = k.nextHop;
    route.attributes.med = 0; // as FRR
    if (k.type != PeerType::external)
        route.attributes.localPreference = i.config.defaultLocalPreference;
    if (!i.policy.runRouteMap(k.settings.defaultOriginateMap, route))
        return {};
    finish(i, k, false, route.attributes);
    return {i.attributes.intern(route.attributes), kFromDefaultOriginate};
}

} // namespace

GroupKey groupKey(const Peer &peer, Afi afi)
{
    GroupKey k;
    const Settings &s = peer.settings;
    const SessionPlace &place = peer.connections[0].place;
    k.afi = afi;
    k.type = peer.type;
    k.localAs = s.localAs;
    k.prependTrue = s.changedLocalAs && !s.changedLocalAs->replaceAs;
    k.settings = s.families[at(afi)];
    k.settings.in = {};
    k.settings.weight = 0;
    k.settings.allowAsIn = 0;
    k.settings.allowAsInOrigin = false;
    k.settings.softReconfiguration = false;
    k.settings.maximumPrefix.reset();
    if (k.settings.asOverride || k.settings.removePrivate != RemovePrivate::off)
        k.remoteAs = peer.as;
    k.nextHop = place.local;
    if (afi == Afi::ipv6 && place.local.isV4()) {
        k.nextHop = place.local6;
        if (!k.nextHop.isValid()) { // RFC 4291 section 2.5.5.2: the IPv4 address as an IPv6 one
            std::array<std::uint8_t, 16> mapped{};
            mapped[10] = mapped[11] = 0xff;
            place.local.v4().store(&mapped[12]);
            k.nextHop = base::Ipv6Address(mapped);
        }
    }
    if (k.type == PeerType::external && place.network.family() == familyOf(afi))
        k.network = place.network;
    k.fourOctetAs = peer.fourOctetAs;
    k.advertisementInterval = s.advertisementInterval;
    return k;
}

void joinGroups(Instance &i, PeerIndex p, TimePoint)
{
    for (const Afi afi : kAllAfis) {
        Peer &peer = i.peers[p];
        PeerFamily &f = peer.families[at(afi)];
        if (!f.negotiated)
            continue;
        const GroupKey key = groupKey(peer, afi);
        const auto found = std::find_if(i.groups.begin(), i.groups.end(), [&](const UpdateGroup &g) { return g.used && g.key == key; });
        f.endOfRibDue = true;
        if (found == i.groups.end()) {
            f.group = newGroup(i, key);
        } else {
            f.group = static_cast<std::uint32_t>(found - i.groups.begin());
            f.dumpAt = 0;
        }
        std::vector<PeerIndex> &members = i.groups[f.group].members;
        if (members.size() == 1) // it was told nothing of its own routes, so the group does not have them
            rescan(i.groups[f.group]);
        members.insert(std::lower_bound(members.begin(), members.end(), p), p);
        if (key.settings.defaultOriginate)
            markDirty(i, afi, i.family(afi).table.findOrAdd(afi == Afi::ipv4 ? base::IpPrefix(base::Ipv4Address(), 0) : base::IpPrefix(base::Ipv6Address(), 0)));
    }
}

void leaveGroups(Instance &i, PeerIndex p)
{
    for (PeerFamily &f : i.peers[p].families) {
        if (f.group == kNone)
            continue;
        UpdateGroup &group = i.groups[f.group];
        Family &family = i.family(group.key.afi);
        std::erase(group.members, p);
        if (group.members.empty())
            release(i, group);
        f.group = kNone;
        f.dumpAt = kNone;
        for (PrefixId id = f.missed.next(0); id != IdSet::kNone; id = f.missed.next(id + 1))
            if (!family.table.first(id))
                family.empty.push_back(id); // its number waited for this
        f.missed.clear();
        f.endOfRibDue = false;
    }
}

void regroup(Instance &i)
{
    const std::size_t before = i.groups.size();
    for (std::uint32_t g = 0; g < before; ++g) {
        for (;;) {
            if (!i.groups[g].used)
                break;
            const Afi afi = i.groups[g].key.afi;
            const std::vector<PeerIndex> members = i.groups[g].members;
            const auto moved = std::find_if(members.begin(), members.end(), [&](PeerIndex p) { return !(groupKey(i.peers[p], afi) == i.groups[g].key); });
            if (moved == members.end())
                break;
            const GroupKey key = groupKey(i.peers[*moved], afi);
            std::vector<PeerIndex> these, others;
            for (const PeerIndex p : members)
                (groupKey(i.peers[p], afi) == key ? these : others).push_back(p);
            std::uint32_t to = g;
            if (!others.empty()) {
                // They know what the group was told: that goes with them.
                to = newGroup(i, key);
                i.groups[to].announced = i.groups[g].announced;
                i.groups[to].source = i.groups[g].source;
                i.groups[to].count = i.groups[g].count;
                for (PrefixId id = 0; id < i.groups[to].announced.size(); ++id) {
                    if (i.groups[to].announced[id])
                        i.attributes.hold(i.groups[to].announced[id]);
                    i.groups[to].source[id] = static_cast<PeerIndex>(i.groups[to].source[id] & ~UpdateGroup::kQueued);
                }
                i.groups[to].members = these;
                i.groups[g].members = others;
            }
            i.groups[to].key = key;
            rescan(i.groups[to]);
            for (const PeerIndex p : these)
                i.peers[p].families[at(afi)].group = to;
            if (key.settings.defaultOriginate)
                markDirty(i, afi, i.family(afi).table.findOrAdd(afi == Afi::ipv4 ? base::IpPrefix(base::Ipv4Address(), 0) : base::IpPrefix(base::Ipv6Address(), 0)));
        }
    }
}

void markDirty(Instance &i, Afi afi, PrefixId id)
{
    const Path *best = i.family(afi).table.best(id);
    for (UpdateGroup &group : i.groups) {
        if (!group.used || group.key.afi != afi || (group.scanAt != kNone && id >= group.scanAt))
            continue;
        // Who is alone in a group is not told of its own routes.
        if (group.members.size() == 1 && best && best->peer == group.members.front() && !group.hasAnnounced(id))
            continue;
        group.announced.grow(id + 1);
        group.source.grow(id + 1);
        if (group.source[id] & UpdateGroup::kQueued)
            continue;
        group.source[id] |= UpdateGroup::kQueued;
        group.dirty.push_back(id);
    }
}

void rescan(UpdateGroup &group)
{
    group.scanAt = 0;
    group.memoPeer = kNoPeer;
}

Exported exportRoute(Instance &i, UpdateGroup &group, PrefixId id)
{
    const GroupKey &k = group.key;
    const RouteTable &table = i.family(k.afi).table;
    if (!table.isUsed(id))
        return {};
    if (k.settings.defaultOriginate && isDefault(table, id))
        return exportDefault(i, group, id);
    const Path *best = table.best(id);
    if (!best || !mayHear(i, group, *best) || (group.members.size() == 1 && best->peer == group.members.front()))
        return {};
    if (group.memoPeer == best->peer && group.memoIn == best->attributes) {
        if (group.memoOut)
            i.attributes.hold(group.memoOut);
        return {group.memoOut, best->peer};
    }
    PolicyRoute route;
    route.prefix = table.prefix(id);
    i.attributes.decode(best->attributes, route.attributes);
    prepare(i, k, *best, route.attributes);
    const base::IpAddress nextHop = route.attributes.nextHop;
    const bool ownNextHop = takesOwnNextHop(i, k, *best, route.attributes);
    route.tag = i.attributes.facts(best->attributes).tag;
    route.weight = i.attributes.facts(best->attributes).weight;
    if (!passes(i, group, route))
        return {};
    // One that the route map set stays.
    finish(i, k, ownNextHop && route.attributes.nextHop == nextHop && !route.nextHopIsUnchanged, route.attributes);
    const Exported exported{i.attributes.intern(route.attributes), best->peer};
    if (k.settings.out.isEmpty()) {
        i.attributes.hold(best->attributes);
        i.attributes.hold(exported.attributes);
        i.attributes.release(group.memoIn);
        i.attributes.release(group.memoOut);
        group.memoIn = best->attributes;
        group.memoOut = exported.attributes;
        group.memoPeer = best->peer;
    }
    return exported;
}

void startDump(Instance &i, PeerIndex p, Afi afi)
{
    PeerFamily &f = i.peers[p].families[at(afi)];
    if (f.group == kNone)
        return;
    // RFC 7313 section 4: a request that comes while one is answered begins anew.
    f.dumpAt = 0;
    f.dumpBracketed = i.peers[p].enhancedRefresh;
    if (f.dumpBracketed) {
        std::vector<std::uint8_t> bytes;
        wire::BgpRouteRefresh{wireFamily(afi), wire::BgpRouteRefresh::Kind::begin}.append(bytes);
        enqueue(i.peers[p].connections[0], std::make_shared<const std::vector<std::uint8_t>>(std::move(bytes)));
        ++i.peers[p].sent.refreshes;
    }
}

} // namespace hopyard::routing::bgp
