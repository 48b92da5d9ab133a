// See items.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/scene/items.h"

#include "app/gui/document/strings.h"
#include "app/gui/scene/impairment_text.h"
#include "app/gui/scene/label_painter.h"
#include "core/lab/frr_config.h"

#include <QLineF>
#include <QPainter>
#include <QPainterPath>
#include <QStyleOptionGraphicsItem>

#include <algorithm>

namespace hopyard::scene {

namespace {

/// Measuring letters is the dear part of showing an item: done again only where they changed.
void relabel(LabelText &label, LabelRole role, const QString &text)
{
    if (label.text != text || label.width == 0)
        label = labelText(role, text);
}

double scaleOf(const QPainter &painter)
{
    return QStyleOptionGraphicsItem::levelOfDetailFromTransform(painter.worldTransform())
        * painter.device()->devicePixelRatioF();
}

} // namespace

QString addressText(const lab::Node &node)
{
    std::size_t count = 0;
    QString first;
    for (const lab::Interface &interface : node.interfaces)
        for (const base::InterfaceAddress &address : interface.addresses)
            if (count++ == 0)
                first = document::toQt(base::toString(address));
    for (const auto &[interface, address, line] : lab::frrFacts(node.config).addresses)
        if (count++ == 0)
            first = document::toQt(base::toString(address));
    return count > 1 ? first + QStringLiteral(" +%1").arg(count - 1) : first;
}

NodeItem::NodeItem(const lab::Node &node)
{
    setFlag(ItemIsSelectable);
    setZValue(1);
    show(node);
}

void NodeItem::show(const lab::Node &node)
{
    prepareGeometryChange();
    m_name = node.name;
    m_look.kind = node.kind;
    m_look.name = document::toQt(node.label.empty() ? node.name : node.label);
    m_look.detail = addressText(node);
    relabel(m_nameLabel, LabelRole::name, m_look.name);
    relabel(m_addressLabel, LabelRole::address, m_look.detail);
    m_bounds = nodeBounds(m_look);
    setPos(node.at.x, node.at.y);
    setToolTip(node.note.empty() ? QString() : document::toQt(node.note));
    update();
}

void NodeItem::setState(NodeState state)
{
    if (state == m_look.state)
        return;
    m_look.state = state;
    update();
}

void NodeItem::setHovered(bool hovered)
{
    if (hovered == m_look.hovered)
        return;
    m_look.hovered = hovered;
    update();
}

void NodeItem::setTarget(bool target)
{
    if (target == m_look.target)
        return;
    m_look.target = target;
    update();
}

QPainterPath NodeItem::shape() const
{
    QPainterPath path;
    path.addRect(-kTile / 2, -kTile / 2, kTile, kTile);
    return path;
}

void NodeItem::paint(QPainter *painter, const QStyleOptionGraphicsItem *, QWidget *)
{
    m_look.picked = isSelected();
    paintNode(*painter, m_look, scaleOf(*painter));
}

LinkItem::LinkItem(const lab::Link &link)
{
    setFlag(ItemIsSelectable);
    show(link);
}

void LinkItem::show(const lab::Link &link)
{
    m_ends = document::endsOf(link);
    relabel(m_interfaces[0], LabelRole::endA, document::toQt(link.a.interface));
    relabel(m_interfaces[1], LabelRole::endB, document::toQt(link.b.interface));
    relabel(m_middle, LabelRole::middle, impairmentText(link));
    m_look.down = link.forward.down || link.backward.down;
    setToolTip(link.note.empty() ? QString() : document::toQt(link.note));
    measure();
    update();
}

void LinkItem::setPath(const LinkPath &path)
{
    if (path == m_look.path)
        return;
    m_look.path = path;
    measure();
    update();
}

void LinkItem::setCosts(const QString &a, const QString &b)
{
    relabel(m_costs[0], LabelRole::endA, a);
    relabel(m_costs[1], LabelRole::endB, b);
}

void LinkItem::setEndPlaces(bool endA, double label, double light)
{
    m_labelAt[endA ? 0 : 1] = label;
    m_lightAt[endA ? 0 : 1] = light;
}

void LinkItem::measure()
{
    prepareGeometryChange();
    m_bounds = linkBounds(m_look);
}

void LinkItem::setHovered(bool hovered)
{
    if (hovered == m_look.hovered)
        return;
    m_look.hovered = hovered;
    update();
}

double LinkItem::distanceTo(const QPointF &p) const
{
    double best = 1e9;
    QPointF from = m_look.path.from;
    const auto &bends = m_look.path.bends;
    const int pieces = bends.empty() ? 16 : static_cast<int>(bends.size()) + 1;
    for (int i = 1; i <= pieces; ++i) {
        const QPointF to = bends.empty() ? m_look.path.pointAt(double(i) / pieces)
            : i == pieces                ? m_look.path.to
                                         : bends[static_cast<std::size_t>(i - 1)];
        const QPointF along = to - from;
        const double length2 = QPointF::dotProduct(along, along);
        const double t = length2 > 0 ? std::clamp(QPointF::dotProduct(p - from, along) / length2, 0.0, 1.0) : 0.0;
        best = std::min(best, QLineF(p, from + t * along).length());
        from = to;
    }
    return best;
}

QPainterPath LinkItem::shape() const
{
    QPainterPath line(m_look.path.from);
    for (const QPointF &bend : m_look.path.bends)
        line.lineTo(bend);
    if (m_look.path.bends.empty())
        line.quadTo(m_look.path.control, m_look.path.to);
    else
        line.lineTo(m_look.path.to);
    QPainterPathStroker stroker;
    stroker.setWidth(8);
    return stroker.createStroke(line);
}

void LinkItem::paint(QPainter *painter, const QStyleOptionGraphicsItem *, QWidget *)
{
    m_look.picked = isSelected();
    paintLink(*painter, m_look, scaleOf(*painter));
}

} // namespace hopyard::scene
