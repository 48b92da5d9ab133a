// The work of a connection during one call: its state and what it may use, side by side. Internal to this folder; the
// others see connection.h.
//
// Files: open.cpp the two ways to open and the SYNs; input.cpp which segments are acceptable, and the order of RFC 9293
// section 3.10.7.4; handshake.cpp SYN-SENT and SYN-RECEIVED; acknowledge.cpp an ACK and what it frees; data.cpp data,
// urgent pointer and FIN; output.cpp what may be sent; segment.cpp how a segment is made; timers.cpp; path_mtu.cpp;
// user.cpp the user's calls; info.cpp.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/transport/tcp/connection.h"
#include "core/transport/tcp/connection_state.h"
#include "core/transport/tcp/tcp.h"

#include <cstdint>
#include <optional>

namespace hopyard::transport::tcp {

struct Machine {
    ConnectionState &s;
    Environment &env;

    base::TimePoint now() const { return env.now(); }

    // --- open.cpp ---
    void open(const Connection::First &first, base::Bytes data, std::size_t &taken);
    void answer(SegmentIn &&segment, const Connection::Answer &answer);
    void sendSyn();
    void sendSynAck();
    void establish();
    std::uint16_t advertisedMss() const;
    void startLossRecovery(Sequence first);

    // --- input.cpp ---
    void handle(SegmentIn &&segment);
    bool isAcceptable(const SegmentIn &segment);
    void answerUnacceptable(bool limited);
    void challenge();
    void onReset();

    // --- handshake.cpp ---
    void handleSynSent(SegmentIn &&segment);
    bool finishHandshake(const SegmentIn &segment);
    void takeOptions(const SynOptions &options);

    // --- acknowledge.cpp ---
    bool acknowledge(const SegmentIn &segment);
    void updateWindow(const SegmentIn &segment);
    void onOwnFinAcknowledged();

    // --- data.cpp ---
    void takeUrgent(const SegmentIn &segment);
    void takeData(SegmentIn &&segment);
    void takeFin();
    void noteArrival(const SegmentIn &segment, std::uint32_t length);
    void noteDuplicate(SequenceRange range);
    void limitMemory();
    void acknowledgeData(bool wasAhead);
    std::uint32_t queued() const;

    // --- output.cpp ---
    void output();
    void retransmit();
    void sendNew();
    bool mayGo(std::uint32_t length, std::uint32_t mss, bool isLast) const;
    std::uint32_t currentMss() const;
    std::uint32_t burstLimit(std::uint32_t mss) const;
    void sendRange(SequenceRange range, bool again);
    bool hasUnsent() const;
    Sequence sendEnd() const; ///< one behind everything queued, the FIN included
    bool maySend() const;     ///< a state in which data goes out
    void growSendSpace();

    // --- segment.cpp ---
    void sendAck();
    void sendProbe();         ///< a segment with an old number, which wants an answer
    void sendReset(bool acknowledges);
    void sendResetAgainst(const SegmentIn &segment); ///< RFC 9293 section 3.10.7.1: made from what it answers
    void sendSegment(Sequence from, std::uint32_t length, std::uint8_t flags, bool again);
    void fillOptions(wire::TcpRepr &header);
    void transmit(wire::TcpRepr &header, packet::Packet &&segment, std::size_t payload, std::uint16_t segmentSize,
                  bool ecnCapable);
    packet::Packet makeSegment(const wire::TcpRepr &header, std::size_t payload);

    // --- timers.cpp ---
    void expire();
    void expireHandshake();
    void expireRecovery();
    void expirePersist();
    void expireKeepAlive();
    void startPersistIfNeeded();
    void startKeepAlive();
    bool hasTimedOut(base::TimePoint since, std::uint32_t tries, std::uint32_t most) const;
    base::Duration rto() const;

    // --- path_mtu.cpp ---
    void syncMss();
    void onTooBig(std::uint32_t mtu);
    void suspectBlackHole();
    void startMtuSearch();
    void refreshPath();
    bool sendMtuProbe();
    void judgeMtuProbe(bool lost);

    // --- user.cpp and states ---
    void changeState(TcpState state);
    void fail(SocketError error);  ///< over, and the user is told why
    void finish();                 ///< over in peace
    void enterTimeWait();
    void queueFin();
    void wake() { s.wake = true; }
    std::uint32_t sendRoom() const;
    bool isWritable() const;
    void wakeWriter();
    void skipUrgentByte();
    void afterRead();
};

base::TimePoint nextDeadlineOf(const ConnectionState &s);
constexpr bool isSynchronised(TcpState state)
{
    return state >= TcpState::established && state <= TcpState::timeWait;
}

} // namespace hopyard::transport::tcp
