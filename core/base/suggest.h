// "Did you mean …?": the known word that a mistyped one is closest to.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string_view>

namespace hopyard::base {

/// The candidate with the fewest insertions, removals, replacements and swaps of neighbours from `word`, compared
/// without regard to case; the first of several. Empty where none is close enough to be meant (more than a third of
/// the letters differ) or where `word` is longer than any word a person types (64).
std::string_view closestWord(std::string_view word, std::span<const std::string_view> candidates);

} // namespace hopyard::base
