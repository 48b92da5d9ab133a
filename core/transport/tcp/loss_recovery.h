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
#include "core/transport/tcp/congestion/congestion.h"
#include "core/transport/tcp/delivery_rate.h"
#include "core/transport/tcp/prr.h"
#include "core/transport/tcp/rack.h"
#include "core/transport/tcp/rtt_estimator.h"
#include "core/transport/tcp/sent_segments.h"
#include "core/transport/tcp/sequence.h"
#include "core/transport/tcp/window_use.h"
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
    bool newDataWaits = false; ///< there is unsent data that the peer's window admits (F-RTO, RFC 5682 section 2.1 2b)
    std::uint16_t pieces = 1;  ///< pure ACKs that this one stands for, where several were made one on the way in
};

struct LossRecoverySettings {
    Sequence first;              ///< SND.UNA: the SYN's number, or what is not acknowledged yet
    std::uint32_t mss = 536;     ///< payload bytes of a full segment, options taken off
    bool sack = false;           ///< both sides permit it
    bool timestamps = false;
    CongestionAlgorithm algorithm = CongestionAlgorithm::cubic;
    std::uint32_t initialWindow = 10; ///< segments (RFC 6928)
    base::Duration minRto = base::Duration::milliseconds(200); ///< Linux's; RFC 6298 section 2.4 would have a second
    base::Duration maxRto = base::Duration::seconds(120);
    bool rackTlp = true;    ///< RFC 8985; off: RFC 6675 by counting
    bool forwardRto = true; ///< RFC 5682
    /// How often the SYN or SYN-ACK was sent again, where start() comes after the handshake: more than once, and the
    /// window begins at one segment (RFC 5681 section 3.1); at all, and RTO at three seconds (RFC 6298 section 5.7)
    /// until there is an RTT.
    std::uint32_t handshakeResent = 0;
};

/// What an ACK brought.
struct AckOutcome {
    std::uint32_t acknowledged = 0; ///< bytes of sequence space that are done with
    std::uint32_t newlySacked = 0;
    bool enteredRecovery = false;
    bool leftRecovery = false;
    bool undone = false;            ///< the reduction of the window was found needless and taken back
    bool reducedByEcn = false;      ///< the next new data carries CWR
    bool reduced = false;           ///< the window was reduced, for whatever reason: CWR too (RFC 3168 section 6.1.2)
    bool mtuProbeLost = false;      ///< setMtuProbe(): the path does not carry it, and the window stays
    bool dsack = false;             ///< a duplicate of something sent again arrived
};

/// What a deadline of the sender's demands.
enum class RecoveryTimer : std::uint8_t {
    none,
    reordering, ///< RACK: segments were declared lost; nextRetransmission() has them
    probe,      ///< TLP: send one segment of new data, whatever the window, or else lastSegment() again (RFC 8985 7.3)
    timeout,    ///< RTO: what was sent a round trip ago or earlier is taken for lost; nextRetransmission() has it
};

class LossRecovery {
public:
    LossRecovery() = default;
    void start(base::TimePoint now, const LossRecoverySettings &settings);
    /// Path MTU or options changed: the window keeps its bytes.
    void setMss(std::uint32_t mss);
    void setAlgorithm(CongestionAlgorithm algorithm);
    /// The handshake has told whether both sides permit SACK (after start() on the SYN).
    void setSack(bool sack);

    // --- what leaves ---
    /// New: `range` begins at SND.NXT. Again: any part of what is under way.
    /// `timestamp` is the TSval it carries, by which a needless retransmission is told from a needed one.
    void onSent(base::TimePoint now, SequenceRange range, bool again, std::optional<std::uint32_t> timestamp = {});
    /// Before new data goes out: after a pause longer than RTO the window is let down (RFC 5681 section 4.1). Costs
    /// nothing otherwise.
    void beforeSending(base::TimePoint now);
    /// There is more to send, windowLeft() has some room, and the sender waits for more of it, so as to send large
    /// segments: the window counts as used up.
    void onHeldBack(base::TimePoint now) { m_use.onHeldBack(now); }
    /// Nothing more to send though the windows would allow it (RFC 7661; TCP_INFO's app_limited).
    void onApplicationLimited();

