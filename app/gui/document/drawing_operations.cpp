// See drawing_operations.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/document/drawing_operations.h"

#include "app/gui/document/strings.h"

#include <QCoreApplication>

#include <algorithm>
#include <set>

namespace hopyard::document {

namespace {

QString tr(const char *text) { return QCoreApplication::translate("Operations", text); }

bool push(LabDocument &document, const QString &text, lab::Drawing drawing, const QString &mergeKey = {})
{
    Edit edit(document.lab());
    edit.setDrawing(std::move(drawing));
    return document.push(text, std::move(edit), mergeKey);
}

/// "note1", or "3 shapes".
QString shapesText(const std::vector<std::string> &ids)
{
    return ids.size() == 1 ? toQt(ids.front()) : tr("%1 shapes").arg(ids.size());
}

/// "Group 1", or "3 groups".
QString groupsText(const std::vector<std::string> &names)
{
    return names.size() == 1 ? toQt(names.front()) : tr("%1 groups").arg(names.size());
}

template <class T>
std::string freeNumbered(const std::vector<T> &things, std::string T::*name, const std::string &stem)
{
    for (int number = 1;; ++number) {
        std::string candidate = stem + std::to_string(number);
        if (std::none_of(things.begin(), things.end(), [&](const T &t) { return t.*name == candidate; }))
            return candidate;
    }
}

template <class T>
bool has(const std::vector<T> &things, const std::string &name)
{
    return std::any_of(things.begin(), things.end(), [&](const T &t) { return t.name == name; });
}

constexpr std::size_t kLongestName = 60; ///< bytes, as the lab file has it

bool isGoodName(const std::string &name)
{
    return !name.empty() && name.size() <= kLongestName
        && std::none_of(name.begin(), name.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; });
}

} // namespace

QString shapeText(lab::ShapeKind kind)
{
    switch (kind) {
    case lab::ShapeKind::note: return tr("Note");
    case lab::ShapeKind::text: return tr("Text");
    case lab::ShapeKind::rectangle: return tr("Rectangle");
    case lab::ShapeKind::ellipse: return tr("Ellipse");
    case lab::ShapeKind::line: return QCoreApplication::translate("Operations", "Line", "a drawing");
    case lab::ShapeKind::picture: return tr("Picture");
    }
    return {};
}

std::string addShape(LabDocument &document, lab::Shape shape)
{
    lab::Drawing drawing = document.drawing();
    if (shape.id.empty() || drawing.findShape(shape.id))
        shape.id = freeNumbered(drawing.shapes, &lab::Shape::id, std::string(lab::toString(shape.kind)));
    const std::string id = shape.id;
    drawing.shapes.push_back(std::move(shape));
    push(document, tr("Add %1").arg(toQt(id)), std::move(drawing));
    return id;
}

void setShape(LabDocument &document, const lab::Shape &shape, const QString &what, const QString &mergeKey)
{
    lab::Drawing drawing = document.drawing();
    lab::Shape *old = drawing.findShape(shape.id);
    if (!old)
        return;
    *old = shape;
    push(document, tr("Set %1 of %2").arg(what, toQt(shape.id)), std::move(drawing), mergeKey);
}

void restack(LabDocument &document, const std::vector<std::string> &ids, Stack where)
{
    lab::Drawing drawing = document.drawing();
    auto &shapes = drawing.shapes;
    const std::set<std::string> wanted(ids.begin(), ids.end());
    const auto isWanted = [&](const lab::Shape &s) { return wanted.contains(s.id); };
    const auto isOther = [&](const lab::Shape &s) { return !wanted.contains(s.id); };
    switch (where) {
    case Stack::top: std::stable_partition(shapes.begin(), shapes.end(), isOther); break;
    case Stack::bottom: std::stable_partition(shapes.begin(), shapes.end(), isWanted); break;
    case Stack::up:
        for (std::size_t i = shapes.size(); i-- > 1;)
            if (isWanted(shapes[i - 1]) && isOther(shapes[i]))
                std::swap(shapes[i - 1], shapes[i]);
        break;
    case Stack::down:
        for (std::size_t i = 1; i < shapes.size(); ++i)
            if (isWanted(shapes[i]) && isOther(shapes[i - 1]))
                std::swap(shapes[i - 1], shapes[i]);
        break;
    }
    push(document, where == Stack::up || where == Stack::top ? tr("Raise %1").arg(shapesText(ids)) : tr("Lower %1").arg(shapesText(ids)),
         std::move(drawing));
}

