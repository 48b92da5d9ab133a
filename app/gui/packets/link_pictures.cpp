// See link_pictures.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/packets/link_pictures.h"

#include "app/gui/packets/flight.h"
#include "app/gui/theme/theme.h"

#include <QFontMetricsF>
#include <QPixmap>
#include <QVarLengthArray>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace hopyard::packets {

namespace {

constexpr double kNodeRadius = 34;  ///< scene units that a node covers around its centre
constexpr double kBand = 13;        ///< pixels across a heated link
constexpr double kBusy = 0.25;      ///< load from which a link is tinted at all where only busy ones are
constexpr double kLane = 3.5;       ///< pixels from the line to the traffic of one direction
constexpr double kQueueAt = 58;     ///< of the middle of a queue, scene units from the node's centre
constexpr double kQueueStep = 12;
constexpr double kMostAlong = 0.45; ///< of a link's length: what is of an end stays in its half
constexpr double kCell = 4.5;       ///< side of one waiting packet in a queue's picture
constexpr std::uint64_t kCells = 8; ///< drawn singly; more are a number
constexpr double kDash = 7;         ///< length of a flow's dash, pixels at actual size
constexpr double kDashSpeed = 60;   ///< pixels a second of wall time
constexpr double kSmall = 0.35;     ///< zoom below which queues are too small to be seen

double dotScale(double viewScale) { return std::clamp(std::sqrt(viewScale), 0.75, 1.6); }

/// The way from node rim to node rim as points of the viewport; two where it is straight.
QPolygonF rimToRim(const scene::LinkPath &path, const view::ViewTransform &transform, double aside = 0)
{
    const double length = path.length();
    const double rim = length > 0 ? std::min(kNodeRadius / length, 0.45) : 0.45;
    const int pieces = path.bends.empty() ? (path.control == (path.from + path.to) / 2 ? 1 : 12) : 48;
    QPolygonF line;
    line.reserve(pieces + 1);
    for (int piece = 0; piece <= pieces; ++piece) {
        const double t = rim + (1 - 2 * rim) * piece / pieces;
        line << transform.sceneToViewport.map(path.pointAt(t)) + aside * rightOf(path.tangentAt(t), base::Direction::forward);
    }
    return line;
}

/// A straight line costs a quarter of what a polyline of two points does.
void drawLine(QPainter &painter, const QPolygonF &line)
{
    if (line.size() == 2)
        painter.drawLine(line[0], line[1]);
    else
        painter.drawPolyline(line);
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
        drawLine(painter, rimToRim(*links[i].path, transform));
    }
}

namespace {

/// The lights of one size, each drawn once: a lab has thousands.
struct LightPictures {
    double radius = 0, ratio = 0;
    QRgb canvas = 0;
    QPixmap cells; ///< side by side
    int side = 0;  ///< of a cell, device pixels

    enum Cell { up, down, dropping, off, kCells };
    void make(double wantedRadius, double wantedRatio)
    {
        const theme::Colours &c = theme::colours();
        if (radius == wantedRadius && ratio == wantedRatio && canvas == c.canvas.rgb())
            return;
        radius = wantedRadius;
        ratio = wantedRatio;
        canvas = c.canvas.rgb();
        side = 2 * static_cast<int>(std::ceil((radius + 1) * ratio)) + 1;
        cells = QPixmap(side * kCells, side);
        cells.fill(Qt::transparent);
        QPainter painter(&cells);
        painter.setRenderHint(QPainter::Antialiasing);
        const std::array<QColor, kCells> colours{c.ok, c.danger, c.warning, c.muted};
        for (std::size_t i = 0; i < kCells; ++i) {
            const QPointF middle((static_cast<double>(i) + 0.5) * side, side / 2.0);
            const double reach = radius * ratio;
            painter.setPen(QPen(c.canvas, 1.2 * ratio));
            painter.setBrush(colours[i]);
            // Square, like the lights of a switch: dots are packets.
            painter.drawRoundedRect(QRectF(middle - QPointF(reach, reach), 2 * QSizeF(reach, reach)), 1.5 * ratio, 1.5 * ratio);
        }
    }
};

} // namespace

