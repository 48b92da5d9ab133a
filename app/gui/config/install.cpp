// The configuration editor as a dock that follows the selection, its actions, and its line to the running router.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/actions/action_registry.h"
#include "app/gui/client/engine_session.h"
#include "app/gui/config/config_editor.h"
#include "app/gui/config/connect.h"
#include "app/gui/document/lab_document.h"
#include "app/gui/scene/lab_scene.h"
#include "app/gui/window/workbench.h"

#include <QAction>

#include <algorithm>

namespace hopyard::config {

namespace {

/// The one node that is picked; null where it is none or several.
const lab::Node *pickedNode(window::Workbench &workbench)
{
    const document::Picked picked = workbench.scene.picked();
    return picked.nodes.size() == 1 && picked.links.empty() ? workbench.document.lab().findNode(picked.nodes.front()) : nullptr;
}

} // namespace

ConfigEditor *installConfigEditor(window::Workbench &workbench)
{
    auto *editor = new ConfigEditor(workbench.document);
    workbench.addDock({.id = "config", .title = ConfigEditor::tr("Configuration"), .icon = "text", .area = Qt::RightDockWidgetArea,
                       .widget = editor, .visible = false, .place = 50});
    QObject::connect(&workbench.scene, &scene::LabScene::pickedChanged, editor, [&workbench, editor] {
        if (const lab::Node *node = pickedNode(workbench))
            editor->showNode(node->name);
    });
    workbench.actions.add({.id = "edit.configuration", .text = ConfigEditor::tr("Con&figuration…"), .icon = "text",
                           .shortcuts = {QKeySequence(Qt::Key_F4)},
                           .tip = ConfigEditor::tr("Edit the router's configuration, with what changes shown before it is applied"),
                           .menu = actions::Menu::edit, .group = 3,
                           .run = [&workbench, editor] {
                               if (const lab::Node *node = pickedNode(workbench))
                                   editor->showNode(node->name);
                               workbench.showDock(QStringLiteral("config"));
                               editor->text().setFocus();
                           },
                           .enabledWhen = [&workbench] {
                               const auto &nodes = workbench.document.lab().nodes;
                               return std::any_of(nodes.begin(), nodes.end(), [](const lab::Node &node) { return lab::hasConfig(node.kind); });
                           }});
    workbench.actions.add({.id = "config.review", .text = ConfigEditor::tr("Re&view and Apply the Configuration"), .icon = "ok",
                           .shortcuts = {QKeySequence(Qt::CTRL | Qt::Key_Return)},
                           .tip = ConfigEditor::tr("In the configuration editor: show what changes, and apply it"),
                           .menu = actions::Menu::edit, .group = 3,
                           .run = [editor] { editor->isReviewing() ? editor->apply() : editor->review(); }, .scope = editor});
    workbench.actions.add({.id = "config.nextMistake", .text = ConfigEditor::tr("Next &Mistake in the Configuration"), .icon = "error",
                           .shortcuts = {QKeySequence(Qt::ALT | Qt::Key_F8)},
                           .tip = ConfigEditor::tr("In the configuration editor: go to the next line that is wrong"),
                           .menu = actions::Menu::edit, .group = 3, .run = [editor] { editor->text().goToNextMistake(); }, .scope = editor});
    return editor;
}

void connectConfigEditor(window::Workbench &workbench, client::EngineSession &session)
{
    ConfigEditor *editor = nullptr;
    for (const window::DockSpec &spec : workbench.docks())
        if (auto *found = qobject_cast<ConfigEditor *>(spec.widget))
            editor = found;
    if (!editor)
        return;
    editor->setRunningConfig([&session, editor](const QString &node, ConfigEditor::Answer answer) {
        session.call("console.run", {{"node", node.toStdString()}, {"line", "show running-config"}}, editor,
                     [answer = std::move(answer)](const client::EngineSession::Result &result) {
                         const bool told = result && rpc::boolMember(*result, "ok").value_or(false);
                         answer(told ? QString::fromStdString(rpc::stringMember(*result, "text").value_or("")) : QString());
                     });
    });
    const auto follow = [&session, editor] { editor->setRunning(session.status().isAlive()); };
    QObject::connect(&session, &client::EngineSession::stateChanged, editor, follow);
    follow();
}

} // namespace hopyard::config
