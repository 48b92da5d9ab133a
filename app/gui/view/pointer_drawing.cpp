// The pointer on the drawing: shapes and groups that are picked and moved, handles that resize and bend; see pointer_tool.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/view/pointer_tool.h"

#include "app/gui/document/strings.h"
#include "app/gui/scene/drawing_items.h"
#include "app/gui/scene/items.h"
#include "app/gui/scene/lab_scene.h"
#include "app/gui/theme/theme.h"
#include "app/gui/view/canvas_view.h"

#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace hopyard::view {

namespace {

constexpr double kHandlePixels = 8; ///< a press this near a handle means it
constexpr double kHandleSide = 8;   ///< of the square that is painted, viewport pixels
constexpr double kReachPixels = 5;  ///< a press this near a shape means it

bool adds(Qt::KeyboardModifiers modifiers) { return modifiers & (Qt::ShiftModifier | Qt::ControlModifier); }

/// The shape that alone is picked.
const lab::Shape *onlyShape(const CanvasView &canvas)
{
    const document::Picked picked = canvas.labScene().picked();
    const bool alone = picked.shapes.size() == 1 && picked.nodes.empty() && picked.links.empty() && picked.groups.empty();
    return alone ? canvas.document().drawing().findShape(picked.shapes.front()) : nullptr;
}

/// The way of the link that alone is picked, and where its bends and the places for new ones are.
struct Bends {
    lab::LinkWay way;
    std::vector<QPointF> places;
    std::vector<QPointF> between; ///< one more than places: a new bend there comes before the place of the same number
};

std::optional<Bends> bendsOfOnlyLink(const CanvasView &canvas)
{
    const document::Picked picked = canvas.labScene().picked();
    if (picked.links.size() != 1 || !picked.nodes.empty() || !picked.shapes.empty())
        return std::nullopt;
    const scene::LinkItem *item = canvas.labScene().linkItem(picked.links.front());
    if (!item || !item->isVisible())
        return std::nullopt;
    Bends bends{document::wayOf(canvas.document(), picked.links.front()), {}, {}};
    for (const lab::Position &bend : bends.way.bends)
        bends.places.emplace_back(bend.x, bend.y);
    QPointF here = item->path().from;
    for (const QPointF &place : bends.places) {
        bends.between.push_back((here + place) / 2);
        here = place;
    }
    bends.between.push_back(bends.places.empty() ? item->path().pointAt(0.5) : (here + item->path().to) / 2);
    return bends;
}

bool isNear(const QPointF &a, const QPointF &b, double reach) { return std::hypot(a.x() - b.x(), a.y() - b.y()) <= reach; }

} // namespace

bool PointerTool::pressHandle(const QPointF &at)
{
    const double reach = kHandlePixels / m_canvas.zoom();
    if (const lab::Shape *shape = onlyShape(m_canvas)) {
        const auto handle = handleAt(*shape, at, reach);
        if (!handle)
            return false;
        m_resized = *shape;
        m_handle = *handle;
        m_gesture = m_canvas.document().newGesture(QStringLiteral("resize"));
        m_doing = Doing::resizing;
        return true;
    }
    const auto bends = bendsOfOnlyLink(m_canvas);
    if (!bends)
        return false;
    m_wayBefore = m_way = bends->way;
    for (std::size_t i = 0; i < bends->places.size(); ++i)
        if (isNear(at, bends->places[i], reach)) {
            m_bend = i;
            m_gesture = m_canvas.document().newGesture(QStringLiteral("bend"));
            m_doing = Doing::bending;
            return true;
        }
    for (std::size_t i = 0; i < bends->between.size(); ++i)
        if (isNear(at, bends->between[i], reach)) {
            m_way.bends.insert(m_way.bends.begin() + static_cast<std::ptrdiff_t>(i), {bends->between[i].x(), bends->between[i].y()});
            m_bend = i;
            m_gesture = m_canvas.document().newGesture(QStringLiteral("bend"));
            m_doing = Doing::bending;
            return true;
        }
    return false;
}

std::optional<Qt::CursorShape> PointerTool::handleCursor(const QPointF &at) const
{
    const double reach = kHandlePixels / m_canvas.zoom();
    if (const lab::Shape *shape = onlyShape(m_canvas)) {
        const auto handle = handleAt(*shape, at, reach);
        return handle ? std::optional(cursorOf(shape->kind, *handle)) : std::nullopt;
    }
    const auto isHere = [&](const QPointF &place) { return isNear(at, place, reach); };
    const auto bends = bendsOfOnlyLink(m_canvas);
    if (bends && (std::ranges::any_of(bends->places, isHere) || std::ranges::any_of(bends->between, isHere)))
        return Qt::SizeAllCursor;
    return std::nullopt;
}

