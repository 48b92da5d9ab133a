// See packet_overlay.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/packets/packet_overlay.h"

#include "app/gui/packets/protocol_colours.h"
#include "app/gui/theme/theme.h"

#include <algorithm>
#include <cmath>
#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainterPath>

namespace hopyard::packets {

namespace {

constexpr double kDot = 6.4;         ///< diameter of a dot at actual size, without its rim, in pixels
constexpr double kRim = 1;           ///< width of the rim that tells it from the line and from its neighbours
constexpr double kCell = kDot + 2 * kRim + 2; ///< of the atlas
constexpr double kAtlasDetail = 2;   ///< the atlas is drawn larger than it is shown: dots stay crisp when zoomed
constexpr double kLane = 3.5;        ///< pixels from the line to the dots of one direction: traffic keeps to its side
constexpr double kBand = 13;         ///< pixels across the tint of a busy link
constexpr double kBusy = 0.25;       ///< load from which a link is tinted
constexpr double kFull = 0.85;
constexpr double kSpacing = 11;      ///< pixels at least between two dots of a stream: closer ones would be a band
constexpr double kNodeRadius = 34;   ///< scene units that a node covers around its centre
constexpr double kReach = 14;        ///< pixels around a mark that belong to it
constexpr double kLegendMargin = 12;

/// Dots follow the zoom, but neither vanish nor become discs.
double dotScale(double viewScale) { return std::clamp(std::sqrt(viewScale), 0.75, 1.6); }

} // namespace

PacketOverlay::PacketOverlay(WallClock wall) : m_wall(std::move(wall)) {}

void PacketOverlay::clear()
{
    m_flights.clear();
    m_loads.clear();
    m_clock.reset();
    m_marks.clear();
}

void PacketOverlay::setDark(bool dark)
{
    m_dark = dark;
    m_atlasRatio = 0;
    m_legendRatio = 0;
}

void PacketOverlay::take(const client::Batch &batch)
{
    const bool runs = batch.phase == client::Phase::running;
    if (batch.speed > 0)
        m_speed = batch.speed;
    m_clock.update(m_wall(), batch.now, runs ? batch.speed : 0);
    m_flights.expire(m_clock.shown(m_wall()), m_speed);
    for (const client::PacketEvent &packet : batch.packets)
        m_flights.add(packet, m_speed);
    m_loads.take(batch);
}

bool PacketOverlay::isActive() const { return m_shown && !m_clock.stands() && (!m_flights.isEmpty() || m_loads.areAny()); }

const scene::LinkPath *PacketOverlay::pathOf(base::LinkId link) const
{
    if (!link.isValid() || link.index() >= m_paths.size() || !m_paths[link.index()])
        return nullptr;
    return &*m_paths[link.index()];
}

QPointF PacketOverlay::place(const scene::LinkPath &path, double progress, base::Direction direction,
                             const view::ViewTransform &transform) const
{
    const double chord = path.length();
    const double margin = chord > 0 ? std::min(kNodeRadius / chord, 0.4) : 0.4;
    const double t = clearOfNodes(alongPath(progress, direction), margin);
    return transform.sceneToViewport.map(path.pointAt(t))
        + kLane * dotScale(transform.scale) * rightOf(path.tangentAt(t), direction);
}

void PacketOverlay::paint(QPainter &painter, const view::ViewTransform &transform)
{
    paintLit(painter, transform); // also where packets are hidden: it was asked for
    if (!m_shown)
        return;
    const base::TimePoint shown = m_clock.shown(m_wall());
    if (!m_clock.stands())
        m_flights.expire(shown, m_speed);
    paintLoads(painter, transform);
    paintDots(painter, transform, shown);
    paintDrops(painter, transform, shown);
    paintLegend(painter, transform);
}

void PacketOverlay::renderAtlas(double ratio)
{
    m_atlasRatio = ratio;
    const double detail = ratio * kAtlasDetail;
    const int side = static_cast<int>(std::ceil(kCell * detail));
    m_atlas = QPixmap(side * client::kProtocolCount, side);
    m_atlas.fill(Qt::transparent);
    QPainter painter(&m_atlas);
    painter.setRenderHint(QPainter::Antialiasing);
    const double cell = m_atlas.height();
    for (int i = 0; i < client::kProtocolCount; ++i) {
        const QRectF rect(i * cell, 0, cell, cell);
        const double radius = (kDot + kRim) / 2 * detail; // the pen's middle
        painter.setPen(QPen(m_dark ? QColor(16, 20, 26, 230) : QColor(255, 255, 255, 245), kRim * detail));
        painter.setBrush(colourOf(static_cast<client::Protocol>(i), m_dark));
        painter.drawEllipse(rect.center(), radius, radius);
    }
}

/// A band under the packets: yellow where a link gets busy, red where it is full.
void PacketOverlay::paintLoads(QPainter &painter, const view::ViewTransform &transform)
{
    for (std::size_t i = 0; i < m_loads.size() && i < m_paths.size(); ++i) {
        const double load = m_loads.of(i);
        if (load < kBusy || !m_paths[i])
            continue;
        QColor colour = load < kFull ? theme::colours().warning : theme::colours().danger;
        colour.setAlphaF(static_cast<float>(0.15 + 0.3 * load));
        QPainterPath path(transform.sceneToViewport.map(m_paths[i]->from));
        for (const QPointF &bend : m_paths[i]->bends)
            path.lineTo(transform.sceneToViewport.map(bend));
        if (m_paths[i]->bends.empty())
            path.quadTo(transform.sceneToViewport.map(m_paths[i]->control), transform.sceneToViewport.map(m_paths[i]->to));
        else
            path.lineTo(transform.sceneToViewport.map(m_paths[i]->to));
        // Round the nodes, which are beneath: from rim to rim.
        const double length = path.length();
        const double rim = kNodeRadius * transform.scale;
        if (length <= 2 * rim)
            continue;
        painter.setPen(QPen(colour, kBand * dotScale(transform.scale), Qt::SolidLine, Qt::FlatCap));
        const double from = path.percentAtLength(rim);
        const double to = path.percentAtLength(length - rim);
        const int pieces = m_paths[i]->bends.empty() ? 8 : 48; // straight ones: a curve is never so bent that it shows
        QPolygonF line;
        for (int piece = 0; piece <= pieces; ++piece)
            line << path.pointAtPercent(from + (to - from) * piece / pieces);
        painter.drawPolyline(line);
    }
}

void PacketOverlay::paintLit(QPainter &painter, const view::ViewTransform &transform)
{
    constexpr float kOpacity = 0.55F;
    QColor colour = theme::colours().accent;
    colour.setAlphaF(kOpacity);
    painter.setPen(QPen(colour, kBand * dotScale(transform.scale), Qt::SolidLine, Qt::RoundCap));
    for (const base::LinkId link : m_lit)
        if (const scene::LinkPath *way = pathOf(link)) {
            QPainterPath path(transform.sceneToViewport.map(way->from));
            path.quadTo(transform.sceneToViewport.map(way->control), transform.sceneToViewport.map(way->to));
            painter.strokePath(path, painter.pen());
        }
}

void PacketOverlay::paintDots(QPainter &painter, const view::ViewTransform &transform, base::TimePoint shown)
{
    if (m_atlasRatio != transform.devicePixelRatio)
        renderAtlas(transform.devicePixelRatio);
    const double cell = m_atlas.height();
    const double dots = dotScale(transform.scale);
    const double scale = dots / (transform.devicePixelRatio * kAtlasDetail);
    const QRectF visible = QRectF(transform.viewport).adjusted(-kDot, -kDot, kDot, kDot);
    m_fragments.clear();
    // Streams first, so that the few packets that tell a story (ARP, ICMP, routing) are not buried under them.
    m_thinning.begin();
    for (const bool streams : {true, false})
        for (const Flight &flight : m_flights.flights()) {
            const bool isStream = flight.protocol == client::Protocol::tcp || flight.protocol == client::Protocol::udp;
            const scene::LinkPath *path = isStream == streams ? pathOf(flight.link) : nullptr;
            if (!path)
                continue;
            const auto way = progress(flight, shown, m_speed);
            if (!way)
                continue;
            const QPointF at = place(*path, *way, flight.direction, transform);
            if (!visible.contains(at))
                continue;
            if (streams && !flight.lost
                && !m_thinning.isShown(flight, path->chord() * transform.scale / (kSpacing * dots), m_speed))
                continue;
            const double size = scale * sizeScale(flight.size);
            const QRectF source(static_cast<int>(flight.protocol) * cell, 0, cell, cell);
            m_fragments.push_back(QPainter::PixmapFragment::create(at, source, size, size));
        }
    // Between pixels too: a dot that crawls must not jump, and none may look like a square.
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    if (!m_fragments.empty())
        painter.drawPixmapFragments(m_fragments.data(), static_cast<int>(m_fragments.size()), m_atlas);
}

void PacketOverlay::paintDrops(QPainter &painter, const view::ViewTransform &transform, base::TimePoint shown)
{
    m_marks.clear();
    const double scale = dotScale(transform.scale);
    const QColor danger = theme::colours().danger;
    const auto &drops = m_flights.drops();
    for (std::size_t i = 0; i < drops.size(); ++i) {
        const scene::LinkPath *path = pathOf(drops[i].link);
        if (!path || shown < drops[i].time)
            continue;
        const double age = static_cast<double>((shown - drops[i].time).ns()) / 1e6 / m_speed; // ms of wall time
        const QPointF at = place(*path, drops[i].progress, drops[i].direction, transform);
        m_marks.push_back({at, i});
        QColor colour = danger;
        if (age < kBurstMs) { // a ring that opens, with eight sparks
            const double t = age / kBurstMs;
            colour.setAlphaF(static_cast<float>(1 - t));
            painter.setPen(QPen(colour, 2));
            painter.setBrush(Qt::NoBrush);
            const double radius = (4 + 12 * t) * scale;
            painter.drawEllipse(at, radius, radius);
            for (int spark = 0; spark < 8; ++spark) {
                const double angle = spark * 3.14159265 / 4;
                const QPointF unit(std::cos(angle), std::sin(angle));
                painter.drawLine(at + unit * (radius + 2), at + unit * (radius + 2 + 4 * (1 - t)));
            }
        }
        colour = danger;
        colour.setAlphaF(static_cast<float>(std::clamp(1 - age / kMarkMs, 0.0, 1.0)));
        painter.setPen(QPen(colour, 2, Qt::SolidLine, Qt::RoundCap));
        const double arm = 4 * scale;
        painter.drawLine(at - QPointF(arm, arm), at + QPointF(arm, arm));
        painter.drawLine(at - QPointF(arm, -arm), at + QPointF(arm, -arm));
    }
}

QString PacketOverlay::tipAt(QPointF position) const
{
    const Mark *best = nullptr;
    double bestDistance = kReach;
    for (const Mark &mark : m_marks) {
        const double distance = std::hypot(mark.at.x() - position.x(), mark.at.y() - position.y());
        if (distance <= bestDistance && mark.drop < m_flights.drops().size()) {
            best = &mark;
            bestDistance = distance;
        }
    }
    if (!best)
        return {};
    const Drop &drop = m_flights.drops()[best->drop];
    const QString link = drop.link.index() < m_names.size() ? m_names[drop.link.index()] : QString();
    const QString what = QCoreApplication::translate("PacketOverlay", "%n %1 packet(s) dropped: %2", nullptr, drop.count)
                             .arg(nameOf(drop.protocol), QString::fromStdString(drop.reason));
    return link.isEmpty() ? what : what + QLatin1Char('\n') + link;
}

void PacketOverlay::renderLegend(double ratio)
{
    m_legendRatio = ratio;
    m_legendOf = m_flights.seen();
    QFont font = theme::Theme::interfaceFont();
    font.setPointSizeF(9);
    const QFontMetricsF metrics(font);
    constexpr double kGap = 14;
    double width = kGap;
    for (int i = 0; i < client::kProtocolCount; ++i)
        if (m_legendOf[static_cast<std::size_t>(i)])
            width += 14 + metrics.horizontalAdvance(nameOf(static_cast<client::Protocol>(i))) + kGap;
    const double height = metrics.height() + 10;
    if (width <= kGap) {
        m_legend = QPixmap();
        return;
    }
    m_legend = QPixmap(static_cast<int>(std::ceil(width * ratio)), static_cast<int>(std::ceil(height * ratio)));
    m_legend.setDevicePixelRatio(ratio);
    m_legend.fill(Qt::transparent);
    QPainter painter(&m_legend);
    painter.setRenderHint(QPainter::Antialiasing);
    QColor ground = theme::colours().window;
    ground.setAlphaF(0.92F);
    painter.setBrush(ground);
    painter.setPen(theme::colours().border);
    painter.drawRoundedRect(QRectF(0.5, 0.5, width - 1, height - 1), 6, 6);
    painter.setFont(font);
    double x = kGap;
    for (int i = 0; i < client::kProtocolCount; ++i) {
        if (!m_legendOf[static_cast<std::size_t>(i)])
            continue;
        const auto protocol = static_cast<client::Protocol>(i);
        painter.setPen(Qt::NoPen);
        painter.setBrush(colourOf(protocol, m_dark));
        painter.drawEllipse(QPointF(x + 4, height / 2), 4, 4);
        painter.setPen(theme::colours().text);
        const QString name = nameOf(protocol);
        painter.drawText(QPointF(x + 14, (height + metrics.ascent() - metrics.descent()) / 2), name);
        x += 14 + metrics.horizontalAdvance(name) + kGap;
    }
}

void PacketOverlay::paintLegend(QPainter &painter, const view::ViewTransform &transform)
{
    if (m_legendRatio != transform.devicePixelRatio || m_legendOf != m_flights.seen())
        renderLegend(transform.devicePixelRatio);
    if (m_legend.isNull())
        return;
    painter.drawPixmap(QPointF(kLegendMargin, transform.viewport.height() - m_legend.deviceIndependentSize().height()
                                                  - kLegendMargin),
                       m_legend);
}

} // namespace hopyard::packets
