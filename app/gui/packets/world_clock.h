// The world's time between two telemetry batches, made smooth for the eye.
//
// Batches come unevenly; what is shown must neither jump nor run backwards. The clock runs on at the lab's speed and
// leans gently towards what each batch says. What is shown lags a little behind what the engine knows (kLagMs of wall
// time), so that a packet is known of before the picture reaches its departure.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/time.h"

#include <cstdint>

namespace hopyard::packets {

class WorldClock {
public:
    /// Wall time, from any fixed moment.
    using Wall = base::Duration;
    static constexpr int kLagMs = 60;

    /// The lab started anew or another one is shown.
    void reset() { *this = WorldClock(); }
    /// A batch said that it is `now` in the world; from here on it goes at `speed` (0: it stands).
    void update(Wall wall, base::TimePoint now, double speed);
    /// The moment to be shown.
    base::TimePoint shown(Wall wall) const;
    /// The world's time as best known, without the lag: for the status bar.
    base::TimePoint now(Wall wall) const;
    double speed() const { return m_speed; }
    bool stands() const { return m_speed == 0; }

private:
    bool m_started = false;
    Wall m_wall;           ///< when the figures below were true
    base::TimePoint m_now; ///< the smoothed world's time then
    double m_speed = 0;
    double m_lagSpeed = 1; ///< the last speed that was not zero: what the lag is worth while standing
};

} // namespace hopyard::packets
