// See context_menu.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/window/context_menu.h"

#include "app/gui/actions/action_registry.h"
#include "app/gui/scene/lab_scene.h"
#include "app/gui/view/canvas_view.h"
#include "app/gui/window/workbench.h"

#include <QAction>
#include <QMenu>

namespace hopyard::window {

namespace {

void addListed(QMenu &menu, const actions::ActionRegistry &registry, std::initializer_list<const char *> ids)
{
    for (const char *const id : ids) {
        if (id == nullptr)
            menu.addSeparator();
        else if (QAction *action = registry.action(QLatin1String(id)))
            menu.addAction(action);
    }
}

void addPrefixed(QMenu &menu, const actions::ActionRegistry &registry, const QString &prefix)
{
    for (const auto &entry : registry.entries())
        if (entry.id.startsWith(prefix))
            menu.addAction(entry.action);
    menu.addSeparator();
}

} // namespace

void installContextMenus(Workbench &workbench)
{
    QObject::connect(&workbench.canvas, &view::CanvasView::contextMenuRequested, &workbench,
                     [&workbench](const QPoint &globalPosition) {
        const document::Picked picked = workbench.scene.picked();
        auto *menu = new QMenu(&workbench.canvas);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        menu->setAccessibleName(QObject::tr("Menu of the canvas"));
        if (!picked.nodes.empty()) {
            addPrefixed(*menu, workbench.actions, QStringLiteral("node."));
            addListed(*menu, workbench.actions,
                      { "edit.properties", "edit.configuration", "edit.rename", "edit.link", "arrange.group", "arrange.fold", nullptr, "edit.cut", "edit.copy",
                        "edit.duplicate", "edit.delete" });
        } else if (!picked.links.empty()) {
            addPrefixed(*menu, workbench.actions, QStringLiteral("link."));
            addListed(*menu, workbench.actions, {"edit.properties", "edit.linkDown", nullptr, "edit.delete"});
        } else if (!picked.groups.empty()) {
            addListed(*menu, workbench.actions,
                      { "arrange.fold", "arrange.renameGroup", "arrange.ungroup", nullptr, "edit.delete" });
        } else if (!picked.shapes.empty()) {
            addListed(*menu, workbench.actions,
                      { "edit.properties", nullptr, "arrange.raise", "arrange.lower", "arrange.toFront", "arrange.toBack", nullptr,
                        "edit.cut", "edit.copy", "edit.duplicate", "edit.delete" });
        } else {
            addPrefixed(*menu, workbench.actions, QStringLiteral("add."));
            addListed(*menu, workbench.actions,
                      {"tool.link", "edit.paste", "edit.selectAll", nullptr, "view.zoomFit", "view.grid", "view.snap"});
        }
        menu->popup(globalPosition);
    });
}

} // namespace hopyard::window
