// A hash table of numbers: finds the place of a thing that stands elsewhere, for four bytes a slot.
//
// Open addressing, linear probing, deletion by shifting back, so that there are no tombstones. Numbers are dense: each
// is less than the number of slots, so that a slot has room beside it for some bits of the hash, and a thing that is
// another one is hardly ever looked at. What a number stands for, and its hash, only the owner knows and says with each
// call. The order in which things stand here must never reach an output. A plain value.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <array>
#include <bit>
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

    /// The number with this hash, whose upper half counts, of which `same(number)` says that it is the one, or kNone.
    template <class Same>
    std::uint32_t find(std::uint64_t hash, Same &&same) const
    {
        if (m_slots.empty())
            return kNone;
        const std::uint32_t tag = tagOf(hash);
        for (std::size_t i = home(hash);; i = (i + 1) & m_mask) {
            const std::uint32_t slot = m_slots[i];
            if (slot == kNone)
                return kNone;
            if ((slot & ~m_mask) == tag && same(slot & m_mask))
                return slot & m_mask;
        }
    }
    /// Asks the memory for where find() will look. Inlined always, here and where it is called from: GCC takes a function
    /// that does nothing else for one without effect, and leaves its calls out.
    [[gnu::always_inline]] void prefetch(std::uint64_t hash) const
    {
        if (!m_slots.empty())
            __builtin_prefetch(&m_slots[home(hash)]);
    }
    /// What find() will most likely look at, kNone where there is nothing.
    std::uint32_t peek(std::uint64_t hash) const
    {
        const std::uint32_t slot = m_slots.empty() ? kNone : m_slots[home(hash)];
        return slot == kNone || (slot & ~m_mask) != tagOf(hash) ? kNone : slot & m_mask;
    }

    /// Adds a number that is not there. No number is more than one above the most that were there at a time.
    /// `hashOf(number)` is asked when the table grows.
    template <class HashOf>
    void insert(std::uint64_t hash, std::uint32_t number, HashOf &&hashOf)
    {
        if ((m_used + 1) * 8 > m_slots.size() * 7)
            grow(hashOf);
        place(hash, number);
        ++m_used;
    }

    /// Takes out a number that is there.
    template <class HashOf>
    void erase(std::uint64_t hash, std::uint32_t number, HashOf &&hashOf)
    {
        std::size_t hole = home(hash);
        while (m_slots[hole] != (tagOf(hash) | number))
            hole = (hole + 1) & m_mask;
        for (std::size_t i = (hole + 1) & m_mask; m_slots[i] != kNone; i = (i + 1) & m_mask) {
            const std::size_t wanted = home(hashOf(m_slots[i] & m_mask));
            if (((i - wanted) & m_mask) >= ((i - hole) & m_mask)) { // it may stand in the hole as well
                m_slots[hole] = m_slots[i];
                hole = i;
            }
        }
        m_slots[hole] = kNone;
        --m_used;
    }

    std::size_t size() const { return m_used; }
    std::size_t heapBytes() const { return m_slots.capacity() * sizeof(std::uint32_t); }

private:
    std::size_t home(std::uint64_t hash) const { return hash >> 32 & m_mask; }
    std::uint32_t tagOf(std::uint64_t hash) const { return static_cast<std::uint32_t>(hash >> 32) & ~m_mask; }

    template <class HashOf>
    void grow(HashOf &&hashOf)
    {
        const std::vector<std::uint32_t> old =
            std::exchange(m_slots, std::vector<std::uint32_t>(m_slots.empty() ? 16 : m_slots.size() * 2, kNone));
        const std::uint32_t oldMask = std::exchange(m_mask, static_cast<std::uint32_t>(m_slots.size() - 1));
        // In the order of the numbers: what they stand for lies in memory like that.
        std::vector<std::uint64_t> present(old.size() / 64 + 1);
        for (const std::uint32_t slot : old)
            if (slot != kNone)
                present[(slot & oldMask) / 64] |= std::uint64_t(1) << (slot & oldMask) % 64;
        // The memory is asked some numbers ahead.
        struct Waiting {
            std::uint64_t hash;
            std::uint32_t number;
        };
        std::array<Waiting, 16> waiting;
        std::size_t taken = 0;
        for (std::uint32_t word = 0; word < present.size(); ++word)
            for (std::uint64_t bits = present[word]; bits != 0; bits &= bits - 1) {
                const std::uint32_t number = word * 64 + static_cast<std::uint32_t>(std::countr_zero(bits));
                Waiting &slot = waiting[taken % waiting.size()];
                if (taken++ >= waiting.size())
                    place(slot.hash, slot.number);
                slot = {hashOf(number), number};
                prefetch(slot.hash);
            }
        for (std::size_t n = taken - std::min(taken, waiting.size()); n < taken; ++n)
            place(waiting[n % waiting.size()].hash, waiting[n % waiting.size()].number);
    }
    void place(std::uint64_t hash, std::uint32_t number)
    {
        std::size_t i = home(hash);
        while (m_slots[i] != kNone)
            i = (i + 1) & m_mask;
        m_slots[i] = tagOf(hash) | number;
    }

    std::vector<std::uint32_t> m_slots; // a power of two of them, or none
    std::uint32_t m_mask = 0;
    std::size_t m_used = 0;
};

} // namespace hopyard::routing
