// A hash table of numbers: finds the place of a thing that stands elsewhere, for four bytes a slot.
//
// Open addressing, linear probing, deletion by shifting back, so that there are no tombstones. What a number stands
// for, and its hash, only the owner knows and says with each call. The order in which things stand here must never
// reach an output. A plain value.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace hopyard::routing {

/// Spreads every bit of `x` over all others.
constexpr std::uint64_t mixed(std::uint64_t x)
{
    x ^= x >> 33;
    x *= 0xff51afd7ed558ccd;
    x ^= x >> 33;
    x *= 0xc4ceb9fe1a85ec53;
    return x ^ x >> 33;
}

class HashIndex {
public:
    static constexpr std::uint32_t kNone = 0xffffffff;

    /// The number with this hash of which `same(number)` says that it is the one, or kNone.
    template <class Same>
    std::uint32_t find(std::uint64_t hash, Same &&same) const
    {
        if (m_slots.empty())
            return kNone;
        for (std::size_t i = hash & mask();; i = (i + 1) & mask())
            if (m_slots[i] == kNone || same(m_slots[i]))
                return m_slots[i];
    }

    /// Adds a number that is not there. `hashOf(number)` is asked when the table grows.
    template <class HashOf>
    void insert(std::uint64_t hash, std::uint32_t number, HashOf &&hashOf)
    {
        if ((m_used + 1) * 8 > m_slots.size() * 7) {
            const std::vector<std::uint32_t> old = std::exchange(
                m_slots, std::vector<std::uint32_t>(m_slots.empty() ? 8 : m_slots.size() * 2, kNone));
            for (const std::uint32_t moved : old)
                if (moved != kNone)
                    place(hashOf(moved), moved);
        }
        place(hash, number);
        ++m_used;
    }

    /// Takes out a number that is there.
    template <class HashOf>
    void erase(std::uint64_t hash, std::uint32_t number, HashOf &&hashOf)
    {
        std::size_t hole = hash & mask();
        while (m_slots[hole] != number)
            hole = (hole + 1) & mask();
        for (std::size_t i = (hole + 1) & mask(); m_slots[i] != kNone; i = (i + 1) & mask()) {
            const std::size_t home = hashOf(m_slots[i]) & mask();
            if (((i - home) & mask()) >= ((i - hole) & mask())) { // it may stand in the hole as well
                m_slots[hole] = m_slots[i];
                hole = i;
            }
        }
        m_slots[hole] = kNone;
        --m_used;
    }

    std::size_t heapBytes() const { return m_slots.capacity() * sizeof(std::uint32_t); }

private:
    std::size_t mask() const { return m_slots.size() - 1; }
    void place(std::uint64_t hash, std::uint32_t number)
    {
        std::size_t i = hash & mask();
        while (m_slots[i] != kNone)
            i = (i + 1) & mask();
        m_slots[i] = number;
    }

    std::vector<std::uint32_t> m_slots; // a power of two of them, or none
    std::size_t m_used = 0;
};

} // namespace hopyard::routing
