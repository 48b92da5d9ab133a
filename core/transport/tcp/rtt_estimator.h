// Round-trip time: its smoothed value, variation and minimum, and the retransmission time-out that follows.
//
// RFC 6298 with Linux's refinements: the variation has a floor (so RTO is at least SRTT + 200 ms), falls only once a
// round trip, and is not driven up by an RTT that falls (as Eifel's authors advise). Karn's rule (section 3) is the
// caller's: no sample of a segment sent twice. The minimum is of the last five minutes.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/time.h"
#include "core/transport/tcp/sequence.h"

#include <array>
#include <cstdint>

namespace hopyard::transport::tcp {

class RttEstimator {
public:
    RttEstimator() = default;
    RttEstimator(base::Duration minRto, base::Duration maxRto);

    /// A round trip; `unacknowledged` and `next` are SND.UNA and SND.NXT, by which rounds are told. Ends the back-off.
    void sample(base::Duration rtt, Sequence unacknowledged, Sequence next);
    /// Of the windowed minimum only; a sample that may contain a delayed ACK is left out by the caller.
    void sampleMinimum(base::TimePoint now, base::Duration rtt);
    /// The timer has run out (section 5.5).
    void backOff();
    /// Progress without a sample.
    void endBackOff() { m_backOff = 0; }
    /// A lost SYN and nothing measured: three seconds (section 5.7).
    void onHandshakeLost();

    bool hasSample() const { return m_smoothedUs8 != 0; }
    base::Duration smoothed() const { return base::Duration::microseconds(m_smoothedUs8 >> 3); }
    base::Duration variation() const { return base::Duration::microseconds(m_deviationUs4 >> 2); }
    /// Zero where nothing was measured yet.
    base::Duration minimum() const;
    /// With back-off, between the limits.
    base::Duration rto() const;
    std::uint8_t backOffCount() const { return m_backOff; }
    base::Duration minimumRto() const { return base::Duration::microseconds(m_minRtoUs); }
    bool operator==(const RttEstimator &) const = default;

private:
    friend struct StateFields; // state_fields.h
    struct Minimum {
        std::uint32_t atMs = 0;
        std::uint32_t us = 0xffffffff;
        bool operator==(const Minimum &) const = default;
    };
    std::uint32_t m_smoothedUs8 = 0;   // eight times SRTT; 0: none
    std::uint32_t m_deviationUs4 = 0;  // four times the mean deviation
    std::uint32_t m_roundMaxUs4 = 0;   // its greatest value in this round
    std::uint32_t m_variationUs4 = 0;  // what RTO uses
    std::uint32_t m_minRtoUs = 200'000;
    std::uint32_t m_maxRtoUs = 120'000'000;
    std::uint32_t m_initialUs = 1'000'000;
    Sequence m_roundEnd;
    std::array<Minimum, 3> m_minima;   // best of the window, of its later part, of its last part
    std::uint8_t m_backOff = 0;
};

} // namespace hopyard::transport::tcp
