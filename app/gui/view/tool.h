// What the mouse and the keys mean on the canvas at the moment. A tool turns gestures into edits and picks; it holds
// the gesture under way and nothing else.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCursor>
#include <QPointF>
#include <QString>

class QKeyEvent;
class QMouseEvent;
class QPainter;

namespace hopyard::view {

class CanvasView;

class Tool {
public:
    explicit Tool(CanvasView &canvas) : m_canvas(canvas) {}
    virtual ~Tool() = default;

    // Left button only; `at` in scene units. A move comes with the button up as well.
    virtual void press(QMouseEvent &event, const QPointF &at) = 0;
    virtual void move(QMouseEvent &event, const QPointF &at) = 0;
    virtual void release(QMouseEvent &event, const QPointF &at) = 0;
    /// The second press of a fast pair; where the pair means nothing of its own it is a press like any other.
    virtual void doubleClick(QMouseEvent &event, const QPointF &at) { press(event, at); }
    virtual bool key(QKeyEvent &) { return false; } ///< true: taken
    virtual void leave() {}                         ///< the pointer is no longer over the canvas
    /// Takes back the gesture under way. False: there was none.
    virtual bool cancel() = 0;
    /// On top of the scene, in viewport pixels.
    virtual void paint(QPainter &) const {}
    virtual bool isPointer() const { return false; }
    virtual QString id() const = 0; ///< "pointer", "link", "shape.note"

protected:
    CanvasView &m_canvas;
};

} // namespace hopyard::view
