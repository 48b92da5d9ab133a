// What one BGP speaker says to load a router with a whole table: UPDATEs as bytes, the same for every receiver.
//
// Lengths and addresses are those of real_routes.h, in no order. One set of attributes: the prefixes fill each message. Many
// sets: each its share of the prefixes, paths of three to six numbers, a community or three on most of them.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/wire/bgp.h"
#include "core/wire/bgp_attributes.h"
#include "core/wire/bgp_update_writer.h"
#include "tests/bench/real_routes.h"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace hopyard::bench {

constexpr wire::AsNumber kRouterAs = 65000, kSourceAs = 65001, kMonitorAs = 65002;
inline const base::Ipv4Address kRouter(10, 0, 0, 1), kSource(10, 0, 0, 2), kMonitor(10, 0, 0, 3);

inline std::vector<std::uint8_t> openMessage(wire::AsNumber as, base::Ipv4Address identifier)
{
    wire::BgpOpen open;
    open.as = static_cast<std::uint16_t>(as);
    open.holdTime = 240;
    open.identifier = identifier;
    open.families = {wire::kBgpIpv4Unicast};
    open.routeRefresh = true;
    open.fourOctetAs = as;
    std::vector<std::uint8_t> bytes;
    open.append(bytes);
    return bytes;
}

inline wire::BgpAttributes attributesOfSet(std::uint32_t set, base::Random &random)
{
    wire::BgpAttributes a;
    a.origin = random.below(10) == 0 ? wire::BgpOrigin::incomplete : wire::BgpOrigin::igp;
    a.nextHop = kSource;
    a.asPath = wire::AsPath{static_cast<wire::AsNumber>(200'000 + set)}; // the origin: no two sets are equal
    for (std::uint64_t n = 1 + random.below(4); n > 0; --n)
        a.asPath.prepend(static_cast<wire::AsNumber>(1'000 + random.below(60'000)));
    a.asPath.prepend(kSourceAs);
    for (std::uint64_t n = random.below(4); n > 0; --n)
        a.addCommunity(static_cast<std::uint32_t>(kSourceAs << 16 | random.below(3'000)));
    return a;
}

/// All UPDATEs and the mark of their end.
inline std::vector<std::uint8_t> tableAsUpdates(std::size_t prefixes, std::size_t sets)
{
    const std::vector<Route4> routes = realRoutes4(prefixes);
    base::Random random(3);
    std::vector<std::uint8_t> bytes, attributes;
    wire::BgpUpdateWriter writer(bytes, wire::kBgpIpv4Unicast);
    for (std::size_t set = 0; set < sets; ++set) {
        attributes.clear();
        wire::appendBgpAttributes(attributes, attributesOfSet(static_cast<std::uint32_t>(set), random));
        writer.announce(attributes);
        for (std::size_t i = prefixes * set / sets; i < prefixes * (set + 1) / sets; ++i)
            writer.add(base::IpPrefix(base::Ipv4Address(routes[i].address), routes[i].length));
        writer.finish();
    }
    writer.endOfRib();
    return bytes;
}

} // namespace hopyard::bench
