// The digest that routing protocols sign their packets with: HMAC over the packet and a padding that stands where the
// digest will (RFC 5709 section 3.3 for OSPF, RFC 4822 section 3.3 for RIP; the same words in both).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"
#include "core/base/sha.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace hopyard::routing {

/// A key longer than the digest is hashed, a shorter one filled up with zeros.
template <class Hash>
std::vector<std::uint8_t> keyedDigest(const std::string &secret, base::Bytes packet)
{
    constexpr std::array<std::uint8_t, 4> apad{0x87, 0x8f, 0xe1, 0xf3};
    std::array<std::uint8_t, Hash::kDigest> key{};
    if (secret.size() > key.size()) {
        Hash hash;
        hash.add({reinterpret_cast<const std::uint8_t *>(secret.data()), secret.size()});
        key = hash.finish();
    } else {
        std::copy(secret.begin(), secret.end(), key.begin());
    }
    base::Hmac<Hash> mac(key);
    mac.add(packet);
    for (std::size_t i = 0; i < Hash::kDigest; i += apad.size())
        mac.add(apad);
    const auto digest = mac.finish();
    return {digest.begin(), digest.end()};
}

} // namespace hopyard::routing
