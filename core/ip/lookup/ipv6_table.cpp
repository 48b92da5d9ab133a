// Changes, and batches of lookups that walk the tree side by side; see ipv6_table.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ip/lookup/ipv6_table.h"

#include <algorithm>
#include <array>

#ifdef __x86_64__
#include <immintrin.h>
#endif

namespace hopyard::ip::lookup {

namespace {

using Tree = IntervalTree<std::uint64_t>;
using Row = const std::int64_t *; // sixteen ascending numbers
constexpr std::size_t kAtOnce = 32;

// For each row, how many of its numbers are at most the key.
void countPlain(const Row *rows, const std::int64_t *keys, std::uint32_t *counts, std::size_t n)
{
    for (std::size_t i = 0; i < n; ++i)
        counts[i] = Tree::countUpTo(rows[i], keys[i]);
}

#ifdef __x86_64__

__attribute__((target("avx512f,popcnt"))) void countAvx512(const Row *rows, const std::int64_t *keys,
                                                           std::uint32_t *counts, std::size_t n)
{
    for (std::size_t i = 0; i < n; ++i) {
        const __m512i key = _mm512_set1_epi64(keys[i]);
        const unsigned low = _mm512_cmple_epi64_mask(_mm512_loadu_si512(rows[i]), key);
        const unsigned high = _mm512_cmple_epi64_mask(_mm512_loadu_si512(rows[i] + 8), key);
        counts[i] = static_cast<std::uint32_t>(_mm_popcnt_u32(low | high << 8));
    }
}

__attribute__((target("avx2"))) void countAvx2(const Row *rows, const std::int64_t *keys, std::uint32_t *counts,
                                               std::size_t n)
{
    for (std::size_t i = 0; i < n; ++i) {
        const __m256i key = _mm256_set1_epi64x(keys[i]);
        __m256i above = _mm256_setzero_si256(); // each lane counts downwards
        for (int part = 0; part < 4; ++part) {
            const __m256i four = _mm256_loadu_si256(reinterpret_cast<const __m256i *>(rows[i] + part * 4));
            above = _mm256_add_epi64(above, _mm256_cmpgt_epi64(four, key));
        }
        const __m128i two = _mm_add_epi64(_mm256_castsi256_si128(above), _mm256_extracti128_si256(above, 1));
        const __m128i one = _mm_add_epi64(two, _mm_unpackhi_epi64(two, two));
        counts[i] = static_cast<std::uint32_t>(16 + _mm_cvtsi128_si64(one));
    }
}

#endif

using Count = void (*)(const Row *, const std::int64_t *, std::uint32_t *, std::size_t);

Count counting(Simd simd)
{
#ifdef __x86_64__
    if (simd != Simd::plain)
        return simd == Simd::avx512 ? countAvx512 : countAvx2;
#endif
    static_cast<void>(simd);
    return countPlain;
}

// The values of at most kAtOnce keys: all of them a level down, then all of them the next, so that the processor waits
// for many cache lines at a time.
void walk(const Tree &tree, const std::int64_t *keys, std::uint16_t *out, std::size_t n, Count count)
{
    std::array<Row, kAtOnce> rows;
    std::array<std::uint32_t, kAtOnce> counts;
    std::array<std::uint32_t, kAtOnce> at{};
    for (std::size_t level = tree.levels().size(); level-- > 0;) {
        const std::int64_t *numbers = tree.levels()[level].data();
        for (std::size_t i = 0; i < n; ++i)
            rows[i] = numbers + std::size_t(at[i]) * Tree::kFan;
        count(rows.data(), keys, counts.data(), n);
        for (std::size_t i = 0; i < n; ++i)
            at[i] = at[i] * Tree::kFan + counts[i] - 1;
    }
    std::array<const Tree::Block *, kAtOnce> blocks;
    for (std::size_t i = 0; i < n; ++i) {
        blocks[i] = tree.blocks() + tree.order()[at[i]];
        rows[i] = blocks[i]->starts.data();
        __builtin_prefetch(rows[i]);
        __builtin_prefetch(rows[i] + 8);
        __builtin_prefetch(blocks[i]->values.data());
    }
    count(rows.data(), keys, counts.data(), n);
    for (std::size_t i = 0; i < n; ++i)
        out[i] = blocks[i]->values[counts[i] - 1];
}

} // namespace

void Ipv6Table::lookup(const base::Ipv6Address *keys, std::uint16_t *out, std::size_t count, std::uint16_t ifZero,
                       Simd simd) const
{
    if (m_upper.isEmpty()) {
        std::fill_n(out, count, ifZero);
        return;
    }
    const Count counts = counting(simd);
    std::array<std::int64_t, kAtOnce> numbers;
    for (std::size_t done = 0; done < count; done += kAtOnce) {
        const std::size_t n = std::min(kAtOnce, count - done);
        for (std::size_t i = 0; i < n; ++i) // the highest of all is what fills arrays up: see IntervalTree
            numbers[i] = std::min(Tree::ordered(base::loadU64(keys[done + i].bytes().data())), Tree::kHighest - 1);
        walk(m_upper, numbers.data(), out + done, n, counts);
        for (std::size_t i = 0; i < n; ++i) {
            std::uint16_t &value = out[done + i];
            const bool isHighest = numbers[i] == Tree::kHighest - 1;
            if (value == kBelow || isHighest) [[unlikely]] {
                const std::uint8_t *bytes = keys[done + i].bytes().data();
                value = lookup(Key6(base::loadU64(bytes)) << 64 | base::loadU64(bytes + 8));
            }
            value = value == 0 ? ifZero : value;
        }
    }
}

std::uint16_t Ipv6Table::lookupBelow(Key6 key) const
{
    return m_below.at(static_cast<std::uint64_t>(key >> 64)).lookup(static_cast<std::uint64_t>(key));
}

void Ipv6Table::assign(Key6 first, Key6 last, std::uint16_t value)
{
    auto from = static_cast<std::uint64_t>(first >> 64);
    auto to = static_cast<std::uint64_t>(last >> 64);
    const auto lowFirst = static_cast<std::uint64_t>(first), lowLast = static_cast<std::uint64_t>(last);
    constexpr std::uint64_t kEnd = ~std::uint64_t(0);
    if (from == to && (lowFirst != 0 || lowLast != kEnd)) {
        assignBelow(from, lowFirst, lowLast, value);
        return;
    }
    if (lowFirst != 0)
        assignBelow(from++, lowFirst, kEnd, value);
    if (lowLast != kEnd)
        assignBelow(to--, 0, lowLast, value);
    if (from > to)
        return;
    m_below.erase(m_below.lower_bound(from), m_below.upper_bound(to));
    m_upper.assign(from, to, value);
}

void Ipv6Table::assignBelow(std::uint64_t network, std::uint64_t first, std::uint64_t last, std::uint16_t value)
{
    const std::uint16_t above = m_upper.lookup(network);
    Tree &tree = m_below[network];
    if (above != kBelow) {
        tree.assign(0, ~std::uint64_t(0), above);
        m_upper.assign(network, network, kBelow);
    }
    tree.assign(first, last, value);
    if (!tree.isUniform())
        return;
    m_upper.assign(network, network, tree.highest());
    m_below.erase(network);
}

std::size_t Ipv6Table::heapBytes() const
{
    constexpr std::size_t kMapNode = 4 * sizeof(void *) + sizeof(std::pair<const std::uint64_t, Tree>);
    std::size_t bytes = m_upper.heapBytes();
    for (const auto &[network, tree] : m_below)
        bytes += kMapNode + tree.heapBytes();
    return bytes;
}

} // namespace hopyard::ip::lookup
