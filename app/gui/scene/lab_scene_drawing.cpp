// The scene's picture of the drawing: shapes, groups and what folded ones hide, the bends of links; see lab_scene.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/scene/lab_scene.h"

#include "app/gui/document/lab_document.h"
#include "app/gui/document/ospf_costs.h"
#include "app/gui/document/strings.h"
#include "app/gui/scene/drawing_items.h"
#include "app/gui/scene/items.h"

#include <QFileInfo>
#include <QSignalBlocker>

#include <algorithm>
#include <cmath>
#include <set>

namespace hopyard::scene {

namespace {

constexpr double kLowest = -100;    ///< z of the lowest shape: below links and nodes, above groups
constexpr double kLayerStep = 0.01; ///< z between shapes
constexpr double kGroupRoom = 58;   ///< from the nodes' centres to the group's rim
constexpr double kGroupBelow = 74;  ///< and below them, where their names are

} // namespace

ShapeItem *LabScene::shapeItem(const std::string &id) const
{
    const auto found = m_shapes.find(id);
    return found == m_shapes.end() ? nullptr : found->second;
}

GroupItem *LabScene::groupItem(const std::string &name) const
{
    const auto found = m_groups.find(name);
    return found == m_groups.end() ? nullptr : found->second;
}

ShapeItem *LabScene::shapeAt(const QPointF &at, double reach) const
{
    const auto &shapes = m_document.drawing().shapes;
    for (auto shape = shapes.rbegin(); shape != shapes.rend(); ++shape)
        if (ShapeItem *item = shapeItem(shape->id); item && item->isVisible() && distanceTo(*shape, at) <= reach)
            return item;
    return nullptr;
}

GroupItem *LabScene::groupAt(const QPointF &at) const
{
    for (const auto &[name, item] : m_groups)
        if (item->grip().contains(at))
            return item;
    return nullptr;
}

bool LabScene::isShown(const std::string &node) const
{
    const NodeItem *item = nodeItem(node);
    return item && (item->isVisible() || m_foldedAt.contains(node));
}

QPointF LabScene::placeOf(const std::string &node) const
{
    const auto folded = m_foldedAt.find(node);
    if (folded != m_foldedAt.end())
        return folded->second;
    const NodeItem *item = nodeItem(node);
    return item ? item->pos() : QPointF();
}

void LabScene::showDrawing()
{
    showShapes();
    showGroups();
    std::set<std::pair<std::string, std::string>> pairs;
    for (const auto &[ends, item] : m_links)
        pairs.insert(std::minmax(ends.a.node, ends.b.node));
    for (const auto &[a, b] : pairs)
        fanOut(a, b);
    for (const auto &[name, links] : m_linksOf)
        spreadLabels(name);
}

void LabScene::showShapes()
{
    const lab::Drawing &drawing = m_document.drawing();
    for (auto item = m_shapes.begin(); item != m_shapes.end();) {
        if (drawing.findShape(item->first)) {
            ++item;
            continue;
        }
        delete item->second;
        item = m_shapes.erase(item);
    }
    const QString folder = m_document.path().isEmpty() ? QString() : QFileInfo(m_document.path()).absolutePath();
    double z = kLowest;
    for (const lab::Shape &shape : drawing.shapes) {
        ShapeItem *&item = m_shapes[shape.id];
        if (!item) {
            item = new ShapeItem;
            addItem(item);
        }
        item->show(shape, folder);
        item->setZValue(z += kLayerStep);
        item->setVisible(drawing.isShown(shape));
    }
}

void LabScene::showGroups()
{
    const lab::Drawing &drawing = m_document.drawing();
    m_foldedAt.clear();
    std::set<std::string> stay, folded, off; // off: on a layer that is hidden
    for (const lab::Layer &layer : drawing.layers)
        if (layer.hidden)
            off.insert(layer.nodes.begin(), layer.nodes.end());
    m_hidesNodes = !off.empty();
    for (const lab::Group &group : drawing.groups) {
        GroupLook look;
        QRectF area;
        QPointF sum;
        for (const std::string &name : group.nodes)
            if (const NodeItem *node = nodeItem(name); node && !off.contains(name)) {
                ++look.nodes;
                sum += node->pos();
                area |= QRectF(node->pos() - QPointF(kGroupRoom, kGroupRoom), QSizeF(2 * kGroupRoom, kGroupRoom + kGroupBelow));
            }
        if (look.nodes == 0)
            continue; // nothing to stand around
        look.name = document::toQt(group.name);
        look.folded = group.folded;
        look.area = area;
        look.centre = sum / static_cast<double>(look.nodes);
        stay.insert(group.name);
        GroupItem *&item = m_groups[group.name];
        if (!item) {
            item = new GroupItem;
            addItem(item);
        }
        item->show(look);
        if (group.folded)
            for (const std::string &name : group.nodes)
                if (!off.contains(name) && m_foldedAt.emplace(name, look.centre).second)
                    folded.insert(name);
    }
    for (auto item = m_groups.begin(); item != m_groups.end();) {
        if (stay.contains(item->first)) {
            ++item;
            continue;
        }
        delete item->second;
        item = m_groups.erase(item);
    }
    for (const auto &[name, item] : m_nodes)
        item->setVisible(!folded.contains(name) && !off.contains(name));
    for (const auto &[ends, item] : m_links) {
        const lab::Group *a = m_foldedAt.contains(ends.a.node) ? drawing.groupOf(ends.a.node) : nullptr;
        const lab::Group *b = m_foldedAt.contains(ends.b.node) ? drawing.groupOf(ends.b.node) : nullptr;
        item->setVisible((!a || a != b) && !off.contains(ends.a.node) && !off.contains(ends.b.node));
    }
}

/// Leads a link that fanOut() drew straight through its bends.
void LabScene::bend(LinkItem *item)
{
    const document::LinkEnds &ends = item->ends();
    const lab::LinkWay *way = m_document.drawing().wayOf(ends.a, ends.b);
    if (!way || way->isUsual() || m_foldedAt.contains(ends.a.node) || m_foldedAt.contains(ends.b.node))
        return;
    LinkPath path = item->path();
    path.bends.clear();
    if (way->route == lab::LinkRoute::straight) {
        for (const lab::Position &bend : way->bends)
            path.bends.emplace_back(bend.x, bend.y);
    } else if (way->bends.empty()) {
        // Out along the longer side, over in the middle; links side by side turn beside each other.
        const QPointF by = path.to - path.from;
        const bool across = std::abs(by.x()) >= std::abs(by.y());
        const QPointF aside = path.control - (path.from + path.to) / 2;
        const QPointF middle = (path.from + path.to) / 2 + QPointF(aside.x() + aside.y(), aside.x() + aside.y()) / 2;
        path.bends.push_back(across ? QPointF(middle.x(), path.from.y()) : QPointF(path.from.x(), middle.y()));
        path.bends.push_back(across ? QPointF(middle.x(), path.to.y()) : QPointF(path.to.x(), middle.y()));
    } else {
        QPointF here = path.from;
        for (const lab::Position &bend : way->bends) {
            path.bends.emplace_back(bend.x, here.y());
            path.bends.emplace_back(bend.x, bend.y);
            here = path.bends.back();
        }
        path.bends.emplace_back(here.x(), path.to.y());
    }
    item->setPath(path);
}

LabelLayers LabScene::labels() const { return labelLayers(); }

void LabScene::setLabels(const LabelLayers &labels)
{
    labelLayers() = labels;
    showCosts();
    ++m_labelVersion;
    update();
}

void LabScene::showCosts()
{
    std::map<std::string, std::map<std::string, unsigned>> costs;
    if (labelLayers().costs)
        for (const lab::Node &node : m_document.lab().nodes)
            if (lab::hasConfig(node.kind))
                costs[node.name] = document::ospfCosts(node.config);
    const auto text = [&](const lab::End &end) {
        const auto node = costs.find(end.node);
        if (node == costs.end())
            return QString();
        const auto cost = node->second.find(end.interface);
        return cost == node->second.end() ? QString() : QString::number(cost->second);
    };
    for (const auto &[ends, item] : m_links)
        item->setCosts(text(ends.a), text(ends.b));
}

void LabScene::showOnTheWay(const std::map<std::string, QPointF> &from, double share)
{
    std::set<std::pair<std::string, std::string>> pairs;
    for (const auto &[name, start] : from) {
        NodeItem *item = nodeItem(name);
        const lab::Node *node = m_document.lab().findNode(name);
        if (!item || !node)
            continue;
        const QPointF there(node->at.x, node->at.y);
        item->setPos(start + (there - start) * share);
        if (const auto links = m_linksOf.find(name); links != m_linksOf.end())
            for (const LinkItem *link : links->second)
                pairs.insert(std::minmax(link->ends().a.node, link->ends().b.node));
    }
    if (!m_groups.empty() || m_hidesNodes)
        showGroups();
    for (const auto &[a, b] : pairs)
        fanOut(a, b);
    if (share >= 1)
        for (const auto &[name, start] : from)
            spreadLabels(name);
    ++m_labelVersion;
    emit geometryChanged();
}

} // namespace hopyard::scene
