// See link_meters.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/packets/link_meters.h"

#include "app/gui/packets/by_link.h"

#include <algorithm>
#include <cmath>

namespace hopyard::packets {

namespace {

constexpr double kMemory = 0.3; ///< seconds of the lab's time after which a rate counts for a third
constexpr double kNothing = 1e-3;

std::size_t indexOf(base::Direction direction) { return direction == base::Direction::forward ? 0 : 1; }

double grown(std::uint64_t now, std::uint64_t before) { return now > before ? static_cast<double>(now - before) : 0; }

} // namespace

void LinkMeters::clear()
{
    m_links.clear();
    m_started = false;
}

void LinkMeters::take(const client::Batch &batch)
{
    const double seconds = m_started ? static_cast<double>((batch.now - m_time).ns()) / 1e9 : 0;
    const bool moves = m_started && seconds > 0;
    const double keep = moves ? std::exp(-seconds / kMemory) : 1;
    if (moves)
        for (Link &link : m_links)
            for (Direction &direction : link.now)
                for (double *rate : {&direction.packetsPerSecond, &direction.bitsPerSecond, &direction.dropsPerSecond})
                    *rate = *rate * keep < kNothing ? 0 : *rate * keep;
    for (const client::LinkCounters &counters : batch.links) {
        Link *place = placeOf(counters.id, m_links);
        if (!place)
            continue;
        Link &link = *place;
        const std::array told{&counters.forward, &counters.backward};
        for (std::size_t i = 0; i < 2; ++i) {
            Direction &now = link.now[i];
            Counted &before = link.counted[i];
            if (link.known && moves) {
                const double share = (1 - keep) / seconds;
                now.packetsPerSecond += share * grown(told[i]->packets, before.packets);
                now.bitsPerSecond += share * grown(told[i]->bytes, before.bytes) * 8;
                now.dropsPerSecond += share * grown(told[i]->dropped, before.dropped);
            }
            before = {told[i]->packets, told[i]->bytes, told[i]->dropped};
            now.queuedPackets = told[i]->queuedPackets;
            now.queuedBytes = told[i]->queuedBytes;
        }
        link.known = true;
    }
    if (!m_started || moves) {
        m_started = true;
        m_time = batch.now;
    }
}

const LinkMeters::Direction &LinkMeters::of(std::size_t link, base::Direction direction) const
{
    static const Direction nothing;
    return link < m_links.size() ? m_links[link].now[indexOf(direction)] : nothing;
}

double LinkMeters::dropShare(std::size_t link) const
{
    if (link >= m_links.size())
        return 0;
    double packets = 0;
    double drops = 0;
    for (const Direction &direction : m_links[link].now) {
        packets += direction.packetsPerSecond;
        drops += direction.dropsPerSecond;
    }
    return drops > 0 ? drops / (packets + drops) : 0;
}

double LinkMeters::mostBits() const
{
    double most = 0;
    for (const Link &link : m_links)
        for (const Direction &direction : link.now)
            most = std::max(most, direction.bitsPerSecond);
    return most;
}

} // namespace hopyard::packets
