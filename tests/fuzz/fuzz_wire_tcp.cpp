// TCP header and its options.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/wire/tcp.h"
#include "tests/fuzz/fuzz.h"

#include <vector>

using namespace hopyard;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const base::IpAddress a = base::Ipv4Address(10, 0, 0, 1);
    const base::IpAddress b = base::Ipv4Address(10, 0, 0, 2);
    const auto view = wire::TcpView::parse(base::Bytes(data, size));
    if (!view)
        return 0;
    view->checksumOk(a, b);
    const auto repr = wire::TcpRepr::parse(*view);
    if (!repr)
        return 0;
    fuzz::require(repr->fits()); // whatever a peer fitted into 40 bytes fits
    std::vector<std::uint8_t> out(repr->headerLength() + view->payload().size());
    repr->emit(out, a, b);
    const auto again = wire::TcpView::parse(out);
    fuzz::require(again && again->checksumOk(a, b));
    fuzz::require(*wire::TcpRepr::parse(*again) == *repr);
    return 0;
}