void movePlaces(LabDocument &document, const Places &places, const QString &mergeKey, const QString &text)
{
    Edit edit(document.lab());
    std::vector<std::string> names;
    for (const auto &[name, at] : places.nodes) {
        const lab::Node *node = document.lab().findNode(name);
        if (!node)
            continue;
        lab::Node moved = *node;
        moved.at = at;
        edit.setNode(name, std::move(moved));
        names.push_back(name);
    }
    lab::Drawing drawing = document.drawing();
    for (const auto &[id, at] : places.shapes)
        if (lab::Shape *shape = drawing.findShape(id)) {
            shape->at = at;
            names.push_back(id);
        }
    if (!places.shapes.empty())
        edit.setDrawing(std::move(drawing));
    const QString what = names.size() == 1     ? toQt(names.front())
        : places.shapes.empty()                ? tr("%1 nodes").arg(names.size())
        : places.nodes.empty()                 ? tr("%1 shapes").arg(names.size())
                                               : tr("%1 things").arg(names.size());
    document.push(text.isEmpty() ? tr("Move %1").arg(what) : text, std::move(edit), mergeKey);
}

lab::Drawing extractDrawing(const lab::Lab &lab, const lab::Drawing &drawing, const Picked &picked)
{
    const std::set<std::string> nodes(picked.nodes.begin(), picked.nodes.end());
    lab::Drawing part;
    for (const lab::Shape &shape : drawing.shapes)
        if (std::find(picked.shapes.begin(), picked.shapes.end(), shape.id) != picked.shapes.end())
            part.shapes.push_back(shape);
    for (const lab::Group &group : drawing.groups)
        if (std::all_of(group.nodes.begin(), group.nodes.end(), [&](const std::string &n) { return nodes.contains(n); }))
            part.groups.push_back(group);
    for (lab::Layer layer : drawing.layers)
        if (std::erase_if(layer.nodes, [&](const std::string &n) { return !nodes.contains(n); }); !layer.nodes.empty())
            part.layers.push_back(std::move(layer));
    for (const lab::Link &link : lab.links)
        if (const lab::LinkWay *way = drawing.wayOf(link.a, link.b); way && nodes.contains(link.a.node) && nodes.contains(link.b.node))
            part.links.push_back(*way);
    return part;
}

Picked insertPart(LabDocument &document, const lab::Lab &part, const lab::Drawing &from, lab::Position offset, const QString &verb)
{
    Picked picked;
    const std::size_t things = part.nodes.size() + from.shapes.size();
    document.undoStack().beginMacro(tr("%1 %2 things").arg(verb).arg(things));
    picked.nodes = insert(document, part, offset, verb);
    lab::Drawing drawing = document.drawing();
    const auto nameOf = [&](const std::string &node) { // the new name of a node of the part
        for (std::size_t i = 0; i < part.nodes.size() && i < picked.nodes.size(); ++i)
            if (part.nodes[i].name == node)
                return picked.nodes[i];
        return node;
    };
    for (lab::Shape shape : from.shapes) {
        if (drawing.findShape(shape.id))
            shape.id = freeNumbered(drawing.shapes, &lab::Shape::id, std::string(lab::toString(shape.kind)));
        shape.at = {shape.at.x + offset.x, shape.at.y + offset.y};
        if (!has(drawing.layers, shape.layer))
            shape.layer.clear();
        picked.shapes.push_back(shape.id);
        drawing.shapes.push_back(std::move(shape));
    }
    for (const lab::Layer &layer : from.layers) // where there is one of that name here
        for (lab::Layer &here : drawing.layers)
            if (here.name == layer.name)
                for (const std::string &node : layer.nodes)
                    here.nodes.push_back(nameOf(node));
    for (lab::Group group : from.groups) {
        if (has(drawing.groups, group.name))
            group.name = freeNumbered(drawing.groups, &lab::Group::name, fromQt(tr("Group ")));
        for (std::string &node : group.nodes)
            node = nameOf(node);
        drawing.groups.push_back(std::move(group));
    }
    for (lab::LinkWay way : from.links) {
        way.a.node = nameOf(way.a.node);
        way.b.node = nameOf(way.b.node);
        for (lab::Position &bend : way.bends)
            bend = {bend.x + offset.x, bend.y + offset.y};
        drawing.setWay(std::move(way));
    }
    push(document, tr("%1 %2 shapes").arg(verb).arg(from.shapes.size()), std::move(drawing));
    document.undoStack().endMacro();
    return picked;
}

