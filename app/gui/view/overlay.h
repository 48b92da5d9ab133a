// What is drawn on top of the canvas anew in every frame (packets on their way), while the picture of the lab below it
// comes from a cache.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRect>
#include <QTransform>

class QPainter;

namespace hopyard::view {

/// How the canvas shows the scene at this moment.
struct ViewTransform {
    QTransform sceneToViewport;
    double scale = 1;            ///< viewport pixels for one scene unit
    double devicePixelRatio = 1;
    QRect viewport;              ///< in viewport pixels; what is outside need not be painted
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
