// What the two ends of a conversation said, out of its packets as one link saw them: the data of TCP in the order of its
// sequence numbers, each side's beside the other's in the order of time, as Wireshark's "Follow Stream" shows it. What was
// sent again is told apart and stands for itself; what no packet brought, and what was not kept of one, is said.
//
// A side's data waits where something before it is missing, until that comes, until the other side acknowledges it (it
// crossed unseen), or until there is nothing more. Of a connection whose beginning was not seen, a side begins with
// what the other acknowledges, or with its first data.
// Deliberately missing: TCP's urgent pointer, fragments of IP, data within a SYN that is sent again with other data.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/base/bytes.h"
#include "core/base/time.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace hopyard::dissect {

/// A packet of TCP or UDP of which the end may be cut off.
struct StreamPacket {
    std::uint64_t number = 0; ///< of whoever kept it; handed back with its pieces
    base::TimePoint time;
    bool back = false; ///< from the second end to the first
    bool tcp = false;
    base::IpAddress source, destination;
    std::uint16_t sourcePort = 0, destinationPort = 0;
    std::uint32_t sequence = 0, acknowledgement = 0; ///< and flags: of TCP, as on the wire
    std::uint8_t flags = 0;
    std::uint32_t length = 0; ///< bytes of data that it had
    base::Bytes data;         ///< as much of them as there is; lent
};
/// Out of a frame's first bytes; number, time and direction are left alone. Nothing where it is neither, or a fragment.
std::optional<StreamPacket> streamPacketOf(base::Bytes frame);

struct StreamPiece {
    enum class Kind : std::uint8_t {
        data,
        again, ///< what was sent already
        gap,   ///< what no packet brought
        cut,   ///< what was not kept of a packet
    };
    Kind kind = Kind::data;
    bool back = false;
    base::TimePoint time;
    std::uint64_t number = 0; ///< of the packet; of a gap, of the one that showed it
    std::uint32_t length = 0; ///< bytes
    base::Bytes data{};       ///< of Kind::data, lent as the packet's
};

/// Of one connection, or of one conversation over UDP; packets in the order of time.
std::vector<StreamPiece> streamContent(std::span<const StreamPacket> packets);

} // namespace hopyard::dissect
