// The lesson of the lab that is drawn, joined to the rest: the guide follows the document, its checks follow the run, what
// it points at is marked on the canvas, its commands go to the consoles.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/client/run_control.h"
#include "app/gui/inspect/marks_overlay.h"
#include "app/gui/models/guide_model.h"

#include <QObject>
#include <QPointer>

namespace hopyard::view {
class CanvasView;
}
namespace hopyard::window {
class Workbench;
}

namespace hopyard::docks {

class GuideDock;

class Lesson : public QObject {
    Q_OBJECT

public:
    /// Registers its dock.
    Lesson(window::Workbench &workbench, client::RunControl &control, QObject *parent = nullptr);
    ~Lesson() override;

    models::GuideModel &model() { return m_model; }
    GuideDock *dock() const;

signals:
    /// A line for the console of a node, to be shown there and not run.
    void commandOffered(const QString &node, const QString &line);

private:
    void addActions();
    void followDocument();
    void followRun();
    void point(const QStringList &nodes);
    void check();

    window::Workbench &m_workbench;
    client::RunControl &m_control;
    QPointer<view::CanvasView> m_canvas;
    models::GuideModel m_model;
    inspect::MarksOverlay m_marks;
    QPointer<GuideDock> m_dock; // the window's
    bool m_subscribed = false;
    bool m_wasAlive = false;
};

} // namespace hopyard::docks
