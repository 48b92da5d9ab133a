// The packets under way as far as the telemetry told of them, and the drops of the last moments.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/client/protocol.h"
#include "app/gui/packets/flight.h"

#include <array>
#include <string>
#include <vector>

namespace hopyard::packets {

struct Drop {
    base::LinkId link;
    base::Direction direction = base::Direction::forward;
    double progress = 0; ///< along its direction
    base::TimePoint time;
    client::Protocol protocol = client::Protocol::other;
    std::string reason;
    int count = 1; ///< drops for the same reason close together are one mark
    int node = -1; ///< that dropped it, by the engine's number; -1: the link did
};

class FlightStore {
public:
    static constexpr std::size_t kMostFlights = 6000;
    static constexpr std::size_t kMostDrops = 300;

    void clear();
    void add(const client::PacketEvent &packet, double speed);
    void add(const client::NodeDrop &drop, double speed);
    /// Forgets what has ended at that moment.
    void expire(base::TimePoint shown, double speed);
    const std::vector<Flight> &flights() const { return m_flights; }
    const std::vector<Drop> &drops() const { return m_drops; }
    bool isEmpty() const { return m_flights.empty() && m_drops.empty(); }
    /// True for the protocols that were seen since clear(): what the legend names.
    const std::array<bool, client::kProtocolCount> &seen() const { return m_seen; }

private:
    void addDrop(Drop drop, double speed);

    std::vector<Flight> m_flights;
    std::vector<Drop> m_drops;
    std::array<bool, client::kProtocolCount> m_seen{};
};

} // namespace hopyard::packets
