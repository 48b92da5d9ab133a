// `write memory` and `copy running-config startup-config` at a router of a run: its configuration goes into the lab's
// file.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/world/world.h"

#include <string>

namespace hopyard::engine {

struct WrittenMemory {
    world::CommandAnswer answer;
    std::string before, after; ///< the file's text; equal where it stays as it is
};

/// `labPath` is absolute, or empty where the lab has no file. The file is replaced in one step, or stays as it is.
WrittenMemory writeMemory(const std::string &labPath, const std::string &node, const std::string &running);

} // namespace hopyard::engine
