// See live.h. The actions are in live_actions.cpp.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/docks/live.h"

#include "app/gui/actions/action_registry.h"
#include "app/gui/config/connect.h"
#include "app/gui/docks/captures_dock.h"
#include "app/gui/docks/console_dock.h"
#include "app/gui/docks/consent_dialog.h"
#include "app/gui/docks/insight.h"
#include "app/gui/docks/lesson.h"
#include "app/gui/docks/lists_dock.h"
#include "app/gui/docks/log_dock.h"
#include "app/gui/docks/packets_dock.h"
#include "app/gui/docks/plotting.h"
#include "app/gui/docks/run_widgets.h"
#include "app/gui/docks/table_view.h"
#include "app/gui/docks/tables_dock.h"
#include "app/gui/docks/time_strip.h"
#include "app/gui/docks/time_travel.h"
#include "app/gui/document/lab_document.h"
#include "app/gui/inspect/install.h"
#include "app/gui/inspect/path_tool.h"
#include "app/gui/models/lab_rows.h"
#include "app/gui/packets/by_link.h"
#include "app/gui/scene/items.h"
#include "app/gui/scene/lab_scene.h"
#include "app/gui/theme/theme.h"
#include "app/gui/view/canvas_view.h"
#include "app/gui/window/main_window.h"
#include "app/gui/window/workbench.h"

#include <QFile>
#include <QHelpEvent>
#include <QMessageBox>
#include <QPushButton>
#include <QToolTip>

#include <array>
#include <utility>

