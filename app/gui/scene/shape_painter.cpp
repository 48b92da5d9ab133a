// See shape_painter.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/scene/shape_painter.h"

#include "app/gui/scene/painters.h"
#include "app/gui/theme/theme.h"

#include <QAbstractTextDocumentLayout>
#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>
#include <QTextDocument>

#include <algorithm>
#include <cmath>

namespace hopyard::scene {

namespace {

constexpr double kNotePadding = 12;
constexpr double kRound = 8;
constexpr double kHead = 11;      ///< length of an arrow's head
constexpr double kAround = 10;    ///< beyond the box: halo, rim, shadow
constexpr double kGripHeight = 24;

double distance(const QPointF &a, const QPointF &b) { return std::hypot(a.x() - b.x(), a.y() - b.y()); }

QLineF lineOf(const lab::Shape &shape)
{
    return {shape.at.x, shape.at.y, shape.at.x + shape.size.x, shape.at.y + shape.size.y};
}

void paintLine(QPainter &painter, const lab::Shape &shape, const Ink &ink)
{
    const QLineF line = lineOf(shape);
    painter.setPen(QPen(ink.line, 2, Qt::SolidLine, Qt::RoundCap));
    painter.drawLine(line);
    if (shape.arrow && line.length() > 1) {
        const QPointF along = (line.p2() - line.p1()) / line.length();
        const QPointF across(-along.y(), along.x());
        const QPointF head[] = {line.p2(), line.p2() - kHead * along + 0.45 * kHead * across, line.p2() - kHead * along - 0.45 * kHead * across};
        painter.setBrush(ink.line);
        painter.drawPolygon(head, 3);
    }
    if (shape.text.empty())
        return;
    const QString text = QString::fromStdString(shape.text);
    const QFontMetricsF metrics(nameFont());
    QRectF box(0, 0, metrics.horizontalAdvance(text) + 10, metrics.height());
    box.moveCenter(line.center());
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme::colours().canvas);
    painter.drawRoundedRect(box, 4, 4);
    painter.setPen(ink.text);
    painter.setFont(nameFont());
    painter.drawText(box, Qt::AlignCenter, text);
}

void paintWords(QPainter &painter, const QRectF &box, const QTextDocument &words, const QColor &colour)
{
    painter.save();
    painter.setClipRect(box, Qt::IntersectClip);
    painter.translate(box.topLeft());
    QAbstractTextDocumentLayout::PaintContext context;
    context.palette.setColor(QPalette::Text, colour);
    context.palette.setColor(QPalette::Link, theme::colours().accent);
    words.documentLayout()->draw(&painter, context);
    painter.restore();
}

void paintLabel(QPainter &painter, const QRectF &box, const lab::Shape &shape, const Ink &ink)
{
    if (shape.text.empty())
        return;
    painter.setPen(ink.text);
    painter.setFont(nameFont());
    const bool top = shape.kind != lab::ShapeKind::ellipse;
    painter.drawText(box.adjusted(12, 8, -12, -8), (top ? int(Qt::AlignTop | Qt::AlignLeft) : int(Qt::AlignCenter)) | Qt::TextWordWrap,
                     QString::fromStdString(shape.text));
}

void paintPicture(QPainter &painter, const QRectF &box, const ShapeLook &look, const Ink &ink)
{
    if (!look.picture.isNull()) {
        QSizeF size = look.picture.size();
        size.scale(box.size(), Qt::KeepAspectRatio);
        QRectF target(QPointF(), size);
        target.moveCenter(box.center());
        painter.drawPixmap(target, look.picture, QRectF(look.picture.rect()));
        return;
    }
    painter.setPen(QPen(ink.line, 1.4, Qt::DashLine));
    painter.setBrush(ink.wash);
    painter.drawRoundedRect(box, kRound, kRound);
    painter.setPen(ink.text);
    painter.setFont(nameFont());
    painter.drawText(box.adjusted(6, 6, -6, -6), Qt::AlignCenter | Qt::TextWordWrap,
                     look.shape.file.empty() ? QStringLiteral("…") : QString::fromStdString(look.shape.file));
}

} // namespace

