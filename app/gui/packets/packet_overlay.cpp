// See packet_overlay.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/packets/packet_overlay.h"

#include "app/gui/packets/protocol_colours.h"
#include "app/gui/theme/theme.h"

#include <algorithm>
#include <cmath>
#include <QCoreApplication>
#include <QFontMetricsF>
#include <QLinearGradient>
#include <QPainterPath>

namespace hopyard::packets {

namespace {

constexpr double kDot = 6.4;         ///< diameter of a dot at actual size, without its rim, in pixels
constexpr double kRim = 1;           ///< width of the rim that tells it from the line and from its neighbours
constexpr double kCell = 1.4 * kDot + 2 * kRim + 2; ///< of the atlas; corners reach beyond a disc
constexpr double kAtlasDetail = 2;   ///< the atlas is drawn larger than it is shown: dots stay crisp when zoomed
constexpr double kLane = 3.5;        ///< pixels from the line to the dots of one direction: traffic keeps to its side
constexpr double kBand = 13;         ///< pixels across the tint of a busy link
constexpr std::size_t kMostLinks = 1'000'000;
constexpr int kFlowsNamed = 6;       ///< in the legend
constexpr double kSpacing = 11;      ///< pixels at least between two dots of a stream: closer ones would be a band
constexpr double kNodeRadius = 34;   ///< scene units that a node covers around its centre
constexpr double kReach = 14;        ///< pixels around a mark that belong to it
constexpr double kLegendMargin = 12;
constexpr double kMostOfCanvas = 0.125; ///< share of the canvas that a legend may take; a larger one is left out
constexpr double kLittle = 80;       ///< square pixels that a legend may cover before it looks for another corner
constexpr double kMuchLess = 0.5;    ///< it moves for a corner where it covers less than this share of that

/// Where a legend may stand: 0 at the left or upper side, 1 at the right or lower. The first is where it is looked for.
constexpr std::array<QPointF, 4> kCorners = {QPointF(0, 1), QPointF(1, 1), QPointF(1, 0), QPointF(0, 0)};

/// Where a node's drops are marked, scene units from its centre: at the left, for its light is at the right.
const QPointF kAtNode(-27, -27);

/// A sign in a disc: why a packet was dropped.
void paintSign(QPainter &painter, const QPointF &at, const QString &sign, const QColor &colour, double radius)
{
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    painter.drawEllipse(at, radius, radius);
    QFont font = theme::Theme::interfaceFont();
    font.setPixelSize(std::max(static_cast<int>(radius * 1.5), 7));
    font.setBold(true);
    painter.setFont(font);
    QColor ink = theme::colours().base;
    ink.setAlpha(colour.alpha());
    painter.setPen(ink);
    painter.drawText(QRectF(at.x() - radius, at.y() - radius, 2 * radius, 2 * radius), Qt::AlignCenter, sign);
}

/// Of protocols that come in such numbers that single packets say little.
bool isOfStream(client::Protocol protocol)
{
    return protocol == client::Protocol::tcp || protocol == client::Protocol::udp || protocol == client::Protocol::http;
}

/// Dots follow the zoom, but neither vanish nor become discs.
double dotScale(double viewScale) { return std::clamp(std::sqrt(viewScale), 0.75, 1.6); }

} // namespace

PacketOverlay::PacketOverlay(WallClock wall) : m_wall(std::move(wall)) {}

void PacketOverlay::clear()
{
    m_flights.clear();
    m_loads.clear();
    m_meters.clear();
    m_flowColours.clear();
    m_clock.reset();
    m_marks.clear();
    m_lastStream.clear();
    m_dense.clear();
    m_dropKinds.fill(false);
    m_alive = false;
}

void PacketOverlay::setPaths(std::vector<std::optional<scene::LinkPath>> paths)
{
    m_paths = std::move(paths);
    m_pictures.resize(m_paths.size());
    for (std::size_t i = 0; i < m_paths.size(); ++i)
        m_pictures[i].path = m_paths[i];
}

void PacketOverlay::setLightPlaces(const std::vector<std::array<double, 2>> &places)
{
    for (std::size_t i = 0; i < m_pictures.size() && i < places.size(); ++i) {
        m_pictures[i].lightA = places[i][0];
        m_pictures[i].lightB = places[i][1];
    }
}

void PacketOverlay::setLinkStates(const std::vector<LinkState> &states)
{
    for (std::size_t i = 0; i < m_pictures.size() && i < states.size(); ++i) {
        m_pictures[i].up = states[i].up;
        m_pictures[i].liveA = states[i].liveA;
        m_pictures[i].liveB = states[i].liveB;
    }
}

void PacketOverlay::setColouring(Colouring colouring)
{
    m_colouring = colouring;
    m_legendRatio = 0;
}

void PacketOverlay::setHeat(Heat heat)
{
    m_heat = heat;
    m_legendRatio = 0;
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
    // While time stands, what has long arrived at a great speed is not shown on its way.
    if (batch.speed > 0)
        m_speed = runs ? batch.speed : std::min(batch.speed, 1.0);
    m_clock.update(m_wall(), batch.now, runs ? batch.speed : 0);
    m_flights.expire(m_clock.shown(m_wall()), m_speed);
    m_alive = true;
    m_flowColours.take(batch);
    for (const client::PacketEvent &packet : batch.packets) {
        if (!packet.outcome.empty()) {
            const auto kind = dropKindOf(packet.outcome);
            if (!kind)
                continue;
            m_dropKinds[static_cast<std::size_t>(*kind)] = true;
        }
        m_flights.add(packet, m_speed);
        if (const std::size_t link = packet.link.isValid() ? packet.link.index() : kMostLinks;
            link < kMostLinks && isOfStream(packet.protocol)) {
            if (m_lastStream.size() <= link)
                m_lastStream.resize(link + 1);
            Flight &last = m_lastStream[link][packet.direction == base::Direction::forward ? 0 : 1];
            last.protocol = packet.protocol;
            last.flow = packet.flow;
        }
    }
    for (const client::NodeDrop &drop : batch.drops)
        if (const auto kind = dropKindOf(drop.reason)) {
            m_dropKinds[static_cast<std::size_t>(*kind)] = true;
            m_flights.add(drop, m_speed);
        }
    m_loads.take(batch);
    m_meters.take(batch);
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
    if (m_alive) {
        paintHeat(painter, transform, m_pictures, m_heat, m_loads, m_meters);
        if (m_lights)
            paintLights(painter, transform, m_pictures, m_meters);
    }
    findDense(transform);
    paintFlows(painter, transform);
    if (m_alive && m_queues)
        paintQueues(painter, transform, m_pictures, m_meters);
    paintDots(painter, transform, shown);
    paintDrops(painter, transform, shown);
    paintLegend(painter, transform);
}

void PacketOverlay::renderAtlas(double ratio)
{
    m_atlasRatio = ratio;
    const double detail = ratio * kAtlasDetail;
    const int side = static_cast<int>(std::ceil(kCell * detail));
    constexpr int kCells = client::kProtocolCount + FlowColours::kColours;
    m_atlas = QPixmap(side * kCells, side);
    m_atlas.fill(Qt::transparent);
    QPainter painter(&m_atlas);
    painter.setRenderHint(QPainter::Antialiasing);
    const double cell = m_atlas.height();
    for (int i = 0; i < kCells; ++i) {
        const QRectF rect(i * cell, 0, cell, cell);
        const double radius = (kDot + kRim) / 2 * detail; // the pen's middle
        painter.setPen(QPen(m_dark ? QColor(16, 20, 26, 230) : QColor(255, 255, 255, 245), kRim * detail));
        painter.setBrush(i < client::kProtocolCount ? colourOf(static_cast<client::Protocol>(i), m_dark)
                                                    : FlowColours::colour(i - client::kProtocolCount, m_dark));
        drawDot(painter, rect.center(), radius,
                i < client::kProtocolCount ? shapeOf(static_cast<client::Protocol>(i)) : DotShape::disc);
    }
}

int PacketOverlay::cellOf(const Flight &flight) const
{
    if (m_colouring == Colouring::protocol)
        return static_cast<int>(flight.protocol);
    const int slot = m_flowColours.slotOf(flight.flow);
    return slot < 0 ? static_cast<int>(client::Protocol::other) : client::kProtocolCount + slot;
}

/// Which directions carry more at once than there are places for dots.
void PacketOverlay::findDense(const view::ViewTransform &transform)
{
    m_dense.assign(m_lastStream.size(), {});
    for (std::size_t link = 0; link < m_lastStream.size() && link < m_paths.size(); ++link) {
        if (!m_paths[link])
            continue;
        const double places = m_paths[link]->chord() * transform.scale / (kSpacing * dotScale(transform.scale));
        for (const base::Direction direction : {base::Direction::forward, base::Direction::backward}) {
            const std::size_t i = direction == base::Direction::forward ? 0 : 1;
            const double density = densityOf(m_meters.of(link, direction).packetsPerSecond, m_speed, places);
            if (density < kDense)
                continue;
            const int cell = cellOf(m_lastStream[link][i]);
            m_dense[link][i] = {density, cell < client::kProtocolCount ? colourOf(static_cast<client::Protocol>(cell), m_dark)
                                                                      : FlowColours::colour(cell - client::kProtocolCount, m_dark)};
        }
    }
}

bool PacketOverlay::isDense(base::LinkId link, base::Direction direction) const
{
    return link.isValid() && link.index() < m_dense.size() && m_dense[link.index()][direction == base::Direction::forward ? 0 : 1].density > 0;
}

void PacketOverlay::paintFlows(QPainter &painter, const view::ViewTransform &transform)
{
    const double seconds = m_clock.stands() ? 0 : static_cast<double>(m_wall().ns()) / 1e9;
    for (std::size_t link = 0; link < m_dense.size(); ++link)
        for (const base::Direction direction : {base::Direction::forward, base::Direction::backward})
            if (const Dense &dense = m_dense[link][direction == base::Direction::forward ? 0 : 1]; dense.density > 0)
                paintFlow(painter, transform, *m_paths[link], direction, dense.colour, dense.density, seconds);
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
            const scene::LinkPath *path = isOfStream(flight.protocol) == streams ? pathOf(flight.link) : nullptr;
            if (!path)
                continue;
            const auto way = progress(flight, shown, m_speed);
            if (!way)
                continue;
            const QPointF at = place(*path, *way, flight.direction, transform);
            if (!visible.contains(at))
                continue;
            if (streams && !flight.lost && isDense(flight.link, flight.direction))
                continue;
            if (streams && !flight.lost
                && !m_thinning.isShown(flight, path->chord() * transform.scale / (kSpacing * dots), m_speed))
                continue;
            const double size = scale * sizeScale(flight.size);
            const QRectF source(cellOf(flight) * cell, 0, cell, cell);
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
        const bool atNode = drops[i].node >= 0 && static_cast<std::size_t>(drops[i].node) < m_nodes.size()
            && m_nodes[static_cast<std::size_t>(drops[i].node)].at;
        if ((!path && !atNode) || shown < drops[i].time)
            continue;
        const double age = static_cast<double>((shown - drops[i].time).ns()) / 1e6 / m_speed; // ms of wall time
        const QPointF at = path ? place(*path, drops[i].progress, drops[i].direction, transform)
                                : transform.sceneToViewport.map(*m_nodes[static_cast<std::size_t>(drops[i].node)].at + kAtNode);
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
        if (const auto kind = dropKindOf(drops[i].reason))
            paintSign(painter, at + QPointF(2.6 * arm, -2.6 * arm), signOf(*kind), colour, 6 * scale);
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
    const auto node = static_cast<std::size_t>(drop.node);
    const auto kind = dropKindOf(drop.reason);
    const QString reason = wordOf(drop.reason);
    const QString why = !kind || *kind == DropKind::other ? reason : QStringLiteral("%1 (%2)").arg(sentenceOf(*kind), reason);
    const QString where = drop.node >= 0 ? (node < m_nodes.size() ? m_nodes[node].name : QString()) : QString();
    const QString link = !drop.link.isValid() ? where : drop.link.index() < m_names.size() ? m_names[drop.link.index()] : QString();
    const QString what = QCoreApplication::translate("PacketOverlay", "%n %1 packet(s) dropped: %2", nullptr, drop.count)
                             .arg(nameOf(drop.protocol), why);
    return link.isEmpty() ? what : what + QLatin1Char('\n') + link;
}

std::vector<PacketOverlay::Chip> PacketOverlay::chips() const
{
    std::vector<Chip> all;
    if (m_colouring == Colouring::protocol) {
        for (int i = 0; i < client::kProtocolCount; ++i)
            if (m_flights.seen()[static_cast<std::size_t>(i)])
                all.push_back({colourOf(static_cast<client::Protocol>(i), m_dark), nameOf(static_cast<client::Protocol>(i)), {},
                               shapeOf(static_cast<client::Protocol>(i))});
    } else {
        const auto flows = m_flowColours.seen();
        for (std::size_t i = 0; i < flows.size() && i < kFlowsNamed; ++i)
            all.push_back({FlowColours::colour(flows[i].slot, m_dark), flows[i].name, {}});
        if (flows.size() > kFlowsNamed)
            all.push_back({theme::colours().muted, QCoreApplication::translate("PacketOverlay", "and %1 more").arg(flows.size() - kFlowsNamed), {}});
    }
    for (std::size_t i = 0; i < m_dropKinds.size(); ++i)
        if (m_dropKinds[i])
            all.push_back({theme::colours().danger, sentenceOf(static_cast<DropKind>(i)), signOf(static_cast<DropKind>(i))});
    return all;
}

QStringList PacketOverlay::legendTexts() const
{
    QStringList texts;
    for (const Chip &chip : chips())
        texts += chip.text;
    if (m_alive && m_heat == Heat::load)
        texts += QCoreApplication::translate("PacketOverlay", "Load");
    if (m_alive && m_heat == Heat::errors)
        texts += QCoreApplication::translate("PacketOverlay", "Errors");
    return texts;
}

/// Chips in rows, and the scale of the heat map below them.
void PacketOverlay::renderLegend(double ratio)
{
    m_legendRatio = ratio;
    m_legendTexts = legendTexts();
    const std::vector<Chip> all = chips();
    const bool heated = m_alive && (m_heat == Heat::load || m_heat == Heat::errors);
    if (all.empty() && !heated) {
        m_legend = QPixmap();
        return;
    }
    QFont font = theme::Theme::interfaceFont();
    font.setPointSizeF(9);
    const QFontMetricsF metrics(font);
    constexpr double kGap = 14;
    constexpr double kMostWidth = 560;
    constexpr double kScaleWidth = 120;
    const double row = metrics.height() + 6;
    std::vector<QPointF> places;
    double x = kGap;
    double y = 2;
    double width = 0;
    for (const Chip &chip : all) {
        const double wide = 14 + metrics.horizontalAdvance(chip.text);
        if (x > kGap && x + wide + kGap > kMostWidth) {
            x = kGap;
            y += row;
        }
        places.emplace_back(x, y);
        x += wide + kGap;
        width = std::max(width, x);
    }
    const QString heatName = m_heat == Heat::errors ? QCoreApplication::translate("PacketOverlay", "Errors")
                                                    : QCoreApplication::translate("PacketOverlay", "Load");
    const QString least = QStringLiteral("0 %");
    const QString most = m_heat == Heat::errors ? QStringLiteral("50 %") : QStringLiteral("100 %");
    double heatY = y;
    if (heated) {
        heatY = all.empty() ? y : y + row;
        width = std::max(width, kGap * 3 + metrics.horizontalAdvance(heatName + least + most) + kScaleWidth + 16);
    }
    const double height = (heated ? heatY : y) + row + 2;
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
    const auto write = [&](double atX, double rowY, const QString &text) {
        painter.setFont(font);
        painter.setPen(theme::colours().text);
        painter.drawText(QPointF(atX, rowY + (row + metrics.ascent() - metrics.descent()) / 2), text);
    };
    for (std::size_t i = 0; i < all.size(); ++i) {
        const QPointF middle(places[i].x() + 4, places[i].y() + row / 2);
        if (all[i].sign.isEmpty()) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(all[i].colour);
            drawDot(painter, middle, 4, all[i].shape);
        } else {
            paintSign(painter, middle, all[i].sign, all[i].colour, 6);
        }
        write(places[i].x() + 14, places[i].y(), all[i].text);
    }
    if (heated) {
        double at = kGap;
        write(at, heatY, heatName);
        at += metrics.horizontalAdvance(heatName) + kGap;
        write(at, heatY, least);
        at += metrics.horizontalAdvance(least) + 8;
        QLinearGradient scale(at, 0, at + kScaleWidth, 0);
        for (const double stop : {0.0, 0.25, 0.5, 0.75, 1.0})
            scale.setColorAt(stop, heatColour(stop));
        painter.setPen(Qt::NoPen);
        painter.setBrush(scale);
        painter.drawRoundedRect(QRectF(at, heatY + row / 2 - 4, kScaleWidth, 8), 4, 4);
        write(at + kScaleWidth + 8, heatY, most);
    }
}

