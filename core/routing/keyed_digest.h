// The digests that routing protocols sign their packets with: HMAC over the packet and a padding that stands where the
// digest will (RFC 5709 section 3.3 for OSPF, RFC 4822 section 3.3 for RIP; the same words in both), and the MD5 that was
// before it, over the packet and the secret (RFC 2328 appendix D.4.3, RFC 2082).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"
#include "core/base/md5.h"
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

/// Bytes of it. `Algorithm` is the protocol's own enumeration of them.
template <class Algorithm>
std::size_t digestSize(Algorithm algorithm)
{
    switch (algorithm) {
    case Algorithm::md5: return std::tuple_size_v<base::Md5::Digest>;
    case Algorithm::hmacSha1: return base::Sha1::kDigest;
    case Algorithm::hmacSha256: return base::Sha256::kDigest;
    case Algorithm::hmacSha384: return base::Sha384::kDigest;
    case Algorithm::hmacSha512: return base::Sha512::kDigest;
    }
    return 0;
}

template <class Algorithm>
std::vector<std::uint8_t> digestOf(Algorithm algorithm, const std::string &secret, base::Bytes packet)
{
    switch (algorithm) {
    case Algorithm::md5: {
        std::array<std::uint8_t, 16> padded{};
        std::copy_n(secret.begin(), std::min(secret.size(), padded.size()), padded.begin());
        base::Md5 md5;
        md5.add(packet);
        md5.add(padded);
        const auto digest = md5.finish();
        return {digest.begin(), digest.end()};
    }
    case Algorithm::hmacSha1: return keyedDigest<base::Sha1>(secret, packet);
    case Algorithm::hmacSha256: return keyedDigest<base::Sha256>(secret, packet);
    case Algorithm::hmacSha384: return keyedDigest<base::Sha384>(secret, packet);
    case Algorithm::hmacSha512: return keyedDigest<base::Sha512>(secret, packet);
    }
    return {};
}

} // namespace hopyard::routing