void paintLights(QPainter &painter, const view::ViewTransform &transform, const std::vector<LinkPicture> &links, const LinkMeters &meters)
{
    const double radius = scene::lightReach(transform.scale);
    if (radius <= 0)
        return;
    static LightPictures &pictures = *new LightPictures; // for as long as the program: pictures do not outlive the display
    const double ratio = transform.devicePixelRatio;
    pictures.make(radius, ratio);
    std::vector<QPainter::PixmapFragment> fragments;
    const QRectF visible = QRectF(transform.viewport).adjusted(-radius, -radius, radius, radius);
    // In the middle of a device pixel, as the picture is: lights are sharp.
    const auto onPixel = [ratio](double place) { return (std::floor(place * ratio) + 0.5) / ratio; };
    for (std::size_t i = 0; i < links.size(); ++i) {
        const LinkPicture &link = links[i];
        if (!link.path || isOutside(*link.path, transform))
            continue;
        for (const bool endA : {true, false}) {
            const QPointF at = nearEnd(*link.path, endA, endA ? link.lightA : link.lightB, transform);
            if (!visible.contains(at))
                continue;
            const bool live = endA ? link.liveA : link.liveB;
            const bool drops = meters.of(i, endA ? base::Direction::forward : base::Direction::backward).dropsPerSecond > 0.5;
            const int cell = !live ? LightPictures::off : !link.up ? LightPictures::down : drops ? LightPictures::dropping : LightPictures::up;
            fragments.push_back(QPainter::PixmapFragment::create(QPointF(onPixel(at.x()), onPixel(at.y())),
                                                                 QRectF(cell * pictures.side, 0, pictures.side, pictures.side),
                                                                 1 / ratio, 1 / ratio));
        }
    }
    if (!fragments.empty())
        painter.drawPixmapFragments(fragments.data(), static_cast<int>(fragments.size()), pictures.cells);
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
            const double length = std::max(path.length(), 1.0);
            const double cell = kCell * scale;
            const int cells = static_cast<int>(std::min(waiting, kCells));
            // A stack beside the line: the head of the queue is at the link, the rest behind it towards the node. Further
            // out where labels are in the way, if there is a place.
            QPointF begin, along, aside;
            double least = std::numeric_limits<double>::infinity();
            for (double away = kQueueAt; least > 0 && (away == kQueueAt || away < kMostAlong * length); away += kQueueStep) {
                const double t = std::min(away / length, kMostAlong);
                const QPointF tangent = path.tangentAt(endA ? t : 1 - t);
                const double size = std::max(std::hypot(tangent.x(), tangent.y()), 1e-9);
                const QPointF forth = (endA ? 1.0 : -1.0) * tangent / size; // the way of the packets
                const QPointF right = rightOf(tangent, direction);
                const QPointF middle = nearEnd(path, endA, away, transform) + right * (kLane + 7) * scale;
                const double reach = kCells * (cell + 1) / 2; // with room to grow: a queue that hops cannot be followed
                const QPointF half(std::abs(forth.x()) * reach + std::abs(right.x()) * cell / 2,
                                   std::abs(forth.y()) * reach + std::abs(right.y()) * cell / 2);
                const QPointF number = middle + right * (cell + metrics.height() * 0.7);
                const QPointF digits(metrics.height(), metrics.height() / 2);
                const QRectF box = QRectF(middle - half, middle + half) | QRectF(number - digits, number + digits);
                if (const double covered = transform.covered(box); covered < least) {
                    least = covered;
                    begin = middle;
                    along = forth;
                    aside = right;
                }
            }
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
    const double dash = kDash * scale;
    const double length = std::hypot(line.back().x() - line.front().x(), line.back().y() - line.front().y());
    const bool moves = length > 4 * dash; // in less nobody sees dashes go
    QColor ground = colour;
    ground.setAlphaF(moves ? 0.45F : 0.75F);
    painter.setPen(QPen(ground, width, Qt::SolidLine, Qt::FlatCap, Qt::RoundJoin));
    drawLine(painter, line);
    if (!moves)
        return;
    const double passed = std::fmod(wallSeconds * kDashSpeed, 2 * dash);
    if (line.size() == 2) {
        // Each dash by itself: a pen that dashes costs ten times as much.
        const QPointF unit = (line[1] - line[0]) / length;
        QVarLengthArray<QLineF, 64> dashes;
        for (double at = passed - 2 * dash; at < length; at += 2 * dash)
            if (const double from = std::max(at, 0.0), to = std::min(at + dash, length); to > from)
                dashes.append(QLineF(line[0] + unit * from, line[0] + unit * to));
        painter.setPen(QPen(colour, width, Qt::SolidLine, Qt::FlatCap));
        painter.drawLines(dashes.constData(), static_cast<int>(dashes.size()));
        return;
    }
    QPen dashes(colour, width, Qt::CustomDashLine, Qt::FlatCap, Qt::RoundJoin);
    dashes.setDashPattern({dash / width, dash / width}); // in widths of the pen
    dashes.setDashOffset(-passed / width);
    painter.setPen(dashes);
    painter.drawPolyline(line);
}

} // namespace hopyard::packets
