// A shell's command line as words: quotes and backslashes as in the POSIX shell (section 2.2), commands parted by ";",
// "&&" and line ends. Variables, substitutions, pipes and redirections are not followed: such a line says so. Loops, conditions
// and functions (section 2.9.4) stay one command as they were written, and so do the lines of a here-document (section 2.7.4).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::exchange {

struct ShellCommand {
    std::vector<std::string> words;
    std::string text;     ///< as it was written
    bool isPlain = true;  ///< false: it has what is not followed
    std::optional<std::string> hereDocument; ///< the lines behind it that it reads ("<<EOF")
};

std::vector<ShellCommand> splitCommands(std::string_view script);

} // namespace hopyard::exchange
