// What an IP datagram carries: the IPv4 protocol and IPv6 next-header numbers that we know (IANA "Protocol Numbers").
//
// Values that have no name here are kept as they are: any number from 0 to 255 is a valid IpProtocol.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace hopyard::wire {

enum class IpProtocol : std::uint8_t {
    icmp = 1,
    igmp = 2,
    ipInIp = 4,
    tcp = 6,
    udp = 17,
    gre = 47,
    icmpv6 = 58,
    ospf = 89,
    pim = 103,
    vrrp = 112,
};

} // namespace hopyard::wire
