// See vnet_header.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/tap/vnet_header.h"

#include "core/wire/tcp.h"
#include "core/wire/transport_place.h"

#include <cstring>

namespace hopyard::tap {

using wire::IpProtocol;
using wire::TransportPlace;

namespace {

std::uint16_t loadNative(const std::uint8_t *p)
{
    std::uint16_t v;
    std::memcpy(&v, p, sizeof v);
    return v;
}
void storeNative(std::uint8_t *p, std::uint16_t v) { std::memcpy(p, &v, sizeof v); }

VnetHeader::GsoType gsoTypeOf(const TransportPlace &place)
{
    return place.protocol == IpProtocol::udp ? VnetHeader::udp : place.isV4 ? VnetHeader::tcp4 : VnetHeader::tcp6;
}

} // namespace

VnetHeader VnetHeader::load(const std::uint8_t *bytes)
{
    return {bytes[0],           bytes[1], loadNative(bytes + 2), loadNative(bytes + 4), loadNative(bytes + 6),
            loadNative(bytes + 8)};
}

void VnetHeader::store(std::uint8_t *bytes) const
{
    bytes[0] = flags;
    bytes[1] = gsoType;
    storeNative(bytes + 2, headerLength);
    storeNative(bytes + 4, gsoSize);
    storeNative(bytes + 6, checksumStart);
    storeNative(bytes + 8, checksumOffset);
}

base::Result<VnetMeaning, VnetError> readVnetHeader(const VnetHeader &header, base::Bytes frame)
{
    VnetMeaning meaning;
    const auto type = static_cast<std::uint8_t>(header.gsoType & ~VnetHeader::ecn);
    const bool needsChecksum = (header.flags & VnetHeader::kNeedsChecksum) != 0;
    if (type == VnetHeader::none && !needsChecksum)
        return meaning;
    const std::size_t start = header.checksumStart;
    const std::size_t field = start + header.checksumOffset;
    if (needsChecksum && field + 2 > frame.size())
        return base::fail(VnetError::badChecksum);
    const auto place = wire::findTransport(frame);
    const bool isOuter = needsChecksum && place && place->transport == start && place->checksum() == field;
    if (type == VnetHeader::none) {
        if (isOuter)
            meaning.offload.checksumMissing = true;
        else
            meaning.completeNow = {start, field};
        return meaning;
    }
    if (type != VnetHeader::tcp4 && type != VnetHeader::tcp6 && type != VnetHeader::udp)
        return base::fail(VnetError::unknownGso);
    if (!isOuter || gsoTypeOf(*place) != type || place->end != frame.size() || header.gsoSize < kMinSegment)
        return base::fail(VnetError::badGso);
    meaning.offload.checksumMissing = true;
    if (place->payloadLength() > header.gsoSize)
        meaning.offload.segmentSize = header.gsoSize;
    return meaning;
}

VnetHeader vnetHeaderFor(const packet::Packet &frame)
{
    VnetHeader header;
    if (frame.isFinished())
        return header;
    const auto place = wire::findTransport(frame.bytes());
    if (!place)
        return header;
    const std::uint16_t segment = frame.offload().segmentSize;
    const bool isLarge = segment != 0 && place->payloadLength() > segment;
    if (!isLarge && !frame.offload().checksumMissing)
        return header;
    header.flags = VnetHeader::kNeedsChecksum;
    header.checksumStart = static_cast<std::uint16_t>(place->transport);
    header.checksumOffset = static_cast<std::uint16_t>(place->checksum() - place->transport);
    if (!isLarge)
        return header;
    header.gsoType = gsoTypeOf(*place);
    header.headerLength = static_cast<std::uint16_t>(place->payload);
    header.gsoSize = segment;
    const bool reduced = place->protocol == IpProtocol::tcp &&
                         wire::TcpFlags{frame.bytes()[place->transport + 13]}.has(wire::TcpFlags::cwr);
    if (reduced)
        header.gsoType |= VnetHeader::ecn;
    return header;
}

} // namespace hopyard::tap
