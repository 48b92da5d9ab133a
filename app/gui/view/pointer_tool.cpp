// See pointer_tool.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/view/pointer_tool.h"

#include "app/gui/document/strings.h"
#include "app/gui/scene/drawing_items.h"
#include "app/gui/scene/items.h"
#include "app/gui/scene/lab_scene.h"
#include "app/gui/theme/theme.h"
#include "app/gui/view/canvas_view.h"

#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>

namespace hopyard::view {

namespace {

constexpr double kLinkReachPixels = 6; ///< a press this near a link means the link
constexpr double kNudge = 20;          ///< arrow keys, scene units: a step of the grid
constexpr double kFineNudge = 1;       ///< with Alt

bool adds(Qt::KeyboardModifiers modifiers) { return modifiers & (Qt::ShiftModifier | Qt::ControlModifier); }

} // namespace

PointerTool::PointerTool(CanvasView &canvas) : Tool(canvas), m_link(canvas) {}

PointerTool::~PointerTool() { leave(); }

void PointerTool::leave()
{
    if (auto *node = m_canvas.labScene().nodeItem(m_hoveredNode))
        node->setHovered(false);
    if (auto *link = m_canvas.labScene().linkItem(m_hoveredLink))
        link->setHovered(false);
    m_hoveredNode.clear();
    m_hoveredLink = {};
    m_canvas.viewport()->unsetCursor();
}

void PointerTool::press(QMouseEvent &event, const QPointF &at)
{
    scene::LabScene &scene = m_canvas.labScene();
    m_pressedAt = at;
    m_pressedAtPixel = event.pos();
    m_onlyPickOnRelease = false;
    m_dragged = false;
    if (pressHandle(at))
        return;
    scene::NodeItem *node = scene.nodeAt(at);
    if (node && node->isOnEdge(at) && !adds(event.modifiers()) && m_canvas.zoom() >= 0.5) {
        m_pressedNode = node->name();
        m_pressed = {{node->name()}, {}};
        m_doing = Doing::linking; // becomes a click on the node where it ends on the node
        m_link.start(node->name(), at);
        return;
    }
    if (node) {
        m_pressed = {{node->name()}, {}};
        m_lead = {node->pos().x(), node->pos().y()};
        m_doing = Doing::pressed;
        if (adds(event.modifiers())) {
            node->setSelected(!node->isSelected());
        } else if (!node->isSelected()) {
            scene.pickNode(node->name());
        } else {
            m_onlyPickOnRelease = true;
        }
        return;
    }
    if (pressGroup(event, at))
        return;
    if (scene::LinkItem *link = scene.linkAt(at, kLinkReachPixels / m_canvas.zoom())) {
        if (adds(event.modifiers()))
            link->setSelected(!link->isSelected());
        else
            scene.pick({{}, {link->ends()}});
        return;
    }
    if (pressShape(event, at))
        return;
    m_pickedBefore = adds(event.modifiers()) ? scene.picked() : document::Picked{};
    if (!adds(event.modifiers()))
        scene.pickNone();
    m_doing = Doing::band;
    m_bandTo = at;
}

void PointerTool::move(QMouseEvent &event, const QPointF &at)
{
    switch (m_doing) {
    case Doing::nothing:
        if (event.buttons() == Qt::NoButton)
            hover(at);
        return;
    case Doing::pressed:
        if ((event.pos() - m_pressedAtPixel).manhattanLength() < QApplication::startDragDistance())
            return;
        startMoving();
        [[fallthrough]];
    case Doing::moving: moveTo(at, event.modifiers()); return;
    case Doing::band: updateBand(at); return;
    case Doing::linking: m_link.moveTo(at); return;
    case Doing::resizing:
    case Doing::bending:
        m_dragged = m_dragged || (event.pos() - m_pressedAtPixel).manhattanLength() >= QApplication::startDragDistance();
        if (!m_dragged)
            return;
        m_doing == Doing::resizing ? resizeTo(at, event.modifiers()) : bendTo(at, event.modifiers());
        return;
    }
}

void PointerTool::release(QMouseEvent &event, const QPointF &at)
{
    const Doing was = std::exchange(m_doing, Doing::nothing);
    switch (was) {
    case Doing::nothing: return;
    case Doing::pressed:
        if (m_onlyPickOnRelease)
            m_canvas.labScene().pick(m_pressed);
        return;
    case Doing::moving: moveTo(at, event.modifiers()); return;
    case Doing::resizing:
        if (m_dragged)
            resizeTo(at, event.modifiers());
        return;
    case Doing::bending:
        if (m_dragged)
            bendTo(at, event.modifiers());
        return;
    case Doing::band:
        updateBand(at);
        m_canvas.viewport()->update();
        return;
    case Doing::linking:
        if (!m_link.finish(at)) {
            const scene::NodeItem *node = m_canvas.labScene().nodeAt(at);
            if (node && node->name() == m_pressedNode)
                m_canvas.labScene().pickNode(m_pressedNode);
        }
        return;
    }
}

void PointerTool::doubleClick(QMouseEvent &, const QPointF &at)
{
    cancel();
    if (removeBend(at))
        return;
    if (const scene::NodeItem *node = m_canvas.labScene().nodeAt(at)) {
        const std::string name = node->name();
        m_canvas.labScene().pickNode(name);
        emit m_canvas.nodeActivated(name);
    } else if (const scene::GroupItem *group = m_canvas.labScene().groupAt(at)) {
        emit m_canvas.groupActivated(group->name());
    } else if (const scene::LinkItem *link = m_canvas.labScene().linkAt(at, kLinkReachPixels / m_canvas.zoom())) {
        const document::LinkEnds ends = link->ends();
        m_canvas.labScene().pick({{}, {ends}});
        emit m_canvas.linkActivated(ends);
    } else if (const scene::ShapeItem *shape = m_canvas.labScene().shapeAt(at, kLinkReachPixels / m_canvas.zoom())) {
        const std::string id = shape->shapeValue().id;
        m_canvas.labScene().pick({{}, {}, {id}, {}});
        emit m_canvas.shapeActivated(id);
    }
}

void PointerTool::hover(const QPointF &at)
{
    scene::LabScene &scene = m_canvas.labScene();
    scene::NodeItem *node = scene.nodeAt(at);
    scene::LinkItem *link = node ? nullptr : scene.linkAt(at, kLinkReachPixels / m_canvas.zoom());
    const std::string nodeName = node ? node->name() : std::string();
    if (nodeName != m_hoveredNode) {
        if (auto *old = scene.nodeItem(m_hoveredNode))
            old->setHovered(false);
        if (node)
            node->setHovered(true);
        m_hoveredNode = nodeName;
    }
    const document::LinkEnds ends = link ? link->ends() : document::LinkEnds{};
    if (ends != m_hoveredLink) {
        if (auto *old = scene.linkItem(m_hoveredLink))
            old->setHovered(false);
        if (link)
            link->setHovered(true);
        m_hoveredLink = ends;
    }
    if (const auto handle = handleCursor(at))
        m_canvas.viewport()->setCursor(*handle);
    else if (node && node->isOnEdge(at) && m_canvas.zoom() >= 0.5)
        m_canvas.viewport()->setCursor(Qt::CrossCursor);
    else if (node || link || scene.groupAt(at) || scene.shapeAt(at, 0))
        m_canvas.viewport()->setCursor(Qt::PointingHandCursor);
    else
        m_canvas.viewport()->unsetCursor();
}

void PointerTool::startMoving()
{
    m_doing = Doing::moving;
    m_gesture = m_canvas.document().newGesture(QStringLiteral("move"));
    m_start = pickedPlaces();
}

void PointerTool::moveTo(const QPointF &at, Qt::KeyboardModifiers modifiers)
{
    if (m_start.isEmpty())
        return;
    const QPointF by = at - m_pressedAt;
    const lab::Position to = m_canvas.snapped({m_lead.x + by.x(), m_lead.y + by.y()}, modifiers);
    const double dx = to.x - m_lead.x;
    const double dy = to.y - m_lead.y;
    document::Places places = m_start;
    for (auto *list : {&places.nodes, &places.shapes})
        for (auto &[name, place] : *list)
            place = {place.x + dx, place.y + dy};
    document::movePlaces(m_canvas.document(), places, m_gesture);
}

void PointerTool::updateBand(const QPointF &at)
{
    m_bandTo = at;
    const QRectF band = QRectF(m_pressedAt, m_bandTo).normalized();
    document::Picked picked = m_pickedBefore;
    for (const lab::Node &node : m_canvas.document().lab().nodes)
        if (const auto *item = m_canvas.labScene().nodeItem(node.name); item && item->isVisible() && band.contains(item->pos()))
            picked.nodes.push_back(node.name);
    for (const lab::Link &link : m_canvas.document().lab().links)
        if (const auto *item = m_canvas.labScene().linkItem(document::endsOf(link));
            item && band.contains(item->path().from) && band.contains(item->path().to))
            picked.links.push_back(item->ends());
    for (const lab::Shape &shape : m_canvas.document().drawing().shapes)
        if (m_canvas.document().drawing().isShown(shape) && band.contains(scene::boxOf(shape)))
            picked.shapes.push_back(shape.id);
    for (const lab::Group &group : m_canvas.document().drawing().groups)
        if (const auto *item = m_canvas.labScene().groupItem(group.name); item && group.folded && band.contains(item->grip().center()))
            picked.groups.push_back(group.name);
    m_canvas.labScene().pick(picked);
    m_canvas.viewport()->update();
}

void PointerTool::nudge(double dx, double dy)
{
    document::Places places = pickedPlaces();
    if (places.isEmpty()) {
        m_canvas.panBy(QPoint(static_cast<int>(-dx * 2), static_cast<int>(-dy * 2)));
        return;
    }
    QString key = QStringLiteral("nudge"); // nudges of the same things in a row are one step
    for (auto *list : {&places.nodes, &places.shapes})
        for (auto &[name, place] : *list) {
            place = {place.x + dx, place.y + dy};
            key += QLatin1Char(' ') + document::toQt(name);
        }
    document::movePlaces(m_canvas.document(), places, key);
}

bool PointerTool::key(QKeyEvent &event)
{
    const double step = event.modifiers() & Qt::AltModifier ? kFineNudge : kNudge;
    if (event.modifiers() & Qt::ShiftModifier) {
        switch (event.key()) {
        case Qt::Key_Left: return growPicked(-step, 0);
        case Qt::Key_Right: return growPicked(step, 0);
        case Qt::Key_Up: return growPicked(0, -step);
        case Qt::Key_Down: return growPicked(0, step);
        default: break;
        }
    }
    switch (event.key()) {
    case Qt::Key_Left: nudge(-step, 0); return true;
    case Qt::Key_Right: nudge(step, 0); return true;
    case Qt::Key_Up: nudge(0, -step); return true;
    case Qt::Key_Down: nudge(0, step); return true;
    case Qt::Key_Return:
    case Qt::Key_Enter: {
        const document::Picked picked = m_canvas.labScene().picked();
        if (picked.nodes.size() == 1)
            emit m_canvas.nodeActivated(picked.nodes.front());
        else if (picked.nodes.empty() && picked.links.size() == 1)
            emit m_canvas.linkActivated(picked.links.front());
        else if (picked.nodes.empty() && picked.links.empty() && picked.shapes.size() == 1)
            emit m_canvas.shapeActivated(picked.shapes.front());
        else if (picked.nodes.empty() && picked.groups.size() == 1)
            emit m_canvas.groupActivated(picked.groups.front());
        return true;
    }
    default: return false;
    }
}

bool PointerTool::cancel()
{
    const Doing was = std::exchange(m_doing, Doing::nothing);
    switch (was) {
    case Doing::nothing: return false;
    case Doing::pressed: return true;
    case Doing::moving:
        // Back to where they were: the merged command becomes obsolete and leaves the undo list.
        document::movePlaces(m_canvas.document(), m_start, m_gesture);
        return true;
    case Doing::resizing:
        if (m_resized && m_dragged)
            document::setShape(m_canvas.document(), *m_resized, CanvasView::tr("size"), m_gesture);
        return true;
    case Doing::bending:
        if (m_dragged)
            document::setWay(m_canvas.document(), m_wayBefore, CanvasView::tr("Bend"), m_gesture);
        return true;
    case Doing::band:
        m_canvas.labScene().pick(m_pickedBefore);
        m_canvas.viewport()->update();
        return true;
    case Doing::linking: m_link.abandon(); return true;
    }
    return false;
}

void PointerTool::paint(QPainter &painter) const
{
    m_link.paint(painter);
    paintHandles(painter);
    if (m_doing != Doing::band)
        return;
    QColor fill = theme::colours().accent;
    painter.setPen(QPen(fill, 1));
    fill.setAlpha(28);
    painter.setBrush(fill);
    painter.drawRect(m_canvas.viewTransform().sceneToViewport.mapRect(QRectF(m_pressedAt, m_bandTo).normalized()));
}

} // namespace hopyard::view