namespace hopyard::docks {

namespace {

QString engineDiedText()
{
    return Live::tr("The engine has ended unexpectedly; the lab on the canvas is unharmed.");
}

constexpr int kClockMs = 100; ///< between two updates of the time in the status bar

window::RunState::State runStateOf(client::RunPhase phase)
{
    switch (phase) {
    case client::RunPhase::stopped: return window::RunState::State::stopped;
    case client::RunPhase::starting: return window::RunState::State::starting;
    case client::RunPhase::running: return window::RunState::State::running;
    case client::RunPhase::paused: return window::RunState::State::paused;
    }
    return window::RunState::State::stopped;
}

/// The way of the engine's link on the canvas, in the direction in which the engine names it.
std::optional<scene::LinkPath> pathOf(const scene::LabScene &scene, const client::LinkInfo &link)
{
    if (auto path = scene.linkPath(document::LinkEnds{link.a, link.b}))
        return path;
    if (auto path = scene.linkPath(document::LinkEnds{link.b, link.a}))
        return scene::LinkPath{path->to, path->control, path->from, {path->bends.rbegin(), path->bends.rend()}};
    return std::nullopt;
}

} // namespace

Live::Live(window::Workbench &workbench) :
    QObject(&workbench), m_workbench(workbench), m_canvas(&workbench.canvas),
    m_control(m_session, workbench.document,
              {[&workbench] { return workbench.document.text(); }, [&workbench] { return workbench.document.path(); },
               [&workbench] { return QString::fromStdString(workbench.document.lab().title); }}),
    m_overlay([this] { return packets::WorldClock::Wall::nanoseconds(m_wall.nsecsElapsed()); }),
    m_marks(workbench.scene), m_moment(m_session)
{
    m_wall.start();
    m_clockTimer.setInterval(kClockMs);
    connect(&m_clockTimer, &QTimer::timeout, this, &Live::updateClock);
    addDocks();
    addActions();
    m_time = new TimeTravel(
        m_workbench, m_control,
        {[this] { return pickedNode().isEmpty() ? pickedLinkEnd() : pickedNode(); },
         [this] { return std::pair(m_tables->node(), QString::fromStdString(m_tables->changingTable())); },
         [this](const std::string &text, const QString &path) { return adopt(text, path); },
         [this] { return m_workbench.mayReplaceDocument(); }},
        this);
    connectRun();
    connectSelection();
    m_canvas->addOverlay(&m_marks); // packets pass above it
    m_canvas->addOverlay(&m_overlay);
    m_canvas->viewport()->installEventFilter(this);
    const auto theme = [this] { m_overlay.setDark(theme::Theme::instance().scheme() == theme::Scheme::dark); };
    connect(&theme::Theme::instance(), &theme::Theme::changed, this, theme);
    theme();
    if (auto *mainWindow = qobject_cast<window::MainWindow *>(window()))
        connect(mainWindow, &window::MainWindow::leaving, this, [this](bool *allowed) {
            if (*allowed)
                *allowed = mayClose();
        });
    connect(&m_finder, &client::RunFinder::found, this, &Live::offerLabs);
    followDocument();
    phaseChanged();
}

Live::~Live()
{
    if (m_canvas) {
        m_canvas->removeOverlay(&m_overlay);
        m_canvas->removeOverlay(&m_marks);
    }
}

ConsoleDock *Live::consoles() const { return m_consoles; }

QWidget *Live::window() const { return m_canvas ? m_canvas->window() : nullptr; }

void Live::addDocks()
{
    config::connectConfigEditor(m_workbench, m_session);
    m_tables = new TablesDock(m_session);
    m_logDock = new LogDock(m_log);
    m_lists = new ListsDock(m_session, m_workbench.document);
    m_consoles = new ConsoleDock(m_session);
    m_captures = new CapturesDock(m_session);
    m_packets = new PacketsDock(m_session);
    m_clock = new ClockLabel;
    m_speed = new SpeedSlider;
    const auto bottom = Qt::BottomDockWidgetArea;
    m_workbench.addDock({"console", tr("Console"), "terminal", bottom, m_consoles});
    m_workbench.addDock({.id = "tables", .title = tr("Tables"), .icon = "table", .area = bottom, .widget = m_tables,
                         .front = true});
    m_workbench.addDock({"log", tr("Log"), "log", bottom, m_logDock});
    m_workbench.addDock({"lists", tr("Devices and links"), "book", bottom, m_lists});
    m_workbench.addDock({"captures", tr("Captures"), "capture", bottom, m_captures});
    m_workbench.addDock({"packets", tr("Packets"), "packet", bottom, m_packets});
    installInsight(m_workbench, m_session);
    inspect::installInspectors(*m_tables, m_session);
    m_path = new inspect::PathTool(m_workbench, m_session, this);
    installPlots(m_workbench, m_session, *m_tables);
    connect(m_tables, &TablesDock::marked, this, [this](const inspect::CanvasMarks &marks) {
        m_marks.setMarks(marks);
        if (m_canvas)
            m_canvas->wakeOverlays();
    });
    connect(m_packets, &PacketsDock::failed, this, [this](const QString &message) { m_workbench.showNotice(message); });
    connect(m_packets, &PacketsDock::wayFound, this, [this](const std::vector<base::LinkId> &links) {
        m_overlay.setLit(links);
        if (m_canvas)
            m_canvas->wakeOverlays();
    });
    m_lesson = new Lesson(m_workbench, m_control, this);
    connect(m_lesson, &Lesson::commandOffered, this, [this](const QString &node, const QString &line) {
        if (!m_control.isAlive() || kindOf(node).isEmpty())
            return;
        m_workbench.showDock("console");
        m_consoles->insert(node, kindOf(node), line);
    });
    m_workbench.addStatusWidget(m_clock);
    m_workbench.addToolbarWidget("run.speed", m_speed);
}

void Live::connectRun()
{
    using client::EngineSession;
    using client::RunControl;
    connect(&m_control, &RunControl::phaseChanged, this, &Live::phaseChanged);
    connect(&m_control, &RunControl::consentNeeded, this, &Live::askConsent);
    connect(&m_control, &RunControl::failed, this, [this](const QString &message) { m_workbench.showNotice(message); });
    connect(&m_control, &RunControl::editRefused, this, [this](const QString &message) {
        if (!m_refusedEdit.isEmpty())
            m_workbench.withdrawNotice(std::exchange(m_refusedEdit, {})); // one at a time, the latest
        if (!message.isEmpty())
            m_workbench.showNotice(
                m_refusedEdit =
                    tr("The running network keeps its old state, the drawing has your edit: %1").arg(message));
        else if (m_control.isAlive())
            m_workbench.showStatus(tr("The running network has all edits again."));
    });
    connect(&m_control, &RunControl::engineDied, this, [this] {
        m_workbench.showNotice(engineDiedText(), tr("Restart"), [this] { m_control.run(); });
    });
    connect(&m_session, &EngineSession::problemReported, this, [this](const lab::Problem &problem) {
        m_workbench.showNotice(QString::fromStdString(toString(problem)));
        m_log.append({{m_session.status().now, problem.node,
                       problem.severity == lab::Problem::Severity::error ? "error" : "warning", problem.message}},
                     m_session.status().line);
    });
    connect(&m_session, &EngineSession::telemetry, this, &Live::takeBatch);
    connect(&m_moment, &client::RunMoment::momentShown, this, [this] {
        m_log.setMoment(m_session.status().past ? std::optional(m_session.status().now) : std::nullopt);
    });
    connect(&m_moment, &client::RunMoment::cutAfter, this,
            [this](double, base::TimePoint time) { m_log.setWay(m_session.status().line, time); });
    connect(&m_session, &EngineSession::stateChanged, this, [this](const client::Status &status) {
        m_speed->setHighest(m_control.highestSpeed());
        if (status.isAlive())
            m_speed->setSpeed(status.speed);
        updateClock();
    });
    connect(&m_session, &EngineSession::topologyChanged, this, &Live::updatePaths);
    connect(&m_session, &EngineSession::topologyChanged, this, [this] {
        updateNodeStates();
        m_workbench.actions.refresh();
    });
    connect(&m_time->history(), &client::History::momentChanged, this, &Live::momentChanged);
    connect(m_speed, &SpeedSlider::speedChosen, &m_control, &RunControl::setSpeed);
    connect(m_captures, &CapturesDock::failed, this,
            [this](const QString &message) { m_workbench.showNotice(message); });
    connect(m_captures, &CapturesDock::started, this, [this] { m_workbench.showDock("captures"); });
    connect(&m_workbench, &window::Workbench::consoleRequested, this,
            [this](const std::string &node) { openConsole(QString::fromStdString(node)); });
    connect(m_lists, &ListsDock::nodeActivated, this, [this](const QString &node) {
        if (m_control.isAlive())
            openConsole(node);
        else
            m_workbench.showDock("properties");
    });
}

void Live::connectSelection()
{
    connect(&m_workbench.scene, &scene::LabScene::pickedChanged, this, &Live::followSelection);
    connect(&m_workbench.scene, &scene::LabScene::geometryChanged, this, &Live::updatePaths);
    connect(&m_workbench.document, &document::LabDocument::changed, this, &Live::followDocument);
    connect(m_lists, &ListsDock::selectionRequested, this, [this](const QStringList &nodes, const QStringList &links, const QStringList &shapes) {
        document::Picked picked;
        for (const QString &node : nodes)
            picked.nodes.push_back(node.toStdString());
        for (const lab::Link &link : m_workbench.document.lab().links)
            if (links.contains(models::linkKey(link.a, link.b)))
                picked.links.push_back(document::endsOf(link));
        for (const QString &shape : shapes)
            picked.shapes.push_back(shape.toStdString());
        m_workbench.scene.pick(picked);
    });
}

void Live::phaseChanged()
{
    m_workbench.runState.setState(runStateOf(m_control.phase()));
    if (m_control.phase() == client::RunPhase::starting)
        m_workbench.withdrawNotice(engineDiedText()); // whoever ran it again, by whichever button
    m_speed->setHighest(m_control.highestSpeed());
    if (!m_control.isAlive()) {
        m_overlay.clear();
        m_nodeStates.clear();
        m_workbench.scene.clearNodeStates();
        m_clockTimer.stop();
    } else if (m_control.phase() == client::RunPhase::running) {
        m_clockTimer.start();
    } else {
        m_clockTimer.stop();
    }
    updateClock();
    updateNodeStates();
    if (m_canvas)
        m_canvas->wakeOverlays();
}

void Live::updateClock()
{
    if (!m_clock)
        return;
    const client::Status &status = m_session.status();
    if (m_control.isAlive() && m_time && m_time->strip())
        m_time->strip()->updateMoment();
    if (m_control.isAlive())
        m_clock->show(status.now, status.speed, status.phase == client::Phase::paused,
                      status.virtualTime ? std::optional(status.seed) : std::nullopt);
    else
        m_clock->showNothing();
}

/// What was gathered of the moment shown before is void: packets under way, states of nodes.
void Live::momentChanged()
{
    m_overlay.clear();
    m_nodeStates.clear();
    m_session.refreshTopology();
    if (m_canvas)
        m_canvas->wakeOverlays();
}

void Live::openRecord(const QString &file) { m_time->openRecord(file); }

void Live::takeBatch(const client::Batch &batch)
{
    m_overlay.take(batch);
    m_log.append(batch.log, m_session.status().line);
    if (!batch.nodes.empty()) {
        for (const client::NodeChange &change : batch.nodes)
            m_nodeStates[change.node] = change.state;
        updateNodeStates();
        updateLinkStates();
        m_workbench.actions.refresh();
    }
    if (!batch.drops.empty() || !batch.packets.empty() || !batch.links.empty()
        || batch.phase == client::Phase::paused) {
        if (m_canvas)
            m_canvas->wakeOverlays();
    }
}

void Live::updatePaths()
{
    std::vector<std::optional<scene::LinkPath>> paths;
    std::vector<QString> names;
    std::vector<std::array<double, 2>> lights;
    for (const client::LinkInfo &link : m_session.topology().links) {
        auto *path = packets::placeOf(link.id, paths);
        auto *name = packets::placeOf(link.id, names);
        auto *light = packets::placeOf(link.id, lights);
        if (!path || !name || !light)
            continue;
        *path = pathOf(m_workbench.scene, link);
        *light = {m_workbench.scene.lightAt(link.a), m_workbench.scene.lightAt(link.b)};
        *name = QString::fromStdString(toString(link.a) + " – " + toString(link.b));
    }
    m_overlay.setPaths(std::move(paths));
    m_overlay.setLightPlaces(lights);
    m_overlay.setLinkNames(std::move(names));
    std::vector<packets::PacketOverlay::NodePlace> places;
    for (const client::NodeInfo &node : m_session.topology().nodes) {
        if (node.id < 0 || node.id > 1'000'000)
            continue; // numbers are dense (core/base/id.h); one that is not would cost memory
        const auto index = static_cast<std::size_t>(node.id);
        if (places.size() <= index)
            places.resize(index + 1);
        places[index].name = QString::fromStdString(node.name);
        if (m_workbench.scene.isShown(node.name))
            places[index].at = m_workbench.scene.placeOf(node.name);
    }
    m_overlay.setNodePlaces(std::move(places));
    updateRates();
    updateLinkStates();
}

/// The lights: a link is up where nothing took it down, and its ends are lit where their nodes run.
void Live::updateLinkStates()
{
    std::map<std::string, bool> down;
    for (const lab::Link &link : m_workbench.document.lab().links)
        down[toString(link.a)] = down[toString(link.b)] = link.forward.down || link.backward.down;
    std::map<std::string, bool> runs;
    for (const client::NodeInfo &node : m_session.topology().nodes)
        runs[node.name] = stateOf(node) == scene::NodeState::running;
    std::vector<packets::PacketOverlay::LinkState> states;
    for (const client::LinkInfo &info : m_session.topology().links) {
        if (auto *state = packets::placeOf(info.id, states))
            *state = {info.up && !down[toString(info.a)], runs[info.a.node], runs[info.b.node]};
    }
    m_overlay.setLinkStates(states);
}

void Live::updateRates()
{
    std::map<std::string, const lab::Link *> drawn;
    for (const lab::Link &link : m_workbench.document.lab().links)
        drawn[toString(link.a)] = drawn[toString(link.b)] = &link; // one link an interface
    std::vector<packets::LinkLoads::Rates> rates;
    for (const client::LinkInfo &info : m_session.topology().links) {
        const auto found = drawn.find(toString(info.a));
        auto *both = found == drawn.end() ? nullptr : packets::placeOf(info.id, rates);
        if (!both)
            continue;
        const lab::Link &link = *found->second;
        *both = {link.forward.rate, link.backward.rate};
        if (link.a != info.a) // the engine names it the other way round
            std::swap((*both)[0], (*both)[1]);
    }
    m_overlay.setLinkRates(std::move(rates));
}

void Live::updateNodeStates()
{
    if (!m_control.isAlive())
        return;
    for (const client::NodeInfo &node : m_session.topology().nodes)
        m_workbench.scene.setNodeState(node.name, stateOf(node));
}

scene::NodeState Live::stateOf(const client::NodeInfo &node) const
{
    const auto said = m_nodeStates.find(node.name);
    if (said == m_nodeStates.end() || said->second == "created")
        return node.running ? scene::NodeState::running : scene::NodeState::stopped;
    const std::string &state = said->second;
    return state == "started" || state == "running" ? scene::NodeState::running
        : state == "failed"                         ? scene::NodeState::failed
        : state == "starting"                       ? scene::NodeState::starting
                                                    : scene::NodeState::stopped;
}

void Live::followSelection()
{
    const document::Picked picked = m_workbench.scene.picked();
    QStringList nodes;
    for (const std::string &node : picked.nodes)
        nodes += QString::fromStdString(node);
    QStringList links;
    for (const document::LinkEnds &ends : picked.links)
        links += models::linkKey(ends.a, ends.b);
    QStringList shapes;
    for (const std::string &shape : picked.shapes)
        shapes += QString::fromStdString(shape);
    if (m_lists)
        m_lists->setSelected(nodes, links, shapes);
    if (m_logDock)
        m_logDock->setSelected(nodes);
    if (m_tables && nodes.size() == 1)
        m_tables->showNode(nodes.first());
}

void Live::followDocument()
{
    std::vector<TablesDock::Choice> choices;
    for (const lab::Node &node : m_workbench.document.lab().nodes)
        choices.push_back({QString::fromStdString(node.name), models::kindIcon(node.kind)});
    if (m_tables)
        m_tables->setNodes(choices);
    updateRates();
}

void Live::askConsent(const std::vector<client::Program> &programs, bool canRemember)
{
    if (m_programsAllowed) {
        m_control.answerConsent(client::Consent::once);
        return;
    }
    auto *dialog = new ConsentDialog(programs, canRemember, window(), lab::wants(m_workbench.document.lab()));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::finished, this, [this, dialog] { m_control.answerConsent(dialog->answer()); });
    // The engine may die, or the person may press Stop, behind the question.
    connect(&m_control, &client::RunControl::phaseChanged, dialog, [this, dialog] {
        if (m_control.phase() != client::RunPhase::starting)
            dialog->close();
    });
    dialog->open();
}

