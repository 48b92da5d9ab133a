// Addresses as the unsigned integers that lookup structures work with, and back.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/ip/lookup/prefix_set.h"

#include <array>
#include <cstddef>
#include <cstdint>

namespace hopyard::ip::lookup {

/// Key is std::uint32_t for IPv4 and Key6 for IPv6.
template <class Key>
Key keyOf(const base::IpAddress &address)
{
    if constexpr (sizeof(Key) == 4) {
        return address.v4().value();
    } else {
        const base::Bytes bytes = address.bytes();
        return Key(base::loadU64(bytes.data())) << 64 | base::loadU64(bytes.data() + 8);
    }
}

inline base::IpAddress addressOf(std::uint32_t key) { return base::Ipv4Address(key); }

inline base::IpAddress addressOf(Key6 key)
{
    std::array<std::uint8_t, 16> bytes;
    for (std::size_t i = 16; i-- > 0; key >>= 8)
        bytes[i] = static_cast<std::uint8_t>(key);
    return base::Ipv6Address(bytes);
}

} // namespace hopyard::ip::lookup
