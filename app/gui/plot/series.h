// The points of one line of a plot, in order of time, in bounded memory, and thinned for a screen.
//
// Blocks of kBlock points know their lowest and highest value, so that a screen's column costs a few blocks however many
// points lie in it: a line of a million points paints as fast as one of a thousand, and no spike gets lost. Beyond the
// capacity the oldest points go, an eighth of it at a time.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <vector>

namespace hopyard::plot {

/// `x` is lab time in seconds. A `y` that is no number (NaN) is a gap in the line.
struct Point {
    double x = 0, y = 0;
    bool operator==(const Point &) const = default;
};

class Series {
public:
    static constexpr std::size_t kBlock = 64;
    static constexpr std::size_t kDefaultCapacity = 200'000; ///< points

    explicit Series(std::size_t capacity = kDefaultCapacity);

    /// False, and nothing done, where `x` lies before the last point.
    bool add(double x, double y);
    /// Forgets what is later than `x`: the run took another way there.
    void cutAfter(double x);
    void clear();

    std::size_t size() const { return m_points.size(); }
    bool isEmpty() const { return m_points.empty(); }
    const std::vector<Point> &points() const { return m_points; }
    std::size_t capacity() const { return m_capacity; }

    /// The first point not before `x`; size() where there is none.
    std::size_t firstAt(double x) const;
    /// The latest point that is not later than `x`, null where there is none.
    const Point *at(double x) const;
    /// The point nearest to `x`, null where there is none.
    const Point *nearest(double x) const;

    struct Range {
        double low = 0, high = 0;
        bool isEmpty = true;
        void take(double value);
        void take(const Range &other);
    };
    /// Of the values of points [from, to), by their indices.
    Range rangeOf(std::size_t from, std::size_t to) const;

    /// What of [from, to] a picture `columns` wide has to draw, in order: of each column the first point, the lowest, the highest
    /// and the last, and one point before and behind the picture, so that lines leave it at the right place. Gaps stay.
    std::vector<Point> forLine(double from, double to, int columns) const;
    /// The same for points that stand alone: one of each cell of a grid of `columns` by `rows` over the picture.
    std::vector<Point> forPoints(double from, double to, int columns, double low, double high, int rows) const;

private:
    void dropOldest();

    std::size_t m_capacity;
    std::vector<Point> m_points;
    std::vector<Range> m_blocks; ///< of each kBlock points, the last one of those there are
};

} // namespace hopyard::plot
