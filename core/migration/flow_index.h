// The index of a table with a few million entries at most: open addressing, four bytes a place. A place holds an entry's
// number and, in the bits that are left, a piece of its hash, so that a wrong entry is seldom looked at. The whole hash
// is asked of the owner where it is needed (growing, erasing). Nothing is ever listed from it: its order reaches no output.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace hopyard::migration {

class FlowIndex {
public:
    static constexpr std::uint32_t kNumberBits = 22;
    static constexpr std::uint32_t kNone = 0xffffffff;

    /// The number with this hash for which `is(number)` holds; kNone: none.
    template <class Is>
    std::uint32_t find(std::uint32_t hash, Is &&is) const
    {
        if (m_places.empty())
            return kNone;
        for (std::size_t at = hash & mask();; at = (at + 1) & mask()) {
            const std::uint32_t place = m_places[at];
            if (place == kNone)
                return kNone;
            if ((place ^ hash) >> kNumberBits == 0 && is(place & kNumberMask))
                return place & kNumberMask;
        }
    }
    /// Numbers are below 2^22 - 1. `hashOf(number)` is the hash of an entry that was inserted before.
    template <class HashOf>
    void insert(std::uint32_t hash, std::uint32_t number, HashOf &&hashOf)
    {
        if ((m_size + 1) * 4 > m_places.size() * 3) {
            std::vector<std::uint32_t> old(m_places.empty() ? 16 : m_places.size() * 2, kNone);
            old.swap(m_places);
            for (const std::uint32_t place : old)
                if (place != kNone)
                    put(hashOf(place & kNumberMask), place & kNumberMask);
        }
        ++m_size;
        put(hash, number);
    }
    /// Those behind it move up, so that no mark of what was there is needed. Nothing where it is not there.
    template <class HashOf>
    void erase(std::uint32_t hash, std::uint32_t number, HashOf &&hashOf)
    {
        if (m_places.empty())
            return;
        std::size_t at = hash & mask();
        while (m_places[at] == kNone || (m_places[at] & kNumberMask) != number) {
            if (m_places[at] == kNone)
                return;
            at = (at + 1) & mask();
        }
        --m_size;
        for (std::size_t next = (at + 1) & mask(); m_places[next] != kNone; next = (next + 1) & mask()) {
            const std::size_t home = hashOf(m_places[next] & kNumberMask) & mask();
            if (((next - home) & mask()) < ((next - at) & mask()))
                continue; // it would come before its home
            m_places[at] = m_places[next];
            at = next;
        }
        m_places[at] = kNone;
    }
    std::size_t size() const { return m_size; }
    std::size_t memory() const { return m_places.capacity() * sizeof(std::uint32_t); } ///< bytes
    /// Asks the processor for the place of a hash that will be looked up soon.
    [[gnu::always_inline]] void prefetch(std::uint32_t hash) const
    {
        if (!m_places.empty())
            __builtin_prefetch(&m_places[hash & mask()]);
    }

private:
    static constexpr std::uint32_t kNumberMask = (1u << kNumberBits) - 1;
    std::size_t mask() const { return m_places.size() - 1; }
    void put(std::uint32_t hash, std::uint32_t number)
    {
        std::size_t at = hash & mask();
        while (m_places[at] != kNone)
            at = (at + 1) & mask();
        m_places[at] = (hash & ~kNumberMask) | number;
    }
    std::vector<std::uint32_t> m_places; // a power of two, or none
    std::size_t m_size = 0;
};

} // namespace hopyard::migration
