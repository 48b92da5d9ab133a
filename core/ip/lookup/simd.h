// Which way a batch of lookups goes: the plain one, or one that the processor's vector units take. All give the same.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace hopyard::ip::lookup {

enum class Simd : std::uint8_t { plain, avx2, avx512 };

/// Whether this processor can.
bool isSupported(Simd simd);
/// Whether it has an instruction that counts bits.
extern const bool kCountsBits;
/// The widest that this processor can; found out once.
Simd bestSimd();

} // namespace hopyard::ip::lookup
