// See world_clock.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/packets/world_clock.h"

#include <algorithm>
#include <cmath>

namespace hopyard::packets {

namespace {
constexpr double kLean = 0.15;     ///< part of the difference that one batch takes away
constexpr double kJumpMs = 250;    ///< of wall time: a larger difference is no unevenness
} // namespace

void WorldClock::update(Wall wall, base::TimePoint now, double speed)
{
    const base::TimePoint expected = this->now(wall);
    const double difference = static_cast<double>((now - expected).ns());
    const double scale = std::max(speed, m_speed);
    const bool jump = !m_started || speed == 0 || m_speed == 0 || std::abs(difference) > kJumpMs * 1e6 * scale;
    m_now = jump ? now : expected + base::Duration::nanoseconds(static_cast<std::int64_t>(difference * kLean));
    m_wall = wall;
    m_speed = speed;
    if (speed > 0)
        m_lagSpeed = speed;
    m_started = true;
}

base::TimePoint WorldClock::now(Wall wall) const
{
    return m_now + base::Duration::nanoseconds(static_cast<std::int64_t>(static_cast<double>((wall - m_wall).ns()) * m_speed));
}

base::TimePoint WorldClock::shown(Wall wall) const
{
    // A world that stands shows its own moment: stepping must show each event. The lag then comes and goes with pause
    // and resume, which is one short jump at a moment when the eye expects a change.
    if (m_speed == 0)
        return m_now;
    return now(wall) - base::Duration::nanoseconds(static_cast<std::int64_t>(kLagMs * 1e6 * m_lagSpeed));
}

} // namespace hopyard::packets
