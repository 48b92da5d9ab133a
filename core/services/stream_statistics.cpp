// Numbers and times of datagrams, one by one, into the figures of a stream.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/services/stream_statistics.h"

#include <algorithm>
#include <cmath>

namespace hopyard::services {

bool StreamStatistics::enterWindow(std::uint64_t sequence)
{
    if (m_seen.empty())
        m_seen.resize(kWindow);
    if (sequence >= m_next) {
        const std::uint64_t skipped = std::min(sequence - m_next, kWindow);
        for (std::uint64_t i = 0; i < skipped; ++i)
            m_seen[(sequence - 1 - i) % kWindow] = false;
        m_next = sequence + 1;
        m_seen[sequence % kWindow] = true;
        return true;
    }
    if (m_next - sequence > kWindow || m_seen[sequence % kWindow])
        return false;
    m_seen[sequence % kWindow] = true;
    ++m_reordered;
    return true;
}

void StreamStatistics::add(std::uint64_t sequence, base::TimePoint sentAt, base::TimePoint arrivedAt,
                           std::size_t bytes)
{
    if (!enterWindow(sequence)) {
        ++m_duplicates;
        return;
    }
    const base::Duration transit = arrivedAt - sentAt;
    if (m_received == 0) {
        m_firstArrival = arrivedAt;
        m_firstBytes = bytes;
        m_minimumDelay = m_maximumDelay = transit;
    } else {
        m_minimumDelay = std::min(m_minimumDelay, transit);
        m_maximumDelay = std::max(m_maximumDelay, transit);
        const double difference = std::abs(static_cast<double>((transit - m_lastTransit).ns()));
        m_jitterNs += (difference - m_jitterNs) / 16.0;
    }
    ++m_received;
    m_bytes += bytes;
    m_lastArrival = arrivedAt;
    m_lastTransit = transit;
    m_delaySumNs += static_cast<double>(transit.ns());
    m_expected = std::max(m_expected, m_next);
}

void StreamStatistics::setExpected(std::uint64_t count) { m_expected = std::max(count, m_next); }

double StreamStatistics::lossPercent() const
{
    return m_expected ? 100.0 * static_cast<double>(lost()) / static_cast<double>(m_expected) : 0;
}

base::Duration StreamStatistics::averageDelay() const
{
    if (m_received == 0)
        return {};
    return base::Duration::nanoseconds(static_cast<std::int64_t>(m_delaySumNs / static_cast<double>(m_received)));
}

double StreamStatistics::bitsPerSecond() const
{
    const double seconds = (m_lastArrival - m_firstArrival).inSeconds();
    return seconds > 0 ? 8.0 * static_cast<double>(m_bytes - m_firstBytes) / seconds : 0;
}

} // namespace hopyard::services
