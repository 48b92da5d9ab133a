// The sentence that says why a line is no command and what would be right.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/console/grammar.h"

#include <span>
#include <string>

namespace hopyard::console {

/// For any match whose status is not `found`; without a full stop.
std::string describeMismatch(const Match &match, std::span<const Word> words);

} // namespace hopyard::console
