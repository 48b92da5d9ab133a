// Where labels might stand: around a node, beside the middle of a link, beside its ends. The best place comes with the
// least cost; what is in the way is another's business (label_grid.h). Pure geometry, in pixels of the plane.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/scene/link_path.h"

#include <QPointF>
#include <QRectF>
#include <QSizeF>

#include <vector>

namespace hopyard::scene {

struct Candidate {
    QRectF box;
    double cost = 0;
    QRectF second = {}; ///< of a node: the line below, on the same side of it
};

struct AroundNode {
    QPointF centre;
    double reach = 0;       ///< from the centre to the body's rim
    double lightsReach = 0; ///< and to where the lights of its links end; 0: there are none
    QSizeF first;           ///< the name
    QSizeF second;          ///< the address; empty: none
};
/// Below the node where nothing is in the way, as everybody draws it; beside the line of a link that leaves downwards,
/// at the sides, above; beyond the lights where links leave on all sides.
void placesAround(const AroundNode &node, std::vector<Candidate> &into);

struct AlongLink {
    const LinkPath *path = nullptr; ///< in scene units
    double zoom = 1;
    QSizeF size;
    double gap = 0; ///< between the line and the label: packets pass there
};
/// Above the middle, then below it, then further to the ends, and on the line itself where it is long.
void placesAtMiddle(const AlongLink &link, std::vector<Candidate> &into);
/// Beside the line from `nearest` on, counted from the centre of the node at that end; on the side where no name is
/// expected first.
void placesAtEnd(const AlongLink &link, bool endA, double nearest, std::vector<Candidate> &into);

/// How far from the line a box with that size must be for it to stand clear of it.
double clearOf(const QPointF &normal, const QSizeF &size, double gap);
/// Square to the line at t, of length 1, upwards; to the right where the line is upright.
QPointF upwards(const LinkPath &path, double t);

} // namespace hopyard::scene
