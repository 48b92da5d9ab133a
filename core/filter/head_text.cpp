// See head_text.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/filter/head_text.h"

#include "core/base/trace.h"

#include <array>
#include <utility>

#include <fmt/format.h>

namespace hopyard::filter {

namespace {

constexpr std::array<std::pair<Layer, std::string_view>, 16> kNames{{
    {Layer::http, "HTTP"}, {Layer::dns, "DNS"}, {Layer::bgp, "BGP"}, {Layer::rip, "RIP"}, {Layer::dhcp, "DHCP"},
    {Layer::ospf, "OSPF"}, {Layer::tcp, "TCP"}, {Layer::udp, "UDP"}, {Layer::igmp, "IGMP"}, {Layer::icmpv6, "ICMPv6"},
    {Layer::icmp, "ICMP"}, {Layer::ipv6, "IPv6"}, {Layer::ipv4, "IPv4"}, {Layer::arp, "ARP"}, {Layer::stp, "STP"},
    {Layer::ethernet, "Ethernet"},
}};

template <std::size_t N>
std::string named(const std::array<std::string_view, N> &names, unsigned number, std::string_view otherwise)
{
    return number < N && !names[number].empty() ? std::string(names[number]) : fmt::format("{} {}", otherwise, number);
}

std::string arpText(const PacketHead &h)
{
    const std::string sender = base::toString(h.source);
    const std::string target = base::toString(h.destination);
    if (h.arpOperation == 1) {
        if (h.source == h.destination)
            return fmt::format("announcement of {}", sender); // RFC 5227
        if (h.source.isUnspecified())
            return fmt::format("probe: who has {}?", target);
        return fmt::format("who has {}? tell {}", target, sender);
    }
    if (h.arpOperation == 2)
        return fmt::format("{} is there", sender);
    return fmt::format("operation {}", h.arpOperation);
}

std::string flagsText(std::uint8_t flags)
{
    constexpr std::array<std::pair<std::uint8_t, std::string_view>, 8> names{{{0x02, "SYN"}, {0x01, "FIN"}, {0x04, "RST"},
        {0x08, "PSH"}, {0x10, "ACK"}, {0x20, "URG"}, {0x40, "ECE"}, {0x80, "CWR"}}};
    std::string text;
    for (const auto &[bit, name] : names)
        if (flags & bit)
            text.append(text.empty() ? "" : ", ").append(name);
    return text;
}

std::string portsText(const PacketHead &h) { return fmt::format("{} → {}", h.sourcePort, h.destinationPort); }

std::string tcpText(const PacketHead &h)
{
    std::string text = fmt::format("{} [{}] seq {}", portsText(h), flagsText(h.tcpFlags), h.tcpSequence);
    if (h.tcpFlags & 0x10)
        text += fmt::format(" ack {}", h.tcpAcknowledgement);
    return text + fmt::format(" win {} len {}", h.tcpWindow, h.payloadLength);
}

std::string icmpText(const PacketHead &h)
{
    const std::string about = h.text.empty() ? std::string() : fmt::format(" (to {})", h.text);
    constexpr std::array<std::string_view, 14> unreachable{"network", "host", "protocol", "port", "", "", "network unknown",
                                                           "host unknown", "", "network prohibited", "host prohibited", "", "", "prohibited"};
    switch (h.type) {
    case 0: return fmt::format("echo reply id {} seq {}", h.echoId, h.echoSequence);
    case 8: return fmt::format("echo request id {} seq {}", h.echoId, h.echoSequence);
    case 3:
        if (h.code == 4)
            return fmt::format("fragmentation needed, MTU {}{}", h.echoSequence, about);
        return named(unreachable, h.code, "code") + " unreachable" + about;
    case 5: return "redirect" + about;
    case 11: return (h.code == 1 ? "reassembly time exceeded" : "time to live exceeded") + about;
    case 12: return "parameter problem" + about;
    default: return fmt::format("type {} code {}", h.type, h.code);
    }
}

std::string icmpv6Text(const PacketHead &h)
{
    switch (h.type) { // RFC 4443, 4861, 3810
    case 1: return "destination unreachable";
    case 2: return "packet too big";
    case 3: return "time exceeded";
    case 128: return fmt::format("echo request id {} seq {}", h.echoId, h.echoSequence);
    case 129: return fmt::format("echo reply id {} seq {}", h.echoId, h.echoSequence);
    case 133: return "router solicitation";
    case 134: return "router advertisement";
    case 135: return "neighbour solicitation";
    case 136: return "neighbour advertisement";
    case 143: return "multicast listener report";
    default: return fmt::format("type {} code {}", h.type, h.code);
    }
}

std::string igmpText(const PacketHead &h)
{
    switch (h.type) {
    case 0x11: return "query";
    case 0x12:
    case 0x16:
    case 0x22: return "report";
    case 0x17: return "leave";
    default: return fmt::format("type 0x{:02x}", h.type);
    }
}

std::string stpText(const PacketHead &h)
{
    if (h.message == 0x80)
        return "topology change notification";
    constexpr std::array<std::string_view, 4> roles{"", "alternate or backup", "root", "designated"};
    const bool isRapid = h.message == 0x02;
    std::string text = fmt::format("{}root {}.{}, cost {}, from {}.{} port 0x{:04x}", isRapid ? "rapid, " : "", h.stpRoot.priority,
                                   base::toString(h.stpRoot.address), h.stpRootCost, h.stpBridge.priority, base::toString(h.stpBridge.address), h.stpPort);
    if (const std::string_view role = roles[h.stpFlags >> 2 & 3]; isRapid && !role.empty())
        text.append(", ").append(role);
    constexpr std::array<std::pair<std::uint8_t, std::string_view>, 5> flags{{{0x02, "proposal"}, {0x40, "agreement"}, {0x20, "forwarding"},
        {0x01, "topology change"}, {0x80, "change acknowledged"}}};
    constexpr std::uint8_t kOfAll = 0x81; // what configuration BPDUs have too
    for (const auto &[bit, name] : flags)
        if (h.stpFlags & bit & (isRapid ? 0xff : kOfAll))
            text.append(", ").append(name);
    return text;
}

std::string applicationText(const PacketHead &h)
{
    constexpr std::array<std::string_view, 6> ospf{"", "hello", "database description", "link state request",
                                                   "link state update", "link state acknowledgement"};
    constexpr std::array<std::string_view, 6> bgp{"", "open", "update", "notification", "keepalive", "route refresh"};
    constexpr std::array<std::string_view, 3> rip{"", "request", "response"};
    constexpr std::array<std::string_view, 9> dhcp{"", "discover", "offer", "request", "decline", "acknowledgement",
                                                   "refusal", "release", "inform"};
    if (h.layers.has(Layer::http))
        return h.text;
    if (h.layers.has(Layer::dns))
        return fmt::format("{} {}", h.message ? "answer" : "query", h.text.empty() ? "." : h.text);
    if (h.layers.has(Layer::bgp))
        return named(bgp, h.message, "type");
    if (h.layers.has(Layer::rip))
        return named(rip, h.message, "command");
    if (h.layers.has(Layer::dhcp))
        return named(dhcp, h.message, "message");
    return fmt::format("{} from router {}", named(ospf, h.message, "type"), base::toString(h.router));
}

bool hasApplication(const PacketHead &h)
{
    return h.layers.has(Layer::http) || h.layers.has(Layer::dns) || h.layers.has(Layer::bgp) || h.layers.has(Layer::rip)
        || h.layers.has(Layer::dhcp) || h.layers.has(Layer::ospf);
}

} // namespace

std::string_view protocolName(const PacketHead &head)
{
    for (const auto &[layer, name] : kNames)
        if (head.layers.has(layer))
            return name;
    return "?";
}

std::string sourceText(const PacketHead &head)
{
    return head.source.isValid() ? base::toString(head.source) : base::toString(head.etherSource);
}

std::string destinationText(const PacketHead &head)
{
    return head.destination.isValid() ? base::toString(head.destination) : base::toString(head.etherDestination);
}

std::string_view dropText(const PacketHead &head)
{
    return head.isDropped() ? base::toString(static_cast<base::DropReason>(head.drop)) : std::string_view();
}

std::string infoText(const PacketHead &h)
{
    if (h.layers.has(Layer::malformed))
        return h.text + " malformed";
    if (h.layers.has(Layer::arp))
        return arpText(h);
    if (h.layers.has(Layer::stp))
        return stpText(h);
    if (h.fragmentOffset > 0)
        return fmt::format("fragment at {} of id {}, protocol {}", h.fragmentOffset, h.ipId, h.protocol);
    if (h.moreFragments)
        return fmt::format("first fragment of id {}, protocol {}", h.ipId, h.protocol);
    if (hasApplication(h))
        return applicationText(h);
    if (h.layers.has(Layer::tcp))
        return tcpText(h);
    if (h.layers.has(Layer::udp))
        return fmt::format("{} len {}", portsText(h), h.payloadLength);
    if (h.layers.has(Layer::icmp))
        return icmpText(h);
    if (h.layers.has(Layer::icmpv6))
        return icmpv6Text(h);
    if (h.layers.has(Layer::igmp))
        return igmpText(h);
    if (h.layers.has(Layer::ipv4) || h.layers.has(Layer::ipv6))
        return fmt::format("protocol {} len {}", h.protocol, h.ipLength);
    return fmt::format("type 0x{:04x}", h.etherType);
}

std::string conversationFilter(const PacketHead &h)
{
    if (h.stream != PacketHead::kNoStream && (h.layers.has(Layer::tcp) || h.layers.has(Layer::udp)))
        return fmt::format("{}.stream == {}", h.layers.has(Layer::tcp) ? "tcp" : "udp", h.stream);
    if (h.layers.has(Layer::ipv4) || h.layers.has(Layer::ipv6)) {
        const char *name = h.layers.has(Layer::ipv4) ? "ip" : "ipv6";
        return fmt::format("{0}.addr == {1} && {0}.addr == {2}", name, base::toString(h.source), base::toString(h.destination));
    }
    if (h.layers.has(Layer::ethernet))
        return fmt::format("eth.addr == {} && eth.addr == {}", base::toString(h.etherSource), base::toString(h.etherDestination));
    return {};
}

} // namespace hopyard::filter
