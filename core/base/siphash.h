// SipHash-2-4 (Aumasson and Bernstein, 2012): a keyed hash of short messages that cannot be foreseen without the key.
// For sequence numbers, cookies and hash tables that a peer must not be able to steer.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"

#include <array>
#include <cstdint>

namespace hopyard::base {

struct SipKey {
    std::uint64_t first = 0;  ///< bytes 0..7 of the key, least significant first
    std::uint64_t second = 0; ///< bytes 8..15
    bool operator==(const SipKey &) const = default;
};

/// Takes words of eight bytes (least significant first) one by one, then the rest.
class SipHash {
public:
    explicit constexpr SipHash(const SipKey &key)
        : m_v{key.first ^ 0x736f6d6570736575u, key.second ^ 0x646f72616e646f6du, key.first ^ 0x6c7967656e657261u,
              key.second ^ 0x7465646279746573u}
    {
    }
    constexpr void add(std::uint64_t word)
    {
        m_v[3] ^= word;
        round();
        round();
        m_v[0] ^= word;
        m_length += 8;
    }
    /// `last` holds the `count` (0 to 7) bytes that are left, in its low bytes.
    constexpr std::uint64_t finish(std::uint64_t last = 0, unsigned count = 0)
    {
        const std::uint64_t length = m_length + count;
        add(last | length << 56);
        m_v[2] ^= 0xff;
        for (int i = 0; i < 4; ++i)
            round();
        return m_v[0] ^ m_v[1] ^ m_v[2] ^ m_v[3];
    }

private:
    static constexpr std::uint64_t rotl(std::uint64_t x, int k) { return x << k | x >> (64 - k); }
    constexpr void round()
    {
        m_v[0] += m_v[1];
        m_v[2] += m_v[3];
        m_v[1] = rotl(m_v[1], 13) ^ m_v[0];
        m_v[3] = rotl(m_v[3], 16) ^ m_v[2];
        m_v[0] = rotl(m_v[0], 32);
        m_v[2] += m_v[1];
        m_v[0] += m_v[3];
        m_v[1] = rotl(m_v[1], 17) ^ m_v[2];
        m_v[3] = rotl(m_v[3], 21) ^ m_v[0];
        m_v[2] = rotl(m_v[2], 32);
    }
    std::array<std::uint64_t, 4> m_v;
    std::uint64_t m_length = 0;
};

/// Of a message as it lies in memory.
constexpr std::uint64_t sipHash(const SipKey &key, Bytes message)
{
    const auto word = [&](std::size_t at, std::size_t count) {
        std::uint64_t w = 0;
        for (std::size_t i = 0; i < count; ++i)
            w |= std::uint64_t(message[at + i]) << (8 * i);
        return w;
    };
    SipHash hash(key);
    std::size_t at = 0;
    for (; at + 8 <= message.size(); at += 8)
        hash.add(word(at, 8));
    return hash.finish(word(at, message.size() - at), static_cast<unsigned>(message.size() - at));
}

} // namespace hopyard::base
