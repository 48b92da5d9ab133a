// What the processor says that it can; see simd.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ip/lookup/simd.h"

namespace hopyard::ip::lookup {

#ifdef __x86_64__
const bool kCountsBits = [] {
    __builtin_cpu_init();
    return __builtin_cpu_supports("popcnt") != 0;
}();
#else
const bool kCountsBits = false;
#endif

bool isSupported(Simd simd)
{
    if (simd == Simd::plain)
        return true;
#ifdef __x86_64__
    __builtin_cpu_init();
    if (simd == Simd::avx2)
        return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("popcnt") && __builtin_cpu_supports("bmi2");
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512vpopcntdq") &&
           __builtin_cpu_supports("popcnt");
#else
    return false;
#endif
}

Simd bestSimd()
{
    static const Simd best = isSupported(Simd::avx512) ? Simd::avx512
                             : isSupported(Simd::avx2) ? Simd::avx2
                                                       : Simd::plain;
    return best;
}

} // namespace hopyard::ip::lookup
