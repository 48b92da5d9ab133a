// The difference between two configurations, made while running: what needs a new session gets one, what concerns only
// what is told is told anew, what concerns what was heard is asked for again (RFC 2918).
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/routing/bgp/instance.h"

#include <algorithm>

namespace hopyard::routing::bgp {

namespace {

namespace sub = wire::bgp_subcode;

const wire::BgpNotification kConfigChange{wire::BgpErrorCode::cease, sub::kConfigChange, {}};
const wire::BgpNotification kDeconfigured{wire::BgpErrorCode::cease, sub::kDeconfigured, {}};

wire::BgpNotification shutdownNotification(const Settings &settings)
{
    wire::BgpNotification n{wire::BgpErrorCode::cease, sub::kShutdown, {}};
    if (!settings.shutdownMessage.empty()) { // RFC 9003
        const std::string text = settings.shutdownMessage.substr(0, 255);
        n.data.push_back(static_cast<std::uint8_t>(text.size()));
        for (const char c : text)
            n.data.push_back(static_cast<std::uint8_t>(c));
    }
    return n;
}

bool needsNewSession(const Settings &a, const Settings &b)
{
    const auto families = [](const Settings &s) { return std::pair(s.families[0].active, s.families[1].active); };
    return a.remoteAs != b.remoteAs || a.type != b.type || a.localAs != b.localAs || a.changedLocalAs != b.changedLocalAs || a.password != b.password ||
           a.updateSource != b.updateSource || a.ttl != b.ttl || a.minimumTtl != b.minimumTtl || a.port != b.port ||
           a.passive != b.passive || a.dontNegotiate != b.dontNegotiate || families(a) != families(b);
}

/// What is heard from the peer would be taken otherwise by policies.
bool judgesOtherwise(const Settings &a, const Settings &b, Afi afi)
{
    const FamilySettings &x = a.families[at(afi)], &y = b.families[at(afi)];
    return x.in != y.in || x.weight != y.weight;
}

/// The same, by what looks at it before policies do; or what was heard is to be kept from now on.
bool hearsOtherwise(const Settings &a, const Settings &b, Afi afi)
{
    const FamilySettings &x = a.families[at(afi)], &y = b.families[at(afi)];
    return x.allowAsIn != y.allowAsIn || x.allowAsInOrigin != y.allowAsInOrigin || a.enforceFirstAs != b.enforceFirstAs ||
           (!x.softReconfiguration && y.softReconfiguration);
}

void changePeer(Instance &i, PeerIndex p, const Settings &settings, TimePoint now, Output &out)
{
    Peer &peer = i.peers[p];
    const Settings before = std::exchange(peer.settings, settings);
    if (before == settings)
        return;
    if (settings.shutdown) {
        if (!before.shutdown)
            stopPeer(i, p, shutdownNotification(settings), now, out);
        return;
    }
    for (const Afi afi : kAllAfis)
        if (before.families[at(afi)].maximumPrefix != settings.families[at(afi)].maximumPrefix)
            peer.overLimit = false;
    if (before.shutdown || needsNewSession(before, settings)) {
        stopPeer(i, p, kConfigChange, now, out);
        i.peers[p].startDelay = Duration::seconds(1);
        i.peers[p].startAt = now;
        return;
    }
    if (peer.state() == State::idle && !peer.overLimit && peer.startAt.isNever())
        peer.startAt = now;
    for (const Afi afi : kAllAfis) {
        if (!settings.families[at(afi)].softReconfiguration)
            forgetReceived(i, p, afi);
        if (hearsOtherwise(before, settings, afi))
            askAgain(i, p, afi, false, now, out);
        else if (judgesOtherwise(before, settings, afi))
            askAgain(i, p, afi, true, now, out);
    }
    if (before.nextHopsConnected != settings.nextHopsConnected)
        for (const auto &[address, number] : i.attributes.nextHops.all())
            i.attributes.nextHops[number].changed = i.nextHopsChanged = true;
}

void changePeers(Instance &i, TimePoint now, Output &out)
{
    for (PeerIndex p = 0; p < i.peers.size(); ++p) {
        const Peer &peer = i.peers[p];
        if (!peer.used)
            continue;
        if (peer.dynamic) {
            const ListenRange *range = listenRangeFor(i.config, peer.address);
            if (!range || i.config.neighbours.contains(peer.address)) {
                removePeer(i, p, now, out);
            } else {
                NeighbourConfig lines;
                lines.group = range->group;
                changePeer(i, p, settingsOf(i.config, lines), now, out);
            }
            continue;
        }
        const auto lines = i.config.neighbours.find(peer.address);
        if (lines == i.config.neighbours.end())
            removePeer(i, p, now, out);
        else
            changePeer(i, p, settingsOf(i.config, lines->second), now, out);
    }
    for (const auto &[address, lines] : i.config.neighbours)
        if (!i.peerByAddress.contains(address))
            addPeer(i, address, false, lines, now);
}

/// Paths are weighed otherwise, or go to the RIB otherwise.
void decideAll(Instance &i, Afi afi, bool tellAll, TimePoint now, Output &out)
{
    const RouteTable &table = i.family(afi).table;
    for (PrefixId id = 0; id < table.end(); ++id)
        if (table.isUsed(id))
            decide(i, afi, id, tellAll && table.best(id), now, out);
}

} // namespace

void askAgain(Instance &i, PeerIndex p, Afi afi, bool policiesOnly, TimePoint now, Output &out)
{
    Peer &peer = i.peers[p];
    i.attributes.release(peer.lastAttributes);
    peer.lastAttributes = 0;
    peer.lastBytes.clear();
    if (!peer.isEstablished() || !peer.families[at(afi)].negotiated)
        return;
    if (policiesOnly && peer.settings.families[at(afi)].softReconfiguration) {
        takeAgain(i, p, afi, now, out);
        return;
    }
    if (!peer.routeRefresh) {
        stopPeer(i, p, kConfigChange, now, out);
        i.peers[p].startAt = now + Duration::seconds(1);
        return;
    }
    std::vector<std::uint8_t> bytes;
    wire::BgpRouteRefresh{wireFamily(afi), wire::BgpRouteRefresh::Kind::request}.append(bytes);
    enqueue(peer.connections[0], std::make_shared<const std::vector<std::uint8_t>>(std::move(bytes)));
    ++peer.sent.refreshes;
}

PeerIndex addPeer(Instance &i, const base::IpAddress &address, bool dynamic, const NeighbourConfig &lines, TimePoint now)
{
    PeerIndex p = 0;
    while (p < i.peers.size() && i.peers[p].used)
        ++p;
    if (p == i.peers.size())
        i.peers.emplace_back();
    Peer &peer = i.peers[p];
    peer = Peer{};
    peer.used = true;
    peer.address = address;
    peer.dynamic = dynamic;
    peer.settings = settingsOf(i.config, lines);
    peer.type = peer.settings.type;
    peer.since = now;
    // A little later than at once, and not all in the same moment: the other end may begin now, too.
    if (i.running && !dynamic)
        peer.startAt = now + Duration::milliseconds(500) + Duration::milliseconds(static_cast<std::int64_t>(i.random.below(500)));
    i.peerByAddress[address] = p;
    return p;
}

void removePeer(Instance &i, PeerIndex p, TimePoint now, Output &out)
{
    stopPeer(i, p, kDeconfigured, now, out);
    leaveGroups(i, p);
    for (const Afi afi : kAllAfis) {
        Family &family = i.family(afi);
        std::erase_if(family.flaps, [&](const auto &entry) { return entry.first.second == p; });
        removePaths(i, afi, p, 0, now, out);
        for (PrefixId id = 0; i.config.families[at(afi)].dampening && id < family.table.end(); ++id)
            if (const Path *path = family.table.find(id, p)) {
                i.attributes.release(path->attributes);
                family.table.remove(id, p);
                family.empty.push_back(id);
            }
    }
    i.attributes.release(i.peers[p].lastAttributes);
    i.peerByAddress.erase(i.peers[p].address);
    i.peers[p] = Peer{};
}

void reconfigure(Instance &i, const Config &config, TimePoint now, Output &out)
{
    const Config before = std::exchange(i.config, config);
    if (before == config)
        return;
    const bool anew = before.as != config.as || before.routerId != config.routerId || before.clusterId != config.clusterId ||
                      !(before.confederation == config.confederation) || !(before.gracefulRestart == config.gracefulRestart);
    if (anew)
        for (PeerIndex p = 0; p < i.peers.size(); ++p)
            if (i.peers[p].used) {
                stopPeer(i, p, kConfigChange, now, out);
                i.peers[p].startDelay = Duration::seconds(1);
                if (!i.peers[p].overLimit && i.running)
                    i.peers[p].startAt = now + Duration::seconds(1);
            }
    changePeers(i, now, out);
    if (before.ebgpRequiresPolicy != config.ebgpRequiresPolicy)
        for (PeerIndex p = 0; p < i.peers.size(); ++p)
            if (i.peers[p].used)
                for (const Afi afi : kAllAfis)
                    askAgain(i, p, afi, true, now, out);
    for (const Afi afi : kAllAfis) {
        const FamilyConfig &was = before.families[at(afi)], &is = config.families[at(afi)];
        if (!(was == is) || before.networkImportCheck != config.networkImportCheck || anew) {
            for (const auto *aggregates : {&was.aggregates, &is.aggregates})
                for (const auto &[prefix, lines] : *aggregates) {
                    AggregateState &state = i.family(afi).aggregates[prefix];
                    state.due = true;
                    state.known = state.known && was.aggregates == is.aggregates;
                }
            originateAll(i, afi, now, out);
        }
        const bool distances = was.distances != is.distances || was.tableMap != is.tableMap;
        if (distances || !(before.bestPath == config.bestPath) || was.maximumPaths != is.maximumPaths ||
            was.maximumPathsIbgp != is.maximumPathsIbgp || was.ibgpEqualClusterLength != is.ibgpEqualClusterLength ||
            before.defaultLocalPreference != config.defaultLocalPreference)
            decideAll(i, afi, distances, now, out);
    }
    regroup(i);
    for (UpdateGroup &group : i.groups)
        if (group.used)
            rescan(group);
}

} // namespace hopyard::routing::bgp
