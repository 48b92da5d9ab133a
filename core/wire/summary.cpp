// From layer to layer, to one line; only what a packet list has room for.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/wire/summary.h"

#include "core/wire/icmp.h"
#include "core/wire/tcp.h"
#include "core/wire/udp.h"

#include <algorithm>
#include <array>
#include <variant>

#include <fmt/format.h>

namespace hopyard::wire {

namespace {

constexpr std::size_t kIpv6Header = 40;

void malformed(Summary &summary, std::string_view what, ParseError error)
{
    summary.isMalformed = true;
    summary.info = fmt::format("{} malformed: {}", what, toString(error));
}

std::string arpInfo(const ArpRepr &arp)
{
    const std::string sender = base::toString(arp.senderIp);
    const std::string target = base::toString(arp.targetIp);
    switch (arp.operation) {
    case ArpOperation::request:
        if (arp.senderIp == arp.targetIp)
            return fmt::format("ARP announcement for {}", sender); // RFC 5227
        if (arp.senderIp.isUnspecified())
            return fmt::format("ARP probe: who has {}?", target);
        return fmt::format("ARP who has {}? tell {}", target, sender);
    case ArpOperation::reply: return fmt::format("ARP {} is at {}", sender, base::toString(arp.senderMac));
    }
    return fmt::format("ARP operation {}", static_cast<unsigned>(arp.operation));
}

/// "10.0.2.10 udp port 33434": of what an ICMP error is about.
std::string quotedFlow(base::Bytes quote)
{
    const auto ip = Ipv4View::parseQuoted(quote);
    if (!ip)
        return "unknown datagram";
    const std::string destination = base::toString(ip->destination());
    const bool hasPorts = (ip->protocol() == IpProtocol::udp || ip->protocol() == IpProtocol::tcp)
        && ip->payload().size() >= 4 && ip->fragmentOffset() == 0;
    if (!hasPorts)
        return destination;
    return fmt::format("{} {} port {}", destination, ip->protocol() == IpProtocol::udp ? "udp" : "tcp",
                       base::loadU16(ip->payload().data() + 2));
}

struct IcmpInfo {
    base::Bytes payload;

