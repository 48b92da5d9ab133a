// What a packet is of, as its colour and the legend of the canvas tell it: one class of a few that people look for.
// Applications are told by their well-known ports, so that what opens and closes a connection of BGP or HTTP is of it too,
// and so is the middle of a message, in which no dissector finds a header.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/filter/packet_head.h"

#include <cstdint>
#include <string_view>

namespace hopyard::filter {

enum class Protocol : std::uint8_t { arp, stp, igmp, icmp, icmpv6, rip, ospf, bgp, dhcp, dns, http, udp, tcp, other };
constexpr int kProtocolCount = 14;

/// "arp", "icmpv6", …: words of the display filter, but for "other".
std::string_view toString(Protocol protocol);
Protocol parseProtocol(std::string_view text); ///< `other` for what we do not know

Protocol protocolOfUdp(std::uint16_t source, std::uint16_t destination);
Protocol protocolOfTcp(std::uint16_t source, std::uint16_t destination);
Protocol protocolOf(const PacketHead &head);

} // namespace hopyard::filter
