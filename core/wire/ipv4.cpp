// The IPv4 header as a whole, read and written; the single fields are inline in the header file.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/wire/ipv4.h"

#include <cassert>
#include <cstring>

namespace hopyard::wire {

base::Result<Ipv4Repr, ParseError> Ipv4Repr::parse(const Ipv4View &view)
{
    Ipv4Repr repr;
    repr.tos = view.tos();
    repr.identification = view.identification();
    repr.dontFragment = view.dontFragment();
    repr.moreFragments = view.moreFragments();
    repr.fragmentOffset = static_cast<std::uint16_t>(view.fragmentOffset());
    repr.ttl = view.ttl();
    repr.protocol = view.protocol();
    repr.source = view.source();
    repr.destination = view.destination();
    repr.payloadLength = static_cast<std::uint16_t>(view.totalLength() - view.headerLength());
    if (view.hasOptions()) {
        const auto options = Ipv4Options::parse(view.options());
        if (!options)
            return base::fail(options.error());
        repr.options = *options;
    }
    return repr;
}

void Ipv4Repr::emit(base::MutableBytes packet) const
{
    const std::size_t header = headerLength();
    assert(packet.size() >= header && totalLength() <= 0xffff && fragmentOffset % 8 == 0);
    std::uint8_t *p = packet.data();
    p[0] = static_cast<std::uint8_t>(0x40 | header / 4);
    p[1] = tos;
    base::storeU16(p + 2, static_cast<std::uint16_t>(totalLength()));
    base::storeU16(p + 4, identification);
    base::storeU16(p + 6, static_cast<std::uint16_t>((dontFragment ? 0x4000 : 0) | (moreFragments ? 0x2000 : 0)
                                                     | fragmentOffset / 8));
    p[8] = ttl;
    p[9] = static_cast<std::uint8_t>(protocol);
    source.store(p + 12);
    destination.store(p + 16);
    if (header > Ipv4View::kMinHeaderLength) {
        std::memset(p + Ipv4View::kMinHeaderLength, 0, header - Ipv4View::kMinHeaderLength);
        const base::Bytes bytes = options.bytes();
        std::memcpy(p + Ipv4View::kMinHeaderLength, bytes.data(), bytes.size());
    }
    fillIpv4Checksum(packet.first(header));
}

} // namespace hopyard::wire
