// RACK: a segment is lost when one sent sufficiently later has arrived (RFC 8985 section 6), with the reordering window
// that DSACKs widen (section 6.2.3).
//
// Segments sent once were sent in order of their sequence numbers, and those sent again stand in a queue of their own
// in the order of those sendings: so what is lost is at the front of one or the other, and nothing else is looked at.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/time.h"
#include "core/transport/tcp/compact_ring.h"
#include "core/transport/tcp/sent_segments.h"

#include <cstdint>

namespace hopyard::transport::tcp {

class Rack {
public:
    struct Found {
        std::uint32_t lost = 0;             ///< pieces marked now
        bool retransmissionLost = false;    ///< and some of them had been sent again
        Sequence firstLost;                 ///< the lowest, where any is lost
        base::Duration wait;                ///< until the last of those in doubt would be lost; zero: none in doubt
    };

    /// `segment` has arrived (steps 1 and 2). A retransmission acknowledged sooner than the least RTT was not what
    /// arrived.
    void onDelivered(base::TimePoint now, const SentSegment &segment, base::Duration minimumRtt);
    void onRetransmitted(base::TimePoint now, SequenceRange range);
    /// Steps 3 and 5: marks what is lost.
    Found detect(base::TimePoint now, SentSegments &segments, base::Duration window);
    /// Segments that were taken for lost are not, or the other way round: all are looked at again.
    void lookAgainAt(Sequence from) { m_scanFrom = earlier(m_scanFrom, from); }
    /// Something arrived, or marks changed, since this was asked last.
    bool takeNews();
    void addNews() { m_news = true; }
    void start(Sequence first) { m_scanFrom = first; }
    /// Nothing before it is under way any more.
    void onAcknowledged(Sequence to);

    // --- the reordering window (step 4) ---
    void onDsack() { m_dsackSeen = true; }
    /// Once for each ACK that delivers: `priorDelivered` is what had been delivered when the segment left.
    void adaptWindow(std::uint32_t priorDelivered, std::uint32_t delivered);
    void onRecoveryEnds();
    void onDsackUndo();
    base::Duration window(base::Duration minimumRtt, base::Duration smoothedRtt) const;
    base::Duration rtt() const { return m_rtt; }

private:
    friend struct StateFields; // state_fields.h
    struct Again {
        base::TimePoint at;
        Sequence from;
        Sequence to;
    };
    bool isSentBeforeLatest(const SentSegment &s) const;

    CompactRing<Again> m_again;
    base::TimePoint m_latestSentAt; // of what arrived, the last that was sent
    base::Duration m_rtt;
    Sequence m_latestTo;
    Sequence m_scanFrom; // what lies before it and was sent once is sacked or lost
    std::uint32_t m_adaptedAt = 0;
    std::uint8_t m_steps = 1; // quarters of the least RTT
    std::uint8_t m_persist = 0;
    bool m_dsackSeen = false;
    bool m_news = false;
};

} // namespace hopyard::transport::tcp
