// Routes and their lookup; see forwarding_table.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ip/forwarding_table.h"

#include "core/ip/lookup/keys.h"
#include "core/ip/lookup/prefix_merge.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <utility>

namespace hopyard::ip {

namespace {

using lookup::Key6;

constexpr std::uint32_t kMostGroups = std::min(lookup::LeafTable::kMaxValue, lookup::Ipv6Table::kMaxValue);

Key6 key6(const base::IpAddress &address) { return lookup::keyOf<Key6>(address); }
base::IpAddress address6(Key6 key) { return lookup::addressOf(key); }

std::uint64_t mixed(std::uint64_t hash, std::uint64_t word)
{
    hash = (hash ^ word) * 0x9e3779b97f4a7c15u;
    return hash ^ hash >> 29;
}

} // namespace

std::string_view toString(RouteKind kind)
{
    switch (kind) {
    case RouteKind::unicast: return "unicast";
    case RouteKind::local: return "local";
    case RouteKind::broadcast: return "broadcast";
    case RouteKind::blackhole: return "blackhole";
    case RouteKind::unreachable: return "unreachable";
    case RouteKind::prohibit: return "prohibit";
    }
    return "?";
}

std::string_view toString(RouteProtocol protocol)
{
    switch (protocol) {
    case RouteProtocol::local: return "local";
    case RouteProtocol::connected: return "connected";
    case RouteProtocol::static_: return "static";
    case RouteProtocol::rip: return "rip";
    case RouteProtocol::ospf: return "ospf";
    case RouteProtocol::bgp: return "bgp";
    }
    return "?";
}

char routeCode(RouteProtocol protocol)
{
    switch (protocol) {
    case RouteProtocol::local: return 'L';
    case RouteProtocol::connected: return 'C';
    case RouteProtocol::static_: return 'S';
    case RouteProtocol::rip: return 'R';
    case RouteProtocol::ospf: return 'O';
    case RouteProtocol::bgp: return 'B';
    }
    return '?';
}

std::uint64_t NextHopGroup::hash() const
{
    std::uint64_t hash = mixed(static_cast<std::uint64_t>(kind), paths.size());
    for (const Path &path : paths) {
        const base::Bytes address = path.nextHop.bytes();
        for (std::size_t i = 0; i < address.size(); i += 4)
            hash = mixed(hash, base::loadU32(address.data() + i));
        hash = mixed(hash, std::uint64_t(path.port.index()) << 16 | path.weight);
    }
    return hash;
}

std::uint64_t ForwardingTable::Labels::hash() const
{
    return mixed(mixed(metric, std::uint64_t(group) << 16 | distance), static_cast<std::uint64_t>(protocol));
}

bool ForwardingTable::set(const Route &route)
{
    const base::IpAddress &address = route.prefix.address();
    switch (route.prefix.family()) {
    case base::Family::ipv4: return setIn(m_prefixes4, address.v4().value(), route);
    case base::Family::ipv6: return setIn(m_prefixes6, key6(address), route);
    case base::Family::none: break;
    }
    return false;
}

template <class Key>
bool ForwardingTable::setIn(lookup::PrefixSet<Key> &prefixes, Key key, const Route &route)
{
    const std::uint32_t labels = acquire(route);
    if (labels == 0)
        return false;
    chooseWidth();
    put(prefixes, prefixes.lowerBound(key, route.prefix.length()), key, route.prefix.length(), labels, route.since);
    return true;
}

/// `at` is where the prefix is or would be. Takes over one use of the labels.
template <class Key>
void ForwardingTable::put(lookup::PrefixSet<Key> &prefixes, typename lookup::PrefixSet<Key>::Position at, Key key,
                          unsigned length, std::uint32_t labels, base::TimePoint since)
{
    const GroupId group = m_labels[labels].group;
    if (auto *entry = prefixes.at(at, key, length)) {
        const std::uint32_t old = entry->labels;
        entry->labels = labels;
        entry->since = since;
        if (m_labels[old].group != group)
            paint(prefixes, prefixes.after(at), key, length, group);
        release(old);
    } else {
        at = prefixes.insert(at, {key, labels, length, since});
        refine(key, length);
        paint(prefixes, prefixes.after(at), key, length, group);
        chooseStructure();
    }
}

bool ForwardingTable::set(std::span<const base::IpPrefix> prefixes, const Route &route)
{
    if (prefixes.empty())
        return true;
    const std::uint32_t labels = acquire(route);
    if (labels == 0)
        return false;
    chooseWidth();
    m_labels.use(labels, static_cast<std::uint32_t>(prefixes.size()));
    while (!prefixes.empty()) {
        const base::Family family = prefixes.front().family();
        std::size_t same = 0;
        while (same < prefixes.size() && prefixes[same].family() == family)
            ++same;
        if (family == base::Family::ipv4) {
            setMany4(prefixes.first(same), labels, route.since);
        } else {
            for (const base::IpPrefix &prefix : prefixes.first(same)) {
                const Key6 key = key6(prefix.address());
                put(m_prefixes6, m_prefixes6.lowerBound(key, prefix.length()), key, prefix.length(), labels, route.since);
            }
        }
        prefixes = prefixes.subspan(same);
    }
    release(labels);
    return true;
}

/// All lead to the same, so they may come in any order.
void ForwardingTable::setMany4(std::span<const base::IpPrefix> prefixes, std::uint32_t labels, base::TimePoint since)
{
    using Place = lookup::PrefixSet<Key4>::Place;
    using Merge = lookup::PrefixMerge<Key4>;
    const auto before = [](const Place &a, const Place &b) { return lookup::PrefixSet<Key4>::before(a, b); };
    std::vector<Place> places;
    places.reserve(prefixes.size());
    for (const base::IpPrefix &prefix : prefixes)
        places.push_back({prefix.address().v4().value(), prefix.length()});
    if (!std::is_sorted(places.begin(), places.end(), before))
        std::sort(places.begin(), places.end(), before);
    const auto isSame = [](const Place &a, const Place &b) { return a.key == b.key && a.length == b.length; };
    const auto end = std::unique(places.begin(), places.end(), isSame);
    for (auto same = end; same != places.end(); ++same)
        release(labels); // the use that was taken for it
    places.erase(end, places.end());

    // A lookup structure that will be made anew is not painted before.
    const bool staysSmall = m_prefixes4.size() + places.size() <= kManyPrefixes;
    const GroupId group = m_labels[labels].group;
    std::vector<Place> later;
    const auto ahead = [&](const Place &place) {
        if (m_large4)
            m_large4->prefetch(place.key);
    };
    const auto near = [&](const Place &place) {
        if (m_large4)
            m_large4->prefetchLeaves(place.key);
    };
    const auto put = [&](const Place &place, const Merge::Put &was) {
        const bool leadsElsewhere = was.before == 0 || m_labels[was.before].group != group;
        if (was.before != 0)
            release(was.before);
        else
            refine(place.key, place.length);
        if (leadsElsewhere && was.isWhole && place.length > 0 && (m_large4 || staysSmall))
            Merge::forEachGap(place, was.behind, [&](Key4 first, Key4 last) { assign(first, last, group); });
        else if (leadsElsewhere)
            later.push_back(place);
    };
    Merge(m_prefixes4).put(places, labels, since, ahead, near, put);
    const bool wasLarge = m_large4.has_value();
    chooseStructure();
    const bool isPainted = !wasLarge && m_large4;
    std::size_t from = 0;
    for (const Place &place : later) {
        const auto at = m_prefixes4.lowerBound(place.key, place.length, from);
        from = at.block;
        if (place.length == 0 || !isPainted)
            paint(m_prefixes4, m_prefixes4.after(at), place.key, place.length, group);
    }
}

bool ForwardingTable::remove(const base::IpPrefix &prefix)
{
    switch (prefix.family()) {
    case base::Family::ipv4: return removeFrom(m_prefixes4, prefix.address().v4().value(), prefix.length());
    case base::Family::ipv6: return removeFrom(m_prefixes6, key6(prefix.address()), prefix.length());
    case base::Family::none: break;
    }
    return false;
}

template <class Key>
bool ForwardingTable::removeFrom(lookup::PrefixSet<Key> &prefixes, Key key, unsigned length)
{
    const auto *entry = prefixes.find(key, length);
    if (!entry)
        return false;
    const std::uint32_t labels = entry->labels;
    prefixes.erase(key, length);
    const auto *next = prefixes.covering(key, length);
    paint(prefixes, prefixes.lowerBound(key, length + 1), key, length, next && next->length > 0 ? m_labels[next->labels].group : GroupId(0));
    coarsen(key, length);
    release(labels);
    chooseStructure();
    chooseWidth();
    return true;
}

/// `behind` is the first place behind the prefix's own.
template <class Key>
void ForwardingTable::paint(const lookup::PrefixSet<Key> &prefixes, typename lookup::PrefixSet<Key>::Position behind,
                            Key key, unsigned length, GroupId group)
{
    if (length == 0)
        (sizeof(Key) == sizeof(Key4) ? m_default4 : m_default6) = group;
    else
        prefixes.forEachGap(behind, key, length, [&](Key first, Key last) { assign(first, last, group); });
}

void ForwardingTable::clear() { *this = ForwardingTable(); }

/// The number of the route's labels, or 0 where the table is full. Labels in use are one user of their group.
std::uint32_t ForwardingTable::acquire(const Route &route)
{
    const std::uint32_t group = m_groups.acquire({route.kind, route.paths}, kMostGroups);
    if (group == 0)
        return 0;
    const std::size_t before = m_labels.size();
    const std::uint32_t labels =
        m_labels.acquire({route.metric, static_cast<GroupId>(group), route.protocol, route.distance},
                         lookup::PrefixSet<Key4>::kMaxLabels - 1);
    if (m_labels.size() == before)
        m_groups.release(group);
    return labels;
}

void ForwardingTable::release(std::uint32_t labels)
{
    const GroupId group = m_labels[labels].group;
    if (m_labels.release(labels))
        m_groups.release(group);
}

/// A prefix of this length is gone: the table may do with less.
void ForwardingTable::coarsen(Key4 key, unsigned length)
{
    if (m_large4 && length > 24 && m_prefixes4.longestInside(lookup::firstOf(key, 24), 24, 25) <= 24)
        m_large4->coarsen(key);
}

void ForwardingTable::assign(Key4 first, Key4 last, GroupId group)
{
    if (m_large4)
        m_large4->assign(first, last, group);
    else
        m_small4.assign(first, last, group);
}

void ForwardingTable::chooseStructure()
{
    const std::size_t size = m_prefixes4.size();
    const bool large = m_large4 ? size >= kManyPrefixes / 4 : size > kManyPrefixes;
    if (large == m_large4.has_value())
        return;
    m_small4 = {};
    m_large4.reset();
    if (large)
        m_large4.emplace();
    chooseWidth();
    m_prefixes4.forEach([&](const Entry4 &entry) { // in this order later ones are inside earlier ones
        if (entry.length == 0)
            return;
        refine(entry.key, entry.length);
        assign(entry.key, lookup::lastOf<Key4>(entry.key, entry.length), m_labels[entry.labels].group);
    });
}

/// One byte for each leaf while numbers of groups fit; back again only with some to spare.
void ForwardingTable::chooseWidth()
{
    constexpr std::uint32_t kNarrow = lookup::LeafTable::kMaxNarrow + 1;
    if (m_large4 && (m_groups.limit() > kNarrow || m_groups.limit() <= kNarrow * 3 / 4))
        m_large4->setWide(m_groups.limit() > kNarrow);
}

const NextHopGroup *ForwardingTable::lookup(const base::IpAddress &destination) const
{
    if (destination.isV4())
        return lookup(destination.v4());
    if (!destination.isV6())
        return nullptr;
    const GroupId id = m_table6.lookup(key6(destination));
    return group(id == 0 ? m_default6 : id);
}

void ForwardingTable::lookup(std::span<const base::Ipv4Address> destinations, std::span<GroupId> out,
                             lookup::Simd simd) const
{
    assert(out.size() == destinations.size());
    if (m_large4) {
        m_large4->lookup(destinations.data(), out.data(), out.size(), m_default4, simd);
        return;
    }
    for (std::size_t i = 0; i < out.size(); ++i) {
        const GroupId id = m_small4.lookup(destinations[i].value());
        out[i] = id == 0 ? m_default4 : id;
    }
}

void ForwardingTable::lookup(std::span<const base::Ipv6Address> destinations, std::span<GroupId> out,
                             lookup::Simd simd) const
{
    assert(out.size() == destinations.size());
    m_table6.lookup(destinations.data(), out.data(), out.size(), m_default6, simd);
}

template <class Entry>
Route ForwardingTable::routeOf(const base::IpAddress &address, const Entry &entry) const
{
    const Labels &labels = m_labels[entry.labels];
    const NextHopGroup &group = m_groups[labels.group];
    return {base::IpPrefix(address, entry.length), group.kind,  labels.protocol, labels.distance,
            labels.metric,                         group.paths, entry.since};
}

Route ForwardingTable::routeOf(const Entry4 &entry) const { return routeOf(base::Ipv4Address(entry.key), entry); }
Route ForwardingTable::routeOf(const Entry6 &entry) const { return routeOf(address6(entry.key), entry); }

std::optional<Route> ForwardingTable::find(const base::IpPrefix &prefix) const
{
    if (prefix.family() == base::Family::ipv4) {
        const Entry4 *entry = m_prefixes4.find(prefix.address().v4().value(), prefix.length());
        return entry ? std::optional(routeOf(*entry)) : std::nullopt;
    }
    if (prefix.family() == base::Family::ipv6) {
        const Entry6 *entry = m_prefixes6.find(key6(prefix.address()), prefix.length());
        return entry ? std::optional(routeOf(*entry)) : std::nullopt;
    }
    return std::nullopt;
}

std::optional<Route> ForwardingTable::match(const base::IpAddress &destination) const
{
    if (destination.isV4()) {
        const Entry4 *entry = m_prefixes4.covering(destination.v4().value(), 33);
        return entry ? std::optional(routeOf(*entry)) : std::nullopt;
    }
    if (destination.isV6()) {
        const Entry6 *entry = m_prefixes6.covering(key6(destination), 129);
        return entry ? std::optional(routeOf(*entry)) : std::nullopt;
    }
    return std::nullopt;
}

std::size_t ForwardingTable::choosePath(const std::vector<Path> &paths, std::uint32_t flowHash)
{
    if (paths.size() <= 1)
        return 0;
    std::uint64_t total = 0;
    for (const Path &path : paths)
        total += path.weight;
    std::uint64_t at = flowHash * total >> 32;
    for (std::size_t i = 0; i < paths.size(); ++i) {
        if (at < paths[i].weight)
            return i;
        at -= paths[i].weight;
    }
    return 0; // all weights are zero
}

Explanation ForwardingTable::explain(const base::IpAddress &destination, std::uint32_t flowHash) const
{
    Explanation answer;
    answer.destination = destination;
    answer.flowHash = flowHash;
    std::array<bool, 129> lengths{};
    if (destination.isV4())
        m_prefixes4.forEach([&](const Entry4 &entry) { lengths[entry.length] = true; });
    else if (destination.isV6())
        m_prefixes6.forEach([&](const Entry6 &entry) { lengths[entry.length] = true; });
    for (unsigned length = base::addressBits(destination.family()) + 1; length-- > 0;) {
        if (!lengths[length])
            continue;
        const base::IpPrefix prefix(destination, length);
        std::optional<Route> route = find(prefix);
        answer.tried.push_back({prefix, route.has_value()});
        if (route && !answer.matched)
            answer.matched = std::move(route);
    }
    if (answer.matched && !answer.matched->paths.empty())
        answer.path = choosePath(answer.matched->paths, flowHash);
    return answer;
}

std::size_t ForwardingTable::lookupBytes() const
{
    return m_small4.heapBytes() + (m_large4 ? m_large4->heapBytes() : 0) + m_table6.heapBytes();
}

std::size_t ForwardingTable::heapBytes() const
{
    std::size_t bytes = lookupBytes() + m_prefixes4.heapBytes() + m_prefixes6.heapBytes() + m_groups.heapBytes() +
                        m_labels.heapBytes();
    for (std::uint32_t id = 1; id < m_groups.limit(); ++id)
        bytes += m_groups[id].paths.capacity() * sizeof(Path);
    return bytes;
}

} // namespace hopyard::ip
