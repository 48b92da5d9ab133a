// A growing ring buffer: a queue that allocates only while it grows.
//
// std::deque gives blocks back and takes them again as a queue moves on; on the packet path nothing may allocate.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cassert>
#include <cstddef>
#include <utility>
#include <vector>

namespace hopyard::base {

template <class T>
class Ring {
public:
    bool isEmpty() const { return m_size == 0; }
    std::size_t size() const { return m_size; }
    T &operator[](std::size_t i) { return m_slots[(m_first + i) & (m_slots.size() - 1)]; }
    const T &operator[](std::size_t i) const { return m_slots[(m_first + i) & (m_slots.size() - 1)]; }
    T &front() { return (*this)[0]; }
    const T &front() const { return (*this)[0]; }
    T &back() { return (*this)[m_size - 1]; }
    const T &back() const { return (*this)[m_size - 1]; }

    void pushBack(T value)
    {
        if (m_size == m_slots.size())
            grow();
        ++m_size;
        back() = std::move(value);
    }
    T popFront()
    {
        assert(m_size > 0);
        T value = std::move(front());
        front() = T();
        m_first = (m_first + 1) & (m_slots.size() - 1);
        --m_size;
        return value;
    }
    /// Puts `value` before the element at `at` by moving those behind it: cheap near the end.
    void insert(std::size_t at, T value)
    {
        pushBack(T());
        for (std::size_t i = m_size - 1; i > at; --i)
            (*this)[i] = std::move((*this)[i - 1]);
        (*this)[at] = std::move(value);
    }
    void clear()
    {
        while (!isEmpty())
            popFront();
    }

private:
    void grow()
    {
        std::vector<T> bigger(m_slots.empty() ? 1 : m_slots.size() * 2);
        for (std::size_t i = 0; i < m_size; ++i)
            bigger[i] = std::move((*this)[i]);
        m_slots = std::move(bigger);
        m_first = 0;
    }
    std::vector<T> m_slots; // a power of two, or empty
    std::size_t m_first = 0;
    std::size_t m_size = 0;
};

} // namespace hopyard::base
