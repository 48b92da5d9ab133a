// One ACK while the sender works through it: what is known of it so far. For loss_recovery*.cpp only.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/transport/tcp/loss_recovery.h"

#include <optional>

namespace hopyard::transport::tcp {

struct LossRecovery::Pass {
    base::TimePoint now;
    Sequence priorUna;
    Sequence priorHighest;    ///< sacked before this ACK; priorUna where nothing was
    Sequence lowestReordered; ///< of what arrived and had never been sent again, the lowest
    DeliveryRate::Sample rate;
    AckOutcome outcome;
    std::uint32_t delivered = 0;  ///< pieces, by this ACK
    std::uint32_t newlyLost = 0;  ///< pieces
    std::uint32_t duplicates = 0; ///< duplicate ACKs that this one is or stands for
    std::optional<base::TimePoint> firstAcked, lastAcked;   ///< when those were sent that were sent once
    std::optional<base::TimePoint> firstSacked, lastSacked;
    bool advanced = false;            ///< SND.UNA moved
    bool piecesAcked = false;         ///< and something is done with
    bool notDuplicate = false;        ///< it brought data, moved the window or SND.UNA
    bool dataSacked = false;
    bool dsack = false;
    bool dsackOfProbe = false;
    bool ecnEcho = false;
    bool resentAcked = false;         ///< something that had been sent again is done with
    bool originalDelivered = false;   ///< something sent once before the recovery has arrived
    bool retransmissionLost = false;
    bool headIsSacked = false;        ///< the peer seems to have forgotten what it had
    bool setTimer = false;
    bool newDataWaits = false;
};

} // namespace hopyard::transport::tcp
