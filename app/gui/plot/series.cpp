// See series.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/plot/series.h"

#include <algorithm>
#include <cmath>

namespace hopyard::plot {

void Series::Range::take(double value)
{
    if (std::isnan(value))
        return;
    low = isEmpty ? value : std::min(low, value);
    high = isEmpty ? value : std::max(high, value);
    isEmpty = false;
}

void Series::Range::take(const Range &other)
{
    if (other.isEmpty)
        return;
    take(other.low);
    take(other.high);
}

Series::Series(std::size_t capacity) : m_capacity(std::max(capacity, 8 * kBlock)) {}

bool Series::add(double x, double y)
{
    if (!m_points.empty() && x < m_points.back().x)
        return false;
    if (m_points.size() >= m_capacity)
        dropOldest();
    if (m_points.size() % kBlock == 0)
        m_blocks.emplace_back();
    m_points.push_back({x, y});
    m_blocks.back().take(y);
    return true;
}

void Series::dropOldest()
{
    const std::size_t count = std::max(kBlock, m_capacity / 8 / kBlock * kBlock); // whole blocks: the others stay as they are
    m_points.erase(m_points.begin(), m_points.begin() + static_cast<std::ptrdiff_t>(count));
    m_blocks.erase(m_blocks.begin(), m_blocks.begin() + static_cast<std::ptrdiff_t>(count / kBlock));
}

void Series::cutAfter(double x)
{
    const auto end = std::upper_bound(m_points.begin(), m_points.end(), x, [](double at, const Point &point) { return at < point.x; });
    m_points.erase(end, m_points.end());
    m_blocks.resize((m_points.size() + kBlock - 1) / kBlock);
    if (!m_blocks.empty()) {
        m_blocks.back() = {};
        for (std::size_t i = (m_blocks.size() - 1) * kBlock; i < m_points.size(); ++i)
            m_blocks.back().take(m_points[i].y);
    }
}

void Series::clear()
{
    m_points.clear();
    m_blocks.clear();
}

std::size_t Series::firstAt(double x) const
{
    const auto found = std::lower_bound(m_points.begin(), m_points.end(), x, [](const Point &point, double at) { return point.x < at; });
    return static_cast<std::size_t>(found - m_points.begin());
}

const Point *Series::at(double x) const
{
    const auto after = std::upper_bound(m_points.begin(), m_points.end(), x, [](double at, const Point &point) { return at < point.x; });
    return after == m_points.begin() ? nullptr : &*(after - 1);
}

const Point *Series::nearest(double x) const
{
    const std::size_t next = firstAt(x);
    if (next == m_points.size())
        return m_points.empty() ? nullptr : &m_points.back();
    if (next == 0 || m_points[next].x - x <= x - m_points[next - 1].x)
        return &m_points[next];
    return &m_points[next - 1];
}

Series::Range Series::rangeOf(std::size_t from, std::size_t to) const
{
    Range range;
    to = std::min(to, m_points.size());
    while (from < to) {
        if (from % kBlock == 0 && from + kBlock <= to) {
            range.take(m_blocks[from / kBlock]);
            from += kBlock;
        } else {
            range.take(m_points[from++].y);
        }
    }
    return range;
}

std::vector<Point> Series::forLine(double from, double to, int columns) const
{
    std::vector<Point> drawn;
    if (m_points.empty() || columns < 1 || !(to > from))
        return drawn;
    std::size_t i = firstAt(from);
    if (i > 0)
        drawn.push_back(m_points[i - 1]);
    for (int column = 0; column < columns && i < m_points.size() && m_points[i].x <= to; ++column) {
        const double end = from + (to - from) * (column + 1) / columns;
        if (m_points[i].x >= end && column + 1 < columns) {
            // Empty columns at once: to that of the next point.
            column = std::max(column, static_cast<int>((m_points[i].x - from) / (to - from) * columns) - 1);
            continue;
        }
        const std::size_t next = column + 1 == columns
            ? static_cast<std::size_t>(std::upper_bound(m_points.begin() + static_cast<std::ptrdiff_t>(i), m_points.end(), to,
                                                        [](double at, const Point &point) { return at < point.x; })
                                       - m_points.begin())
            : firstAt(end);
        if (next - i <= 4) {
            for (; i < next; ++i)
                drawn.push_back(m_points[i]);
            continue;
        }
        const Range range = rangeOf(i, next);
        drawn.push_back(m_points[i]);
        if (!range.isEmpty) {
            const double middle = (m_points[i].x + m_points[next - 1].x) / 2;
            drawn.push_back({middle, range.low});
            drawn.push_back({middle, range.high});
        }
        drawn.push_back(m_points[next - 1]);
        i = next;
    }
    if (i < m_points.size())
        drawn.push_back(m_points[i]);
    return drawn;
}

std::vector<Point> Series::forPoints(double from, double to, int columns, double low, double high, int rows) const
{
    std::vector<Point> drawn;
    if (columns < 1 || rows < 1 || !(to > from) || !(high > low))
        return drawn;
    std::vector<bool> taken(static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows), false);
    for (std::size_t i = firstAt(from); i < m_points.size() && m_points[i].x <= to; ++i) {
        const Point &point = m_points[i];
        if (!(point.y >= low && point.y <= high))
            continue;
        const auto column = std::min<std::size_t>(static_cast<std::size_t>((point.x - from) / (to - from) * columns), static_cast<std::size_t>(columns) - 1);
        const auto row = std::min<std::size_t>(static_cast<std::size_t>((point.y - low) / (high - low) * rows), static_cast<std::size_t>(rows) - 1);
        const std::size_t cell = column * static_cast<std::size_t>(rows) + row;
        if (taken[cell])
            continue;
        taken[cell] = true;
        drawn.push_back(point);
    }
    return drawn;
}

} // namespace hopyard::plot
