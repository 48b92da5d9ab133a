// See flight.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/packets/flight.h"

#include <algorithm>
#include <cmath>

namespace hopyard::packets {

base::TimePoint pictureEnd(const Flight &flight, double speed)
{
    const base::TimePoint flash =
        flight.departs + base::Duration::nanoseconds(static_cast<std::int64_t>(kFlashMs * 1e6 * speed));
    return std::max(flight.arrives, flash);
}

std::optional<double> progress(const Flight &flight, base::TimePoint shown, double speed)
{
    const base::TimePoint end = pictureEnd(flight, speed);
    if (shown < flight.departs || shown >= end)
        return std::nullopt;
    const double way = static_cast<double>((shown - flight.departs).ns()) / static_cast<double>((end - flight.departs).ns());
    return flight.lost ? way / 2 : way;
}

QPointF rightOf(const QPointF &tangent, base::Direction direction)
{
    const double length = std::hypot(tangent.x(), tangent.y());
    if (length == 0)
        return {};
    const QPointF right(-tangent.y() / length, tangent.x() / length);
    return direction == base::Direction::forward ? right : -right;
}

double sizeScale(std::uint32_t bytes)
{
    const double t = std::clamp((static_cast<double>(bytes) - 64) / (1500 - 64), 0.0, 1.0);
    return 0.9 + 0.3 * std::sqrt(t);
}

} // namespace hopyard::packets
