// How a link, its impairment and the names of its ends are painted; see painters.h.
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

constexpr double kDownwards = 0.15;      ///< a line that falls by more than this share of its length leaves downwards
constexpr double kCorner = 12;           ///< radius of a bend
constexpr double kLong = 180;            ///< a line this much longer than its label is wide is a long one
constexpr double kAside = 0.22;          ///< of a line's length: how far at most a label leaves its middle
constexpr double kGap = 7;               ///< between a line and a label beside it: packets pass between them

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
    if (!path.bends.empty()) {
        // Corners are rounded as far as their pieces allow.
        QPointF here = path.from;
        for (std::size_t i = 0; i < path.bends.size(); ++i) {
            const QPointF corner = path.bends[i];
            const QPointF next = i + 1 < path.bends.size() ? path.bends[i + 1] : path.to;
            const double in = std::hypot(corner.x() - here.x(), corner.y() - here.y());
            const double out = std::hypot(next.x() - corner.x(), next.y() - corner.y());
            const double round = std::min({kCorner, in / 2, out / 2});
            if (in > 0 && out > 0) {
                p.lineTo(corner + (here - corner) * (round / in));
                p.quadTo(corner, corner + (next - corner) * (round / out));
            }
            here = corner;
        }
        p.lineTo(path.to);
        return p;
    }
    if (path.control == (path.from + path.to) / 2)
        p.lineTo(path.to);
    else
        p.quadTo(path.control, path.to);
    return p;
}

/// Square to the line at t, pointing up (to the right where the line is upright).
QPointF upwards(const LinkPath &path, double t)
{
    const QPointF along = path.tangentAt(t);
    const double length = std::max(std::hypot(along.x(), along.y()), 1e-9);
    const QPointF normal(along.y() / length, -along.x() / length);
    return normal.y() < -0.05 || (normal.y() <= 0.05 && normal.x() > 0) ? normal : -normal;
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

/// How far from a line with this normal the middle of a box must be for the box to stand clear of it.
double clearOf(const QPointF &normal, const QRectF &box)
{
    return (std::abs(normal.x()) * box.width() + std::abs(normal.y()) * box.height()) / 2 + kGap;
}

/// Beside the line near one end: below it, but above where the line leaves the node downwards, for there stands the
/// node's name.
QPointF nearEnd(const LinkPath &path, bool endA, double along, const QString &label)
{
    const double chord = std::max(path.length(), 1.0);
    const double t = std::min(along / chord, 0.4);
    const double at = endA ? t : 1 - t;
    const QPointF up = upwards(path, at);
    const double drop = endA ? path.to.y() - path.from.y() : path.from.y() - path.to.y();
    const QPointF side = drop > kDownwards * chord ? up : -up;
    return path.pointAt(at) + clearOf(up, textBox({label}, smallFont())) * side;
}

/// In the middle of a long line, where it is plain whose label it is; above a short one, so that what passes on it can
/// be seen, and towards its lower end where it falls: at the upper one an interface's name stands above the line.
QPointF labelPlace(const LinkLook &look)
{
    const QRectF box = textBox(look.label.split(QLatin1Char('\n')), labelFont());
    const QPointF up = upwards(look.path, 0.5);
    if (!look.path.bends.empty() || look.path.chord() - box.width() > kLong)
        return look.path.pointAt(0.5);
    const double chord = std::max(look.path.chord(), 1.0);
    const double fall = (look.path.to.y() - look.path.from.y()) / chord;
    if (std::abs(fall) <= kDownwards)
        return look.path.pointAt(0.5) + clearOf(up, box) * up;
    const QRectF name = textBox({fall > 0 ? look.interfaceA : look.interfaceB}, smallFont());
    const double nameAt = fall > 0 ? look.interfaceAtA : look.interfaceAtB;
    const double fromUpper = std::clamp((nameAt + (box.width() + name.width()) / 2) / chord, 0.5, 0.5 + kAside);
    return look.path.pointAt(fall > 0 ? fromUpper : 1 - fromUpper) + clearOf(up, box) * up;
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

/// The interface's name, its cost, or both.
QString endLabel(const LinkLook &look, bool endA)
{
    const LabelLayers &shown = labelLayers();
    const QString name = shown.interfaces ? (endA ? look.interfaceA : look.interfaceB) : QString();
    const QString cost = shown.costs ? (endA ? look.costA : look.costB) : QString();
    return name.isEmpty() || cost.isEmpty() ? name + cost : name + QStringLiteral(" · ") + cost;
}

} // namespace

LabelLayers &labelLayers()
{
    static LabelLayers layers;
    return layers;
}

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

    if (scale >= 0.75 && look.path.chord() > 130) {
        for (const bool endA : {true, false}) {
            const QString label = endLabel(look, endA);
            if (label.isEmpty())
                continue;
            const double along = endA ? look.interfaceAtA : look.interfaceAtB;
            paintPill(painter, nearEnd(look.path, endA, along, label), { label }, smallFont(), c.muted, Qt::transparent,
                      Qt::NoPen);
        }
    }
    if (scale >= 0.55 && labelLayers().impairments && !look.label.isEmpty() && look.path.chord() > 110)
        paintPill(painter, labelPlace(look), look.label.split(QLatin1Char('\n')), labelFont(),
                  look.down ? c.danger : c.text, c.canvas, QPen(look.picked ? c.accent : c.grid, 1));
}

QRectF linkBounds(const LinkLook &look)
{
    QRectF bounds = pathOf(look.path).controlPointRect().adjusted(-8, -8, 8, 8);
    if (!look.label.isEmpty())
        bounds |= textBox(look.label.split(QLatin1Char('\n')), labelFont())
                      .translated(labelPlace(look))
                      .adjusted(-2, -2, 2, 2);
    for (const bool endA : {true, false}) {
        const QString label = endA ? look.interfaceA + QStringLiteral(" · ") + look.costA
                                   : look.interfaceB + QStringLiteral(" · ") + look.costB; // the longest it gets
        const double along = endA ? look.interfaceAtA : look.interfaceAtB;
        bounds |= textBox({label}, smallFont()).translated(nearEnd(look.path, endA, along, label));
    }
    return bounds;
}

} // namespace hopyard::scene
