// The sender's half that has to do with loss: what is under way, what of it is acknowledged, lost or to be sent again,
// how much may be under way, and the timers for it. It knows nothing of headers, states and data.
//
// RFC 6298 (RTO), 2018 and 6675 (SACK), 8985 (RACK-TLP), 5681 and 6582 (NewReno), 9438 (CUBIC), 6937 (PRR), 3042
// (limited transmit), 5682 (F-RTO), 2883 and 3708 (DSACK, undo by it), 3522 and 4015 (Eifel), 3168 (ECN reactions),
// 2861/7661 (idle and application-limited windows). Its parts are the other small files here: rtt_estimator.h,
// sent_segments.h, rack.h, prr.h, congestion/. A plain value: copying it is a checkpoint.
//
// tcp/connection.h calls: onSent() for everything that leaves, onAck() for every acceptable ACK, expire() when
// nextDeadline() has come; then it asks mayRetransmit()/windowLeft() what to send.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/time.h"
#include "core/transport/tcp/sequence.h"
#include "core/wire/tcp.h"

#include <cstdint>
#include <optional>
#include <span>

namespace hopyard::transport::tcp {

/// The acceptable ACK of an incoming segment, as far as it concerns the sender.
struct AckEvent {
    base::TimePoint now;
    Sequence acknowledged;                       ///< SEG.ACK; at most SND.NXT
    std::span<const wire::TcpSackBlock> sack;    ///< as on the wire, the first may be a DSACK (RFC 2883)
    std::optional<base::Duration> timestampRtt;  ///< from TSecr where that is usable (RFC 7323 section 4)
    std::optional<std::uint32_t> timestampEcho;  ///< TSecr, for Eifel detection
    bool carriesData = false;                    ///< it is no pure ACK
    bool windowChanged = false;                  ///< so it is no duplicate ACK (RFC 5681 section 2)
    bool ecnEcho = false;                        ///< ECE on an established connection
};

enum class CongestionAlgorithm : std::uint8_t { newReno, cubic };

struct LossRecoverySettings {
    Sequence first;              ///< SND.UNA: the SYN's number, or what is not acknowledged yet
    std::uint32_t mss = 536;     ///< payload bytes of a full segment, options taken off
    bool sack = false;           ///< both sides permit it
    bool timestamps = false;
    CongestionAlgorithm algorithm = CongestionAlgorithm::cubic;
    std::uint32_t initialWindow = 10; ///< segments (RFC 6928)
    base::Duration minRto = base::Duration::milliseconds(200); ///< Linux's; RFC 6298 section 2.4 would have a second
    base::Duration maxRto = base::Duration::seconds(120);
};

/// [from, to) in sequence space; a SYN or FIN counts one.
struct SequenceRange {
    Sequence from;
    Sequence to;
    std::uint32_t length() const { return static_cast<std::uint32_t>(to - from); }
    bool operator==(const SequenceRange &) const = default;
};

/// What an ACK brought.
struct AckOutcome {
    std::uint32_t acknowledged = 0; ///< bytes of sequence space that are done with
    std::uint32_t newlySacked = 0;
    bool enteredRecovery = false;
    bool leftRecovery = false;
    bool undone = false;            ///< the reduction of the window was found needless and taken back
    bool reducedByEcn = false;      ///< the next new data carries CWR
};

/// What a deadline of the sender's demands.
enum class RecoveryTimer : std::uint8_t {
    none,
    reordering, ///< RACK: segments were declared lost; nextRetransmission() has them
    probe,      ///< TLP: send one segment of new data, or else the last one again (RFC 8985 section 7.3)
    timeout,    ///< RTO: everything under way is taken for lost; nextRetransmission() begins at SND.UNA
};

class LossRecovery {
public:
    LossRecovery() = default;
    void start(base::TimePoint now, const LossRecoverySettings &settings);
    /// Path MTU or options changed: the window keeps its bytes.
    void setMss(std::uint32_t mss);
    void setAlgorithm(CongestionAlgorithm algorithm);

    // --- what leaves ---
    /// New: `range` begins at SND.NXT. Again: any part of what is under way.
    void onSent(base::TimePoint now, SequenceRange range, bool again);
    /// Nothing more to send though the windows would allow it (RFC 7661; TCP_INFO's app_limited).
    void onApplicationLimited();

    // --- what arrives ---
    AckOutcome onAck(const AckEvent &event);
    /// An RTT from the handshake (RFC 6298 section 2.2), where onAck() did not see it.
    void onHandshakeRtt(base::Duration rtt);
    /// Source of an ICMP error or a route change: forget nothing, but send what is lost at once (RFC 6298 section 5.7,
    /// RFC 1191 section 6.5): [una, end of the segment that was too big) counts as lost, without a smaller window.
    void onPacketTooBig();

    // --- time ---
    RecoveryTimer expire(base::TimePoint now);
    base::TimePoint nextDeadline() const;
    /// A zero window or an empty queue: no RTO runs though data waits (the persist timer is the connection's).
    void stopTimers();
    /// Time-outs in a row without progress (RFC 1122 section 4.2.3.5: R1, R2 are the connection's).
    std::uint32_t timeoutsInRow() const;
    /// When the oldest unacknowledged byte was first sent; never() where nothing is under way (TCP_USER_TIMEOUT).
    base::TimePoint oldestSentAt() const;

    // --- what may be sent now ---
    /// The next range to be sent again, at most `limit` bytes, that the congestion window has room for.
    std::optional<SequenceRange> nextRetransmission(std::uint32_t limit) const;
    /// Bytes of new data that the congestion window has room for, limited transmit and PRR included.
    std::uint32_t windowLeft() const;

    // --- looking inside (TCP_INFO, workbench) ---
    std::uint32_t congestionWindow() const;   ///< bytes
    std::uint32_t slowStartThreshold() const; ///< bytes; 0xffffffff: none yet
    std::uint32_t bytesInFlight() const;      ///< "pipe"
    base::Duration smoothedRtt() const;
    base::Duration rttVariation() const;
    base::Duration minimumRtt() const;
    base::Duration rto() const; ///< with its back-off
    bool isInRecovery() const;
    /// "open", "disorder", "cwr", "recovery", "loss": Linux's names (TCP_INFO's ca_state).
    std::uint8_t linuxState() const; ///< 0..4 in that order
};

} // namespace hopyard::transport::tcp
