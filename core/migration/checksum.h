// A checksum of 64 bits for large blocks, several bytes a cycle: four lanes of multiplying and rotating, joined at the end.
//
// Every step can be undone, for each word by itself: a change within one word, of however many bits, is always seen, any
// other misses with a chance of 2^-64 or so. It finds damage, not malice. Of a block that comes in parts it is the same,
// whatever the parts are.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>

namespace hopyard::migration {

class Checksum64 {
public:
    void add(base::Bytes bytes)
    {
        m_size += bytes.size();
        if (m_kept > 0) {
            const std::size_t count = std::min(bytes.size(), kBlock - m_kept);
            std::copy_n(bytes.data(), count, m_rest.data() + m_kept);
            m_kept += count;
            bytes = bytes.subspan(count);
            if (m_kept < kBlock)
                return;
            takeBlock(m_rest.data());
            m_kept = 0;
        }
        for (; bytes.size() >= kBlock; bytes = bytes.subspan(kBlock))
            takeBlock(bytes.data());
        std::copy(bytes.begin(), bytes.end(), m_rest.begin());
        m_kept = bytes.size();
    }
    /// Of all that was added.
    std::uint64_t value() const
    {
        std::uint64_t sum = m_size;
        std::size_t at = 0;
        for (; m_kept - at >= 8; at += 8)
            sum = step(sum, word(m_rest.data() + at, 8));
        if (at < m_kept)
            sum = step(sum, word(m_rest.data() + at, m_kept - at));
        for (const std::uint64_t lane : m_lanes)
            sum = step(sum, lane);
        return sum ^ sum >> 32;
    }

private:
    static constexpr std::size_t kBlock = 32;
    static constexpr std::uint64_t kOdd = 0x9e3779b97f4a7c15; // the golden ratio's bits

    static std::uint64_t step(std::uint64_t lane, std::uint64_t word) { return std::rotl((lane ^ word) * kOdd, 29); }
    /// Least significant first, whatever the machine's order is.
    static std::uint64_t word(const std::uint8_t *p, std::size_t count)
    {
        std::array<std::uint8_t, 8> part{};
        std::memcpy(part.data(), p, count);
        std::uint64_t word = 0;
        if constexpr (std::endian::native == std::endian::little) {
            std::memcpy(&word, part.data(), 8);
        } else {
            for (std::size_t i = 8; i-- > 0;)
                word = word << 8 | part[i];
        }
        return word;
    }
    void takeBlock(const std::uint8_t *p)
    {
        for (std::size_t i = 0; i < m_lanes.size(); ++i)
            m_lanes[i] = step(m_lanes[i], word(p + 8 * i, 8));
    }

    std::array<std::uint64_t, 4> m_lanes{1, 2, 3, 4};
    std::array<std::uint8_t, kBlock> m_rest{};
    std::size_t m_kept = 0;
    std::uint64_t m_size = 0;
};

inline std::uint64_t checksum64(base::Bytes bytes)
{
    Checksum64 sum;
    sum.add(bytes);
    return sum.value();
}

} // namespace hopyard::migration
