// What a part of the workbench is handed when it installs itself: the shared objects, and places to register docks,
// actions and status widgets. A part is a folder with a function `void install(window::Workbench &)` that main calls
// before the window is assembled; parts know each other only through what stands here.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/window/run_state.h"

#include <QKeySequence>
#include <QObject>
#include <QString>

#include <functional>
#include <string>
#include <vector>

class QWidget;

namespace hopyard::document {
class LabDocument;
}
namespace hopyard::scene {
class LabScene;
}
namespace hopyard::view {
class CanvasView;
}
namespace hopyard::actions {
class ActionRegistry;
}

namespace hopyard::window {

/// A dock: `widget` is owned by the window from then on.
struct DockSpec {
    QString id = {}; ///< "properties": key of the saved layout
    QString title = {};
    QString icon = {}; ///< name of an icon of the theme
    Qt::DockWidgetArea area = Qt::RightDockWidgetArea;
    QWidget *widget = nullptr;
    bool visible = true; ///< at the very first start
    QKeySequence shortcut = {};
    int place = 0;      ///< among the docks of its area, ascending; in order of installation where equal
    bool front = false; ///< of its area at the very first start; the first one where none says so
};

class Workbench final : public QObject {
    Q_OBJECT

public:
    Workbench(document::LabDocument &document, scene::LabScene &scene, view::CanvasView &canvas,
              actions::ActionRegistry &actions);

    document::LabDocument &document;
    scene::LabScene &scene;
    view::CanvasView &canvas;
    actions::ActionRegistry &actions;
    RunState runState;
    /// Before another lab is shown: asks where there are unsaved changes, and saves if wanted. False: the one that is there stays.
    /// Set by the session.
    std::function<bool()> mayReplaceDocument = [] { return true; };

    /// Each dock gets an action "dock.ID" that shows it, or hides it.
    void addDock(DockSpec spec) { m_docks.push_back(std::move(spec)); }
    const std::vector<DockSpec> &docks() const { return m_docks; }
    /// A small widget at the right of the status bar, in order of installation.
    void addStatusWidget(QWidget *widget) { m_statusWidgets.push_back(widget); }
    const std::vector<QWidget *> &statusWidgets() const { return m_statusWidgets; }
    /// A strip as wide as the canvas, below it; it shows and hides itself.
    void addStrip(QWidget *widget) { m_strips.push_back(widget); }
    const std::vector<QWidget *> &strips() const { return m_strips; }
    /// A widget in the toolbar, in the place that the window keeps for `id` (window/layout.h): "run.speed".
    void addToolbarWidget(const QString &id, QWidget *widget) { m_toolbarWidgets.push_back({id, widget}); }
    QWidget *toolbarWidget(const QString &id) const;

    /// Brings a dock to the front.
    void showDock(const QString &id) { emit dockRequested(id); }
    /// A sentence at the top of the canvas until the person closes it. `buttonText` may be empty.
    void showNotice(const QString &text, const QString &buttonText = {}, std::function<void()> onButton = {});
    /// Takes back a notice that has become untrue.
    void withdrawNotice(const QString &text) { emit noticeWithdrawn(text); }
    /// A sentence in the status bar for some seconds.
    void showStatus(const QString &text) { emit statusRequested(text); }

signals:
    void dockRequested(const QString &id);
    void noticeRequested(const QString &text, const QString &buttonText, const std::function<void()> &onButton);
    void noticeWithdrawn(const QString &text);
    void statusRequested(const QString &text);
    /// A double click or Return on a node while the lab runs: open its console.
    void consoleRequested(const std::string &node);

private:
    std::vector<DockSpec> m_docks;
    std::vector<QWidget *> m_statusWidgets;
    std::vector<QWidget *> m_strips;
    std::vector<std::pair<QString, QWidget *>> m_toolbarWidgets;
};

} // namespace hopyard::window
