// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/scene/painters.h"
#include "app/gui/theme/theme.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>
#include <QStringList>

#include <algorithm>
#include <cmath>

namespace hopyard::scene {

namespace {

constexpr double kInterfaceLabelAt = 56; ///< from the node's centre, scene units

const QFont &smallFont()
{
    static const QFont font = [] {
        QFont f = theme::Theme::monospaceFont();
        f.setPixelSize(10);
        return f;
    }();
    return font;
}

const QFont &labelFont()
{
    static const QFont font = [] {
        QFont f = theme::Theme::interfaceFont();
        f.setPixelSize(11);
        f.setWeight(QFont::Medium);
        return f;
    }();
    return font;
}

QPainterPath pathOf(const LinkPath &path)
{
    QPainterPath p(path.from);
    if (path.control == (path.from + path.to) / 2)
        p.lineTo(path.to);
    else
        p.quadTo(path.control, path.to);
    return p;
}

/// A place on the line near one end.
QPointF nearEnd(const LinkPath &path, bool endA, double along)
{
    const double chord = std::max(path.chord(), 1.0);
    const double t = std::min(along / chord, 0.4);
    const double at = endA ? t : 1 - t;
    return path.pointAt(at);
}

QRectF textBox(const QStringList &lines, const QFont &font)
{
    const QFontMetricsF metrics(font);
    double width = 0;
    for (const QString &line : lines)
        width = std::max(width, metrics.horizontalAdvance(line));
    const double height = metrics.height() * static_cast<double>(lines.size());
    return QRectF(-width / 2 - 6, -height / 2 - 2, width + 12, height + 4);
}

void paintPill(QPainter &painter, const QPointF &centre, const QStringList &lines, const QFont &font,
               const QColor &text, const QColor &ground, const QPen &rim)
{
    const QRectF box = textBox(lines, font).translated(centre);
    painter.setPen(rim);
    painter.setBrush(ground);
    painter.drawRoundedRect(box, 6, 6);
    painter.setPen(text);
    painter.setFont(font);
    const QFontMetricsF metrics(font);
    double baseline = box.top() + 2 + metrics.ascent();
    for (const QString &line : lines) {
        painter.drawText(QPointF(centre.x() - metrics.horizontalAdvance(line) / 2, baseline), line);
        baseline += metrics.height();
    }
}

} // namespace

void paintLink(QPainter &painter, const LinkLook &look, double scale)
{
    const theme::Colours &c = theme::colours();
    const QPainterPath path = pathOf(look.path);
    painter.setBrush(Qt::NoBrush);
    if (look.picked || look.hovered) {
        QColor halo = look.picked ? c.accent : c.wire;
        halo.setAlpha(look.picked ? 60 : 45);
        painter.setPen(QPen(halo, 8, Qt::SolidLine, Qt::RoundCap));
        painter.drawPath(path);
    }
    QPen pen(look.down ? c.danger : look.picked ? c.accent : c.wire, look.picked ? 2.0 : 1.6);
    pen.setCapStyle(Qt::RoundCap);
    if (scale < 0.4) {
        pen.setWidthF(1);
        pen.setCosmetic(true);
    }
    if (look.down) {
        pen.setCapStyle(Qt::FlatCap);
        pen.setDashPattern({5, 4});
    }
    painter.setPen(pen);
    painter.drawPath(path);

    QColor ground = c.canvas;
    ground.setAlpha(225);
    if (scale >= 0.75 && look.path.chord() > 130) {
        paintPill(painter, nearEnd(look.path, true, kInterfaceLabelAt), {look.interfaceA}, smallFont(), c.muted, ground,
                  Qt::NoPen);
        paintPill(painter, nearEnd(look.path, false, kInterfaceLabelAt), {look.interfaceB}, smallFont(), c.muted, ground,
                  Qt::NoPen);
    }
    if (scale >= 0.55 && !look.label.isEmpty() && look.path.chord() > 110)
        paintPill(painter, look.path.pointAt(0.5), look.label.split(QLatin1Char('\n')), labelFont(),
                  look.down ? c.danger : c.text, c.canvas, QPen(look.picked ? c.accent : c.grid, 1));
}

QRectF linkBounds(const LinkLook &look)
{
    QRectF bounds = pathOf(look.path).controlPointRect().adjusted(-8, -8, 8, 8);
    if (!look.label.isEmpty())
        bounds |= textBox(look.label.split(QLatin1Char('\n')), labelFont()).translated(look.path.pointAt(0.5)).adjusted(-2, -2, 2, 2);
    for (const bool endA : {true, false})
        bounds |= textBox({endA ? look.interfaceA : look.interfaceB}, smallFont())
                      .translated(nearEnd(look.path, endA, kInterfaceLabelAt));
    return bounds;
}

} // namespace hopyard::scene
