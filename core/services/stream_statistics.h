// What a sink knows of one stream of numbered, time-stamped datagrams: loss, duplicates, reordering, delay, jitter.
//
// Jitter is the estimate of RFC 3550 section 6.4.1. Reordered is what RFC 4737 section 3.3 calls so: a first copy that
// comes after one with a greater number. Duplicates are told from late first copies within the latest 65,536 numbers;
// what is older than that counts as a duplicate.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/time.h"

#include <cstdint>
#include <vector>

namespace hopyard::services {

class StreamStatistics {
public:
    /// A datagram arrived. `bytes`: of UDP payload.
    void add(std::uint64_t sequence, base::TimePoint sentAt, base::TimePoint arrivedAt, std::size_t bytes);
    /// The source said how many it sent.
    void setExpected(std::uint64_t count);

    std::uint64_t received() const { return m_received; } ///< different ones
    std::uint64_t duplicates() const { return m_duplicates; }
    std::uint64_t reordered() const { return m_reordered; }
    std::uint64_t expected() const { return m_expected; } ///< told by the source, or inferred from the greatest number
    std::uint64_t lost() const { return m_expected - m_received; } ///< for now: what is under way counts as lost
    double lossPercent() const;
    std::uint64_t bytes() const { return m_bytes; } ///< of payload, duplicates not included
    base::Duration minimumDelay() const { return m_minimumDelay; }
    base::Duration maximumDelay() const { return m_maximumDelay; }
    base::Duration averageDelay() const;
    base::Duration jitter() const { return base::Duration::nanoseconds(static_cast<std::int64_t>(m_jitterNs)); }
    /// Payload bits a second between the first and the last arrival; 0 where that is no time.
    double bitsPerSecond() const;

private:
    static constexpr std::uint64_t kWindow = 65'536;
    bool enterWindow(std::uint64_t sequence); ///< false: seen before, or too old to know

    std::uint64_t m_received = 0;
    std::uint64_t m_duplicates = 0;
    std::uint64_t m_reordered = 0;
    std::uint64_t m_expected = 0;
    std::uint64_t m_bytes = 0;
    std::size_t m_firstBytes = 0;
    std::uint64_t m_next = 0; // the greatest number seen, plus one
    base::TimePoint m_firstArrival, m_lastArrival;
    base::Duration m_minimumDelay, m_maximumDelay;
    double m_delaySumNs = 0;
    double m_jitterNs = 0;
    base::Duration m_lastTransit;
    std::vector<bool> m_seen; // of the latest kWindow numbers, by number modulo kWindow
};

} // namespace hopyard::services
