// See marks_overlay.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/inspect/marks_overlay.h"

#include "app/gui/scene/items.h"
#include "app/gui/scene/lab_scene.h"
#include "app/gui/theme/theme.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>
#include <string>

namespace hopyard::inspect {

namespace {

constexpr double kRing = 35;       ///< scene units; around the node, above its name
constexpr double kRim = 38;        ///< scene units from a node's centre to where an arrow begins and ends
constexpr double kLane = 8;        ///< pixels from the line to an arrow where both directions are lit: packets pass between
constexpr double kBand = 4;        ///< pixels across an arrow's line
constexpr double kHead = 12;       ///< pixels from an arrow's point to its barbs
constexpr double kLabelAt = 0.42;  ///< of the way: the middle is where a link's own label stands
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

void paintPill(QPainter &painter, const QPointF &centre, const QString &text, const QColor &colour)
{
    const QFont font = labelFont();
    const QFontMetricsF metrics(font);
    const double width = metrics.horizontalAdvance(text) + 12, height = metrics.height() + 3;
    const QRectF box(centre.x() - width / 2, centre.y() - height / 2, width, height);
    painter.setPen(QPen(colour, 1.2));
    painter.setBrush(theme::colours().canvas);
    painter.drawRoundedRect(box, height / 2, height / 2);
    painter.setPen(colour);
    painter.setFont(font);
    painter.drawText(box, Qt::AlignCenter, text);
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
        arrow.labelAt = at(kLabelAt) + (lane > 0 ? 8.0 : 0.0) * rightOf(path.tangentAt(0.5));
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
        if (!item)
            continue;
        const QPointF centre = transform.sceneToViewport.map(m_scene.placeOf(node.name.toStdString()));
        const double radius = kRing * transform.scale;
        const QColor colour = colourOf(node.tone);
        QColor halo = colour;
        halo.setAlphaF(0.14F);
        painter.setPen(Qt::NoPen);
        painter.setBrush(halo);
        painter.drawEllipse(centre, radius, radius);
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(colour, 2.5));
        painter.drawEllipse(centre, radius, radius);
    }
    if (transform.scale < kLeastScale)
        return;
    for (const Arrow &arrow : lit)
        if (!arrow.label.isEmpty())
            paintPill(painter, arrow.labelAt, arrow.label, colourOf(arrow.tone));
    for (const CanvasMarks::Node &node : m_marks.nodes)
        if (!node.label.isEmpty() && m_scene.nodeItem(node.name.toStdString())) {
            const QPointF centre = transform.sceneToViewport.map(m_scene.placeOf(node.name.toStdString()));
            paintPill(painter, centre + QPointF(0.72, -0.72) * kRing * transform.scale, node.label, colourOf(node.tone));
        }
}

} // namespace hopyard::inspect
