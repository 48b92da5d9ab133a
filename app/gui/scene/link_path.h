// The way of a link across the canvas: a straight line, or a quadratic curve where links run side by side.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointF>

#include <cmath>

namespace hopyard::scene {

struct LinkPath {
    QPointF from; ///< scene coordinates, centre of the node at end a
    QPointF control;
    QPointF to; ///< centre of the node at end b

    /// t from 0 (end a) to 1 (end b).
    QPointF pointAt(double t) const
    {
        const double u = 1 - t;
        return u * u * from + 2 * u * t * control + t * t * to;
    }
    QPointF tangentAt(double t) const { return 2 * (1 - t) * (control - from) + 2 * t * (to - control); }
    double chord() const { return std::hypot(to.x() - from.x(), to.y() - from.y()); }
    bool operator==(const LinkPath &) const = default;
};

} // namespace hopyard::scene
