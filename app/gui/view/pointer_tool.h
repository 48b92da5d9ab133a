// Picks, moves, draws links from a node's edge, and the rubber band.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/document/drawing_operations.h"
#include "app/gui/document/operations.h"
#include "app/gui/view/link_gesture.h"
#include "app/gui/view/shape_handles.h"
#include "app/gui/view/tool.h"

#include <QPoint>
#include <QString>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace hopyard::scene {
class LinkItem;
class NodeItem;
}

namespace hopyard::view {

class PointerTool final : public Tool {
public:
    explicit PointerTool(CanvasView &canvas);
    ~PointerTool() override;

    void press(QMouseEvent &event, const QPointF &at) override;
    void move(QMouseEvent &event, const QPointF &at) override;
    void release(QMouseEvent &event, const QPointF &at) override;
    void doubleClick(QMouseEvent &event, const QPointF &at) override;
    bool key(QKeyEvent &event) override; ///< arrows, Tab, Return
    void leave() override;
    bool cancel() override;
    void paint(QPainter &painter) const override;
    bool isPointer() const override { return true; }
    QString id() const override { return QStringLiteral("pointer"); }

private:
    enum class Doing { nothing, pressed, moving, band, linking, resizing, bending };

    void hover(const QPointF &at);
    void startMoving();
    void moveTo(const QPointF &at, Qt::KeyboardModifiers modifiers);
    void updateBand(const QPointF &at);
    void nudge(double dx, double dy);
    // pointer_drawing.cpp
    /// Over a handle of the one picked shape or link; what a press there would move.
    std::optional<Qt::CursorShape> handleCursor(const QPointF &at) const;
    bool pressHandle(const QPointF &at); ///< of the shape or link that alone is picked; true: taken
    bool pressGroup(QMouseEvent &event, const QPointF &at);
    bool pressShape(QMouseEvent &event, const QPointF &at);
    document::Places pickedPlaces() const; ///< of everything that moves along
    bool removeBend(const QPointF &at);
    void paintHandles(QPainter &painter) const;
    void resizeTo(const QPointF &at, Qt::KeyboardModifiers modifiers);
    void bendTo(const QPointF &at, Qt::KeyboardModifiers modifiers);
    bool growPicked(double dx, double dy);

    LinkGesture m_link;
    Doing m_doing = Doing::nothing;
    QPointF m_pressedAt;       ///< scene units
    QPoint m_pressedAtPixel;
    std::string m_pressedNode;   ///< a link under way begins there
    bool m_onlyPickOnRelease = false; ///< pressed on one of several picked nodes: a click picks it alone
    QString m_gesture;         ///< merge key of the move under way
    document::Places m_start; ///< where the moved things were
    lab::Position m_lead;         ///< where the pressed thing was: it goes to the grid, the others keep their places to it
    document::Picked m_pressed;   ///< the one thing under the press
    std::optional<lab::Shape> m_resized; ///< as it was
    ShapeHandle m_handle{};
    lab::LinkWay m_wayBefore;    ///< of the link whose bend is dragged
    lab::LinkWay m_way;          ///< with the bend that moves
    std::size_t m_bend = 0;
    bool m_dragged = false;      ///< a handle was moved: a click on one changes nothing
    QPointF m_bandTo;
    document::Picked m_pickedBefore; ///< the band adds to it with Shift or Ctrl
    std::string m_hoveredNode;
    document::LinkEnds m_hoveredLink;
};

} // namespace hopyard::view
