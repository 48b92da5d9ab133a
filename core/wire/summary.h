// A frame in one line, for people: what a packet list shows, and the class by which a packet is coloured.
//
// Looks through 802.1Q tags, one IP header and the header behind it. Deliberately missing: a dissector. Whoever wants
// every field opens the capture in Wireshark.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"
#include "core/wire/arp.h"
#include "core/wire/ethernet.h"
#include "core/wire/ipv4.h"
#include "core/wire/vlan.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace hopyard::wire {

enum class ProtocolClass : std::uint8_t { arp, icmp, udp, tcp, ospf, igmp, ipv4, ipv6, other };
/// "arp", "icmp", …: the name under which docs/rpc.md sends it. ICMPv6, UDP and TCP over IPv6 are of their own class;
/// ipv4 and ipv6 are what is left of those.
std::string_view toString(ProtocolClass protocol);

namespace detail {
constexpr ProtocolClass classOf(IpProtocol protocol, ProtocolClass rest)
{
    switch (protocol) {
    case IpProtocol::icmp:
    case IpProtocol::icmpv6: return ProtocolClass::icmp;
    case IpProtocol::igmp: return ProtocolClass::igmp;
    case IpProtocol::tcp: return ProtocolClass::tcp;
    case IpProtocol::udp: return ProtocolClass::udp;
    case IpProtocol::ospf: return ProtocolClass::ospf;
    default: return rest;
    }
}
} // namespace detail

/// The class of an Ethernet frame, by looking at a few fields. For every packet that moves on the canvas.
inline ProtocolClass protocolOf(base::Bytes frame)
{
    std::size_t at = 12;
    for (int tags = 0; tags < 3 && frame.size() >= at + 2; ++tags) {
        switch (static_cast<EtherType>(base::loadU16(frame.data() + at))) {
        case EtherType::arp: return ProtocolClass::arp;
        case EtherType::ipv4:
            if (frame.size() < at + 2 + Ipv4View::kMinHeaderLength)
                return ProtocolClass::ipv4;
            return detail::classOf(static_cast<IpProtocol>(frame[at + 2 + 9]), ProtocolClass::ipv4);
        case EtherType::ipv6:
            if (frame.size() < at + 2 + 40)
                return ProtocolClass::ipv6;
            if (frame[at + 2 + 6] == 0 && frame.size() > at + 2 + 40) // hop-by-hop options, as of listener reports
                return detail::classOf(static_cast<IpProtocol>(frame[at + 2 + 40]), ProtocolClass::ipv6);
            return detail::classOf(static_cast<IpProtocol>(frame[at + 2 + 6]), ProtocolClass::ipv6);
        case EtherType::vlan:
        case EtherType::qinq: at += VlanView::kHeaderLength; break;
        default: return ProtocolClass::other;
        }
    }
    return ProtocolClass::other;
}

struct Summary {
    ProtocolClass protocol = ProtocolClass::other;
    std::string source;      ///< IP address where there is one, else MAC address
    std::string destination;
    std::string info;        ///< "ICMP echo request id 7 seq 1", "ARP who has 10.0.0.1? tell 10.0.0.2"
    bool isMalformed = false; ///< a header did not parse; info says which
};
/// Never fails: what is malformed is said to be so.
Summary summarise(base::Bytes frame);

} // namespace hopyard::wire
