// See protocol_class.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/filter/protocol_class.h"

#include <algorithm>
#include <array>

namespace hopyard::filter {

namespace {

constexpr std::array<std::string_view, kProtocolCount> kNames{"arp", "stp", "igmp", "icmp", "icmpv6", "rip", "ospf",
                                                              "bgp", "dhcp", "dns", "http", "udp", "tcp", "other"};

Protocol ofFragment(std::uint8_t number)
{
    switch (number) { // IANA's protocol numbers
    case 1: return Protocol::icmp;
    case 6: return Protocol::tcp;
    case 17: return Protocol::udp;
    default: return Protocol::other;
    }
}

} // namespace

std::string_view toString(Protocol protocol) { return kNames[static_cast<std::size_t>(protocol)]; }

Protocol parseProtocol(std::string_view text)
{
    const auto found = std::find(kNames.begin(), kNames.end(), text);
    return found == kNames.end() ? Protocol::other : static_cast<Protocol>(found - kNames.begin());
}

// By the lower port alone: servers have the well-known one, and two tests are enough for what has none.
Protocol protocolOfUdp(std::uint16_t source, std::uint16_t destination)
{
    switch (std::min(source, destination)) {
    case 53: return Protocol::dns;
    case 67:
    case 68: return Protocol::dhcp;
    case 520: return Protocol::rip;
    default: return Protocol::udp;
    }
}

Protocol protocolOfTcp(std::uint16_t source, std::uint16_t destination)
{
    switch (std::min(source, destination)) {
    case 53: return Protocol::dns;
    case 80:
    case 8080: return Protocol::http;
    case 179: return Protocol::bgp;
    default: return Protocol::tcp;
    }
}

Protocol protocolOf(const PacketHead &head)
{
    const Layers layers = head.layers;
    if (head.isFragment())
        return ofFragment(head.protocol);
    if (layers.has(Layer::tcp))
        return layers.has(Layer::http) ? Protocol::http : protocolOfTcp(head.sourcePort, head.destinationPort);
    if (layers.has(Layer::udp))
        return protocolOfUdp(head.sourcePort, head.destinationPort);
    if (layers.has(Layer::icmp))
        return Protocol::icmp;
    if (layers.has(Layer::arp))
        return Protocol::arp;
    if (layers.has(Layer::ospf))
        return Protocol::ospf;
    if (layers.has(Layer::icmpv6))
        return Protocol::icmpv6;
    if (layers.has(Layer::igmp))
        return Protocol::igmp;
    return layers.has(Layer::stp) ? Protocol::stp : Protocol::other;
}

} // namespace hopyard::filter
