// IPv4 (RFC 791) and IPv6 (RFC 8200).
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dissect/tree.h"
#include "core/wire/ip_protocol.h"

#include <array>
#include <optional>

namespace hopyard::dissect {

namespace {

constexpr int kMaxQuotes = 3; ///< errors about errors do not exist, but bytes may claim so

std::string_view protocolName(std::uint32_t protocol)
{
    switch (static_cast<wire::IpProtocol>(protocol)) {
    case wire::IpProtocol::icmp: return "ICMP";
    case wire::IpProtocol::igmp: return "IGMP";
    case wire::IpProtocol::ipInIp: return "IP in IP";
    case wire::IpProtocol::tcp: return "TCP";
    case wire::IpProtocol::udp: return "UDP";
    case wire::IpProtocol::gre: return "GRE";
    case wire::IpProtocol::icmpv6: return "ICMPv6";
    case wire::IpProtocol::ospf: return "OSPF";
    case wire::IpProtocol::pim: return "PIM";
    case wire::IpProtocol::vrrp: return "VRRP";
    }
    return {};
}

std::string_view optionName(std::uint32_t type)
{
    switch (type) {
    case 0: return "End of options";
    case 1: return "No operation";
    case 7: return "Record route";
    case 68: return "Timestamp";
    case 131: return "Loose source route";
    case 137: return "Strict source route";
    case 148: return "Router alert";
    default: return "Option";
    }
}

void dissectOptions(Place options)
{
    Group group(options.tree(), "", "Options", options.at(), options.size());
    while (options.size() > 0) {
        const std::uint32_t type = options.peek(1);
        if (type <= 1) {
            options.labelled(1, "", std::string(optionName(type)));
            if (type == 0)
                return;
            continue;
        }
        const std::size_t length = options.peek(1, 1);
        if (length < 2 || length > options.size())
            return options.rest("An option with an impossible length");
        options.labelled(length, "", fmt::format("{} ({}), {} bytes", optionName(type), type, length));
    }
}

std::string flagsText(std::uint32_t word)
{
    std::string text;
    if (word & 0x4000)
        text = "do not fragment";
    if (word & 0x2000)
        text += text.empty() ? "more fragments" : ", more fragments";
    return text.empty() ? "none" : text;
}

/// What stands behind an IPv4 header.
struct Carried {
    std::uint8_t protocol = 0;
    bool isLaterFragment = false;
    std::size_t end = 0; ///< of the datagram, in the frame
};

/// Moves `place` behind the header; nothing where it makes no sense.
std::optional<Carried> ipv4Header(Place &place, int depth)
{
    const std::size_t start = place.at();
    const std::size_t header = (place.peek(1) & 0x0f) * 4u;
    Group group(place.tree(), "ip", depth > 0 ? "Quoted datagram, IPv4" : "IPv4", start, std::min(place.size(), header));
    if (!place.has(20, "Header"))
        return std::nullopt;
    const std::uint32_t version = place.peek(1) >> 4;
    const bool makesSense = version == 4 && header >= 20 && header <= place.size();
    place.labelled(1, "", fmt::format("Version: {}, header length: {} bytes", version, header));
    if (!makesSense) {
        place.rest("No header that makes sense");
        return std::nullopt;
    }
    const std::uint32_t tos = place.peek(1);
    place.labelled(1, "ip.dsfield", fmt::format("Type of service: 0x{:02x} (DSCP {}, ECN {})", tos, tos >> 2, tos & 3));
    const std::uint32_t total = place.number(2, "ip.len", "Total length");
    place.number(2, "ip.id", "Identification");
    const std::uint32_t fragment = place.peek(2);
    place.tree().add(fragment & 0x2000 ? "ip.flags.mf" : "ip.flags.df", "Flags: " + flagsText(fragment), place.at(), 1);
    place.labelled(2, "ip.frag_offset", fmt::format("Fragment offset: {}", (fragment & 0x1fff) * 8));
    place.number(1, "ip.ttl", "Time to live");
    const std::uint32_t protocol = place.peek(1);
    place.number(1, "ip.proto", "Protocol", protocolName(protocol));
    place.hex(2, "", "Header checksum");
    const base::Ipv4Address source = place.address("ip.src", "Source");
    const base::Ipv4Address destination = place.address("ip.dst", "Destination");
    group.append(fmt::format(", {} → {}", base::toString(source), base::toString(destination)));
    if (header > 20)
        dissectOptions(place.cut(header - 20));
    return Carried{static_cast<std::uint8_t>(protocol), (fragment & 0x1fff) != 0, start + std::max<std::size_t>(total, header)};
}

std::string ipv6Text(base::Bytes bytes)
{
    std::array<std::uint8_t, 16> address{};
    std::copy(bytes.begin(), bytes.end(), address.begin());
    return base::toString(base::Ipv6Address(address));
}

} // namespace

void dissectIpv4(Place place, int depth)
{
    const std::optional<Carried> carried = ipv4Header(place, depth);
    if (!carried)
        return;
    Place payload(place.tree(), place.at(), std::min(place.end(), carried->end));
    if (carried->isLaterFragment)
        payload.rest("Data of a later fragment");
    else
        dissectPayload(carried->protocol, payload, depth);
}

void dissectIpv6(Place place)
{
    std::uint32_t next = 0;
    {
        Group group(place.tree(), "ipv6", "IPv6", place.at(), std::min<std::size_t>(place.size(), 40));
        if (!place.has(40, "Header"))
            return;
        const std::uint32_t first = place.peek(4);
        place.labelled(4, "", fmt::format("Version: {}, traffic class: 0x{:02x}, flow label: 0x{:05x}", first >> 28, first >> 20 & 0xff,
                                          first & 0xfffff));
        place.number(2, "", "Payload length");
        next = place.peek(1);
        place.number(1, "ipv6.nxt", "Next header", protocolName(next));
        place.number(1, "ipv6.hlim", "Hop limit");
        const std::string source = ipv6Text(place.bytes().first(16));
        const std::string destination = ipv6Text(place.bytes().subspan(16, 16));
        place.labelled(16, "ipv6.src", "Source: " + source);
        place.labelled(16, "ipv6.dst", "Destination: " + destination);
        group.append(fmt::format(", {} → {}", source, destination));
    }
    if (next == 0 && place.size() >= 8) { // hop-by-hop options, RFC 8200 section 4.3
        next = place.peek(1);
        const std::size_t length = (place.peek(1, 1) + 1u) * 8u;
        place.labelled(length, "", fmt::format("Hop-by-hop options, {} bytes", length));
    }
    dissectPayload(static_cast<std::uint8_t>(next), place, 0);
}

void dissectPayload(std::uint8_t protocol, Place place, int depth)
{
    switch (static_cast<wire::IpProtocol>(protocol)) {
    case wire::IpProtocol::icmp:
        if (depth < kMaxQuotes)
            return dissectIcmp(place, depth);
        break;
    case wire::IpProtocol::icmpv6: return dissectIcmpv6(place);
    case wire::IpProtocol::igmp: return dissectIgmp(place);
    case wire::IpProtocol::udp: return dissectUdp(place, depth > 0);
    case wire::IpProtocol::tcp: return dissectTcp(place, depth > 0);
    case wire::IpProtocol::ospf: return dissectOspf(place);
    case wire::IpProtocol::ipInIp:
        if (depth < kMaxQuotes)
            return dissectIpv4(place, depth + 1);
        break;
    default: break;
    }
    place.rest("Data");
}

} // namespace hopyard::dissect
