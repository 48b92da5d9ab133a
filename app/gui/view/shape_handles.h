// The handles by which a shape that alone is picked is resized: eight around a box, two at the ends of a line.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/drawing.h"

#include <QPointF>

#include <optional>
#include <span>

class QPainter;

namespace hopyard::view {

/// -1: the low side moves, 1: the high side moves, 0: neither. Of a line (1, 1) is its second end and (-1, -1) its first.
struct ShapeHandle {
    int x = 0;
    int y = 0;
    bool operator==(const ShapeHandle &) const = default;
};

constexpr double kSmallestShape = 20; ///< scene units; what a person can still grasp

/// The handles that the kind has.
std::span<const ShapeHandle> handlesOf(lab::ShapeKind kind);
QPointF handlePlace(const lab::Shape &shape, const ShapeHandle &handle);
/// The handle within `reach` scene units.
std::optional<ShapeHandle> handleAt(const lab::Shape &shape, const QPointF &scenePosition, double reach);
/// The shape with that handle moved there. `keepRatio`: width to height stays, of corners only.
lab::Shape resized(const lab::Shape &shape, const ShapeHandle &handle, const lab::Position &to, bool keepRatio);
Qt::CursorShape cursorOf(lab::ShapeKind kind, const ShapeHandle &handle);

} // namespace hopyard::view
