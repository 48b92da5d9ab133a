// Starting one program from a node's init.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "emulation/linux/error.h"
#include "emulation/nodes/init_protocol.h"

#include <sys/types.h>

#include <array>

namespace hopyard::nodes {

/// Gives the process id once the program really runs: an error of execve() is an error here. It leads a session of its
/// own and has the three descriptors and no other.
linux::Result<pid_t> spawnProgram(const protocol::Spawn &request, const std::array<int, 3> &stdio);

} // namespace hopyard::nodes
