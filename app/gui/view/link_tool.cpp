// See link_tool.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/view/link_tool.h"

#include "app/gui/scene/items.h"
#include "app/gui/scene/lab_scene.h"
#include "app/gui/view/canvas_view.h"

#include <QKeyEvent>

namespace hopyard::view {

LinkTool::LinkTool(CanvasView &canvas) : Tool(canvas), m_gesture(canvas) {}

void LinkTool::press(QMouseEvent &, const QPointF &at)
{
    const scene::NodeItem *node = m_canvas.labScene().nodeAt(at);
    m_startedByThisPress = false;
    if (!node) {
        m_gesture.abandon();
    } else if (!m_gesture.isUnderWay()) {
        m_gesture.start(node->name(), at);
        m_startedByThisPress = true;
    }
}

void LinkTool::move(QMouseEvent &, const QPointF &at)
{
    if (m_gesture.isUnderWay())
        m_gesture.moveTo(at);
}

void LinkTool::release(QMouseEvent &, const QPointF &at)
{
    if (!m_gesture.isUnderWay())
        return;
    const scene::NodeItem *node = m_canvas.labScene().nodeAt(at);
    const bool onStart = node && node->name() == m_gesture.from();
    if (m_startedByThisPress && onStart)
        return; // the first of two clicks
    m_gesture.finish(at);
}

bool LinkTool::key(QKeyEvent &event)
{
    if (event.key() != Qt::Key_Space && event.key() != Qt::Key_Return && event.key() != Qt::Key_Enter)
        return false;
    const document::Picked picked = m_canvas.labScene().picked();
    if (picked.nodes.size() != 1)
        return true;
    const scene::NodeItem *node = m_canvas.labScene().nodeItem(picked.nodes.front());
    if (!m_gesture.isUnderWay())
        m_gesture.start(node->name(), node->pos());
    else
        m_gesture.finish(node->pos());
    return true;
}

bool LinkTool::cancel()
{
    if (!m_gesture.isUnderWay())
        return false;
    m_gesture.abandon();
    return true;
}

void LinkTool::paint(QPainter &painter) const { m_gesture.paint(painter); }

} // namespace hopyard::view
