// The View menu: zoom, grid, snapping, theme.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/actions/action_registry.h"
#include "app/gui/actions/standard_actions.h"
#include "app/gui/theme/icon.h"
#include "app/gui/theme/theme.h"
#include "app/gui/view/canvas_view.h"
#include "app/gui/window/settings.h"
#include "app/gui/window/workbench.h"

#include <QAction>
#include <QCoreApplication>

namespace hopyard::actions {

namespace {

QString tr(const char *text) { return QCoreApplication::translate("ViewActions", text); }

void toggleTheme()
{
    const bool dark = theme::Theme::instance().scheme() == theme::Scheme::dark;
    theme::Theme::instance().setScheme(dark ? theme::Scheme::light : theme::Scheme::dark);
    window::settings::setThemeChoice(dark ? window::settings::ThemeChoice::light : window::settings::ThemeChoice::dark);
}

} // namespace

void installViewActions(window::Workbench &workbench)
{
    ActionRegistry &registry = workbench.actions;
    view::CanvasView *canvas = &workbench.canvas;
    canvas->setGridShown(window::settings::gridShown());
    canvas->setSnapping(window::settings::snapping());

    registry.add({.id = "view.zoomIn", .text = tr("Zoom &In"), .icon = "zoom-in",
                  .shortcuts = {QKeySequence(Qt::CTRL | Qt::Key_Plus), QKeySequence(Qt::CTRL | Qt::Key_Equal)},
                  .menu = Menu::view, .group = 1, .run = [canvas] { canvas->zoomStep(1); }});
    registry.add({.id = "view.zoomOut", .text = tr("Zoom &Out"), .icon = "zoom-out",
                  .shortcuts = {QKeySequence(Qt::CTRL | Qt::Key_Minus)}, .menu = Menu::view, .group = 1,
                  .run = [canvas] { canvas->zoomStep(-1); }});
    registry.add({ .id = "view.zoomFit",
                   .text = tr("Zoom to &Fit"),
                   .icon = "zoom-fit",
                   .shortcuts = { QKeySequence(Qt::CTRL | Qt::Key_0) },
                   .tip = tr("Show the whole lab"),
                   .menu = Menu::view,
                   .group = 1,
                   .run = [canvas] { canvas->zoomToFit(); } });
    registry.add({ .id = "view.zoomActual",
                   .text = tr("&Actual Size"),
                   .shortcuts = { QKeySequence(Qt::CTRL | Qt::Key_1) },
                   .menu = Menu::view,
                   .group = 1,
                   .run = [canvas] { canvas->setZoom(1); } });
    registry.add({.id = "view.grid", .text = tr("&Grid"), .icon = "grid",
                  .shortcuts = {QKeySequence(Qt::CTRL | Qt::Key_G)}, .tip = tr("Show the grid"), .menu = Menu::view,
                  .group = 2, .run = [canvas] {
                      canvas->setGridShown(!canvas->isGridShown());
                      window::settings::setGridShown(canvas->isGridShown());
                  }, .checkable = true, .checkedWhen = [canvas] { return canvas->isGridShown(); }});
    registry.add({ .id = "view.snap",
                   .text = tr("&Snap to Grid"),
                   .icon = "magnet",
                   .shortcuts = { QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_G) },
                   .tip = tr("Moved nodes go to the grid; hold Alt to place them freely"),
                   .menu = Menu::view,
                   .group = 2,
                   .run =
                       [canvas] {
                           canvas->setSnapping(!canvas->isSnapping());
                           window::settings::setSnapping(canvas->isSnapping());
                       },
                   .checkable = true,
                   .checkedWhen = [canvas] { return canvas->isSnapping(); } });
    QAction *themeAction = registry.add({ .id = "view.theme",
                                          .text = tr("Light or &Dark"),
                                          .icon = "moon",
                                          .shortcuts = { QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_D) },
                                          .tip = tr("Switch between light and dark"),
                                          .menu = Menu::view,
                                          .group = 3,
                                          .run = toggleTheme });
    const auto showTheme = [themeAction] {
        const bool dark = theme::Theme::instance().scheme() == theme::Scheme::dark;
        themeAction->setIcon(theme::icon(dark ? QStringLiteral("sun") : QStringLiteral("moon")));
    };
    QObject::connect(&theme::Theme::instance(), &theme::Theme::changed, themeAction, showTheme);
    showTheme();
    registry.add({.id = "view.canvas", .text = tr("Go to the &Canvas"), .shortcuts = {QKeySequence(Qt::Key_F6)},
                  .tip = tr("Put the keyboard on the canvas"), .menu = Menu::view, .group = 4,
                  .run = [canvas] {
                      canvas->activateWindow(); // the keyboard may be in a dock that floats
                      canvas->setFocus();
                  }});
}

} // namespace hopyard::actions
