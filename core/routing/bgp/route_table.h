// The routes of one family: for each prefix the paths to it, in the order of their arrival, the newest first.
//
// A prefix has a number as long as there is anything to say of it; its first path stands with it in 20 bytes, further
// ones in 16 each. Found by an open-addressed index of four bytes a slot. No prefix costs an allocation of its own.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/routing/bgp/attribute_table.h"
#include "core/routing/bgp/config.h"
#include "core/routing/hash_index.h"
#include "core/routing/bgp/paged_array.h"

#include <cstdint>
#include <vector>

namespace hopyard::routing::bgp {

using PrefixId = std::uint32_t;
using PeerIndex = std::uint16_t;
constexpr std::uint32_t kNone = HashIndex::kNone;

/// Paths that are our own have these in place of a peer's number.
constexpr PeerIndex kFirstOwn = 0x7ff0;
constexpr PeerIndex kFromNetwork = 0x7ff0, kFromAggregate = 0x7ff1, kFromDefaultOriginate = 0x7ff2;
/// The first of redistributed ones; the Source is added.
constexpr PeerIndex kFromSource = 0x7ff8;
constexpr PeerIndex kNoPeer = 0x7fff;
constexpr bool isOwn(PeerIndex peer) { return peer >= kFirstOwn; }

struct Path {
    enum Flag : std::uint8_t {
        kValid = 1,       ///< its next hop can be reached
        kBest = 2,
        kMultipath = 4,   ///< shares the traffic with the best
        kStale = 8,       ///< its peer restarts (RFC 4724)
        kRefreshed = 16,  ///< not yet announced again since the peer began a refresh (RFC 7313)
        kDamped = 32,     ///< flaps too often to be used (RFC 2439)
        kHistory = 64,    ///< withdrawn, and only remembered for its penalty
        kSuppressed = 128, ///< covered by an aggregate that is announced instead
    };
    AttributeId attributes = 0; ///< 0: no path
    std::uint32_t next = kNone;
    std::uint32_t since = 0;    ///< seconds of the core's time
    PeerIndex peer = 0;
    std::uint8_t flags = 0;
    std::uint8_t length = 0;    ///< of the prefix; the table's own, in the first path only

    bool has(Flag flag) const { return flags & flag; }
    void set(Flag flag, bool on) { flags = static_cast<std::uint8_t>(on ? flags | flag : flags & ~flag); }
    bool isUsable() const { return has(kValid) && !has(kDamped) && !has(kHistory); }
};

class RouteTable {
public:
    explicit RouteTable(Afi afi = Afi::ipv4) : m_afi(afi) {}

    Afi afi() const { return m_afi; }
    /// kNone where there is no such prefix.
    PrefixId find(const base::IpPrefix &prefix) const;
    PrefixId findOrAdd(const base::IpPrefix &prefix);
    /// The same, quickly, for IPv4.
    PrefixId findOrAdd(std::uint32_t address, std::uint8_t length);
    [[gnu::always_inline]] void prefetch(std::uint32_t address, std::uint8_t length) const { m_index.prefetch(hash4(key4(address, length))); }
    [[gnu::always_inline]] void prefetchEntry(std::uint32_t address, std::uint8_t length) const
    {
        const std::uint32_t id = m_index.peek(hash4(key4(address, length)));
        if (id != kNone)
            __builtin_prefetch(&m_entries[id]);
    }
    base::IpPrefix prefix(PrefixId id) const;
    std::uint8_t length(PrefixId id) const { return m_entries[id].path.length; }
    /// Of IPv4 only, in host order.
    std::uint32_t address4(PrefixId id) const { return m_entries[id].address; }
    /// Gives the number back; the prefix has no paths.
    void erase(PrefixId id);
    bool isUsed(PrefixId id) const { return length(id) != kFree; }
    /// All numbers are below.
    PrefixId end() const { return m_entries.size(); }
    std::size_t size() const { return m_index.size(); }

    // --- its paths ---
    Path *first(PrefixId id)
    {
        Path &p = m_entries[id].path;
        return p.attributes ? &p : nullptr;
    }
    const Path *first(PrefixId id) const { return const_cast<RouteTable *>(this)->first(id); }
    Path *next(const Path &path) { return path.next == kNone ? nullptr : &m_paths[path.next]; }
    const Path *next(const Path &path) const { return path.next == kNone ? nullptr : &m_paths[path.next]; }
    Path *find(PrefixId id, PeerIndex peer);
    const Path *find(PrefixId id, PeerIndex peer) const { return const_cast<RouteTable *>(this)->find(id, peer); }
    const Path *best(PrefixId id) const;
    /// In front of the others. Valid until the prefix's paths change.
    Path &add(PrefixId id, const Path &path);
    /// The path of that peer, which there is.
    void remove(PrefixId id, PeerIndex peer);

    /// All prefixes in use, sorted.
    std::vector<PrefixId> sorted() const;
    /// Those within `prefix`, itself included, sorted. Looks at all.
    std::vector<PrefixId> within(const base::IpPrefix &prefix) const;
    std::size_t memory() const { return m_entries.bytes() + m_paths.bytes() + m_index.heapBytes() + m_addresses6.bytes(); }

private:
    static constexpr std::uint8_t kFree = 255; // the length of an entry that is not in use; `path.next` chains them
    struct Entry {
        std::uint32_t address = 0; // IPv4 only
        Path path;                 // none: all but its length and chain is empty
    };
    static std::uint64_t key4(std::uint32_t address, std::uint8_t length) { return std::uint64_t(address) << 8 | length; }
    std::uint64_t key4(PrefixId id) const { return key4(m_entries[id].address, m_entries[id].path.length); }
    static std::uint64_t hash4(std::uint64_t key)
    {
        key *= 0x9e3779b97f4a7c15u;
        return key ^ key >> 29;
    }
    std::uint64_t hash6(const base::Ipv6Address &address, std::uint8_t length) const { return hashOfBytes(address.bytes(), length); }
    std::uint64_t hashOfEntry(PrefixId id) const
    {
        return m_afi == Afi::ipv4 ? hash4(key4(id)) : hash6(m_addresses6[id], length(id));
    }
    PrefixId newEntry(std::uint8_t length);
    static void assign(Path &head, const Path &path);
    void sort(std::vector<PrefixId> &ids) const;

    Afi m_afi;
    HashIndex m_index;
    PagedArray<Entry> m_entries;
    PagedArray<base::Ipv6Address> m_addresses6; // IPv6 only
    PagedArray<Path> m_paths;                   // those that are not first
    PrefixId m_freeEntry = kNone;
    std::uint32_t m_freePath = kNone;
};

} // namespace hopyard::routing::bgp
