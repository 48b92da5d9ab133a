// What programs send to the engine: requests, and messages on the pairs of their datagram sockets. An address that was
// read survives being written again.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/sockets/request.h"
#include "tests/fuzz/fuzz.h"

using namespace hopyard;

namespace {

void checkAddress(const transport::Endpoint &endpoint)
{
    transport::Endpoint again;
    fuzz::require(remote::toEndpoint(remote::toAddress(endpoint), again));
    fuzz::require(!endpoint.address.isValid() || again == endpoint);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size == 0)
        return 0;
    const base::Bytes message(data + 1, size - 1);
    if ((data[0] & 1) == 0) {
        const auto request = remote::parseRequest(message);
        if (!request)
            return 0;
        fuzz::require(request->name.size() <= remote::kMaxNodeName && request->bytes.size() <= remote::kMaxOption);
        fuzz::require(request->option.size <= remote::kMaxOption);
        checkAddress(request->endpoint);
    } else if (const auto datagram = remote::parseDatagram(message)) {
        fuzz::require(datagram->payload.size() <= remote::kMaxDatagram);
        fuzz::require(!datagram->hasAddress || datagram->to.address.isValid());
        checkAddress(datagram->to);
    }
    return 0;
}
