// See transport_place.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/wire/transport_place.h"

#include "core/wire/checksum.h"
#include "core/wire/ethernet.h"
#include "core/wire/ipv4.h"
#include "core/wire/tcp.h"
#include "core/wire/udp.h"
#include "core/wire/vlan.h"

#include <cassert>

namespace hopyard::wire {

namespace {

constexpr std::size_t kIpv6Header = 40; // RFC 8200 section 3
constexpr std::uint8_t kHopByHop = 0, kDestinationOptions = 60;

struct Inner {
    std::size_t transport;
    std::size_t end;
    IpProtocol protocol;
};

std::optional<Inner> insideIpv4(base::Bytes packet, std::size_t ip)
{
    const auto view = Ipv4View::parse(packet.subspan(ip));
    if (!view || view->isFragment())
        return std::nullopt;
    return Inner{ip + view->headerLength(), ip + view->totalLength(), view->protocol()};
}

std::optional<Inner> insideIpv6(base::Bytes packet, std::size_t ip)
{
    const base::Bytes bytes = packet.subspan(ip);
    if (bytes.size() < kIpv6Header)
        return std::nullopt;
    const std::size_t end = kIpv6Header + base::loadU16(&bytes[4]);
    if (end > bytes.size())
        return std::nullopt;
    std::uint8_t next = bytes[6];
    std::size_t at = kIpv6Header;
    while (next == kHopByHop || next == kDestinationOptions) { // RFC 8200 sections 4.3 and 4.6
        if (at + 8 > end)
            return std::nullopt;
        next = bytes[at];
        at += 8u * (bytes[at + 1] + 1u);
    }
    if (at > end)
        return std::nullopt;
    return Inner{ip + at, ip + end, static_cast<IpProtocol>(next)};
}

base::IpAddress addressAt(base::Bytes packet, const TransportPlace &place, bool destination)
{
    if (place.isV4)
        return base::Ipv4Address::load(&packet[place.ip + (destination ? 16 : 12)]);
    std::array<std::uint8_t, 16> bytes;
    std::memcpy(bytes.data(), &packet[place.ip + (destination ? 24 : 8)], bytes.size());
    return base::Ipv6Address(bytes);
}

void emitTcpPiece(std::uint8_t *tcp, const PieceNumbers &numbers)
{
    base::storeU32(tcp + 4, base::loadU32(tcp + 4) + numbers.offset);
    if (!numbers.last)
        tcp[13] &= static_cast<std::uint8_t>(~(TcpFlags::fin | TcpFlags::psh));
    if (numbers.index > 0)
        tcp[13] &= static_cast<std::uint8_t>(~TcpFlags::cwr);
    if (TcpFlags{tcp[13]}.has(TcpFlags::urg)) {
        const std::uint16_t urgent = base::loadU16(tcp + 18);
        const bool passed = urgent <= numbers.offset && numbers.offset > 0;
        base::storeU16(tcp + 18, passed ? 0 : static_cast<std::uint16_t>(urgent - numbers.offset));
        if (passed)
            tcp[13] &= static_cast<std::uint8_t>(~TcpFlags::urg);
    }
}

} // namespace

std::optional<TransportPlace> findTransport(base::Bytes frame)
{
    if (frame.size() < EthernetView::kHeaderLength)
        return std::nullopt;
    std::size_t at = EthernetView::kHeaderLength;
    auto type = static_cast<EtherType>(base::loadU16(&frame[at - 2]));
    for (int tags = 0; tags < 2 && (type == EtherType::vlan || type == EtherType::qinq); ++tags) {
        if (frame.size() < at + VlanView::kHeaderLength)
            return std::nullopt;
        at += VlanView::kHeaderLength;
        type = static_cast<EtherType>(base::loadU16(&frame[at - 2]));
    }
    // Type and version must agree, or the two ends would take the frame for different things.
    const std::uint8_t version = frame.size() > at ? frame[at] >> 4 : 0;
    if (!(type == EtherType::ipv4 && version == 4) && !(type == EtherType::ipv6 && version == 6))
        return std::nullopt;
    return findTransportAt(frame, at);
}

std::optional<TransportPlace> findTransportAt(base::Bytes packet, std::size_t ip)
{
    if (packet.size() <= ip)
        return std::nullopt;
    const std::uint8_t version = packet[ip] >> 4;
    const auto inner = version == 4 ? insideIpv4(packet, ip) : version == 6 ? insideIpv6(packet, ip) : std::nullopt;
    if (!inner)
        return std::nullopt;
    std::size_t header = UdpView::kHeaderLength;
    const base::Bytes transport = packet.subspan(inner->transport, inner->end - inner->transport);
    if (inner->protocol == IpProtocol::tcp) {
        const auto tcp = TcpView::parse(transport);
        if (!tcp)
            return std::nullopt;
        header = tcp->headerLength();
    } else if (inner->protocol != IpProtocol::udp || transport.size() < header) {
        return std::nullopt;
    }
    TransportPlace place;
    place.ip = static_cast<std::uint32_t>(ip);
    place.transport = static_cast<std::uint32_t>(inner->transport);
    place.payload = static_cast<std::uint32_t>(inner->transport + header);
    place.end = static_cast<std::uint32_t>(inner->end);
    place.protocol = inner->protocol;
    place.isV4 = version == 4;
    return place;
}

void completeSum(base::MutableBytes message, std::size_t start, std::size_t field, bool zeroMeansNone)
{
    assert(start <= field && field + 2 <= message.size());
    Checksum c;
    c.add(message.subspan(start));
    const std::uint16_t value = c.value();
    base::storeU16(&message[field], value == 0 && zeroMeansNone ? 0xffff : value);
}

std::uint16_t pseudoHeaderSum(base::Bytes packet, const TransportPlace &place, std::size_t length)
{
    Checksum c;
    c.addPseudoHeader(addressAt(packet, place, false), addressAt(packet, place, true), place.protocol, length);
    return c.sum();
}

void emitPiece(base::MutableBytes piece, const TransportPlace &whole, const PieceNumbers &numbers, bool finish)
{
    std::uint8_t *ip = &piece[whole.ip];
    if (whole.isV4) {
        base::storeU16(ip + 2, static_cast<std::uint16_t>(piece.size() - whole.ip));
        base::storeU16(ip + 4, static_cast<std::uint16_t>(base::loadU16(ip + 4) + numbers.index));
        fillIpv4Checksum(piece.subspan(whole.ip, whole.transport - whole.ip));
    } else {
        base::storeU16(ip + 4, static_cast<std::uint16_t>(piece.size() - whole.ip - kIpv6Header));
    }
    const std::size_t length = piece.size() - whole.transport;
    if (whole.protocol == IpProtocol::tcp)
        emitTcpPiece(&piece[whole.transport], numbers);
    else
        base::storeU16(&piece[whole.transport + 4], static_cast<std::uint16_t>(length));
    base::storeU16(&piece[whole.checksum()], pseudoHeaderSum(piece, whole, length));
    if (finish)
        completeSum(piece, whole.transport, whole.checksum(), whole.protocol == IpProtocol::udp);
}

} // namespace hopyard::wire
