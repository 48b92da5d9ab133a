// Encapsulated packets as a host gets them, any bytes; and any TCP datagram through all three ways and back.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migration/encapsulation.h"
#include "core/wire/ipv4.h"
#include "tests/fuzz/fuzz.h"

#include <algorithm>

using namespace hopyard;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size > 60'000)
        return 0;
    packet::PacketPool pool;
    const base::Bytes bytes(data, size);
    const migration::FourTuple flow{base::Ipv4Address(192, 0, 2, 1), 40'000, base::Ipv4Address(10, 0, 0, 80), 80};
    if (const auto claim = migration::claimOf(bytes)) {
        packet::Packet packet = pool.copyOf(bytes);
        if (migration::restore(*claim, packet, flow))
            fuzz::require(wire::Ipv4View::parse(packet.bytes()).has_value());
    }
    const auto view = wire::Ipv4View::parse(bytes);
    if (!view || view->hasOptions() || !view->checksumOk())
        return 0;
    for (const auto way : {migration::Encapsulation::ports, migration::Encapsulation::shim, migration::Encapsulation::ipip}) {
        packet::Packet packet = pool.copyOf(bytes);
        if (!migration::encapsulate(way, packet, {base::Ipv4Address(10, 0, 0, 5), base::Ipv4Address(10, 0, 1, 1), migration::FlowId(7)}))
            continue;
        const auto claim = migration::claimOf(packet.bytes());
        fuzz::require(claim && claim->way == way);
        const std::uint8_t *p = view->payload().data();
        const migration::FourTuple own{view->source(), base::loadU16(p), view->destination(), base::loadU16(p + 2)};
        fuzz::require(migration::restore(*claim, packet, own).has_value());
        // A checksum of 0xffff comes back as 0: the same number in one's complement.
        fuzz::require(packet.size() == view->totalLength());
        const base::Bytes after = packet.bytes();
        for (std::size_t i = 0; i < after.size(); ++i) {
            const bool isChecksum = i == 10 || i == 11 || i == 36 || i == 37;
            fuzz::require(isChecksum || after[i] == data[i]);
        }
    }
    return 0;
}
