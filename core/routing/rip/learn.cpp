// RIP: what becomes of a route that a neighbour tells of (RFC 2453 section 3.9.2), and its time-outs (3.8). See rip.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/routing/rip/rip.h"

#include <algorithm>
#include <iterator>
#include <tuple>

namespace hopyard::routing::rip {

namespace {

constexpr std::size_t kMaxPaths = 64;

} // namespace

std::uint8_t Rip::distanceOf(const Call &call, const base::IpPrefix &prefix, base::Ipv4Address from) const
{
    const DistanceRule *best = nullptr; // the most specific counts
    for (const DistanceRule &rule : m_config.distances)
        if (rule.from.contains(base::IpAddress(from)) && (!best || rule.from.length() > best->from.length()))
            best = &rule;
    if (best && (best->accessList.empty() || call.filters.accessListPermits(best->accessList, prefix).value_or(false)))
        return best->distance;
    return m_config.distance;
}

/// Tells of the learned part of a route.
void Rip::tell(const Call &call, const base::IpPrefix &prefix, const Entry &entry)
{
    RouteChange change{prefix, entry.metric, entry.tag, entry.distance, {}};
    for (const Path &path : entry.paths)
        change.nextHops.push_back({path.port, path.gateway});
    std::sort(change.nextHops.begin(), change.nextHops.end());
    change.nextHops.erase(std::unique(change.nextHops.begin(), change.nextHops.end()), change.nextHops.end());
    call.out.routes.push_back(std::move(change));
}

void Rip::change(Entry &entry)
{
    entry.changed = true;
    m_hasChanges = true;
}

/// Nobody leads there any more: told as unreachable for a while, then forgotten.
void Rip::die(const Call &call, Entry &entry)
{
    entry.metric = kInfinity;
    entry.garbage = call.now + m_config.timers.garbage;
    noteDeadline(entry.garbage);
    change(entry);
}

/// Some of its next hops were taken away.
void Rip::losePaths(const Call &call, const base::IpPrefix &prefix, Entry &entry)
{
    tell(call, prefix, entry);
    if (entry.paths.empty() && !entry.local)
        die(call, entry);
}

void Rip::forgetPort(const Call &call, base::PortIndex port)
{
    for (auto &[prefix, entry] : m_table) {
        const auto isThere = [port](const Path &p) { return p.port == port; };
        const auto one = std::find_if(entry.paths.begin(), entry.paths.end(), isThere);
        if (one == entry.paths.end())
            continue;
        entry.last = *one;
        std::erase_if(entry.paths, isThere);
        losePaths(call, prefix, entry);
    }
    std::erase_if(m_peers, [port](const auto &peer) { return peer.second.port == port; });
}

/// Takes what was heard in place of everything else that was learned.
void Rip::adopt(const Call &call, const base::IpPrefix &prefix, Entry &entry, const Heard &heard)
{
    entry.paths = {{heard.port, heard.from, heard.gateway, call.now + m_config.timers.timeout}};
    noteDeadline(entry.paths.front().timeout);
    entry.metric = heard.metric;
    entry.tag = heard.tag;
    entry.distance = heard.distance;
    entry.garbage = base::TimePoint::never();
    entry.last.reset();
    tell(call, prefix, entry);
    if (!entry.local)
        change(entry);
}

void Rip::learn(const Call &call, const Heard &heard)
{
    const auto it = m_table.find(heard.prefix);
    if (it == m_table.end()) {
        if (heard.metric < kInfinity)
            adopt(call, heard.prefix, m_table[heard.prefix], heard);
        return;
    }
    Entry &entry = it->second;
    if (entry.local && entry.local->kind != Local::Kind::redistributed)
        return;
    if (entry.paths.empty()) { // ours alone, or unreachable
        if (heard.metric < kInfinity)
            adopt(call, heard.prefix, entry, heard);
        return;
    }
    const auto own = std::find_if(entry.paths.begin(), entry.paths.end(),
                                  [&](const Path &p) { return p.from == heard.from && p.port == heard.port; });
    if (own != entry.paths.end())
        learnAgain(call, entry, *own, heard);
    else
        learnFromOther(call, entry, heard);
}

/// From a router that is one of the next hops already: whatever it says now counts.
void Rip::learnAgain(const Call &call, Entry &entry, Path &path, const Heard &heard)
{
    const bool isAsBefore = heard.metric == entry.metric && heard.distance == entry.distance;
    if (isAsBefore && (heard.tag == entry.tag || entry.paths.size() == 1)) {
        path.timeout = call.now + m_config.timers.timeout;
        noteDeadline(path.timeout); // earlier than before where the timers were changed
        const bool isSame = path.gateway == heard.gateway && heard.tag == entry.tag;
        path.gateway = heard.gateway;
        if (isSame)
            return;
        if (heard.tag != entry.tag && !entry.local)
            change(entry);
        entry.tag = heard.tag;
        tell(call, heard.prefix, entry);
        return;
    }
    const bool isBetter = std::tie(heard.distance, heard.metric) < std::tie(entry.distance, entry.metric);
    if (heard.metric < kInfinity && (isBetter || entry.paths.size() == 1)) {
        adopt(call, heard.prefix, entry, heard);
        return;
    }
    entry.last = path;
    std::erase_if(entry.paths, [&](const Path &p) { return p.from == heard.from && p.port == heard.port; });
    losePaths(call, heard.prefix, entry);
}

void Rip::learnFromOther(const Call &call, Entry &entry, const Heard &heard)
{
    if (heard.metric >= kInfinity)
        return;
    const auto offered = std::make_tuple(heard.distance, heard.metric),
               had = std::make_tuple(entry.distance, entry.metric);
    if (offered < had) {
        adopt(call, heard.prefix, entry, heard);
    } else if (offered == had && m_config.allowEcmp && heard.tag == entry.tag && entry.paths.size() < kMaxPaths) {
        entry.paths.push_back({heard.port, heard.from, heard.gateway, call.now + m_config.timers.timeout});
        noteDeadline(entry.paths.back().timeout);
        tell(call, heard.prefix, entry);
    }
}

/// Time-outs, garbage, peers; finds the next.
void Rip::age(const Call &call)
{
    m_check = base::TimePoint::never();
    for (auto it = m_table.begin(); it != m_table.end();) {
        Entry &entry = it->second;
        const auto isOver = [&](const Path &p) { return p.timeout <= call.now; };
        const auto over = std::find_if(entry.paths.begin(), entry.paths.end(), isOver);
        if (over != entry.paths.end()) {
            entry.last = *over;
            std::erase_if(entry.paths, isOver);
            losePaths(call, it->first, entry);
            call.out.events.push_back(event::Aged{it->first, false});
        }
        if (!entry.isAlive() && entry.garbage <= call.now) {
            call.out.events.push_back(event::Aged{it->first, true});
            it = m_table.erase(it);
            continue;
        }
        for (const Path &path : entry.paths)
            noteDeadline(path.timeout);
        if (!entry.isAlive())
            noteDeadline(entry.garbage);
        ++it;
    }
    std::erase_if(m_peers, [&](const auto &peer) { return peer.second.heard + kPeerMemory <= call.now; });
    for (const auto &[address, peer] : m_peers)
        noteDeadline(peer.heard + kPeerMemory);
}

} // namespace hopyard::routing::rip
