// See lab_scene.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/scene/lab_scene.h"

#include "app/gui/document/lab_document.h"
#include "app/gui/scene/drawing_items.h"
#include "app/gui/scene/items.h"

#include <QSignalBlocker>

#include <algorithm>
#include <cmath>
#include <set>

namespace hopyard::scene {

namespace {

constexpr double kFan = 30; ///< between links that run side by side, at their middle, scene units
constexpr double kLabelRoom = 15; ///< between interface labels of links side by side, scene units
constexpr double kLightRoom = 9.5; ///< and between the lights of their states
constexpr double kWorld = 200'000; ///< half the side of the plane one can pan over, scene units

const lab::Node *findNode(const lab::Lab &lab, const std::string &name)
{
    const auto found =
        std::find_if(lab.nodes.begin(), lab.nodes.end(), [&](const lab::Node &n) { return n.name == name; });
    return found == lab.nodes.end() ? nullptr : &*found;
}

} // namespace

LabScene::LabScene(document::LabDocument &document, QObject *parent) : QGraphicsScene(parent), m_document(document)
{
    setSceneRect(-kWorld, -kWorld, 2 * kWorld, 2 * kWorld);
    connect(&document, &document::LabDocument::changed, this, &LabScene::follow);
    connect(&document, &document::LabDocument::fileChanged, this, &LabScene::showShapes); // pictures are beside the file
    connect(this, &QGraphicsScene::selectionChanged, this, [this] {
        m_pickedUnseen = {};
        picksChanged();
    });
    rebuild();
}

LabScene::~LabScene()
{
    const QSignalBlocker quiet(this); // items leave the selection as they go
    clear();
}

std::optional<LinkPath> LabScene::linkPath(const document::LinkEnds &ends) const
{
    const LinkItem *item = linkItem(ends);
    return item && item->isVisible() ? std::optional(item->path()) : std::nullopt;
}

std::optional<LinkPath> LabScene::linkPath(const lab::End &end) const
{
    const auto found = m_linkAtEnd.find(end);
    return found == m_linkAtEnd.end() || !found->second->isVisible() ? std::nullopt : std::optional(found->second->path());
}

double LabScene::lightAt(const lab::End &end) const
{
    const auto found = m_linkAtEnd.find(end);
    return found == m_linkAtEnd.end() ? kLightAt : found->second->lightAt(found->second->ends().a == end);
}

NodeItem *LabScene::nodeItem(const std::string &name) const
{
    const auto found = m_nodes.find(name);
    return found == m_nodes.end() ? nullptr : found->second;
}

LinkItem *LabScene::linkItem(const document::LinkEnds &ends) const
{
    const auto found = m_links.find(ends);
    return found == m_links.end() ? nullptr : found->second;
}

NodeItem *LabScene::nodeAt(const QPointF &scenePosition) const
{
    const QRectF around(scenePosition - QPointF(kEdgeOuter, kEdgeOuter), QSizeF(2 * kEdgeOuter, 2 * kEdgeOuter));
    for (QGraphicsItem *item : items(around, Qt::IntersectsItemBoundingRect, Qt::DescendingOrder))
        if (auto *node = qgraphicsitem_cast<NodeItem *>(item); node && node->isVisible() && node->isOnBody(scenePosition))
            return node;
    return nullptr;
}

LinkItem *LabScene::linkAt(const QPointF &scenePosition, double reach) const
{
    LinkItem *best = nullptr;
    double distance = reach;
    const QRectF around(scenePosition - QPointF(reach, reach), QSizeF(2 * reach, 2 * reach));
    for (QGraphicsItem *item : items(around, Qt::IntersectsItemBoundingRect))
        if (auto *link = qgraphicsitem_cast<LinkItem *>(item); link && link->isVisible() && link->distanceTo(scenePosition) <= distance) {
            distance = link->distanceTo(scenePosition);
            best = link;
        }
    return best;
}

QRectF LabScene::contentRect() const
{
    QRectF rect;
    for (const auto &[name, item] : m_nodes)
        if (item->isVisible())
            rect |= item->sceneBoundingRect();
    for (const auto &[id, item] : m_shapes)
        if (item->isVisible())
            rect |= item->sceneBoundingRect();
    for (const auto &[name, item] : m_groups)
        rect |= item->sceneBoundingRect();
    return rect;
}

document::Picked LabScene::picked() const
{
    if (m_picked)
        return *m_picked;
    document::Picked picked;
    for (const lab::Node &node : m_document.lab().nodes)
        if (const NodeItem *item = nodeItem(node.name); item && (item->isSelected() || m_pickedUnseen.nodes.contains(node.name)))
            picked.nodes.push_back(node.name);
    for (const lab::Link &link : m_document.lab().links)
        if (const LinkItem *item = linkItem(document::endsOf(link)); item && (item->isSelected() || m_pickedUnseen.links.contains(item->ends())))
            picked.links.push_back(document::endsOf(link));
    for (const lab::Shape &shape : m_document.drawing().shapes)
        if (const ShapeItem *item = shapeItem(shape.id); item && item->isSelected())
            picked.shapes.push_back(shape.id);
    for (const auto &[name, item] : m_groups)
        if (item->isSelected())
            picked.groups.push_back(name);
    m_picked = picked;
    return picked;
}

void LabScene::picksChanged()
{
    m_picked.reset();
    emit pickedChanged();
}

void LabScene::pick(const document::Picked &wanted)
{
    const std::set<std::string> nodes(wanted.nodes.begin(), wanted.nodes.end());
    const std::set<document::LinkEnds> links(wanted.links.begin(), wanted.links.end());
    {
        const QSignalBlocker once(this);
        m_pickedUnseen = {};
        for (const auto &[name, item] : m_nodes) {
            item->setSelected(nodes.contains(name));
            if (!item->isVisible() && nodes.contains(name))
                m_pickedUnseen.nodes.insert(name);
        }
        for (const auto &[ends, item] : m_links) {
            item->setSelected(links.contains(ends));
            if (!item->isVisible() && links.contains(ends))
                m_pickedUnseen.links.insert(ends);
        }
        for (const auto &[id, item] : m_shapes)
            item->setSelected(std::find(wanted.shapes.begin(), wanted.shapes.end(), id) != wanted.shapes.end());
        for (const auto &[name, item] : m_groups)
            item->setSelected(std::find(wanted.groups.begin(), wanted.groups.end(), name) != wanted.groups.end());
    }
    picksChanged();
}

void LabScene::pickNode(const std::string &name) { pick({{name}, {}}); }

void LabScene::pickAll()
{
    document::Picked all;
    for (const auto &[name, item] : m_nodes)
        if (item->isVisible())
            all.nodes.push_back(name);
    for (const auto &[ends, item] : m_links)
        if (item->isVisible())
            all.links.push_back(ends);
    for (const auto &[id, item] : m_shapes)
        if (item->isVisible())
            all.shapes.push_back(id);
    for (const auto &[name, item] : m_groups)
        if (item->isFolded())
            all.groups.push_back(name);
    pick(all);
}

void LabScene::pickNone() { pick({}); }

void LabScene::setNodeState(const std::string &name, NodeState state)
{
    if (NodeItem *item = nodeItem(name))
        item->setState(state);
}

void LabScene::clearNodeStates()
{
    for (const auto &[name, item] : m_nodes)
        item->setState(NodeState::none);
}

void LabScene::refreshTheme()
{
    for (const auto &[id, item] : m_shapes)
        item->refreshTheme();
    update();
}

void LabScene::follow(const document::ChangeEvent &event)
{
    if (event.reset) {
        rebuild();
        return;
    }
    ++m_labelVersion;
    Followed followed;
    {
        const QSignalBlocker quiet(this); // who listens shall not see the items half way
        followed = applyEvent(event);
        if (event.drawing) {
            showDrawing();
            followed.geometry = followed.picks = true;
        } else if (followed.geometry && (!m_groups.empty() || m_hidesNodes)) {
            showGroups();
            if (!m_foldedAt.empty())
                showDrawing();
        }
        if (labelLayers().costs)
            showCosts();
    }
    m_picked.reset();
    if (followed.geometry)
        emit geometryChanged();
    if (followed.picks)
        emit pickedChanged();
}

LabScene::Followed LabScene::applyEvent(const document::ChangeEvent &event)
{
    const lab::Lab &lab = m_document.lab();
    bool picks = false;
    bool geometry = false;
    std::set<std::pair<std::string, std::string>> fans;
    std::set<document::LinkEnds> stayPicked; // links that come back under other ends
    for (const document::LinkChange &change : event.links) {
        const auto found = change.before ? m_links.find(*change.before) : m_links.end();
        if (found == m_links.end())
            continue;
        // A link that changed its ends, or goes, leaves its old place; one that stays keeps its item.
        if (change.before == change.after)
            continue;
        LinkItem *item = found->second;
        picks |= item->isSelected();
        if (item->isSelected() && change.after)
            stayPicked.insert(*change.after);
        removeLinkItem(item);
        fans.insert({change.before->a.node, change.before->b.node});
        geometry = true;
    }
    for (const document::NodeChange &change : event.nodes) {
        NodeItem *item = change.before.empty() ? nullptr : nodeItem(change.before);
        const lab::Node *node = change.after.empty() ? nullptr : findNode(lab, change.after);
        if (item && !node) {
            picks |= item->isSelected();
            m_nodes.erase(change.before);
            m_linksOf.erase(change.before);
            delete item;
        } else if (item) {
            const QPointF place = item->pos();
            if (change.before != change.after) {
                m_nodes.erase(change.before);
                m_nodes[change.after] = item;
                picks |= item->isSelected();
            }
            item->show(*node);
            if (item->pos() != place) {
                updateLinksOf(change.after);
                geometry = true;
            }
        } else if (node) {
            addNodeItem(*node);
        }
    }
    for (const document::LinkChange &change : event.links) {
        if (!change.after)
            continue;
        const lab::Link *link = document::findLink(lab, *change.after);
        if (!link)
            continue;
        if (LinkItem *item = linkItem(*change.after)) {
            item->show(*link);
        } else {
            addLinkItem(*link);
            fans.insert({change.after->a.node, change.after->b.node});
            geometry = true;
        }
    }
    for (const auto &[a, b] : fans) {
        fanOut(a, b);
        spreadLabels(a);
        spreadLabels(b);
    }
    for (const document::LinkEnds &ends : stayPicked)
        if (LinkItem *item = linkItem(ends))
            item->setSelected(true);
    return {picks, geometry};
}

void LabScene::rebuild()
{
    {
        const QSignalBlocker quiet(this);
        clear();
    }
    m_nodes.clear();
    m_links.clear();
    m_linkAtEnd.clear();
    m_linksOf.clear();
    m_shapes.clear();
    m_groups.clear();
    m_foldedAt.clear();
    for (const lab::Node &node : m_document.lab().nodes)
        addNodeItem(node);
    for (const lab::Link &link : m_document.lab().links)
        addLinkItem(link);
    showDrawing();
    showCosts();
    ++m_labelVersion;
    update();
    m_picked.reset();
    emit geometryChanged();
    emit pickedChanged();
}

void LabScene::addNodeItem(const lab::Node &node)
{
    auto *item = new NodeItem(node);
    addItem(item);
    m_nodes[node.name] = item;
}

void LabScene::addLinkItem(const lab::Link &link)
{
    auto *item = new LinkItem(link);
    addItem(item);
    m_links[document::endsOf(link)] = item;
    m_linkAtEnd[link.a] = item;
    m_linkAtEnd[link.b] = item;
    m_linksOf[link.a.node].push_back(item);
    m_linksOf[link.b.node].push_back(item);
}

void LabScene::removeLinkItem(LinkItem *item)
{
    const document::LinkEnds ends = item->ends();
    m_links.erase(ends);
    for (const lab::End *end : {&ends.a, &ends.b}) {
        if (const auto at = m_linkAtEnd.find(*end); at != m_linkAtEnd.end() && at->second == item)
            m_linkAtEnd.erase(at);
        if (const auto of = m_linksOf.find(end->node); of != m_linksOf.end())
            std::erase(of->second, item);
    }
    delete item;
}

void LabScene::fanOut(const std::string &a, const std::string &b)
{
    const NodeItem *nodeA = nodeItem(a);
    const NodeItem *nodeB = nodeItem(b);
    const auto found = m_linksOf.find(a);
    if (!nodeA || !nodeB || found == m_linksOf.end())
        return;
    std::vector<LinkItem *> side; // between the two, in a fixed order
    for (LinkItem *item : found->second)
        if (item->ends().a.node == b || item->ends().b.node == b)
            side.push_back(item);
    std::sort(side.begin(), side.end(), [](const LinkItem *x, const LinkItem *y) { return x->ends() < y->ends(); });
    // Bent away from the chord as seen from the node that sorts first, so that both directions agree.
    const QPointF from = placeOf(a < b ? a : b);
    const QPointF to = placeOf(a < b ? b : a);
    const QPointF along = to - from;
    const double length = std::max(std::hypot(along.x(), along.y()), 1.0);
    const QPointF normal(-along.y() / length, along.x() / length);
    const double count = static_cast<double>(side.size());
    for (std::size_t i = 0; i < side.size(); ++i) {
        // A quadratic curve passes at half the distance of its control point.
        const double bend = 2 * kFan * (static_cast<double>(i) - (count - 1) / 2);
        const QPointF control = (from + to) / 2 + bend * normal;
        const bool aFirst = (side[i]->ends().a.node == a) == (a < b);
        side[i]->setPath({aFirst ? from : to, control, aFirst ? to : from});
        this->bend(side[i]);
    }
}

void LabScene::updateLinksOf(const std::string &node)
{
    const auto found = m_linksOf.find(node);
    if (found == m_linksOf.end())
        return;
    std::set<std::string> others;
    for (const LinkItem *item : found->second)
        others.insert(item->ends().a.node == node ? item->ends().b.node : item->ends().a.node);
    for (const std::string &other : others)
        fanOut(node, other);
    spreadLabels(node);
    for (const std::string &other : others)
        spreadLabels(other);
}

void LabScene::spreadLabels(const std::string &node)
{
    const auto found = m_linksOf.find(node);
    if (found == m_linksOf.end())
        return;
    struct Ray {
        double angle;
        LinkItem *item;
        bool endA;
    };
    std::vector<Ray> rays;
    for (LinkItem *item : found->second) {
        const bool endA = item->ends().a.node == node;
        const QPointF along = item->path().firstFrom(endA) - (endA ? item->path().from : item->path().to);
        rays.push_back({std::atan2(along.y(), along.x()), item, endA});
    }
    std::stable_sort(rays.begin(), rays.end(), [](const Ray &a, const Ray &b) { return a.angle < b.angle; });
    constexpr double kTurn = 6.283185307179586;
    for (std::size_t i = 0; i < rays.size(); ++i) {
        // Out to where the neighbouring rays are a line of text apart.
        const double before = i > 0 ? rays[i].angle - rays[i - 1].angle : rays[i].angle - rays.back().angle + kTurn;
        const double after =
            i + 1 < rays.size() ? rays[i + 1].angle - rays[i].angle : rays.front().angle - rays[i].angle + kTurn;
        const double gap = rays.size() > 1 ? std::min(before, after) : kTurn;
        const auto apart = [gap](double room, double least, double most) {
            return gap < 1 ? std::clamp(room / (2 * std::sin(std::max(gap, 0.01) / 2)), least, most) : least;
        };
        rays[i].item->setEndPlaces(rays[i].endA, apart(kLabelRoom, kInterfaceLabelAt, 3 * kInterfaceLabelAt),
                                   apart(kLightRoom, kLightAt, 2 * kLightAt));
    }
}

} // namespace hopyard::scene
