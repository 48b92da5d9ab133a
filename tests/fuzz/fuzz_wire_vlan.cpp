// 802.1Q tag.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/wire/vlan.h"
#include "tests/fuzz/fuzz.h"

#include <vector>

using namespace hopyard;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto view = wire::VlanView::parse(base::Bytes(data, size));
    if (!view)
        return 0;
    const auto repr = wire::VlanRepr::parse(*view);
    std::vector<std::uint8_t> out(repr.headerLength() + view->payload().size());
    repr.emit(out);
    fuzz::require(wire::VlanRepr::parse(*wire::VlanView::parse(out)) == repr);
    return 0;
}
