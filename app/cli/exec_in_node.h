// Runs one program in a node of a run, with our terminal or with our three descriptors.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/hop.h"
#include "emulation/rpc/client.h"

#include <string>
#include <vector>

namespace hopyard::cli {

/// Waits for the program's end and sets the exit code to the program's (128 + signal where one ended it).
void execInNode(Hop &hop, rpc::Client &client, const std::string &node, const std::vector<std::string> &command);

} // namespace hopyard::cli