bool PointerTool::pressGroup(QMouseEvent &event, const QPointF &at)
{
    scene::LabScene &scene = m_canvas.labScene();
    scene::GroupItem *group = scene.groupAt(at);
    if (!group)
        return false;
    m_doing = Doing::pressed;
    m_pressed = {{}, {}, {}, {group->name()}};
    m_lead = {group->look().centre.x(), group->look().centre.y()};
    if (adds(event.modifiers()))
        group->setSelected(!group->isSelected());
    else if (!group->isSelected())
        scene.pick(m_pressed);
    else
        m_onlyPickOnRelease = true;
    return true;
}

bool PointerTool::pressShape(QMouseEvent &event, const QPointF &at)
{
    scene::LabScene &scene = m_canvas.labScene();
    scene::ShapeItem *shape = scene.shapeAt(at, kReachPixels / m_canvas.zoom());
    if (!shape)
        return false;
    m_doing = Doing::pressed;
    m_pressed = {{}, {}, {shape->shapeValue().id}, {}};
    m_lead = shape->shapeValue().at;
    if (adds(event.modifiers()))
        shape->setSelected(!shape->isSelected());
    else if (!shape->isSelected())
        scene.pick(m_pressed);
    else
        m_onlyPickOnRelease = true;
    return true;
}

document::Places PointerTool::pickedPlaces() const
{
    const document::Picked picked = m_canvas.labScene().picked();
    const lab::Drawing &drawing = m_canvas.document().drawing();
    std::vector<std::string> names = picked.nodes;
    for (const std::string &name : document::nodesOf(drawing, picked.groups))
        if (std::find(names.begin(), names.end(), name) == names.end())
            names.push_back(name);
    document::Places places;
    for (const std::string &name : names)
        if (const lab::Node *node = m_canvas.document().lab().findNode(name))
            places.nodes.emplace_back(name, node->at);
    for (const std::string &id : picked.shapes)
        if (const lab::Shape *shape = drawing.findShape(id))
            places.shapes.emplace_back(id, shape->at);
    return places;
}

void PointerTool::resizeTo(const QPointF &at, Qt::KeyboardModifiers modifiers)
{
    if (!m_resized)
        return;
    const bool keep = modifiers & Qt::ShiftModifier || m_resized->kind == lab::ShapeKind::picture;
    document::setShape(m_canvas.document(), resized(*m_resized, m_handle, m_canvas.snapped(at, modifiers), keep), CanvasView::tr("size"),
                       m_gesture);
}

void PointerTool::bendTo(const QPointF &at, Qt::KeyboardModifiers modifiers)
{
    m_way.bends[m_bend] = m_canvas.snapped(at, modifiers);
    document::setWay(m_canvas.document(), m_way, CanvasView::tr("Bend %1").arg(document::linkText({m_way.a, m_way.b})), m_gesture);
}

bool PointerTool::removeBend(const QPointF &at)
{
    const auto bends = bendsOfOnlyLink(m_canvas);
    if (!bends)
        return false;
    for (std::size_t i = 0; i < bends->places.size(); ++i) {
        if (!isNear(at, bends->places[i], kHandlePixels / m_canvas.zoom()))
            continue;
        lab::LinkWay way = bends->way;
        way.bends.erase(way.bends.begin() + static_cast<std::ptrdiff_t>(i));
        document::setWay(m_canvas.document(), way, CanvasView::tr("Remove a bend of %1").arg(document::linkText({way.a, way.b})));
        return true;
    }
    return false;
}

/// Shift and the arrows: the size of the shape that alone is picked. False: there is none.
bool PointerTool::growPicked(double dx, double dy)
{
    const lab::Shape *shape = onlyShape(m_canvas);
    if (!shape)
        return false;
    const QPointF corner = handlePlace(*shape, {1, 1});
    document::setShape(m_canvas.document(), resized(*shape, {1, 1}, {corner.x() + dx, corner.y() + dy}, false), CanvasView::tr("size"),
                       QStringLiteral("grow ") + document::toQt(shape->id));
    return true;
}

void PointerTool::paintHandles(QPainter &painter) const
{
    const QTransform to = m_canvas.viewTransform().sceneToViewport;
    const theme::Colours &c = theme::colours();
    const auto handle = [&](const QPointF &place, bool round, bool faint) {
        QColor rim = c.accent;
        rim.setAlpha(faint ? 130 : 255);
        painter.setPen(QPen(rim, 1.4));
        painter.setBrush(c.canvas);
        QRectF box(0, 0, kHandleSide - (faint ? 2 : 0), kHandleSide - (faint ? 2 : 0));
        box.moveCenter(to.map(place));
        round ? painter.drawEllipse(box) : painter.drawRoundedRect(box, 2, 2);
    };
    if (const lab::Shape *shape = onlyShape(m_canvas)) {
        for (const ShapeHandle &place : handlesOf(shape->kind))
            handle(handlePlace(*shape, place), shape->kind == lab::ShapeKind::line, false);
        return;
    }
    const auto bends = bendsOfOnlyLink(m_canvas);
    if (!bends || m_canvas.zoom() < 0.4)
        return;
    for (const QPointF &place : bends->places)
        handle(place, true, false);
    for (const QPointF &place : bends->between)
        handle(place, true, true);
}

} // namespace hopyard::view
