// The way of a link across the canvas: a straight line, a quadratic curve where links run side by side, or straight
// pieces through the places where it bends.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointF>

#include <cmath>
#include <utility>
#include <vector>

namespace hopyard::scene {

struct LinkPath {
    QPointF from; ///< scene coordinates, centre of the node at end a
    QPointF control;
    QPointF to; ///< centre of the node at end b
    std::vector<QPointF> bends = {}; ///< not empty: straight pieces through these, and `control` is of no meaning

    /// t from 0 (end a) to 1 (end b); along a bent way in equal steps of its length.
    QPointF pointAt(double t) const
    {
        if (!bends.empty()) {
            const auto [piece, rest] = pieceAt(t);
            const auto [begin, end] = ends(piece);
            return begin + rest * (end - begin);
        }
        const double u = 1 - t;
        return u * u * from + 2 * u * t * control + t * t * to;
    }
    QPointF tangentAt(double t) const
    {
        if (!bends.empty()) {
            const auto [begin, end] = ends(pieceAt(t).first);
            return end - begin;
        }
        return 2 * (1 - t) * (control - from) + 2 * t * (to - control);
    }
    double chord() const { return distance(from, to); }
    double length() const
    {
        if (bends.empty())
            return chord();
        double sum = 0;
        for (std::size_t i = 0; i <= bends.size(); ++i)
            sum += distance(ends(i).first, ends(i).second);
        return sum;
    }
    /// The first place the way goes to from that end.
    QPointF firstFrom(bool endA) const { return bends.empty() ? control : endA ? bends.front() : bends.back(); }
    bool operator==(const LinkPath &) const = default;

private:
    static double distance(const QPointF &a, const QPointF &b) { return std::hypot(b.x() - a.x(), b.y() - a.y()); }
    std::pair<QPointF, QPointF> ends(std::size_t piece) const
    {
        return {piece == 0 ? from : bends[piece - 1], piece == bends.size() ? to : bends[piece]};
    }
    /// The piece at t, and how far along it (0 to 1).
    std::pair<std::size_t, double> pieceAt(double t) const
    {
        double left = t * length();
        for (std::size_t i = 0;; ++i) {
            const double piece = distance(ends(i).first, ends(i).second);
            if (i == bends.size() || left < piece)
                return {i, piece > 0 ? std::fmin(left / piece, 1.0) : 0.0};
            left -= piece;
        }
    }
};

} // namespace hopyard::scene
