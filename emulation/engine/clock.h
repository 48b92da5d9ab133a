// World time as a function of wall time: speed, pause, resume, jumps. Pure arithmetic; the wall time is handed in.
//
// Between two changes world time is a straight line: world = anchor + speed * (wall - anchor's wall). A change moves
// the anchor to the present, so world time never jumps nor goes back but by moveTo().
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/time.h"

#include <cstdint>
#include <limits>

namespace hopyard::engine {

class Clock {
public:
    static constexpr double kMinSpeed = 0.01;
    static constexpr double kMaxSpeed = 1000;
    /// Nanoseconds of a steady wall clock (CLOCK_MONOTONIC).
    using WallNs = std::int64_t;
    static constexpr WallNs kNoWall = std::numeric_limits<WallNs>::max();

    bool isRunning() const { return m_running; }
    double speed() const { return m_speed; }

    void resume(WallNs wall);
    void pause(WallNs wall);
    /// `factor` from kMinSpeed to kMaxSpeed; others are cut to that.
    void setSpeed(WallNs wall, double factor);
    /// From `wall` on it is `world`: after a step, or where the world could not keep up.
    void moveTo(WallNs wall, base::TimePoint world);

    base::TimePoint worldAt(WallNs wall) const;
    /// The first wall time at which worldAt() is `world` or later; kNoWall while paused and for never().
    WallNs wallFor(base::TimePoint world) const;

private:
    bool m_running = false;
    double m_speed = 1;
    WallNs m_wall = 0;
    base::TimePoint m_world;
};

} // namespace hopyard::engine
