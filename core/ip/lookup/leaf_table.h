// Longest-prefix match of a large IPv4 table: two loads, the second of them one byte.
//
// The first 16 bits of an address pick one of 65,536 entries (256 KiB: it stays in the second-level cache). An entry
// names an array of leaves and says how many of the next bits pick one of them: as many as the longest prefix below it
// needs, up to eight. A leaf is the number of a next-hop group: one byte where no group has a number above 255, else
// two. An entry without longer prefixes points at the leaf whose place is its value (the first leaves are 0, 1, 2, …),
// so that a lookup has no branch for it. Below an entry with prefixes longer than 24 bits stands a node of 256 entries
// of the same kind, one for each network of 24 bits, and a lookup takes a third load there.
//
//     10.1.2.3 = 0a01 | 02 | 03
//     root[0a01] = { base, shift 8 }  ──►  leaves[base + (0203 >> 8)] = 7       prefixes up to /24
//     root[0a02] = { base, shift 12 } ──►  leaves[base + (0203 >> 12)]          up to /20: 16 leaves
//     root[0a03] = { 7, shift 16 }    ──►  leaves[7] = 7                        none longer than /16
//     root[0a04] = { node }           ──►  nodes[node][02] = { base, shift 5 } ──► leaves[base + (03 >> 5)]
//
// The table knows no prefixes: its owner refines it to the length of one, assigns ranges of addresses, and coarsens it
// when the prefix is gone. A change touches the leaves that change and nothing else. A plain value.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/ip/lookup/simd.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace hopyard::ip::lookup {

class LeafTable {
public:
    static constexpr std::uint16_t kMaxNarrow = 255;      ///< the largest value of a table that is not wide
    static constexpr std::uint32_t kMaxLeaves = 1u << 26; ///< in all arrays together

    /// Every address has the value 0.
    explicit LeafTable(bool wide = false);

    std::uint16_t lookup(std::uint32_t key) const
    {
        std::uint32_t entry = m_root[key >> 16];
        std::uint32_t rest = key & 0xffff;
        if (entry & kNode) [[unlikely]] {
            entry = m_nodes[(entry >> kBaseShift) * kFan + (rest >> 8)];
            rest &= 0xff;
        }
        const std::size_t at = (entry >> kBaseShift) + (rest >> (entry & kShiftMask));
        return m_isWide ? m_wide[at] : m_narrow[at];
    }

    /// `ifZero` stands in the place of the value 0. The caller asks for what the processor supports.
    void lookup(const base::Ipv4Address *keys, std::uint16_t *out, std::size_t count, std::uint16_t ifZero,
                Simd simd) const;

    /// Makes the table as fine as a prefix of this length needs at this address. False where there is no more room
    /// for leaves; nothing has changed then.
    bool refine(std::uint32_t key, unsigned length);
    /// The values of the addresses from first to last. Both ends are ends of prefixes that refine() was told of.
    void assign(std::uint32_t first, std::uint32_t last, std::uint16_t value);
    /// Below this network of 24 bits there is no prefix longer than `longest` any more (at least 24).
    void coarsenNetwork24(std::uint32_t key, unsigned longest);
    /// Below this network of 16 bits there is no prefix longer than `longest` any more (16 to 24).
    void coarsenNetwork16(std::uint32_t key, unsigned longest);
    /// Whether there are prefixes longer than 24 bits below the network of 16 bits.
    bool hasNode(std::uint32_t key) const { return m_root[key >> 16] & kNode; }

    bool isWide() const { return m_isWide; }
    /// Changes the size of a leaf. All values are at most kMaxNarrow where `wide` is false.
    void setWide(bool wide);

    std::size_t heapBytes() const;

private:
    // An entry: base << 6 | node << 5 | shift. With the node bit the base is the number of a node.
    static constexpr unsigned kBaseShift = 6;
    static constexpr std::uint32_t kNode = 1u << 5;
    static constexpr std::uint32_t kShiftMask = kNode - 1;
    static constexpr std::uint32_t kFan = 256;
    static constexpr std::size_t kPadding = 4; // a vector load of four bytes may begin at the last leaf

    static std::uint32_t direct(std::uint16_t value, unsigned bits) { return std::uint32_t(value) << kBaseShift | bits; }
    static bool isDirect(std::uint32_t entry, unsigned bits) { return (entry & kShiftMask) == bits; }

    template <class F>
    auto withLeaves(F &&f) { return m_isWide ? f(m_wide) : f(m_narrow); }

    std::uint32_t leafLimit() const;
    std::uint32_t allocate(unsigned logSize);
    void release(std::uint32_t entry, unsigned bits);
    /// Gives the entry as many leaves as `shift` says, with the values it has now.
    void resize(std::uint32_t &entry, unsigned bits, unsigned shift);
    void fill(std::uint32_t &entry, unsigned bits, std::uint32_t first, std::uint32_t last, std::uint16_t value);
    std::uint16_t valueAt(std::uint32_t entry, std::uint32_t rest) const
    {
        const std::size_t at = (entry >> kBaseShift) + (rest >> (entry & kShiftMask));
        return m_isWide ? m_wide[at] : m_narrow[at];
    }
    std::uint32_t makeNode(std::uint32_t entry);
    /// Copies the arrays one behind the other in the order of addresses: nothing is free afterwards.
    void compact(bool wide);
    void compactIfWorthIt();

    // leaf_table_batch.cpp
    void lookupPlain(const base::Ipv4Address *keys, std::uint16_t *out, std::size_t count, std::uint16_t ifZero) const;
    void lookupAvx2(const base::Ipv4Address *keys, std::uint16_t *out, std::size_t count, std::uint16_t ifZero) const;
    void lookupAvx512(const base::Ipv4Address *keys, std::uint16_t *out, std::size_t count, std::uint16_t ifZero) const;

    std::vector<std::uint32_t> m_root;
    std::vector<std::uint32_t> m_nodes;      // kFan entries each
    std::vector<std::uint32_t> m_freeNodes;
    std::vector<std::uint8_t> m_narrow;      // one of the two is empty
    std::vector<std::uint16_t> m_wide;
    std::array<std::vector<std::uint32_t>, 9> m_free; // bases of arrays nobody uses, by the logarithm of their size
    std::uint32_t m_used = 0;                // leaves handed out since the last compaction, the free ones among them
    std::uint32_t m_freeLeaves = 0;
    bool m_isWide = false;
};

} // namespace hopyard::ip::lookup