    // --- what arrives ---
    AckOutcome onAck(const AckEvent &event);
    /// An RTT from the handshake (RFC 6298 section 2.2), where onAck() did not see it.
    void onHandshakeRtt(base::Duration rtt);
    /// The handshake is over: what its losses did is put right. After a SYN sent more than once one segment goes first
    /// (RFC 5681 section 3.1), and RTO begins at three seconds if there is no RTT (RFC 6298 section 5.7).
    void onEstablished(base::TimePoint now);
    /// After setMss(): what is under way in segments longer than that counts as lost, without a smaller window
    /// (RFC 1191 section 6.5), and nextRetransmission() has it. Where none is longer, it is the first segment.
    void onPacketTooBig();
    /// A segment of this range has just left, longer than the MSS, to try the path (RFC 4821).
    void setMtuProbe(SequenceRange probe);
    /// The SYN was acknowledged and its data not (RFC 7413 section 4.2): all data counts as lost, as above.
    void onSynDataRefused();

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
    /// Bytes of new data that the congestion window has room for, limited transmit and PRR included: whole segments,
    /// as the window counts segments. Zero while retransmissions have the right of way is the caller's rule: it asks
    /// nextRetransmission() first.
    std::uint32_t windowLeft() const;
    /// The last segment under way, at most one MSS of it; nullopt: none.
    std::optional<SequenceRange> lastSegment() const;

    // --- looking inside (TCP_INFO, workbench) ---
    std::uint32_t mss() const { return m_mss; }
    std::uint32_t congestionWindow() const;   ///< bytes
    std::uint32_t slowStartThreshold() const; ///< bytes; 0xffffffff: none yet
    std::uint32_t congestionWindowSegments() const { return m_congestion.window.segments; }
    std::uint32_t slowStartThresholdSegments() const { return m_congestion.window.threshold; } ///< 0xffffffff: none yet
    std::uint32_t bytesInFlight() const;      ///< "pipe" in bytes: segmentsInFlight() full ones, at most what is out
    std::uint32_t segmentsInFlight() const { return m_sent.inFlight(); }
    std::uint32_t segmentsOut() const { return m_sent.out(); } ///< TCP_INFO's unacked
    std::uint32_t segmentsSacked() const { return m_sent.sacked(); }
    std::uint32_t segmentsLost() const { return m_sent.lost(); }
    std::uint32_t segmentsRetransmitted() const { return m_sent.retransmitted(); } ///< and under way
    std::uint32_t totalRetransmitted() const { return m_totalRetransmitted; }      ///< segments
    std::uint32_t totalDelivered() const { return m_rate.delivered(); }            ///< segments
    std::uint32_t deliveredMarked() const { return m_deliveredMarked; }            ///< segments acknowledged with ECE
    std::uint32_t duplicatesReported() const { return m_duplicates; }              ///< segments, by DSACK
    std::uint32_t reordering() const { return m_reordering; }         ///< segments, 3 where none was seen
    std::uint32_t reorderingSeen() const { return m_reorderingSeen; } ///< how often
    bool isApplicationLimited() const { return m_rate.isApplicationLimited(); }
    std::uint64_t deliveryRate() const { return m_rate.bytesPerSecond(m_mss); } ///< bytes a second; 0: not known
    std::uint64_t pacingRate() const; ///< bytes a second; 0: no RTT yet. What large sends are sized by; nothing is paced
    base::Duration smoothedRtt() const { return m_rtt.smoothed(); }
    base::Duration rttVariation() const { return m_rtt.variation(); }
    base::Duration minimumRtt() const { return m_rtt.minimum(); }
    base::Duration rto() const { return m_rtt.rto(); } ///< with its back-off
    std::uint8_t backOffCount() const { return m_rtt.backOffCount(); }
    bool isInRecovery() const { return m_state >= State::recovery; }
    RecoveryTimer timer() const { return m_timer; } ///< what nextDeadline() is for
    Sequence unacknowledged() const { return m_una; }
    Sequence next() const { return m_next; }
    const SentSegments &sent() const { return m_sent; }
    CongestionAlgorithm algorithm() const { return m_congestion.algorithm(); }
    /// "open", "disorder", "cwr", "recovery", "loss": Linux's names (TCP_INFO's ca_state).
    std::uint8_t linuxState() const { return static_cast<std::uint8_t>(m_state); } ///< 0..4 in that order

private:
    friend struct StateFields; // state_fields.h
    enum class State : std::uint8_t { open, disorder, cwr, recovery, loss };
    struct Pass; // one ACK being worked through

    // loss_recovery.cpp
    bool isReducing() const { return m_state == State::cwr || m_state == State::recovery; }
    void countRetransmitted(std::uint32_t pieces, std::optional<std::uint32_t> timestamp);
    void markAllLost();
    /// Lets m_resendFrom pass over what does not wait to be sent again.
    void advanceResend();

