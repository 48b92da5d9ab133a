// Frames for tests, made by the codecs.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/wire/arp.h"
#include "core/wire/ethernet.h"
#include "core/wire/icmp.h"
#include "core/wire/ipv4.h"
#include "core/wire/udp.h"

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <vector>

namespace hopyard::test {

using Frame = std::vector<std::uint8_t>;

inline base::Ipv4Address v4(std::string_view text) { return *base::Ipv4Address::parse(text); }
inline base::IpAddress address(std::string_view text) { return *base::IpAddress::parse(text); }
inline base::IpPrefix prefix(std::string_view text) { return *base::IpPrefix::parse(text); }

inline Frame ethernet(const base::MacAddress &to, const base::MacAddress &from, wire::EtherType type, const Frame &payload)
{
    Frame frame(14 + payload.size());
    wire::EthernetRepr{to, from, type}.emit(frame);
    std::copy(payload.begin(), payload.end(), frame.begin() + 14);
    return frame;
}

/// An IPv4 datagram; `header` is taken apart from its payload length.
inline Frame ipv4(wire::Ipv4Repr header, const Frame &payload)
{
    header.payloadLength = static_cast<std::uint16_t>(payload.size());
    Frame datagram(header.headerLength() + payload.size());
    header.emit(datagram);
    std::copy(payload.begin(), payload.end(), datagram.begin() + static_cast<std::ptrdiff_t>(header.headerLength()));
    return datagram;
}

inline wire::Ipv4Repr header(std::string_view source, std::string_view destination,
                             wire::IpProtocol protocol = wire::IpProtocol::udp, std::uint8_t ttl = 64)
{
    wire::Ipv4Repr repr;
    repr.source = v4(source);
    repr.destination = v4(destination);
    repr.protocol = protocol;
    repr.ttl = ttl;
    return repr;
}

inline Frame icmp(const wire::IcmpRepr &message, const Frame &data = {})
{
    Frame bytes(wire::IcmpRepr::headerLength() + data.size());
    std::copy(data.begin(), data.end(), bytes.begin() + wire::IcmpRepr::headerLength());
    message.emit(bytes);
    return bytes;
}

inline Frame echoRequest(std::uint16_t identifier = 7, std::uint16_t sequence = 1, const Frame &data = Frame(32, 0x61))
{
    return icmp({wire::IcmpEcho{false, identifier, sequence}}, data);
}

inline Frame arp(const wire::ArpRepr &repr)
{
    Frame bytes(wire::ArpRepr::headerLength());
    repr.emit(bytes);
    return bytes;
}

} // namespace hopyard::test
