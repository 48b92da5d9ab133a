// Batches of lookups: what leaf_table.h says, sixteen or eight at a time by gathering loads, or one by one.
//
// One by one is not slow either: the lookups do not depend on each other, and the processor works on a dozen at once.
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
    case Simd::avx2: lookupAvx2(keys, out, count, ifZero); return;
    case Simd::plain: lookupPlain(keys, out, count, ifZero); return;
    }
}

void LeafTable::lookupPlain(const base::Ipv4Address *keys, std::uint16_t *out, std::size_t count,
                            std::uint16_t ifZero) const
{
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint16_t value = lookup(keys[i].value());
        out[i] = value == 0 ? ifZero : value;
    }
}

#ifdef __x86_64__

__attribute__((target("avx512f,avx512bw,avx512vl"))) void
LeafTable::lookupAvx512(const base::Ipv4Address *keys, std::uint16_t *out, std::size_t count, std::uint16_t ifZero) const
{
    const __m512i low16 = _mm512_set1_epi32(0xffff), low8 = _mm512_set1_epi32(0xff);
    const __m512i shiftMask = _mm512_set1_epi32(kShiftMask), node = _mm512_set1_epi32(kNode);
    const __m512i leafMask = m_isWide ? low16 : low8, other = _mm512_set1_epi32(ifZero);
    for (std::size_t i = 0; i < count; i += 16) {
        const std::size_t left = count - i;
        const __mmask16 lanes = left >= 16 ? __mmask16(0xffff) : static_cast<__mmask16>((1u << left) - 1);
        const __m512i key = _mm512_maskz_loadu_epi32(lanes, keys + i);
        __m512i entry = _mm512_i32gather_epi32(_mm512_srli_epi32(key, 16), m_root.data(), 4);
        __m512i rest = _mm512_and_si512(key, low16);
        if (const __mmask16 deep = _mm512_test_epi32_mask(entry, node)) {
            const __m512i at = _mm512_add_epi32(_mm512_slli_epi32(_mm512_srli_epi32(entry, kBaseShift), 8),
                                                _mm512_srli_epi32(rest, 8));
            entry = _mm512_mask_i32gather_epi32(entry, deep, at, m_nodes.data(), 4);
            rest = _mm512_mask_and_epi32(rest, deep, rest, low8);
        }
        const __m512i at = _mm512_add_epi32(_mm512_srli_epi32(entry, kBaseShift),
                                            _mm512_srlv_epi32(rest, _mm512_and_si512(entry, shiftMask)));
        __m512i value = m_isWide ? _mm512_i32gather_epi32(at, m_wide.data(), 2)
                                 : _mm512_i32gather_epi32(at, m_narrow.data(), 1);
        value = _mm512_and_si512(value, leafMask);
        value = _mm512_mask_mov_epi32(value, _mm512_testn_epi32_mask(value, value), other);
        _mm256_mask_storeu_epi16(out + i, lanes, _mm512_cvtepi32_epi16(value));
    }
}

__attribute__((target("avx2"))) void LeafTable::lookupAvx2(const base::Ipv4Address *keys, std::uint16_t *out,
                                                           std::size_t count, std::uint16_t ifZero) const
{
    const __m256i low16 = _mm256_set1_epi32(0xffff), low8 = _mm256_set1_epi32(0xff), zero = _mm256_setzero_si256();
    const __m256i shiftMask = _mm256_set1_epi32(kShiftMask), node = _mm256_set1_epi32(kNode);
    const __m256i leafMask = m_isWide ? low16 : low8, other = _mm256_set1_epi32(ifZero);
    std::size_t i = 0;
    for (; i + 8 <= count; i += 8) {
        const __m256i key = _mm256_loadu_si256(reinterpret_cast<const __m256i *>(keys + i));
        const int *root = reinterpret_cast<const int *>(m_root.data());
        __m256i entry = _mm256_i32gather_epi32(root, _mm256_srli_epi32(key, 16), 4);
        __m256i rest = _mm256_and_si256(key, low16);
        const __m256i deep = _mm256_cmpeq_epi32(_mm256_and_si256(entry, node), node);
        if (!_mm256_testz_si256(deep, deep)) {
            const __m256i at = _mm256_add_epi32(_mm256_slli_epi32(_mm256_srli_epi32(entry, kBaseShift), 8),
                                                _mm256_srli_epi32(rest, 8));
            entry = _mm256_mask_i32gather_epi32(entry, reinterpret_cast<const int *>(m_nodes.data()), at, deep, 4);
            rest = _mm256_blendv_epi8(rest, _mm256_and_si256(rest, low8), deep);
        }
        const __m256i at = _mm256_add_epi32(_mm256_srli_epi32(entry, kBaseShift),
                                            _mm256_srlv_epi32(rest, _mm256_and_si256(entry, shiftMask)));
        __m256i value = m_isWide ? _mm256_i32gather_epi32(reinterpret_cast<const int *>(m_wide.data()), at, 2)
                                 : _mm256_i32gather_epi32(reinterpret_cast<const int *>(m_narrow.data()), at, 1);
        value = _mm256_and_si256(value, leafMask);
        value = _mm256_blendv_epi8(value, other, _mm256_cmpeq_epi32(value, zero));
        const __m256i packed = _mm256_permute4x64_epi64(_mm256_packus_epi32(value, value), 0x08);
        _mm_storeu_si128(reinterpret_cast<__m128i *>(out + i), _mm256_castsi256_si128(packed));
    }
    lookupPlain(keys + i, out + i, count - i, ifZero);
}

#else

void LeafTable::lookupAvx512(const base::Ipv4Address *keys, std::uint16_t *out, std::size_t count,
                             std::uint16_t ifZero) const
{
    lookupPlain(keys, out, count, ifZero);
}

void LeafTable::lookupAvx2(const base::Ipv4Address *keys, std::uint16_t *out, std::size_t count,
                           std::uint16_t ifZero) const
{
    lookupPlain(keys, out, count, ifZero);
}

#endif

} // namespace hopyard::ip::lookup
