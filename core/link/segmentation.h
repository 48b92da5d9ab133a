// Packets with work left for later (packet::Offload): what they are on the wire, and making them that.
//
// A large packet stands for several with the same headers; it travels as one where nobody needs the single ones
// (docs/engine.md, "Large packets"). Whoever does splits it here; whoever needs finished checksums completes them here.
// How headers are cut is core/wire/transport_place.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/packet/packet.h"
#include "core/wire/transport_place.h"

#include <cstdint>
#include <optional>
#include <utility>

namespace hopyard::link {

/// What a packet begins with.
enum class Layer : std::uint8_t { ethernet, ip };

/// How many packets it is on the wire and their bytes.
struct WireCount {
    std::uint64_t packets = 1;
    std::uint64_t bytes = 0;
};
namespace detail {
WireCount countSegments(const packet::Packet &packet, Layer layer);
}
inline WireCount wireCount(const packet::Packet &packet, Layer layer = Layer::ethernet)
{
    if (packet.offload().segmentSize == 0) [[likely]]
        return {1, packet.size()};
    return detail::countSegments(packet, layer);
}

/// Bytes of the longest packet that it stands for.
std::size_t longestSegment(const packet::Packet &packet, Layer layer = Layer::ethernet);

/// Completes the transport checksum of a packet that stands for itself alone, where it is missing.
void completeChecksum(packet::Packet &packet, Layer layer = Layer::ethernet);

/// Whether a checksum that is missing is completed now or stays missing (the pieces' too).
enum class Checksums : std::uint8_t { complete, leave };

/// Gives out the packets that one stands for, in order; the first has its id, the others none. A packet that stands for
/// itself is given out as it is, but for its checksum.
class Segments {
public:
    Segments(packet::Packet packet, packet::PacketPool &pool, Layer layer = Layer::ethernet,
             Checksums checksums = Checksums::complete);
    /// Null when all have been given out.
    packet::Packet next();

private:
    packet::Packet m_whole; // null when done
    packet::PacketPool &m_pool;
    Layer m_layer;
    Checksums m_checksums;
    std::optional<wire::TransportPlace> m_place; // nothing: it stands for itself
    std::uint32_t m_offset = 0;
    std::uint32_t m_index = 0;
};

/// Hands each of the packets that `packet` stands for to `sink(Packet &&)`.
template <class Sink>
void splitIntoSegments(packet::Packet packet, packet::PacketPool &pool, Sink &&sink, Layer layer = Layer::ethernet,
                       Checksums checksums = Checksums::complete)
{
    Segments segments(std::move(packet), pool, layer, checksums);
    for (packet::Packet piece = segments.next(); !piece.isNull(); piece = segments.next())
        sink(std::move(piece));
}

} // namespace hopyard::link
