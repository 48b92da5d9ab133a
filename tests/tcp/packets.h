// Packets of a script and packets on the wire: built, taken apart and compared, with the stack's numbers (ports,
// initial sequence number, time stamps) put in place of the script's.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/base/bytes.h"
#include "tests/tcp/script.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace hopyard::script {

inline const base::Ipv4Address kLocal(192, 168, 0, 1);
inline const base::Ipv4Address kRemote(192, 0, 2, 1);

/// What the stack chose for a connection, against what the script calls it.
struct Flow {
    std::uint16_t localPort = 0;
    std::uint16_t remotePort = 0;
    std::optional<std::uint32_t> localOffset;       ///< the stack's sequence numbers less the script's
    std::map<std::uint32_t, std::uint32_t> stamps;  ///< TSval of the script → of the stack
    std::vector<std::uint8_t> cookie;               ///< the stack's last, for TFO_COOKIE

    std::uint32_t toLive(std::uint32_t scriptSequence) const { return scriptSequence + localOffset.value_or(0); }
    std::uint32_t liveStamp(std::uint32_t scriptStamp) const;
};

/// An IPv4 packet as the stack sent it.
struct LivePacket {
    std::uint8_t tos = 0;
    std::uint8_t ttl = 0;
    std::uint8_t protocol = 0;
    std::uint16_t sourcePort = 0;
    std::uint16_t destinationPort = 0;
    std::optional<TcpPacket> tcp;
    std::uint32_t udpLength = 0;
    std::uint8_t icmpType = 0;
    std::uint8_t icmpCode = 0;
    bool checksumsGood = false;
};
/// Nothing where it is no whole IPv4 packet.
std::optional<LivePacket> takeApart(base::Bytes packet);

/// Joins a segment to the one before it, as a large segment would have carried both; false where it is no continuation.
bool append(LivePacket &whole, const LivePacket &next);

std::vector<std::uint8_t> build(const Packet &packet, const Flow &flow);

/// Empty where `live` is what the script has; else what differs. Learns what the script cannot know beforehand.
std::string compare(const Packet &script, const LivePacket &live, Flow &flow);

/// "P. 1:1001(1000) ack 1 win 512 <nop,nop,TS val 1 ecr 2>", with sequence numbers less `offset`.
std::string describe(const TcpPacket &packet, std::uint32_t offset = 0);

} // namespace hopyard::script
