// See presentation.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/window/presentation.h"

#include "app/gui/actions/action_registry.h"
#include "app/gui/scene/lab_scene.h"
#include "app/gui/view/canvas_view.h"
#include "app/gui/window/workbench.h"

#include <QDockWidget>
#include <QMainWindow>
#include <QMenuBar>
#include <QShortcut>
#include <QStatusBar>
#include <QTimer>
#include <QToolBar>

namespace hopyard::window {

Presentation::Presentation(Workbench &workbench) : QObject(&workbench), m_workbench(workbench) {}

void Presentation::toggle()
{
    auto *window = qobject_cast<QMainWindow *>(m_workbench.canvas.window());
    if (!window)
        return;
    m_on ? leave(*window) : enter(*window);
    m_workbench.actions.refresh();
    QTimer::singleShot(0, &m_workbench.canvas, [this] { m_workbench.canvas.zoomToFit(); }); // once it has its size
}

void Presentation::enter(QMainWindow &window)
{
    m_on = true;
    m_states = window.windowState();
    m_arrangement = window.saveState(); // which docks are in front, and how wide they are
    m_hidden.clear();
    const auto hide = [this](QWidget *widget) {
        if (widget->isVisible()) {
            m_hidden.emplace_back(widget);
            widget->hide();
        }
    };
    for (QDockWidget *dock : window.findChildren<QDockWidget *>(QString(), Qt::FindDirectChildrenOnly))
        hide(dock);
    for (QToolBar *bar : window.findChildren<QToolBar *>(QString(), Qt::FindDirectChildrenOnly))
        hide(bar);
    hide(window.menuBar());
    hide(window.statusBar());
    for (QWidget *strip : m_workbench.strips())
        hide(strip);
    m_gridShown = m_workbench.canvas.isGridShown();
    m_workbench.canvas.setGridShown(false);
    m_workbench.scene.pickNone();
    m_escape = new QShortcut(QKeySequence(Qt::Key_Escape), &window);
    connect(m_escape, &QShortcut::activated, this, &Presentation::toggle);
    window.setWindowState(m_states | Qt::WindowFullScreen);
    m_workbench.canvas.setFocus();
}

void Presentation::leave(QMainWindow &window)
{
    m_on = false;
    delete m_escape;
    m_escape = nullptr;
    window.setWindowState(m_states);
    for (const QPointer<QWidget> &widget : m_hidden)
        if (widget)
            widget->show();
    m_hidden.clear();
    window.restoreState(m_arrangement);
    m_workbench.canvas.setGridShown(m_gridShown);
}

void installPresentation(Workbench &workbench)
{
    auto *presentation = new Presentation(workbench);
    workbench.actions.add({ .id = "view.present",
                            .text = QObject::tr("&Presentation"),
                            .icon = "present",
                            .shortcuts = { QKeySequence(Qt::Key_F11) },
                            .tip = QObject::tr("The canvas alone on the whole screen; Escape comes back"),
                            .menu = actions::Menu::view,
                            .group = 4,
                            .run = [presentation] { presentation->toggle(); },
                            .checkable = true,
                            .checkedWhen = [presentation] { return presentation->isOn(); } });
}

} // namespace hopyard::window
