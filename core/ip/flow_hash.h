// The hash that keeps one flow on one of several equal-cost paths (RFC 2992: hash over the flow, so that the packets
// of a flow are not reordered).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"

#include <cstdint>

namespace hopyard::ip {

/// What makes packets one flow. Ports are zero for fragments and for protocols without them.
struct FlowKey {
    base::IpAddress source;
    base::IpAddress destination;
    std::uint8_t protocol = 0;
    std::uint16_t sourcePort = 0;
    std::uint16_t destinationPort = 0;
    bool operator==(const FlowKey &) const = default;
};

namespace detail {
constexpr std::uint64_t mix(std::uint64_t h, std::uint64_t v)
{
    h = (h ^ v) * 0x9e3779b97f4a7c15u;
    return h ^ h >> 29;
}
} // namespace detail

/// For IPv4 without building a key: the same value as flowHash() gives.
constexpr std::uint32_t flowHash4(std::uint32_t source, std::uint32_t destination, std::uint8_t protocol,
                                  std::uint32_t ports, std::uint64_t seed)
{
    std::uint64_t h = detail::mix(seed, std::uint64_t(source) << 32 | destination);
    h = detail::mix(h, std::uint64_t(protocol) << 32 | ports);
    return static_cast<std::uint32_t>(h >> 32);
}

/// `seed` differs between routers, so that routers in a row do not all split the same way.
inline std::uint32_t flowHash(const FlowKey &key, std::uint64_t seed)
{
    const std::uint32_t ports = std::uint32_t(key.sourcePort) << 16 | key.destinationPort;
    if (key.source.isV4() && key.destination.isV4())
        return flowHash4(key.source.v4().value(), key.destination.v4().value(), key.protocol, ports, seed);
    std::uint64_t h = seed;
    for (const base::IpAddress *address : {&key.source, &key.destination}) {
        const base::Bytes bytes = address->bytes();
        for (std::size_t i = 0; i + 8 <= bytes.size(); i += 8)
            h = detail::mix(h, base::loadU64(bytes.data() + i));
    }
    h = detail::mix(h, std::uint64_t(key.protocol) << 32 | ports);
    return static_cast<std::uint32_t>(h >> 32);
}

} // namespace hopyard::ip
