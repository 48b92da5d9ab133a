// MD5 (RFC 1321). Broken as a digest of documents; here because the TCP signature of RFC 2385 is made with it.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"

#include <array>
#include <cstdint>

namespace hopyard::base {

class Md5 {
public:
    using Digest = std::array<std::uint8_t, 16>;
    void add(Bytes bytes);
    /// Ends the message; the object is good for nothing afterwards.
    Digest finish();

private:
    void block(const std::uint8_t *p);

    std::array<std::uint32_t, 4> m_state{0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476};
    std::array<std::uint8_t, 64> m_block{};
    std::uint64_t m_length = 0; // bytes
};

} // namespace hopyard::base
