// See head.h. From layer to layer; each returns where it cannot go on.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dissect/head.h"

#include "core/dissect/ports.h"
#include "core/wire/arp.h"
#include "core/wire/bpdu.h"
#include "core/wire/ethernet.h"
#include "core/wire/icmp.h"
#include "core/wire/ipv4.h"
#include "core/wire/tcp.h"
#include "core/wire/udp.h"
#include "core/wire/vlan.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace hopyard::dissect {

using filter::Layer;
using filter::PacketHead;

namespace {

constexpr std::uint16_t kShortestType = 0x0600; // IEEE 802.3 section 3.2.6: below it stands a length
constexpr std::size_t kIpv6Header = 40;
constexpr std::size_t kOspfHeader = 24; // RFC 2328 appendix A.3.1

void malformed(PacketHead &head, const char *what)
{
    head.layers.add(Layer::malformed);
    head.text = what;
}

/// "10.0.2.10 udp port 33434": of what an ICMP error is about.
std::string quotedFlow(base::Bytes quote)
{
    const auto ip = wire::Ipv4View::parseQuoted(quote);
    if (!ip)
        return {};
    const std::string destination = base::toString(ip->destination());
    const bool udp = ip->protocol() == wire::IpProtocol::udp;
    if ((!udp && ip->protocol() != wire::IpProtocol::tcp) || ip->payload().size() < 4 || ip->fragmentOffset() != 0)
        return destination;
    return fmt::format("{} {} port {}", destination, udp ? "udp" : "tcp", base::loadU16(ip->payload().data() + 2));
}

void fillIcmp(base::Bytes bytes, PacketHead &head)
{
    const auto icmp = wire::IcmpView::parse(bytes);
    if (!icmp)
        return malformed(head, "ICMP");
    head.layers.add(Layer::icmp);
    head.type = static_cast<std::uint8_t>(icmp->type());
    head.code = icmp->code();
    head.echoId = icmp->identifier();
    head.echoSequence = icmp->sequence(); // of "too big" the same place holds the MTU
    if (icmp->isError())
        head.text = quotedFlow(icmp->payload());
}

void fillIcmpv6(base::Bytes bytes, PacketHead &head)
{
    if (bytes.size() < 4)
        return malformed(head, "ICMPv6");
    head.layers.add(Layer::icmpv6);
    head.type = bytes[0];
    head.code = bytes[1];
    if (bytes.size() >= 8) {
        head.echoId = base::loadU16(&bytes[4]);
        head.echoSequence = base::loadU16(&bytes[6]);
    }
}

void fillDns(base::Bytes message, PacketHead &head)
{
    head.layers.add(Layer::dns);
    head.message = message[2] >> 7;
    if (base::loadU16(&message[4]) > 0) // a question
        head.text = dnsName(message, 12).text.substr(0, PacketHead::kMaxText);
}

/// The bytes of an option of DHCP (RFC 2132); none where it is not there, or cut off.
base::Bytes dhcpOption(base::Bytes payload, std::uint8_t code)
{
    constexpr std::size_t kOptions = 240; // behind the magic cookie
    for (std::size_t at = kOptions; at + 2 < payload.size() && payload[at] != 255;) {
        if (payload[at] == 0) {
            ++at;
            continue;
        }
        const std::size_t length = payload[at + 1];
        if (payload[at] == code)
            return at + 2 + length <= payload.size() ? payload.subspan(at + 2, length) : base::Bytes();
        at += 2 + length;
    }
    return {};
}

/// The kind of a message stands in option 53 (section 9.6).
std::uint8_t dhcpMessage(base::Bytes payload)
{
    const base::Bytes kind = dhcpOption(payload, 53);
    return kind.empty() ? std::uint8_t(0) : kind[0];
}

/// The address that a client asks for, option 50 (section 9.1).
base::Ipv4Address dhcpRequested(base::Bytes payload)
{
    const base::Bytes address = dhcpOption(payload, 50);
    return address.size() == 4 ? base::Ipv4Address::load(address.data()) : base::Ipv4Address();
}

void fillUdp(base::Bytes bytes, PacketHead &head)
{
    const auto udp = wire::UdpView::parse(bytes);
    if (!udp)
        return malformed(head, "UDP");
    head.layers.add(Layer::udp);
    head.sourcePort = udp->sourcePort();
    head.destinationPort = udp->destinationPort();
    head.payloadLength = static_cast<std::uint32_t>(udp->payload().size());
    const base::Bytes payload = udp->payload();
    switch (applicationOfUdp(head.sourcePort, head.destinationPort, payload)) {
    case Application::rip:
        head.layers.add(Layer::rip);
        head.message = payload[0];
        return;
    case Application::dns: return fillDns(payload, head);
    case Application::dhcp:
        head.layers.add(Layer::dhcp);
        head.message = dhcpMessage(payload);
        head.router = base::Ipv4Address::load(&payload[16]); // yiaddr
        if (head.router.isUnspecified())
            head.router = dhcpRequested(payload);
        return;
    default: return;
    }
}

void fillTcp(base::Bytes bytes, PacketHead &head)
{
    const auto tcp = wire::TcpView::parse(bytes);
    if (!tcp)
        return malformed(head, "TCP");
    head.layers.add(Layer::tcp);
    head.sourcePort = tcp->sourcePort();
    head.destinationPort = tcp->destinationPort();
    head.tcpFlags = tcp->flags().bits;
    head.tcpSequence = tcp->sequence();
    head.tcpAcknowledgement = tcp->acknowledgement();
    head.tcpWindow = tcp->window();
    const base::Bytes payload = tcp->payload();
    head.payloadLength = static_cast<std::uint32_t>(payload.size());
    switch (applicationOfTcp(head.sourcePort, head.destinationPort, payload)) {
    case Application::bgp:
        head.layers.add(Layer::bgp);
        head.message = payload[18];
        return;
    case Application::dns: return fillDns(payload.subspan(2), head);
    case Application::http:
        head.layers.add(Layer::http);
        head.text = firstLine(payload, PacketHead::kMaxText);
        head.message = payload[0] == 'H' && payload[1] == 'T' ? 1 : 0;
        return;
    default: return;
    }
}

void fillPayload(wire::IpProtocol protocol, base::Bytes payload, PacketHead &head)
{
    switch (protocol) {
    case wire::IpProtocol::icmp: return fillIcmp(payload, head);
    case wire::IpProtocol::icmpv6: return fillIcmpv6(payload, head);
    case wire::IpProtocol::udp: return fillUdp(payload, head);
    case wire::IpProtocol::tcp: return fillTcp(payload, head);
    case wire::IpProtocol::igmp:
        if (payload.size() < 8)
            return malformed(head, "IGMP");
        head.layers.add(Layer::igmp);
        head.type = payload[0];
        return;
    case wire::IpProtocol::ospf:
        if (payload.size() < kOspfHeader)
            return malformed(head, "OSPF");
        head.layers.add(Layer::ospf);
        head.message = payload[1];
        head.router = base::Ipv4Address::load(&payload[4]);
        return;
    default: return;
    }
}

void fillIpv4(base::Bytes bytes, PacketHead &head)
{
    const auto ip = wire::Ipv4View::parse(bytes);
    if (!ip)
        return malformed(head, "IPv4");
    head.layers.add(Layer::ipv4);
    head.source = ip->source();
    head.destination = ip->destination();
    head.ttl = ip->ttl();
    head.protocol = static_cast<std::uint8_t>(ip->protocol());
    head.tos = ip->tos();
    head.ipLength = ip->totalLength();
    head.ipId = ip->identification();
    head.fragmentOffset = static_cast<std::uint16_t>(ip->fragmentOffset());
    head.moreFragments = ip->moreFragments();
    head.dontFragment = ip->dontFragment();
    if (!head.isFragment())
        fillPayload(ip->protocol(), ip->payload(), head);
}

base::IpAddress ipv6At(const std::uint8_t *bytes)
{
    std::array<std::uint8_t, 16> address;
    std::copy_n(bytes, address.size(), address.begin());
    return base::Ipv6Address(address);
}

void fillIpv6(base::Bytes bytes, PacketHead &head)
{
    if (bytes.size() < kIpv6Header || bytes[0] >> 4 != 6)
        return malformed(head, "IPv6");
    head.layers.add(Layer::ipv6);
    head.source = ipv6At(&bytes[8]);
    head.destination = ipv6At(&bytes[24]);
    head.ttl = bytes[7];
    base::Bytes payload = bytes.subspan(kIpv6Header);
    const std::uint16_t length = base::loadU16(&bytes[4]);
    head.ipLength = length; // of what follows the header, as IPv6 counts
    payload = payload.first(std::min<std::size_t>(payload.size(), length));
    std::uint8_t next = bytes[6];
    if (next == 0 && payload.size() >= 8 && payload.size() >= (payload[1] + 1u) * 8u) { // hop-by-hop options, RFC 8200 section 4.3
        next = payload[0];
        payload = payload.subspan((payload[1] + 1u) * 8u);
    }
    head.protocol = next;
    fillPayload(static_cast<wire::IpProtocol>(next), payload, head);
}

void fillArp(base::Bytes bytes, PacketHead &head)
{
    const auto arp = wire::ArpView::parse(bytes);
    if (!arp)
        return malformed(head, "ARP");
    head.layers.add(Layer::arp);
    head.arpOperation = static_cast<std::uint16_t>(arp->operation());
    head.source = arp->senderIp();
    head.destination = arp->targetIp();
}

/// What follows a length instead of a type (802.3): of LLC only spanning tree is known.
void fillLlc(std::size_t length, base::Bytes bytes, PacketHead &head)
{
    constexpr std::size_t kLlc = wire::BpduRepr::kLlcLength;
    bytes = bytes.first(std::min(bytes.size(), length));
    if (!wire::isBpduLlc(bytes))
        return;
    const auto bpdu = wire::BpduView::parse(bytes.subspan(kLlc));
    if (!bpdu) {
        if (bpdu.error() != wire::ParseError::unsupported)
            malformed(head, "BPDU");
        return;
    }
    head.layers.add(Layer::stp);
    head.message = static_cast<std::uint8_t>(bpdu->type());
    if (bpdu->type() == wire::BpduType::topologyChangeNotification)
        return;
    const auto bridge = [](const wire::BridgeId &id) { return PacketHead::Bridge{id.priority, id.address}; };
    head.stpFlags = bpdu->flags();
    head.stpRoot = bridge(bpdu->root());
    head.stpRootCost = bpdu->rootPathCost();
    head.stpBridge = bridge(bpdu->bridge());
    head.stpPort = bpdu->port();
}

} // namespace

