// How busy each link is: the bytes that its counters grew by, against what its rate lets through in the same time of the
// lab. A link without a rate is never busy.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/client/protocol.h"

#include <array>
#include <vector>

namespace hopyard::packets {

class LinkLoads {
public:
    using Rates = std::array<base::BitRate, 2>; ///< forward, backward

    /// The counters start anew.
    void clear();
    /// By the engine's number of the link.
    void setRates(std::vector<Rates> rates) { m_rates = std::move(rates); }
    void take(const client::Batch &batch);
    /// Of the busier direction, 0 to 1, over about the last third of a second of the lab's time.
    double of(std::size_t link) const;
    bool hasRate(std::size_t link) const; ///< in one of its directions at least
    std::size_t size() const { return m_links.size(); }
    bool areAny() const { return m_any; } ///< a load that is not zero: it will change by itself

private:
    struct Direction {
        std::uint64_t bytes = 0; ///< as last counted
        double load = 0;
    };
    struct Link {
        std::array<Direction, 2> directions;
        bool counted = false; ///< the first counters of a lab that runs already say nothing about now
    };
    std::vector<Link> m_links;
    std::vector<Rates> m_rates;
    base::TimePoint m_time;
    bool m_started = false;
    bool m_any = false;
};

} // namespace hopyard::packets
