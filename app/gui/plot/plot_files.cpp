// See plot_files.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/plot/plot_files.h"

#include "app/gui/document/whole_file.h"
#include "app/gui/plot/plot_painter.h"
#include "app/gui/theme/theme.h"

#include <cmath>
#include <QBuffer>
#include <QCoreApplication>
#include <QImage>
#include <QPainter>
#include <QSvgGenerator>

namespace hopyard::plot {

namespace {

/// RFC 4180: quoted where it must be.
QByteArray cell(const QString &text)
{
    if (!text.contains(QLatin1Char(',')) && !text.contains(QLatin1Char('"')) && !text.contains(QLatin1Char('\n')))
        return text.toUtf8();
    QString quoted = text;
    quoted.replace(QLatin1Char('"'), QStringLiteral("\"\""));
    return QByteArray("\"") + quoted.toUtf8() + '"';
}

QByteArray number(double value) { return QByteArray::number(value, 'g', 12); }
QByteArray time(double value) { return QByteArray::number(value, 'f', 9); }

void paintAll(QPainter &painter, const std::vector<const Plot *> &plots, const TimeAxis &axis, const QSize &size)
{
    painter.setFont(theme::Theme::interfaceFont());
    painter.fillRect(QRect(QPoint(0, 0), size), theme::colours().base);
    const double height = size.height() / static_cast<double>(std::max<std::size_t>(1, plots.size()));
    for (std::size_t i = 0; i < plots.size(); ++i)
        paintPlot(painter, QRectF(0, height * static_cast<double>(i), size.width(), height), *plots[i], axis, {i + 1 == plots.size(), {}});
}

} // namespace

QByteArray toCsv(const std::vector<const Plot *> &plots, const TimeAxis &axis)
{
    QByteArray text("time_s,plot,line,value,unit\r\n");
    const auto row = [&text](double at, const QString &plot, const QString &line, const QByteArray &value, const QString &unit) {
        text += time(at) + ',' + cell(plot) + ',' + cell(line) + ',' + value + ',' + cell(unit) + "\r\n";
    };
    for (const Plot *plot : plots) {
        for (const Plot::Line &line : plot->lines()) {
            const std::vector<Point> &points = line.data.points();
            for (std::size_t i = line.data.firstAt(axis.from()); i < points.size() && points[i].x <= axis.shownUntil(); ++i)
                if (!std::isnan(points[i].y))
                    row(points[i].x, plot->title(), line.name, number(points[i].y), unitName(plot->unit()));
        }
        for (const Plot::Band &band : plot->bands())
            if (band.from <= axis.shownUntil() && band.to.value_or(axis.shownUntil()) >= axis.from())
                row(band.from, plot->title(), QStringLiteral("state"), cell(band.name), {});
        for (const Plot::Mark &mark : plot->marks())
            if (mark.at >= axis.from() && mark.at <= axis.shownUntil())
                row(mark.at, plot->title(), QStringLiteral("mark"), cell(mark.name), {});
    }
    return text;
}

QByteArray toSvg(const std::vector<const Plot *> &plots, const TimeAxis &axis, const QSize &size)
{
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setSize(size);
    generator.setViewBox(QRect(QPoint(0, 0), size));
    generator.setTitle(QCoreApplication::translate("Plot", "Plots"));
    {
        QPainter painter(&generator);
        paintAll(painter, plots, axis, size);
    }
    return buffer.data();
}

QByteArray toPng(const std::vector<const Plot *> &plots, const TimeAxis &axis, const QSize &size, double scale)
{
    QImage image((QSizeF(size) * scale).toSize(), QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(scale);
    {
        QPainter painter(&image);
        paintAll(painter, plots, axis, size);
    }
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return buffer.data();
}

QString writePlots(const QString &path, const std::vector<const Plot *> &plots, const TimeAxis &axis, const QSize &size)
{
    const QByteArray data = path.endsWith(QLatin1String(".csv"), Qt::CaseInsensitive) ? toCsv(plots, axis)
        : path.endsWith(QLatin1String(".svg"), Qt::CaseInsensitive)                   ? toSvg(plots, axis, size)
                                                                                     : toPng(plots, axis, size);
    if (const auto why = document::writeWholeFile(path, data))
        return QCoreApplication::translate("Plot", "Cannot write %1: %2").arg(path, *why);
    return {};
}

} // namespace hopyard::plot
