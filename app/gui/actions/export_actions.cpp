// Pictures of the canvas in the File menu: into a file, onto paper.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/actions/action_registry.h"
#include "app/gui/actions/standard_actions.h"
#include "app/gui/document/lab_document.h"
#include "app/gui/scene/lab_scene.h"
#include "app/gui/scene/picture_export.h"
#include "app/gui/theme/theme.h"
#include "app/gui/view/canvas_view.h"
#include "app/gui/window/workbench.h"

#include <QCoreApplication>
#include <QFileDialog>
#include <QFileInfo>
#include <QPainter>
#include <QtPrintSupport/QPrintDialog>
#include <QScopeGuard>
#include <QtPrintSupport/QPrinter>

namespace hopyard::actions {

namespace {

QString tr(const char *text) { return QCoreApplication::translate("ExportActions", text); }

void exportPicture(window::Workbench &workbench)
{
    const QFileInfo lab(workbench.document.path());
    const QString suggested = (lab.path().isEmpty() ? QString() : lab.path() + QLatin1Char('/'))
        + (lab.completeBaseName().isEmpty() ? QStringLiteral("lab") : lab.completeBaseName()) + QStringLiteral(".png");
    const QString filters = tr("PNG picture (*.png);;SVG drawing (*.svg);;PDF document (*.pdf)");
    QString filter;
    QString path = QFileDialog::getSaveFileName(workbench.canvas.window(), tr("Export the canvas"), suggested, filters, &filter);
    if (path.isEmpty())
        return;
    if (QFileInfo(path).suffix().isEmpty())
        path += filter.contains(QLatin1String("svg")) ? QStringLiteral(".svg") : filter.contains(QLatin1String("pdf")) ? QStringLiteral(".pdf") : QStringLiteral(".png");
    const QString wrong = scene::writePicture(workbench.scene, path, scene::formatOf(path));
    workbench.showStatus(wrong.isEmpty() ? tr("Wrote %1").arg(QFileInfo(path).fileName()) : wrong);
}

void print(window::Workbench &workbench)
{
    QPrinter printer(QPrinter::HighResolution);
    printer.setDocName(workbench.document.displayName());
    const QRectF rect = scene::pictureRect(workbench.scene);
    printer.setPageOrientation(rect.width() > rect.height() ? QPageLayout::Landscape : QPageLayout::Portrait);
    QPrintDialog dialog(&printer, workbench.canvas.window());
    dialog.setAccessibleName(tr("Print"));
    if (dialog.exec() != QDialog::Accepted)
        return;
    // Paper is white, whatever the screen is.
    theme::Theme &theme = theme::Theme::instance();
    const auto back = qScopeGuard([&theme, scheme = theme.scheme()] { theme.setScheme(scheme); });
    theme.setScheme(theme::Scheme::light);
    QPainter painter;
    if (!painter.begin(&printer)) {
        workbench.showStatus(tr("The printer cannot be reached."));
        return;
    }
    scene::paintPicture(workbench.scene, painter, printer.pageRect(QPrinter::DevicePixel).translated(-printer.pageRect(QPrinter::DevicePixel).topLeft()));
}

} // namespace

void installExportActions(window::Workbench &workbench)
{
    const auto hasContent = [&workbench] { return !workbench.scene.contentRect().isEmpty(); };
    workbench.actions.add({ .id = "file.export",
                            .text = tr("&Export Picture…"),
                            .icon = "export",
                            .shortcuts = { QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_X) },
                            .tip = tr("The whole canvas as PNG, SVG or PDF"),
                            .menu = Menu::file,
                            .group = 2,
                            .run = [&workbench] { exportPicture(workbench); },
                            .enabledWhen = hasContent });
    workbench.actions.add({ .id = "file.print",
                            .text = tr("&Print…"),
                            .icon = "print",
                            .tip = tr("The whole canvas on one page"),
                            .menu = Menu::file,
                            .group = 2,
                            .run = [&workbench] { print(workbench); },
                            .enabledWhen = hasContent });
}

} // namespace hopyard::actions
