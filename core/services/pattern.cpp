// See pattern.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/services/pattern.h"

#include "core/base/random.h"

#include <algorithm>
#include <cstring>
#include <vector>

namespace hopyard::services {

namespace {

constexpr std::size_t kPeriod = 65'521;
constexpr std::size_t kCharacters = 95, kLine = 74; // a line: 72 characters, CR, LF
constexpr std::size_t kChargenPeriod = kCharacters * kLine;

/// One period and a chunk: wherever in the period one begins, a chunk lies behind.
template <class ByteAt>
std::vector<std::uint8_t> table(std::size_t period, ByteAt &&byteAt)
{
    std::vector<std::uint8_t> bytes(period + kPatternChunk);
    for (std::size_t i = 0; i < bytes.size(); ++i)
        bytes[i] = i < period ? byteAt(i) : bytes[i - period];
    return bytes;
}

} // namespace

base::Bytes pattern(std::uint64_t offset)
{
    static const std::vector<std::uint8_t> bytes = [] {
        base::Random random(1);
        return table(kPeriod, [&](std::size_t) { return static_cast<std::uint8_t>(random.next()); });
    }();
    return base::Bytes(bytes).subspan(offset % kPeriod);
}

base::Bytes chargenPattern(std::uint64_t offset)
{
    static const std::vector<std::uint8_t> bytes = table(kChargenPeriod, [](std::size_t i) -> std::uint8_t {
        const std::size_t line = i / kLine, column = i % kLine;
        if (column >= kLine - 2)
            return column == kLine - 2 ? '\r' : '\n';
        return static_cast<std::uint8_t>(' ' + (line + column) % kCharacters);
    });
    return base::Bytes(bytes).subspan(offset % kChargenPeriod);
}

std::uint64_t differences(base::Bytes bytes, std::uint64_t offset)
{
    std::uint64_t count = 0;
    while (!bytes.empty()) {
        const base::Bytes right = pattern(offset);
        const std::size_t n = std::min(bytes.size(), right.size());
        if (std::memcmp(bytes.data(), right.data(), n) != 0)
            for (std::size_t i = 0; i < n; ++i)
                count += bytes[i] != right[i];
        bytes = bytes.subspan(n);
        offset += n;
    }
    return count;
}

} // namespace hopyard::services
