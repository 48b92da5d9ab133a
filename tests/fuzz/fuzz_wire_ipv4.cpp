// IPv4 header with its options; also as an ICMP error quotes it, and with its TTL counted down.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/wire/ipv4.h"
#include "tests/fuzz/fuzz.h"

#include <vector>

using namespace hopyard;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const base::Bytes bytes(data, size);
    const auto view = wire::Ipv4View::parse(bytes);
    const auto quoted = wire::Ipv4View::parseQuoted(bytes);
    fuzz::require(!view || quoted); // whatever is whole may be quoted
    if (!quoted)
        return 0;
    fuzz::require(quoted->headerLength() + quoted->payload().size() == quoted->datagram().size());
    const auto repr = wire::Ipv4Repr::parse(*quoted);
    if (!repr)
        return 0;
    fuzz::require(repr->totalLength() <= 0xffff); // padding of options goes away, none is added
    std::vector<std::uint8_t> out(repr->headerLength());
    repr->emit(out);
    const auto again = wire::Ipv4View::parseQuoted(out);
    fuzz::require(again && again->checksumOk());
    fuzz::require(*wire::Ipv4Repr::parse(*again) == *repr);
    fuzz::require(repr->options.copiedOnFragmentation().bytes().size() <= repr->options.bytes().size());
    if (repr->ttl > 0) {
        wire::decrementTtl(out);
        const auto forwarded = wire::Ipv4View::parseQuoted(out);
        fuzz::require(forwarded->checksumOk() && forwarded->ttl() == repr->ttl - 1);
    }
    return 0;
}
