// See protocol_of.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dissect/protocol_of.h"

#include "core/dissect/ports.h"
#include "core/wire/bpdu.h"
#include "core/wire/ethernet.h"
#include "core/wire/ipv4.h"

#include <algorithm>

namespace hopyard::dissect {

using filter::Protocol;

namespace {

constexpr std::size_t kEthernet = 14, kTag = 4, kIpv4 = 20, kIpv6 = 40, kTcp = 20;
constexpr std::uint16_t kShortestType = 0x0600; // IEEE 802.3 section 3.2.6: below it stands a length
constexpr std::uint16_t kFragment = 0x3fff; // more fragments, or an offset: RFC 791 section 3.1

/// Whether HTTP may begin with that letter: asked of every segment on a port that says nothing.
bool mayBegin(std::uint8_t letter)
{
    const auto bit = [](char c) { return std::uint32_t(1) << (c - 'A'); };
    const std::uint32_t letters = bit('G') | bit('P') | bit('H') | bit('D') | bit('O') | bit('C') | bit('T');
    const unsigned place = letter - unsigned('A');
    return place < 26 && (letters >> place & 1) != 0;
}

/// A segment on ports that say nothing, by how its data begin. `end`: of the packet, behind which a short frame is filled up; where
/// it says nothing of use, the frame's.
Protocol protocolOfData(base::Bytes frame, std::size_t segment, std::size_t end)
{
    if (segment + kTcp >= frame.size())
        return Protocol::tcp;
    const std::size_t data = segment + std::max(kTcp, std::size_t(frame[segment + 12] >> 4) * 4); // RFC 9293 section 3.1: data offset
    if (data >= frame.size() || !mayBegin(frame[data]))
        return Protocol::tcp;
    if (end < segment || end > frame.size())
        end = frame.size();
    return data < end && isHttp(frame.subspan(data, end - data)) ? Protocol::http : Protocol::tcp;
}

/// `transport` behind the frame's end: the ports are not known.
Protocol protocolAbove(std::uint8_t number, base::Bytes frame, std::size_t transport, std::size_t end)
{
    const bool hasPorts = transport + 4 <= frame.size();
    switch (static_cast<wire::IpProtocol>(number)) {
    case wire::IpProtocol::icmp: return Protocol::icmp;
    case wire::IpProtocol::igmp: return Protocol::igmp;
    case wire::IpProtocol::icmpv6: return Protocol::icmpv6;
    case wire::IpProtocol::ospf: return Protocol::ospf;
    case wire::IpProtocol::tcp: {
        if (!hasPorts)
            return Protocol::tcp;
        const Protocol known = filter::protocolOfTcp(base::loadU16(&frame[transport]), base::loadU16(&frame[transport + 2]));
        return known == Protocol::tcp ? protocolOfData(frame, transport, end) : known;
    }
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
    return protocolAbove(frame[at + 9], frame, isFragment ? frame.size() : at + std::size_t(frame[at] & 15) * 4,
                         at + base::loadU16(&frame[at + 2]));
}

Protocol protocolOfIpv6(base::Bytes frame, std::size_t at)
{
    if (frame.size() < at + kIpv6)
        return Protocol::other;
    std::uint8_t next = frame[at + 6];
    const std::size_t end = at + kIpv6 + base::loadU16(&frame[at + 4]);
    std::size_t transport = at + kIpv6;
    if (next == 0 && transport + 8 <= frame.size()) { // hop-by-hop options, RFC 8200 section 4.3
        next = frame[transport];
        transport += (frame[transport + 1] + 1u) * 8u;
    }
    return protocolAbove(next, frame, transport, end);
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
