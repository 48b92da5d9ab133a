// A ring of plain values for what is under way: no memory while it is empty, cheap insertion near either end.
//
// base::Ring keeps its memory for the packet path; a hundred thousand idle connections must not.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <vector>

namespace hopyard::transport::tcp {

template <class T>
class CompactRing {
    static_assert(std::is_trivially_copyable_v<T>);

public:
    bool isEmpty() const { return m_size == 0; }
    std::size_t size() const { return m_size; }
    T &operator[](std::size_t i) { return m_slots[(m_first + i) & (m_slots.size() - 1)]; }
    const T &operator[](std::size_t i) const { return m_slots[(m_first + i) & (m_slots.size() - 1)]; }
    T &front() { return (*this)[0]; }
    const T &front() const { return (*this)[0]; }
    T &back() { return (*this)[m_size - 1]; }
    const T &back() const { return (*this)[m_size - 1]; }

    void pushBack(const T &value)
    {
        if (m_size == m_slots.size())
            grow();
        ++m_size;
        back() = value;
    }
    void popFront(std::size_t count = 1)
    {
        assert(count <= m_size);
        m_first = static_cast<std::uint32_t>((m_first + count) & (m_slots.size() - 1));
        m_size -= static_cast<std::uint32_t>(count);
        if (m_size == 0)
            clear();
    }
    /// Puts `value` before the element at `at`; the shorter side moves.
    void insert(std::size_t at, const T &value)
    {
        if (m_size == m_slots.size())
            grow();
        ++m_size;
        if (at > m_size / 2) {
            for (std::size_t i = m_size - 1; i > at; --i)
                (*this)[i] = (*this)[i - 1];
        } else {
            m_first = static_cast<std::uint32_t>((m_first - 1) & (m_slots.size() - 1));
            for (std::size_t i = 0; i < at; ++i)
                (*this)[i] = (*this)[i + 1];
        }
        (*this)[at] = value;
    }
    /// Gives the memory back.
    void clear()
    {
        m_slots = {};
        m_first = m_size = 0;
    }

private:
    void grow()
    {
        std::vector<T> bigger(m_slots.empty() ? 4 : m_slots.size() * 2);
        for (std::size_t i = 0; i < m_size; ++i)
            bigger[i] = (*this)[i];
        m_slots = std::move(bigger);
        m_first = 0;
    }
    std::vector<T> m_slots; // a power of two, or empty
    std::uint32_t m_first = 0;
    std::uint32_t m_size = 0;
};

} // namespace hopyard::transport::tcp
