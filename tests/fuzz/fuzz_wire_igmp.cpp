// IGMP message.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/wire/igmp.h"
#include "tests/fuzz/fuzz.h"

#include <vector>

using namespace hopyard;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto view = wire::IgmpView::parse(base::Bytes(data, size));
    const auto repr = view ? wire::IgmpRepr::parse(*view) : base::Result<wire::IgmpRepr, wire::ParseError>(base::fail(wire::ParseError::truncated));
    if (!repr || repr->length() > 65'535)
        return 0;
    std::vector<std::uint8_t> out(repr->length());
    repr->emit(out);
    const auto again = wire::IgmpView::parse(out);
    fuzz::require(again && again->checksumOk());
    fuzz::require(wire::IgmpRepr::parse(*again) == *repr);
    return 0;
}
