// A hash map in one array, for lists that are filled and emptied for each packet: no allocation once it has grown, and
// none at all while empty.
//
// Linear probing with backward shift on removal. Iteration is in no order that may reach an output: sort what you take.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace hopyard::routing::ospf {

template <class Value>
class FlatMap {
public:
    static constexpr std::uint64_t kNoKey = ~std::uint64_t(0); ///< never a key

    std::size_t size() const { return m_size; }
    bool isEmpty() const { return m_size == 0; }
    Value *find(std::uint64_t key)
    {
        if (m_size == 0)
            return nullptr;
        for (std::size_t i = home(key);; i = (i + 1) & mask()) {
            if (m_entries[i].first == key)
                return &m_entries[i].second;
            if (m_entries[i].first == kNoKey)
                return nullptr;
        }
    }
    /// True where it was not there before; sets the value either way.
    bool set(std::uint64_t key, const Value &value)
    {
        if (Value *known = find(key)) {
            *known = value;
            return false;
        }
        if ((m_size + 1) * 4 > m_entries.size() * 3)
            grow();
        place(key, value);
        ++m_size;
        return true;
    }
    bool erase(std::uint64_t key)
    {
        if (m_size == 0)
            return false;
        std::size_t i = home(key);
        for (; m_entries[i].first != key; i = (i + 1) & mask())
            if (m_entries[i].first == kNoKey)
                return false;
        for (std::size_t next = (i + 1) & mask(); m_entries[next].first != kNoKey; next = (next + 1) & mask()) {
            const std::size_t ideal = home(m_entries[next].first);
            if (((next - ideal) & mask()) >= ((next - i) & mask())) {
                m_entries[i] = m_entries[next];
                i = next;
            }
        }
        m_entries[i].first = kNoKey;
        if (--m_size == 0 && m_entries.size() > 256)
            m_entries = {};
        return true;
    }
    void clear()
    {
        m_entries = {};
        m_size = 0;
    }
    template <class Visit>
    void forEach(Visit &&visit)
    {
        for (auto &[key, value] : m_entries)
            if (key != kNoKey)
                visit(key, value);
    }

private:
    using Entry = std::pair<std::uint64_t, Value>;
    std::size_t mask() const { return m_entries.size() - 1; }
    std::size_t home(std::uint64_t key) const { return static_cast<std::size_t>((key * 0x9e3779b97f4a7c15u) >> 32) & mask(); }
    void place(std::uint64_t key, const Value &value)
    {
        std::size_t i = home(key);
        while (m_entries[i].first != kNoKey)
            i = (i + 1) & mask();
        m_entries[i] = {key, value};
    }
    void grow()
    {
        std::vector<Entry> old(m_entries.empty() ? 8 : m_entries.size() * 2, Entry{kNoKey, Value{}});
        old.swap(m_entries);
        for (const auto &[key, value] : old)
            if (key != kNoKey)
                place(key, value);
    }

    std::vector<Entry> m_entries;
    std::size_t m_size = 0;
};

} // namespace hopyard::routing::ospf
