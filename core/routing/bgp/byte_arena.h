// Memory for many small things of different sizes, in pages: nothing beside each of them, and no gaps but what rounding up
// to eight bytes leaves. What is given back serves others of the same size; when nothing is in use all pages go.
//
// A place is a number, so that a copy is one of the pages. A plain value.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

namespace hopyard::routing::bgp {

class ByteArena {
public:
    using Place = std::uint32_t;

    /// Aligned for what is aligned to eight bytes; at least one byte.
    Place allocate(std::size_t bytes)
    {
        const std::size_t units = unitsOf(bytes);
        ++m_things;
        if (units < m_free.size() && m_free[units] != kNone) {
            const Place place = m_free[units];
            std::memcpy(&m_free[units], at(place), sizeof(Place)); // the next one
            return place;
        }
        if (m_pages.empty() || m_used + units > kUnits) {
            m_pages.emplace_back(std::max(units, kUnits) * kUnit); // what is larger than a page has one of its own
            m_used = 0;
        }
        const auto place = static_cast<Place>((m_pages.size() - 1) * kUnits + m_used);
        m_used += units;
        return place;
    }
    void release(Place place, std::size_t bytes)
    {
        if (--m_things == 0) {
            *this = ByteArena();
            return;
        }
        const std::size_t units = unitsOf(bytes);
        if (units >= m_free.size())
            m_free.resize(units + 1, kNone);
        std::memcpy(at(place), &m_free[units], sizeof(Place));
        m_free[units] = place;
    }
    std::uint8_t *at(Place place) { return m_pages[place / kUnits].data() + place % kUnits * kUnit; }
    const std::uint8_t *at(Place place) const { return m_pages[place / kUnits].data() + place % kUnits * kUnit; }
    std::size_t heapBytes() const
    {
        std::size_t bytes = m_pages.capacity() * sizeof(m_pages[0]) + m_free.capacity() * sizeof(Place);
        for (const std::vector<std::uint8_t> &page : m_pages)
            bytes += page.capacity();
        return bytes;
    }

private:
    static constexpr Place kNone = 0xffffffff;
    static constexpr std::size_t kUnit = 8;
    static constexpr std::size_t kUnits = 2048; // of a page
    static std::size_t unitsOf(std::size_t bytes) { return (bytes + kUnit - 1) / kUnit; }

    std::vector<std::vector<std::uint8_t>> m_pages;
    std::size_t m_used = 0;     // units of the last page
    std::size_t m_things = 0;
    std::vector<Place> m_free;  // by size in units: the first that is free; each names the next
};

} // namespace hopyard::routing::bgp
