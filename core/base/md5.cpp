// MD5, by the steps of RFC 1321 section 3.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/md5.h"

#include <algorithm>

namespace hopyard::base {

namespace {

/// floor(2^32 · |sin(i + 1)|), section 3.4.
constexpr std::array<std::uint32_t, 64> kSines{
    0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501,
    0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821,
    0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8,
    0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed, 0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a,
    0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c, 0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70,
    0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665,
    0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92, 0xffeff47d, 0x85845dd1,
    0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1, 0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391};
constexpr std::array<std::array<std::uint8_t, 4>, 4> kShifts{{{7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}}};

std::uint32_t loadLittle(const std::uint8_t *p)
{
    return std::uint32_t(p[3]) << 24 | std::uint32_t(p[2]) << 16 | std::uint32_t(p[1]) << 8 | p[0];
}
void storeLittle(std::uint8_t *p, std::uint32_t v)
{
    for (int i = 0; i < 4; ++i)
        p[i] = static_cast<std::uint8_t>(v >> (8 * i));
}

} // namespace

void Md5::add(Bytes bytes)
{
    while (!bytes.empty()) {
        const std::size_t at = m_length % m_block.size();
        const std::size_t count = std::min(bytes.size(), m_block.size() - at);
        std::copy_n(bytes.begin(), count, m_block.begin() + static_cast<std::ptrdiff_t>(at));
        m_length += count;
        bytes = bytes.subspan(count);
        if (at + count == m_block.size())
            block(m_block.data());
    }
}

Md5::Digest Md5::finish()
{
    const std::uint64_t bits = m_length * 8;
    constexpr std::array<std::uint8_t, 64> kPadding{0x80};
    const std::size_t at = m_length % 64;
    add(Bytes(kPadding).first(at < 56 ? 56 - at : 120 - at));
    std::array<std::uint8_t, 8> length{};
    storeLittle(length.data(), static_cast<std::uint32_t>(bits));
    storeLittle(length.data() + 4, static_cast<std::uint32_t>(bits >> 32));
    add(length);
    Digest digest{};
    for (std::size_t i = 0; i < 4; ++i)
        storeLittle(digest.data() + 4 * i, m_state[i]);
    return digest;
}

void Md5::block(const std::uint8_t *p)
{
    auto [a, b, c, d] = m_state;
    for (std::size_t i = 0; i < 64; ++i) {
        std::uint32_t f = 0;
        std::size_t word = 0;
        switch (i / 16) {
        case 0: f = (b & c) | (~b & d); word = i; break;
        case 1: f = (d & b) | (~d & c); word = (5 * i + 1) % 16; break;
        case 2: f = b ^ c ^ d; word = (3 * i + 5) % 16; break;
        default: f = c ^ (b | ~d); word = 7 * i % 16; break;
        }
        const std::uint32_t sum = a + f + kSines[i] + loadLittle(p + 4 * word);
        const std::uint8_t shift = kShifts[i / 16][i % 4];
        a = d;
        d = c;
        c = b;
        b += sum << shift | sum >> (32 - shift);
    }
    m_state = {m_state[0] + a, m_state[1] + b, m_state[2] + c, m_state[3] + d};
}

} // namespace hopyard::base
