// What is drawn on top of the canvas anew in every frame (packets on their way), while the picture of the lab below it
// comes from a cache.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/scene/label_grid.h"

#include <QRect>
#include <QTransform>

#include <vector>

class QPainter;

namespace hopyard::view {

/// How the canvas shows the scene at this moment.
struct ViewTransform {
    QTransform sceneToViewport;
    double scale = 1;            ///< viewport pixels for one scene unit
    double devicePixelRatio = 1;
    QRect viewport;              ///< in viewport pixels; what is outside need not be painted
    const scene::LabelGrid *taken = nullptr; ///< where nodes and labels are, in scene units times `scale`; may be null
    std::vector<QRect> widgets = {};         ///< that lie on the canvas, in viewport pixels

    /// How much of a box of the viewport nodes, labels and widgets have, in square pixels.
    double covered(const QRectF &box) const
    {
        double area = taken ? taken->covered(box.translated(-sceneToViewport.map(QPointF()))) : 0;
        for (const QRect &widget : widgets) {
            const QRectF both = QRectF(widget) & box;
            area += both.width() * both.height();
        }
        return area;
    }
};

class Overlay {
public:
    virtual ~Overlay() = default;
    /// Called once a frame. The painter works in viewport pixels, antialiasing on.
    virtual void paint(QPainter &painter, const ViewTransform &transform) = 0;
    /// True while the next frame will look different: the canvas goes on painting frames as long as one overlay says
    /// so.
    virtual bool isActive() const = 0;
};

} // namespace hopyard::view
