// A set of small numbers, one bit each. A plain value.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace hopyard::routing::bgp {

class IdSet {
public:
    static constexpr std::uint32_t kNone = 0xffffffff;

    void add(std::uint32_t id)
    {
        if (id / 64 >= m_words.size())
            m_words.resize(id / 64 + 1);
        m_size += !contains(id);
        m_words[id / 64] |= std::uint64_t(1) << id % 64;
    }
    void remove(std::uint32_t id)
    {
        if (!contains(id))
            return;
        m_words[id / 64] &= ~(std::uint64_t(1) << id % 64);
        if (--m_size == 0)
            m_words = std::vector<std::uint64_t>();
    }
    bool contains(std::uint32_t id) const { return id / 64 < m_words.size() && (m_words[id / 64] >> id % 64 & 1); }
    /// The smallest that is not less than `id`, or kNone.
    std::uint32_t next(std::uint32_t id) const
    {
        for (std::size_t word = id / 64; word < m_words.size(); ++word) {
            const std::uint64_t bits = word == id / 64 ? m_words[word] >> id % 64 << id % 64 : m_words[word];
            if (bits != 0)
                return static_cast<std::uint32_t>(word * 64) + static_cast<std::uint32_t>(std::countr_zero(bits));
        }
        return kNone;
    }
    bool isEmpty() const { return m_size == 0; }
    std::size_t size() const { return m_size; }
    void clear()
    {
        m_words = std::vector<std::uint64_t>();
        m_size = 0;
    }

private:
    std::vector<std::uint64_t> m_words;
    std::size_t m_size = 0;
};

} // namespace hopyard::routing::bgp