bool Live::mayClose()
{
    if (!m_control.isAlive())
        return true;
    QMessageBox box(QMessageBox::NoIcon, tr("The lab is running"),
                    tr("Keep the lab running without the window?"), QMessageBox::NoButton, window());
    box.setInformativeText(tr("It goes on in the background and is offered again at the next start. “hop ps” lists it, "
                              "“hop stop” stops it."));
    QPushButton *keep = box.addButton(tr("&Keep running"), QMessageBox::AcceptRole);
    QPushButton *stop = box.addButton(tr("&Stop the lab"), QMessageBox::DestructiveRole);
    box.addButton(QMessageBox::Cancel);
    box.setDefaultButton(stop);
    box.exec();
    if (box.clickedButton() == keep) {
        m_control.leaveRunning();
        return true;
    }
    if (box.clickedButton() == stop) {
        m_control.stop();
        return true;
    }
    return false;
}

void Live::offerRunningLabs() { m_finder.start(); }

void Live::offerLabs(const std::vector<client::RunningLab> &labs)
{
    if (m_control.phase() != client::RunPhase::stopped)
        return;
    for (const client::RunningLab &lab : labs) {
        const QString title =
            QString::fromStdString(lab.status.labTitle.empty() ? lab.status.run : lab.status.labTitle);
        m_workbench.showNotice(
            tr("The lab “%1” is still running (%2).").arg(title, QString::fromStdString(lab.status.run)), tr("Show it"),
            [this, socket = lab.socket] { attach(socket); });
    }
}

