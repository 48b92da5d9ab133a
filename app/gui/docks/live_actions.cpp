// The actions of a running lab: in the Run menu, in the menus of nodes ("node.…") and links ("link.…"), in the command
// palette.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/actions/action_registry.h"
#include "app/gui/docks/captures_dock.h"
#include "app/gui/docks/console_dock.h"
#include "app/gui/docks/lists_dock.h"
#include "app/gui/docks/live.h"
#include "app/gui/docks/log_dock.h"
#include "app/gui/docks/machine_screen.h"
#include "app/gui/docks/packets_dock.h"
#include "app/gui/docks/run_widgets.h"
#include "app/gui/docks/shell_console.h"
#include "app/gui/docks/tables_dock.h"
#include "app/gui/docks/virtual_time_dialog.h"
#include "app/gui/inspect/inspector.h"
#include "app/gui/inspect/ospf_inspector.h"
#include "app/gui/document/lab_document.h"
#include "app/gui/models/lab_rows.h"
#include "app/gui/scene/lab_scene.h"
#include "app/gui/view/canvas_view.h"
#include "app/gui/window/workbench.h"

#include <QApplication>
#include <QInputDialog>
#include <QSettings>

#include <functional>

namespace hopyard::docks {

using actions::ActionSpec;
using actions::Menu;
using client::RunPhase;

QString Live::pickedNode() const
{
    const document::Picked picked = m_workbench.scene.picked();
    return picked.nodes.size() == 1 ? QString::fromStdString(picked.nodes.front()) : QString();
}

QStringList Live::pickedLinkEnds() const
{
    const document::Picked picked = m_workbench.scene.picked();
    QStringList ends;
    if (picked.nodes.empty())
        for (const document::LinkEnds &link : picked.links)
            ends += QString::fromStdString(toString(link.a));
    return ends;
}

QString Live::pickedLinkEnd() const
{
    const QStringList ends = pickedLinkEnds();
    return ends.size() == 1 ? ends.first() : QString();
}

QString Live::kindOf(const QString &node) const
{
    const std::string name = node.toStdString();
    const auto [place, guest] = lab::splitGuestPlace(name);
    const lab::Node *found = m_workbench.document.lab().findNode(place);
    if (!found)
        return {};
    if (guest.empty())
        return models::kindIcon(found->kind);
    const lab::Guest *inside = found->computer.findGuest(guest);
    if (!inside)
        return {};
    // A guest of the engine's takes lines as a host does; a machine has a serial console.
    return models::kindIcon(lab::isRealGuest(inside->kind) ? lab::machineKind(inside->kind) : lab::NodeKind::host);
}

bool Live::isOn(const QString &node) const
{
    if (!m_control.isAlive() || node.isEmpty())
        return false;
    const client::NodeInfo *info = m_session.topology().findNode(node.toStdString());
    return info && stateOf(*info) == scene::NodeState::running;
}

void Live::openConsole(const QString &node)
{
    if (!m_control.isAlive() || kindOf(node).isEmpty())
        return;
    m_workbench.showDock("console");
    m_consoles->open(node, kindOf(node));
}

/// Of one guest at once, of several the one that is chosen.
void Live::openGuestConsole(const QString &computer)
{
    const lab::Node *found = m_workbench.document.lab().findNode(computer.toStdString());
    if (!found || found->computer.guests.empty())
        return;
    QStringList names;
    for (const lab::Guest &guest : found->computer.guests)
        names.append(QString::fromStdString(guest.name));
    bool chosen = true;
    const QString name = names.size() == 1 ? names.front()
                                           : QInputDialog::getItem(QApplication::activeWindow(), tr("Console of a Guest"),
                                                                   tr("&Guest of %1:").arg(computer), names, 0, false, &chosen);
    if (chosen)
        openConsole(computer + '/' + name);
}

void Live::openScreenOf(const QString &node)
{
    m_session.call("console.run", {{"node", node.toStdString()}, {"line", "show machine"}}, this,
                   [this, node](const client::EngineSession::Result &result) {
                       if (!result) {
                           m_workbench.showNotice(client::messageOf(result.error()));
                           return;
                       }
                       const client::Json *about = rpc::member(*result, "json");
                       const auto screen = about ? rpc::stringMember(*about, "screen") : std::nullopt;
                       const QString why = screen ? openScreen(QString::fromStdString(*screen))
                                                  : tr("%1 has no screen: write \u201cgraphics: true\u201d into its machine.").arg(node);
                       if (!why.isEmpty())
                           m_workbench.showNotice(why);
                   });
}

void Live::callForNode(const char *method, const QString &node)
{
    m_session.call(method, {{"node", node.toStdString()}}, this, [this](const client::EngineSession::Result &result) {
        if (!result && result.error().code != rpc::disconnected)
            m_workbench.showNotice(client::messageOf(result.error()));
        else
            m_session.refreshTopology();
    });
}

void Live::addActions()
{
    addRunActions();
    addDockActions();
    auto &registry = m_workbench.actions;
    const auto alive = [this] { return m_control.isAlive() && !pickedNode().isEmpty(); };
    registry.add({.id = "node.console", .text = tr("Open &Console"), .icon = "terminal",
                  .shortcuts = {QKeySequence(Qt::CTRL | Qt::Key_T)},
                  .tip = tr("Open the console of the selected node"), .menu = Menu::tools, .group = 10,
                  .run = [this] { openConsole(pickedNode()); }, .enabledWhen = alive});
    registry.add({.id = "node.shell", .text = tr("Open Another S&hell"), .icon = "terminal",
                  .tip = tr("Open one more shell on the selected namespace node"), .menu = Menu::tools, .group = 10,
                  .run =
                      [this] {
                          m_workbench.showDock("console");
                          m_consoles->openAnother(pickedNode(), kindOf(pickedNode()));
                      },
                  .enabledWhen = [this, alive] { return alive() && terminalProgram(kindOf(pickedNode())); }});
    const auto picked = [this] { return m_workbench.document.lab().findNode(pickedNode().toStdString()); };
    registry.add({.id = "node.guest-console", .text = tr("Open a &Guest's Console"), .icon = "terminal",
                  .tip = tr("Open the console of a guest of the selected hypervisor"), .menu = Menu::tools, .group = 10,
                  .run = [this] { openGuestConsole(pickedNode()); },
                  .enabledWhen = [alive, picked] { return alive() && picked() && !picked()->computer.guests.empty(); }});
    registry.add({.id = "node.screen", .text = tr("Open Scree&n"), .icon = "terminal",
                  .tip = tr("Show the screen of the selected QEMU machine in a viewer for VNC"), .menu = Menu::tools, .group = 10,
                  .run = [this] { openScreenOf(pickedNode()); },
                  .enabledWhen = [alive, picked] { return alive() && picked() && picked()->kind == lab::NodeKind::qemu; }});
    registry.add({.id = "node.tables", .text = tr("Show &Tables"), .icon = "table",
                  .tip = tr("Show forwarding table, ARP table and interfaces of the selected node"), .menu = Menu::tools,
                  .group = 10,
                  .run =
                      [this] {
                          m_tables->showNode(pickedNode());
                          m_workbench.showDock("tables");
                      },
                  .enabledWhen = alive});
    const auto isRouter = [this, alive] {
        const QString kind = alive() ? kindOf(pickedNode()) : QString();
        return kind == QLatin1String("router") || kind == QLatin1String("frr") || kind == QLatin1String("bird");
    };
    registry.add({.id = "node.ospfTree", .text = tr("Draw OSPF's T&ree"), .icon = "way",
                  .tip = tr("Draw the tree of shortest paths on the canvas as OSPF of the selected router calculated it"), .menu = Menu::tools,
                  .group = 15,
                  .run =
                      [this] {
                          m_workbench.showDock("tables");
                          m_tables->showTable(pickedNode(), "ospf");
                          if (auto *ospf = m_tables->findChild<inspect::OspfInspector *>())
                              ospf->showView(inspect::OspfInspector::tree);
                      },
                  .enabledWhen = isRouter});
    registry.add({.id = "node.bgp", .text = tr("Show &BGP"), .icon = "table",
                  .tip = tr("Show BGP's table of the selected router, and its decisions step by step"), .menu = Menu::tools, .group = 15,
                  .run =
                      [this] {
                          m_workbench.showDock("tables");
                          m_tables->showTable(pickedNode(), "bgp");
                      },
                  .enabledWhen = isRouter});
    registry.add({.id = "node.start", .text = tr("Switch Node &On"), .icon = "power",
                  .tip = tr("Start the selected node"), .menu = Menu::run, .group = 20,
                  .run = [this] { callForNode("node.start", pickedNode()); },
                  .enabledWhen = [this, alive] { return alive() && !isOn(pickedNode()); }});
    registry.add({.id = "node.stop", .text = tr("Switch Node O&ff"), .icon = "power",
                  .tip = tr("Stop the selected node, as if its plug were pulled"), .menu = Menu::run, .group = 20,
                  .run = [this] { callForNode("node.stop", pickedNode()); },
                  .enabledWhen = [this, alive] { return alive() && isOn(pickedNode()); }});

    const auto links = [this] { return m_control.isAlive() && !pickedLinkEnds().isEmpty(); };
    registry.add({.id = "link.capture", .text = tr("&Capture…"), .icon = "capture",
                  .shortcuts = {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_K)},
                  .tip = tr("Capture packets of the selected link into a file or Wireshark"), .menu = Menu::tools,
                  .group = 20, .run = [this] { m_captures->askAndStart(pickedLinkEnd()); },
                  .enabledWhen = [this] { return m_control.isAlive(); }});
    registry.add({.id = "link.wireshark", .text = tr("Open in &Wireshark"), .icon = "capture",
                  .tip = tr("Watch the packets of the selected links live, each in a Wireshark of its own"), .menu = Menu::tools,
                  .group = 20,
                  .run =
                      [this] {
                          // Without Wireshark it is asked what to do instead: of one link.
                          for (const QString &end : m_captures->hasWireshark() ? pickedLinkEnds() : pickedLinkEnds().mid(0, 1))
                              m_captures->openLive(end);
                      },
                  .enabledWhen = links});
    registry.add({.id = "link.packets", .text = tr("List &Packets"), .icon = "packet",
                  .tip = tr("List the packets of the selected links alone; of everything where no link is selected"),
                  .menu = Menu::tools, .group = 20,
                  .run =
                      [this] {
                          m_packets->setWhere(pickedLinkEnds());
                          m_workbench.showDock("packets");
                      },
                  .enabledWhen = [this] { return m_control.isAlive(); }});
}

