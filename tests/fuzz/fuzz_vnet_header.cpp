// The header in front of a TAP's frame and the frame behind it: whatever they are, what is accepted can be cut into
// sound packets, and written again says the same.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/link/segmentation.h"
#include "emulation/tap/vnet_header.h"
#include "tests/fuzz/fuzz.h"

#include <vector>

using namespace hopyard;
using tap::VnetHeader;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size < VnetHeader::kLength || size > packet::PacketPool::kMaxPacket)
        return 0;
    const base::Bytes frame(data + VnetHeader::kLength, size - VnetHeader::kLength);
    const auto meaning = tap::readVnetHeader(VnetHeader::load(data), frame);
    if (!meaning)
        return 0;
    packet::PacketPool pool;
    packet::Packet packet = pool.copyOf(frame);
    packet.setOffload(meaning->offload);
    if (const auto place = meaning->completeNow) {
        fuzz::require(meaning->offload == packet::Offload());
        wire::completeSum(packet.writable(), place->start, place->field, true);
        return 0;
    }
    const VnetHeader again = tap::vnetHeaderFor(packet);
    const auto same = tap::readVnetHeader(again, frame);
    fuzz::require(same && same->offload == meaning->offload);

    const link::WireCount count = link::wireCount(packet);
    const std::size_t longest = link::longestSegment(packet);
    std::uint64_t packets = 0, bytes = 0;
    link::splitIntoSegments(packet, pool, [&](const packet::Packet &piece) {
        ++packets;
        bytes += piece.size();
        fuzz::require(piece.size() <= longest && piece.offload() == packet::Offload());
        fuzz::require(meaning->offload == packet::Offload() || wire::findTransport(piece.bytes()).has_value());
    });
    fuzz::require(packets == count.packets && bytes == count.bytes);
    return 0;
}
