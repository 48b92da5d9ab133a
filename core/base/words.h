// The words of a line that a person types, apart by blanks and tabs: for consoles of few commands. Those of many have a
// grammar (core/console).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <initializer_list>
#include <span>
#include <string_view>
#include <vector>

namespace hopyard::base {

/// They point into the line.
std::vector<std::string_view> wordsOf(std::string_view line);
/// Whether they are `command`'s, each possibly shortened ("sh ip ro").
bool isCommand(std::span<const std::string_view> words, std::initializer_list<std::string_view> command);

} // namespace hopyard::base
