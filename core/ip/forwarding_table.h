// The forwarding table of one stack: longest-prefix match to groups of next hops, for both families.
//
// It does as it is told: which of several candidates for a prefix stands here is decided above (router/rib). A lookup
// can explain itself. A plain value, copyable: a copy is a checkpoint.
//
// A route is taken apart when it comes in. Its paths are a next-hop group that all routes with the same paths share; its
// labels (protocol, distance, metric) are shared likewise; of the prefix itself remain 16 bytes (IPv6: 32) in a sorted
// set. A lookup sees none of that, but a structure of its own that maps addresses to groups: lookup/interval_tree.h
// while there are few routes, lookup/leaf_table.h for many of IPv4, lookup/ipv6_table.h. docs/forwarding-table.md shows
// them.
//
// Deliberately limited: 65,534 different groups.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ip/flow_hash.h"
#include "core/ip/lookup/interned.h"
#include "core/ip/lookup/interval_tree.h"
#include "core/ip/lookup/ipv6_table.h"
#include "core/ip/lookup/leaf_table.h"
#include "core/ip/lookup/prefix_set.h"
#include "core/ip/lookup/simd.h"
#include "core/ip/route.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace hopyard::ip {

struct Anatomist;

/// How a lookup came to its answer.
struct Explanation {
    struct Attempt {
        base::IpPrefix prefix; ///< the destination cut to a length that some prefix of the table has
        bool present = false;  ///< this very prefix is in the table
    };
    base::IpAddress destination;
    /// From longest to shortest; the first present one is the match, later present ones would have been next.
    std::vector<Attempt> tried;
    std::optional<Route> matched; ///< none: no route
    std::uint32_t flowHash = 0;
    std::optional<std::size_t> path; ///< index into matched->paths; none where the route has no paths
};

class ForwardingTable {
public:
    /// The number of a next-hop group in this table, until the table is changed. 0: no route.
    using GroupId = std::uint16_t;
    /// With more IPv4 prefixes than this the lookup structure is that for many (4 MiB and more), with a quarter of it
    /// that for few again.
    static constexpr std::size_t kManyPrefixes = 1 << 15;

    /// Adds the route or replaces the one for its prefix. False where the prefix is not valid, or where the table is
    /// full (see above); nothing has changed then.
    bool set(const Route &route);
    /// The same for each of the prefixes in place of the route's, all valid; faster, most of all where they are sorted.
    bool set(std::span<const base::IpPrefix> prefixes, const Route &route);
    /// False where there is no route for exactly this prefix.
    bool remove(const base::IpPrefix &prefix);
    void clear();

    /// What forwarding does with packets to this destination: the group of the longest match, or null. The pointer
    /// holds until the table is changed.
    const NextHopGroup *lookup(base::Ipv4Address destination) const
    {
        const GroupId id = m_large4 ? m_large4->lookup(destination.value()) : m_small4.lookup(destination.value());
        return m_groups.pointer(id == 0 ? m_default4 : id);
    }
    const NextHopGroup *lookup(const base::IpAddress &destination) const;

    /// Many at a time, which is faster: `out` is as long as `destinations`. `simd` is for tests and comparisons.
    void lookup(std::span<const base::Ipv4Address> destinations, std::span<GroupId> out,
                lookup::Simd simd = lookup::bestSimd()) const;
    void lookup(std::span<const base::Ipv6Address> destinations, std::span<GroupId> out,
                lookup::Simd simd = lookup::bestSimd()) const;
    const NextHopGroup *group(GroupId id) const { return m_groups.pointer(id); }

    /// The route for exactly this prefix.
    std::optional<Route> find(const base::IpPrefix &prefix) const;
    /// The route of the longest match, with its prefix and labels: slower than lookup().
    std::optional<Route> match(const base::IpAddress &destination) const;

    /// The path that a flow takes; only where `paths` is not empty. Exact in proportion to the weights over all hashes.
    static std::size_t choosePath(const std::vector<Path> &paths, std::uint32_t flowHash);

    Explanation explain(const base::IpAddress &destination, std::uint32_t flowHash = 0) const;

    /// Calls f(route) for each, sorted by prefix (family, address, length).
    template <class F>
    void forEach(F &&f) const
    {
        m_prefixes4.forEach([&](const auto &entry) { f(routeOf(entry)); });
        m_prefixes6.forEach([&](const auto &entry) { f(routeOf(entry)); });
    }
    std::size_t size() const { return m_prefixes4.size() + m_prefixes6.size(); }
    std::size_t groups() const { return m_groups.size(); }
    /// Bytes of heap that lookups work on, and all bytes of heap.
    std::size_t lookupBytes() const;
    std::size_t heapBytes() const;

private:
    friend struct Anatomist; // table_anatomy.cpp: reads the structures as a lookup does, and shows what it read
    using Key4 = std::uint32_t;
    using Key6 = lookup::Key6;
    using Entry4 = lookup::PrefixSet<Key4>::Entry;
    using Entry6 = lookup::PrefixSet<Key6>::Entry;

    /// What routes share besides their paths.
    struct Labels {
        std::uint32_t metric = 0;
        GroupId group = 0;
        RouteProtocol protocol = RouteProtocol::static_;
        std::uint8_t distance = 0;

        bool operator==(const Labels &) const = default;
        std::uint64_t hash() const;
    };

    template <class Key>
    bool setIn(lookup::PrefixSet<Key> &prefixes, Key key, const Route &route);
    template <class Key>
    void put(lookup::PrefixSet<Key> &prefixes, typename lookup::PrefixSet<Key>::Position at, Key key, unsigned length,
             std::uint32_t labels, base::TimePoint since);
    void setMany4(std::span<const base::IpPrefix> prefixes, std::uint32_t labels, base::TimePoint since);
    template <class Key>
    bool removeFrom(lookup::PrefixSet<Key> &prefixes, Key key, unsigned length);
    /// Makes the addresses whose longest match this prefix is lead to the group.
    template <class Key>
    void paint(const lookup::PrefixSet<Key> &prefixes, typename lookup::PrefixSet<Key>::Position behind, Key key,
               unsigned length, GroupId group);
    Route routeOf(const Entry4 &entry) const;
    Route routeOf(const Entry6 &entry) const;
    template <class Entry>
    Route routeOf(const base::IpAddress &address, const Entry &entry) const;

    std::uint32_t acquire(const Route &route);
    void release(std::uint32_t labels);
    void refine(Key4 key, unsigned length)
    {
        if (m_large4)
            m_large4->refine(key, length);
    }
    void refine(Key6, unsigned) {}
    void coarsen(Key4 key, unsigned length);
    void coarsen(Key6, unsigned) {}
    void assign(Key4 first, Key4 last, GroupId group);
    void assign(Key6 first, Key6 last, GroupId group) { m_table6.assign(first, last, group); }
    void chooseStructure();
    void chooseWidth();

    lookup::IntervalTree<Key4> m_small4;       // empty where there is
    std::optional<lookup::LeafTable> m_large4; // this
    lookup::Ipv6Table m_table6;
    // Of the prefixes of no bits, which the structures leave out: a change of a default route touches nothing else.
    GroupId m_default4 = 0, m_default6 = 0;
    lookup::Interned<NextHopGroup> m_groups;
    lookup::Interned<Labels> m_labels;
    lookup::PrefixSet<Key4> m_prefixes4;
    lookup::PrefixSet<Key6> m_prefixes6;
};

} // namespace hopyard::ip
