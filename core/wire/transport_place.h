// Where the TCP or UDP header of a frame lies, and what is done to such headers when one large packet is cut into those
// that it stands for (packet::Offload): "segmentation", as network cards and Linux's GSO do it.
//
// TCP (RFC 9293): each piece begins where the one before ended; FIN and PSH belong to the last, CWR to the first
// (RFC 3168 section 6.1.2); the urgent pointer keeps pointing at the same byte. UDP (RFC 768): each piece is a datagram
// of its own. The identification of IPv4 counts up.
// Deliberately missing: tunnels (the outer transport alone is found), IPv6 extension headers but hop-by-hop and
// destination options, IPv6 jumbograms.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"
#include "core/wire/ip_protocol.h"

#include <cstddef>
#include <cstdint>
#include <optional>

namespace hopyard::wire {

/// Offsets in bytes from the packet's first byte.
struct TransportPlace {
    std::uint32_t ip = 0;        ///< the IP header
    std::uint32_t transport = 0; ///< the TCP or UDP header
    std::uint32_t payload = 0;   ///< the data; so the length of all headers
    std::uint32_t end = 0;       ///< behind the datagram; what follows is Ethernet's padding
    IpProtocol protocol = IpProtocol::tcp; ///< tcp or udp
    bool isV4 = true;

    std::uint32_t checksum() const { return transport + (protocol == IpProtocol::tcp ? 16 : 6); }
    std::uint32_t payloadLength() const { return end - payload; }
    bool operator==(const TransportPlace &) const = default;
};

/// In an Ethernet frame, behind at most two VLAN tags. Nothing where it is no whole, unfragmented TCP or UDP datagram of
/// IPv4 or IPv6 with sound lengths (IP's must fit the frame; UDP's own is not looked at). No checksum is verified.
std::optional<TransportPlace> findTransport(base::Bytes frame);
/// The same, in a packet whose IP header begins at `ip`.
std::optional<TransportPlace> findTransportAt(base::Bytes packet, std::size_t ip);

/// The checksum that covers the bytes from `start` to the end of `message` goes to `field`, whose two bytes hold the sum
/// of what else it covers (the pseudo header). Both are offsets; field + 2 is at most the size, start at most field.
/// `zeroMeansNone`: a result of zero is written as all ones, as UDP wants it.
void completeSum(base::MutableBytes message, std::size_t start, std::size_t field, bool zeroMeansNone);

/// One of the packets that a large one stands for.
struct PieceNumbers {
    std::uint32_t index = 0;  ///< 0 for the first
    std::uint32_t offset = 0; ///< of its data in the data of the whole
    bool last = false;
};
/// Makes the headers of a piece from those of the whole, which stand in front of the piece's data in `piece`. `whole` is
/// the place in the large packet (its `end` is not used). Without `finish` the transport's checksum field holds the sum
/// of the pseudo header alone.
void emitPiece(base::MutableBytes piece, const TransportPlace &whole, const PieceNumbers &numbers, bool finish);

/// The folded sum of the pseudo header of a TCP or UDP datagram of `length` bytes, header included: what stands in the
/// checksum field while the checksum is missing. `packet` holds the IP header at place.ip.
std::uint16_t pseudoHeaderSum(base::Bytes packet, const TransportPlace &place, std::size_t length);

} // namespace hopyard::wire
