// Aggregates (RFC 4271 section 9.2.2.2): announced while there is anything more specific.
//
// Without as-set the path is empty and ATOMIC_AGGREGATE is there; with it the path is what all have in common in front,
// and a set of all other numbers, and communities are those of all.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/routing/bgp/instance.h"

namespace hopyard::routing::bgp {

namespace {

constexpr std::uint32_t kOwnWeight = 32768;

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
    wire::BgpAttributes set;
    if (now != 0) {
        i.attributes.hold(now);
        if (++state.sets[now] == 1 && state.combined) {
            i.attributes.decode(now, set);
            state.combined->add(set);
        }
        state.members[id] = now;
    } else {
        state.members.erase(at);
    }
    if (was != 0) {
        if (--state.sets[was] == 0) {
            state.sets.erase(was);
            if (state.combined) {
                i.attributes.decode(was, set);
                state.combined->remove(set);
            }
        }
        i.attributes.release(was);
    }
}

/// What the sets have in common is counted while the aggregate's lines ask for it.
void combine(Instance &i, AggregateState &state, bool isAsked)
{
    if (!isAsked) {
        state.combined.reset();
        return;
    }
    if (state.combined)
        return;
    state.combined.emplace();
    wire::BgpAttributes set;
    for (const auto &[attributes, count] : state.sets) {
        i.attributes.decode(attributes, set);
        state.combined->add(set);
    }
}

/// Finds its members among all prefixes; where it is no longer configured they are only freed from it.
void discover(Instance &i, Afi afi, const base::IpPrefix &prefix, AggregateState &state, bool isConfigured)
{
    for (const auto &[id, attributes] : state.members)
        i.attributes.release(attributes);
    state.members.clear();
    state.sets.clear();
    state.combined.reset();
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
    combine(i, state, lines != aggregates.end() && (lines->second.asSet || lines->second.matchingMedOnly));
    const PrefixId own = table.find(prefix);
    if (lines == aggregates.end() || state.members.empty() || !i.running || (lines->second.matchingMedOnly && !state.combined->hasOneMed())) {
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
        state.combined->write(a);
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
