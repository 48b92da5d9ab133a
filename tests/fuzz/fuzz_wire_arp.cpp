// ARP message.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/wire/arp.h"
#include "tests/fuzz/fuzz.h"

#include <vector>

using namespace hopyard;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto view = wire::ArpView::parse(base::Bytes(data, size));
    if (!view)
        return 0;
    const auto repr = wire::ArpRepr::parse(*view);
    std::vector<std::uint8_t> out(repr.headerLength());
    repr.emit(out);
    fuzz::require(wire::ArpRepr::parse(*wire::ArpView::parse(out)) == repr);
    return 0;
}
