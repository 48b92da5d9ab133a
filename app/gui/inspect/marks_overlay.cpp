// See marks_overlay.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/inspect/marks_overlay.h"

#include "app/gui/scene/items.h"
#include "app/gui/scene/lab_scene.h"
#include "app/gui/scene/painters.h"
#include "app/gui/theme/theme.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>
#include <set>
#include <string>

namespace hopyard::inspect {

namespace {

constexpr double kRing = 4;        ///< scene units from a node's body to the ring around it, which ends above the name
constexpr double kClear = 35;      ///< scene units from a node's centre, where a word about it is clear of the ring
constexpr double kRim = 38;        ///< scene units from a node's centre to where an arrow begins and ends
constexpr double kLane = 8;        ///< pixels from the line to an arrow where both directions are lit: packets pass between
constexpr double kBand = 4;        ///< pixels across an arrow's line
constexpr double kHead = 12;       ///< pixels from an arrow's point to its barbs
/// Of the way, where a label may stand; the middle is where a link's own is.
constexpr std::array<double, 5> kLabelAt = {0.42, 0.3, 0.56, 0.68, 0.2};
constexpr double kWordAt = 0.78;   ///< of that, in x and in y: beyond the node's light
constexpr double kWorse = 12;      ///< square pixels that a better place may cover more than the next
constexpr double kLeastScale = 0.45; ///< below it labels are left out: nobody could read them
constexpr int kPieces = 24;        ///< of a line that bends

/// The way of a link in the direction of the mark.
struct Way {
    scene::LinkPath path;
    bool reversed = false; ///< against the direction in which the lab names the link
};

std::optional<lab::End> endOf(const QString &text)
{
    const qsizetype colon = text.indexOf(QLatin1Char(':'));
    if (colon <= 0)
        return std::nullopt;
    return lab::End{text.left(colon).toStdString(), text.mid(colon + 1).toStdString()};
}

std::optional<Way> wayOf(const scene::LabScene &scene, const QString &from)
{
    const auto end = endOf(from);
    const auto path = end ? scene.linkPath(*end) : std::nullopt;
    if (!path || path->length() < 1) // of two nodes in one folded group
        return std::nullopt;
    const QPointF place = scene.placeOf(end->node);
    const auto distance = [&place](const QPointF &to) { return std::hypot(to.x() - place.x(), to.y() - place.y()); };
    Way way{*path, distance(path->to) < distance(path->from)};
    if (way.reversed) {
        std::swap(way.path.from, way.path.to);
        std::ranges::reverse(way.path.bends);
    }
    return way;
}

double scaled(double viewScale) { return std::clamp(std::sqrt(viewScale), 0.6, 1.5); }

/// Square to the way, to the right of who goes along it; y grows downwards.
QPointF rightOf(const QPointF &tangent)
{
    const double length = std::max(std::hypot(tangent.x(), tangent.y()), 1e-9);
    return {-tangent.y() / length, tangent.x() / length};
}

QFont labelFont()
{
    QFont font = theme::Theme::interfaceFont();
    font.setPixelSize(11);
    font.setWeight(QFont::DemiBold);
    return font;
}

void paintPill(QPainter &painter, const QRectF &box, const QString &text, const QColor &colour)
{
    painter.setPen(QPen(colour, 1.2));
    painter.setBrush(theme::colours().canvas);
    painter.drawRoundedRect(box, box.height() / 2, box.height() / 2);
    painter.setPen(colour);
    painter.setFont(labelFont());
    painter.drawText(box, Qt::AlignCenter, text);
}

QSizeF sizeOfPill(const QString &text)
{
    const QFontMetricsF metrics(labelFont());
    return {metrics.horizontalAdvance(text) + 12, metrics.height() + 3};
}

QRectF boxAt(const QPointF &centre, const QSizeF &size)
{
    return {centre.x() - size.width() / 2, centre.y() - size.height() / 2, size.width(), size.height()};
}

/// A closed head whose point is at the line's end.
void paintHead(QPainter &painter, const QPolygonF &line, double size)
{
    const QPointF tip = line.back();
    QPointF behind = line.front();
    for (qsizetype i = line.size() - 2; i > 0; --i)
        if (std::hypot(tip.x() - line[i].x(), tip.y() - line[i].y()) >= size) {
            behind = line[i];
            break;
        }
    const QPointF along = tip - behind;
    const double length = std::hypot(along.x(), along.y());
    if (length < 1)
        return;
    const QPointF unit = along / length, side(-unit.y(), unit.x());
    painter.drawPolygon(QPolygonF({tip, tip - unit * size + side * (size * 0.55), tip - unit * size - side * (size * 0.55)}));
}

} // namespace

QColor colourOf(Tone tone)
{
    const theme::Colours &colours = theme::colours();
    switch (tone) {
    case Tone::accent: return colours.accent;
    case Tone::other: return colours.second;
    case Tone::good: return colours.ok;
    case Tone::bad: return colours.danger;
    }
    return colours.accent;
}

std::vector<MarksOverlay::Arrow> MarksOverlay::arrows(const view::ViewTransform &transform) const
{
    // Links that are marked both ways, by the middle of their paths: no two links share it.
    const auto key = [](const scene::LinkPath &path) {
        const QPointF middle = path.pointAt(0.5);
        return std::pair(std::llround(middle.x() * 8), std::llround(middle.y() * 8));
    };
    std::set<std::pair<long long, long long>> forth, back;
    std::vector<std::optional<Way>> ways;
    for (const CanvasMarks::Link &link : m_marks.links) {
        ways.push_back(wayOf(m_scene, link.from));
        if (ways.back())
            (ways.back()->reversed ? back : forth).insert(key(ways.back()->path));
    }
    std::vector<Arrow> all;
    for (std::size_t i = 0; i < ways.size(); ++i) {
        if (!ways[i])
            continue;
        const scene::LinkPath &path = ways[i]->path;
        const double length = path.length();
        const double margin = std::min(kRim / length, 0.4);
        const double lane = forth.contains(key(path)) && back.contains(key(path)) ? kLane * scaled(transform.scale) : 0;
        const auto at = [&](double t) {
            const double along = margin + t * (1 - 2 * margin);
            return transform.sceneToViewport.map(path.pointAt(along)) + lane * rightOf(path.tangentAt(along));
        };
        Arrow arrow;
        for (int piece = 0; piece <= kPieces; ++piece)
            arrow.line << at(static_cast<double>(piece) / kPieces);
        for (const double share : kLabelAt)
            arrow.labelAt.push_back(at(share) + (lane > 0 ? 8.0 : 0.0) * rightOf(path.tangentAt(share)));
        arrow.label = m_marks.links[i].label;
        arrow.tone = m_marks.links[i].tone;
        arrow.head = m_marks.links[i].arrow;
        all.push_back(std::move(arrow));
    }
    return all;
}

void MarksOverlay::paint(QPainter &painter, const view::ViewTransform &transform)
{
    const double size = scaled(transform.scale);
    const std::vector<Arrow> lit = arrows(transform);
    for (const Arrow &arrow : lit) {
        const QColor colour = colourOf(arrow.tone);
        QColor band = colour;
        band.setAlphaF(0.75F);
        painter.setPen(QPen(band, kBand * size, Qt::SolidLine, Qt::FlatCap, Qt::RoundJoin));
        painter.setBrush(Qt::NoBrush);
        painter.drawPolyline(arrow.line);
        if (!arrow.head)
            continue;
        painter.setPen(QPen(theme::colours().canvas, 1));
        painter.setBrush(colour);
        paintHead(painter, arrow.line, kHead * size);
    }
    for (const CanvasMarks::Node &node : m_marks.nodes) {
        const scene::NodeItem *item = m_scene.nodeItem(node.name.toStdString());
        if (!item || !m_scene.isShown(node.name.toStdString()))
            continue;
        const QPointF centre = transform.sceneToViewport.map(m_scene.placeOf(node.name.toStdString()));
        const QColor colour = colourOf(node.tone);
        QColor halo = colour;
        halo.setAlphaF(0.14F);
        QPen pen(colour, 2.5);
        pen.setCosmetic(true);
        painter.save();
        painter.translate(centre);
        painter.scale(transform.scale, transform.scale);
        painter.setPen(pen);
        painter.setBrush(halo);
        scene::paintOutline(painter, item->look().kind, kRing);
        painter.restore();
    }
    for (const Word &word : words(transform))
        paintPill(painter, word.box, word.text, colourOf(word.tone));
}

std::vector<MarksOverlay::Word> MarksOverlay::words(const view::ViewTransform &transform) const
{
    std::vector<Word> placed;
    if (transform.scale < kLeastScale)
        return placed;
    const auto put = [&](const QString &text, Tone tone, const std::vector<QPointF> &centres) {
        const QSizeF size = sizeOfPill(text);
        QRectF best;
        double least = std::numeric_limits<double>::infinity();
        for (std::size_t i = 0; i < centres.size(); ++i) {
            const QRectF box = boxAt(centres[i], size);
            double covered = kWorse * static_cast<double>(i) + transform.covered(box);
            for (const Word &other : placed) {
                const QRectF both = other.box & box;
                covered += 2 * both.width() * both.height(); // one word over another helps nobody
            }
            if (covered < least) {
                least = covered;
                best = box;
            }
        }
        placed.push_back({best, text, tone});
    };
    for (const Arrow &arrow : arrows(transform))
        if (!arrow.label.isEmpty())
            put(arrow.label, arrow.tone, arrow.labelAt);
    for (const CanvasMarks::Node &node : m_marks.nodes) {
        if (node.label.isEmpty() || !m_scene.isShown(node.name.toStdString()))
            continue;
        const QPointF centre = transform.sceneToViewport.map(m_scene.placeOf(node.name.toStdString()));
        const QSizeF half = sizeOfPill(node.label) / 2;
        const double away = kClear * kWordAt * transform.scale;
        const double x = away + half.width(), y = away + half.height();
        const double ring = kClear * transform.scale + 2;
        put(node.label, node.tone,
            {centre + QPointF(x, -y), centre + QPointF(-x, -y), centre + QPointF(x, y), centre + QPointF(-x, y),
             centre + QPointF(0, -ring - half.height()), centre + QPointF(ring + half.width(), 0),
             centre + QPointF(-ring - half.width(), 0)});
    }
    return placed;
}

} // namespace hopyard::inspect
