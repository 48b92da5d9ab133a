// Cutting an IPv4 datagram into fragments (RFC 791 section 3.2): the first keeps all options, the others those with
// the copied flag; a datagram that is a fragment itself is cut further. And the header of one that is whole again.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/packet/packet.h"
#include "core/wire/ipv4.h"

#include <cstdint>
#include <vector>

namespace hopyard::ip {

/// The pieces in order, each from its IP header on and at most `mtu` (at least 68) bytes long. Empty where the
/// datagram's options are malformed.
std::vector<packet::Packet> fragmentIpv4(packet::PacketPool &pool, const wire::Ipv4View &datagram, std::uint32_t mtu);

/// The header of a datagram that was put together (Reassembler::Result), out of that of its first fragment.
void mendIpv4Header(packet::Packet &whole, std::uint32_t headerLength);

} // namespace hopyard::ip