/// Alt and a number bring a dock to the front and the keyboard into it.
void Live::addDockActions()
{
    struct Go {
        const char *dock;
        QString text;
        const char *icon;
        Qt::Key key;
        QWidget *widget;
    };
    const Go all[] = {{"console", tr("Go to &Console"), "terminal", Qt::Key_1, m_consoles},
                      {"tables", tr("Go to &Tables"), "table", Qt::Key_2, m_tables},
                      {"log", tr("Go to &Log"), "log", Qt::Key_3, m_logDock},
                      {"lists", tr("Go to &Devices and Links"), "book", Qt::Key_4, m_lists},
                      {"captures", tr("Go to Ca&ptures"), "capture", Qt::Key_5, m_captures},
                      {"packets", tr("Go to Pac&kets"), "packet", Qt::Key_6, m_packets}};
    for (const Go &go : all)
        m_workbench.actions.add({.id = QStringLiteral("go.") + QLatin1String(go.dock), .text = go.text,
                                 .icon = QLatin1String(go.icon), .shortcuts = {QKeySequence(Qt::ALT | go.key)},
                                 .tip = tr("Bring the dock to the front, with the keyboard in it"), .menu = Menu::view,
                                 .group = 60, .run = [this, id = QString::fromLatin1(go.dock), widget = go.widget] {
                                     m_workbench.showDock(id);
                                     widget->setFocus();
                                 }});
    for (inspect::Inspector *inspector : m_tables->inspectors())
        m_workbench.actions.add({.id = QStringLiteral("inspect.") + inspector->id(), .text = tr("Inspect: %1").arg(inspector->title()),
                                 .icon = QStringLiteral("table"), .tip = tr("Show this of the selected node, with the keyboard in it"),
                                 .run =
                                     [this, inspector] {
                                         m_tables->showTable(pickedNode(), inspector->id().toStdString());
                                         m_workbench.showDock("tables");
                                         inspector->setFocus();
                                     },
                                 .enabledWhen = [this, inspector] { return m_control.isAlive() && inspector->shows(kindOf(pickedNode())); }});
}

