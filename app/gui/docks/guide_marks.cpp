// See guide_marks.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/docks/guide_marks.h"

#include "app/gui/scene/items.h"
#include "app/gui/scene/lab_scene.h"
#include "app/gui/theme/theme.h"

#include <QPainter>

namespace hopyard::docks {

void GuideMarks::paint(QPainter &painter, const view::ViewTransform &transform)
{
    constexpr double kRadius = 35; // scene units; around the node, above its name
    for (const QString &name : m_nodes) {
        const scene::NodeItem *item = m_scene.nodeItem(name.toStdString());
        if (!item)
            continue;
        const QPointF centre = transform.sceneToViewport.map(item->scenePos());
        const double radius = kRadius * transform.scale;
        QColor halo = theme::colours().accent;
        halo.setAlphaF(0.14F);
        painter.setPen(Qt::NoPen);
        painter.setBrush(halo);
        painter.drawEllipse(centre, radius, radius);
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(theme::colours().accent, 2.5));
        painter.drawEllipse(centre, radius, radius);
    }
}

} // namespace hopyard::docks
