// See clock.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/engine/clock.h"

#include <algorithm>
#include <cmath>

namespace hopyard::engine {

using base::Duration;
using base::TimePoint;

void Clock::resume(WallNs wall)
{
    if (m_running)
        return;
    m_wall = wall;
    m_running = true;
}

void Clock::pause(WallNs wall)
{
    m_world = worldAt(wall);
    m_wall = wall;
    m_running = false;
}

void Clock::setSpeed(WallNs wall, double factor)
{
    m_world = worldAt(wall);
    m_wall = wall;
    m_speed = std::isnan(factor) ? 1 : std::clamp(factor, kMinSpeed, kMaxSpeed);
}

void Clock::moveTo(WallNs wall, TimePoint world)
{
    m_wall = wall;
    m_world = world;
}

TimePoint Clock::worldAt(WallNs wall) const
{
    if (!m_running || wall <= m_wall)
        return m_world;
    const WallNs elapsed = wall - m_wall;
    if (m_speed == 1)
        return m_world + Duration::nanoseconds(elapsed);
    const long double scaled = static_cast<long double>(elapsed) * static_cast<long double>(m_speed);
    if (scaled >= static_cast<long double>(std::numeric_limits<std::int64_t>::max()))
        return TimePoint::never();
    return m_world + Duration::nanoseconds(static_cast<std::int64_t>(scaled));
}

Clock::WallNs Clock::wallFor(TimePoint world) const
{
    if (!m_running || world.isNever())
        return kNoWall;
    if (world <= m_world)
        return m_wall;
    const std::int64_t ahead = (world - m_world).ns();
    if (m_speed == 1)
        return ahead > kNoWall - m_wall ? kNoWall : m_wall + ahead;
    const long double scaled = std::ceil(static_cast<long double>(ahead) / static_cast<long double>(m_speed));
    if (scaled >= static_cast<long double>(kNoWall - m_wall))
        return kNoWall;
    WallNs wall = m_wall + static_cast<WallNs>(scaled);
    while (worldAt(wall) < world) // what rounding took away
        ++wall;
    return wall;
}

} // namespace hopyard::engine
