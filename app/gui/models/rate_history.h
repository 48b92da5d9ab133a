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
    static constexpr std::size_t kMost = 240; ///< points; of two a second two minutes
    using Values = std::array<std::uint64_t, N>;

    struct Point {
        base::TimePoint at;
        std::array<double, N> rates{}; ///< a second, since the point before
    };

    /// Time that stands (a lab that pauses) makes no point; counters or time that go back begin the history anew.
    void add(base::TimePoint at, const Values &values)
    {
        bool back = m_has && at < m_at;
        for (std::size_t i = 0; i < N; ++i)
            back = back || (m_has && values[i] < m_values[i]);
        if (back)
            clear();
        if (m_has && at == m_at)
            return;
        if (m_has) {
            Point point{at, {}};
            const double seconds = (at - m_at).inSeconds();
            for (std::size_t i = 0; i < N; ++i)
                point.rates[i] = static_cast<double>(values[i] - m_values[i]) / seconds;
            m_points.push_back(point);
            if (m_points.size() > kMost)
                m_points.pop_front();
        }
        m_has = true;
        m_at = at;
        m_values = values;
    }
    void clear()
    {
        m_points.clear();
        m_has = false;
    }
    const std::deque<Point> &points() const { return m_points; }

private:
    bool m_has = false;
    base::TimePoint m_at;
    Values m_values{};
    std::deque<Point> m_points;
};

} // namespace hopyard::models
