// See time_travel.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/docks/time_travel.h"

#include "app/gui/actions/action_registry.h"
#include "app/gui/docks/events_dock.h"
#include "app/gui/docks/run_widgets.h"
#include "app/gui/docks/time_line.h"
#include "app/gui/docks/time_strip.h"
#include "app/gui/view/canvas_view.h"
#include "app/gui/window/settings.h"
#include "app/gui/window/workbench.h"

#include <QFileDialog>
#include <QLocale>

#include <algorithm>

namespace hopyard::docks {

using actions::ActionSpec;
using actions::Menu;

TimeTravel::TimeTravel(window::Workbench &workbench, client::RunControl &control, Here here, QObject *parent) :
    QObject(parent), m_workbench(workbench), m_control(control), m_history(control.session()), m_here(std::move(here)),
    m_strip(new TimeStrip(m_history)), m_events(new EventsDock(m_history))
{
    addActions();
    m_strip->addButtons(workbench.actions, {"time.beginning", "time.back", "run.step", "time.nextPacket", "time.nextChange", "time.until"},
                        {"time.branch", "time.present"});
    m_strip->setObjectName(QStringLiteral("time-line")); // as guides call it
    m_strip->setFocusProxy(m_strip->timeLine());
    workbench.addStrip(m_strip);
    workbench.addDock({"events", tr("Events"), "clock", Qt::BottomDockWidgetArea, m_events});
    connect(&m_history, &client::History::failed, this, [this](const QString &message) { m_workbench.showNotice(message); });
    connect(&m_history, &client::History::changed, &workbench.actions, &actions::ActionRegistry::refresh);
    connect(m_strip, &TimeStrip::bookmarkRequested, m_events, &EventsDock::bookmark);
    connect(m_strip, &TimeStrip::conditionDone, this, [this] { m_workbench.canvas.setFocus(); });
    connect(&control.session(), &client::EngineSession::stateChanged, this, [this](const client::Status &status) {
        const bool recording = status.isAlive() && !status.record.empty();
        if (recording != m_recording) { // also where somebody else began it, or the disk ended it
            m_recording = recording;
            m_workbench.actions.refresh();
        }
        if (m_strip)
            m_strip->sayWhy(status.phase == client::Phase::paused ? QString::fromStdString(status.why) : QString());
    });
}

TimeStrip *TimeTravel::strip() const { return m_strip; }
EventsDock *TimeTravel::events() const { return m_events; }

void TimeTravel::addActions()
{
    auto &registry = m_workbench.actions;
    const auto kept = [this] { return m_history.isKept(); };
    const auto past = [this] { return m_history.isKept() && m_history.isPast(); };
    registry.add({.id = "time.beginning", .text = tr("To the Be&ginning"), .icon = "to-begin",
                  .shortcuts = {QKeySequence(Qt::CTRL | Qt::Key_F7)}, .tip = tr("Show the run's first moment"), .menu = Menu::run,
                  .group = 5, .run = [this] { m_history.seek(m_history.from()); }, .enabledWhen = kept});
    registry.add({.id = "time.back", .text = tr("Step &Back"), .icon = "step-back", .shortcuts = {QKeySequence(Qt::CTRL | Qt::Key_F8)},
                  .tip = tr("Show the moment before the last event"), .menu = Menu::run, .group = 5,
                  .run = [this] { m_history.step(-1); }, .enabledWhen = kept});
    registry.add({.id = "time.present", .text = tr("To the Prese&nt"), .icon = "to-end", .shortcuts = {QKeySequence(Qt::CTRL | Qt::Key_F9)},
                  .tip = tr("Show the moment to which the run has come"), .menu = Menu::run, .group = 5,
                  .run = [this] { m_history.goToPresent(); }, .enabledWhen = past});
    registry.add({.id = "time.branch", .text = tr("Go On from &Here"), .icon = "branch",
                  .shortcuts = {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_F9)},
                  .tip = tr("Make this moment the present: the run takes another way from here, and the old one is kept"),
                  .menu = Menu::run, .group = 5, .run = [this] { branch(); },
                  .enabledWhen = [this, past] { return past() && !m_control.session().status().outside; }});
    registry.add({.id = "time.nextPacket", .text = tr("Next Pack&et Here"), .icon = "next-packet",
                  .shortcuts = {QKeySequence(Qt::CTRL | Qt::Key_F10)},
                  .tip = tr("Go on until a packet passes the selected node or link; any packet where nothing is selected"),
                  .menu = Menu::run, .group = 6, .run = [this] { m_history.untilPacket(m_here.place()); },
                  .enabledWhen = [this] { return m_control.isAlive(); }});
    registry.add({.id = "time.nextChange", .text = tr("Next &Change of This Table"), .icon = "table",
                  .shortcuts = {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_F10)},
                  .tip = tr("Go on until the table in the Tables dock changes"), .menu = Menu::run, .group = 6,
                  .run =
                      [this] {
                          const auto [node, table] = m_here.table();
                          if (node.isEmpty())
                              m_workbench.showStatus(tr("Select a node first: its table is the one in the Tables dock."));
                          else
                              m_history.untilTable(node, table);
                      },
                  .enabledWhen = [this] { return m_control.isAlive(); }});
    registry.add({.id = "time.until", .text = tr("Run &Until…"), .icon = "until", .shortcuts = {QKeySequence(Qt::ALT | Qt::Key_F10)},
                  .tip = tr("Go on until an event or a packet that you describe"), .menu = Menu::run, .group = 6,
                  .run = [this] { m_strip->askCondition(); }, .enabledWhen = kept});
    registry.add({.id = "time.bookmark", .text = tr("Bookmar&k…"), .icon = "bookmark", .shortcuts = {QKeySequence(Qt::CTRL | Qt::Key_B)},
                  .tip = tr("Note down the moment that is shown"), .menu = Menu::run, .group = 7,
                  .run = [this] { m_events->bookmark(m_history.now()); }, .enabledWhen = kept});
    registry.add({.id = "time.record", .text = tr("Recor&d…"), .icon = "record",
                  .tip = tr("Write the run into a file from which it can be shown again, here or elsewhere"), .menu = Menu::run,
                  .group = 7, .run = [this] { makeRecord(); },
                  .enabledWhen = [this] { return m_control.isAlive() && !m_control.session().status().replay && !m_history.isPast(); },
                  .checkable = true, .checkedWhen = [this] { return m_recording; }});
    registry.add({.id = "file.openRecord", .text = tr("Open Recor&d…"), .icon = "open",
                  .tip = tr("Show a run that was recorded, from beginning to end"), .menu = Menu::file, .group = 5,
                  .run =
                      [this] {
                          const QString file = QFileDialog::getOpenFileName(m_workbench.canvas.window(), tr("Open Record"), {},
                                                                            tr("Records (*.hopyard);;All files (*)"));
                          if (!file.isEmpty())
                              openRecord(file);
                      },
                  .enabledWhen = [this] { return m_control.phase() == client::RunPhase::stopped; }});
    registry.add({.id = "go.time", .text = tr("Go to the Tim&e Line"), .icon = "clock", .shortcuts = {QKeySequence(Qt::ALT | Qt::Key_0)},
                  .tip = tr("Put the keyboard on the time line: arrows go back and forth"), .menu = Menu::view, .group = 60,
                  .run = [this] { m_strip->timeLine()->setFocus(); }, .enabledWhen = kept});
}

