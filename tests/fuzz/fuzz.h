// What every fuzz target needs: the entry point's declaration and a check that stays in every build.
//
// A target reads the input, and where it is accepted writes it and reads it again: both must agree. Findings are
// minimised by libFuzzer (-minimize_crash=1) and kept in corpus/ with the fix.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size);

namespace hopyard::fuzz {

/// Ends the program where something that must hold does not; libFuzzer then keeps the input.
inline void require(bool condition)
{
    if (!condition)
        std::abort();
}

} // namespace hopyard::fuzz
