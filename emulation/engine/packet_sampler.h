// Keeps at most so many of a stream of unknown length, spread evenly over it, without chance.
//
// Every `stride`-th is kept. Where there are more than fit, every second of those kept goes and the stride doubles. So
// between half the budget and the whole of it remains, and a packet that is not kept costs one addition and one test.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace hopyard::engine {

template <class T>
class PacketSampler {
public:
    explicit PacketSampler(std::size_t budget) : m_budget(budget) { m_kept.reserve(budget); }

    /// `make()` is called for those that are kept, at the time.
    template <class Make>
    void offer(Make &&make)
    {
        const std::uint64_t number = m_seen++;
        if (number & (m_stride - 1) || m_budget == 0)
            return;
        if (m_kept.size() == m_budget) {
            halve();
            if (number & (m_stride - 1))
                return;
        }
        m_kept.push_back(make());
    }

    const std::vector<T> &kept() const { return m_kept; }
    std::uint64_t seen() const { return m_seen; }
    /// Begins anew, with the stride at which about as many as last time would have fitted.
    void clear()
    {
        m_stride = 1;
        while (m_budget > 0 && m_seen / m_stride > m_budget)
            m_stride *= 2;
        m_kept.clear();
        m_seen = 0;
    }

private:
    void halve()
    {
        m_stride *= 2;
        std::size_t to = 0;
        for (std::size_t from = 0; from < m_kept.size(); from += 2)
            m_kept[to++] = m_kept[from];
        m_kept.resize(to);
    }

    std::size_t m_budget;
    std::uint64_t m_stride = 1; ///< a power of two
    std::uint64_t m_seen = 0;
    std::vector<T> m_kept;
};

} // namespace hopyard::engine
