// The Arrange menu: picked nodes, shapes and groups in line by their boxes, and evenly apart by their middles.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/actions/action_registry.h"
#include "app/gui/actions/standard_actions.h"
#include "app/gui/document/lab_document.h"
#include "app/gui/document/drawing_operations.h"
#include "app/gui/document/operations.h"
#include "app/gui/scene/drawing_items.h"
#include "app/gui/scene/lab_scene.h"
#include "app/gui/scene/shape_painter.h"
#include "app/gui/window/workbench.h"

#include <QCoreApplication>

#include <algorithm>

namespace hopyard::actions {

namespace {

QString tr(const char *text) { return QCoreApplication::translate("ArrangeActions", text); }

enum class Align { low, middle, high };
using Axis = double lab::Position::*;

/// What moves as one: a node, a shape, or a group with the nodes in it.
struct Thing {
    lab::Position low, high; ///< the corners of its box
    std::vector<std::string> nodes{};
    std::string shape{};
    double middle(Axis axis) const { return (low.*axis + high.*axis) / 2; }
};

Thing boxed(const QRectF &box) { return {{box.left(), box.top()}, {box.right(), box.bottom()}}; }

/// Around the place of a node, as if it were a box.
QRectF around(const QPointF &centre) { return {centre.x() - 32, centre.y() - 32, 64, 64}; }

std::vector<Thing> pickedThings(const window::Workbench &workbench)
{
    const document::Picked picked = workbench.scene.picked();
    const lab::Drawing &drawing = workbench.document.drawing();
    const std::vector<std::string> grouped = document::nodesOf(drawing, picked.groups);
    const auto placeOf = [&](const std::string &name) {
        const lab::Node *node = workbench.document.lab().findNode(name);
        return node ? around({node->at.x, node->at.y}) : QRectF();
    };
    std::vector<Thing> things;
    for (const std::string &name : picked.nodes) {
        if (std::find(grouped.begin(), grouped.end(), name) != grouped.end())
            continue; // it goes with its group
        things.push_back(boxed(placeOf(name)));
        things.back().nodes = {name};
    }
    for (const std::string &id : picked.shapes)
        if (const lab::Shape *shape = drawing.findShape(id)) {
            things.push_back(boxed(scene::boxOf(*shape)));
            things.back().shape = id;
        }
    for (const lab::Group &group : drawing.groups) {
        const scene::GroupItem *item = workbench.scene.groupItem(group.name);
        if (!item || group.nodes.empty() || std::find(picked.groups.begin(), picked.groups.end(), group.name) == picked.groups.end())
            continue;
        QRectF box;
        for (const std::string &name : group.nodes)
            box |= placeOf(name);
        things.push_back(boxed(group.folded ? around(item->look().centre) : box));
        things.back().nodes = group.nodes;
    }
    return things;
}

/// Moves each thing by its own way along the axis, all in one step.
void move(window::Workbench &workbench, Axis axis, const std::vector<std::pair<Thing, double>> &ways)
{
    document::Places places;
    for (const auto &[thing, way] : ways) {
        for (const std::string &name : thing.nodes)
            if (const lab::Node *node = workbench.document.lab().findNode(name)) {
                places.nodes.emplace_back(name, node->at);
                places.nodes.back().second.*axis += way;
            }
        if (const lab::Shape *shape = workbench.document.drawing().findShape(thing.shape)) {
            places.shapes.emplace_back(thing.shape, shape->at);
            places.shapes.back().second.*axis += way;
        }
    }
    document::movePlaces(workbench.document, places);
}

void align(window::Workbench &workbench, Axis axis, Align where)
{
    const std::vector<Thing> things = pickedThings(workbench);
    if (things.size() < 2)
        return;
    double low = things.front().low.*axis, high = things.front().high.*axis;
    for (const Thing &thing : things) {
        low = std::min(low, thing.low.*axis);
        high = std::max(high, thing.high.*axis);
    }
    std::vector<std::pair<Thing, double>> ways;
    for (const Thing &thing : things)
        ways.emplace_back(thing, where == Align::low    ? low - thing.low.*axis
                                 : where == Align::high ? high - thing.high.*axis
                                                        : (low + high) / 2 - thing.middle(axis));
    move(workbench, axis, ways);
}

/// Middles in equal steps.
void distribute(window::Workbench &workbench, Axis axis)
{
    std::vector<Thing> things = pickedThings(workbench);
    if (things.size() < 3)
        return;
    std::stable_sort(things.begin(), things.end(), [axis](const Thing &a, const Thing &b) { return a.middle(axis) < b.middle(axis); });
    const double from = things.front().middle(axis);
    const double step = (things.back().middle(axis) - from) / static_cast<double>(things.size() - 1);
    std::vector<std::pair<Thing, double>> ways;
    for (std::size_t i = 0; i < things.size(); ++i)
        ways.emplace_back(things[i], from + step * static_cast<double>(i) - things[i].middle(axis));
    move(workbench, axis, ways);
}

} // namespace

void installArrangeActions(window::Workbench &workbench)
{
    const auto atLeast = [&workbench](std::size_t count) {
        return [&workbench, count] {
            const document::Picked picked = workbench.scene.picked();
            return picked.nodes.size() + picked.shapes.size() + picked.groups.size() >= count;
        };
    };
    const auto addAlign = [&](const char *id, const QString &text, const char *icon, Axis axis, Align where) {
        workbench.actions.add({ .id = QLatin1String(id),
                                .text = text,
                                .icon = QLatin1String(icon),
                                .menu = Menu::arrange,
                                .group = axis == &lab::Position::x ? 0 : 1,
                                .run = [&workbench, axis, where] { align(workbench, axis, where); },
                                .enabledWhen = atLeast(2) });
    };
    addAlign("arrange.left", tr("Align &Left"), "align-left", &lab::Position::x, Align::low);
    addAlign("arrange.centre", tr("Align &Centres"), "align-hcenter", &lab::Position::x, Align::middle);
    addAlign("arrange.right", tr("Align &Right"), "align-right", &lab::Position::x, Align::high);
    addAlign("arrange.top", tr("Align &Top"), "align-top", &lab::Position::y, Align::low);
    addAlign("arrange.middle", tr("Align &Middles"), "align-vcenter", &lab::Position::y, Align::middle);
    addAlign("arrange.bottom", tr("Align &Bottom"), "align-bottom", &lab::Position::y, Align::high);
    workbench.actions.add({ .id = "arrange.distributeX",
                            .text = tr("Distribute &Horizontally"),
                            .icon = "distribute-h",
                            .tip = tr("Equal steps from left to right"),
                            .menu = Menu::arrange,
                            .group = 2,
                            .run = [&workbench] { distribute(workbench, &lab::Position::x); },
                            .enabledWhen = atLeast(3) });
    workbench.actions.add({ .id = "arrange.distributeY",
                            .text = tr("Distribute &Vertically"),
                            .icon = "distribute-v",
                            .tip = tr("Equal steps from top to bottom"),
                            .menu = Menu::arrange,
                            .group = 2,
                            .run = [&workbench] { distribute(workbench, &lab::Position::y); },
                            .enabledWhen = atLeast(3) });
}

} // namespace hopyard::actions
