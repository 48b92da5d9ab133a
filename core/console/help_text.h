// What consoles say about their own commands: help, "?", Tab, and why a line is none. Internal to core/console.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/console/console.h"
#include "core/console/grammar.h"

#include <string>
#include <string_view>
#include <vector>

namespace hopyard::console {

/// A command's syntax as a person reads it: without the names of its tokens.
std::string readable(std::string_view syntax);
/// A line of the list of commands.
std::string helpLine(std::string_view syntax, std::string_view text);
/// What may follow: "show ip ?"
Answer whatFollows(const CommandSet &commands, std::string_view line);
/// Why the line is no command of the set.
std::string explained(const Match &match, const std::vector<Word> &words);
/// The keywords with which the line may go on, sorted; `first` are words that may also stand at its beginning.
std::vector<std::string> completionsOf(const CommandSet &commands, std::string_view line, std::vector<std::string> first);

} // namespace hopyard::console