    std::string operator()(const IcmpEcho &m) const
    {
        return fmt::format("ICMP echo {} id {} seq {}", m.isReply ? "reply" : "request", m.identifier, m.sequence);
    }
    std::string operator()(const IcmpUnreachable &m) const
    {
        const std::string mtu = m.nextHopMtu ? fmt::format(", MTU {}", m.nextHopMtu) : std::string();
        return fmt::format("ICMP {}{} (to {})", toString(m.code), mtu, quotedFlow(payload));
    }
    std::string operator()(const IcmpTimeExceeded &m) const
    {
        const char *what = m.code == TimeExceededCode::reassembly ? "reassembly time" : "time to live";
        return fmt::format("ICMP {} exceeded (to {})", what, quotedFlow(payload));
    }
    std::string operator()(const IcmpRedirect &m) const
    {
        return fmt::format("ICMP redirect to gateway {} (to {})", base::toString(m.gateway), quotedFlow(payload));
    }
    std::string operator()(const IcmpParameterProblem &m) const
    {
        return fmt::format("ICMP parameter problem at byte {} (to {})", m.pointer, quotedFlow(payload));
    }
    std::string operator()(const IcmpOther &m) const
    {
        return fmt::format("ICMP type {} code {}", static_cast<unsigned>(m.type), m.code);
    }
};

std::string tcpInfo(const TcpView &tcp)
{
    struct Name {
        std::uint8_t flag;
        std::string_view text;
    };
    constexpr std::array<Name, 8> names = {{{TcpFlags::syn, "SYN"}, {TcpFlags::fin, "FIN"}, {TcpFlags::rst, "RST"},
                                            {TcpFlags::psh, "PSH"}, {TcpFlags::ack, "ACK"}, {TcpFlags::urg, "URG"},
                                            {TcpFlags::ece, "ECE"}, {TcpFlags::cwr, "CWR"}}};
    std::string flags;
    for (const Name &name : names)
        if (tcp.flags().has(name.flag))
            flags.append(flags.empty() ? "" : ", ").append(name.text);
    std::string info = fmt::format("TCP {} → {} [{}] seq {}", tcp.sourcePort(), tcp.destinationPort(), flags,
                                   tcp.sequence());
    if (tcp.flags().has(TcpFlags::ack))
        info += fmt::format(" ack {}", tcp.acknowledgement());
    return info + fmt::format(" win {} len {}", tcp.window(), tcp.payload().size());
}

std::string icmpv6Info(base::Bytes payload)
{
    if (payload.size() < 4)
        return "ICMPv6 malformed: truncated";
    switch (payload[0]) { // RFC 4443, 4861, 3810
    case 1: return "ICMPv6 destination unreachable";
    case 2: return "ICMPv6 packet too big";
    case 3: return "ICMPv6 time exceeded";
    case 128: return "ICMPv6 echo request";
    case 129: return "ICMPv6 echo reply";
    case 133: return "ICMPv6 router solicitation";
    case 134: return "ICMPv6 router advertisement";
    case 135: return "ICMPv6 neighbour solicitation";
    case 136: return "ICMPv6 neighbour advertisement";
    case 143: return "ICMPv6 multicast listener report";
    default: return fmt::format("ICMPv6 type {} code {}", payload[0], payload[1]);
    }
}

std::string ospfInfo(base::Bytes payload)
{
    constexpr std::array<std::string_view, 6> types = {"", "hello", "database description", "link state request",
                                                       "link state update", "link state acknowledgement"};
    if (payload.size() < 24) // RFC 2328 appendix A.3.1
        return "OSPF malformed: truncated";
    const std::string router = base::toString(base::Ipv4Address::load(payload.data() + 4));
    if (payload[1] == 0 || payload[1] >= types.size())
        return fmt::format("OSPF type {} from router {}", payload[1], router);
    return fmt::format("OSPF {} from router {}", types[payload[1]], router);
}

/// What stands behind an IP header of either family.
void describePayload(Summary &summary, IpProtocol protocol, base::Bytes payload)
{
    switch (protocol) {
    case IpProtocol::icmp:
        if (const auto icmp = IcmpView::parse(payload))
            summary.info = std::visit(IcmpInfo{icmp->payload()}, IcmpRepr::parse(*icmp).message);
        else
            malformed(summary, "ICMP", icmp.error());
        return;
    case IpProtocol::udp:
        if (const auto udp = UdpView::parse(payload))
            summary.info = fmt::format("UDP {} → {} len {}", udp->sourcePort(), udp->destinationPort(),
                                       udp->payload().size());
        else
            malformed(summary, "UDP", udp.error());
        return;
    case IpProtocol::tcp:
        if (const auto tcp = TcpView::parse(payload))
            summary.info = tcpInfo(*tcp);
        else
            malformed(summary, "TCP", tcp.error());
        return;
    case IpProtocol::icmpv6: summary.info = icmpv6Info(payload); return;
    case IpProtocol::ospf: summary.info = ospfInfo(payload); return;
    case IpProtocol::igmp: summary.info = fmt::format("IGMP type 0x{:02x}", payload.empty() ? 0 : payload[0]); return;
    default:
        summary.info = fmt::format("IP protocol {} len {}", static_cast<unsigned>(protocol), payload.size());
        return;
    }
}

void describeIpv4(Summary &summary, base::Bytes bytes)
{
    const auto ip = Ipv4View::parse(bytes);
    if (!ip) {
        malformed(summary, "IPv4", ip.error());
        return;
    }
    summary.source = base::toString(ip->source());
    summary.destination = base::toString(ip->destination());
    if (ip->fragmentOffset() > 0) {
        summary.info = fmt::format("IPv4 fragment at {} of id {}, protocol {}, len {}", ip->fragmentOffset(),
                                   ip->identification(), static_cast<unsigned>(ip->protocol()), ip->payload().size());
        return;
    }
    if (ip->moreFragments()) { // the first of several: the header behind it is there, its length is not
        summary.info = fmt::format("IPv4 first fragment of id {}, protocol {}, len {}", ip->identification(),
                                   static_cast<unsigned>(ip->protocol()), ip->payload().size());
        return;
    }
    describePayload(summary, ip->protocol(), ip->payload());
}

void describeIpv6(Summary &summary, base::Bytes bytes)
{
    if (bytes.size() < kIpv6Header || bytes[0] >> 4 != 6) {
        malformed(summary, "IPv6", bytes.size() < kIpv6Header ? ParseError::truncated : ParseError::badVersion);
        return;
    }
    const auto address = [&](std::size_t at) {
        std::array<std::uint8_t, 16> a;
        std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(at), a.size(), a.begin());
        return base::toString(base::Ipv6Address(a));
    };
    summary.source = address(8);
    summary.destination = address(24);
    base::Bytes payload = bytes.subspan(kIpv6Header);
    payload = payload.first(std::min<std::size_t>(payload.size(), base::loadU16(bytes.data() + 4)));
    auto next = static_cast<IpProtocol>(bytes[6]);
    constexpr auto hopByHop = static_cast<IpProtocol>(0); // RFC 8200 section 4.3; in front of listener reports
    if (next == hopByHop && payload.size() >= 8 && payload.size() >= (payload[1] + 1u) * 8u) {
        next = static_cast<IpProtocol>(payload[0]);
        payload = payload.subspan((payload[1] + 1u) * 8u);
    }
    describePayload(summary, next, payload);
}

} // namespace

