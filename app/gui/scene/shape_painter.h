// How shapes and groups look, apart from the items that own them: plain values in, paint out.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/drawing.h"

#include <QColor>
#include <QPixmap>
#include <QRectF>
#include <QString>

class QPainter;
class QTextDocument;

namespace hopyard::scene {

/// What a colour's word means on the theme's ground.
struct Ink {
    QColor line;  ///< rims and lines
    QColor wash;  ///< areas, partly see-through
    QColor paper; ///< ground of notes
    QColor text;  ///< on all of these
};
Ink inkOf(lab::ShapeColour colour);

/// The box of a shape; a line's is between its ends.
QRectF boxOf(const lab::Shape &shape);

struct ShapeLook {
    lab::Shape shape;
    QPixmap picture; ///< null: not there, or no picture
    bool picked = false;
    bool hovered = false;
};
/// In scene coordinates. `words`: the shape's Markdown laid out, for notes and texts.
void paintShape(QPainter &painter, const ShapeLook &look, const QTextDocument *words, double scale);
QRectF shapeBounds(const lab::Shape &shape);
/// Scene units from the point to what can be grasped of the shape; 0 on it.
double distanceTo(const lab::Shape &shape, const QPointF &scenePosition);

constexpr double kFoldedSide = 64; ///< of a folded group's body, scene units

struct GroupLook {
    QString name;
    bool folded = false;
    std::size_t nodes = 0;
    QRectF area;    ///< unfolded: around its nodes
    QPointF centre; ///< folded: where it stands
    bool picked = false;
    bool hovered = false;
};
void paintGroup(QPainter &painter, const GroupLook &look, double scale);
QRectF groupBounds(const GroupLook &look);
/// What of a shape words keep away from, in scene units; empty: nothing, it is an area or a line without a text.
QRectF wordsOf(const lab::Shape &shape);
/// Where a press means the group: a folded one's body, an unfolded one's heading.
QRectF groupGrip(const GroupLook &look);

} // namespace hopyard::scene
