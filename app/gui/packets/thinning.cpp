// See thinning.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/packets/thinning.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <utility>

namespace hopyard::packets {

namespace {
constexpr std::int64_t kNone = std::numeric_limits<std::int64_t>::min();
}

void Thinning::begin() { std::fill(m_last.begin(), m_last.end(), std::array{kNone, kNone}); }

bool Thinning::isShown(const Flight &flight, double places, double speed)
{
    const std::size_t link = flight.link.index();
    if (link >= m_last.size())
        m_last.resize(link + 1, {kNone, kNone});
    const auto way = static_cast<double>((pictureEnd(flight, speed) - flight.departs).ns());
    // A power of two: packets of different sizes are under way for different times, and must share their places.
    const std::uint64_t width = std::bit_ceil(static_cast<std::uint64_t>(std::max(way / std::max(places, 1.0), 1.0)));
    const std::int64_t slot = flight.departs.ns() / static_cast<std::int64_t>(width);
    std::int64_t &last = m_last[link][flight.direction == base::Direction::forward ? 0 : 1];
    return std::exchange(last, slot) != slot;
}

} // namespace hopyard::packets
