// A checksum of 64 bits for large blocks, several bytes a cycle: four lanes of multiplying and rotating, joined at the end.
//
// Every step can be undone, for each word by itself: a change within one word, of however many bits, is always seen, any
// other misses with a chance of 2^-64 or so. It finds damage, not malice.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>

namespace hopyard::migration {

inline std::uint64_t checksum64(base::Bytes bytes)
{
    constexpr std::uint64_t kOdd = 0x9e3779b97f4a7c15; // the golden ratio's bits
    const auto step = [](std::uint64_t lane, std::uint64_t word) { return std::rotl((lane ^ word) * kOdd, 29); };
    std::array<std::uint64_t, 4> lanes{1, 2, 3, 4};
    const std::uint8_t *p = bytes.data();
    std::size_t left = bytes.size();
    const auto take = [&p](std::size_t count) { // least significant first, whatever the machine's order is
        std::array<std::uint8_t, 8> part{};
        std::memcpy(part.data(), p, count);
        p += count;
        std::uint64_t word;
        if constexpr (std::endian::native == std::endian::little) {
            std::memcpy(&word, part.data(), 8);
        } else {
            word = 0;
            for (std::size_t i = 8; i-- > 0;)
                word = word << 8 | part[i];
        }
        return word;
    };
    for (; left >= 32; left -= 32)
        for (std::uint64_t &lane : lanes)
            lane = step(lane, take(8));
    std::uint64_t sum = bytes.size();
    for (; left >= 8; left -= 8)
        sum = step(sum, take(8));
    if (left > 0)
        sum = step(sum, take(left));
    for (const std::uint64_t lane : lanes)
        sum = step(sum, lane);
    return sum ^ sum >> 32;
}

} // namespace hopyard::migration
