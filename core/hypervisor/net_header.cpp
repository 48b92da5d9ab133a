// See net_header.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/hypervisor/net_header.h"

#include "core/wire/ip_protocol.h"

namespace hopyard::hypervisor {

namespace {
std::uint16_t load(base::Bytes b, std::size_t at) { return static_cast<std::uint16_t>(b[at] | b[at + 1] << 8); }
void store(base::MutableBytes b, std::size_t at, std::uint16_t v)
{
    b[at] = static_cast<std::uint8_t>(v);
    b[at + 1] = static_cast<std::uint8_t>(v >> 8);
}
} // namespace

NetHeader NetHeader::parse(base::Bytes b)
{
    return {b[0], b[1], load(b, 2), load(b, 4), load(b, 6), load(b, 8), load(b, 10)};
}

void NetHeader::emit(base::MutableBytes b) const
{
    b[0] = flags;
    b[1] = segmentationType;
    store(b, 2, headerLength);
    store(b, 4, segmentSize);
    store(b, 6, checksumStart);
    store(b, 8, checksumOffset);
    store(b, 10, buffers);
}

NetHeader NetHeader::of(const packet::Offload &offload, base::Bytes start)
{
    NetHeader header;
    if (offload == packet::Offload())
        return header;
    // Not by wire::findTransport(), which wants the whole frame: here may be only what stands in its first buffer.
    std::size_t ip = 14;
    while (ip + 4 <= start.size() && base::loadU16(&start[ip - 2]) == 0x8100)
        ip += 4;
    if (start.size() < ip + 40)
        return header;
    const bool isV4 = start[ip] >> 4 == 4;
    const std::size_t transport = ip + (isV4 ? (start[ip] & 0x0fu) * 4u : 40u);
    const bool isTcp = start[ip + (isV4 ? 9 : 6)] == static_cast<std::uint8_t>(wire::IpProtocol::tcp);
    if (offload.checksumMissing) {
        header.flags |= kNeedsChecksum;
        header.checksumStart = static_cast<std::uint16_t>(transport);
        header.checksumOffset = isTcp ? 16 : 6;
    }
    if (offload.segmentSize != 0) {
        header.segmentSize = offload.segmentSize;
        header.segmentationType = isTcp ? (isV4 ? 1 : 4) : 5;
        const std::size_t length = isTcp ? (start.size() > transport + 12 ? (start[transport + 12] >> 4) * 4u : 20u) : 8u;
        header.headerLength = static_cast<std::uint16_t>(transport + length);
    }
    return header;
}

} // namespace hopyard::hypervisor
