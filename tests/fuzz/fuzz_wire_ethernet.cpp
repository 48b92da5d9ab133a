// Ethernet header.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/wire/ethernet.h"
#include "tests/fuzz/fuzz.h"

#include <vector>

using namespace hopyard;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto view = wire::EthernetView::parse(base::Bytes(data, size));
    if (!view)
        return 0;
    const auto repr = wire::EthernetRepr::parse(*view);
    std::vector<std::uint8_t> out(repr.headerLength() + view->payload().size());
    repr.emit(out);
    fuzz::require(wire::EthernetRepr::parse(*wire::EthernetView::parse(out)) == repr);
    return 0;
}
