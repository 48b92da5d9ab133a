// Everything of the workbench that has to do with a running lab, put together: the session with the engine, run control,
// packets on the canvas, the docks that look inside, and the actions by which all of it is reached.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/client/engine_session.h"
#include "app/gui/client/run_control.h"
#include "app/gui/client/run_finder.h"
#include "app/gui/client/run_moment.h"
#include "app/gui/inspect/marks_overlay.h"
#include "app/gui/models/log_model.h"
#include "app/gui/packets/packet_overlay.h"

#include <QElapsedTimer>
#include <QObject>
#include <QPointer>
#include <QStringList>
#include <QTimer>

namespace hopyard::scene {
enum class NodeState;
}
namespace hopyard::view {
class CanvasView;
}
namespace hopyard::window {
class Workbench;
}

namespace hopyard::inspect {
class PathTool;
}

namespace hopyard::docks {

class CapturesDock;
class PacketsDock;
class ClockLabel;
class ConsoleDock;
class Lesson;
class ListsDock;
class LogDock;
class SpeedSlider;
class TablesDock;
class TimeTravel;

class Live : public QObject {
    Q_OBJECT

public:
    /// Registers docks, actions and widgets; the workbench becomes the parent.
    explicit Live(window::Workbench &workbench);
    ~Live() override;

    client::RunControl &control() { return m_control; }
    client::EngineSession &session() { return m_session; }
    packets::PacketOverlay &overlay() { return m_overlay; }
    ConsoleDock *consoles() const;
    Lesson &lesson() { return *m_lesson; }
    inspect::PathTool &path() { return *m_path; }
    TimeTravel *time() const { return m_time; }
    /// Shows a run that was recorded.
    void openRecord(const QString &file);
    /// For pictures of a lab whose programs the command line allowed: nobody is asked.
    void allowPrograms() { m_programsAllowed = true; }
    /// Asks what becomes of a lab that runs when the window closes. False: the window stays.
    bool mayClose();
    /// Looks for labs that run already and offers to attach.
    void offerRunningLabs();

protected:
    bool eventFilter(QObject *object, QEvent *event) override; ///< tooltips of drops

private:
    void addDocks();
    void addActions();
    void addRunActions();
    void askForVirtualTime();
    void addPacketActions();
    void addDockActions();
    void connectRun();
    void connectSelection();
    void phaseChanged();
    void askConsent(const std::vector<client::Program> &programs, bool canRemember);
    void takeBatch(const client::Batch &batch);
    void updatePaths();
    void updateRates();
    void updateLinkStates();
    void updateNodeStates();
    void updateClock();
    void followSelection();
    void followDocument();
    void offerLabs(const std::vector<client::RunningLab> &labs);
    void attach(const QString &socket);
    bool adopt(const std::string &text, const QString &path);
    void momentChanged();
    void openConsole(const QString &node); ///< of a node, or of a guest ("pc1/g1")
    void openGuestConsole(const QString &computer);
    void openScreenOf(const QString &node);
    QString pickedNode() const;    ///< the one node that is picked, else empty
    QString pickedLinkEnd() const; ///< the first end of the one link that is picked, else empty
    QStringList pickedLinkEnds() const; ///< the first end of each link that is picked, where nothing else is
    QString kindOf(const QString &node) const;
    /// Of a lab that runs: what was told of the node last, else how it stood when the engine was asked.
    scene::NodeState stateOf(const client::NodeInfo &node) const;
    bool isOn(const QString &node) const; ///< a node that runs in a lab that runs
    void callForNode(const char *method, const QString &node);
    QWidget *window() const;

    window::Workbench &m_workbench;
    QPointer<view::CanvasView> m_canvas;
    client::EngineSession m_session;
    client::RunControl m_control;
    packets::PacketOverlay m_overlay;
    inspect::MarksOverlay m_marks; ///< what the inspector in front wants lit
    models::LogModel m_log;
    client::RunMoment m_moment;
    client::RunFinder m_finder;
    QElapsedTimer m_wall;
    QTimer m_clockTimer;
    std::map<std::string, std::string> m_nodeStates;
    bool m_programsAllowed = false;
    QString m_refusedEdit; ///< the notice that tells of an edit the network did not take
    // Owned by the window, which outlives nothing of this: it deletes them first.
    QPointer<TablesDock> m_tables;
    QPointer<LogDock> m_logDock;
    QPointer<ListsDock> m_lists;
    QPointer<ConsoleDock> m_consoles;
    QPointer<CapturesDock> m_captures;
    QPointer<PacketsDock> m_packets;
    Lesson *m_lesson = nullptr; // a child
    inspect::PathTool *m_path = nullptr; // a child
    TimeTravel *m_time = nullptr; ///< a child
    QPointer<SpeedSlider> m_speed;
    QPointer<ClockLabel> m_clock;
};

/// Makes a Live, which the workbench owns.
Live *installLive(window::Workbench &workbench);

} // namespace hopyard::docks
