// See link_pictures.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/packets/link_pictures.h"

#include "app/gui/packets/flight.h"
#include "app/gui/theme/theme.h"

#include <QFontMetricsF>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace hopyard::packets {

namespace {

constexpr double kNodeRadius = 34;  ///< scene units that a node covers around its centre
constexpr double kBand = 13;        ///< pixels across a heated link
constexpr double kBusy = 0.25;      ///< load from which a link is tinted at all where only busy ones are
constexpr double kLane = 3.5;       ///< pixels from the line to the traffic of one direction
constexpr double kLight = 3.6;      ///< half the side of a light, pixels at actual size
constexpr double kLightAt = 40;     ///< scene units from the node's centre
constexpr double kQueueAt = 58;
constexpr double kCell = 4.5;       ///< side of one waiting packet in a queue's picture
constexpr std::uint64_t kCells = 8; ///< drawn singly; more are a number
constexpr double kDashSpeed = 60;   ///< pixels a second of wall time
constexpr double kSmall = 0.35;     ///< zoom below which lights and queues are too small to be seen

double dotScale(double viewScale) { return std::clamp(std::sqrt(viewScale), 0.75, 1.6); }

/// The way from node rim to node rim as points of the viewport.
QPolygonF rimToRim(const scene::LinkPath &path, const view::ViewTransform &transform, double aside = 0)
{
    const double length = path.length();
    const double rim = length > 0 ? std::min(kNodeRadius / length, 0.45) : 0.45;
    const int pieces = path.bends.empty() ? (path.control == (path.from + path.to) / 2 ? 1 : 12) : 48;
    QPolygonF line;
    for (int piece = 0; piece <= pieces; ++piece) {
        const double t = rim + (1 - 2 * rim) * piece / pieces;
        line << transform.sceneToViewport.map(path.pointAt(t)) + aside * rightOf(path.tangentAt(t), base::Direction::forward);
    }
    return line;
}

/// At `away` scene units from the centre of one end, along the way.
QPointF nearEnd(const scene::LinkPath &path, bool endA, double away, const view::ViewTransform &transform)
{
    const double length = std::max(path.length(), 1.0);
    const double t = std::min(away / length, 0.45);
    return transform.sceneToViewport.map(path.pointAt(endA ? t : 1 - t));
}

bool isOutside(const scene::LinkPath &path, const view::ViewTransform &transform)
{
    const QRectF box = QPolygonF{path.from, path.bends.empty() ? path.control : path.bends.front(), path.to}.boundingRect();
    return path.bends.empty() && !transform.sceneToViewport.mapRect(box).adjusted(-40, -40, 40, 40).intersects(QRectF(transform.viewport));
}

} // namespace

QColor heatColour(double share)
{
    const double t = std::clamp(share, 0.0, 1.0);
    return QColor::fromHsvF(static_cast<float>((1 - t) * 0.36), 0.78F, 0.88F); // green by yellow to red
}

double heatOf(Heat heat, std::size_t link, const LinkLoads &loads, const LinkMeters &meters, double most)
{
    switch (heat) {
    case Heat::none: return -1;
    case Heat::busy: return loads.of(link) < kBusy ? -1 : loads.of(link);
    case Heat::load: {
        if (loads.hasRate(link))
            return loads.of(link);
        const double bits = std::max(meters.of(link, base::Direction::forward).bitsPerSecond, meters.of(link, base::Direction::backward).bitsPerSecond);
        return most > 0 ? bits / most : 0;
    }
    case Heat::errors: {
        const double share = meters.dropShare(link);
        // One in a thousand shows already: half a percent is a third, five percent two thirds of the way.
        return share <= 0 ? 0 : std::clamp(std::log10(share * 1000 + 1) / std::log10(501.0), 0.05, 1.0);
    }
    }
    return -1;
}

void paintHeat(QPainter &painter, const view::ViewTransform &transform, const std::vector<LinkPicture> &links, Heat heat,
               const LinkLoads &loads, const LinkMeters &meters)
{
    if (heat == Heat::none)
        return;
    const double most = heat == Heat::load ? meters.mostBits() : 0;
    for (std::size_t i = 0; i < links.size(); ++i) {
        if (!links[i].path || isOutside(*links[i].path, transform))
            continue;
        const double hot = heatOf(heat, i, loads, meters, most);
        if (hot < 0)
            continue;
        QColor colour = heat == Heat::busy ? (hot < 0.85 ? theme::colours().warning : theme::colours().danger) : heatColour(hot);
        colour.setAlphaF(static_cast<float>(heat == Heat::busy ? 0.15 + 0.3 * hot : 0.28 + 0.4 * hot));
        painter.setPen(QPen(colour, kBand * dotScale(transform.scale), Qt::SolidLine, Qt::FlatCap, Qt::RoundJoin));
        painter.drawPolyline(rimToRim(*links[i].path, transform));
    }
}

