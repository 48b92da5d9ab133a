// Where hop import reads from and writes to: files, the terminal's pipes, gzip.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/hop.h"

#include <cstddef>
#include <optional>
#include <string>

namespace hopyard::cli {

/// All of the file, or of standard input for "-", at most `most` bytes. Nothing: said, and the exit code is set.
std::optional<std::string> readWhole(Hop &hop, const std::string &path, std::size_t most);

/// Writes a new file whole or not at all; an existing one only with `overwrite`. False: said, and the exit code is set.
bool writeWhole(Hop &hop, const std::string &path, const std::string &text, bool overwrite);

} // namespace hopyard::cli
