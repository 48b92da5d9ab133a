// The main window: owns the shared objects, lets every part install itself, and assembles what they registered into
// menus, toolbar, docks and status bar. It decides nothing else.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/actions/action_registry.h"
#include "app/gui/document/lab_document.h"
#include "app/gui/scene/lab_scene.h"
#include "app/gui/window/workbench.h"

#include <QMainWindow>

#include <functional>
#include <map>
#include <vector>

class QDockWidget;
class QLabel;

namespace hopyard::window {

class NoticeBar;

/// What installs a part of the workbench (workbench.h).
using Installer = std::function<void(Workbench &)>;

class MainWindow final : public QMainWindow {
    Q_OBJECT

public:
    explicit MainWindow(const std::vector<Installer> &parts);
    ~MainWindow() override;

    Workbench &workbench() { return m_workbench; }
    QDockWidget *dock(const QString &id) const; ///< nullptr where there is none

    void restoreLayout();
    void saveLayout() const;
    /// Docks as at the very first start.
    void resetLayout();

signals:
    /// The window wants to close; a receiver that objects sets `allowed` to false.
    void closing(bool *allowed);
    /// Nobody objected: what is still running is to be left or stopped now. The last chance to object.
    void leaving(bool *allowed);

protected:
    void closeEvent(QCloseEvent *event) override;
    bool event(QEvent *event) override;

private:
    void assembleCentre();
    void assembleDocks();
    void assembleMenus();
    void assembleToolbar();
    void assembleStatusBar();

    document::LabDocument m_document;
    scene::LabScene m_scene;
    actions::ActionRegistry m_actions;
    view::CanvasView *m_canvas; // owned by the central widget
    Workbench m_workbench;
    NoticeBar *m_notices = nullptr;
    std::map<QString, QDockWidget *> m_docks;
};

} // namespace hopyard::window
