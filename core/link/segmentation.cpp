// See segmentation.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/link/segmentation.h"

#include <algorithm>
#include <cstring>

namespace hopyard::link {

using wire::TransportPlace;

namespace {

std::optional<TransportPlace> placeIn(const packet::Packet &packet, Layer layer)
{
    return layer == Layer::ethernet ? wire::findTransport(packet.bytes()) : wire::findTransportAt(packet.bytes(), 0);
}

/// The place, where the packet really stands for several.
std::optional<TransportPlace> placeOfSeveral(const packet::Packet &packet, Layer layer)
{
    const std::uint16_t segment = packet.offload().segmentSize;
    if (segment == 0)
        return std::nullopt;
    const auto place = placeIn(packet, layer);
    return place && place->payloadLength() > segment ? place : std::nullopt;
}

} // namespace

WireCount detail::countSegments(const packet::Packet &packet, Layer layer)
{
    const auto place = placeOfSeveral(packet, layer);
    if (!place)
        return {1, packet.size()};
    const std::uint64_t segment = packet.offload().segmentSize;
    const std::uint64_t packets = (place->payloadLength() + segment - 1) / segment;
    return {packets, packets * place->payload + place->payloadLength()};
}

std::size_t longestSegment(const packet::Packet &packet, Layer layer)
{
    const auto place = placeOfSeveral(packet, layer);
    return place ? place->payload + std::size_t(packet.offload().segmentSize) : packet.size();
}

void completeChecksum(packet::Packet &packet, Layer layer)
{
    const packet::Offload offload = packet.offload();
    if (!offload.checksumMissing)
        return;
    packet.setOffload({offload.segmentSize, false});
    if (const auto place = placeIn(packet, layer))
        wire::completeSum(packet.writable().first(place->end), place->transport, place->checksum(),
                          place->protocol == wire::IpProtocol::udp);
}

Segments::Segments(packet::Packet packet, packet::PacketPool &pool, Layer layer, Checksums checksums)
    : m_whole(std::move(packet)), m_pool(pool), m_layer(layer), m_checksums(checksums),
      m_place(placeOfSeveral(m_whole, layer))
{
}

packet::Packet Segments::next()
{
    if (m_whole.isNull())
        return {};
    const bool finish = m_checksums == Checksums::complete || !m_whole.offload().checksumMissing;
    if (!m_place) {
        packet::Packet packet = std::move(m_whole);
        if (finish)
            completeChecksum(packet, m_layer);
        packet.setOffload({0, !finish});
        return packet;
    }
    const std::uint32_t total = m_place->payloadLength();
    const std::uint32_t length = std::min<std::uint32_t>(m_whole.offload().segmentSize, total - m_offset);
    const bool last = m_offset + length == total;
    packet::Packet piece = m_pool.make(m_place->payload + length);
    const base::MutableBytes bytes = piece.writable();
    const base::Bytes whole = m_whole.bytes();
    std::memcpy(bytes.data(), whole.data(), m_place->payload);
    std::memcpy(bytes.data() + m_place->payload, whole.data() + m_place->payload + m_offset, length);
    wire::emitPiece(bytes, *m_place, {m_index, m_offset, last}, finish);
    piece.setOffload({0, !finish});
    if (m_index == 0)
        piece.setId(m_whole.id());
    ++m_index;
    m_offset += length;
    if (last)
        m_whole = {};
    return piece;
}

} // namespace hopyard::link
