// See shape_tool.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/view/shape_tool.h"

#include "app/gui/document/drawing_operations.h"
#include "app/gui/scene/lab_scene.h"
#include "app/gui/scene/shape_painter.h"
#include "app/gui/view/canvas_view.h"
#include "app/gui/view/shape_handles.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QTimer>

#include <algorithm>
#include <cmath>

namespace hopyard::view {

namespace {

constexpr double kClick = 8; ///< scene units: a shorter drag is a click

lab::Position usualSize(lab::ShapeKind kind)
{
    switch (kind) {
    case lab::ShapeKind::note: return {200, 100};
    case lab::ShapeKind::text: return {220, 40};
    case lab::ShapeKind::rectangle: return {240, 160};
    case lab::ShapeKind::ellipse: return {200, 140};
    case lab::ShapeKind::line: return {160, 0};
    case lab::ShapeKind::picture: return {200, 140};
    }
    return {200, 100};
}

} // namespace

ShapeTool::ShapeTool(CanvasView &canvas, lab::ShapeKind kind) : Tool(canvas), m_kind(kind) {}

QString ShapeTool::id() const
{
    const std::string_view name = lab::toString(m_kind);
    return QStringLiteral("shape.") + QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
}

void ShapeTool::press(QMouseEvent &event, const QPointF &at)
{
    const lab::Position from = m_canvas.snapped(at, event.modifiers());
    m_from = QPointF(from.x, from.y);
    m_to = *m_from;
    m_modifiers = event.modifiers();
}

void ShapeTool::move(QMouseEvent &event, const QPointF &at)
{
    if (!m_from)
        return;
    m_to = at;
    m_modifiers = event.modifiers();
    m_canvas.viewport()->update();
}

lab::Shape ShapeTool::between(const QPointF &at, Qt::KeyboardModifiers modifiers) const
{
    lab::Shape shape;
    shape.kind = m_kind;
    const lab::Position to = m_canvas.snapped(at, modifiers);
    shape.at = {m_from->x(), m_from->y()};
    shape.size = {to.x - m_from->x(), to.y - m_from->y()};
    const bool even = modifiers & Qt::ShiftModifier; // a square, a circle, a line along an axis
    if (m_kind == lab::ShapeKind::line) {
        if (even)
            (std::abs(shape.size.x) > std::abs(shape.size.y) ? shape.size.y : shape.size.x) = 0;
        return shape;
    }
    if (even) {
        const double side = std::max(std::abs(shape.size.x), std::abs(shape.size.y));
        shape.size = {std::copysign(side, shape.size.x), std::copysign(side, shape.size.y)};
    }
    shape.at = {std::min(shape.at.x, shape.at.x + shape.size.x), std::min(shape.at.y, shape.at.y + shape.size.y)};
    shape.size = {std::max(std::abs(shape.size.x), kSmallestShape), std::max(std::abs(shape.size.y), kSmallestShape)};
    return shape;
}

lab::Shape ShapeTool::usual(const QPointF &at) const
{
    lab::Shape shape;
    shape.kind = m_kind;
    shape.size = usualSize(m_kind);
    shape.at = m_canvas.snapped(at - QPointF(shape.size.x, shape.size.y) / 2, {});
    return shape;
}

void ShapeTool::release(QMouseEvent &event, const QPointF &at)
{
    if (!m_from)
        return;
    const QPointF by = at - *m_from;
    const bool click = std::max(std::abs(by.x()), std::abs(by.y())) < kClick;
    const lab::Shape shape = click ? usual(*m_from) : between(at, event.modifiers());
    m_from.reset();
    finish(shape);
}

bool ShapeTool::key(QKeyEvent &event)
{
    if (event.key() != Qt::Key_Return && event.key() != Qt::Key_Enter)
        return false;
    finish(usual(m_canvas.centre()));
    return true;
}

void ShapeTool::finish(const lab::Shape &shape)
{
    CanvasView &canvas = m_canvas;
    const std::string id = document::addShape(canvas.document(), shape);
    canvas.labScene().pick({{}, {}, {id}, {}});
    // This tool goes with it, and a release is still under way.
    QTimer::singleShot(0, &canvas, [&canvas, id] {
        canvas.usePointer();
        emit canvas.shapeActivated(id);
    });
}

bool ShapeTool::cancel()
{
    const bool was = m_from.has_value();
    m_from.reset();
    m_canvas.viewport()->update();
    return was;
}

void ShapeTool::paint(QPainter &painter) const
{
    if (!m_from)
        return;
    painter.save();
    painter.setTransform(m_canvas.viewTransform().sceneToViewport, true);
    scene::paintShape(painter, {between(m_to, m_modifiers), {}, true, false}, nullptr, m_canvas.zoom());
    painter.restore();
}

} // namespace hopyard::view
