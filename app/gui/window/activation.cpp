// See activation.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/window/activation.h"

#include "app/gui/scene/items.h"
#include "app/gui/scene/lab_scene.h"
#include "app/gui/view/canvas_view.h"
#include "app/gui/window/workbench.h"

#include <QLabel>

namespace hopyard::window {

void installActivation(Workbench &workbench)
{
    QObject::connect(&workbench.canvas, &view::CanvasView::nodeActivated, &workbench,
                     [&workbench](const std::string &node) {
                         const scene::NodeItem *item = workbench.scene.nodeItem(node);
                         const bool off = item && item->look().state == scene::NodeState::stopped;
                         if (workbench.runState.isAlive() && !off)
                             emit workbench.consoleRequested(node);
                         else
                             workbench.showDock(QStringLiteral("properties"));
                     });
    QObject::connect(&workbench.canvas, &view::CanvasView::linkActivated, &workbench,
                     [&workbench] { workbench.showDock(QStringLiteral("properties")); });
    auto *zoom = new QLabel;
    const auto show = [zoom](double value) {
        zoom->setText(QStringLiteral("%1 %").arg(qRound(value * 100)));
        zoom->setAccessibleName(QObject::tr("Zoom %1").arg(zoom->text()));
    };
    zoom->setProperty("role", QStringLiteral("muted"));
    zoom->setContentsMargins(8, 0, 8, 0);
    QObject::connect(&workbench.canvas, &view::CanvasView::zoomChanged, zoom, show);
    show(workbench.canvas.zoom());
    workbench.addStatusWidget(zoom);
}

} // namespace hopyard::window
