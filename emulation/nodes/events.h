// What a namespace node tells the engine about the programs in it.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/id.h"
#include "emulation/linux/error.h"

#include <sys/types.h>

#include <string>
#include <variant>
#include <vector>

namespace hopyard::nodes {

/// A program that was asked for in a node; counts from 1 in each node and is not reused.
using ExecId = base::Id<struct ExecTag>;

/// The program runs.
struct Started {
    ExecId exec;
    pid_t pid = 0; ///< as the engine's own pid namespace numbers it
};
/// It could not be started (no such command, no such directory); nothing else follows for this id.
struct StartFailed {
    ExecId exec;
    linux::SysError error;
};
/// A line a program wrote, standard output and error alike, without its end; only for startProgram(). The bytes are
/// the program's own and need not be UTF-8. Lines longer than 4,096 bytes come in pieces.
struct OutputLine {
    ExecId exec;
    std::string line;
};
/// The program ended. Lines of children it left behind may follow.
struct Exited {
    ExecId exec;
    int status = 0; ///< exit code, where signal is 0
    int signal = 0; ///< the signal that ended it; 0: it ended by itself
};
/// Something about the node's own set-up that is not as it should be, but does not stop it.
struct NodeWarning {
    std::string text;
};
/// The node's init is gone and with it every program in the node (somebody killed it, or memory ran out). Every program
/// not yet reported is reported as Exited by SIGKILL before this. The network goes on; the next program starts a new
/// init.
struct InitLost {};

using Event = std::variant<Started, StartFailed, OutputLine, Exited, NodeWarning, InitLost>;

} // namespace hopyard::nodes
