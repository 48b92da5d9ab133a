// Any bytes as a frame: a head that can be printed, details that stay inside the bytes, a class, and what it says in a
// conversation, also against itself.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dissect/details.h"
#include "core/dissect/head.h"
#include "core/dissect/protocol_of.h"
#include "core/dissect/stream_content.h"
#include "core/filter/filter.h"
#include "core/filter/head_text.h"
#include "tests/fuzz/fuzz.h"

#include <array>

using namespace hopyard;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const base::Bytes frame(data, size);
    filter::PacketHead head;
    dissect::fillHead(frame, head);
    fuzz::require(head.length == size && head.text.size() <= filter::PacketHead::kMaxText);
    (void)filter::infoText(head);
    if (const std::string conversation = filter::conversationFilter(head); !conversation.empty()) {
        const auto parsed = filter::Filter::parse(conversation);
        fuzz::require(parsed && parsed->accepts(head));
    }
    const auto all = dissect::details(frame);
    fuzz::require(!all.empty() && all.size() <= dissect::kMaxDetails);
    for (const dissect::Detail &detail : all)
        fuzz::require(detail.offset + detail.length <= size && !detail.label.empty());
    fuzz::require(!filter::toString(dissect::protocolOf(frame)).empty());
    if (auto packet = dissect::streamPacketOf(frame)) {
        fuzz::require(packet->data.size() <= packet->length);
        const dissect::StreamPacket first = *packet;
        packet->back = true;
        packet->sequence = first.acknowledgement;
        packet->acknowledgement = first.sequence;
        for (const dissect::StreamPiece &piece : dissect::streamContent(std::array{first, *packet, first}))
            fuzz::require(piece.length > 0 && piece.data.size() <= piece.length);
    }
    return 0;
}
