// Authentication of packets: none, simple password, keyed MD5 (RFC 2328 appendix D), HMAC-SHA (RFC 5709).
//
// The sequence number of what we send is the time in seconds, as FRR has it, so that one who restarts goes on above it.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/routing/ospf/instance.h"

#include <optional>

namespace hopyard::routing::ospf {

/// What counts for an interface: its own setting, or its area's.
Authentication authenticationOf(const Instance &r, const Interface &interface);
/// Bytes behind each packet.
std::size_t digestLength(const Instance &r, const Interface &interface);
/// Completes the packet that is the end of `buffer` from `offset` on: its header stands there without checksum and
/// authentication; a digest is put behind it.
void seal(Context &c, const Interface &interface, std::vector<std::uint8_t> &buffer, std::size_t offset);
/// Whether the packet is from one who knows the secret; its checksum too. Its sequence number is looked at only where a
/// neighbour is given.
std::optional<PacketError> verify(const Instance &r, const Interface &interface, const wire::OspfView &packet, const Neighbour *from);

} // namespace hopyard::routing::ospf
