// One packet on its way across a link, and where it is to be drawn at a moment. Pure functions.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/client/protocol.h"
#include "core/base/id.h"
#include "core/base/time.h"

#include <cstdint>
#include <optional>
#include <QPointF>

namespace hopyard::packets {

/// A packet is seen for at least this long, however short its link is: a flash.
constexpr int kFlashMs = 140;
/// A drop bursts for so long, and leaves a mark that can be pointed at for so long.
constexpr int kBurstMs = 350;
constexpr int kMarkMs = 2500;

struct Flight {
    base::LinkId link;
    base::Direction direction = base::Direction::forward;
    base::TimePoint departs;
    base::TimePoint arrives;
    std::uint32_t size = 0;
    client::Protocol protocol = client::Protocol::other;
    bool lost = false; ///< does not arrive
    std::uint32_t flow = 0;
};

/// When its picture ends: at its arrival, or where that comes too soon to be seen, a flash after its departure.
/// `speed` is the world's nanoseconds for one of the wall.
base::TimePoint pictureEnd(const Flight &flight, double speed);

/// How far along its direction, 0 at the sender to 1; nothing before it departs and after its end. One that is lost
/// gets half way.
std::optional<double> progress(const Flight &flight, base::TimePoint shown, double speed);

/// The same as a place on the link's path, which runs from the lab's first end to its second.
constexpr double alongPath(double progress, base::Direction direction)
{
    return direction == base::Direction::forward ? progress : 1 - progress;
}

/// To the right of who travels in that direction, of length 1; `tangent` is the path's own. (y grows downwards.)
QPointF rightOf(const QPointF &tangent, base::Direction direction);

/// Dots tell small packets from large ones: 0.9 for an acknowledgement to 1.2 for a full frame.
double sizeScale(std::uint32_t bytes);

/// Where on the way from centre to centre a dot is drawn: not under the nodes at the ends. `margin` is the part of the
/// path that a node covers, the same at both ends.
constexpr double clearOfNodes(double along, double margin) { return margin + along * (1 - 2 * margin); }

} // namespace hopyard::packets
