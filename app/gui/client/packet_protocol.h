// What the engine says of packets, as typed values: the objects of docs/rpc.md, `packets`, read from JSON. What is missing
// or of another type takes its default.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/id.h"
#include "core/base/time.h"
#include "core/filter/packet_head.h"
#include "emulation/rpc/json.h"

#include <cstdint>
#include <optional>
#include <QString>
#include <string>
#include <vector>

namespace hopyard::client {

/// One `packets` notification.
struct PacketBatch {
    base::TimePoint now;
    std::optional<base::TimePoint> cut; ///< heads later than that, of the batches before, are void
    std::uint64_t seen = 0;    ///< packets where the list looks
    std::uint64_t matched = 0; ///< of those, through the engine's filter; those without a head were left out
    std::vector<filter::PacketHead> heads;
};
PacketBatch parsePacketBatch(const rpc::Json &json);

/// One field of a packet; each deeper one belongs to the last above it that is less deep.
struct PacketField {
    int depth = 0;
    std::string name; ///< of the display filter, or empty
    std::string label;
    std::uint32_t offset = 0, length = 0; ///< its bytes
};
struct PacketDetails {
    std::uint64_t number = 0;
    std::uint64_t packetId = 0;
    base::TimePoint time;
    std::uint32_t length = 0;        ///< of the frame
    std::vector<std::uint8_t> bytes; ///< what is kept of it
    std::vector<PacketField> fields;
};
PacketDetails parsePacketDetails(const rpc::Json &json);

/// One step on a packet's way.
struct PacketStep {
    base::TimePoint time;
    std::string kind; ///< "sent", "forwarded", "dropped", "buffer"
    std::string node; ///< where it happened; of a crossing, who sent it
    std::string text;
    std::vector<std::string> changes; ///< against the hop before
    base::LinkId link;                ///< of a crossing
    std::uint64_t number = 0;         ///< of the row, where there is one
};
std::vector<PacketStep> parsePacketSteps(const rpc::Json &json);

/// What was said in a conversation: packets.stream.
struct PacketStream {
    struct Piece {
        enum class Kind : std::uint8_t { data, again, gap, cut };
        Kind kind = Kind::data;
        bool back = false; ///< said by the second end
        base::TimePoint time;
        std::uint64_t number = 0; ///< of the row
        std::uint32_t length = 0; ///< bytes
        std::vector<std::uint8_t> bytes; ///< of data
    };
    QString first, second; ///< the ends, "10.0.1.10:40000"
    std::vector<Piece> pieces;
    bool more = false; ///< than is here
};
PacketStream parsePacketStream(const rpc::Json &json);

/// A frame to be written into a capture file.
struct PacketFrame {
    base::TimePoint time;
    std::uint32_t length = 0;
    std::vector<std::uint8_t> bytes;
};
std::vector<PacketFrame> parsePacketFrames(const rpc::Json &json);

} // namespace hopyard::client
