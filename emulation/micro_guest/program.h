// The micro-guest's program (emulation/micro_guest_program), as it is built beside us: an ELF file inside this one.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"

#include <cstdint>
#include <optional>

namespace hopyard::micro_guest {

/// The file; empty where it was not built (another processor's compiler).
base::Bytes programFile();
/// Lays the program's segments into `memory`, whose first byte is the guest's address 0. Where it begins; none: it is
/// no 64-bit program for this processor, or does not fit.
std::optional<std::uint64_t> loadProgram(base::Bytes file, base::MutableBytes memory);

} // namespace hopyard::micro_guest
