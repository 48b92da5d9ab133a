// The display filter: any text is a filter or an error whose place lies in the text; completion says a place as well; any
// bytes that are a head are the same head when written and read again.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/filter/complete.h"
#include "core/filter/filter.h"
#include "core/filter/head_text.h"
#include "tests/fuzz/fuzz.h"

#include <string_view>
#include <vector>

using namespace hopyard;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char *>(data), size);
    base::ByteReader in(base::Bytes(data, size));
    filter::PacketHead head;
    if (filter::read(in, head)) {
        std::vector<std::uint8_t> bytes;
        filter::append(bytes, head);
        base::ByteReader again(bytes);
        filter::PacketHead same;
        fuzz::require(filter::read(again, same) && same == head && again.remaining() == 0);
        fuzz::require(!filter::infoText(head).empty() || head.text.empty());
    } else {
        head = {};
    }
    const auto parsed = filter::Filter::parse(text);
    if (parsed)
        (void)parsed->accepts(head);
    else
        fuzz::require(parsed.error().position + parsed.error().length <= size && !parsed.error().message.empty());
    const filter::Completion completion = filter::complete(text, size / 2);
    fuzz::require(completion.position + completion.length <= size);
    return 0;
}
