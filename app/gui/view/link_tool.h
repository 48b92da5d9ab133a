// Click a node, click another: a link. Or press on one and release on the other.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/view/link_gesture.h"
#include "app/gui/view/tool.h"

namespace hopyard::view {

class LinkTool final : public Tool {
public:
    explicit LinkTool(CanvasView &canvas);

    void press(QMouseEvent &event, const QPointF &at) override;
    void move(QMouseEvent &event, const QPointF &at) override;
    void release(QMouseEvent &event, const QPointF &at) override;
    bool key(QKeyEvent &event) override; ///< Space or Return takes the picked node as an end
    bool cancel() override;
    QString id() const override { return QStringLiteral("link"); }
    void paint(QPainter &painter) const override;

private:
    LinkGesture m_gesture;
    bool m_startedByThisPress = false;
};

} // namespace hopyard::view
