// See plotting.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/docks/plotting.h"

#include "app/gui/actions/action_registry.h"
#include "app/gui/docks/computer_dock.h"
#include "app/gui/docks/plots_dock.h"
#include "app/gui/docks/tables_dock.h"
#include "app/gui/document/lab_document.h"
#include "app/gui/inspect/connections.h"
#include "app/gui/inspect/path_dock.h"
#include "app/gui/scene/lab_scene.h"
#include "app/gui/window/workbench.h"

#include <QPointer>

namespace hopyard::docks {

namespace {

/// What of the picked links or nodes is plotted by one key.
void plotPicked(window::Workbench &workbench, PlotsDock &plots, PlotSubject subject, const QString &quantity)
{
    const document::Picked picked = workbench.scene.picked();
    const auto add = [&](const std::string &place) { plots.add({subject, QString::fromStdString(place), {}, {}, quantity}); };
    if (subject == PlotSubject::node)
        for (const std::string &node : picked.nodes)
            add(node);
    else
        for (const document::LinkEnds &link : picked.links)
            add(toString(link.a));
    workbench.showDock("plots");
}

} // namespace

void installPlots(window::Workbench &workbench, client::EngineSession &session, TablesDock &tables)
{
    auto *plots = new PlotsDock(session);
    workbench.addDock({"plots", QObject::tr("Plots"), "plot", Qt::BottomDockWidgetArea, plots});
    QObject::connect(plots, &PlotsDock::failed, &workbench, [&workbench](const QString &message) { workbench.showNotice(message); });
    const auto follow = [&workbench, plots] { plots->setChoices(choicesOf(workbench.document.lab())); };
    QObject::connect(&workbench.document, &document::LabDocument::changed, plots, follow);
    const auto file = [&workbench, plots] { plots->setLab(workbench.document.path()); };
    QObject::connect(&workbench.document, &document::LabDocument::fileChanged, plots, file);
    const auto plotCell = [&workbench, plots](const inspect::CellPlace &place, bool perSecond) {
        plots->add(choiceOf(place, perSecond));
        workbench.showDock("plots");
    };
    QObject::connect(&tables, &TablesDock::cellPlotAsked, plots, plotCell);
    for (const window::DockSpec &dock : workbench.docks()) {
        if (auto *computers = qobject_cast<ComputerDock *>(dock.widget))
            QObject::connect(computers, &ComputerDock::cellPlotAsked, plots, plotCell);
        if (auto *path = qobject_cast<inspect::PathDock *>(dock.widget))
            QObject::connect(path, &inspect::PathDock::cellPlotAsked, plots, plotCell);
    }
    for (auto *connections : tables.findChildren<inspect::Connections *>()) {
        QObject::connect(connections, &inspect::Connections::plotAsked, plots, [&workbench, plots](const client::TcpPlace &place) {
            plots->addConnection(place);
            workbench.showDock("plots");
        });
        QObject::connect(connections, &inspect::Connections::failed, &workbench, [&workbench](const QString &message) { workbench.showNotice(message); });
    }
    follow();
    file();

    using actions::Menu;
    const auto links = [&workbench] { return !workbench.scene.picked().links.empty(); };
    auto &registry = workbench.actions;
    registry.add({.id = "plots.add", .text = QObject::tr("Add P&lot…"), .icon = "plot",
                  .tip = QObject::tr("Plot a link, a node, a connection or the whole network over the time of the lab"), .menu = Menu::tools,
                  .group = 30, .run = [&workbench, plots = QPointer(plots)] {
                      workbench.showDock("plots");
                      plots->pick();
                  }});
    struct LinkPlot {
        const char *id;
        QString text;
        const char *quantity;
    };
    for (const LinkPlot &one : {LinkPlot{"link.plotRate", QObject::tr("Plot &Rate"), "rate"},
                                LinkPlot{"link.plotLoss", QObject::tr("Plot L&oss"), "loss"},
                                LinkPlot{"link.plotQueue", QObject::tr("Plot &Queue"), "queue"}})
        registry.add({.id = QLatin1String(one.id), .text = one.text, .icon = "plot",
                      .tip = QObject::tr("Plot this of the selected links, both ways, in the Plots dock"), .menu = Menu::tools, .group = 30,
                      .run = [&workbench, plots = QPointer(plots), quantity = QString::fromLatin1(one.quantity)] {
                          plotPicked(workbench, *plots, PlotSubject::link, quantity);
                      },
                      .enabledWhen = links});
    registry.add({.id = "node.plotConvergence", .text = QObject::tr("Plot Con&vergence"), .icon = "plot",
                  .tip = QObject::tr("Plot for how long the routes of the selected nodes have stood"), .menu = Menu::tools, .group = 30,
                  .run = [&workbench, plots = QPointer(plots)] { plotPicked(workbench, *plots, PlotSubject::node, QStringLiteral("convergence")); },
                  .enabledWhen = [&workbench] { return !workbench.scene.picked().nodes.empty(); }});
    registry.add({.id = "node.connections", .text = QObject::tr("Show Connect&ions"), .icon = "plot",
                  .tip = QObject::tr("Show the TCP connections of the selected node, with their windows, round trips and sequence graphs"),
                  .menu = Menu::tools, .group = 10,
                  .run = [&workbench, tables = QPointer(&tables)] {
                      workbench.showDock("tables");
                      tables->showTable(QString::fromStdString(workbench.scene.picked().nodes.front()), "connections");
                  },
                  .enabledWhen = [&workbench] { return workbench.scene.picked().nodes.size() == 1; }});
    registry.add({.id = "go.plots", .text = QObject::tr("Go to P&lots"), .icon = "plot",
                  .shortcuts = {QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_P)},
                  .tip = QObject::tr("Bring the dock to the front, with the keyboard in it"), .menu = Menu::view, .group = 60,
                  .run = [&workbench, plots = QPointer(plots)] {
                      workbench.showDock("plots");
                      plots->setFocus();
                  }});
}

} // namespace hopyard::docks
