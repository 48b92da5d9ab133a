// The Arrange menu: picked nodes in line, and evenly apart.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/actions/action_registry.h"
#include "app/gui/actions/standard_actions.h"
#include "app/gui/document/lab_document.h"
#include "app/gui/document/drawing_operations.h"
#include "app/gui/document/operations.h"
#include "app/gui/scene/lab_scene.h"
#include "app/gui/window/workbench.h"

#include <QCoreApplication>

#include <algorithm>

namespace hopyard::actions {

namespace {

QString tr(const char *text) { return QCoreApplication::translate("ArrangeActions", text); }

enum class Align { low, middle, high };
using Places = std::vector<std::pair<std::string, lab::Position>>;
using Axis = double lab::Position::*;

Places pickedPlaces(const window::Workbench &workbench)
{
    Places places;
    for (const std::string &name : workbench.scene.picked().nodes)
        for (const lab::Node &node : workbench.document.lab().nodes)
            if (node.name == name)
                places.emplace_back(name, node.at);
    return places;
}

void align(window::Workbench &workbench, Axis axis, Align where)
{
    Places places = pickedPlaces(workbench);
    if (places.size() < 2)
        return;
    const auto less = [axis](const auto &a, const auto &b) { return a.second.*axis < b.second.*axis; };
    const auto [low, high] = std::minmax_element(places.begin(), places.end(), less);
    const double from = low->second.*axis;
    const double to = high->second.*axis;
    const double line = where == Align::low ? from : where == Align::high ? to : (from + to) / 2;
    for (auto &[name, at] : places)
        at.*axis = line;
    document::movePlaces(workbench.document, {.nodes = std::move(places)});
}

void distribute(window::Workbench &workbench, Axis axis)
{
    Places places = pickedPlaces(workbench);
    if (places.size() < 3)
        return;
    std::stable_sort(places.begin(), places.end(),
                     [axis](const auto &a, const auto &b) { return a.second.*axis < b.second.*axis; });
    const double from = places.front().second.*axis;
    const double step = (places.back().second.*axis - from) / static_cast<double>(places.size() - 1);
    for (std::size_t i = 0; i < places.size(); ++i)
        places[i].second.*axis = from + step * static_cast<double>(i);
    document::movePlaces(workbench.document, {.nodes = std::move(places)});
}

} // namespace

void installArrangeActions(window::Workbench &workbench)
{
    const auto atLeast = [&workbench](std::size_t count) {
        return [&workbench, count] { return workbench.scene.picked().nodes.size() >= count; };
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
