// See path_tool.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/inspect/path_tool.h"

#include "app/gui/actions/action_registry.h"
#include "app/gui/client/engine_session.h"
#include "app/gui/document/lab_document.h"
#include "app/gui/inspect/path_dock.h"
#include "app/gui/models/lab_rows.h"
#include "app/gui/scene/lab_scene.h"
#include "app/gui/view/canvas_view.h"
#include "app/gui/window/workbench.h"

namespace hopyard::inspect {

PathTool::PathTool(window::Workbench &workbench, client::EngineSession &session, QObject *parent) :
    QObject(parent), m_workbench(workbench), m_session(session), m_canvas(&workbench.canvas), m_marks(workbench.scene),
    m_dock(new PathDock(session))
{
    m_workbench.addDock({.id = "path", .title = tr("Path"), .icon = "way", .area = Qt::BottomDockWidgetArea, .widget = m_dock});
    m_canvas->addOverlay(&m_marks);
    connect(m_dock, &PathDock::marked, this, [this](const CanvasMarks &marks) {
        m_marks.setMarks(marks);
        if (m_canvas)
            m_canvas->wakeOverlays();
    });
    connect(&m_workbench.document, &document::LabDocument::changed, this, &PathTool::followDocument);
    connect(&m_workbench.scene, &scene::LabScene::pickedChanged, this, &PathTool::followSelection);
    addActions();
    followDocument();
}

PathTool::~PathTool()
{
    if (m_canvas)
        m_canvas->removeOverlay(&m_marks);
}

PathDock *PathTool::dock() const { return m_dock; }

bool PathTool::isAlive() const { return m_session.status().isAlive(); }

void PathTool::addActions()
{
    using actions::Menu;
    auto &registry = m_workbench.actions;
    registry.add({.id = QStringLiteral("go.path"), .text = tr("Go to the &Path"), .icon = QStringLiteral("way"),
                  .tip = tr("Bring the dock to the front, with the keyboard in it"), .menu = Menu::view, .group = 60, .run = [this] {
                      m_workbench.showDock(QStringLiteral("path"));
                      m_dock->setFocus();
                  }});
    registry.add({.id = QStringLiteral("node.path"), .text = tr("Show the Pat&h Between"), .icon = QStringLiteral("way"),
                  .shortcuts = {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_H)},
                  .tip = tr("Show the way of packets between the two selected nodes, there and back again"), .menu = Menu::tools, .group = 15,
                  .run =
                      [this] {
                          const QStringList pair = pickedPair();
                          m_workbench.showDock(QStringLiteral("path"));
                          m_dock->showPath(pair.value(0), pair.value(1));
                      },
                  .enabledWhen = [this] { return isAlive() && !pickedPair().isEmpty(); }});
    registry.add({.id = QStringLiteral("node.whatIf"), .text = tr("What If It &Failed?"), .icon = QStringLiteral("branch"),
                  .tip = tr("Say what would change if the selected node failed; the running lab notices nothing"), .menu = Menu::tools,
                  .group = 15,
                  .run =
                      [this] {
                          m_workbench.showDock(QStringLiteral("path"));
                          m_dock->tryNode(pickedNode());
                      },
                  .enabledWhen = [this] { return isAlive() && !pickedNode().isEmpty(); }});
    registry.add({.id = QStringLiteral("link.whatIf"), .text = tr("What If It Fai&led?"), .icon = QStringLiteral("branch"),
                  .tip = tr("Say what would change if the selected link failed; the running lab notices nothing"), .menu = Menu::tools,
                  .group = 25,
                  .run =
                      [this] {
                          m_workbench.showDock(QStringLiteral("path"));
                          m_dock->tryLink(pickedLink());
                      },
                  .enabledWhen = [this] { return isAlive() && !pickedLink().isEmpty(); }});
}

void PathTool::followDocument()
{
    if (!m_dock)
        return;
    std::vector<PathDock::Choice> nodes;
    for (const lab::Node &node : m_workbench.document.lab().nodes)
        if (node.kind != lab::NodeKind::switch_ && node.kind != lab::NodeKind::hub)
            nodes.push_back({QString::fromStdString(node.name), models::kindIcon(node.kind)});
    m_dock->setNodes(nodes);
    QStringList ends, texts;
    for (const lab::Link &link : m_workbench.document.lab().links) {
        ends += QString::fromStdString(toString(link.a));
        texts += tr("%1 – %2").arg(QString::fromStdString(toString(link.a)), QString::fromStdString(toString(link.b)));
    }
    m_dock->setLinks(ends, texts);
}

QString PathTool::pickedNode() const
{
    const document::Picked picked = m_workbench.scene.picked();
    return picked.nodes.size() == 1 ? QString::fromStdString(picked.nodes.front()) : QString();
}

QString PathTool::pickedLink() const
{
    const document::Picked picked = m_workbench.scene.picked();
    return picked.nodes.empty() && picked.links.size() == 1 ? QString::fromStdString(toString(picked.links.front().a)) : QString();
}

QStringList PathTool::pickedPair() const
{
    const document::Picked picked = m_workbench.scene.picked();
    if (picked.nodes.size() != 2)
        return {};
    QStringList pair{QString::fromStdString(picked.nodes[0]), QString::fromStdString(picked.nodes[1])};
    if (pair[1] == m_first)
        pair.swapItemsAt(0, 1);
    return pair;
}

/// While the dock can be seen, two nodes that are picked are the ends.
void PathTool::followSelection()
{
    if (const QString node = pickedNode(); !node.isEmpty())
        m_first = node;
    const QStringList pair = pickedPair();
    if (m_dock && m_dock->isVisible() && !pair.isEmpty())
        m_dock->showPath(pair[0], pair[1]);
}

} // namespace hopyard::inspect
