// How a node is painted; see painters.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/scene/painters.h"
#include "app/gui/theme/icon.h"
#include "app/gui/theme/theme.h"

#include <QFontMetricsF>
#include <QPaintEngine>
#include <QPainter>
#include <QPixmapCache>

#include <algorithm>
#include <cmath>

namespace hopyard::scene {

namespace {

constexpr double kHalo = 9; ///< of a picked or hovered node, beyond the tile
constexpr double kNameTop = kTile / 2 + 6;

QString iconOf(lab::NodeKind kind)
{
    switch (kind) {
    case lab::NodeKind::host: return QStringLiteral("host");
    case lab::NodeKind::router: return QStringLiteral("router");
    case lab::NodeKind::hub: return QStringLiteral("hub");
    case lab::NodeKind::switch_: return QStringLiteral("switch");
    case lab::NodeKind::namespaceNode: return QStringLiteral("namespace");
    case lab::NodeKind::frr: return QStringLiteral("frr");
    case lab::NodeKind::bird: return QStringLiteral("bird");
    case lab::NodeKind::qemu: return QStringLiteral("qemu");
    case lab::NodeKind::uml: return QStringLiteral("uml");
    case lab::NodeKind::hypervisor: return QStringLiteral("hypervisor");
    case lab::NodeKind::forwarder: return QStringLiteral("forwarder");
    case lab::NodeKind::classifier: return QStringLiteral("classifier");
    case lab::NodeKind::placeholder: return QStringLiteral("placeholder");
    }
    return {};
}

const QFont &detailFont()
{
    static const QFont font = [] {
        QFont f = theme::Theme::monospaceFont();
        f.setPixelSize(11);
        return f;
    }();
    return font;
}

QColor mixed(const QColor &a, const QColor &b, double t)
{
    return QColor::fromRgbF(float(a.redF() * (1 - t) + b.redF() * t), float(a.greenF() * (1 - t) + b.greenF() * t),
                            float(a.blueF() * (1 - t) + b.blueF() * t));
}

void paintBody(QPainter &painter, const NodeLook &look, double scale)
{
    const theme::Colours &c = theme::colours();
    const QColor colour = c.kind(look.kind);
    painter.setPen(Qt::NoPen);
    if (look.picked || look.target) {
        QColor halo = c.accent;
        halo.setAlpha(46);
        painter.setBrush(halo);
        paintOutline(painter, look.kind, 7);
    } else if (look.hovered) {
        QColor halo = colour;
        halo.setAlpha(34);
        painter.setBrush(halo);
        paintOutline(painter, look.kind, 6);
    }
    for (int i = 3; i > 0; --i) { // a soft shadow
        painter.setBrush(QColor(0, 0, 0, 9));
        painter.save();
        painter.translate(0, 1.6);
        paintOutline(painter, look.kind, i - 0.5);
        painter.restore();
    }
    painter.setBrush(mixed(c.tile, colour, 0.10));
    QPen outline = look.picked || look.target ? QPen(c.accent, 2) : QPen(mixed(c.tile, colour, 0.62), 1.3);
    if (look.kind == lab::NodeKind::placeholder) // there is nothing behind it yet
        outline.setStyle(Qt::DashLine);
    painter.setPen(outline);
    paintOutline(painter, look.kind, 0);
    const double side = lab::hasConfig(look.kind) ? 34 : 31;
    const QPixmap glyph = theme::iconPixmap(iconOf(look.kind), colour, side, scale);
    painter.drawPixmap(QRectF(-side / 2, -side / 2, side, side), glyph, QRectF(glyph.rect()));
}

/// The body is painted once for each look and scale and copied from then on.
void paintCachedBody(QPainter &painter, const NodeLook &look, double scale)
{
    const double reach = kTile / 2 + kHalo;
    const int side = static_cast<int>(std::ceil(2 * reach * scale));
    const QString key = QStringLiteral("node/%1/%2%3%4/%5")
                            .arg(int(look.kind))
                            .arg(look.picked)
                            .arg(look.hovered)
                            .arg(look.target)
                            .arg(side);
    QPixmap body;
    if (!QPixmapCache::find(key, &body)) {
        body = QPixmap(side, side);
        body.fill(Qt::transparent);
        QPainter p(&body);
        p.setRenderHint(QPainter::Antialiasing);
        p.scale(side / (2 * reach), side / (2 * reach));
        p.translate(reach, reach);
        paintBody(p, look, scale);
        p.end();
        QPixmapCache::insert(key, body);
    }
    painter.drawPixmap(QRectF(-reach, -reach, 2 * reach, 2 * reach), body, QRectF(body.rect()));
}

void paintLight(QPainter &painter, const NodeLook &look)
{
    const theme::Colours &c = theme::colours();
    QColor colour;
    switch (look.state) {
    case NodeState::none: return;
    case NodeState::starting: colour = c.warning; break;
    case NodeState::running: colour = c.ok; break;
    case NodeState::stopped: colour = c.muted; break;
    case NodeState::failed: colour = c.danger; break;
    }
    const double at = lab::hasConfig(look.kind) ? 19.5 : 22.5;
    painter.setPen(QPen(c.canvas, 2.5));
    painter.setBrush(colour);
    painter.drawEllipse(QPointF(at, -at), 6.2, 6.2);
}

} // namespace

void paintOutline(QPainter &painter, lab::NodeKind kind, double grow)
{
    const QRectF box = QRectF(-kTile / 2, -kTile / 2, kTile, kTile).adjusted(-grow, -grow, grow, grow);
    if (lab::hasConfig(kind))
        painter.drawEllipse(box);
    else
        painter.drawRoundedRect(box, 14 + grow, 14 + grow);
}

const QFont &nameFont()
{
    static const QFont font = [] {
        QFont f = theme::Theme::interfaceFont();
        f.setPixelSize(13);
        f.setWeight(QFont::DemiBold);
        return f;
    }();
    return font;
}

void paintNode(QPainter &painter, const NodeLook &look, double scale)
{
    const theme::Colours &c = theme::colours();
    if (scale < 0.18) { // a dot in its colour
        painter.setPen(Qt::NoPen);
        painter.setBrush(look.picked ? c.accent : c.kind(look.kind));
        painter.drawRect(QRectF(-kTile / 2, -kTile / 2, kTile, kTile));
        return;
    }
    const auto engine = painter.paintEngine() ? painter.paintEngine()->type() : QPaintEngine::Raster;
    if (engine == QPaintEngine::SVG || engine == QPaintEngine::Pdf)
        paintBody(painter, look, 4); // drawn and not copied: it is scaled by whoever looks at it
    else
        paintCachedBody(painter, look, scale);
    if (scale >= 0.3)
        paintLight(painter, look);
}

QRectF nodeBounds(const NodeLook &look)
{
    const double reach = kTile / 2 + kHalo;
    double half = std::max(reach, QFontMetricsF(nameFont()).horizontalAdvance(look.name) / 2 + 5);
    double bottom = kNameTop + QFontMetricsF(nameFont()).height() + 2;
    if (!look.detail.isEmpty()) {
        half = std::max(half, QFontMetricsF(detailFont()).horizontalAdvance(look.detail) / 2 + 5);
        bottom = kNameTop + 17 + QFontMetricsF(detailFont()).height() + 2;
    }
    return QRectF(QPointF(-half, -reach), QPointF(half, bottom));
}

namespace {

/// Distance from the centre in the shape's own measure: a circle, or a square.
double reachOf(lab::NodeKind kind, const QPointF &p)
{
    return lab::hasConfig(kind) ? std::hypot(p.x(), p.y()) : std::max(std::abs(p.x()), std::abs(p.y()));
}

} // namespace

bool isOnEdge(lab::NodeKind kind, const QPointF &point)
{
    const double reach = reachOf(kind, point);
    return reach >= kEdgeInner && reach <= kEdgeOuter;
}

bool isOnBody(lab::NodeKind kind, const QPointF &point) { return reachOf(kind, point) <= kEdgeOuter; }

} // namespace hopyard::scene
