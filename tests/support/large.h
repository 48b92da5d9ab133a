// Large packets for tests: frames that stand for several, with the transport's checksum missing, and whether what came
// of them is sound.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/packet/packet.h"
#include "core/wire/checksum.h"
#include "core/wire/tcp.h"
#include "core/wire/transport_place.h"
#include "tests/support/frames.h"

namespace hopyard::test {

/// The data of all large packets: counts up.
inline Frame countingBytes(std::size_t size, std::size_t from = 0)
{
    Frame data(size);
    for (std::size_t i = 0; i < size; ++i)
        data[i] = static_cast<std::uint8_t>((from + i) * 7 + (from + i) / 251);
    return data;
}

/// A TCP or UDP datagram of IPv4 with `size` bytes of data whose checksum field holds the pseudo header's sum alone.
inline Frame unfinishedDatagram(wire::Ipv4Repr ip, std::size_t size)
{
    const bool tcp = ip.protocol == wire::IpProtocol::tcp;
    const Frame data = countingBytes(size);
    Frame transport((tcp ? 20 : 8) + size);
    std::copy(data.begin(), data.end(), transport.end() - static_cast<std::ptrdiff_t>(size));
    if (tcp) {
        wire::TcpRepr repr;
        repr.sourcePort = 1000;
        repr.destinationPort = 2000;
        repr.sequence = 1;
        repr.flags = {wire::TcpFlags::ack | wire::TcpFlags::psh};
        repr.window = 512;
        repr.emit(transport, ip.source, ip.destination);
    } else {
        base::storeU16(&transport[0], 1000);
        base::storeU16(&transport[2], 2000);
        base::storeU16(&transport[4], static_cast<std::uint16_t>(transport.size()));
    }
    Frame datagram = ipv4(ip, transport);
    const auto place = wire::findTransportAt(datagram, 0);
    base::storeU16(&datagram[place->checksum()], wire::pseudoHeaderSum(datagram, *place, transport.size()));
    return datagram;
}

inline packet::Packet unfinished(packet::PacketPool &pool, const Frame &bytes, std::uint16_t segmentSize)
{
    packet::Packet packet = pool.copyOf(bytes);
    packet.setOffload({segmentSize, true});
    return packet;
}

/// True where a packet with its IP header at `ip` is single and whole and its checksums are right.
inline bool isFinished(base::Bytes packet, std::size_t ip = 14)
{
    const auto place = wire::findTransportAt(packet, ip);
    if (!place || place->end != packet.size())
        return false;
    if (place->isV4 && !wire::checksumVerifies(packet.subspan(ip, place->transport - ip)))
        return false;
    wire::Checksum c;
    c.addU16(wire::pseudoHeaderSum(packet, *place, place->end - place->transport));
    c.add(packet.subspan(place->transport));
    return c.verifies();
}

/// What is behind the transport's header.
inline Frame dataOf(base::Bytes packet, std::size_t ip = 14)
{
    const auto place = wire::findTransportAt(packet, ip);
    if (!place)
        return {};
    return Frame(packet.begin() + place->payload, packet.begin() + place->end);
}

} // namespace hopyard::test
