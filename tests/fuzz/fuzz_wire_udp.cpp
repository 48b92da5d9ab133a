// UDP datagram; the first byte chooses the family whose pseudo-header is added.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/wire/udp.h"
#include "tests/fuzz/fuzz.h"

#include <vector>

using namespace hopyard;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size == 0)
        return 0;
    const bool six = (data[0] & 1) != 0;
    const base::IpAddress a = *base::IpAddress::parse(six ? "2001:db8::1" : "10.0.0.1");
    const base::IpAddress b = *base::IpAddress::parse(six ? "2001:db8::2" : "10.0.0.2");
    const auto view = wire::UdpView::parse(base::Bytes(data + 1, size - 1));
    if (!view)
        return 0;
    view->checksumOk(a, b);
    const auto repr = wire::UdpRepr::parse(*view);
    std::vector<std::uint8_t> out(data + 1, data + 1 + view->length());
    repr.emit(out, a, b);
    const auto again = wire::UdpView::parse(out);
    fuzz::require(again && again->checksum() != 0 && again->checksumOk(a, b));
    fuzz::require(wire::UdpRepr::parse(*again) == repr);
    return 0;
}