void paintLights(QPainter &painter, const view::ViewTransform &transform, const std::vector<LinkPicture> &links, const LinkMeters &meters)
{
    if (transform.scale < kSmall)
        return;
    const theme::Colours &c = theme::colours();
    const double radius = kLight * std::clamp(transform.scale, 0.6, 1.4);
    for (std::size_t i = 0; i < links.size(); ++i) {
        const LinkPicture &link = links[i];
        if (!link.path || isOutside(*link.path, transform))
            continue;
        for (const bool endA : {true, false}) {
            const bool live = endA ? link.liveA : link.liveB;
            const bool drops = meters.of(i, endA ? base::Direction::forward : base::Direction::backward).dropsPerSecond > 0.5;
            painter.setPen(QPen(c.canvas, 1.2));
            painter.setBrush(!live ? c.muted : !link.up ? c.danger : drops ? c.warning : c.ok);
            // Square, like the lights of a switch: dots are packets.
            const QPointF at = nearEnd(*link.path, endA, kLightAt, transform);
            painter.drawRoundedRect(QRectF(at - QPointF(radius, radius), 2 * QSizeF(radius, radius)), 1.5, 1.5);
        }
    }
}

void paintQueues(QPainter &painter, const view::ViewTransform &transform, const std::vector<LinkPicture> &links, const LinkMeters &meters)
{
    if (transform.scale < kSmall)
        return;
    const theme::Colours &c = theme::colours();
    const double scale = dotScale(transform.scale);
    QFont font = theme::Theme::monospaceFont();
    font.setPixelSize(static_cast<int>(9 * scale));
    painter.setFont(font);
    const QFontMetricsF metrics(font);
    for (std::size_t i = 0; i < links.size(); ++i) {
        if (!links[i].path || isOutside(*links[i].path, transform))
            continue;
        for (const base::Direction direction : {base::Direction::forward, base::Direction::backward}) {
            const std::uint64_t waiting = meters.of(i, direction).queuedPackets;
            if (waiting == 0)
                continue;
            const scene::LinkPath &path = *links[i].path;
            const bool endA = direction == base::Direction::forward; // of who sends
            const QPointF at = nearEnd(path, endA, kQueueAt, transform);
            const double length = std::max(path.length(), 1.0);
            const QPointF tangent = path.tangentAt(endA ? std::min(kQueueAt / length, 0.45) : 1 - std::min(kQueueAt / length, 0.45));
            const double size = std::max(std::hypot(tangent.x(), tangent.y()), 1e-9);
            const QPointF along = (endA ? 1.0 : -1.0) * tangent / size; // the way of the packets
            const QPointF aside = rightOf(tangent, direction);
            const double cell = kCell * scale;
            // A stack beside the line: the head of the queue is at the link, the rest behind it towards the node.
            const int cells = static_cast<int>(std::min(waiting, kCells));
            const QPointF begin = at + aside * (kLane + 7) * scale;
            const double fill = static_cast<double>(std::min<std::uint64_t>(waiting, 64)) / 64;
            painter.setPen(QPen(c.canvas, 0.8));
            painter.setBrush(heatColour(0.35 + 0.65 * fill));
            for (int k = 0; k < cells; ++k) {
                const QPointF middle = begin - along * ((k - (cells - 1) / 2.0) * (cell + 1));
                painter.drawRect(QRectF(middle - QPointF(cell / 2, cell / 2), QSizeF(cell, cell)));
            }
            if (waiting > kCells) {
                const QString text = QString::number(waiting);
                const QPointF middle = begin + aside * (cell + metrics.height() * 0.7);
                painter.setPen(c.text);
                painter.drawText(QPointF(middle.x() - metrics.horizontalAdvance(text) / 2, middle.y() + metrics.ascent() / 2 - 1), text);
            }
        }
    }
}

double densityOf(double packetsPerSecond, double speed, double places)
{
    const double underWay = packetsPerSecond * speed * kFlashMs / 1000; // each is seen for a flash at least
    return underWay / std::max(places, 1.0);
}

void paintFlow(QPainter &painter, const view::ViewTransform &transform, const scene::LinkPath &path, base::Direction direction,
               const QColor &colour, double density, double wallSeconds)
{
    if (isOutside(path, transform))
        return;
    const double scale = dotScale(transform.scale);
    const double width = std::clamp(2.2 + 1.4 * std::log2(std::max(density / kDense, 1.0)), 2.2, 7.0) * scale;
    const double aside = (kLane + width / 4) * scale * (direction == base::Direction::forward ? 1 : -1);
    QPolygonF line = rimToRim(path, transform, aside);
    if (direction == base::Direction::backward)
        std::reverse(line.begin(), line.end());
    QColor ground = colour;
    ground.setAlphaF(0.45F);
    painter.setPen(QPen(ground, width, Qt::SolidLine, Qt::FlatCap, Qt::RoundJoin));
    painter.drawPolyline(line);
    QPen dashes(colour, width, Qt::CustomDashLine, Qt::FlatCap, Qt::RoundJoin);
    const double dash = 7 * scale / width; // in widths of the pen
    dashes.setDashPattern({dash, dash});
    dashes.setDashOffset(-std::fmod(wallSeconds * kDashSpeed / width, 2 * dash));
    painter.setPen(dashes);
    painter.drawPolyline(line);
}

} // namespace hopyard::packets
