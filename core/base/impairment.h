// What a link does to the packets that cross it, for one direction. A plain value: the lab writes it, link/ obeys it.
//
// Semantics follow tc-netem(8) where the two overlap, so that a netem user's numbers mean the same here.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/quantity.h"
#include "core/base/time.h"

#include <cstdint>
#include <optional>

namespace hopyard::base {

/// Loss in bursts: a two-state Markov chain stepped once a packet (Gilbert 1960, Elliott 1963).
struct BurstLoss {
    double enterBad = 0; ///< probability of going from good to bad, per packet
    double leaveBad = 1; ///< probability of going from bad to good, per packet
    double lossGood = 0; ///< loss probability while good
    double lossBad = 1;  ///< loss probability while bad
    bool operator==(const BurstLoss &) const = default;
};

/// How much may wait for a rate-limited line; what does not fit is dropped at the tail.
struct QueueLimit {
    enum class Unit : std::uint8_t { packets, bytes };
    std::uint64_t amount = 1000;
    Unit unit = Unit::packets;
    bool operator==(const QueueLimit &) const = default;
};

struct Impairment {
    Duration delay;                 ///< propagation; a place in time, it does not limit the rate
    Duration jitter;                ///< uniform in ±jitter around delay, never below 0; may overtake
    BitRate rate;                   ///< serialisation; unlimited by default
    QueueLimit queue;               ///< only where rate is limited
    double loss = 0;                ///< independent, 0..1
    std::optional<BurstLoss> burst; ///< in addition to loss
    double duplicate = 0;           ///< probability that a packet is delivered twice
    double reorder = 0;             ///< probability that a packet skips the delay and so overtakes
    double corrupt = 0;             ///< probability that one random bit is flipped
    bool down = false;              ///< nothing passes; what was under way is lost
    bool operator==(const Impairment &) const = default;
};

} // namespace hopyard::base
