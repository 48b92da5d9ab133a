// See main_window.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/window/main_window.h"

#include "app/gui/theme/icon.h"
#include "app/gui/theme/theme.h"
#include "app/gui/view/canvas_view.h"
#include "app/gui/window/notice_bar.h"
#include "app/gui/window/settings.h"
#include "app/gui/window/welcome.h"

#include <QCloseEvent>
#include <QCoreApplication>
#include <QDockWidget>
#include <QHBoxLayout>
#include <QMenuBar>
#include <QStatusBar>
#include <QTabBar>
#include <QToolBar>
#include <QVBoxLayout>

#include <algorithm>

namespace hopyard::window {

namespace {

constexpr int kLayoutVersion = 1; ///< of the saved dock layout
/// In a small window the docks below yield to the canvas, and all but the palette to the window: whatever they show, and in
/// whatever language, it never grows by itself.
constexpr QSize kLeastCanvas{240, 150};
constexpr QSize kLeastBelow{420, 100};
constexpr QSize kLeastRight{190, 100};

/// What stands in the toolbar, from left to right: actions, or widgets that a part put there. "|" is a line.
const char *const kToolbar[] = {"tool.pointer", "tool.link", "|",          "edit.undo",  "edit.redo", "|",
                                "run.start",    "run.pause", "run.step",   "run.stop",   "run.speed", "|",
                                "view.zoomFit", "view.zoomOut", "view.zoomIn", "<>", "view.commands", "view.theme"};

struct MenuTitle {
    actions::Menu menu;
    const char *title;
};
const MenuTitle kMenus[] = {
    {actions::Menu::file, QT_TRANSLATE_NOOP("MainWindow", "&File")},
    {actions::Menu::edit, QT_TRANSLATE_NOOP("MainWindow", "&Edit")},
    {actions::Menu::view, QT_TRANSLATE_NOOP("MainWindow", "&View")},
    {actions::Menu::arrange, QT_TRANSLATE_NOOP("MainWindow", "&Arrange")},
    {actions::Menu::run, QT_TRANSLATE_NOOP("MainWindow", "&Run")},
    {actions::Menu::tools, QT_TRANSLATE_NOOP("MainWindow", "&Tools")},
    {actions::Menu::help, QT_TRANSLATE_NOOP("MainWindow", "&Help")},
};

} // namespace

MainWindow::MainWindow(const std::vector<Installer> &parts)
    : m_scene(m_document), m_canvas(new view::CanvasView(m_document, m_scene)),
      m_workbench(m_document, m_scene, *m_canvas, m_actions)
{
    setObjectName(QStringLiteral("window"));
    setAccessibleName(tr("Hopyard"));
    setWindowIcon(theme::icon(QStringLiteral("logo")));
    setDockOptions(AnimatedDocks | AllowTabbedDocks | AllowNestedDocks);
    setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    assembleCentre();
    for (const Installer &install : parts)
        install(m_workbench);
    for (QWidget *strip : m_workbench.strips())
        centralWidget()->layout()->addWidget(strip);
    assembleDocks();
    m_actions.add({.id = "view.resetLayout", .text = tr("Reset &Layout"), .icon = "refresh",
                   .tip = tr("Put all docks back where they were at the very first start"), .menu = actions::Menu::view,
                   .group = 55, .run = [this] { resetLayout(); }});
    assembleMenus();
    assembleToolbar();
    assembleStatusBar();
    new Welcome(m_workbench, *m_canvas);
    resize(1440, 900);

    connect(&m_document, &document::LabDocument::changed, &m_actions, &actions::ActionRegistry::refresh);
    connect(&m_scene, &scene::LabScene::pickedChanged, &m_actions, &actions::ActionRegistry::refresh);
    connect(&m_workbench.runState, &RunState::changed, &m_actions, &actions::ActionRegistry::refresh);
    connect(m_canvas, &view::CanvasView::toolChanged, &m_actions, &actions::ActionRegistry::refresh);
    connect(&theme::Theme::instance(), &theme::Theme::changed, &m_scene, &scene::LabScene::refreshTheme);
    connect(&m_workbench, &Workbench::noticeRequested, m_notices, &NoticeBar::add);
    connect(&m_workbench, &Workbench::noticeWithdrawn, m_notices, &NoticeBar::remove);
    connect(&m_workbench, &Workbench::statusRequested, this,
            [this](const QString &text) { statusBar()->showMessage(text, 6000); });
    connect(&m_workbench, &Workbench::dockRequested, this, [this](const QString &id) {
        if (QDockWidget *wanted = dock(id)) {
            wanted->show();
            wanted->raise();
            if (wanted->isFloating())
                wanted->activateWindow();
        }
    });
    m_actions.refresh();
    m_canvas->setFocus();
}

MainWindow::~MainWindow()
{
    // What shows the shared objects goes before them.
    m_document.disconnect(&m_actions);
    m_scene.disconnect();
    for (const auto &[id, dock] : m_docks)
        delete dock;
    delete takeCentralWidget();
}

QDockWidget *MainWindow::dock(const QString &id) const
{
    const auto found = m_docks.find(id);
    return found == m_docks.end() ? nullptr : found->second;
}

void MainWindow::assembleCentre()
{
    auto *centre = new QWidget(this);
    centre->setAccessibleName(tr("Lab"));
    auto *column = new QVBoxLayout(centre);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_notices = new NoticeBar(centre);
    column->addWidget(m_notices);
    column->addWidget(m_canvas, 1);
    m_canvas->setMinimumSize(kLeastCanvas);
    setCentralWidget(centre);
}

void MainWindow::assembleDocks()
{
    for (const DockSpec &spec : m_workbench.docks()) {
        auto *dock = new QDockWidget(spec.title, this);
        dock->setObjectName(QStringLiteral("dock.") + spec.id);
        dock->setAccessibleName(spec.title);
        if (spec.area == Qt::BottomDockWidgetArea)
            spec.widget->setMinimumSize(kLeastBelow);
        else if (spec.area == Qt::RightDockWidgetArea)
            spec.widget->setMinimumSize(kLeastRight);
        dock->setWidget(spec.widget);
        QAction *toggle = dock->toggleViewAction();
        if (!spec.icon.isEmpty())
            toggle->setIcon(theme::icon(spec.icon));
        if (!spec.shortcut.isEmpty())
            toggle->setShortcut(spec.shortcut);
        toggle->setToolTip(tr("Show or hide %1").arg(spec.title));
        connect(toggle, &QAction::triggered, dock, [dock](bool shown) {
            if (shown)
                dock->raise(); // among its tabs it would stay behind
        });
        m_actions.adopt(QStringLiteral("dock.") + spec.id, toggle, actions::Menu::view, 50);
        m_docks[spec.id] = dock;
    }
    resetLayout();
}

void MainWindow::resetLayout()
{
    std::map<Qt::DockWidgetArea, QDockWidget *> first;
    QList<QDockWidget *> sides;
    QList<int> widths;
    QList<QDockWidget *> bottoms;
    std::map<Qt::DockWidgetArea, QDockWidget *> front;
    std::vector<DockSpec> specs = m_workbench.docks();
    std::stable_sort(specs.begin(), specs.end(), [](const DockSpec &a, const DockSpec &b) { return a.place < b.place; });
    for (const DockSpec &spec : specs) {
        QDockWidget *dock = m_docks[spec.id];
        dock->setFloating(false);
        addDockWidget(spec.area, dock);
        if (first.contains(spec.area)) {
            tabifyDockWidget(first[spec.area], dock);
        } else {
            first[spec.area] = dock;
            if (spec.area == Qt::BottomDockWidgetArea) {
                bottoms += dock;
            } else {
                sides += dock;
                widths += spec.area == Qt::LeftDockWidgetArea ? 200 : 330;
            }
        }
        dock->setVisible(spec.visible);
        if (spec.front || !front.contains(spec.area))
            front[spec.area] = dock;
    }
    for (const auto &[area, dock] : front)
        dock->raise();
    resizeDocks(sides, widths, Qt::Horizontal);
    if (!bottoms.isEmpty())
        resizeDocks(bottoms, {300}, Qt::Vertical);
}

void MainWindow::assembleMenus()
{
    menuBar()->setAccessibleName(tr("Menus"));
    for (const MenuTitle &title : kMenus) {
        std::vector<actions::ActionRegistry::Entry> entries;
        for (const auto &entry : m_actions.entries())
            if (entry.menu == title.menu)
                entries.push_back(entry);
        if (entries.empty())
            continue;
        std::stable_sort(entries.begin(), entries.end(),
                         [](const auto &a, const auto &b) { return a.group < b.group; });
        QMenu *menu = menuBar()->addMenu(QCoreApplication::translate("MainWindow", title.title));
        menu->setAccessibleName(menu->title().remove(QLatin1Char('&')));
        menu->setToolTipsVisible(true);
        for (std::size_t i = 0; i < entries.size(); ++i) {
            if (i > 0 && entries[i].group != entries[i - 1].group)
                menu->addSeparator();
            menu->addAction(entries[i].action);
        }
    }
    // Shortcuts work whether or not the action is in a menu.
    for (const auto &entry : m_actions.entries())
        if (entry.everywhere)
            addAction(entry.action);
}

void MainWindow::assembleToolbar()
{
    QToolBar *bar = addToolBar(tr("Tools"));
    bar->setObjectName(QStringLiteral("toolbar"));
    bar->setAccessibleName(tr("Tools"));
    bar->setMovable(false);
    bar->setIconSize(QSize(20, 20));
    bool lineDue = false; // a line is drawn before what follows it: never two in a row
    for (const char *const entry : kToolbar) {
        const QString id = QLatin1String(entry);
        if (id == QLatin1String("|")) {
            lineDue = !bar->actions().isEmpty();
            continue;
        }
        if (lineDue && (m_actions.action(id) || m_workbench.toolbarWidget(id))) {
            bar->addSeparator();
            lineDue = false;
        }
        if (id == QLatin1String("<>")) {
            auto *space = new QWidget(bar);
            space->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
            space->setAccessibleName(tr("Space"));
            bar->addWidget(space);
        } else if (QAction *action = m_actions.action(id)) {
            bar->addAction(action);
            if (QWidget *button = bar->widgetForAction(action))
                button->setAccessibleName(action->text().remove(QLatin1Char('&')));
        } else if (QWidget *widget = m_workbench.toolbarWidget(id)) {
            widget->setSizePolicy(QSizePolicy::Maximum, widget->sizePolicy().verticalPolicy());
            bar->addWidget(widget);
        }
    }
}

void MainWindow::assembleStatusBar()
{
    statusBar()->setAccessibleName(tr("Status"));
    statusBar()->setSizeGripEnabled(false);
    for (QWidget *widget : m_workbench.statusWidgets())
        statusBar()->addPermanentWidget(widget);
}

void MainWindow::restoreLayout()
{
    restoreGeometry(settings::geometry());
    restoreState(settings::layout(), kLayoutVersion);
}

void MainWindow::saveLayout() const { settings::setWindow(saveGeometry(), saveState(kLayoutVersion)); }

bool MainWindow::event(QEvent *event)
{
    // The tabs of docks that share a place are made by Qt, whenever it needs some: they have no name, and cut their words.
    if (event->type() == QEvent::ChildPolished)
        if (auto *tabs = qobject_cast<QTabBar *>(static_cast<QChildEvent *>(event)->child())) {
            tabs->setAccessibleName(tr("Docks"));
            tabs->setElideMode(Qt::ElideNone); // whole words; where there is no room for all of them, arrows
            tabs->setUsesScrollButtons(true);
        }
    return QMainWindow::event(event);
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    bool allowed = true;
    emit closing(&allowed);
    if (allowed)
        emit leaving(&allowed);
    event->setAccepted(allowed);
    if (allowed)
        saveLayout();
}

} // namespace hopyard::window
