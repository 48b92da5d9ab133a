// DHCP messages: what is read whole is written and read again the same.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/wire/dhcp.h"
#include "tests/fuzz/fuzz.h"

using namespace hopyard;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto view = wire::DhcpView::parse(base::Bytes(data, size));
    if (!view)
        return 0;
    const auto repr = wire::DhcpRepr::parse(*view);
    if (!repr)
        return 0;
    const bool fits = repr->clientIdentifier.size() <= 255 && repr->parameterRequests.size() <= 255
        && repr->routers.size() <= 63 && repr->nameServers.size() <= 63;
    const auto out = repr->emit();
    const auto again = wire::DhcpView::parse(out);
    fuzz::require(again.has_value());
    const auto same = wire::DhcpRepr::parse(*again);
    fuzz::require(same.has_value());
    fuzz::require(!fits || *same == *repr);
    return 0;
}
