// See shape_handles.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/view/shape_handles.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace hopyard::view {

namespace {

constexpr std::array<ShapeHandle, 8> kBox{{{-1, -1}, {1, -1}, {-1, 1}, {1, 1}, {0, -1}, {0, 1}, {-1, 0}, {1, 0}}};
constexpr std::array<ShapeHandle, 2> kLine{{{-1, -1}, {1, 1}}};

/// One axis of a box: the side moves, the other stays; never smaller than can be grasped.
void moveSide(double &at, double &size, int side, double to)
{
    const double high = at + size;
    if (side < 0) {
        at = std::min(to, high - kSmallestShape);
        size = high - at;
    } else if (side > 0) {
        size = std::max(to - at, kSmallestShape);
    }
}

} // namespace

std::span<const ShapeHandle> handlesOf(lab::ShapeKind kind)
{
    if (kind == lab::ShapeKind::line)
        return kLine;
    return kBox;
}

QPointF handlePlace(const lab::Shape &shape, const ShapeHandle &handle)
{
    return {shape.at.x + shape.size.x * (handle.x + 1) / 2, shape.at.y + shape.size.y * (handle.y + 1) / 2};
}

std::optional<ShapeHandle> handleAt(const lab::Shape &shape, const QPointF &at, double reach)
{
    for (const ShapeHandle &handle : handlesOf(shape.kind)) {
        const QPointF by = handlePlace(shape, handle) - at;
        if (std::max(std::abs(by.x()), std::abs(by.y())) <= reach)
            return handle;
    }
    return std::nullopt;
}

lab::Shape resized(const lab::Shape &shape, const ShapeHandle &handle, const lab::Position &to, bool keepRatio)
{
    lab::Shape out = shape;
    if (shape.kind == lab::ShapeKind::line) {
        if (handle.x > 0) {
            out.size = {to.x - shape.at.x, to.y - shape.at.y};
        } else {
            out.size = {shape.at.x + shape.size.x - to.x, shape.at.y + shape.size.y - to.y};
            out.at = to;
        }
        return out;
    }
    moveSide(out.at.x, out.size.x, handle.x, to.x);
    moveSide(out.at.y, out.size.y, handle.y, to.y);
    if (keepRatio && handle.x != 0 && handle.y != 0 && shape.size.x > 0 && shape.size.y > 0) {
        const double scale = std::max(out.size.x / shape.size.x, out.size.y / shape.size.y);
        const double width = shape.size.x * scale, height = shape.size.y * scale;
        if (handle.x < 0)
            out.at.x -= width - out.size.x;
        if (handle.y < 0)
            out.at.y -= height - out.size.y;
        out.size = {width, height};
    }
    return out;
}

Qt::CursorShape cursorOf(lab::ShapeKind kind, const ShapeHandle &handle)
{
    if (kind == lab::ShapeKind::line)
        return Qt::SizeAllCursor;
    if (handle.x == 0)
        return Qt::SizeVerCursor;
    if (handle.y == 0)
        return Qt::SizeHorCursor;
    return handle.x == handle.y ? Qt::SizeFDiagCursor : Qt::SizeBDiagCursor;
}

} // namespace hopyard::view
