// A lab from a file, with its problems said as compilers say them.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/hop.h"

#include <optional>
#include <string>
#include <vector>

namespace hopyard::cli {

struct LabFile {
    std::string path; ///< absolute
    std::string text;
    lab::Lab lab;
};

/// Everything that is wrong with the file; `file` is set where it can be run (no errors).
struct LabCheck {
    std::vector<lab::Problem> problems;
    std::vector<lab::Problem> toFind; ///< those that its teacher leaves to be found (`to-find`): never errors
    std::optional<LabFile> file;
    bool readable = true; ///< false: there is no such file, and `problems` says so
};
/// `asNetwork`: also what is hardly meant about the network as a whole (core/lab/network_checks.h), as the workbench says it.
LabCheck checkLab(const std::string &path, bool asNetwork = false);

/// Reads and checks; prints warnings and errors. Nothing: the exit code is set.
std::optional<LabFile> loadLab(Hop &hop, const std::string &path, bool asNetwork = false);
/// Prints problems, and sets the exit code where there are errors among them.
void reportProblems(Hop &hop, const std::vector<lab::Problem> &problems);

/// True where `text` means a lab file and not a run: it names an existing file, or ends in .yaml or .yml.
bool looksLikeLabFile(const std::string &text);

} // namespace hopyard::cli
