// Longest-prefix match of a large IPv4 table: two loads, one from 4 MiB and one from about two.
//
// The first 19 bits of an address pick a group: what it says about its 32 networks of 24 bits. Neighbours mostly lead
// to the same next hop, so a group keeps the values of the runs only, one leaf for each, and a bitmap that has a bit
// where a run begins; the number of bits up to a network's is the place of its leaf. A leaf is the number of a next-hop
// group: one byte where no group has a number above 254, else two. A group with one run needs no leaves of its own: it
// points at the leaf whose place is its value (the first leaves are 0, 1, 2, …), so that a lookup has no branch for it.
//
//     10.1.2.3 = 0a01 | 02 | 03         networks 10.1.0.0/24 … 10.1.31.0/24
//     values                            7 7 9 9 9 9 7 7 7 7 … 7
//     groups[10.1.0.0/19] = { bitmap    0 0 1 0 0 0 1 0 0 0 … 0, base }      leaves[base …] = 7, 9, 7
//     bits up to the third network: 1  ──►  leaves[base + 1] = 9
//
// A leaf with the highest number says that its network of 24 bits has longer prefixes: a map holds its node, eight
// groups of 32 addresses each.
//
// The table knows no prefixes: its owner refines it to the length of one, assigns ranges of addresses, and coarsens it
// when the prefix is gone. A change takes apart and puts together the groups that it touches. A plain value.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/ip/lookup/network_map.h"
#include "core/ip/lookup/simd.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace hopyard::ip {
struct Anatomist;
}

namespace hopyard::ip::lookup {

class LeafTable {
public:
    static constexpr std::uint16_t kMaxNarrow = 254; ///< the largest value of a table that is not wide
    static constexpr std::uint16_t kMaxValue = 65534;

    /// Every address has the value 0.
    explicit LeafTable(bool wide = false);

    std::uint16_t lookup(std::uint32_t key) const
    {
        const std::size_t at = leafOf(m_groups[key >> kGroupShift], key >> 8);
        if (!m_isWide) {
            const std::uint8_t leaf = m_narrow[at];
            return leaf != 0xff ? leaf : lookupLonger(key);
        }
        const std::uint16_t leaf = m_wide[at];
        return leaf != 0xffff ? leaf : lookupLonger(key);
    }

    /// `ifZero` stands in the place of the value 0. The caller asks for what the processor supports.
    void lookup(const base::Ipv4Address *keys, std::uint16_t *out, std::size_t count, std::uint16_t ifZero,
                Simd simd) const;

    /// This address will be changed soon: asks the memory for its group, and, nearer to that, for the group's leaves.
    [[gnu::always_inline]] void prefetch(std::uint32_t key) const { __builtin_prefetch(&m_groups[key >> kGroupShift], 1); }
    [[gnu::always_inline]] void prefetchLeaves(std::uint32_t key) const
    {
        const std::uint32_t base = m_groups[key >> kGroupShift].base;
        __builtin_prefetch(m_isWide ? static_cast<const void *>(&m_wide[base]) : &m_narrow[base], 1);
    }
    /// Makes the table as fine as a prefix of this length needs at this address.
    void refine(std::uint32_t key, unsigned length);
    /// The values of the addresses from first to last. Both ends are ends of prefixes that refine() was told of.
    void assign(std::uint32_t first, std::uint32_t last, std::uint16_t value);
    /// Inside this network of 24 bits there is no longer prefix any more.
    void coarsen(std::uint32_t key);

    bool isWide() const { return m_isWide; }
    /// Changes the size of a leaf. All values are at most kMaxNarrow where `wide` is false.
    void setWide(bool wide);

    std::size_t heapBytes() const;

    /// std::popcount() is a call of a function where the compiler may not use the instruction; this asks at run time.
    static std::uint32_t countBits(std::uint32_t bits)
    {
#ifdef __x86_64__
        if (kCountsBits) [[likely]] {
            std::uint32_t count;
            asm("popcntl %1, %0" : "=r"(count) : "r"(bits) : "cc");
            return count;
        }
#endif
        return countBitsPlain(bits);
    }
    static std::uint32_t countBitsPlain(std::uint32_t bits)
    {
        bits -= bits >> 1 & 0x55555555;
        bits = (bits & 0x33333333) + (bits >> 2 & 0x33333333);
        bits = (bits + (bits >> 4)) & 0x0f0f0f0f;
        return bits * 0x01010101 >> 24;
    }

private:
    friend struct ip::Anatomist; // table_anatomy.cpp: shows what a lookup reads
    static constexpr unsigned kGroupShift = 13; // what is behind the bits that pick a group
    static constexpr unsigned kFan = 32;        // values in a group
    static constexpr unsigned kNodeGroups = 8;  // groups for the last eight bits
    static constexpr unsigned kStep = 4;        // leaves are handed out in multiples of this
    static constexpr std::size_t kPadding = 4;  // a vector load of four bytes may begin at the last leaf

    struct Group {
        std::uint32_t starts = 0; // bit i: the value i is not the value i - 1; bit 0 never
        std::uint32_t base = 0;   // of its leaves
    };
    using Values = std::array<std::uint16_t, kFan>;

    /// Which leaf holds the value of this place (of which the lowest five bits count).
    static std::size_t leafOf(const Group &group, std::uint32_t place)
    {
        return std::size_t(group.base) + countBits(group.starts << (~place & 31));
    }
    std::uint16_t leaf(std::size_t at) const { return m_isWide ? m_wide[at] : m_narrow[at]; }
    std::uint16_t mark() const { return m_isWide ? 0xffff : 0xff; } // the leaf that says that there are longer prefixes

    template <class F>
    auto withLeaves(F &&f) { return m_isWide ? f(m_wide) : f(m_narrow); }

    std::uint16_t lookupLonger(std::uint32_t key) const;
    Values unpack(const Group &group) const;
    void pack(Group &group, const Values &values);
    void replaceLeaves(Group &group, std::uint32_t starts, const std::uint16_t *leaves, unsigned runs);
    bool hasLonger(const Group &group, unsigned first, unsigned last) const;
    void fill(Group &group, unsigned first, unsigned last, std::uint16_t value);
    void fillNetworks(std::uint32_t first, std::uint32_t last, std::uint16_t value);
    std::uint32_t allocate(unsigned count);
    void release(const Group &group);
    std::uint32_t ownValues() const { return m_isWide ? 1u << 16 : 1u << 8; } // the leaves that are their own place
    /// Copies the leaves one behind the other in the order of addresses: nothing is free afterwards.
    void compact(bool wide);
    void compactIfWorthIt();

    // leaf_table_batch.cpp
    void lookupPlain(const base::Ipv4Address *keys, std::uint16_t *out, std::size_t count, std::uint16_t ifZero) const;
    void lookupAvx512(const base::Ipv4Address *keys, std::uint16_t *out, std::size_t count, std::uint16_t ifZero) const;

    std::vector<Group> m_groups;
    std::vector<std::uint8_t> m_narrow; // one of the two is empty
    std::vector<std::uint16_t> m_wide;
    NetworkMap m_networks; // networks of 24 bits with longer prefixes inside, to their nodes
    std::vector<std::array<Group, kNodeGroups>> m_nodes;
    std::vector<std::uint32_t> m_freeNodes;
    std::array<std::vector<std::uint32_t>, kFan / kStep> m_free; // leaves nobody uses, by how many there are together
    std::uint32_t m_used = 0;       // leaves handed out since the last compaction, the free ones among them
    std::uint32_t m_freeLeaves = 0;
    bool m_isWide = false;
};

} // namespace hopyard::ip::lookup
