// See insight.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/docks/insight.h"

#include "app/gui/actions/action_registry.h"
#include "app/gui/docks/computer_dock.h"
#include "app/gui/docks/connection_drag.h"
#include "app/gui/docks/moves_dock.h"
#include "app/gui/document/lab_document.h"
#include "app/gui/scene/lab_scene.h"
#include "app/gui/view/canvas_view.h"
#include "app/gui/window/workbench.h"

#include <QPointer>

namespace hopyard::docks {

namespace {

QStringList namesOf(const std::vector<std::string> &names)
{
    QStringList all;
    for (const std::string &name : names)
        all += QString::fromStdString(name);
    return all;
}

void followDocument(const lab::Lab &lab, ComputerDock &computers, MovesDock &moves)
{
    QStringList hypervisors;
    std::vector<MovesDock::Service> services;
    for (const lab::Node &node : lab.nodes) {
        if (node.kind == lab::NodeKind::hypervisor)
            hypervisors += QString::fromStdString(node.name);
        if (node.service.address)
            services.push_back({QString::fromStdString(node.name), namesOf(node.service.classifiers), namesOf(node.service.hosts),
                                QString::fromStdString(base::toString(*node.service.address)) + QStringLiteral(":%1").arg(node.service.port)});
    }
    computers.setComputers(hypervisors);
    moves.setServices(services);
}

void addGoAction(window::Workbench &workbench, const char *id, const QString &text, const char *icon, Qt::Key key, QWidget *widget)
{
    workbench.actions.add({.id = QStringLiteral("go.") + QLatin1String(id), .text = text, .icon = QLatin1String(icon),
                           .shortcuts = {QKeySequence(Qt::ALT | key)},
                           .tip = QObject::tr("Bring the dock to the front, with the keyboard in it"), .menu = actions::Menu::view,
                           .group = 60, .run = [&workbench, name = QString::fromLatin1(id), widget] {
                               workbench.showDock(name);
                               widget->setFocus();
                           }});
}

} // namespace

void installInsight(window::Workbench &workbench, client::EngineSession &session)
{
    auto *computers = new ComputerDock(session);
    auto *moves = new MovesDock(session);
    const auto bottom = Qt::BottomDockWidgetArea;
    workbench.addDock({"hypervisor", QObject::tr("Hypervisor"), "pages", bottom, computers});
    workbench.addDock({"migration", QObject::tr("Migration"), "migrate", bottom, moves});
    addGoAction(workbench, "hypervisor", QObject::tr("Go to &Hypervisor"), "pages", Qt::Key_7, computers);
    addGoAction(workbench, "migration", QObject::tr("Go to &Migration"), "migrate", Qt::Key_8, moves);
    QObject::connect(moves, &MovesDock::failed, &workbench, [&workbench](const QString &message) { workbench.showNotice(message); });
    new ConnectionDrop(workbench.canvas, workbench.scene,
                       [moves = QPointer(moves)](const QString &connection) { return moves ? moves->targetsOf(connection) : QStringList(); },
                       [moves = QPointer(moves)](const QString &connection, const QString &host) {
                           if (moves)
                               moves->moveConnection(connection, host);
                       });
    const auto follow = [&workbench, computers, moves] { followDocument(workbench.document.lab(), *computers, *moves); };
    QObject::connect(&workbench.document, &document::LabDocument::changed, computers, follow);
    QObject::connect(&workbench.scene, &scene::LabScene::pickedChanged, computers, [&workbench, computers] {
        const document::Picked picked = workbench.scene.picked();
        if (picked.nodes.size() == 1)
            computers->showNode(QString::fromStdString(picked.nodes.front()));
    });
    follow();
}

} // namespace hopyard::docks
