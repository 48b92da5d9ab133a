// Where the headers of a frame end; see headers.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/record/headers.h"

#include "emulation/record/batch.h"

#include <algorithm>

namespace hopyard::record {
namespace {

constexpr std::size_t kEthernet = 14, kTag = 4, kIpv4 = 20, kIpv6 = 40, kUdp = 8, kTcp = 20;

std::uint16_t word(base::Bytes bytes, std::size_t at)
{
    return static_cast<std::uint16_t>(bytes[at] << 8 | bytes[at + 1]);
}

Protocol protocolOf(std::uint8_t number)
{
    switch (number) {
    case 1: return Protocol::icmp;
    case 2: return Protocol::igmp;
    case 6: return Protocol::tcp;
    case 17: return Protocol::udp;
    case 58: return Protocol::icmp6;
    case 89: return Protocol::ospf;
    default: return Protocol::other;
    }
}

} // namespace

std::string_view toString(Protocol protocol)
{
    switch (protocol) {
    case Protocol::none: return "";
    case Protocol::arp: return "arp";
    case Protocol::icmp: return "icmp";
    case Protocol::igmp: return "igmp";
    case Protocol::tcp: return "tcp";
    case Protocol::udp: return "udp";
    case Protocol::icmp6: return "icmp6";
    case Protocol::ospf: return "ospf";
    case Protocol::other: return "other";
    }
    return "other";
}

Headers headersOf(base::Bytes frame)
{
    if (frame.empty())
        return {Protocol::none, 0};
    const std::size_t most = std::min(frame.size(), kHeaderBytes);
    if (frame.size() < kEthernet + kTag)
        return {Protocol::other, most};
    std::size_t network = kEthernet;
    std::uint16_t type = word(frame, network - 2);
    if (type == 0x8100) { // IEEE 802.1Q
        network += kTag;
        type = word(frame, network - 2);
    }
    Protocol protocol = Protocol::other;
    std::size_t transport = 0;
    if (type == 0x0806) {
        protocol = Protocol::arp;
    } else if (type == 0x0800 && frame.size() >= network + kIpv4) {
        protocol = protocolOf(frame[network + 9]);
        transport = network + std::max<std::size_t>(kIpv4, std::size_t(frame[network] & 15) * 4); // RFC 791 3.1: IHL
    } else if (type == 0x86dd && frame.size() >= network + kIpv6) {
        protocol = protocolOf(frame[network + 6]);
        transport = network + kIpv6;
    }
    if (protocol == Protocol::udp)
        return {protocol, std::min(most, transport + kUdp)};
    if (protocol == Protocol::tcp && transport + kTcp <= frame.size()) { // RFC 9293 3.1: data offset
        const std::size_t size = std::max<std::size_t>(kTcp, std::size_t(frame[transport + 12] >> 4) * 4);
        return {protocol, std::min(most, transport + size)};
    }
    return {protocol, most};
}

} // namespace hopyard::record
