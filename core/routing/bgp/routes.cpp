// Paths come and go, the best of a prefix is found, and who depends on it hears: the RIB, update groups, aggregates.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/routing/bgp/contender.h"
#include "core/routing/bgp/instance.h"

#include <algorithm>

namespace hopyard::routing::bgp {

namespace {

std::uint32_t inSeconds(TimePoint now) { return static_cast<std::uint32_t>(now.ns() / 1'000'000'000); }

/// Of paths in the order of the table, one behind the other (RFC 4271 section 9.1.2.2 does not say how to walk them;
/// without deterministic-med the order may decide, as in FRR).
Path *bestOf(const Instance &i, const std::vector<Path *> &paths)
{
    Path *best = nullptr;
    for (Path *path : paths)
        if (path->isUsable() && (!best || compare(i.config, contender(i, *path), contender(i, *best)).firstWins))
            best = path;
    return best;
}

/// With deterministic-med: first among those of each neighbouring AS, then among the winners.
Path *bestByNeighbour(const Instance &i, const std::vector<Path *> &paths)
{
    std::vector<Path *> winners;
    std::vector<bool> done(paths.size());
    for (std::size_t n = 0; n < paths.size(); ++n) {
        if (done[n] || !paths[n]->isUsable())
            continue;
        const AsNumber as = i.attributes.facts(paths[n]->attributes).neighbourAs;
        std::vector<Path *> same;
        for (std::size_t m = n; m < paths.size(); ++m)
            if (!done[m] && i.attributes.facts(paths[m]->attributes).neighbourAs == as) {
                done[m] = true;
                same.push_back(paths[m]);
            }
        if (Path *winner = bestOf(i, same))
            winners.push_back(winner);
    }
    return bestOf(i, winners);
}

/// Sets the flags anew. True where any changed.
bool select(Instance &i, Afi afi, const std::vector<Path *> &paths)
{
    Path *best = i.config.bestPath.deterministicMed ? bestByNeighbour(i, paths) : bestOf(i, paths);
    std::vector<std::uint32_t> nextHops;
    std::size_t limit = 1;
    Contender winner;
    if (best && !isOwn(best->peer)) {
        const FamilyConfig &f = i.config.families[at(afi)];
        winner = contender(i, *best);
        limit = winner.type == PeerType::external ? f.maximumPaths.value_or(kDefaultMaximumPaths) : f.maximumPathsIbgp.value_or(kDefaultMaximumPaths);
        nextHops.push_back(winner.facts->nextHop);
    }
    bool changed = false;
    for (Path *path : paths) {
        bool shares = false;
        if (path != best && nextHops.size() < limit && !nextHops.empty() && path->isUsable() && !isOwn(path->peer)) {
            const Contender other = contender(i, *path);
            const bool clusters = !i.config.families[at(afi)].ibgpEqualClusterLength || winner.type != PeerType::internal ||
                                  other.facts->clusterLength == winner.facts->clusterLength;
            shares = clusters && compare(i.config, other, winner).sharesTraffic &&
                     std::find(nextHops.begin(), nextHops.end(), other.facts->nextHop) == nextHops.end();
            if (shares)
                nextHops.push_back(other.facts->nextHop);
        }
        changed |= path->has(Path::kBest) != (path == best) || path->has(Path::kMultipath) != shares;
        path->set(Path::kMultipath, shares);
    }
    for (Path *path : paths) // afterwards: the comparison looks at who was best
        path->set(Path::kBest, path == best);
    return changed;
}

std::uint8_t distanceOf(const Instance &i, Afi afi, const Path &path)
{
    const Distances d = i.config.families[at(afi)].distances.value_or(Distances{});
    if (isOwn(path.peer))
        return d.local;
    return i.peers[path.peer].type == PeerType::external ? d.external : d.internal;
}

} // namespace

Contender contender(const Instance &i, const Path &path)
{
    Contender c;
    c.facts = &i.attributes.facts(path.attributes);
    c.asPath = i.attributes.bytes(path.attributes).subspan(c.facts->asPathAt, c.facts->asPathSize);
    c.selected = path.has(Path::kBest);
    c.igpMetric = i.attributes.nextHops[c.facts->nextHop].state.metric;
    c.own = isOwn(path.peer);
    if (c.own) {
        c.routerId = i.routerId().value();
        c.type = PeerType::internal;
        return c;
    }
    const Peer &peer = i.peers[path.peer];
    c.type = peer.type;
    c.peerAs = peer.as;
    c.routerId = peer.routerId.value();
    c.peer = peer.address;
    return c;
}

void decide(Instance &i, Afi afi, PrefixId id, bool wasBest, TimePoint, Output &out)
{
    Family &family = i.family(afi);
    Path *first = family.table.first(id);
    bool changed = wasBest;
    if (first && first->next == kNone) {
        const bool usable = first->isUsable();
        changed |= usable != first->has(Path::kBest) || first->has(Path::kMultipath);
        first->set(Path::kBest, usable);
        first->set(Path::kMultipath, false);
    } else if (first) {
        std::vector<Path *> paths;
        for (Path *path = first; path; path = family.table.next(*path))
            paths.push_back(path);
        changed |= select(i, afi, paths);
    }
    if (!changed)
        return;
    ++family.version;
    announceToRib(i, afi, id, out);
    markDirty(i, afi, id);
    if (!family.aggregates.empty())
        touchAggregates(i, afi, id);
}

bool isNextHopGood(const Instance &i, PeerIndex peer, AttributeId attributes)
{
    if (isOwn(peer))
        return true;
    const NextHops::Entry &hop = i.attributes.nextHops[i.attributes.facts(attributes).nextHop];
    return hop.state.reachable && !hop.state.own && !hop.isOurs() && (!i.peers[peer].settings.nextHopsConnected || hop.state.connected);
}

void putPath(Instance &i, Afi afi, PrefixId id, PeerIndex peer, AttributeId attributes, std::uint8_t flags, TimePoint now, Output &out)
{
    Family &family = i.family(afi);
    Path *path = family.table.find(id, peer);
    const bool dampened = i.config.families[at(afi)].dampening && !isOwn(peer) && i.peers[peer].type == PeerType::external;
    if (path && path->attributes == attributes && !path->has(Path::kHistory)) {
        // Told once more. Who restarted, or refreshes, has confirmed it.
        path->set(Path::kStale, false);
        path->set(Path::kRefreshed, false);
        i.attributes.release(attributes);
        return;
    }
    if (!isOwn(peer))
        i.attributes.nextHops.need(i.attributes.facts(attributes).nextHop);
    bool wasBest = false;
    if (path) {
        wasBest = path->has(Path::kBest) || path->has(Path::kMultipath);
        if (path->has(Path::kHistory) && !isOwn(peer))
            ++i.peers[peer].families[at(afi)].accepted;
        i.attributes.release(path->attributes);
        path->attributes = attributes;
        path->flags = static_cast<std::uint8_t>((path->flags & (Path::kBest | Path::kMultipath | Path::kSuppressed)) | flags);
        path->since = inSeconds(now);
    } else {
        Path made;
        made.attributes = attributes;
        made.peer = peer;
        made.flags = flags;
        made.since = inSeconds(now);
        path = &family.table.add(id, made);
        if (!isOwn(peer))
            ++i.peers[peer].families[at(afi)].accepted;
    }
    path->set(Path::kValid, isNextHopGood(i, peer, attributes));
    if (dampened)
        path->set(Path::kDamped, dampen(i, afi, id, peer, wasBest ? Flap::changed : Flap::announced, now));
    decide(i, afi, id, wasBest, now, out);
}

void dropPath(Instance &i, Afi afi, PrefixId id, PeerIndex peer, TimePoint now, Output &out)
{
    Family &family = i.family(afi);
    Path *path = family.table.find(id, peer);
    if (!path || path->has(Path::kHistory)) {
        if (!family.table.first(id))
            family.empty.push_back(id);
        return;
    }
    const bool wasBest = path->has(Path::kBest) || path->has(Path::kMultipath);
    if (!isOwn(peer))
        --i.peers[peer].families[at(afi)].accepted;
    if (i.config.families[at(afi)].dampening && !isOwn(peer) && i.peers[peer].type == PeerType::external && i.peers[peer].isEstablished()) {
        // Remembered with its penalty until that is forgotten.
        dampen(i, afi, id, peer, Flap::withdrawn, now);
        path->flags = Path::kHistory;
        path->since = inSeconds(now);
    } else {
        i.attributes.release(path->attributes);
        family.table.remove(id, peer);
        if (!family.table.first(id))
            family.empty.push_back(id);
    }
    decide(i, afi, id, wasBest, now, out);
}

void announceToRib(Instance &i, Afi afi, PrefixId id, Output &out)
{
    const RouteTable &table = i.family(afi).table;
    RouteChange change;
    change.prefix = table.prefix(id);
    const Path *best = table.best(id);
    if (!best || (isOwn(best->peer) && best->peer != kFromAggregate)) {
        change.removed = true;
        out.routes.push_back(change);
        return;
    }
    const AttributeFacts &facts = i.attributes.facts(best->attributes);
    change.metric = facts.med;
    change.tag = facts.tag;
    change.distance = distanceOf(i, afi, *best);
    if (best->peer == kFromAggregate) {
        change.blackhole = true;
        out.routes.push_back(change);
        return;
    }
    const auto hop = [&](const Path &path) { return i.attributes.nextHops[i.attributes.facts(path.attributes).nextHop].address; };
    std::vector<base::IpAddress> more;
    for (const Path *path = table.first(id); path; path = table.next(*path))
        if (path->has(Path::kMultipath))
            more.push_back(hop(*path));
    const base::IpAddress first = hop(*best);
    // A long list of routes through the same next hop names it once.
    if (more.empty() && !out.nextHops.empty() && out.nextHops.back() == first) {
        change.firstNextHop = static_cast<std::uint32_t>(out.nextHops.size() - 1);
        change.nextHopCount = 1;
    } else {
        more.push_back(first);
        std::sort(more.begin(), more.end());
        change.firstNextHop = static_cast<std::uint32_t>(out.nextHops.size());
        change.nextHopCount = static_cast<std::uint16_t>(more.size());
        out.nextHops.insert(out.nextHops.end(), more.begin(), more.end());
    }
    out.routes.push_back(change);
}

void followNextHops(Instance &i, TimePoint now, Output &out)
{
    if (!i.nextHopsChanged)
        return;
    i.nextHopsChanged = false;
    for (const Afi afi : kAllAfis) {
        RouteTable &table = i.family(afi).table;
        for (PrefixId id = 0; id < table.end(); ++id) {
            bool touched = false, wasBest = false;
            for (Path *path = table.first(id); path; path = table.next(*path)) {
                if (isOwn(path->peer) || !i.attributes.nextHops[i.attributes.facts(path->attributes).nextHop].changed)
                    continue;
                touched = true;
                const bool good = isNextHopGood(i, path->peer, path->attributes);
                wasBest |= good != path->has(Path::kValid) && (path->has(Path::kBest) || path->has(Path::kMultipath));
                path->set(Path::kValid, good);
            }
            if (touched)
                decide(i, afi, id, wasBest, now, out);
        }
    }
    for (const auto &[address, number] : i.attributes.nextHops.all())
        i.attributes.nextHops[number].changed = false;
}

void tidy(Instance &i, Output &out)
{
    for (const Afi afi : kAllAfis) {
        Family &family = i.family(afi);
        if (family.empty.empty())
            continue;
        std::vector<PrefixId> candidates = std::exchange(family.empty, {});
        std::sort(candidates.begin(), candidates.end());
        candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());
        for (const PrefixId id : candidates) {
            if (!family.table.isUsed(id) || family.table.first(id))
                continue;
            const bool busy = std::any_of(i.groups.begin(), i.groups.end(), [&](const UpdateGroup &g) {
                return g.used && g.key.afi == afi && id < g.announced.size() && (g.announced[id] || (g.source[id] & UpdateGroup::kQueued));
            });
            const bool remembered = std::any_of(i.peers.begin(), i.peers.end(), [&](const Peer &peer) {
                return peer.families[at(afi)].missed.contains(id) || peer.families[at(afi)].hasReceived(id);
            });
            if (remembered)
                continue; // who forgets it says so
            if (busy)
                family.empty.push_back(id);
            else
                family.table.erase(id);
        }
    }
    NextHops &hops = i.attributes.nextHops;
    if (!hops.hasTouched())
        return;
    for (const std::uint32_t number : hops.takeTouched()) {
        NextHops::Entry &hop = hops[number];
        if (hop.holders == 0) {
            if (hop.told)
                out.actions.push_back(action::Track{hop.address, false});
            hops.forget(number);
        } else if (hop.asked && !hop.told) {
            hop.told = true;
            out.actions.push_back(action::Track{hop.address, true});
        }
    }
}

} // namespace hopyard::routing::bgp