void Live::attach(const QString &socket)
{
    if (m_control.phase() != client::RunPhase::stopped) {
        m_workbench.showNotice(tr("Another lab runs in this window; stop it first."), tr("Show it"), [this, socket] { attach(socket); });
        return;
    }
    if (!m_workbench.mayReplaceDocument())
        return;
    m_control.attach(socket, [this](const std::string &text, const QString &path) { return adopt(text, path); });
}

/// Makes the lab of an engine that runs the document.
bool Live::adopt(const std::string &text, const QString &path)
{
    QFile file(path);
    const bool same =
        !path.isEmpty() && file.open(QIODevice::ReadOnly) && file.readAll() == QByteArray::fromStdString(text);
    const auto opened = m_workbench.document.openText(text, path, !same);
    if (!opened)
        m_workbench.showNotice(
            tr("The running lab cannot be shown: %1").arg(QString::fromStdString(toString(opened.error().front()))));
    else if (m_canvas)
        m_canvas->zoomToFit();
    return opened.has_value();
}

bool Live::eventFilter(QObject *object, QEvent *event)
{
    if (event->type() == QEvent::ToolTip && m_canvas && object == m_canvas->viewport()) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const QString tip = m_overlay.tipAt(help->pos());
        if (!tip.isEmpty()) {
            QToolTip::showText(help->globalPos(), tip, m_canvas->viewport());
            return true;
        }
    }
    return QObject::eventFilter(object, event);
}

Live *installLive(window::Workbench &workbench) { return new Live(workbench); }

} // namespace hopyard::docks
