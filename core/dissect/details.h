// A frame field by field, as a tree: what the workbench shows of a packet where Wireshark's own dissector is not asked.
// Each field says which bytes it stands in, so that they can be lit.
//
// Ethernet, 802.1Q, ARP, IPv4 with options, IPv6, ICMP with the datagram that it quotes, IGMP, UDP, TCP with options, RIP
// (RFC 2453), OSPF with the headers of its advertisements and the links of router-LSAs (RFC 2328), BGP (RFC 4271), DNS
// (RFC 1035), DHCP's fixed part, HTTP's header lines.
// Deliberately missing: what spans packets (segments put together again, fragments), checksums verified (a capture sees
// packets whose checksum a network card would finish), ICMPv6 beyond type and code.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::dissect {

struct Detail {
    std::uint16_t depth = 0;   ///< 0: a layer; each deeper one belongs to the last above it that is less deep
    std::string_view name;     ///< static: a field of the display filter, "ip.ttl", or empty
    std::string label;         ///< "Time to live: 64"
    std::uint32_t offset = 0;  ///< of the first byte in the frame
    std::uint32_t length = 0;  ///< in bytes; 0 where it stands in none
    bool operator==(const Detail &) const = default;
};

/// Of a frame that may be cut short. Never fails, and never has more than kMaxDetails entries.
constexpr std::size_t kMaxDetails = 4'000;
std::vector<Detail> details(base::Bytes frame);

} // namespace hopyard::dissect
