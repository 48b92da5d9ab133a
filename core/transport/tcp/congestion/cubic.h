// CUBIC (RFC 9438), with a slow start that ends before the queue overflows.
//
// The window follows W(t) = C (t − K)³ + W_max with C = 0.4 and β = 0.7, is never behind what Reno would have reached
// (section 4.3), and comes down further where another flow needs room (fast convergence, section 4.7). Integers only,
// time in 1/1024 s inside, so that the same ACKs give the same window on every machine.
// Slow start ends by HyStart's two signs (Ha and Rhee 2011) with Linux's figures: ACKs of one round that come in a
// train longer than half the least RTT, or an RTT that has risen by an eighth of it.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/time.h"
#include "core/transport/tcp/congestion/window.h"
#include "core/transport/tcp/sequence.h"

#include <cstdint>

namespace hopyard::transport::tcp {

class Cubic {
public:
    /// Each ACK with a new measurement, before the window is touched. `unacknowledged` and `next` are SND.UNA after it
    /// and SND.NXT: they tell rounds.
    void onRtt(base::TimePoint now, base::Duration rtt, Sequence unacknowledged, Sequence next,
               CongestionWindow &window);
    void onAcknowledged(base::TimePoint now, CongestionWindow &window, std::uint32_t segments);
    /// ssthresh for a loss now; remembers the window it came from.
    std::uint32_t thresholdAfterLoss(const CongestionWindow &window);
    /// A time-out: what was learnt of the path is forgotten (section 4.8).
    void onTimeout();
    /// Data flows again after `idle`: time in which nothing was sent does not make the window grow (section 5.8).
    void onIdleEnds(base::TimePoint now, base::Duration idle);

    /// floor of the cube root.
    static std::uint32_t cubeRoot(std::uint64_t x);
    bool operator==(const Cubic &) const = default;

private:
    friend struct StateFields; // state_fields.h
    void startRound(base::TimePoint now, Sequence next);
    void startEpoch(base::TimePoint now, const CongestionWindow &window, std::uint32_t segments);
    std::uint32_t segmentsPerStep(base::TimePoint now, const CongestionWindow &window, std::uint32_t segments);
    std::uint32_t target(base::Duration sinceEpoch) const;

    base::TimePoint m_epoch;         // of this curve; m_inEpoch false: none yet
    base::TimePoint m_computedAt;    // m_perStep
    base::TimePoint m_roundStart;
    base::TimePoint m_lastTrainAck;
    std::uint32_t m_maximum = 0;     // W_max, segments; 0: no loss yet
    std::uint32_t m_origin = 0;      // the curve's plateau
    std::uint32_t m_toOrigin = 0;    // K, 1/1024 s
    std::uint32_t m_reno = 0;        // W_est, segments
    std::uint32_t m_renoCredit = 0;
    std::uint32_t m_prior = 0;       // the window at the last reduction, from where W_est grows as Reno does
    std::uint32_t m_perStep = 0;     // ACKs for one segment of growth
    std::uint32_t m_leastRttUs = 0;  // 0: none measured
    std::uint32_t m_roundRttUs = 0;
    Sequence m_roundEnd;
    std::uint8_t m_samples = 0;
    bool m_inEpoch = false;
    bool m_inRound = false;
    bool m_slowStartOver = false;
};

} // namespace hopyard::transport::tcp
