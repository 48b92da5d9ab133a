// From a hash to numbers: an open-addressed table of what lies elsewhere under a number. Never walked through, so its
// order reaches no output.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

#include "core/base/bytes.h"

namespace hopyard::routing::bgp {

/// Quick, of bytes as they lie; not for what an adversary may choose at leisure to make one router slow for himself.
inline std::uint64_t hashOf(base::Bytes bytes, std::uint64_t seed = 0)
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

class HashIndex {
public:
    static constexpr std::uint32_t kNone = 0xffffffff;

    /// The number for which `isIt` says so, or kNone.
    template <class IsIt>
    std::uint32_t find(std::uint64_t hash, IsIt isIt) const
    {
        if (m_slots.empty())
            return kNone;
        for (std::size_t i = home(hash);; i = (i + 1) & m_mask) {
            const std::uint32_t number = m_slots[i];
            if (number == kNone || isIt(number))
                return number;
        }
    }
    /// Asks the memory for where find() will look.
    void prefetch(std::uint64_t hash) const
    {
        if (!m_slots.empty())
            __builtin_prefetch(&m_slots[home(hash)]);
    }
    /// What find() will most likely look at, kNone where there is nothing.
    std::uint32_t peek(std::uint64_t hash) const { return m_slots.empty() ? kNone : m_slots[home(hash)]; }
    /// `number` is not in it. `hashOfNumber` gives the hash of what is under a number.
    template <class HashOfNumber>
    void insert(std::uint64_t hash, std::uint32_t number, HashOfNumber hashOfNumber)
    {
        if ((m_count + 1) * 4 > m_slots.size() * 3)
            grow(hashOfNumber);
        place(hash, number);
        ++m_count;
    }
    template <class HashOfNumber>
    void erase(std::uint64_t hash, std::uint32_t number, HashOfNumber hashOfNumber)
    {
        std::size_t hole = home(hash);
        while (m_slots[hole] != number)
            hole = (hole + 1) & m_mask;
        // Those behind it move up where that brings them nearer to their place, so that no gap stands in their way.
        for (std::size_t i = hole;;) {
            i = (i + 1) & m_mask;
            if (m_slots[i] == kNone)
                break;
            const std::size_t wanted = home(hashOfNumber(m_slots[i]));
            if (((i - wanted) & m_mask) >= ((i - hole) & m_mask)) {
                m_slots[hole] = m_slots[i];
                hole = i;
            }
        }
        m_slots[hole] = kNone;
        --m_count;
    }
    std::size_t size() const { return m_count; }
    std::size_t bytes() const { return m_slots.capacity() * sizeof(std::uint32_t); }

private:
    std::size_t home(std::uint64_t hash) const { return static_cast<std::size_t>(hash >> 20) & m_mask; }
    void place(std::uint64_t hash, std::uint32_t number)
    {
        std::size_t i = home(hash);
        while (m_slots[i] != kNone)
            i = (i + 1) & m_mask;
        m_slots[i] = number;
    }
    template <class HashOfNumber>
    void grow(HashOfNumber hashOfNumber)
    {
        std::vector<std::uint32_t> old(m_slots.empty() ? 16 : m_slots.size() * 2, kNone);
        old.swap(m_slots);
        m_mask = m_slots.size() - 1;
        for (const std::uint32_t number : old)
            if (number != kNone)
                place(hashOfNumber(number), number);
    }
    std::vector<std::uint32_t> m_slots;
    std::size_t m_mask = 0;
    std::size_t m_count = 0;
};

} // namespace hopyard::routing::bgp