void TimeTravel::branch()
{
    const QString name = tr("From %1").arg(clockText(m_history.now()));
    // What was edited since, or while the past was shown, is what the drawing says: the other way begins with it.
    m_history.branch(name, [this] { m_control.sendDocument(); });
}

void TimeTravel::makeRecord()
{
    if (m_recording) {
        m_control.session().call("record.stop", client::Json::object(), this, [this](const client::EngineSession::Result &result) {
            m_recording = false;
            m_workbench.actions.refresh();
            if (result)
                m_workbench.showStatus(tr("The run is recorded."));
            else if (result.error().code != rpc::disconnected)
                m_workbench.showNotice(client::messageOf(result.error()));
        });
        return;
    }
    m_workbench.actions.refresh(); // unchecked until it is so
    QString file = QFileDialog::getSaveFileName(m_workbench.canvas.window(), tr("Record the Run"), {}, tr("Records (*.hopyard)"));
    if (file.isEmpty())
        return;
    if (!file.contains(QLatin1Char('.')))
        file += QStringLiteral(".hopyard");
    const qint64 limit = window::settings::recordLimit();
    m_control.session().call("record.start", {{"file", file.toStdString()}, {"replace", true}, {"limit", limit}}, this,
                             [this, file, limit](const client::EngineSession::Result &result) {
                                 m_recording = result.has_value();
                                 m_workbench.actions.refresh();
                                 if (result)
                                     m_workbench.showStatus(
                                         limit == 0 ? tr("The run is written into %1.").arg(file)
                                                    : tr("The run is written into %1, which takes %2 at most.")
                                                          .arg(file, QLocale().formattedDataSize(
                                                                         limit, 1, QLocale::DataSizeSIFormat)));
                                 else if (result.error().code != rpc::disconnected)
                                     m_workbench.showNotice(client::messageOf(result.error()));
                             });
}

void TimeTravel::openRecord(const QString &file)
{
    if (m_control.phase() != client::RunPhase::stopped) {
        m_workbench.showNotice(tr("Another lab runs in this window; stop it first."));
        return;
    }
    if (m_here.mayReplace())
        m_control.openRecord(file, m_here.adopt);
}

} // namespace hopyard::docks
