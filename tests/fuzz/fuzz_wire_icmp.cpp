// ICMP message.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/wire/icmp.h"
#include "tests/fuzz/fuzz.h"

#include <vector>

using namespace hopyard;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto view = wire::IcmpView::parse(base::Bytes(data, size));
    if (!view)
        return 0;
    const auto repr = wire::IcmpRepr::parse(*view);
    std::vector<std::uint8_t> out(data, data + size);
    repr.emit(out);
    const auto again = wire::IcmpView::parse(out);
    fuzz::require(again && again->checksumOk());
    fuzz::require(wire::IcmpRepr::parse(*again) == repr);
    return 0;
}