Ink inkOf(lab::ShapeColour colour)
{
    const bool dark = theme::Theme::instance().scheme() == theme::Scheme::dark;
    const auto made = [dark](const char *light, const char *onDark) {
        Ink ink;
        ink.line = QColor(QLatin1String(dark ? onDark : light));
        ink.wash = ink.line;
        ink.wash.setAlphaF(dark ? 0.13F : 0.09F);
        const QColor ground = theme::colours().canvas;
        const auto mix = [&](double share, int a, int b) { return static_cast<int>(std::lround(a * share + b * (1 - share))); };
        const double share = dark ? 0.24 : 0.2;
        ink.paper = QColor(mix(share, ink.line.red(), ground.red()), mix(share, ink.line.green(), ground.green()),
                           mix(share, ink.line.blue(), ground.blue()));
        ink.text = theme::colours().text;
        return ink;
    };
    switch (colour) {
    case lab::ShapeColour::plain: return made("#7d8899", "#8d97a8");
    case lab::ShapeColour::red: return made("#d0453c", "#f0837a");
    case lab::ShapeColour::orange: return made("#d9822b", "#f2aa60");
    case lab::ShapeColour::yellow: return made("#d4a80f", "#e8ca5a");
    case lab::ShapeColour::green: return made("#3a9a54", "#77cf8e");
    case lab::ShapeColour::teal: return made("#15919b", "#5fcad2");
    case lab::ShapeColour::blue: return made("#3574d4", "#7fb0f7");
    case lab::ShapeColour::purple: return made("#8453c9", "#b795ee");
    }
    return {};
}

QRectF boxOf(const lab::Shape &shape)
{
    return QRectF(shape.at.x, shape.at.y, shape.size.x, shape.size.y).normalized();
}

QRectF shapeBounds(const lab::Shape &shape)
{
    QRectF box = boxOf(shape).adjusted(-kAround, -kAround, kAround, kAround);
    if (shape.kind == lab::ShapeKind::line && !shape.text.empty()) {
        const double half = QFontMetricsF(nameFont()).horizontalAdvance(QString::fromStdString(shape.text)) / 2 + kAround;
        box |= QRectF(box.center() - QPointF(half, kAround), QSizeF(2 * half, 2 * kAround));
    }
    return box;
}

QRectF wordsOf(const lab::Shape &shape)
{
    const QRectF box = boxOf(shape);
    switch (shape.kind) {
    case lab::ShapeKind::note:
    case lab::ShapeKind::text:
    case lab::ShapeKind::picture: return box;
    case lab::ShapeKind::line:
    case lab::ShapeKind::rectangle:
    case lab::ShapeKind::ellipse: break;
    }
    if (shape.text.empty())
        return {};
    const QFontMetricsF metrics(nameFont());
    const QString text = QString::fromStdString(shape.text);
    if (shape.kind == lab::ShapeKind::rectangle)
        return metrics.boundingRect(box.adjusted(12, 8, -12, -8), Qt::AlignTop | Qt::AlignLeft | Qt::TextWordWrap, text);
    QRectF words(0, 0, metrics.horizontalAdvance(text) + 10, metrics.height());
    words.moveCenter(box.center());
    return words;
}

double distanceTo(const lab::Shape &shape, const QPointF &p)
{
    if (shape.kind == lab::ShapeKind::line) {
        const QLineF line = lineOf(shape);
        const QPointF along = line.p2() - line.p1();
        const double length2 = QPointF::dotProduct(along, along);
        const double t = length2 > 0 ? std::clamp(QPointF::dotProduct(p - line.p1(), along) / length2, 0.0, 1.0) : 0.0;
        return distance(p, line.p1() + t * along);
    }
    const QRectF box = boxOf(shape);
    if (shape.kind == lab::ShapeKind::ellipse) {
        const double x = (p.x() - box.center().x()) / std::max(box.width() / 2, 1.0);
        const double y = (p.y() - box.center().y()) / std::max(box.height() / 2, 1.0);
        return std::max(0.0, (std::hypot(x, y) - 1) * std::min(box.width(), box.height()) / 2);
    }
    return std::hypot(std::max({box.left() - p.x(), 0.0, p.x() - box.right()}), std::max({box.top() - p.y(), 0.0, p.y() - box.bottom()}));
}

