// Route sets shaped like those of the Internet, made up from a seed: the same on every machine.
//
// IPv4: lengths as in a full BGP table of the mid-2020s (60.7 % are /24, one in a thousand is longer), clustered as
// addresses are handed out: most networks of 16 bits are in use, a few hold hundreds of prefixes, and prefixes of the
// same length tend to follow one another. IPv6: /48, /32, /44, /40 and so on, inside some thousands of allocations.
// 200 next hops.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <set>
#include <utility>
#include <vector>

namespace hopyard::bench {

constexpr unsigned kNextHops = 200;

struct Route4 {
    std::uint32_t address;
    std::uint8_t length;
    std::uint16_t hop; ///< from 1
};

struct Route6 {
    std::array<std::uint8_t, 16> address;
    std::uint8_t length;
    std::uint16_t hop;
};

/// A length by its share in ten thousands.
struct Share {
    unsigned length;
    unsigned share;
};

template <std::size_t N>
unsigned pick(base::Random &random, const std::array<Share, N> &shares)
{
    unsigned total = 0;
    for (const Share &s : shares)
        total += s.share;
    auto at = static_cast<unsigned>(random.below(total));
    for (const Share &s : shares) {
        if (at < s.share)
            return s.length;
        at -= s.share;
    }
    return shares.back().length;
}

/// In no order; no prefix twice.
inline std::vector<Route4> realRoutes4(std::size_t count)
{
    static constexpr std::array<Share, 21> kShares{{{24, 60'700}, {23, 10'900}, {22, 11'500}, {21, 5'300}, {20, 4'600},
        {19, 2'600}, {18, 1'450}, {17, 900}, {16, 1'500}, {15, 205}, {14, 120}, {13, 60}, {12, 30}, {11, 10}, {10, 4},
        {9, 2}, {8, 2}, {25, 30}, {28, 25}, {30, 20}, {32, 42}}};
    base::Random random(1);
    // How many prefixes a network of 16 bits holds spreads over three decades.
    std::vector<std::uint32_t> networks;
    std::vector<double> upTo;
    double sum = 0;
    for (std::uint32_t network = 0x0100; network < 0xe000; ++network) {
        if (network >> 8 == 10 || network >> 8 == 127 || random.below(100) < 14)
            continue;
        const double u = static_cast<double>(random.below(1'000'000) + 1) / 1e6;
        sum += std::min(std::pow(u, -0.6), 12.0);
        networks.push_back(network);
        upTo.push_back(sum);
    }
    std::vector<std::uint32_t> lastIn(networks.size(), 0);
    std::vector<Route4> routes;
    std::set<std::pair<std::uint32_t, unsigned>> known;
    while (routes.size() < count) {
        const unsigned length = pick(random, kShares);
        const double at = sum * static_cast<double>(random.next() >> 11) * 0x1p-53;
        const auto chosen = static_cast<std::size_t>(std::lower_bound(upTo.begin(), upTo.end(), at) - upTo.begin());
        std::uint32_t address = networks[chosen] << 16 | static_cast<std::uint32_t>(random.below(1 << 16));
        if (length > 16 && lastIn[chosen] != 0 && random.below(10) < 6)
            address = (lastIn[chosen] + (1u << (32 - length))) & 0xffff ? lastIn[chosen] + (1u << (32 - length)) : address;
        if (address >> 16 != networks[chosen])
            continue;
        address = address >> (32 - length) << (32 - length);
        if (!known.insert({address, length}).second)
            continue;
        lastIn[chosen] = address;
        routes.push_back({address, static_cast<std::uint8_t>(length),
                          static_cast<std::uint16_t>(1 + random.below(kNextHops))});
    }
    return routes;
}

inline std::vector<Route6> realRoutes6(std::size_t count)
{
    static constexpr std::array<Share, 6> kAllocated{{{32, 60}, {29, 20}, {31, 4}, {30, 4}, {28, 4}, {36, 8}}};
    static constexpr std::array<Share, 14> kLonger{{{48, 480}, {44, 105}, {40, 95}, {36, 45}, {46, 40}, {47, 40},
        {45, 20}, {42, 25}, {33, 35}, {34, 25}, {35, 15}, {38, 15}, {41, 8}, {64, 12}}};
    static constexpr std::array<std::uint32_t, 24> kRegions{0x2001, 0x2400, 0x2401, 0x2402, 0x2403, 0x2404, 0x2405,
        0x2406, 0x2407, 0x2409, 0x2600, 0x2602, 0x2603, 0x2604, 0x2605, 0x2607, 0x2620, 0x2800, 0x2803, 0x2804, 0x2a00,
        0x2a01, 0x2a02, 0x2a0c};
    base::Random random(1);
    std::vector<Route6> routes;
    std::set<std::pair<std::uint64_t, unsigned>> known;
    std::vector<std::uint64_t> allocations;
    const auto add = [&](std::uint64_t upper, unsigned length) {
        upper = upper >> (64 - length) << (64 - length);
        if (!known.insert({upper, length}).second)
            return false;
        Route6 route{{}, static_cast<std::uint8_t>(length), static_cast<std::uint16_t>(1 + random.below(kNextHops))};
        for (unsigned i = 0; i < 8; ++i)
            route.address[i] = static_cast<std::uint8_t>(upper >> (56 - 8 * i));
        routes.push_back(route);
        return true;
    };
    while (routes.size() < count) {
        if (allocations.size() < 100 || random.below(100) < 22) {
            const std::uint64_t upper = std::uint64_t(kRegions[random.below(kRegions.size())]) << 48 |
                                        std::uint64_t(random.below(1 << 16)) << 32 | std::uint64_t(random.below(16)) << 28;
            const unsigned length = pick(random, kAllocated);
            if (add(upper, length))
                allocations.push_back(upper >> (64 - length) << (64 - length));
            continue;
        }
        // A few holders announce much: the older an allocation, the more.
        const std::size_t most = random.below(allocations.size()) + 1;
        const std::uint64_t holder = allocations[random.below(most)];
        const unsigned length = pick(random, kLonger);
        const std::uint64_t inside = random.below(3) == 0 ? random.next() & 0xffffffff : random.below(64) << (64 - length);
        add(holder | (inside & 0xffffffff), length);
    }
    return routes;
}

/// Keys inside routes of the set, each route as likely as another, or anywhere.
inline std::vector<std::uint32_t> keys4(const std::vector<Route4> &routes, std::size_t count, bool inTable)
{
    base::Random random(2);
    std::vector<std::uint32_t> keys(count);
    for (std::uint32_t &key : keys) {
        key = static_cast<std::uint32_t>(random.next() >> 32);
        if (inTable) {
            const Route4 &route = routes[random.below(routes.size())];
            const std::uint32_t host = route.length == 0 ? ~0u : (1u << (32 - route.length)) - 1u;
            key = route.address | (key & host);
        }
    }
    return keys;
}

inline std::vector<std::array<std::uint8_t, 16>> keys6(const std::vector<Route6> &routes, std::size_t count, bool inTable)
{
    base::Random random(2);
    std::vector<std::array<std::uint8_t, 16>> keys(count);
    for (auto &key : keys) {
        for (std::uint8_t &byte : key)
            byte = static_cast<std::uint8_t>(random.next() >> 40);
        key[0] = static_cast<std::uint8_t>(0x20 | (key[0] & 0x1f)); // 2000::/3, where unicast addresses are
        if (!inTable)
            continue;
        const Route6 &route = routes[random.below(routes.size())];
        for (unsigned i = 0; i < 16; ++i) {
            const unsigned kept = route.length > i * 8 ? std::min(8u, route.length - i * 8) : 0;
            const auto mask = static_cast<std::uint8_t>(0xff00 >> kept);
            key[i] = static_cast<std::uint8_t>((route.address[i] & mask) | (key[i] & ~mask));
        }
    }
    return keys;
}

} // namespace hopyard::bench
