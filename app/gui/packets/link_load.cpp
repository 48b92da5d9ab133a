// See link_load.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/packets/link_load.h"

#include "app/gui/packets/by_link.h"

#include <algorithm>
#include <cmath>

namespace hopyard::packets {

namespace {
constexpr double kMemory = 0.3; ///< seconds of the lab's time after which a load counts for a third
constexpr double kNothing = 1e-3;
} // namespace

void LinkLoads::clear()
{
    m_links.clear();
    m_started = false;
    m_any = false;
}

void LinkLoads::take(const client::Batch &batch)
{
    const double seconds = m_started ? static_cast<double>((batch.now - m_time).ns()) / 1e9 : 0;
    if (m_started && seconds <= 0)
        return; // the world stands
    const bool first = !m_started;
    m_started = true;
    m_time = batch.now;
    const double keep = std::exp(-seconds / kMemory);
    for (Link &link : m_links)
        for (Direction &direction : link.directions)
            direction.load = direction.load * keep < kNothing ? 0 : direction.load * keep;
    for (const client::LinkCounters &counters : batch.links) {
        Link *place = placeOf(counters.id, m_links);
        if (!place)
            continue;
        Link &link = *place;
        const std::size_t at = counters.id.index();
        const std::array bytes{counters.forward.bytes, counters.backward.bytes};
        for (std::size_t i = 0; i < 2; ++i) {
            Direction &direction = link.directions[i];
            const std::uint64_t grown = bytes[i] > direction.bytes ? bytes[i] - direction.bytes : 0;
            direction.bytes = bytes[i];
            const double bps = at < m_rates.size() ? static_cast<double>(m_rates[at][i].bps()) : 0;
            if (link.counted && !first && bps > 0)
                direction.load += (1 - keep) * std::min(static_cast<double>(grown) * 8 / seconds / bps, 1.0);
        }
        link.counted = true;
    }
    m_any = std::any_of(m_links.begin(), m_links.end(), [](const Link &link) {
        return link.directions[0].load > 0 || link.directions[1].load > 0;
    });
}

bool LinkLoads::hasRate(std::size_t link) const
{
    return link < m_rates.size() && (m_rates[link][0].bps() > 0 || m_rates[link][1].bps() > 0);
}

double LinkLoads::of(std::size_t link) const
{
    if (link >= m_links.size())
        return 0;
    return std::max(m_links[link].directions[0].load, m_links[link].directions[1].load);
}

} // namespace hopyard::packets
