// All sets of path attributes, each once: immutable, with a count of those who hold it; and the next hops they name.
//
// A set is kept as it is written in an UPDATE of a four-octet session, in the order of appendBgpAttributes() and without
// prefixes; so the bytes of most UPDATEs find theirs without being read, and sending one copies them. What the decision
// asks for stands beside the bytes. Ids are given in the order of need and used again, so they are the same in every
// run, but say nothing.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/base/bytes.h"
#include "core/routing/bgp/byte_arena.h"
#include "core/routing/bgp/paged_array.h"
#include "core/routing/hash_index.h"
#include "core/wire/bgp_attributes.h"

#include <cstdint>
#include <map>
#include <type_traits>
#include <vector>

namespace hopyard::routing::bgp {

/// Quick, of bytes as they lie; not for what an adversary may choose at leisure to make one router slow for himself.
inline std::uint64_t hashOfBytes(base::Bytes bytes, std::uint64_t seed = 0)
{
    std::uint64_t h = seed ^ (bytes.size() * 0x9e3779b97f4a7c15u);
    const auto mix = [&](std::uint64_t w) {
        const auto product = static_cast<unsigned __int128>(h ^ w) * 0xa0761d6478bd642fu;
        h = static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64) ^ (w << 1);
    };
    std::size_t at = 0;
    for (; at + 8 <= bytes.size(); at += 8) {
        std::uint64_t w = 0;
        for (unsigned i = 0; i < 8; ++i)
            w |= std::uint64_t(bytes[at + i]) << (8 * i);
        mix(w);
    }
    std::uint64_t rest = 0;
    for (unsigned i = 0; at < bytes.size(); ++at, ++i)
        rest |= std::uint64_t(bytes[at]) << (8 * i);
    mix(rest);
    mix(0x2545f4914f6cdd1du);
    return h;
}

/// 0: none.
using AttributeId = std::uint32_t;

/// What is asked for often. Absent numbers are 0, and the flags say so.
struct AttributeFacts {
    enum Flag : std::uint16_t {
        kMed = 1, kLocalPreference = 2, kOriginator = 4, kNoExport = 8, kNoAdvertise = 16, kLocalAs = 32,
        kGracefulShutdown = 64, kConfederation = 128, kClusterList = 256,
    };
    std::uint32_t weight = 0;
    std::uint32_t tag = 0;
    std::uint32_t med = 0;
    std::uint32_t localPreference = 0;
    std::uint32_t originatorId = 0;
    wire::AsNumber neighbourAs = 0;
    wire::AsNumber firstAs = 0;
    std::uint32_t nextHop = 0; ///< number in NextHops
    std::uint16_t pathLength = 0;
    std::uint16_t confederationLength = 0;
    std::uint16_t clusterLength = 0;
    std::uint16_t flags = 0;
    std::uint16_t asPathAt = 0;   ///< where in the bytes the value of AS_PATH is
    std::uint16_t asPathSize = 0;
    std::uint16_t size = 0;       ///< of the bytes
    std::uint8_t origin = 0;
    bool has(Flag flag) const { return flags & flag; }
};

/// What outside says of a next hop.
struct NextHopState {
    bool reachable = false;
    bool connected = false;     ///< on a network of one of our interfaces
    bool own = false;           ///< one of our own addresses
    std::uint32_t metric = 0;   ///< of the way there
    bool operator==(const NextHopState &) const = default;
};

class NextHops {
public:
    struct Entry {
        base::IpAddress address;
        std::uint32_t holders = 0; ///< sets that name it
        bool asked = false;        ///< outside is (to be) asked to track it
        bool told = false;         ///< it was
        bool changed = false;      ///< since paths were last looked at
        NextHopState state;
        bool isOurs() const { return !address.isValid() || address.isUnspecified(); }
    };
    std::uint32_t hold(const base::IpAddress &address);
    /// A path uses it: outside must be asked about it.
    void need(std::uint32_t number)
    {
        if (Entry &entry = m_entries[number]; !entry.asked && !entry.isOurs()) {
            entry.asked = true;
            m_touched.push_back(number);
        }
    }
    void release(std::uint32_t number);
    Entry &operator[](std::uint32_t number) { return m_entries[number]; }
    const Entry &operator[](std::uint32_t number) const { return m_entries[number]; }
    /// HashIndex::kNone where nobody names it.
    std::uint32_t find(const base::IpAddress &address) const;
    /// Those that came into use or out of it since this was asked last, sorted; each may have done both.
    std::vector<std::uint32_t> takeTouched();
    bool hasTouched() const { return !m_touched.empty(); }
    /// Nobody holds it and outside no longer tracks it: its number is free.
    void forget(std::uint32_t number);
    const std::map<base::IpAddress, std::uint32_t> &all() const { return m_numbers; }

private:
    std::vector<Entry> m_entries;
    std::vector<std::uint32_t> m_free;
    std::vector<std::uint32_t> m_touched;
    std::map<base::IpAddress, std::uint32_t> m_numbers;
};

class AttributeTable {
public:
    AttributeTable() { m_places.push(kNowhere); }

    /// The set with these attributes; the caller holds it.
    AttributeId intern(const wire::BgpAttributes &attributes, std::uint32_t weight = 0, std::uint32_t tag = 0);
    /// The set whose bytes these are, without weight and tag; the caller holds it. 0: there is none, or none yet.
    AttributeId find(base::Bytes bytes);
    void hold(AttributeId id) { ++set(id).holders; }
    void release(AttributeId id)
    {
        if (id && --set(id).holders == 0)
            remove(id);
    }
    const AttributeFacts &facts(AttributeId id) const { return set(id).facts; }
    base::Bytes bytes(AttributeId id) const { return {set(id).bytes(), set(id).facts.size}; }
    wire::AsPathView asPath(AttributeId id) const
    {
        const AttributeFacts &f = facts(id);
        return wire::AsPathView(bytes(id).subspan(f.asPathAt, f.asPathSize));
    }
    void decode(AttributeId id, wire::BgpAttributes &into) const;
    std::size_t size() const { return m_index.size(); }
    std::size_t memory() const { return m_memory.heapBytes() + m_index.heapBytes() + m_places.bytes(); }

    NextHops nextHops;

private:
    /// Behind it its bytes.
    struct Set {
        std::uint32_t holders = 0;
        std::uint32_t hash = 0; // the upper half, which counts
        AttributeFacts facts;
        std::uint8_t *bytes() { return reinterpret_cast<std::uint8_t *>(this + 1); }
        const std::uint8_t *bytes() const { return reinterpret_cast<const std::uint8_t *>(this + 1); }
    };
    static_assert(std::is_trivially_copyable_v<Set> && alignof(Set) <= 8);
    static constexpr ByteArena::Place kNowhere = 0xffffffff;

    Set &set(AttributeId id) { return *reinterpret_cast<Set *>(m_memory.at(m_places[id])); }
    const Set &set(AttributeId id) const { return *reinterpret_cast<const Set *>(m_memory.at(m_places[id])); }
    std::uint64_t hashOf(AttributeId id) const { return std::uint64_t(set(id).hash) << 32; }
    void remove(AttributeId id);
    AttributeId findHash(std::uint64_t hash, base::Bytes bytes, std::uint32_t weight, std::uint32_t tag) const;

    ByteArena m_memory;
    PagedArray<ByteArena::Place, 10> m_places; // by id; [0] is nowhere
    std::vector<AttributeId> m_free;
    HashIndex m_index;
    std::vector<std::uint8_t> m_scratch;
};

} // namespace hopyard::routing::bgp