void PacketOverlay::paintLegend(QPainter &painter, const view::ViewTransform &transform)
{
    if (m_legendRatio != transform.devicePixelRatio || m_legendTexts != legendTexts())
        renderLegend(transform.devicePixelRatio);
    const QSizeF size = m_legend.deviceIndependentSize();
    const QSizeF room = transform.viewport.size();
    const bool isMuch = size.width() + 2 * kLegendMargin > room.width()
        || size.width() * size.height() > kMostOfCanvas * room.width() * room.height();
    if (m_legend.isNull() || isMuch) { // in a small canvas the packets themselves count
        m_legendBox = {};
        return;
    }
    placeLegend(transform);
    painter.drawPixmap(m_legendBox.topLeft(), m_legend);
}

/// In the corner where it covers least of nodes and labels. It stays where it is as long as that is bearable, and while
/// the canvas is panned: what hops about cannot be read.
void PacketOverlay::placeLegend(const view::ViewTransform &transform)
{
    const QSizeF size = m_legend.deviceIndependentSize();
    const auto boxAt = [&](const QPointF &corner) {
        return QRectF(QPointF(kLegendMargin + corner.x() * (transform.viewport.width() - size.width() - 2 * kLegendMargin),
                              kLegendMargin + corner.y() * (transform.viewport.height() - size.height() - 2 * kLegendMargin)),
                      size);
    };
    const LegendPlace now{transform.scale, transform.viewport.size(), size, transform.sceneToViewport.map(QPointF())};
    const bool panned = now.origin != m_legendPlaced.origin && now.scale == m_legendPlaced.scale
        && now.viewport == m_legendPlaced.viewport && now.legend == m_legendPlaced.legend;
    m_legendPlaced = now;
    double best = transform.covered(boxAt(kCorners[m_legendCorner]));
    if (!panned && best > kLittle) {
        best *= kMuchLess;
        for (std::size_t i = 0; i < kCorners.size(); ++i)
            if (const double covered = transform.covered(boxAt(kCorners[i])); covered < best) {
                best = covered;
                m_legendCorner = i;
            }
    }
    m_legendBox = boxAt(kCorners[m_legendCorner]);
}

} // namespace hopyard::packets
