// A value on the heap that is copied with its owner: for large or rarely needed parts of values.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <utility>

namespace hopyard::base {

/// Empty or one T. Copying copies the T; two boxes are equal where both are empty or what is in them is equal.
template <class T>
class Box {
public:
    Box() = default;
    explicit Box(T value) : m_value(std::make_unique<T>(std::move(value))) {}
    Box(const Box &o) : m_value(o.m_value ? std::make_unique<T>(*o.m_value) : nullptr) {}
    Box(Box &&) noexcept = default;
    Box &operator=(const Box &o)
    {
        if (this != &o)
            m_value = o.m_value ? std::make_unique<T>(*o.m_value) : nullptr;
        return *this;
    }
    Box &operator=(Box &&) noexcept = default;

    explicit operator bool() const { return m_value != nullptr; }
    T &operator*() { return *m_value; }
    const T &operator*() const { return *m_value; }
    T *operator->() { return m_value.get(); }
    const T *operator->() const { return m_value.get(); }
    T *get() { return m_value.get(); }
    const T *get() const { return m_value.get(); }
    /// What is in it; makes one where it is empty.
    T &need()
    {
        if (!m_value)
            m_value = std::make_unique<T>();
        return *m_value;
    }
    void reset() { m_value.reset(); }
    bool operator==(const Box &o) const { return m_value && o.m_value ? *m_value == *o.m_value : !m_value == !o.m_value; }

private:
    std::unique_ptr<T> m_value;
};

} // namespace hopyard::base