    // loss_recovery_ack.cpp
    void takeSack(Pass &pass, const AckEvent &event);
    bool takeDsack(Pass &pass, SequenceRange block, bool tellsOfFirst);
    void takeAcknowledged(Pass &pass, const AckEvent &event);
    void takeRtt(Pass &pass, const AckEvent &event, std::uint32_t acknowledgedPieces, bool whole);
    void takeProbeAnswer(Pass &pass);
    void noteReordering(Sequence lowest);
    void limitAssumed(std::uint32_t addend);
    void addDuplicateAck(Pass &pass);
    void deliver(Pass &pass, std::uint32_t pieces);
    void control(Pass &pass);

    // loss_recovery_state.cpp
    void judge(Pass &pass);
    void judgeLoss(Pass &pass);
    void judgeDefault(Pass &pass);
    void identifyLosses(Pass &pass);
    void markByCounting(Pass &pass);
    bool isTimeToRecover() const;
    void tryToOpen(Pass &pass);
    bool isAnyResent() const;
    void enterLossWithoutReduction();
    void keepOpen();
    void enterRecovery(bool ecn);
    void enterReduction();
    void endReduction();
    void enterCwr();
    void initUndo();
    bool isDelayed() const;
    bool mayUndo() const;
    void undo(bool unmark);
    bool undoRecovery();
    bool undoByDsack();
    bool undoLoss(bool byForwardRto);
    bool holdsStateForReno() const;
    void reduce(std::uint32_t delivered, bool newlyLost, bool advanced);
    std::uint32_t currentThreshold() const;
    base::Duration reorderingWindow() const;

    // loss_recovery_timers.cpp
    void enterLoss(base::TimePoint now);
    void setTimer(RecoveryTimer kind, base::TimePoint at);
    void rearmTimeout(base::TimePoint now);
    void scheduleAfterAck(base::TimePoint now);
    bool scheduleProbe(base::TimePoint now, bool progress);
    RecoveryTimer expireReordering(base::TimePoint now);

    SentSegments m_sent;
    Rack m_rack;
    RttEstimator m_rtt;
    DeliveryRate m_rate;
    Congestion m_congestion;
    WindowUse m_use;
    Prr m_prr;
    base::TimePoint m_deadline = base::TimePoint::never();
    base::TimePoint m_lastSent;
    Sequence m_una;
    Sequence m_next;
    Sequence m_recoveryEnd;   ///< SND.NXT when the state was entered (RFC 6582's "recover")
    Sequence m_resendFrom;    ///< nothing before it waits to be sent again
    Sequence m_probeEnd;      ///< SND.NXT after the probe, while m_probeOut
    Sequence m_undoMarker;    ///< SND.UNA when the window was reduced, while m_mayBeUndone
    SequenceRange m_mtuProbe; ///< while m_mtuProbeOut
    std::int32_t m_undoRetransmissions = 0; ///< sent again since and not reported as duplicates; negative: none sent yet
    std::uint32_t m_priorThreshold = 0;     ///< before the reduction; 0: it is not to come back
    std::uint32_t m_priorWindow = 0;
    std::uint32_t m_firstResendTimestamp = 0; ///< TSval, while m_hasResendTimestamp
    std::uint32_t m_echo = 0;                 ///< TSecr of the ACK being worked through, while m_hasEcho
    std::uint32_t m_mss = 536;
    std::uint32_t m_initialWindow = 10;
    std::uint32_t m_reordering = 3;
    std::uint32_t m_reorderingSeen = 0;
    std::uint32_t m_totalRetransmitted = 0;
    std::uint32_t m_deliveredMarked = 0;
    std::uint32_t m_duplicates = 0;
    std::uint16_t m_timeouts = 0; ///< in a row
    RecoveryTimer m_timer = RecoveryTimer::none;
    State m_state = State::open;
    bool m_sack = false;
    bool m_rackTlp = true;
    bool m_forwardRtoAllowed = true;
    bool m_forwardRto = false;       ///< it is being found out whether the time-out was spurious
    bool m_newDataFirst = false;     ///< F-RTO's step 2b
    bool m_probing = false;          ///< expire() asked for a probe, which was not sent yet
    bool m_probeOut = false;
    bool m_probeWasRetransmission = false;
    bool m_mtuProbeOut = false;
    bool m_mayBeUndone = false;
    bool m_hasResendTimestamp = false;
    bool m_hasEcho = false;
};

} // namespace hopyard::transport::tcp
