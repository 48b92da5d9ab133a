// The blocks of the SHA family. See sha.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/sha.h"

#include <bit>

namespace hopyard::base {

namespace {

/// Feeds whole blocks to `eat` and keeps the rest.
template <std::size_t N, class Eat>
void addTo(std::array<std::uint8_t, N> &block, std::uint64_t &length, Bytes bytes, Eat &&eat)
{
    std::size_t filled = length % N;
    length += bytes.size();
    if (filled > 0) {
        const std::size_t n = std::min(N - filled, bytes.size());
        std::copy_n(bytes.begin(), n, block.begin() + static_cast<std::ptrdiff_t>(filled));
        bytes = bytes.subspan(n);
        if (filled + n < N)
            return;
        eat(block.data());
        filled = 0;
    }
    for (; bytes.size() >= N; bytes = bytes.subspan(N))
        eat(bytes.data());
    std::copy(bytes.begin(), bytes.end(), block.begin());
}

/// A one bit, zeros, and the length in bits in the last 8 bytes (those before them stay zero in SHA-512, whose length
/// field has 16).
template <std::size_t N, class Eat>
void pad(std::array<std::uint8_t, N> &block, std::uint64_t length, Eat &&eat)
{
    constexpr std::size_t field = N / 8;
    std::size_t filled = length % N;
    block[filled++] = 0x80;
    if (filled > N - field) {
        std::fill(block.begin() + static_cast<std::ptrdiff_t>(filled), block.end(), std::uint8_t(0));
        eat(block.data());
        filled = 0;
    }
    std::fill(block.begin() + static_cast<std::ptrdiff_t>(filled), block.end(), std::uint8_t(0));
    storeU64(&block[N - 8], length * 8);
    eat(block.data());
}

constexpr std::uint32_t k256[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01,
    0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc,
    0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147,
    0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08,
    0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208,
    0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

constexpr std::uint64_t k512[80] = {
    0x428a2f98d728ae22, 0x7137449123ef65cd, 0xb5c0fbcfec4d3b2f, 0xe9b5dba58189dbbc, 0x3956c25bf348b538, 0x59f111f1b605d019,
    0x923f82a4af194f9b, 0xab1c5ed5da6d8118, 0xd807aa98a3030242, 0x12835b0145706fbe, 0x243185be4ee4b28c, 0x550c7dc3d5ffb4e2,
    0x72be5d74f27b896f, 0x80deb1fe3b1696b1, 0x9bdc06a725c71235, 0xc19bf174cf692694, 0xe49b69c19ef14ad2, 0xefbe4786384f25e3,
    0x0fc19dc68b8cd5b5, 0x240ca1cc77ac9c65, 0x2de92c6f592b0275, 0x4a7484aa6ea6e483, 0x5cb0a9dcbd41fbd4, 0x76f988da831153b5,
    0x983e5152ee66dfab, 0xa831c66d2db43210, 0xb00327c898fb213f, 0xbf597fc7beef0ee4, 0xc6e00bf33da88fc2, 0xd5a79147930aa725,
    0x06ca6351e003826f, 0x142929670a0e6e70, 0x27b70a8546d22ffc, 0x2e1b21385c26c926, 0x4d2c6dfc5ac42aed, 0x53380d139d95b3df,
    0x650a73548baf63de, 0x766a0abb3c77b2a8, 0x81c2c92e47edaee6, 0x92722c851482353b, 0xa2bfe8a14cf10364, 0xa81a664bbc423001,
    0xc24b8b70d0f89791, 0xc76c51a30654be30, 0xd192e819d6ef5218, 0xd69906245565a910, 0xf40e35855771202a, 0x106aa07032bbd1b8,
    0x19a4c116b8d2d0c8, 0x1e376c085141ab53, 0x2748774cdf8eeb99, 0x34b0bcb5e19b48a8, 0x391c0cb3c5c95a63, 0x4ed8aa4ae3418acb,
    0x5b9cca4f7763e373, 0x682e6ff3d6b2b8a3, 0x748f82ee5defb2fc, 0x78a5636f43172f60, 0x84c87814a1f0ab72, 0x8cc702081a6439ec,
    0x90befffa23631e28, 0xa4506cebde82bde9, 0xbef9a3f7b2c67915, 0xc67178f2e372532b, 0xca273eceea26619c, 0xd186b8c721c0c207,
    0xeada7dd6cde0eb1e, 0xf57d4f7fee6ed178, 0x06f067aa72176fba, 0x0a637dc5a2c898a6, 0x113f9804bef90dae, 0x1b710b35131c471b,
    0x28db77f523047d84, 0x32caab7b40c72493, 0x3c9ebe0a15c9bebc, 0x431d67c49c100d4c, 0x4cc5d4becb3e42b6, 0x597f299cfc657e2a,
    0x5fcb6fab3ad6faec, 0x6c44198c4a475817};

} // namespace

void Sha1::add(Bytes bytes)
{
    addTo(m_block, m_length, bytes, [this](const std::uint8_t *p) { block(p); });
}

std::array<std::uint8_t, Sha1::kDigest> Sha1::finish()
{
    pad(m_block, m_length, [this](const std::uint8_t *p) { block(p); });
    std::array<std::uint8_t, kDigest> digest{};
    for (std::size_t i = 0; i < m_state.size(); ++i)
        storeU32(&digest[4 * i], m_state[i]);
    return digest;
}

void Sha1::block(const std::uint8_t *p)
{
    std::uint32_t w[80];
    for (int i = 0; i < 16; ++i)
        w[i] = loadU32(p + 4 * i);
    for (int i = 16; i < 80; ++i)
        w[i] = std::rotl(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
    auto [a, b, c, d, e] = m_state;
    for (int i = 0; i < 80; ++i) {
        std::uint32_t f, k;
        if (i < 20) {
            f = (b & c) | (~b & d);
            k = 0x5a827999;
        } else if (i < 40) {
            f = b ^ c ^ d;
            k = 0x6ed9eba1;
        } else if (i < 60) {
            f = (b & c) | (b & d) | (c & d);
            k = 0x8f1bbcdc;
        } else {
            f = b ^ c ^ d;
            k = 0xca62c1d6;
        }
        const std::uint32_t t = std::rotl(a, 5) + f + e + k + w[i];
        e = d;
        d = c;
        c = std::rotl(b, 30);
        b = a;
        a = t;
    }
    m_state[0] += a;
    m_state[1] += b;
    m_state[2] += c;
    m_state[3] += d;
    m_state[4] += e;
}

void Sha256::add(Bytes bytes)
{
    addTo(m_block, m_length, bytes, [this](const std::uint8_t *p) { block(p); });
}

std::array<std::uint8_t, Sha256::kDigest> Sha256::finish()
{
    pad(m_block, m_length, [this](const std::uint8_t *p) { block(p); });
    std::array<std::uint8_t, kDigest> digest{};
    for (std::size_t i = 0; i < m_state.size(); ++i)
        storeU32(&digest[4 * i], m_state[i]);
    return digest;
}

void Sha256::block(const std::uint8_t *p)
{
    std::uint32_t w[64];
    for (int i = 0; i < 16; ++i)
        w[i] = loadU32(p + 4 * i);
    for (int i = 16; i < 64; ++i) {
        const std::uint32_t s0 = std::rotr(w[i - 15], 7) ^ std::rotr(w[i - 15], 18) ^ w[i - 15] >> 3;
        const std::uint32_t s1 = std::rotr(w[i - 2], 17) ^ std::rotr(w[i - 2], 19) ^ w[i - 2] >> 10;
        w[i] = w[i - 16] + s0 + w[i - 7] + s1;
    }
    auto s = m_state;
    for (int i = 0; i < 64; ++i) {
        const std::uint32_t s1 = std::rotr(s[4], 6) ^ std::rotr(s[4], 11) ^ std::rotr(s[4], 25);
        const std::uint32_t t1 = s[7] + s1 + ((s[4] & s[5]) ^ (~s[4] & s[6])) + k256[i] + w[i];
        const std::uint32_t s0 = std::rotr(s[0], 2) ^ std::rotr(s[0], 13) ^ std::rotr(s[0], 22);
        const std::uint32_t t2 = s0 + ((s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]));
        s = {t1 + t2, s[0], s[1], s[2], s[3] + t1, s[4], s[5], s[6]};
    }
    for (std::size_t i = 0; i < 8; ++i)
        m_state[i] += s[i];
}

void Sha512::add(Bytes bytes)
{
    addTo(m_block, m_length, bytes, [this](const std::uint8_t *p) { block(p); });
}

std::array<std::uint8_t, Sha512::kDigest> Sha512::finish()
{
    pad(m_block, m_length, [this](const std::uint8_t *p) { block(p); });
    std::array<std::uint8_t, kDigest> digest{};
    for (std::size_t i = 0; i < m_state.size(); ++i)
        storeU64(&digest[8 * i], m_state[i]);
    return digest;
}

void Sha512::block(const std::uint8_t *p)
{
    std::uint64_t w[80];
    for (int i = 0; i < 16; ++i)
        w[i] = loadU64(p + 8 * i);
    for (int i = 16; i < 80; ++i) {
        const std::uint64_t s0 = std::rotr(w[i - 15], 1) ^ std::rotr(w[i - 15], 8) ^ w[i - 15] >> 7;
        const std::uint64_t s1 = std::rotr(w[i - 2], 19) ^ std::rotr(w[i - 2], 61) ^ w[i - 2] >> 6;
        w[i] = w[i - 16] + s0 + w[i - 7] + s1;
    }
    auto s = m_state;
    for (int i = 0; i < 80; ++i) {
        const std::uint64_t s1 = std::rotr(s[4], 14) ^ std::rotr(s[4], 18) ^ std::rotr(s[4], 41);
        const std::uint64_t t1 = s[7] + s1 + ((s[4] & s[5]) ^ (~s[4] & s[6])) + k512[i] + w[i];
        const std::uint64_t s0 = std::rotr(s[0], 28) ^ std::rotr(s[0], 34) ^ std::rotr(s[0], 39);
        const std::uint64_t t2 = s0 + ((s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]));
        s = {t1 + t2, s[0], s[1], s[2], s[3] + t1, s[4], s[5], s[6]};
    }
    for (std::size_t i = 0; i < 8; ++i)
        m_state[i] += s[i];
}

} // namespace hopyard::base
