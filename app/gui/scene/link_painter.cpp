// How a link's line is painted; see painters.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/scene/painters.h"
#include "app/gui/theme/theme.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace hopyard::scene {

namespace {

constexpr double kCorner = 12; ///< radius of a bend

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
}

QRectF linkBounds(const LinkLook &look) { return pathOf(look.path).controlPointRect().adjusted(-8, -8, 8, 8); }

} // namespace hopyard::scene
