// Draws one shape: press, drag, release; a click alone makes one of the usual size. Then the pointer is back.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/view/tool.h"
#include "core/lab/drawing.h"

#include <optional>

namespace hopyard::view {

class ShapeTool final : public Tool {
public:
    ShapeTool(CanvasView &canvas, lab::ShapeKind kind);

    void press(QMouseEvent &event, const QPointF &at) override;
    void move(QMouseEvent &event, const QPointF &at) override;
    void release(QMouseEvent &event, const QPointF &at) override;
    bool key(QKeyEvent &event) override; ///< Return: one of the usual size in the middle of the canvas
    bool cancel() override;
    void paint(QPainter &painter) const override;
    QString id() const override;

private:
    void finish(const lab::Shape &shape);
    lab::Shape between(const QPointF &at, Qt::KeyboardModifiers modifiers) const;
    /// Of the usual size around that place.
    lab::Shape usual(const QPointF &at) const;

    lab::ShapeKind m_kind;
    std::optional<QPointF> m_from;
    QPointF m_to;
    Qt::KeyboardModifiers m_modifiers;
};

} // namespace hopyard::view
