// Finding one's way: find, pick by kind, the small map.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/actions/action_registry.h"
#include "app/gui/actions/standard_actions.h"
#include "app/gui/document/lab_document.h"
#include "app/gui/document/operations.h"
#include "app/gui/scene/lab_scene.h"
#include "app/gui/theme/icon.h"
#include "app/gui/view/canvas_view.h"
#include "app/gui/view/find_bar.h"
#include "app/gui/view/minimap.h"
#include "app/gui/window/workbench.h"

#include <QAction>
#include <QCoreApplication>
#include <QMenu>
#include <QSettings>

#include <map>

namespace hopyard::actions {

namespace {

QString tr(const char *text) { return QCoreApplication::translate("FindActions", text); }

const char *const kMapSetting = "view/minimap";

/// "Routers (12)" for each kind that the lab has.
void fillKinds(window::Workbench &workbench, QMenu &menu)
{
    menu.clear();
    std::map<lab::NodeKind, document::Picked> kinds;
    for (const lab::Node &node : workbench.document.lab().nodes)
        kinds[node.kind].nodes.push_back(node.name);
    for (const auto &[kind, picked] : kinds)
        menu.addAction(QStringLiteral("%1 (%2)").arg(document::kindText(kind)).arg(picked.nodes.size()), &workbench.scene,
                       [&workbench, picked = picked] { workbench.scene.pick(picked); });
    document::Picked all;
    for (const lab::Link &link : workbench.document.lab().links)
        all.links.push_back(document::endsOf(link));
    for (const lab::Shape &shape : workbench.document.drawing().shapes)
        all.shapes.push_back(shape.id);
    menu.addSeparator();
    menu.addAction(tr("Links (%1)").arg(all.links.size()), &workbench.scene, [&workbench, all] { workbench.scene.pick({{}, all.links}); })
        ->setEnabled(!all.links.empty());
    menu.addAction(tr("Shapes (%1)").arg(all.shapes.size()), &workbench.scene,
                   [&workbench, all] { workbench.scene.pick({{}, {}, all.shapes, {}}); })
        ->setEnabled(!all.shapes.empty());
}

} // namespace

void installFindActions(window::Workbench &workbench)
{
    auto *bar = new view::FindBar(workbench.canvas);
    workbench.actions.add({ .id = "edit.find",
                            .text = tr("&Find…"),
                            .icon = "search",
                            .shortcuts = { QKeySequence(QKeySequence::Find) },
                            .tip = tr("Nodes and notes by a word of their name, kind, addresses or text"),
                            .menu = Menu::edit,
                            .group = 2,
                            .run = [bar] { bar->open(); },
                            .scope = &workbench.canvas });
    auto *kinds = new QMenu(&workbench.canvas);
    kinds->setAccessibleName(tr("Kinds"));
    auto *byKind = new QAction(tr("Select by &Kind"), &workbench.actions);
    byKind->setMenu(kinds);
    QObject::connect(kinds, &QMenu::aboutToShow, kinds, [&workbench, kinds] { fillKinds(workbench, *kinds); });
    workbench.actions.adopt(QStringLiteral("edit.selectKind"), byKind, Menu::edit, 2);
    workbench.actions.add({ .id = "edit.selectSame",
                            .text = tr("Select the Same Ki&nd"),
                            .shortcuts = { QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_A) },
                            .tip = tr("Every node of the kinds that are picked"),
                            .menu = Menu::edit,
                            .group = 2,
                            .run =
                                [&workbench] {
                                    const auto &lab = workbench.document.lab();
                                    document::Picked same;
                                    const auto names = workbench.scene.picked().nodes;
                                    for (const lab::Node &node : lab.nodes)
                                        for (const std::string &name : names)
                                            if (const lab::Node *one = lab.findNode(name); one && one->kind == node.kind) {
                                                same.nodes.push_back(node.name);
                                                break;
                                            }
                                    workbench.scene.pick(same);
                                },
                            .enabledWhen = [&workbench] { return !workbench.scene.picked().nodes.empty(); } });
    auto *map = new view::Minimap(workbench.canvas);
    map->setVisible(QSettings().value(QLatin1String(kMapSetting), false).toBool());
    workbench.actions.add({ .id = "view.minimap",
                            .text = tr("&Map"),
                            .icon = "map",
                            .shortcuts = { QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_O) },
                            .tip = tr("The whole lab small in a corner; a click goes there"),
                            .menu = Menu::view,
                            .group = 2,
                            .run =
                                [map] {
                                    map->setVisible(!map->isVisibleTo(map->parentWidget()));
                                    QSettings().setValue(QLatin1String(kMapSetting), map->isVisibleTo(map->parentWidget()));
                                },
                            .checkable = true,
                            .checkedWhen = [map] { return map->isVisibleTo(map->parentWidget()); } });
}

} // namespace hopyard::actions
