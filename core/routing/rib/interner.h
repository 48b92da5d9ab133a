// Values that many share, each kept once with the number of those who hold it.
//
// T has hash() and same(other). A plain value.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/routing/hash_index.h"

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace hopyard::routing {

template <class T>
class Interner {
public:
    static constexpr std::uint32_t kNone = HashIndex::kNone;
    struct Taken {
        std::uint32_t number;
        bool isNew;
    };

    /// The number of the value equal to this one, held once more.
    Taken take(T &&value)
    {
        const std::uint64_t hash = value.hash();
        if (const std::uint32_t found = m_index.find(hash, [&](std::uint32_t i) { return m_values[i].value.same(value); });
            found != kNone) {
            ++m_values[found].holders;
            return {found, false};
        }
        auto number = static_cast<std::uint32_t>(m_values.size());
        if (m_free.empty()) {
            m_values.push_back({std::move(value), 1});
        } else {
            number = m_free.back();
            m_free.pop_back();
            m_values[number] = {std::move(value), 1};
        }
        m_index.insert(hash, number, [this](std::uint32_t i) { return m_values[i].value.hash(); });
        return {number, true};
    }
    void hold(std::uint32_t number) { ++m_values[number].holders; }
    /// True where nobody holds it any more: the caller ends what hangs on the value and calls drop().
    bool release(std::uint32_t number) { return --m_values[number].holders == 0; }
    void drop(std::uint32_t number)
    {
        m_index.erase(m_values[number].value.hash(), number, [this](std::uint32_t i) { return m_values[i].value.hash(); });
        m_values[number].value = T();
        m_free.push_back(number);
    }

    T &operator[](std::uint32_t number) { return m_values[number].value; }
    const T &operator[](std::uint32_t number) const { return m_values[number].value; }
    bool isHeld(std::uint32_t number) const { return m_values[number].holders > 0; }
    /// One more than the largest number in use.
    std::uint32_t end() const { return static_cast<std::uint32_t>(m_values.size()); }
    std::size_t heapBytes() const
    {
        return m_values.capacity() * sizeof(Counted) + m_free.capacity() * sizeof(std::uint32_t) + m_index.heapBytes();
    }

private:
    struct Counted {
        T value;
        std::uint32_t holders = 0;
    };
    std::vector<Counted> m_values;
    std::vector<std::uint32_t> m_free;
    HashIndex m_index;
};

} // namespace hopyard::routing