void paintShape(QPainter &painter, const ShapeLook &look, const QTextDocument *words, double scale)
{
    using lab::ShapeKind;
    const Ink ink = inkOf(look.shape.colour);
    const QRectF box = boxOf(look.shape);
    if (look.picked || look.hovered) {
        QColor halo = look.picked ? theme::colours().accent : theme::colours().wire;
        halo.setAlpha(look.picked ? 90 : 45);
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(halo, 5, Qt::SolidLine, Qt::RoundCap));
        if (look.shape.kind == ShapeKind::line)
            painter.drawLine(lineOf(look.shape));
        else if (look.shape.kind == ShapeKind::ellipse)
            painter.drawEllipse(box);
        else
            painter.drawRoundedRect(box, kRound, kRound);
    }
    switch (look.shape.kind) {
    case ShapeKind::line: paintLine(painter, look.shape, ink); return;
    case ShapeKind::picture: paintPicture(painter, box, look, ink); return;
    case ShapeKind::note: {
        QColor shadow(0, 0, 0, 22);
        painter.setPen(Qt::NoPen);
        painter.setBrush(shadow);
        painter.drawRoundedRect(box.translated(0, 2), kRound, kRound);
        painter.setPen(QPen(ink.line, 1));
        painter.setBrush(ink.paper);
        painter.drawRoundedRect(box, kRound, kRound);
        if (words && scale > 0.3)
            paintWords(painter, box.adjusted(kNotePadding, kNotePadding - 2, -kNotePadding, -6), *words, ink.text);
        return;
    }
    case ShapeKind::text:
        if (words && scale > 0.3)
            paintWords(painter, box, *words, look.shape.colour == lab::ShapeColour::plain ? ink.text : ink.line);
        return;
    case ShapeKind::rectangle:
        painter.setPen(QPen(ink.line, 1.4));
        painter.setBrush(ink.wash);
        painter.drawRoundedRect(box, kRound + 4, kRound + 4);
        break;
    case ShapeKind::ellipse:
        painter.setPen(QPen(ink.line, 1.4));
        painter.setBrush(ink.wash);
        painter.drawEllipse(box);
        break;
    }
    if (scale > 0.3)
        paintLabel(painter, box, look.shape, ink);
}

QRectF groupGrip(const GroupLook &look)
{
    if (look.folded)
        return QRectF(look.centre.x() - kFoldedSide / 2, look.centre.y() - kFoldedSide / 2, kFoldedSide, kFoldedSide);
    const double width = QFontMetricsF(nameFont()).horizontalAdvance(look.name) + 38;
    return QRectF(look.area.left() + 10, look.area.top() - kGripHeight / 2, std::min(width, std::max(look.area.width() - 20, 40.0)), kGripHeight);
}

QRectF groupBounds(const GroupLook &look)
{
    QRectF bounds = groupGrip(look);
    if (look.folded) {
        const double half = QFontMetricsF(nameFont()).horizontalAdvance(look.name) / 2 + 8;
        bounds |= QRectF(look.centre.x() - half, look.centre.y(), 2 * half, kFoldedSide / 2 + 44);
    } else {
        bounds |= look.area;
    }
    return bounds.adjusted(-12, -12, 12, 12);
}

void paintGroup(QPainter &painter, const GroupLook &look, double scale)
{
    const theme::Colours &c = theme::colours();
    const QColor rim = look.picked ? c.accent : look.hovered ? c.text : c.wire;
    const QRectF grip = groupGrip(look);
    painter.setFont(nameFont());
    if (!look.folded) {
        QColor wash = c.wire;
        wash.setAlpha(16);
        painter.setPen(QPen(rim, 1.2, Qt::DashLine));
        painter.setBrush(wash);
        painter.drawRoundedRect(look.area, 16, 16);
        if (scale < 0.3)
            return;
        painter.setPen(QPen(rim, 1));
        painter.setBrush(c.tile);
        painter.drawRoundedRect(grip, kGripHeight / 2, kGripHeight / 2);
        painter.setPen(QPen(c.muted, 1.8, Qt::SolidLine, Qt::RoundCap));
        painter.drawLine(QPointF(grip.left() + 9, grip.center().y()), QPointF(grip.left() + 16, grip.center().y())); // minus: folds
        painter.setPen(c.text);
        painter.drawText(grip.adjusted(23, 0, -8, 0), Qt::AlignVCenter | Qt::AlignLeft,
                         QFontMetricsF(nameFont()).elidedText(look.name, Qt::ElideRight, grip.width() - 31));
        return;
    }
    // A pile of tiles: there is more in it.
    for (int i = 2; i >= 0; --i) {
        const QRectF tile = grip.adjusted(5, 5, -5, -5).translated(i * 5 - 5, 5 - i * 5);
        painter.setPen(QPen(i == 0 ? rim : c.border, look.picked && i == 0 ? 2 : 1.2));
        painter.setBrush(c.tile);
        painter.drawRoundedRect(tile, 12, 12);
    }
    painter.setPen(c.text);
    painter.drawText(grip.adjusted(5, 5, -5, -5).translated(-5, 5), Qt::AlignCenter, QString::number(look.nodes));
}

} // namespace hopyard::scene
