// How a forwarder brings a flow's packets to its host, in three ways that can be compared in one lab.
//
//  ports  The two port fields carry the flow's identifier, the addresses those of forwarder and host; the host knows what
//         stood there. Nothing is added. Both checksums stay right (RFC 1624), so whatever checks them on the way is
//         content. Middle boxes that look at ports see others than the client used. IP options are lost. The eight bytes
//         that an ICMP error quotes are enough to know the flow.
//  shim   A header of eight bytes between IP and TCP carries the identifier in place of the addresses, which are
//         replaced; ports stay. IP protocol 253 (RFC 3692 section 2.1), which middle boxes seldom let pass. Eight bytes
//         less of path MTU. An ICMP error quotes the whole shim.
//  ipip   The datagram as it is behind another IP header (RFC 2003). Twenty bytes less of path MTU. An ICMP error that
//         quotes eight bytes beyond the outer header says nothing of the flow (RFC 2003 section 4).
//
//     shim:  0        1        2                 4
//            +--------+--------+-----------------+-----------------------------------+
//            |  6=TCP | 1=vers.| checksum of all |         flow identifier           |
//            +--------+--------+-----------------+-----------------------------------+
//
// The functions work on one whole TCP datagram from its IP header on, in place where the packet has room in front.
// They refuse what is malformed; whether an identifier is known, and its forwarder the right one, the caller checks.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/ip/datagram.h"
#include "core/migration/flow.h"
#include "core/migration/flow_table.h"
#include "core/packet/packet.h"
#include "core/wire/ip_protocol.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace hopyard::migration {

constexpr wire::IpProtocol kShimProtocol{253};
constexpr std::size_t kShimLength = 8;

/// Bytes that each packet grows by; the path MTU is so much less.
constexpr std::size_t overheadOf(Encapsulation way)
{
    return way == Encapsulation::ports ? 0 : way == Encapsulation::shim ? kShimLength : 20;
}

/// Between whom, and for which flow.
struct Tunnel {
    base::Ipv4Address forwarder;
    base::Ipv4Address host;
    FlowId id;
};

enum class EncapsulationError : std::uint8_t {
    malformed,   ///< not a whole TCP datagram, or what is inside is none
    badChecksum, ///< of the shim or of the inner IP header
    tooBig,      ///< above 65,535 bytes
};
std::string_view toString(EncapsulationError error);

/// Wraps a client's datagram for its host. One that stands for several packets (packet::Offload) can be wrapped the
/// ports way only: the others are for finished packets. The outer TTL is the datagram's own; of ipip 64.
base::Result<void, EncapsulationError> encapsulate(Encapsulation way, packet::Packet &datagram, const Tunnel &tunnel);

/// What a datagram that came to a host says of itself.
struct Claim {
    Encapsulation way = Encapsulation::ports;
    base::Ipv4Address forwarder;
    FlowId id;      ///< ports and shim
    FourTuple flow; ///< ipip
    bool operator==(const Claim &) const = default;
};
/// Looks at protocol and lengths only. None: an ordinary datagram. A TCP datagram whose ports could be an identifier is
/// taken for one only where the caller knows its source as a forwarder.
std::optional<Claim> claimOf(base::Bytes datagram);

/// Unwraps: the datagram as the client sent it, save its TTL. `flow` is what the host's table says of the claim.
base::Result<void, EncapsulationError> restore(const Claim &claim, packet::Packet &datagram, const FourTuple &flow);

/// The flow that an ICMP error about a packet of the forwarder is about; none where the quoted bytes do not say it.
FlowId flowOfError(const ip::ErrorReport &report);

} // namespace hopyard::migration
