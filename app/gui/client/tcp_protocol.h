// What the engine says of a TCP connection that is watched, as typed values: the objects of docs/rpc.md, `tcp.watch`, read from
// JSON. What is missing or of another type takes its default.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/time.h"
#include "emulation/rpc/json.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace hopyard::client {

/// What of a connection's state is a number. Bytes, durations in seconds, bytes a second.
enum class TcpValue : std::uint8_t {
    congestionWindow, slowStartThreshold, sendWindow, receiveWindow, inFlight, smoothedRtt, rttVariation, minimumRtt, rto,
    retransmissions, sendQueue, receiveQueue, bytesAcked, bytesReceived, deliveryRate, sendMss, latestRtt,
};
constexpr int kTcpValues = 17;

struct TcpSample {
    base::TimePoint time;
    std::string state; ///< "ESTABLISHED"
    std::string phase; ///< "slow start", "avoidance", "recovery", "loss", "reduced", "handshake", "over"
    std::optional<double> values[kTcpValues];
    std::optional<double> at(TcpValue value) const { return values[static_cast<std::size_t>(value)]; }
};

struct TcpSegment {
    enum class Kind : std::uint8_t { sent, received, lostOut, lostIn };
    static constexpr std::uint8_t kFin = 0x01, kSyn = 0x02, kReset = 0x04, kAck = 0x10;
    base::TimePoint time;
    Kind kind = Kind::sent;
    std::uint32_t sequence = 0;
    std::uint32_t length = 0; ///< in sequence numbers: SYN and FIN count one
    std::uint32_t acknowledgement = 0;
    std::uint64_t window = 0; ///< bytes
    std::uint8_t flags = 0;
    bool again = false; ///< sent before
    std::vector<std::pair<std::uint32_t, std::uint32_t>> sack;
};

/// One `tcp` notification.
struct TcpBatch {
    std::int64_t watch = -1;
    base::TimePoint now;
    bool there = false; ///< the node has the connection, and tells of its state
    std::vector<TcpSample> samples;
    std::vector<TcpSegment> segments;
    std::uint64_t segmentsSeen = 0;
};
TcpBatch parseTcpBatch(const rpc::Json &json);

} // namespace hopyard::client
