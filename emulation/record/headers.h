// What the record keeps of a frame: its headers, not what it carries.
//
// Of TCP and UDP over IPv4 or IPv6 that is everything up to their data. Of anything else, of which one cannot say where
// the interesting part ends (ICMP quotes packets, OSPF is nothing but header), it is the first kHeaderBytes bytes.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace hopyard::record {

enum class Protocol : std::uint8_t { none, arp, icmp, igmp, tcp, udp, icmp6, ospf, other };
/// "arp", "icmp", …; "" for none.
std::string_view toString(Protocol protocol);

struct Headers {
    Protocol protocol;
    std::size_t size; ///< bytes from the frame's beginning, at most kHeaderBytes
};
/// Of an Ethernet frame, with or without an 802.1Q tag; it may be cut short or broken. Protocol none: it is empty.
Headers headersOf(base::Bytes frame);

} // namespace hopyard::record
