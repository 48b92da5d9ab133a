// Which packets of a stream are drawn where more are under way than the eye could tell apart: one for each slot of the
// line, by the moment of departure, so that a dot that is drawn at the start is drawn all the way.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/packets/flight.h"

#include <array>
#include <cstdint>
#include <vector>

namespace hopyard::packets {

class Thinning {
public:
    /// Before the flights of each frame, which then come in the order in which they were told of.
    void begin();
    /// `places`: how many dots stand side by side on the flight's link at most.
    bool isShown(const Flight &flight, double places, double speed);

private:
    std::vector<std::array<std::int64_t, 2>> m_last; ///< of each link and direction: the slot of the last that was shown
};

} // namespace hopyard::packets
