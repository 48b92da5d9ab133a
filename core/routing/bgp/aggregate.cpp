// Aggregates (RFC 4271 section 9.2.2.2): announced while there is anything more specific.
//
// Without as-set the path is empty and ATOMIC_AGGREGATE is there; with it the path is what all have in common in front,
// and a set of all other numbers, and communities are those of all.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/routing/bgp/instance.h"

#include <algorithm>
#include <set>
#include <utility>

namespace hopyard::routing::bgp {

namespace {

constexpr std::uint32_t kOwnWeight = 32768;

/// What several sets of attributes have in common.
class Combined {
public:
    void add(const wire::BgpAttributes &a)
    {
        std::vector<AsNumber> sequence;
        bool inFront = true;
        for (const wire::AsPathView::Segment s : a.asPath.view()) {
            inFront &= s.type == wire::AsPathView::SegmentType::sequence;
            for (std::size_t n = 0; n < s.size() && !s.isConfederation(); ++n) {
                m_all.insert(s.at(n));
                if (inFront)
                    sequence.push_back(s.at(n));
            }
        }
        if (m_first) {
            m_common = sequence;
        } else {
            const auto end = std::mismatch(m_common.begin(), m_common.end(), sequence.begin(), sequence.end()).first;
            m_common.erase(end, m_common.end());
        }
        m_first = false;
        m_origin = std::max(m_origin, a.origin);
        m_communities.insert(a.communities.begin(), a.communities.end());
        m_large.insert(a.largeCommunities.begin(), a.largeCommunities.end());
    }
    void write(wire::BgpAttributes &a) const
    {
        a.origin = m_origin;
        a.asPath.append(wire::AsPathView::SegmentType::sequence, m_common);
        std::vector<AsNumber> rest;
        for (const AsNumber as : m_all)
            if (std::find(m_common.begin(), m_common.end(), as) == m_common.end())
                rest.push_back(as);
        a.asPath.append(wire::AsPathView::SegmentType::set, rest);
        a.communities.assign(m_communities.begin(), m_communities.end());
        a.largeCommunities.assign(m_large.begin(), m_large.end());
    }

private:
    bool m_first = true;
    std::vector<AsNumber> m_common;
    std::set<AsNumber> m_all;
    wire::BgpOrigin m_origin = wire::BgpOrigin::igp;
    std::set<std::uint32_t> m_communities;
    std::set<wire::LargeCommunity> m_large;
};

void suppress(Instance &i, Afi afi, PrefixId id, bool on)
{
    RouteTable &table = i.family(afi).table;
    bool changed = false;
    for (Path *path = table.first(id); path; path = table.next(*path)) {
        changed |= path->has(Path::kSuppressed) != on;
        path->set(Path::kSuppressed, on);
    }
    if (changed)
        markDirty(i, afi, id);
}

/// Some other aggregate hides it.
bool isCovered(const Instance &i, Afi afi, const base::IpPrefix &prefix)
{
    for (const auto &[other, lines] : i.config.families[at(afi)].aggregates)
        if (lines.summaryOnly && other != prefix && other.contains(prefix))
            return true;
    return false;
}

/// What the prefix is to an aggregate around it.
void takeIn(Instance &i, Afi afi, PrefixId id, AggregateState &state)
{
    const Path *best = i.family(afi).table.best(id);
    const AttributeId now = best && best->peer != kFromAggregate ? best->attributes : 0;
    const auto at = state.members.find(id);
    const AttributeId was = at == state.members.end() ? 0 : at->second;
    if (now == was)
        return;
    state.due = true;
    if (now != 0) {
        i.attributes.hold(now);
        ++state.sets[now];
        state.members[id] = now;
    } else {
        state.members.erase(at);
    }
    if (was != 0) {
        if (--state.sets[was] == 0)
            state.sets.erase(was);
        i.attributes.release(was);
    }
}

/// Finds its members among all prefixes; where it is no longer configured they are only freed from it.
void discover(Instance &i, Afi afi, const base::IpPrefix &prefix, AggregateState &state, bool isConfigured)
{
    for (const auto &[id, attributes] : state.members)
        i.attributes.release(attributes);
    state.members.clear();
    state.sets.clear();
    state.known = true;
    const RouteTable &table = i.family(afi).table;
    for (const PrefixId id : table.within(prefix)) {
        if (table.length(id) == prefix.length())
            continue;
        suppress(i, afi, id, isCovered(i, afi, table.prefix(id)));
        if (isConfigured)
            takeIn(i, afi, id, state);
    }
}

void update(Instance &i, Afi afi, const base::IpPrefix &prefix, AggregateState &state, TimePoint now, Output &out)
{
    const auto &aggregates = i.config.families[at(afi)].aggregates;
    const auto lines = aggregates.find(prefix);
    RouteTable &table = i.family(afi).table;
    if (!state.known)
        discover(i, afi, prefix, state, lines != aggregates.end());
    state.due = false;
    Combined combined;
    std::optional<std::uint32_t> med;
    bool sameMed = true, isFirst = true;
    if (lines != aggregates.end() && (lines->second.asSet || lines->second.matchingMedOnly))
        for (const auto &[attributes, count] : state.sets) {
            i.attributes.decode(attributes, i.scratch);
            sameMed &= std::exchange(isFirst, false) || i.scratch.med == med;
            med = i.scratch.med;
            if (lines->second.asSet)
                combined.add(i.scratch);
        }
    const PrefixId own = table.find(prefix);
    if (lines == aggregates.end() || state.members.empty() || !i.running || (lines->second.matchingMedOnly && !sameMed)) {
        if (own != kNone)
            dropPath(i, afi, own, kFromAggregate, now, out);
        return;
    }
    PolicyRoute route;
    route.prefix = prefix;
    route.weight = kOwnWeight;
    wire::BgpAttributes &a = route.attributes;
    a.origin = wire::BgpOrigin::igp;
    a.med = 0; // as FRR tells its own
    if (lines->second.asSet)
        combined.write(a);
    else
        a.atomicAggregate = true;
    if (lines->second.origin)
        a.origin = *lines->second.origin;
    a.nextHop = afi == Afi::ipv4 ? base::IpAddress(base::Ipv4Address()) : base::IpAddress(base::Ipv6Address());
    a.aggregator = wire::BgpAggregator{publicAs(i.config), i.routerId()};
    const PrefixId id = table.findOrAdd(prefix);
    if (i.policy.runRouteMap(lines->second.routeMap, route))
        putPath(i, afi, id, kFromAggregate, i.attributes.intern(a, route.weight, route.tag), 0, now, out);
    else
        dropPath(i, afi, id, kFromAggregate, now, out);
}

} // namespace

void touchAggregates(Instance &i, Afi afi, PrefixId id)
{
    Family &family = i.family(afi);
    const base::IpPrefix prefix = family.table.prefix(id);
    bool inside = false;
    for (auto &[aggregate, state] : family.aggregates)
        if (state.known && aggregate.length() < prefix.length() && aggregate.contains(prefix)) {
            takeIn(i, afi, id, state);
            inside = true;
        }
    if (inside)
        suppress(i, afi, id, isCovered(i, afi, prefix));
}

void updateAggregates(Instance &i, TimePoint now, Output &out)
{
    for (const Afi afi : kAllAfis) {
        auto &states = i.family(afi).aggregates;
        // The most specific first: what they hide or bring counts for those around them.
        for (auto at = states.rbegin(); at != states.rend(); ++at)
            if (at->second.due)
                update(i, afi, at->first, at->second, now, out);
        std::erase_if(states, [&](const auto &entry) { return !i.config.families[bgp::at(afi)].aggregates.contains(entry.first); });
    }
}

} // namespace hopyard::routing::bgp