std::string addLayer(LabDocument &document, const std::string &wanted)
{
    lab::Drawing drawing = document.drawing();
    const std::string name = isGoodName(wanted) && !has(drawing.layers, wanted)
        ? wanted
        : freeNumbered(drawing.layers, &lab::Layer::name, fromQt(tr("Layer ")));
    drawing.layers.push_back({name});
    push(document, tr("Add layer %1").arg(toQt(name)), std::move(drawing));
    return name;
}

void setLayerHidden(LabDocument &document, const std::string &name, bool hidden)
{
    lab::Drawing drawing = document.drawing();
    for (lab::Layer &layer : drawing.layers)
        if (layer.name == name)
            layer.hidden = hidden;
    push(document, (hidden ? tr("Hide layer %1") : tr("Show layer %1")).arg(toQt(name)), std::move(drawing));
}

void renameLayer(LabDocument &document, const std::string &from, const std::string &to)
{
    lab::Drawing drawing = document.drawing();
    if (!isGoodName(to) || has(drawing.layers, to))
        return;
    for (lab::Layer &layer : drawing.layers)
        if (layer.name == from)
            layer.name = to;
    for (lab::Shape &shape : drawing.shapes)
        if (shape.layer == from)
            shape.layer = to;
    push(document, tr("Rename layer %1 to %2").arg(toQt(from), toQt(to)), std::move(drawing));
}

void removeLayer(LabDocument &document, const std::string &name)
{
    lab::Drawing drawing = document.drawing();
    std::erase_if(drawing.layers, [&](const lab::Layer &l) { return l.name == name; });
    for (lab::Shape &shape : drawing.shapes)
        if (shape.layer == name)
            shape.layer.clear();
    push(document, tr("Delete layer %1").arg(toQt(name)), std::move(drawing));
}

void putOnLayer(LabDocument &document, const Picked &things, const std::string &layer)
{
    lab::Drawing drawing = document.drawing();
    for (const std::string &id : things.shapes)
        if (lab::Shape *shape = drawing.findShape(id))
            shape->layer = layer;
    std::vector<std::string> nodes = things.nodes;
    for (std::string &node : nodesOf(drawing, things.groups))
        if (std::find(nodes.begin(), nodes.end(), node) == nodes.end())
            nodes.push_back(std::move(node));
    const std::set<std::string> moved(nodes.begin(), nodes.end());
    for (lab::Layer &one : drawing.layers) {
        std::erase_if(one.nodes, [&](const std::string &node) { return moved.contains(node); });
        if (one.name == layer)
            one.nodes.insert(one.nodes.end(), nodes.begin(), nodes.end());
    }
    const std::size_t count = nodes.size() + things.shapes.size();
    const QString what = nodes.empty() ? shapesText(things.shapes)
        : count == 1                   ? toQt(nodes.front())
        : things.shapes.empty()        ? tr("%1 nodes").arg(count)
                                       : tr("%1 things").arg(count);
    push(document, layer.empty() ? tr("Take %1 off its layer").arg(what) : tr("Put %1 on layer %2").arg(what, toQt(layer)),
         std::move(drawing));
}

