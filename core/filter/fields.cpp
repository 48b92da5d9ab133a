// See fields.h. The table is sorted by name; a test says so.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/filter/fields.h"

#include "core/base/trace.h"

#include <algorithm>

namespace hopyard::filter {

namespace {

template <Layer kLayer>
void has(const PacketHead &h, Values &out)
{
    if (h.layers.has(kLayer))
        out.add(std::uint64_t(1));
}

template <Layer kLayer, auto kMember>
void number(const PacketHead &h, Values &out)
{
    if (h.layers.has(kLayer))
        out.add(static_cast<std::uint64_t>(h.*kMember));
}

template <Layer kLayer, auto kMember>
void object(const PacketHead &h, Values &out)
{
    if (h.layers.has(kLayer))
        out.add(h.*kMember);
}

template <Layer kLayer>
void bothPorts(const PacketHead &h, Values &out)
{
    if (!h.layers.has(kLayer))
        return;
    out.add(std::uint64_t(h.sourcePort));
    out.add(std::uint64_t(h.destinationPort));
}

template <Layer kLayer>
void bothAddresses(const PacketHead &h, Values &out)
{
    if (!h.layers.has(kLayer))
        return;
    out.add(h.source);
    out.add(h.destination);
}

template <unsigned kBit>
void tcpFlag(const PacketHead &h, Values &out)
{
    if (h.layers.has(Layer::tcp))
        out.add(std::uint64_t((h.tcpFlags & kBit) != 0));
}

void anyFrame(const PacketHead &, Values &out) { out.add(std::uint64_t(1)); }

template <Layer kLayer>
void textOf(const PacketHead &h, Values &out)
{
    if (h.layers.has(kLayer))
        out.add(std::string_view(h.text));
}

// Bridge protocol data units, by their type (IEEE 802.1D-2004 section 9.3).
constexpr std::uint8_t kRapid = 0x02, kTopologyChangeNotification = 0x80;
constexpr unsigned kBridgePriority = 0xf000, kSystemIdExtension = 0x0fff; // section 9.2.5

/// Everything but a topology change notification, which ends behind its type.
bool hasBpdu(const PacketHead &h) { return h.layers.has(Layer::stp) && h.message != kTopologyChangeNotification; }

template <auto kMember>
void bpdu(const PacketHead &h, Values &out)
{
    if (hasBpdu(h))
        out.add(static_cast<std::uint64_t>(h.*kMember));
}

template <auto kBridge, unsigned kMask>
void bridgePriority(const PacketHead &h, Values &out)
{
    if (hasBpdu(h))
        out.add(std::uint64_t((h.*kBridge).priority & kMask));
}

template <auto kBridge>
void bridgeAddress(const PacketHead &h, Values &out)
{
    if (hasBpdu(h))
        out.add((h.*kBridge).address);
}

template <unsigned kBit>
void stpFlag(const PacketHead &h, Values &out)
{
    if (hasBpdu(h))
        out.add(std::uint64_t((h.stpFlags & kBit) != 0));
}

/// Those that rapid BPDUs alone have.
template <unsigned kBit>
void rapidFlag(const PacketHead &h, Values &out)
{
    if (hasBpdu(h) && h.message == kRapid)
        out.add(std::uint64_t((h.stpFlags & kBit) != 0));
}

/// A number that ICMP's echo messages alone have.
template <auto kMember>
void echo(const PacketHead &h, Values &out)
{
    if (h.layers.has(Layer::icmp) && (h.type == 0 || h.type == 8))
        out.add(static_cast<std::uint64_t>(h.*kMember));
}

using T = FieldType;
using H = PacketHead;

constexpr Field kFields[] = {
    {"arp", T::protocol, "address resolution", has<Layer::arp>},
    {"arp.dst.proto_ipv4", T::ip, "address that is asked for", object<Layer::arp, &H::destination>},
    {"arp.opcode", T::number, "1: request, 2: reply", number<Layer::arp, &H::arpOperation>},
    {"arp.src.proto_ipv4", T::ip, "address of the sender", object<Layer::arp, &H::source>},
    {"bgp", T::protocol, "Border Gateway Protocol", has<Layer::bgp>},
    {"bgp.type", T::number, "1: open, 2: update, 3: notification, 4: keepalive, 5: route refresh", number<Layer::bgp, &H::message>},
    {"dhcp", T::protocol, "addresses for hosts", has<Layer::dhcp>},
    {"dhcp.ip.your", T::ip, "address that the client gets, or asks for",
     [](const H &h, Values &out) {
         if (h.layers.has(Layer::dhcp))
             out.add(base::IpAddress(h.router));
     }},
    {"dhcp.option.dhcp", T::number, "1: discover, 2: offer, 3: request, 4: decline, 5: acknowledgement, 6: refusal, 7: release, 8: inform",
     number<Layer::dhcp, &H::message>},
    {"dns", T::protocol, "names", has<Layer::dns>},
    {"dns.flags.response", T::flag, "it is an answer", number<Layer::dns, &H::message>},
    {"dns.qry.name", T::text, "name that is asked for", textOf<Layer::dns>},
    {"eth", T::protocol, "Ethernet", has<Layer::ethernet>},
    {"eth.addr", T::mac, "source or destination", [](const H &h, Values &out) {
         if (h.layers.has(Layer::ethernet)) {
             out.add(h.etherSource);
             out.add(h.etherDestination);
         }
     }},
    {"eth.dst", T::mac, "destination address", object<Layer::ethernet, &H::etherDestination>},
    {"eth.src", T::mac, "source address", object<Layer::ethernet, &H::etherSource>},
    {"eth.type", T::number, "what it carries: 0x0800 IPv4, 0x0806 ARP", number<Layer::ethernet, &H::etherType>},
    {"frame", T::protocol, "every packet", anyFrame},
    {"frame.len", T::number, "length in bytes", [](const H &h, Values &out) { out.add(std::uint64_t(h.length)); }},
    {"frame.number", T::number, "number of the row", [](const H &h, Values &out) { out.add(h.number); }},
    {"frame.time_relative", T::seconds, "time in the lab, in seconds",
     [](const H &h, Values &out) { out.add(static_cast<std::uint64_t>(std::max<std::int64_t>(h.time.ns(), 0))); }},
    {"http", T::protocol, "the web: the first segment of a message", has<Layer::http>},
    {"http.line", T::text, "first line of the message", textOf<Layer::http>},
    {"icmp", T::protocol, "ping and errors", has<Layer::icmp>},
    {"icmp.code", T::number, "code within the type", number<Layer::icmp, &H::code>},
    {"icmp.ident", T::number, "identifier of an echo", echo<&H::echoId>},
    {"icmp.seq", T::number, "sequence number of an echo", echo<&H::echoSequence>},
    {"icmp.type", T::number, "8: echo, 0: its reply, 3: unreachable, 5: redirect, 11: time exceeded", number<Layer::icmp, &H::type>},
    {"icmpv6", T::protocol, "ping, errors and neighbours of IPv6", has<Layer::icmpv6>},
    {"icmpv6.type", T::number, "type", number<Layer::icmpv6, &H::type>},
    {"igmp", T::protocol, "group membership", has<Layer::igmp>},
    {"ip", T::protocol, "IPv4", has<Layer::ipv4>},
    {"ip.addr", T::ip, "source or destination", bothAddresses<Layer::ipv4>},
    {"ip.dsfield", T::number, "type of service", number<Layer::ipv4, &H::tos>},
    {"ip.dst", T::ip, "destination address", object<Layer::ipv4, &H::destination>},
    {"ip.flags.df", T::flag, "must not be fragmented", number<Layer::ipv4, &H::dontFragment>},
    {"ip.flags.mf", T::flag, "more fragments follow", number<Layer::ipv4, &H::moreFragments>},
    {"ip.frag_offset", T::number, "place of the fragment, in bytes", number<Layer::ipv4, &H::fragmentOffset>},
    {"ip.id", T::number, "identification", number<Layer::ipv4, &H::ipId>},
    {"ip.len", T::number, "length of the datagram in bytes", number<Layer::ipv4, &H::ipLength>},
    {"ip.proto", T::number, "what it carries: 1 ICMP, 6 TCP, 17 UDP, 89 OSPF", number<Layer::ipv4, &H::protocol>},
    {"ip.src", T::ip, "source address", object<Layer::ipv4, &H::source>},
    {"ip.ttl", T::number, "time to live", number<Layer::ipv4, &H::ttl>},
    {"ipv6", T::protocol, "IPv6", has<Layer::ipv6>},
    {"ipv6.addr", T::ip, "source or destination", bothAddresses<Layer::ipv6>},
    {"ipv6.dst", T::ip, "destination address", object<Layer::ipv6, &H::destination>},
    {"ipv6.hlim", T::number, "hop limit", number<Layer::ipv6, &H::ttl>},
    {"ipv6.nxt", T::number, "what it carries", number<Layer::ipv6, &H::protocol>},
    {"ipv6.src", T::ip, "source address", object<Layer::ipv6, &H::source>},
    {"malformed", T::protocol, "a header makes no sense", has<Layer::malformed>},
    {"ospf", T::protocol, "Open Shortest Path First", has<Layer::ospf>},
    {"ospf.msg", T::number, "1: hello, 2: description, 3: request, 4: update, 5: acknowledgement", number<Layer::ospf, &H::message>},
    {"ospf.srcrouter", T::ip, "router id of the sender",
     [](const H &h, Values &out) {
         if (h.layers.has(Layer::ospf))
             out.add(base::IpAddress(h.router));
     }},
    {"packet.dropped", T::protocol, "it ended there", [](const H &h, Values &out) {
         if (h.isDropped())
             out.add(std::uint64_t(1));
     }},
    {"packet.id", T::number, "the same along the packet's whole path", [](const H &h, Values &out) { out.add(h.packetId); }},
    {"packet.reason", T::text, "why it was dropped", [](const H &h, Values &out) {
         if (h.isDropped())
             out.add(base::toString(static_cast<base::DropReason>(h.drop)));
     }},
    {"rip", T::protocol, "Routing Information Protocol", has<Layer::rip>},
    {"rip.command", T::number, "1: request, 2: response", number<Layer::rip, &H::message>},
    {"stp", T::protocol, "spanning tree: a BPDU", has<Layer::stp>},
    {"stp.bridge.ext", T::number, "the sender's system id extension", bridgePriority<&H::stpBridge, kSystemIdExtension>},
    {"stp.bridge.hw", T::mac, "address of the bridge that sent it", bridgeAddress<&H::stpBridge>},
    {"stp.bridge.prio", T::number, "the sender's priority", bridgePriority<&H::stpBridge, kBridgePriority>},
    {"stp.flags", T::number, "all flags as a number", bpdu<&H::stpFlags>},
    {"stp.flags.agreement", T::flag, "agreement", rapidFlag<0x40>},
    {"stp.flags.forwarding", T::flag, "the port forwards", rapidFlag<0x20>},
    {"stp.flags.learning", T::flag, "the port learns", rapidFlag<0x10>},
    {"stp.flags.port_role", T::number, "1: alternate or backup, 2: root, 3: designated",
     [](const H &h, Values &out) {
         if (hasBpdu(h) && h.message == kRapid)
             out.add(std::uint64_t(h.stpFlags >> 2 & 3));
     }},
    {"stp.flags.proposal", T::flag, "proposal", rapidFlag<0x02>},
    {"stp.flags.tc", T::flag, "the tree has changed", stpFlag<0x01>},
    {"stp.flags.tcack", T::flag, "acknowledges a change", stpFlag<0x80>},
    {"stp.port", T::number, "port of the sender, with its priority in the upper four bits", bpdu<&H::stpPort>},
    {"stp.root.cost", T::number, "cost of the sender's way to the root", bpdu<&H::stpRootCost>},
    {"stp.root.ext", T::number, "the root's system id extension", bridgePriority<&H::stpRoot, kSystemIdExtension>},
    {"stp.root.hw", T::mac, "address of the root bridge", bridgeAddress<&H::stpRoot>},
    {"stp.root.prio", T::number, "priority of the root bridge", bridgePriority<&H::stpRoot, kBridgePriority>},
    {"stp.type", T::number, "0: configuration, 2: rapid, 0x80: topology change notification", number<Layer::stp, &H::message>},
    {"tcp", T::protocol, "Transmission Control Protocol", has<Layer::tcp>},
    {"tcp.ack", T::number, "acknowledgement number as sent", number<Layer::tcp, &H::tcpAcknowledgement>},
    {"tcp.dstport", T::number, "destination port", number<Layer::tcp, &H::destinationPort>},
    {"tcp.flags", T::number, "all flags as a number", number<Layer::tcp, &H::tcpFlags>},
    {"tcp.flags.ack", T::flag, "ACK", tcpFlag<0x10>},
    {"tcp.flags.cwr", T::flag, "CWR", tcpFlag<0x80>},
    {"tcp.flags.ece", T::flag, "ECE", tcpFlag<0x40>},
    {"tcp.flags.fin", T::flag, "FIN", tcpFlag<0x01>},
    {"tcp.flags.push", T::flag, "PSH", tcpFlag<0x08>},
    {"tcp.flags.reset", T::flag, "RST", tcpFlag<0x04>},
    {"tcp.flags.syn", T::flag, "SYN", tcpFlag<0x02>},
    {"tcp.flags.urg", T::flag, "URG", tcpFlag<0x20>},
    {"tcp.len", T::number, "bytes of data", number<Layer::tcp, &H::payloadLength>},
    {"tcp.port", T::number, "source or destination port", bothPorts<Layer::tcp>},
    {"tcp.seq", T::number, "sequence number as sent", number<Layer::tcp, &H::tcpSequence>},
    {"tcp.srcport", T::number, "source port", number<Layer::tcp, &H::sourcePort>},
    {"tcp.stream", T::number, "number of the connection", number<Layer::tcp, &H::stream>},
    {"tcp.window_size_value", T::number, "window, not scaled", number<Layer::tcp, &H::tcpWindow>},
    {"udp", T::protocol, "User Datagram Protocol", has<Layer::udp>},
    {"udp.dstport", T::number, "destination port", number<Layer::udp, &H::destinationPort>},
    {"udp.length", T::number, "length with its header, in bytes", [](const H &h, Values &out) {
         if (h.layers.has(Layer::udp))
             out.add(std::uint64_t(h.payloadLength) + 8);
     }},
    {"udp.port", T::number, "source or destination port", bothPorts<Layer::udp>},
    {"udp.srcport", T::number, "source port", number<Layer::udp, &H::sourcePort>},
    {"udp.stream", T::number, "number of the conversation", number<Layer::udp, &H::stream>},
    {"vlan", T::protocol, "802.1Q tag", has<Layer::vlan>},
    {"vlan.id", T::number, "number of the VLAN", number<Layer::vlan, &H::vlan>},
};

} // namespace

std::string_view nameOf(FieldType type)
{
    switch (type) {
    case FieldType::protocol: return "a protocol";
    case FieldType::number: return "a number";
    case FieldType::flag: return "0 or 1";
    case FieldType::seconds: return "a time in seconds";
    case FieldType::mac: return "an Ethernet address";
    case FieldType::ip: return "an IP address or network";
    case FieldType::text: return "text in quotes";
    }
    return "a value";
}

std::span<const Field> fields() { return kFields; }

const Field *findField(std::string_view name)
{
    const auto found = std::lower_bound(std::begin(kFields), std::end(kFields), name,
                                        [](const Field &field, std::string_view n) { return field.name < n; });
    return found != std::end(kFields) && found->name == name ? &*found : nullptr;
}

} // namespace hopyard::filter
