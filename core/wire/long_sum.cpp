// See long_sum.h. Each vector of 32 bytes is taken as eight words of 32 bits, the even and the odd ones of which go to
// sums of 64 bits each: no carry is lost before four thousand million of them.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/wire/long_sum.h"

#include <cassert>
#include <cstring>

#ifdef __x86_64__
#include <immintrin.h>
#endif

namespace hopyard::wire {

namespace {

constexpr std::size_t kLong = 128; // bytes; below, the vectors do not pay
constexpr std::size_t kStep = 64;  // bytes that are added up at a time

#ifdef __x86_64__

bool hasVectors()
{
    static const bool has = [] {
        __builtin_cpu_init();
        return __builtin_cpu_supports("avx2") != 0;
    }();
    return has;
}

/// `size` is a multiple of kStep. The sum of the 32-bit words as they lie in memory.
template <bool copies>
__attribute__((target("avx2"))) std::uint64_t sumVectors(std::uint8_t *into, const std::uint8_t *bytes, std::size_t size)
{
    const __m256i low = _mm256_set1_epi64x(0xffffffff);
    __m256i even = _mm256_setzero_si256(), odd = even, even2 = even, odd2 = even;
    for (std::size_t at = 0; at < size; at += kStep) {
        const __m256i first = _mm256_loadu_si256(reinterpret_cast<const __m256i *>(bytes + at));
        const __m256i second = _mm256_loadu_si256(reinterpret_cast<const __m256i *>(bytes + at + 32));
        if constexpr (copies) {
            _mm256_storeu_si256(reinterpret_cast<__m256i *>(into + at), first);
            _mm256_storeu_si256(reinterpret_cast<__m256i *>(into + at + 32), second);
        }
        even = _mm256_add_epi64(even, _mm256_and_si256(first, low));
        odd = _mm256_add_epi64(odd, _mm256_srli_epi64(first, 32));
        even2 = _mm256_add_epi64(even2, _mm256_and_si256(second, low));
        odd2 = _mm256_add_epi64(odd2, _mm256_srli_epi64(second, 32));
    }
    const __m256i all = _mm256_add_epi64(_mm256_add_epi64(even, odd), _mm256_add_epi64(even2, odd2));
    const __m128i half = _mm_add_epi64(_mm256_castsi256_si128(all), _mm256_extracti128_si256(all, 1));
    return static_cast<std::uint64_t>(_mm_extract_epi64(half, 0)) + static_cast<std::uint64_t>(_mm_extract_epi64(half, 1));
}

#else

bool hasVectors() { return false; }
template <bool copies>
std::uint64_t sumVectors(std::uint8_t *, const std::uint8_t *, std::size_t)
{
    return 0;
}

#endif

/// A sum of words as they lie in memory, as a word in host order.
std::uint16_t folded(std::uint64_t sum)
{
    while (sum >> 16)
        sum = (sum & 0xffff) + (sum >> 16);
    const auto word = static_cast<std::uint16_t>(sum);
    std::uint8_t bytes[2];
    std::memcpy(bytes, &word, sizeof bytes);
    return base::loadU16(bytes);
}

} // namespace

void addLong(Checksum &checksum, base::Bytes bytes)
{
    if (bytes.size() >= kLong && hasVectors()) {
        const std::size_t whole = bytes.size() - bytes.size() % kStep;
        checksum.addU16(folded(sumVectors<false>(nullptr, bytes.data(), whole)));
        bytes = bytes.subspan(whole);
    }
    checksum.add(bytes);
}

void addCopying(Checksum &checksum, base::MutableBytes into, base::Bytes bytes)
{
    assert(into.size() == bytes.size());
    if (bytes.size() >= kLong && hasVectors()) {
        const std::size_t whole = bytes.size() - bytes.size() % kStep;
        checksum.addU16(folded(sumVectors<true>(into.data(), bytes.data(), whole)));
        bytes = bytes.subspan(whole);
        into = into.subspan(whole);
    }
    if (bytes.empty())
        return;
    std::memcpy(into.data(), bytes.data(), bytes.size());
    checksum.add(bytes);
}

void emitUdp(base::MutableBytes datagram, const UdpRepr &header, base::Bytes payload, const base::IpAddress &source,
             const base::IpAddress &destination)
{
    Checksum sum;
    addCopying(sum, datagram.subspan(UdpRepr::headerLength()), payload); // the only piece that may be odd: it is the last
    std::uint8_t *p = datagram.data();
    base::storeU16(p, header.sourcePort);
    base::storeU16(p + 2, header.destinationPort);
    base::storeU16(p + 4, static_cast<std::uint16_t>(datagram.size()));
    base::storeU16(p + 6, 0);
    sum.addPseudoHeader(source, destination, IpProtocol::udp, datagram.size());
    sum.add(datagram.first(UdpRepr::headerLength()));
    const std::uint16_t value = sum.value();
    base::storeU16(p + 6, value == 0 ? 0xffff : value); // zero would mean "none" (RFC 768)
}

bool udpChecksumOk(const UdpView &udp, const base::IpAddress &source, const base::IpAddress &destination)
{
    if (udp.checksum() == 0)
        return source.isV4();
    Checksum sum;
    addLong(sum, udp.payload());
    sum.addPseudoHeader(source, destination, IpProtocol::udp, udp.length());
    for (const std::uint16_t word : {udp.sourcePort(), udp.destinationPort(), udp.length(), udp.checksum()})
        sum.addU16(word);
    return sum.verifies();
}

} // namespace hopyard::wire
