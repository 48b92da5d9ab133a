// See flight_store.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/packets/flight_store.h"

#include <algorithm>
#include <utility>

namespace hopyard::packets {

namespace {
base::Duration worldOf(int wallMs, double speed)
{
    return base::Duration::nanoseconds(static_cast<std::int64_t>(wallMs * 1e6 * speed));
}
} // namespace

void FlightStore::clear()
{
    m_flights.clear();
    m_drops.clear();
    m_seen.fill(false);
}

void FlightStore::add(const client::PacketEvent &packet, double speed)
{
    m_seen[static_cast<std::size_t>(packet.protocol)] = true;
    const Flight flight{packet.link, packet.direction, packet.departs, packet.arrives, packet.size, packet.protocol,
                        !packet.outcome.empty(), packet.flow};
    const bool travels = packet.arrives > packet.departs;
    if (packet.outcome.empty() || travels) {
        if (m_flights.size() < kMostFlights)
            m_flights.push_back(flight);
    }
    if (!packet.outcome.empty())
        // Lost on the way: it bursts half way. Refused at the link's queue: it never set out.
        addDrop({packet.link, packet.direction, travels ? 0.5 : 0, travels ? pictureEnd(flight, speed) : packet.departs, packet.protocol,
                 packet.outcome},
                speed);
}

void FlightStore::add(const client::NodeDrop &drop, double speed)
{
    addDrop({base::LinkId(), base::Direction::forward, 0, drop.time, drop.protocol, drop.reason, 1, drop.node}, speed);
}

void FlightStore::addDrop(Drop added, double speed)
{
    const base::Duration near = worldOf(kBurstMs, speed);
    for (auto drop = m_drops.rbegin(); drop != m_drops.rend(); ++drop)
        if (drop->link == added.link && drop->node == added.node && drop->direction == added.direction && drop->progress == added.progress
            && drop->reason == added.reason && added.time - drop->time < near) {
            ++drop->count;
            return;
        }
    if (m_drops.size() >= kMostDrops)
        m_drops.erase(m_drops.begin());
    m_drops.push_back(std::move(added));
}

void FlightStore::expire(base::TimePoint shown, double speed)
{
    std::erase_if(m_flights, [&](const Flight &f) { return shown >= pictureEnd(f, speed); });
    std::erase_if(m_drops, [&](const Drop &d) { return shown >= d.time + worldOf(kMarkMs, speed); });
}

} // namespace hopyard::packets
