// Runs a program of this machine whose sockets live on a virtual router or host (docs/remote-sockets.md).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/hop.h"
#include "emulation/rpc/client.h"

#include <string>
#include <vector>

namespace hopyard::cli {

struct OutsideProgram {
    std::string node;               ///< where its sockets are made; empty or "kernel": the kernel
    std::vector<std::string> rules; ///< "10.0.2.0/24=r1"
    std::vector<std::string> command;
};

/// The node's kind as the lab has it ("host", "router", "namespace", …); empty where there is no such node: it has said so,
/// and the exit code is set.
std::string kindOf(Hop &hop, rpc::Client &client, const std::string &node);

/// Becomes the program where `replaces`; else waits for its end and sets the exit code to the program's. Comes back with a
/// sentence said and the exit code set where it cannot be run.
void execOutside(Hop &hop, rpc::Client &client, const OutsideProgram &program, bool replaces);

} // namespace hopyard::cli
