// See protocol_of.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dissect/protocol_of.h"

#include "core/wire/bpdu.h"
#include "core/wire/ethernet.h"
#include "core/wire/ipv4.h"

namespace hopyard::dissect {

using filter::Protocol;

namespace {

constexpr std::size_t kEthernet = 14, kTag = 4, kIpv4 = 20, kIpv6 = 40;
constexpr std::uint16_t kShortestType = 0x0600; // IEEE 802.3 section 3.2.6: below it stands a length
constexpr std::uint16_t kFragment = 0x3fff; // more fragments, or an offset: RFC 791 section 3.1

/// `transport` behind the frame's end: the ports are not known.
Protocol protocolAbove(std::uint8_t number, base::Bytes frame, std::size_t transport)
{
    const bool hasPorts = transport + 4 <= frame.size();
    switch (static_cast<wire::IpProtocol>(number)) {
    case wire::IpProtocol::icmp: return Protocol::icmp;
    case wire::IpProtocol::igmp: return Protocol::igmp;
    case wire::IpProtocol::icmpv6: return Protocol::icmpv6;
    case wire::IpProtocol::ospf: return Protocol::ospf;
    case wire::IpProtocol::tcp:
        return hasPorts ? filter::protocolOfTcp(base::loadU16(&frame[transport]), base::loadU16(&frame[transport + 2])) : Protocol::tcp;
    case wire::IpProtocol::udp:
        return hasPorts ? filter::protocolOfUdp(base::loadU16(&frame[transport]), base::loadU16(&frame[transport + 2])) : Protocol::udp;
    default: return Protocol::other;
    }
}

Protocol protocolOfIpv4(base::Bytes frame, std::size_t at)
{
    if (frame.size() < at + kIpv4)
        return Protocol::other;
    const bool isFragment = (base::loadU16(&frame[at + 6]) & kFragment) != 0;
    return protocolAbove(frame[at + 9], frame, isFragment ? frame.size() : at + std::size_t(frame[at] & 15) * 4);
}

Protocol protocolOfIpv6(base::Bytes frame, std::size_t at)
{
    if (frame.size() < at + kIpv6)
        return Protocol::other;
    std::uint8_t next = frame[at + 6];
    std::size_t transport = at + kIpv6;
    if (next == 0 && transport + 8 <= frame.size()) { // hop-by-hop options, RFC 8200 section 4.3
        next = frame[transport];
        transport += (frame[transport + 1] + 1u) * 8u;
    }
    return protocolAbove(next, frame, transport);
}

} // namespace

Protocol protocolOf(base::Bytes frame)
{
    if (frame.size() < kEthernet)
        return Protocol::other;
    std::size_t at = kEthernet;
    std::uint16_t type = base::loadU16(&frame[at - 2]);
    const auto isTag = [](std::uint16_t t) {
        return t == static_cast<std::uint16_t>(wire::EtherType::vlan) || t == static_cast<std::uint16_t>(wire::EtherType::qinq);
    };
    while (isTag(type) && at + kTag <= frame.size()) {
        at += kTag;
        type = base::loadU16(&frame[at - 2]);
    }
    switch (static_cast<wire::EtherType>(type)) {
    case wire::EtherType::ipv4: return protocolOfIpv4(frame, at);
    case wire::EtherType::arp: return Protocol::arp;
    case wire::EtherType::ipv6: return protocolOfIpv6(frame, at);
    default: return type < kShortestType && wire::isBpduLlc(frame.subspan(at)) ? Protocol::stp : Protocol::other;
    }
}

} // namespace hopyard::dissect