std::string_view toString(ProtocolClass protocol)
{
    switch (protocol) {
    case ProtocolClass::arp: return "arp";
    case ProtocolClass::icmp: return "icmp";
    case ProtocolClass::udp: return "udp";
    case ProtocolClass::tcp: return "tcp";
    case ProtocolClass::ospf: return "ospf";
    case ProtocolClass::igmp: return "igmp";
    case ProtocolClass::ipv4: return "ipv4";
    case ProtocolClass::ipv6: return "ipv6";
    case ProtocolClass::other: return "other";
    }
    return "other";
}

Summary summarise(base::Bytes frame)
{
    Summary summary;
    summary.protocol = protocolOf(frame);
    const auto ethernet = EthernetView::parse(frame);
    if (!ethernet) {
        malformed(summary, "Ethernet", ethernet.error());
        return summary;
    }
    summary.source = base::toString(ethernet->source());
    summary.destination = base::toString(ethernet->destination());
    EtherType type = ethernet->etherType();
    base::Bytes payload = ethernet->payload();
    std::string tags;
    while (type == EtherType::vlan || type == EtherType::qinq) {
        const auto vlan = VlanView::parse(payload);
        if (!vlan) {
            malformed(summary, "802.1Q", vlan.error());
            return summary;
        }
        tags += fmt::format("VLAN {} ", vlan->id());
        type = vlan->etherType();
        payload = vlan->payload();
    }
    switch (type) {
    case EtherType::arp:
        if (const auto arp = ArpView::parse(payload))
            summary.info = arpInfo(ArpRepr::parse(*arp));
        else
            malformed(summary, "ARP", arp.error());
        break;
    case EtherType::ipv4: describeIpv4(summary, payload); break;
    case EtherType::ipv6: describeIpv6(summary, payload); break;
    case EtherType::lldp: summary.info = "LLDP"; break;
    default:
        summary.info = ethernet->isLength() ? fmt::format("802.3 frame len {}", payload.size())
                                            : fmt::format("EtherType 0x{:04x} len {}", static_cast<unsigned>(type),
                                                          payload.size());
    }
    summary.info.insert(0, tags);
    return summary;
}

} // namespace hopyard::wire
