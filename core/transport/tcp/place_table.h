// A hash table of numbers: open addressing, eight bytes an entry, backward-shift deletion. What a number stands for its
// owner knows; the table keeps only the hash. Nothing is ever listed from it, so its order reaches no output.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace hopyard::transport::tcp {

class PlaceTable {
public:
    static constexpr std::uint32_t kNone = 0xffffffff;

    /// The number with this hash for which `is(number)` holds; kNone: none.
    template <class Is>
    std::uint32_t find(std::uint32_t hash, Is &&is) const
    {
        if (m_entries.empty())
            return kNone;
        for (std::size_t at = hash & mask();; at = (at + 1) & mask()) {
            const Entry &entry = m_entries[at];
            if (entry.number == kNone)
                return kNone;
            if (entry.hash == hash && is(entry.number))
                return entry.number;
        }
    }
    void insert(std::uint32_t hash, std::uint32_t number)
    {
        if ((m_size + 1) * 4 > m_entries.size() * 3)
            grow();
        ++m_size;
        put({hash, number});
    }
    void erase(std::uint32_t hash, std::uint32_t number)
    {
        if (m_entries.empty())
            return;
        std::size_t at = hash & mask();
        while (m_entries[at].number != number || m_entries[at].hash != hash) {
            if (m_entries[at].number == kNone)
                return;
            at = (at + 1) & mask();
        }
        --m_size;
        for (std::size_t next = (at + 1) & mask(); m_entries[next].number != kNone; next = (next + 1) & mask()) {
            const std::size_t home = m_entries[next].hash & mask();
            if (((next - home) & mask()) < ((next - at) & mask()))
                continue; // it would come before its home
            m_entries[at] = m_entries[next];
            at = next;
        }
        m_entries[at] = Entry();
    }
    std::size_t size() const { return m_size; }

private:
    struct Entry {
        std::uint32_t hash = 0;
        std::uint32_t number = kNone;
    };
    std::size_t mask() const { return m_entries.size() - 1; }
    void put(Entry entry)
    {
        std::size_t at = entry.hash & mask();
        while (m_entries[at].number != kNone)
            at = (at + 1) & mask();
        m_entries[at] = entry;
    }
    void grow()
    {
        std::vector<Entry> old(m_entries.empty() ? 16 : m_entries.size() * 2);
        old.swap(m_entries);
        for (const Entry &entry : old)
            if (entry.number != kNone)
                put(entry);
    }
    std::vector<Entry> m_entries; // a power of two, or none
    std::size_t m_size = 0;
};

} // namespace hopyard::transport::tcp