void fillHead(base::Bytes frame, PacketHead &head)
{
    head.length = static_cast<std::uint32_t>(frame.size());
    const auto ethernet = wire::EthernetView::parse(frame);
    if (!ethernet)
        return malformed(head, "Ethernet");
    head.layers.add(Layer::ethernet);
    head.etherSource = ethernet->source();
    head.etherDestination = ethernet->destination();
    wire::EtherType type = ethernet->etherType();
    base::Bytes payload = ethernet->payload();
    while (type == wire::EtherType::vlan || type == wire::EtherType::qinq) {
        const auto tag = wire::VlanView::parse(payload);
        if (!tag) {
            head.etherType = static_cast<std::uint16_t>(type);
            return malformed(head, "VLAN tag");
        }
        if (!head.layers.has(Layer::vlan))
            head.vlan = tag->id();
        head.layers.add(Layer::vlan);
        type = tag->etherType();
        payload = tag->payload();
    }
    head.etherType = static_cast<std::uint16_t>(type);
    switch (type) {
    case wire::EtherType::arp: return fillArp(payload, head);
    case wire::EtherType::ipv4: return fillIpv4(payload, head);
    case wire::EtherType::ipv6: return fillIpv6(payload, head);
    default:
        if (head.etherType < kShortestType)
            fillLlc(head.etherType, payload, head);
        return;
    }
}

} // namespace hopyard::dissect
