// Longest-prefix match of IPv6 tables of any size: an interval tree over the first 64 bits of the address.
//
// Where networks of 64 bits have longer prefixes inside (one's own addresses, loopbacks), the tree has a mark, and a
// tree of its own over the other 64 bits stands beside it. Assigned in ranges, as leaf_table.h. A plain value.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/ip/lookup/interval_tree.h"
#include "core/ip/lookup/prefix_set.h"
#include "core/ip/lookup/simd.h"

#include <cstddef>
#include <cstdint>
#include <map>

namespace hopyard::ip {
struct Anatomist;
}

namespace hopyard::ip::lookup {

class Ipv6Table {
public:
    static constexpr std::uint16_t kMaxValue = 0xfffe;

    std::uint16_t lookup(Key6 key) const
    {
        const std::uint16_t value = m_upper.lookup(static_cast<std::uint64_t>(key >> 64));
        return value == kBelow ? lookupBelow(key) : value;
    }
    /// `ifZero` stands in the place of the value 0. The caller asks for what the processor supports.
    void lookup(const base::Ipv6Address *keys, std::uint16_t *out, std::size_t count, std::uint16_t ifZero,
                Simd simd) const;

    void assign(Key6 first, Key6 last, std::uint16_t value);

    std::size_t heapBytes() const;

private:
    friend struct ip::Anatomist; // table_anatomy.cpp: shows what a lookup reads
    using Tree = IntervalTree<std::uint64_t>;
    static constexpr std::uint16_t kBelow = 0xffff;

    std::uint16_t lookupBelow(Key6 key) const;
    void assignBelow(std::uint64_t network, std::uint64_t first, std::uint64_t last, std::uint16_t value);

    Tree m_upper;
    std::map<std::uint64_t, Tree> m_below; // by the first 64 bits
};

} // namespace hopyard::ip::lookup
