// Counters that only grow, seen from time to time, as rates over the time in the lab: what a plot of the last minutes needs.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/time.h"

#include <array>
#include <cstdint>
#include <deque>

namespace hopyard::models {

template <std::size_t N>
class RateHistory {
public:
    static constexpr std::size_t kMost = 240;  ///< points; of two a second two minutes
    static constexpr std::size_t kWindow = 4;  ///< looks that a rate is of: what comes once a second is no saw
    using Values = std::array<std::uint64_t, N>;

    struct Point {
        base::TimePoint at;
        std::array<double, N> rates{}; ///< a second, over the last kWindow looks
    };

    /// Time that stands (a lab that pauses) makes no point; counters or time that go back begin the history anew.
    void add(base::TimePoint at, const Values &values)
    {
        bool back = !m_seen.empty() && at < m_seen.back().at;
        for (std::size_t i = 0; i < N; ++i)
            back = back || (!m_seen.empty() && values[i] < m_seen.back().values[i]);
        if (back)
            clear();
        if (!m_seen.empty() && at == m_seen.back().at)
            return;
        if (!m_seen.empty()) {
            Point point{at, {}};
            const double seconds = (at - m_seen.front().at).inSeconds();
            for (std::size_t i = 0; i < N; ++i)
                point.rates[i] = static_cast<double>(values[i] - m_seen.front().values[i]) / seconds;
            m_points.push_back(point);
            if (m_points.size() > kMost)
                m_points.pop_front();
        }
        m_seen.push_back({at, values});
        if (m_seen.size() > kWindow)
            m_seen.pop_front();
    }
    void clear()
    {
        m_points.clear();
        m_seen.clear();
    }
    const std::deque<Point> &points() const { return m_points; }

private:
    struct Seen {
        base::TimePoint at;
        Values values{};
    };
    std::deque<Seen> m_seen; ///< at most kWindow
    std::deque<Point> m_points;
};

} // namespace hopyard::models
