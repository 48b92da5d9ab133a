// Bridge protocol data units, as frames: what is read is written and read again the same.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/wire/bpdu.h"
#include "tests/fuzz/fuzz.h"

#include <vector>

using namespace hopyard;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto view = wire::BpduView::parseFrame(base::Bytes(data, size));
    if (!view)
        return 0;
    const auto repr = wire::BpduRepr::parse(*view);
    std::vector<std::uint8_t> out(repr.frameLength());
    repr.emitFrame(out, base::MacAddress::local(1));
    const auto again = wire::BpduView::parseFrame(out);
    fuzz::require(again.has_value());
    fuzz::require(wire::BpduRepr::parse(*again) == repr);
    return 0;
}
