// A shell's command line as words: quotes and backslashes as in the POSIX shell (section 2.2), commands parted by ";",
// "&&" and line ends. Variables, substitutions, pipes and redirections are not followed: such a line says so.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hopyard::exchange {

struct ShellCommand {
    std::vector<std::string> words;
    std::string text;     ///< as it was written
    bool isPlain = true;  ///< false: it has what is not followed
};

std::vector<ShellCommand> splitCommands(std::string_view script);

} // namespace hopyard::exchange
