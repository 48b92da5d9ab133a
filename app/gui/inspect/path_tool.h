// The path tool, joined to the rest: its dock follows the drawing and what is picked in it, the path is lit on the canvas, and
// the menus of nodes and links ask it what would change if they failed.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/inspect/marks_overlay.h"

#include <QObject>
#include <QPointer>
#include <QString>

namespace hopyard::client {
class EngineSession;
}
namespace hopyard::view {
class CanvasView;
}
namespace hopyard::window {
class Workbench;
}

namespace hopyard::inspect {

class PathDock;

class PathTool : public QObject {
    Q_OBJECT

public:
    /// Registers its dock and its actions; `session` outlives it.
    PathTool(window::Workbench &workbench, client::EngineSession &session, QObject *parent = nullptr);
    ~PathTool() override;

    PathDock *dock() const;
    const MarksOverlay &marks() const { return m_marks; }

private:
    void addActions();
    void followDocument();
    void followSelection();
    bool isAlive() const;
    QString pickedLink() const; ///< the first end of the one link that is picked, else empty
    QString pickedNode() const;
    QStringList pickedPair() const; ///< two nodes in the order in which they were picked, or nothing

    window::Workbench &m_workbench;
    client::EngineSession &m_session;
    QPointer<view::CanvasView> m_canvas;
    MarksOverlay m_marks;
    QPointer<PathDock> m_dock; // the window's
    QString m_first;           ///< the node that was picked alone last
};

} // namespace hopyard::inspect
