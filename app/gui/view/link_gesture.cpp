// See link_gesture.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/view/link_gesture.h"

#include "app/gui/document/operations.h"
#include "app/gui/scene/items.h"
#include "app/gui/scene/lab_scene.h"
#include "app/gui/theme/theme.h"
#include "app/gui/view/canvas_view.h"

#include <QPainter>

namespace hopyard::view {

LinkGesture::~LinkGesture() { abandon(); }

void LinkGesture::start(const std::string &node, const QPointF &at)
{
    abandon();
    m_from = node;
    m_at = at;
    if (auto *item = m_canvas.labScene().nodeItem(node))
        item->setTarget(true);
}

void LinkGesture::setTarget(const std::string &node)
{
    if (node == m_target)
        return;
    if (auto *old = m_canvas.labScene().nodeItem(m_target))
        old->setTarget(false);
    m_target = node;
    if (auto *item = m_canvas.labScene().nodeItem(node))
        item->setTarget(true);
}

void LinkGesture::moveTo(const QPointF &at)
{
    m_at = at;
    const scene::NodeItem *under = m_canvas.labScene().nodeAt(at);
    setTarget(under && under->name() != m_from ? under->name() : std::string());
    m_canvas.viewport()->update();
}

bool LinkGesture::finish(const QPointF &at)
{
    moveTo(at);
    const std::string from = m_from;
    const std::string to = m_target;
    abandon();
    if (from.empty() || to.empty())
        return false;
    if (const auto ends = document::addLink(m_canvas.document(), from, to))
        m_canvas.labScene().pick({{}, {*ends}});
    return true;
}

void LinkGesture::abandon()
{
    setTarget({});
    if (auto *item = m_canvas.labScene().nodeItem(m_from))
        item->setTarget(false);
    m_from.clear();
    m_canvas.viewport()->update();
}

void LinkGesture::paint(QPainter &painter) const
{
    const scene::NodeItem *from = m_canvas.labScene().nodeItem(m_from);
    if (!from)
        return;
    const scene::NodeItem *to = m_canvas.labScene().nodeItem(m_target);
    const ViewTransform t = m_canvas.viewTransform();
    const QPointF start = t.sceneToViewport.map(from->pos());
    const QPointF end = t.sceneToViewport.map(to ? to->pos() : m_at);
    QPen pen(theme::colours().accent, 2, Qt::DashLine, Qt::RoundCap);
    pen.setDashPattern({4, 3});
    painter.setPen(pen);
    painter.drawLine(start, end);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme::colours().accent);
    painter.drawEllipse(end, 4, 4);
}

} // namespace hopyard::view
