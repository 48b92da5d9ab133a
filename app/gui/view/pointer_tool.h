// Picks, moves, draws links from a node's edge, and the rubber band.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/document/operations.h"
#include "app/gui/view/link_gesture.h"
#include "app/gui/view/tool.h"

#include <QPoint>
#include <QString>

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

private:
    enum class Doing { nothing, pressedNode, moving, band, linking };

    void hover(const QPointF &at);
    void startMoving();
    void moveTo(const QPointF &at, Qt::KeyboardModifiers modifiers);
    void updateBand(const QPointF &at);
    void nudge(double dx, double dy);

    LinkGesture m_link;
    Doing m_doing = Doing::nothing;
    QPointF m_pressedAt;       ///< scene units
    QPoint m_pressedAtPixel;
    std::string m_pressedNode;
    bool m_onlyPickOnRelease = false; ///< pressed on one of several picked nodes: a click picks it alone
    QString m_gesture;         ///< merge key of the move under way
    std::vector<std::pair<std::string, lab::Position>> m_start; ///< where the moved nodes were
    QPointF m_bandTo;
    document::Picked m_pickedBefore; ///< the band adds to it with Shift or Ctrl
    std::string m_hoveredNode;
    document::LinkEnds m_hoveredLink;
};

} // namespace hopyard::view
