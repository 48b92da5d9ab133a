// What crosses the border between the IP stack and the transports above it: three plain structs and two enums.
//
// Down: Datagram, which the stack gives a header and a route. Up: Delivered, a datagram for this node, and ErrorReport,
// an ICMP error about something this node sent. Both families throughout.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/base/id.h"
#include "core/packet/packet.h"
#include "core/wire/icmp.h"
#include "core/wire/ip_protocol.h"

#include <array>
#include <cstdint>
#include <string_view>

namespace hopyard::ip {

/// To be sent.
struct Datagram {
    base::IpAddress source; ///< not valid: the stack takes the address of the interface it goes out by
    base::IpAddress destination;
    wire::IpProtocol protocol = wire::IpProtocol::udp;
    std::uint8_t ttl = 64;
    std::uint8_t tos = 0;        ///< DSCP and ECN
    bool dontFragment = false;   ///< tooBig instead of fragments, and the flag is set on the wire
    bool dontFragmentIfWhole = false; ///< the flag is set where it goes in one piece; else it is cut
    bool ignorePathMtu = false;    ///< by the interface's MTU alone
    bool loopBack = false;         ///< to a group: this node, where it is a member, gets a copy (IP_MULTICAST_LOOP)
    /// `payload` begins with the IPv4 header, which goes as it is (IP_HDRINCL): only lengths and checksum are filled in,
    /// source and identification where they are zero. It is never cut.
    bool headerIncluded = false;
    bool broadcastAllowed = false; ///< SO_BROADCAST; else a broadcast destination is badDestination
    base::PortIndex out;         ///< valid: by this interface whatever the table says (multicast, link-local)
    /// Transport header and data, with headroom for what the stack puts in front. May stand for several packets
    /// (packet::Offload): it is not cut into fragments then, where those fit the MTU. At most 65,515 bytes all the same.
    packet::Packet payload;
};

/// Why a datagram could not be sent. (That a neighbour does not answer shows later: as an ErrorReport.)
enum class SendError : std::uint8_t {
    noRoute,        ///< no prefix matches, or no interface it could go out by is up
    rejected,       ///< the route says unreachable, prohibit or blackhole
    tooBig,         ///< above 65,535 bytes, or above the path's MTU with dontFragment
    badSource,      ///< not an address of this node
    badDestination, ///< unspecified, or broadcast without leave
    interfaceDown,  ///< the interface that was asked for is down or does not exist
};

constexpr std::string_view toString(SendError error)
{
    switch (error) {
    case SendError::noRoute: return "no route";
    case SendError::rejected: return "rejected by a route";
    case SendError::tooBig: return "too big";
    case SendError::badSource: return "source is not ours";
    case SendError::badDestination: return "bad destination";
    case SendError::interfaceDown: return "interface is down";
    }
    return "unknown";
}

/// Arrived for this node: whole (reassembled) and with a good header.
struct Delivered {
    base::IpAddress source;
    base::IpAddress destination;
    wire::IpProtocol protocol = wire::IpProtocol::udp;
    std::uint8_t ttl = 0;
    std::uint8_t tos = 0;
    base::PortIndex in;     ///< not valid: from this node itself (loopback)
    bool isToGroup = false; ///< broadcast or multicast, on the link or by its address: no ICMP error about these
    /// From the IP header on, without padding: an ICMP error quotes from here. Of TCP it may stand for several packets
    /// and have no checksum (packet::Offload); all others are single and finished.
    packet::Packet datagram;
    std::uint16_t payloadOffset = 20; ///< where the transport's header begins in `datagram`

    base::Bytes payload() const { return datagram.bytes().subspan(payloadOffset); }
};

/// What an ICMP error says, without regard to the family.
enum class ErrorKind : std::uint8_t {
    networkUnreachable,
    hostUnreachable,
    protocolUnreachable,
    portUnreachable,
    packetTooBig,
    sourceRouteFailed,
    prohibited, ///< by a filter or an administrator
    timeExceeded,
    reassemblyTimeExceeded,
    parameterProblem,
    other,
};

/// An ICMP error about a datagram that this node sent. Where a next hop of this node itself does not answer, the stack
/// makes one of its own, with reporter = its own address and reporterTtl = 0.
struct ErrorReport {
    ErrorKind kind = ErrorKind::other;
    std::uint8_t type = 0; ///< as on the wire, of the family's ICMP
    std::uint8_t code = 0;
    std::uint32_t mtu = 0;        ///< packetTooBig: of the next hop, in bytes; 0 where it did not say
    base::IpAddress reporter;     ///< who sent the error
    std::uint8_t reporterTtl = 0; ///< the TTL of the error as it came in
    base::IpAddress source;       ///< of the datagram that the error is about: ours
    base::IpAddress destination;  ///< where it was to go
    wire::IpProtocol protocol = wire::IpProtocol::udp;
    std::array<std::uint8_t, 8> transport{}; ///< the first bytes of its payload: ports, or type, code and identifier
    std::uint8_t transportLength = 0;        ///< how many of them the error quoted
};

/// What an ICMPv4 error of this type and code says.
constexpr ErrorKind errorKindOfIcmp4(wire::IcmpType type, std::uint8_t code)
{
    using wire::UnreachableCode;
    switch (type) {
    case wire::IcmpType::timeExceeded:
        return code == 0 ? ErrorKind::timeExceeded : ErrorKind::reassemblyTimeExceeded;
    case wire::IcmpType::parameterProblem: return ErrorKind::parameterProblem;
    case wire::IcmpType::destinationUnreachable: break;
    default: return ErrorKind::other;
    }
    switch (static_cast<UnreachableCode>(code)) {
    case UnreachableCode::network:
    case UnreachableCode::networkUnknown:
    case UnreachableCode::networkForTos: return ErrorKind::networkUnreachable;
    case UnreachableCode::protocol: return ErrorKind::protocolUnreachable;
    case UnreachableCode::port: return ErrorKind::portUnreachable;
    case UnreachableCode::fragmentationNeeded: return ErrorKind::packetTooBig;
    case UnreachableCode::sourceRouteFailed: return ErrorKind::sourceRouteFailed;
    case UnreachableCode::networkProhibited:
    case UnreachableCode::hostProhibited:
    case UnreachableCode::administrativelyProhibited:
    case UnreachableCode::hostPrecedenceViolation:
    case UnreachableCode::precedenceCutoff: return ErrorKind::prohibited;
    case UnreachableCode::host:
    case UnreachableCode::hostUnknown:
    case UnreachableCode::sourceHostIsolated:
    case UnreachableCode::hostForTos: return ErrorKind::hostUnreachable;
    }
    return ErrorKind::other;
}

} // namespace hopyard::ip
