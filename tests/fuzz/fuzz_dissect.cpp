// Any bytes as a frame: a head that can be printed, and details that stay inside the bytes.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dissect/details.h"
#include "core/dissect/head.h"
#include "core/filter/filter.h"
#include "core/filter/head_text.h"
#include "tests/fuzz/fuzz.h"

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
    return 0;
}