void Live::askForVirtualTime()
{
    auto *dialog = new VirtualTimeDialog(m_workbench.document.lab(), window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] { m_control.runInVirtualTime(dialog->how()); });
    dialog->open();
}

void Live::addRunActions()
{
    auto &registry = m_workbench.actions;
    const auto phaseIs = [this](std::initializer_list<RunPhase> phases) {
        return [this, all = std::vector(phases)] {
            return std::find(all.begin(), all.end(), m_control.phase()) != all.end();
        };
    };
    registry.add({.id = "run.start", .text = tr("&Run"), .icon = "run", .shortcuts = {QKeySequence(Qt::CTRL | Qt::Key_R)},
                  .tip = tr("Run the lab, or go on where it is paused"), .menu = Menu::run, .group = 0,
                  .run = [this] { m_control.run(); },
                  .enabledWhen = phaseIs({RunPhase::stopped, RunPhase::paused})});
    registry.add({.id = "run.virtual", .text = tr("Run in &Virtual Time…"), .icon = "clock",
                  .shortcuts = {QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_R)},
                  .tip = tr("Run the lab on a clock of its own: the same seed gives the same packets to the last bit"), .menu = Menu::run,
                  .group = 0, .run = [this] { askForVirtualTime(); }, .enabledWhen = phaseIs({RunPhase::stopped})});
    registry.add({.id = "run.pause", .text = tr("&Pause"), .icon = "pause",
                  .shortcuts = {QKeySequence(Qt::Key_F8)},
                  .tip = tr("Stop time in the lab; packets stand where they are"), .menu = Menu::run, .group = 0,
                  .run = [this] { m_control.pause(); }, .enabledWhen = phaseIs({RunPhase::running})});
    registry.add({.id = "run.step", .text = tr("S&tep"), .icon = "step", .shortcuts = {QKeySequence(Qt::Key_F10)},
                  .tip = tr("Let exactly one event happen, then pause"), .menu = Menu::run, .group = 0,
                  .run = [this] { m_control.step(); },
                  .enabledWhen = phaseIs({RunPhase::running, RunPhase::paused})});
    registry.add({.id = "run.stop", .text = tr("&Stop"), .icon = "stop",
                  .shortcuts = {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_R)},
                  .tip = tr("Stop the lab; nothing of the run is left behind"), .menu = Menu::run, .group = 0,
                  .run = [this] { m_control.stop(); },
                  .enabledWhen = phaseIs({RunPhase::starting, RunPhase::running, RunPhase::paused})});
    const auto speed = [this](double factor) {
        return [this, factor] {
            const bool fromFastest = m_control.speed() == client::kFastest && factor < 1;
            m_control.setSpeed(factor == 0 ? 1 : fromFastest ? 1000 : m_control.speed() * factor);
            m_speed->setSpeed(m_control.speed());
        };
    };
    registry.add({.id = "run.slower", .text = tr("S&lower"), .icon = "speed",
                  .shortcuts = {QKeySequence(Qt::Key_F7)},
                  .tip = tr("Let time in the lab pass at half the speed"), .menu = Menu::run, .group = 10,
                  .run = speed(0.5)});
    registry.add({.id = "run.faster", .text = tr("&Faster"), .icon = "speed",
                  .shortcuts = {QKeySequence(Qt::Key_F9)},
                  .tip = tr("Let time in the lab pass at double speed, at most ×1 where Linux nodes take part"),
                  .menu = Menu::run, .group = 10, .run = speed(2)});
    registry.add({.id = "run.realTime", .text = tr("Real Ti&me"), .icon = "clock",
                  .tip = tr("Let time in the lab pass as on the wall"), .menu = Menu::run, .group = 10, .run = speed(0)});
    registry.add({.id = "view.packets", .text = tr("&Packets"), .icon = "packet",
                  .tip = tr("Show packets on their way along the links"), .menu = Menu::view, .group = 20,
                  .run =
                      [this] {
                          m_overlay.setShown(!m_overlay.isShown());
                          m_canvas->wakeOverlays();
                      },
                  .checkable = true, .checkedWhen = [this] { return m_overlay.isShown(); }});
    addPacketActions();
}

