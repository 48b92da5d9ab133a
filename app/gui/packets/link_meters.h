// What the counters of links say about this moment: packets a second, the share that was dropped, what waits in the queue
// at each end. Smoothed over about a third of a second of the lab's time.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/client/protocol.h"

#include <array>
#include <vector>

namespace hopyard::packets {

class LinkMeters {
public:
    struct Direction {
        double packetsPerSecond = 0; ///< of the lab's time
        double bitsPerSecond = 0;
        double dropsPerSecond = 0;
        std::uint64_t queuedPackets = 0;
        std::uint64_t queuedBytes = 0;
    };
    void clear();
    void take(const client::Batch &batch);
    std::size_t size() const { return m_links.size(); }
    /// Zeroes for a link that was not told of.
    const Direction &of(std::size_t link, base::Direction direction) const;
    /// Of what came to the link in the last moment, 0 to 1, both directions together.
    double dropShare(std::size_t link) const;
    /// Of the fastest link's busier direction; 0 where nothing moves.
    double mostBits() const;

private:
    struct Counted {
        std::uint64_t packets = 0, bytes = 0, dropped = 0;
    };
    struct Link {
        std::array<Direction, 2> now;
        std::array<Counted, 2> counted;
        bool known = false;
    };
    std::vector<Link> m_links;
    base::TimePoint m_time;
    bool m_started = false;
};

} // namespace hopyard::packets
