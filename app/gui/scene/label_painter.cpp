// See label_painter.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/scene/label_painter.h"

#include "app/gui/theme/theme.h"

#include <QCache>
#include <QFontMetricsF>
#include <QImage>
#include <QPaintEngine>
#include <QPainter>
#include <QPainterPath>
#include <QStringList>
#include <QStyleOptionGraphicsItem>

#include <algorithm>
#include <array>
#include <cmath>

namespace hopyard::scene {

namespace {

constexpr double kHalo = 1.7;           ///< pixels around the letters
constexpr int kKeptKilobytes = 24 * 1024; ///< of labels that were made, for a canvas at double resolution

struct MadeKey {
    QString text;
    int face; ///< role and size
    QRgb colour, ground;
    int ratio; ///< device pixels for 64 of the plane
    bool operator==(const MadeKey &) const = default;
};
size_t qHash(const MadeKey &key, size_t seed = 0)
{
    return qHashMulti(seed, key.text, key.face, key.colour, key.ground, key.ratio);
}

QCache<MadeKey, QPixmap> &made()
{
    static auto &cache = *new QCache<MadeKey, QPixmap>(kKeptKilobytes); // not ended after the display is
    return cache;
}

/// Names and impairments are told apart by their faces from what stands in configurations.
bool isMonospaced(LabelRole role) { return role != LabelRole::name && role != LabelRole::middle; }

template <typename Write>
void eachLine(const QRectF &box, const QString &text, const QFont &font, Write write)
{
    const QFontMetricsF metrics(font);
    const QStringList lines = text.split(QLatin1Char('\n'));
    const double height = box.height() / static_cast<double>(lines.size());
    double top = box.top();
    for (const QString &line : lines) {
        const double baseline = top + (height + metrics.ascent() - metrics.descent()) / 2;
        write(QPointF(box.center().x() - metrics.horizontalAdvance(line) / 2, baseline), line);
        top += height;
    }
}

QPixmap make(const QSizeF &size, const QString &text, const QFont &font, const QColor &colour, double ratio)
{
    const QSizeF whole = size + QSizeF(2 * kHalo, 2 * kHalo);
    const QSize pixels(static_cast<int>(std::ceil(whole.width() * ratio)), static_cast<int>(std::ceil(whole.height() * ratio)));
    const auto letters = [&](const QColor &ink) {
        QImage image(pixels, QImage::Format_ARGB32_Premultiplied);
        image.fill(Qt::transparent);
        QPainter painter(&image);
        painter.scale(ratio, ratio);
        painter.setPen(ink);
        painter.setFont(font);
        eachLine(QRectF(QPointF(kHalo, kHalo), size), text, font,
                 [&](const QPointF &at, const QString &line) { painter.drawText(at, line); });
        return image;
    };
    QImage image(pixels, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    // The letters in the ground's colour, drawn around where they will be.
    const QImage ground = letters(theme::colours().canvas);
    constexpr std::array<double, 2> kReaches = {1.0, 0.55};
    constexpr int kDirections = 8;
    for (const double reach : kReaches)
        for (int i = 0; i < kDirections; ++i) {
            const double angle = i * 2 * 3.14159265 / kDirections;
            painter.drawImage(QPoint(static_cast<int>(std::lround(std::cos(angle) * reach * kHalo * ratio)),
                                     static_cast<int>(std::lround(std::sin(angle) * reach * kHalo * ratio))),
                              ground);
        }
    painter.drawImage(QPoint(0, 0), letters(colour));
    painter.end();
    return QPixmap::fromImage(std::move(image));
}

} // namespace

QFont labelFont(LabelRole role, int pixels)
{
    QFont font = isMonospaced(role) ? theme::Theme::monospaceFont() : theme::Theme::interfaceFont();
    font.setPixelSize(pixels);
    if (role == LabelRole::name)
        font.setWeight(QFont::DemiBold);
    else if (role == LabelRole::middle)
        font.setWeight(QFont::Medium);
    return font;
}

LabelText labelText(LabelRole role, const QString &text)
{
    static const std::array<QFontMetricsF, 3> metrics = {
        QFontMetricsF(labelFont(LabelRole::name, usualPixels(LabelRole::name))),
        QFontMetricsF(labelFont(LabelRole::address, usualPixels(LabelRole::address))),
        QFontMetricsF(labelFont(LabelRole::middle, usualPixels(LabelRole::middle)))};
    static const QFontMetricsF ends(labelFont(LabelRole::endA, usualPixels(LabelRole::endA)));
    const auto which = static_cast<std::size_t>(role);
    const QFontMetricsF &face = which < metrics.size() ? metrics[which] : ends;
    LabelText label{text, 0, static_cast<int>(text.count(QLatin1Char('\n'))) + 1};
    for (const QStringView line : QStringView(text).split(QLatin1Char('\n')))
        label.width = std::max(label.width, face.horizontalAdvance(line.toString()));
    return label;
}

void paintLabel(QPainter &painter, const QRectF &box, const QString &text, LabelRole role, int pixels,
                const QColor &colour, bool raised)
{
    if (raised) {
        painter.setPen(QPen(theme::colours().border, 1));
        painter.setBrush(theme::colours().canvas);
        painter.drawRoundedRect(box.adjusted(-3, -1, 3, 1), 5, 5);
    }
    const auto engine = painter.paintEngine() ? painter.paintEngine()->type() : QPaintEngine::Raster;
    if (engine != QPaintEngine::Raster) {
        // Drawn as outlines below and letters above: whoever looks at it scales it.
        const QFont font = labelFont(role, pixels);
        QPainterPath outlines;
        eachLine(box, text, font, [&](const QPointF &at, const QString &line) { outlines.addText(at, font, line); });
        painter.strokePath(outlines, QPen(theme::colours().canvas, 2 * kHalo, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter.setPen(colour);
        painter.setFont(font);
        eachLine(box, text, font, [&](const QPointF &at, const QString &line) { painter.drawText(at, line); });
        return;
    }
    const double ratio = QStyleOptionGraphicsItem::levelOfDetailFromTransform(painter.worldTransform())
        * painter.device()->devicePixelRatioF();
    const MadeKey key{text, static_cast<int>(role) * 1000 + pixels, colour.rgba(), theme::colours().canvas.rgba(),
                      static_cast<int>(std::lround(ratio * 64))};
    const QPixmap *picture = made().object(key);
    QPixmap fresh;
    if (!picture) {
        fresh = make(box.size(), text, labelFont(role, pixels), colour, ratio);
        picture = &fresh;
        made().insert(key, new QPixmap(fresh), std::max(1, fresh.width() * fresh.height() * 4 / 1024));
    }
    // On whole device pixels, so that letters are sharp.
    const QPointF at = painter.worldTransform().map(box.topLeft() - QPointF(kHalo, kHalo));
    const double device = painter.device()->devicePixelRatioF();
    const QTransform before = painter.worldTransform();
    painter.resetTransform();
    const QPointF place(std::round(at.x() * device) / device, std::round(at.y() * device) / device);
    painter.drawPixmap(QRectF(place, QSizeF(picture->size()) / device), *picture, QRectF(picture->rect()));
    painter.setWorldTransform(before);
}

} // namespace hopyard::scene