/// How packets and links are painted while the lab runs: switches that are kept.
void Live::addPacketActions()
{
    actions::ActionRegistry &registry = m_workbench.actions;
    const auto toggle = [&](const char *id, const QString &text, const QString &tip, std::function<bool()> isOn, std::function<void(bool)> set) {
        const QString setting = QStringLiteral("packets/") + QLatin1String(id);
        if (const QSettings settings; settings.contains(setting))
            set(settings.value(setting).toBool());
        registry.add({.id = QStringLiteral("packets.") + QLatin1String(id), .text = text, .tip = tip, .menu = Menu::view, .group = 21,
                      .run =
                          [this, isOn, set, setting] {
                              set(!isOn());
                              QSettings().setValue(setting, isOn());
                              m_workbench.actions.refresh();
                              if (m_canvas)
                                  m_canvas->wakeOverlays();
                          },
                      .checkable = true, .checkedWhen = isOn});
    };
    using packets::Colouring;
    using packets::Heat;
    toggle("byFlow", tr("Colour by Fl&ow"), tr("Packets have the colour of their conversation, not of their protocol; the legend follows"),
           [this] { return m_overlay.colouring() == Colouring::flow; },
           [this](bool on) { m_overlay.setColouring(on ? Colouring::flow : Colouring::protocol); });
    const auto heat = [&](const char *id, const QString &text, const QString &tip, Heat which) {
        toggle(id, text, tip, [this, which] { return m_overlay.heat() == which; },
               [this, which](bool on) {
                   if (!on && m_overlay.heat() != which)
                       return; // the other one is shown
                   m_overlay.setHeat(on ? which : Heat::busy);
                   if (on) // one at a time, at the next start too
                       QSettings().setValue(which == Heat::load ? QStringLiteral("packets/heatErrors") : QStringLiteral("packets/heatLoad"), false);
               });
    };
    heat("heatLoad", tr("Heat Map: Loa&d"), tr("Every link from green to red by its load; links without a rate by the fastest one"), Heat::load);
    heat("heatErrors", tr("Heat Map: E&rrors"), tr("Every link from green to red by the share of its packets that is dropped"), Heat::errors);
    toggle("lights", tr("Li&ghts of Links"), tr("At each end of a link: green it is up, red it is down, yellow it drops, grey the node is off"),
           [this] { return m_overlay.areLightsShown(); }, [this](bool on) { m_overlay.setLights(on); });
    toggle("queues", tr("&Queues"), tr("What waits at the ends of links, one square a packet"), [this] { return m_overlay.areQueuesShown(); },
           [this](bool on) { m_overlay.setQueues(on); });
}

} // namespace hopyard::docks
