// SHA-1, SHA-256, SHA-384 and SHA-512 (FIPS 180-4) and HMAC over any of them (RFC 2104).
//
// Here because routing protocols sign with them (RFC 5709, 4822). A Hash has kBlock and kDigest bytes, add() and
// finish(); after finish() it is good for nothing.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

namespace hopyard::base {

class Sha1 {
public:
    static constexpr std::size_t kBlock = 64, kDigest = 20;
    void add(Bytes bytes);
    std::array<std::uint8_t, kDigest> finish();

private:
    void block(const std::uint8_t *p);
    std::array<std::uint32_t, 5> m_state{0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
    std::array<std::uint8_t, kBlock> m_block{};
    std::uint64_t m_length = 0; // bytes
};

class Sha256 {
public:
    static constexpr std::size_t kBlock = 64, kDigest = 32;
    void add(Bytes bytes);
    std::array<std::uint8_t, kDigest> finish();

private:
    void block(const std::uint8_t *p);
    std::array<std::uint32_t, 8> m_state{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                         0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    std::array<std::uint8_t, kBlock> m_block{};
    std::uint64_t m_length = 0;
};

class Sha512 {
public:
    static constexpr std::size_t kBlock = 128, kDigest = 64;
    void add(Bytes bytes);
    std::array<std::uint8_t, kDigest> finish();

protected:
    explicit Sha512(const std::array<std::uint64_t, 8> &state) : m_state(state) {}

private:
    void block(const std::uint8_t *p);
    std::array<std::uint64_t, 8> m_state;
    std::array<std::uint8_t, kBlock> m_block{};
    std::uint64_t m_length = 0;

public:
    Sha512()
        : m_state{0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1,
                  0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179}
    {
    }
};

/// The first 48 bytes of SHA-512 from other beginnings.
class Sha384 : private Sha512 {
public:
    static constexpr std::size_t kBlock = 128, kDigest = 48;
    Sha384()
        : Sha512(std::array<std::uint64_t, 8>{0xcbbb9d5dc1059ed8, 0x629a292a367cd507, 0x9159015a3070dd17,
                                              0x152fecd8f70e5939, 0x67332667ffc00b31, 0x8eb44a8768581511,
                                              0xdb0c2e0d64f98fa7, 0x47b5481dbefa4fa4})
    {
    }
    using Sha512::add;
    std::array<std::uint8_t, kDigest> finish()
    {
        const auto whole = Sha512::finish();
        std::array<std::uint8_t, kDigest> digest{};
        std::copy(whole.begin(), whole.begin() + kDigest, digest.begin());
        return digest;
    }
};

template <class Hash>
class Hmac {
public:
    explicit Hmac(Bytes key)
    {
        if (key.size() > Hash::kBlock) {
            Hash hash;
            hash.add(key);
            const auto digest = hash.finish();
            std::copy(digest.begin(), digest.end(), m_key.begin());
        } else {
            std::copy(key.begin(), key.end(), m_key.begin());
        }
        std::array<std::uint8_t, Hash::kBlock> inner = m_key;
        for (std::uint8_t &b : inner)
            b ^= 0x36;
        m_inner.add(inner);
    }
    void add(Bytes bytes) { m_inner.add(bytes); }
    std::array<std::uint8_t, Hash::kDigest> finish()
    {
        const auto digest = m_inner.finish();
        for (std::uint8_t &b : m_key)
            b ^= 0x5c;
        Hash outer;
        outer.add(m_key);
        outer.add(digest);
        return outer.finish();
    }

private:
    std::array<std::uint8_t, Hash::kBlock> m_key{};
    Hash m_inner;
};

} // namespace hopyard::base
