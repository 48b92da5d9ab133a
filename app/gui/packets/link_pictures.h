// What is painted of links themselves while a lab runs: the heat map (load or errors), the lights of their state, the
// queues at their ends, and the density of streams that are too fast for single packets. Values in, paint out.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/packets/link_load.h"
#include "app/gui/packets/link_meters.h"
#include "app/gui/scene/label_plan.h"
#include "app/gui/scene/link_path.h"
#include "app/gui/view/overlay.h"

#include <QColor>
#include <QPainter>

#include <optional>
#include <vector>

namespace hopyard::packets {

enum class Heat { none, busy, load, errors }; ///< busy: only links that are more than a quarter full

struct LinkPicture {
    std::optional<scene::LinkPath> path;
    bool up = true;
    bool liveA = true, liveB = true; ///< the node at that end runs
    double lightA = scene::kLightAt, lightB = scene::kLightAt; ///< scene units from the node's centre to the end's light
};

/// 0 to 1 as a colour: green, yellow, red.
QColor heatColour(double share);
/// How hot a link is; negative: nothing to show. `most` is the fastest link's rate, for links that have none of their own.
double heatOf(Heat heat, std::size_t link, const LinkLoads &loads, const LinkMeters &meters, double most);

void paintHeat(QPainter &painter, const view::ViewTransform &transform, const std::vector<LinkPicture> &links, Heat heat,
               const LinkLoads &loads, const LinkMeters &meters);
void paintLights(QPainter &painter, const view::ViewTransform &transform, const std::vector<LinkPicture> &links, const LinkMeters &meters);
void paintQueues(QPainter &painter, const view::ViewTransform &transform, const std::vector<LinkPicture> &links, const LinkMeters &meters);

/// How many packets of a direction are under way at once in the picture, against the places there are for dots: above
/// kDense the stream is painted as a flow. `speed` is the world's nanoseconds for one of the wall.
double densityOf(double packetsPerSecond, double speed, double places);
constexpr double kDense = 2;
/// A band of moving dashes on one side of the link, the wider the more passes.
void paintFlow(QPainter &painter, const view::ViewTransform &transform, const scene::LinkPath &path, base::Direction direction,
               const QColor &colour, double density, double wallSeconds);

} // namespace hopyard::packets
