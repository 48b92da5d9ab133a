// What happened to the pages of a hypervisor's computer lately: the steps that the engine tells, the latest 20,000, to be
// asked for by page or by packet. And how far a page's stations are: adapter, DMA table, guest, clearing.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/client/computer_protocol.h"

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

namespace hopyard::models {

class PageSteps {
public:
    static constexpr std::size_t kMost = 20'000;

    /// `again`: what was told before may be told once more, because a moment of the past is shown; it is there once.
    void add(const client::BufferStep &step, bool again = false);
    void clear() { m_steps.clear(); }
    /// A moment of the past is shown: what comes later is not told of. Nothing: the present.
    void setMoment(std::optional<base::TimePoint> moment) { m_moment = moment; }
    /// What happened after that time has not.
    void cutAfter(base::TimePoint time);
    bool isEmpty() const { return m_steps.empty(); }

    /// The latest `most` steps of that page, the oldest first; of a page that carried packets also what was done with
    /// these while they lay in it.
    std::vector<client::BufferStep> ofPage(std::uint32_t page, std::size_t most = 200) const;
    std::vector<client::BufferStep> ofPacket(std::uint64_t packet) const;
    /// The packet that landed last in a page; 0: none that is known of.
    std::uint64_t latestPacket() const;

private:
    std::deque<client::BufferStep>::const_iterator end() const; ///< of those until the moment that is shown
    std::deque<client::BufferStep> m_steps; ///< in the order of their times
    std::optional<base::TimePoint> m_moment;
};

/// Where a page is after a step, as lanes of a picture from top to bottom.
enum class Station : std::uint8_t { dmaTable, filled, guest, clearing };
constexpr int kStations = 4;

/// A stretch of a page's life at one station.
struct Stay {
    Station station = Station::dmaTable;
    base::TimePoint from;
    base::TimePoint to; ///< the next step's; never: it is still there
    std::string guest;  ///< at Station::guest
    std::uint64_t packet = 0;
    bool operator==(const Stay &) const = default;
};
/// From steps of one page, the oldest first. What came before the first that says where the page is, is not known.
std::vector<Stay> staysOf(const std::vector<client::BufferStep> &steps);

} // namespace hopyard::models
