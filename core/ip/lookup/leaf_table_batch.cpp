// Batches of lookups: what leaf_table.h says, sixteen at a time by gathering loads, or one by one.
//
// One by one is not slow either: the lookups do not depend on each other, and the processor works on a dozen at once.
// It is also the way of processors with AVX2 only: four loads gathered at a time were slower than plain ones.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ip/lookup/leaf_table.h"

#include <type_traits>

#ifdef __x86_64__
#include <immintrin.h>
#endif

namespace hopyard::ip::lookup {

static_assert(sizeof(base::Ipv4Address) == 4 && std::is_standard_layout_v<base::Ipv4Address>,
              "addresses are loaded as the numbers that they are");

void LeafTable::lookup(const base::Ipv4Address *keys, std::uint16_t *out, std::size_t count, std::uint16_t ifZero,
                       Simd simd) const
{
    switch (simd) {
    case Simd::avx512: lookupAvx512(keys, out, count, ifZero); return;
    case Simd::avx2:
    case Simd::plain: lookupPlain(keys, out, count, ifZero); return;
    }
}

void LeafTable::lookupPlain(const base::Ipv4Address *keys, std::uint16_t *out, std::size_t count,
                            std::uint16_t ifZero) const
{
    const Group *groups = m_groups.data(); // members would be loaded anew for each key
    const std::uint8_t *narrow = m_narrow.data();
    const std::uint16_t *wide = m_wide.data();
    const bool isWide = m_isWide;
    const std::uint16_t marked = mark();
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint32_t key = keys[i].value();
        const std::size_t at = leafOf(groups[key >> kGroupShift], key >> 8);
        std::uint16_t value = isWide ? wide[at] : narrow[at];
        if (value == marked) [[unlikely]]
            value = lookupLonger(key);
        out[i] = value == 0 ? ifZero : value;
    }
}

#ifdef __x86_64__

__attribute__((target("avx512f,avx512bw,avx512vl,avx512vpopcntdq"))) void
LeafTable::lookupAvx512(const base::Ipv4Address *keys, std::uint16_t *out, std::size_t count, std::uint16_t ifZero) const
{
    const __m512i marked = _mm512_set1_epi32(mark()), other = _mm512_set1_epi32(ifZero);
    const __m512i places = _mm512_set1_epi32(kFan - 1);
    const __m512i evens = _mm512_setr_epi32(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);
    const __m512i odds = _mm512_add_epi32(evens, _mm512_set1_epi32(1));
    // A gathering load waits for the register that it fills: from zero, else it waits for the round before.
    const __m512i zero = _mm512_setzero_si512();
    const Group *groups = m_groups.data();
    const std::uint8_t *narrow = m_narrow.data();
    const std::uint16_t *wide = m_wide.data();
    const bool isWide = m_isWide;
    __mmask16 longer = 0;
    std::size_t i = 0;
    for (; i + 16 <= count; i += 16) {
        const __m512i key = _mm512_loadu_si512(keys + i);
        const __m512i group = _mm512_srli_epi32(key, kGroupShift);
        const __m512i lower = _mm512_mask_i32gather_epi64(zero, 0xff, _mm512_castsi512_si256(group), groups, 8);
        const __m512i upper = _mm512_mask_i32gather_epi64(zero, 0xff, _mm512_extracti64x4_epi64(group, 1), groups, 8);
        const __m512i starts = _mm512_permutex2var_epi32(lower, evens, upper);
        const __m512i base = _mm512_permutex2var_epi32(lower, odds, upper);
        const __m512i behind = _mm512_andnot_si512(_mm512_srli_epi32(key, 8), places); // 31 - place
        const __m512i runs = _mm512_popcnt_epi32(_mm512_sllv_epi32(starts, behind));
        const __m512i at = _mm512_add_epi32(base, runs);
        __m512i value = isWide ? _mm512_mask_i32gather_epi32(zero, 0xffff, at, wide, 2)
                               : _mm512_mask_i32gather_epi32(zero, 0xffff, at, narrow, 1);
        value = _mm512_and_si512(value, marked); // one byte or two of the four loaded
        longer = static_cast<__mmask16>(longer | _mm512_cmpeq_epi32_mask(value, marked));
        value = _mm512_mask_mov_epi32(value, _mm512_testn_epi32_mask(value, value), other);
        _mm256_storeu_si256(reinterpret_cast<__m256i *>(out + i), _mm512_cvtepi32_epi16(value));
    }
    if (longer != 0) [[unlikely]]
        for (std::size_t j = 0; j < i; ++j)
            if (out[j] == mark())
                lookupPlain(keys + j, out + j, 1, ifZero);
    lookupPlain(keys + i, out + i, count - i, ifZero);
}

#else

void LeafTable::lookupAvx512(const base::Ipv4Address *keys, std::uint16_t *out, std::size_t count,
                             std::uint16_t ifZero) const
{
    lookupPlain(keys, out, count, ifZero);
}

#endif

} // namespace hopyard::ip::lookup
