// UDP (RFC 768) and TCP with its options (RFC 9293, 7323, 2018), also the first bytes of one that an ICMP error quotes.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dissect/ports.h"
#include "core/dissect/tree.h"
#include "core/wire/tcp.h"

#include <array>

namespace hopyard::dissect {

namespace {

std::string flagNames(std::uint32_t flags)
{
    constexpr std::array<std::string_view, 8> names{"FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR"};
    std::string text;
    for (std::size_t i = 0; i < names.size(); ++i)
        if (flags >> i & 1)
            text.append(text.empty() ? "" : ", ").append(names[i]);
    return text.empty() ? "none" : text;
}

void flags(Place &place)
{
    constexpr std::array<std::pair<std::string_view, std::string_view>, 8> bits{{
        {"tcp.flags.cwr", "CWR"}, {"tcp.flags.ece", "ECE"}, {"tcp.flags.urg", "URG"}, {"tcp.flags.ack", "ACK"},
        {"tcp.flags.push", "PSH"}, {"tcp.flags.reset", "RST"}, {"tcp.flags.syn", "SYN"}, {"tcp.flags.fin", "FIN"}}};
    const std::uint32_t value = place.peek(1);
    const std::size_t at = place.at();
    Group group(place.tree(), "tcp.flags", fmt::format("Flags: 0x{:02x} ({})", value, flagNames(value)), at, 1);
    for (std::size_t i = 0; i < bits.size(); ++i)
        place.tree().add(bits[i].first, fmt::format("{}: {}", bits[i].second, value >> (7 - i) & 1 ? "set" : "not set"), at, 1);
    (void)place.cut(1);
}

std::string optionText(const Place &place, std::uint32_t kind, std::size_t length)
{
    switch (static_cast<wire::TcpOptionKind>(kind)) {
    case wire::TcpOptionKind::maximumSegmentSize:
        if (length == 4)
            return fmt::format("Maximum segment size: {}", place.peek(2, 2));
        break;
    case wire::TcpOptionKind::windowScale:
        if (length == 3)
            return fmt::format("Window scale: {} (times {})", place.peek(1, 2), 1u << std::min(place.peek(1, 2), 14u));
        break;
    case wire::TcpOptionKind::sackPermitted: return "Selective acknowledgement permitted";
    case wire::TcpOptionKind::sack: {
        std::string text = "Selective acknowledgement:";
        for (std::size_t at = 2; at + 8 <= length; at += 8)
            text += fmt::format(" {}–{}", place.peek(4, at), place.peek(4, at + 4));
        return text;
    }
    case wire::TcpOptionKind::timestamps:
        if (length == 10)
            return fmt::format("Timestamps: value {}, echo {}", place.peek(4, 2), place.peek(4, 6));
        break;
    case wire::TcpOptionKind::signature: return "Signature (MD5)";
    case wire::TcpOptionKind::fastOpen: return "Fast open";
    default: break;
    }
    return fmt::format("Option {}, {} bytes", kind, length);
}

void options(Place place)
{
    Group group(place.tree(), "", "Options", place.at(), place.size());
    while (place.size() > 0) {
        const std::uint32_t kind = place.peek(1);
        if (kind == 0 || kind == 1) {
            place.labelled(1, "", kind == 0 ? "End of options" : "No operation");
            if (kind == 0)
                return;
            continue;
        }
        const std::size_t length = place.peek(1, 1);
        if (length < 2 || length > place.size())
            return place.rest("An option with an impossible length");
        std::string text = optionText(place, kind, length);
        place.labelled(length, "", std::move(text));
    }
}

/// Moves behind the header; false where nothing behind it can be looked at.
bool tcpHeader(Place &place, bool quoted)
{
    const std::size_t header = (place.peek(1, 12) >> 4) * 4u;
    Group group(place.tree(), "tcp", "TCP", place.at(), std::min(place.size(), std::max<std::size_t>(header, 20)));
    if (!place.has(quoted ? 8 : 20, "Header"))
        return false;
    const bool whole = place.size() >= 20;
    group.append(fmt::format(", {} → {}", place.peek(2), place.peek(2, 2)));
    const std::uint32_t flagBits = place.peek(1, 13);
    place.number(2, "tcp.srcport", "Source port");
    place.number(2, "tcp.dstport", "Destination port");
    place.number(4, "tcp.seq", "Sequence number");
    if (!whole)
        return false;
    group.append(fmt::format(" [{}]", flagNames(flagBits)));
    place.number(4, "tcp.ack", "Acknowledgement number");
    place.labelled(1, "", fmt::format("Header length: {} bytes", header));
    flags(place);
    place.number(2, "tcp.window_size_value", "Window");
    place.hex(2, "", "Checksum");
    place.number(2, "", "Urgent pointer");
    if (header < 20 || header - 20 > place.size()) {
        place.rest("A header length that makes no sense");
        return false;
    }
    if (header > 20)
        options(place.cut(header - 20));
    return true;
}

void application(Application which, Place place)
{
    switch (which) {
    case Application::rip: return dissectRip(place);
    case Application::dns: return dissectDns(place);
    case Application::dhcp: return dissectDhcp(place);
    case Application::bgp: return dissectBgp(place);
    case Application::http: return dissectHttp(place);
    case Application::none: place.rest("Data"); return;
    }
}

} // namespace

void dissectUdp(Place place, bool quoted)
{
    std::uint16_t source = 0, destination = 0;
    {
        Group group(place.tree(), "udp", "UDP", place.at(), std::min<std::size_t>(place.size(), 8));
        if (!place.has(8, "Header"))
            return;
        group.append(fmt::format(", {} → {}", place.peek(2), place.peek(2, 2)));
        source = static_cast<std::uint16_t>(place.number(2, "udp.srcport", "Source port"));
        destination = static_cast<std::uint16_t>(place.number(2, "udp.dstport", "Destination port"));
        place.number(2, "udp.length", "Length");
        place.hex(2, "", "Checksum");
    }
    application(quoted ? Application::none : applicationOfUdp(source, destination, place.bytes()), place);
}

void dissectTcp(Place place, bool quoted)
{
    const auto source = static_cast<std::uint16_t>(place.peek(2));
    const auto destination = static_cast<std::uint16_t>(place.peek(2, 2));
    if (!tcpHeader(place, quoted))
        return;
    const Application which = quoted ? Application::none : applicationOfTcp(source, destination, place.bytes());
    if (which == Application::dns)
        place.number(2, "", "Length of the DNS message");
    application(which, place);
}

} // namespace hopyard::dissect
