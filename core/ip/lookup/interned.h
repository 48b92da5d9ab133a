// Values that many share, each kept once under a number, with a count of those who use it.
//
// Numbers begin at 1 and the lowest free one is given out next, so that they stay small. T has ==, and hash() that
// depends on nothing but its value. A plain value.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

namespace hopyard::ip::lookup {

template <class T>
class Interned {
public:
    /// The value's number, now used once more; 0 where all numbers up to `most` are taken.
    std::uint32_t acquire(T &&value, std::uint32_t most)
    {
        std::size_t bucket = m_buckets.empty() ? 0 : find(value);
        if (!m_buckets.empty() && m_buckets[bucket] != 0) {
            ++m_slots[m_buckets[bucket]].uses;
            return m_buckets[bucket];
        }
        const std::uint32_t id = freeNumber();
        if (id > most)
            return 0;
        if ((m_used + 1) * 2 > m_buckets.size()) {
            rehash(std::max<std::size_t>(8, m_buckets.size() * 2));
            bucket = find(value);
        }
        if (id == m_slots.size())
            m_slots.emplace_back();
        else
            takeFreeNumber();
        m_slots[id].value = std::move(value);
        m_slots[id].uses = 1;
        m_buckets[bucket] = id;
        ++m_used;
        return id;
    }

    /// So many users more of a value that has some.
    void use(std::uint32_t id, std::uint32_t users) { m_slots[id].uses += users; }
    /// One user less; true where it was the last.
    bool release(std::uint32_t id)
    {
        if (--m_slots[id].uses != 0)
            return false;
        eraseBucket(find(m_slots[id].value));
        m_slots[id].value = T();
        --m_used;
        if (id + 1 == m_slots.size()) {
            while (m_slots.size() > 1 && m_slots.back().uses == 0)
                m_slots.pop_back();
        } else {
            m_free.push_back(id);
            std::push_heap(m_free.begin(), m_free.end(), std::greater<>());
        }
        return true;
    }

    const T &operator[](std::uint32_t id) const { return m_slots[id].value; }
    /// Null for 0.
    const T *pointer(std::uint32_t id) const { return id == 0 ? nullptr : &m_slots[id].value; }
    std::size_t size() const { return m_used; }
    /// All numbers in use are below this.
    std::uint32_t limit() const { return static_cast<std::uint32_t>(m_slots.size()); }

    /// Without what the values themselves keep on the heap.
    std::size_t heapBytes() const
    {
        return m_slots.capacity() * sizeof(Slot) +
               (m_buckets.capacity() + m_free.capacity()) * sizeof(std::uint32_t);
    }

private:
    struct Slot {
        T value;
        std::uint32_t uses = 0;
    };

    /// The lowest number that nobody uses. What is free beyond the last slot in use is forgotten here.
    std::uint32_t freeNumber()
    {
        if (m_slots.empty())
            m_slots.emplace_back(); // number 0 stands for none
        if (!m_free.empty() && m_free.front() >= m_slots.size())
            m_free.clear(); // the lowest is beyond, so all are
        return m_free.empty() ? limit() : m_free.front();
    }
    void takeFreeNumber()
    {
        std::pop_heap(m_free.begin(), m_free.end(), std::greater<>());
        m_free.pop_back();
    }

    std::size_t home(const T &value) const { return value.hash() & (m_buckets.size() - 1); }
    std::size_t next(std::size_t bucket) const { return (bucket + 1) & (m_buckets.size() - 1); }

    /// The bucket of this value, or the empty one where it would be.
    std::size_t find(const T &value) const
    {
        std::size_t at = home(value);
        while (m_buckets[at] != 0 && !(m_slots[m_buckets[at]].value == value))
            at = next(at);
        return at;
    }

    /// What follows in the same run moves up where it may.
    void eraseBucket(std::size_t hole)
    {
        const std::size_t mask = m_buckets.size() - 1;
        m_buckets[hole] = 0;
        for (std::size_t at = next(hole); m_buckets[at] != 0; at = next(at)) {
            const std::size_t wanted = home(m_slots[m_buckets[at]].value);
            if (((at - wanted) & mask) >= ((at - hole) & mask)) {
                m_buckets[hole] = std::exchange(m_buckets[at], 0);
                hole = at;
            }
        }
    }

    void rehash(std::size_t size)
    {
        m_buckets.assign(size, 0);
        for (std::uint32_t id = 1; id < m_slots.size(); ++id)
            if (m_slots[id].uses != 0)
                m_buckets[find(m_slots[id].value)] = id;
    }

    std::vector<Slot> m_slots;            // by number
    std::vector<std::uint32_t> m_buckets; // a power of two, half of them empty
    std::vector<std::uint32_t> m_free;    // a heap, the lowest first
    std::size_t m_used = 0;
};

} // namespace hopyard::ip::lookup
