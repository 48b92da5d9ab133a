// See picture_export.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/scene/picture_export.h"

#include "app/gui/document/operations.h"
#include "app/gui/document/whole_file.h"
#include "app/gui/scene/items.h"
#include "app/gui/scene/lab_scene.h"
#include "app/gui/scene/label_painter.h"
#include "app/gui/theme/theme.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QFileInfo>
#include <QImage>
#include <QPageLayout>
#include <QPainter>
#include <QPdfWriter>
#include <QSvgGenerator>

#include <algorithm>

namespace hopyard::scene {

namespace {

constexpr double kMargin = 30;        ///< scene units around the lab
constexpr double kPixelsPerUnit = 2;  ///< of a PNG: sharp on today's screens
constexpr double kMostPixels = 12000; ///< a side
constexpr int kPdfResolution = 1200;

QString tr(const char *text) { return QCoreApplication::translate("PictureExport", text); }

QByteArray encoded(LabScene &scene, const QRectF &rect, PictureFormat format)
{
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    switch (format) {
    case PictureFormat::png: {
        const double scale = std::min(kPixelsPerUnit, kMostPixels / std::max(rect.width(), rect.height()));
        QImage image((rect.size() * scale).toSize(), QImage::Format_RGB32);
        image.fill(theme::colours().canvas);
        QPainter painter(&image);
        paintPicture(scene, painter, QRectF(image.rect()));
        painter.end();
        image.save(&buffer, "PNG");
        break;
    }
    case PictureFormat::svg: {
        QSvgGenerator generator;
        generator.setOutputDevice(&buffer);
        generator.setSize(rect.size().toSize());
        generator.setViewBox(QRectF(QPointF(), rect.size()));
        generator.setTitle(tr("A network drawn with Hopyard"));
        QPainter painter(&generator);
        painter.fillRect(QRectF(QPointF(), rect.size()), theme::colours().canvas);
        paintPicture(scene, painter, QRectF(QPointF(), rect.size()));
        break;
    }
    case PictureFormat::pdf: {
        QPdfWriter writer(&buffer);
        writer.setResolution(kPdfResolution);
        writer.setPageSize(QPageSize(QSizeF(rect.size()) * 0.75, QPageSize::Point)); // a scene unit is a pixel of a screen
        writer.setPageMargins(QMarginsF());
        QPainter painter(&writer);
        const QRectF page(QPointF(), QSizeF(writer.width(), writer.height()));
        painter.fillRect(page, theme::colours().canvas);
        paintPicture(scene, painter, page);
        break;
    }
    }
    return buffer.data();
}

/// As at actual size; of a lab so large that it is made smaller, as at that zoom.
void paintLabels(const LabScene &scene, QPainter &painter, const QRectF &rect, const QRectF &target)
{
    const double scale = target.width() / rect.width();
    const double zoom = std::min(scale, 1.0);
    const LabelPlan plan(scene.labelInputs(), zoom, QRectF(rect.topLeft() * zoom, rect.size() * zoom));
    painter.save();
    painter.translate(target.topLeft() - rect.topLeft() * scale);
    painter.scale(scale / zoom, scale / zoom);
    const theme::Colours &c = theme::colours();
    for (const PlacedLabel &label : plan.labels()) {
        const auto *link = qgraphicsitem_cast<const LinkItem *>(static_cast<const QGraphicsItem *>(label.item));
        const bool plain = label.role == LabelRole::name || label.role == LabelRole::middle;
        const QColor &colour = !plain ? c.muted : link && link->isDown() ? c.danger : c.text;
        paintLabel(painter, label.box, label.text, label.role, label.pixels, colour);
    }
    painter.restore();
}

} // namespace

PictureFormat formatOf(const QString &path)
{
    const QString suffix = QFileInfo(path).suffix().toLower();
    return suffix == QLatin1String("svg") ? PictureFormat::svg : suffix == QLatin1String("pdf") ? PictureFormat::pdf : PictureFormat::png;
}

QRectF pictureRect(const LabScene &scene)
{
    const QRectF content = scene.contentRect();
    if (content.isEmpty())
        return {};
    return (content | LabelPlan(scene.labelInputs(), 1, content).bounds()).adjusted(-kMargin, -kMargin, kMargin, kMargin);
}

void paintPicture(LabScene &scene, QPainter &painter, const QRectF &into)
{
    const document::Picked picked = scene.picked();
    scene.pickNone();
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing | QPainter::SmoothPixmapTransform);
    const QRectF rect = pictureRect(scene);
    QSizeF size = rect.size();
    size.scale(into.size(), Qt::KeepAspectRatio);
    QRectF target(QPointF(), size);
    target.moveCenter(into.center());
    scene.render(&painter, target, rect, Qt::IgnoreAspectRatio);
    paintLabels(scene, painter, rect, target);
    scene.pick(picked);
}

QString writePicture(LabScene &scene, const QString &path, PictureFormat format)
{
    const QRectF rect = pictureRect(scene);
    if (rect.isEmpty())
        return tr("There is nothing on the canvas yet.");
    const QByteArray bytes = encoded(scene, rect, format);
    const auto why = bytes.isEmpty() ? std::optional(tr("there was no room for it in memory")) : document::writeWholeFile(path, bytes);
    if (why)
        return tr("%1 could not be written: %2").arg(QFileInfo(path).fileName(), *why);
    return {};
}

} // namespace hopyard::scene
