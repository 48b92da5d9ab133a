// What a node's programs, or a machine's, use of this computer: processor time and memory.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "emulation/engine/tables.h"

namespace hopyard::engine {

/// The node's first process on this computer, or that of a machine ("pc1/g1" for a guest): all its others descend from
/// it. 0: it has none now. noSuchNode, and invalidParams for what is no program of this computer.
Answer<pid_t> firstProcess(Session &session, std::string_view name);
/// The table `process`: pid (this computer's), program, state, usedMs (processor time), memory (bytes), threads.
Table processTable(pid_t first);
/// The result of node.load in docs/rpc.md.
rpc::Json loadOf(pid_t first);

} // namespace hopyard::engine