std::string addGroup(LabDocument &document, const std::vector<std::string> &nodes)
{
    if (nodes.empty())
        return {};
    lab::Drawing drawing = document.drawing();
    const std::set<std::string> taken(nodes.begin(), nodes.end());
    for (lab::Group &group : drawing.groups)
        std::erase_if(group.nodes, [&](const std::string &node) { return taken.contains(node); });
    std::erase_if(drawing.groups, [](const lab::Group &group) { return group.nodes.empty(); });
    const std::string name = freeNumbered(drawing.groups, &lab::Group::name, fromQt(tr("Group ")));
    drawing.groups.push_back({name, nodes, false});
    push(document, tr("Group %1 nodes").arg(nodes.size()), std::move(drawing));
    return name;
}

void removeGroups(LabDocument &document, const std::vector<std::string> &names)
{
    lab::Drawing drawing = document.drawing();
    std::erase_if(drawing.groups, [&](const lab::Group &g) { return std::find(names.begin(), names.end(), g.name) != names.end(); });
    push(document, tr("Ungroup %1").arg(groupsText(names)), std::move(drawing));
}

void setFolded(LabDocument &document, const std::vector<std::string> &names, bool folded)
{
    lab::Drawing drawing = document.drawing();
    for (lab::Group &group : drawing.groups)
        if (std::find(names.begin(), names.end(), group.name) != names.end())
            group.folded = folded;
    push(document, (folded ? tr("Fold %1") : tr("Unfold %1")).arg(groupsText(names)), std::move(drawing));
}

void renameGroup(LabDocument &document, const std::string &from, const std::string &to)
{
    lab::Drawing drawing = document.drawing();
    if (!isGoodName(to) || has(drawing.groups, to))
        return;
    for (lab::Group &group : drawing.groups)
        if (group.name == from)
            group.name = to;
    push(document, tr("Rename group %1 to %2").arg(toQt(from), toQt(to)), std::move(drawing));
}

std::vector<std::string> nodesOf(const lab::Drawing &drawing, const std::vector<std::string> &groups)
{
    std::vector<std::string> nodes;
    for (const lab::Group &group : drawing.groups)
        if (std::find(groups.begin(), groups.end(), group.name) != groups.end())
            nodes.insert(nodes.end(), group.nodes.begin(), group.nodes.end());
    return nodes;
}

lab::LinkWay wayOf(const LabDocument &document, const LinkEnds &ends)
{
    const lab::LinkWay *way = document.drawing().wayOf(ends.a, ends.b);
    return way ? *way : lab::LinkWay{ends.a, ends.b, {}, {}};
}

void setWay(LabDocument &document, const lab::LinkWay &way, const QString &text, const QString &mergeKey)
{
    lab::Drawing drawing = document.drawing();
    drawing.setWay(way);
    push(document, text, std::move(drawing), mergeKey);
}

void setRoute(LabDocument &document, const std::vector<LinkEnds> &links, lab::LinkRoute route)
{
    lab::Drawing drawing = document.drawing();
    for (const LinkEnds &ends : links) {
        lab::LinkWay way = wayOf(document, ends);
        way.route = route;
        drawing.setWay(std::move(way));
    }
    push(document, route == lab::LinkRoute::orthogonal ? tr("Draw with right angles") : tr("Draw without right angles"), std::move(drawing));
}

void straighten(LabDocument &document, const std::vector<LinkEnds> &links)
{
    lab::Drawing drawing = document.drawing();
    for (const LinkEnds &ends : links)
        drawing.setWay({ends.a, ends.b, {}, {}});
    push(document, tr("Straighten links"), std::move(drawing));
}

} // namespace hopyard::document
