// What is shown. See inspect.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/routing/bgp/bgp.h"
#include "core/routing/bgp/contender.h"
#include "core/routing/bgp/instance.h"

#include <algorithm>

namespace hopyard::routing::bgp {

namespace {

PathInfo pathInfo(const Instance &i, const Path &path)
{
    PathInfo info;
    const AttributeFacts &facts = i.attributes.facts(path.attributes);
    i.attributes.decode(path.attributes, info.attributes);
    info.weight = facts.weight;
    info.tag = facts.tag;
    info.igpMetric = i.attributes.nextHops[facts.nextHop].state.metric;
    info.valid = path.has(Path::kValid);
    info.best = path.has(Path::kBest);
    info.multipath = path.has(Path::kMultipath);
    info.stale = path.has(Path::kStale);
    info.damped = path.has(Path::kDamped);
    info.history = path.has(Path::kHistory);
    info.suppressed = path.has(Path::kSuppressed);
    info.since = TimePoint::fromNs(std::int64_t(path.since) * 1'000'000'000);
    if (isOwn(path.peer)) {
        info.peerRouterId = i.routerId();
        info.type = PeerType::internal;
        info.from = path.peer == kFromNetwork ? PathOrigin::network : path.peer == kFromAggregate ? PathOrigin::aggregate : PathOrigin::redistributed;
        if (info.from == PathOrigin::redistributed)
            info.source = static_cast<Source>(path.peer - kFromSource);
        return info;
    }
    const Peer &peer = i.peers[path.peer];
    info.peer = peer.address;
    info.peerRouterId = peer.routerId;
    info.peerAs = peer.as;
    info.type = peer.type;
    return info;
}

PrefixInfo prefixInfo(const Instance &i, Afi afi, PrefixId id)
{
    const RouteTable &table = i.family(afi).table;
    PrefixInfo info;
    info.prefix = table.prefix(id);
    info.version = i.family(afi).version;
    const Path *best = table.best(id);
    for (const Path *path = table.first(id); path; path = table.next(*path)) {
        info.paths.push_back(pathInfo(i, *path));
        PathInfo &last = info.paths.back();
        if (best && path != best && path->isUsable())
            last.lostAt = compare(i.config, contender(i, *best), contender(i, *path)).step;
        if (!i.config.bestPath.deterministicMed || !path->isUsable())
            continue;
        last.firstOfNeighbourAs = true;
        for (const Path *other = table.first(id); other; other = table.next(*other))
            if (other != path && other->isUsable() &&
                i.attributes.facts(other->attributes).neighbourAs == i.attributes.facts(path->attributes).neighbourAs &&
                compare(i.config, contender(i, *other), contender(i, *path)).firstWins)
                last.firstOfNeighbourAs = false;
    }
    return info;
}

} // namespace

ProcessInfo Bgp::process() const
{
    const Instance &i = *m_instance;
    ProcessInfo info;
    info.routerId = i.routerId();
    info.as = i.config.as;
    info.attributeSets = static_cast<std::uint32_t>(i.attributes.size());
    info.memory = i.attributes.memory();
    for (const Peer &peer : i.peers)
        info.peers += peer.used;
    for (const UpdateGroup &group : i.groups) {
        info.updateGroups += group.used;
        info.memory += group.announced.bytes() + group.source.bytes();
    }
    for (const Afi afi : kAllAfis) {
        const Family &family = i.family(afi);
        info.tableVersion[at(afi)] = family.version;
        info.memory += family.table.memory();
        for (PrefixId id = 0; id < family.table.end(); ++id) {
            const Path *path = family.table.first(id);
            info.prefixes[at(afi)] += path != nullptr;
            for (; path; path = family.table.next(*path))
                ++info.paths[at(afi)];
        }
    }
    return info;
}

std::vector<NeighbourInfo> Bgp::neighbours() const
{
    const Instance &i = *m_instance;
    std::vector<NeighbourInfo> all;
    for (const auto &[address, p] : i.peerByAddress) {
        const Peer &peer = i.peers[p];
        const Connection &c = peer.connections[peer.connections[1].state > peer.connections[0].state ? 1 : 0];
        NeighbourInfo n;
        n.address = address;
        n.dynamic = peer.dynamic;
        n.settings = peer.settings;
        n.state = peer.state();
        n.overLimit = peer.overLimit;
        n.place = c.place;
        n.routerId = peer.routerId;
        n.remoteAs = peer.settings.remoteAs ? peer.settings.remoteAs : peer.as;
        n.localAs = peer.settings.localAs;
        n.hold = c.open ? c.hold : Duration::seconds(peer.settings.hold);
        n.keepalive = c.open ? c.keepalive : Duration::seconds(peer.settings.keepalive);
        n.received = c.open;
        n.sent = makeOpen(i, peer);
        n.messagesSent = peer.sent;
        n.messagesReceived = peer.received;
        n.queued = c.queued;
        n.established = peer.establishedCount;
        n.dropped = peer.droppedCount;
        n.since = peer.since;
        n.lastRead = peer.lastRead;
        n.lastWrite = peer.lastWrite;
        n.startAt = peer.startAt;
        n.retryAt = c.retryAt;
        n.restartUntil = peer.restartUntil;
        n.lastReset = peer.lastReset;
        n.lastNotification = peer.lastNotification;
        n.lastNotificationSent = peer.lastNotificationSent;
        for (const Afi afi : kAllAfis) {
            const PeerFamily &f = peer.families[at(afi)];
            NeighbourFamilyInfo &info = n.families[at(afi)];
            info.afi = afi;
            info.settings = peer.settings.families[at(afi)];
            info.negotiated = f.negotiated;
            info.accepted = f.accepted;
            info.endOfRibReceived = f.endOfRibReceived;
            info.endOfRibSent = f.endOfRibSent;
            if (f.group == kNone)
                continue;
            const UpdateGroup &group = i.groups[f.group];
            info.updateGroup = f.group + 1;
            info.advertised = group.count;
            for (PrefixId id = 0; id < group.announced.size(); ++id) // what came from itself it was not told
                info.advertised -= group.announced[id] && (group.source[id] & ~UpdateGroup::kQueued) == p;
        }
        all.push_back(std::move(n));
    }
    return all;
}

void Bgp::forEachPrefix(Afi afi, const std::function<void(const PrefixInfo &)> &look) const
{
    const RouteTable &table = m_instance->family(afi).table;
    for (const PrefixId id : table.sorted())
        if (table.first(id))
            look(prefixInfo(*m_instance, afi, id));
}

std::optional<PrefixInfo> Bgp::prefix(const base::IpPrefix &prefix) const
{
    const Instance &i = *m_instance;
    const Afi afi = afiOf(prefix.family());
    const PrefixId id = i.family(afi).table.find(prefix);
    if (id == kNone || !i.family(afi).table.first(id))
        return std::nullopt;
    PrefixInfo info = prefixInfo(i, afi, id);
    for (const auto &[address, p] : i.peerByAddress) {
        const std::uint32_t g = i.peers[p].families[at(afi)].group;
        if (g == kNone || id >= i.groups[g].announced.size() || !i.groups[g].announced[id])
            continue;
        if ((i.groups[g].source[id] & ~UpdateGroup::kQueued) != p)
            info.advertisedTo.push_back(address);
    }
    return info;
}

std::vector<PrefixInfo> Bgp::advertised(const base::IpAddress &address, Afi afi) const
{
    const Instance &i = *m_instance;
    std::vector<PrefixInfo> all;
    const auto found = i.peerByAddress.find(address);
    if (found == i.peerByAddress.end() || i.peers[found->second].families[at(afi)].group == kNone)
        return all;
    const UpdateGroup &group = i.groups[i.peers[found->second].families[at(afi)].group];
    for (const PrefixId id : i.family(afi).table.sorted()) {
        if (id >= group.announced.size() || !group.announced[id])
            continue;
        const PeerIndex source = group.source[id] & static_cast<PeerIndex>(~UpdateGroup::kQueued);
        if (source == found->second)
            continue;
        PrefixInfo info;
        info.prefix = i.family(afi).table.prefix(id);
        info.version = i.family(afi).version;
        Path path;
        path.attributes = group.announced[id];
        path.peer = source == kFromDefaultOriginate ? kFromNetwork : source;
        path.flags = Path::kValid | Path::kBest;
        info.paths.push_back(pathInfo(i, path));
        if (!isOwn(source))
            if (const Path *best = i.family(afi).table.best(id))
                info.paths.back().weight = i.attributes.facts(best->attributes).weight;
        all.push_back(std::move(info));
    }
    return all;
}

std::vector<PrefixInfo> Bgp::received(const base::IpAddress &address, Afi afi) const
{
    const Instance &i = *m_instance;
    std::vector<PrefixInfo> all;
    const auto found = i.peerByAddress.find(address);
    if (found == i.peerByAddress.end())
        return all;
    const PeerFamily &f = i.peers[found->second].families[at(afi)];
    const RouteTable &table = i.family(afi).table;
    for (const PrefixId id : table.sorted()) {
        if (!f.hasReceived(id))
            continue;
        Path path;
        path.attributes = f.received[id];
        path.peer = found->second;
        path.flags = Path::kValid | Path::kBest;
        PrefixInfo info;
        info.prefix = table.prefix(id);
        info.version = i.family(afi).version;
        info.paths.push_back(pathInfo(i, path));
        info.paths.back().filtered = table.find(id, found->second) == nullptr;
        all.push_back(std::move(info));
    }
    return all;
}

std::vector<NextHopInfo> Bgp::nextHops() const
{
    std::vector<NextHopInfo> all;
    for (const auto &[address, number] : m_instance->attributes.nextHops.all()) {
        const NextHops::Entry &hop = m_instance->attributes.nextHops[number];
        if (hop.asked)
            all.push_back({address, hop.state, hop.holders});
    }
    return all;
}

} // namespace hopyard::routing::bgp
