// Starting a daemon of the system in a node, confined: the step between the node's init and the daemon.
//
// A routing daemon's configuration comes from a lab and may name files (logs, dumps), and the daemon may write whatever
// its user may. So it gets the file system read-only: a mount namespace of its own in which nothing can be written but
// the node's own directories, which are memory, and the network settings of the node's own namespace. With the network
// of the lab alone, and the node's processes alone, it can then do nothing to the machine, and needs nobody's consent.
//
// It is our own executable run again (as node_init.h is), because it waits for what the daemon needs, and neither the
// engine nor the node's init may wait.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "emulation/linux/error.h"
#include "emulation/linux/fd.h"

#include <string>
#include <vector>

namespace hopyard::nodes {

struct Daemon {
    std::string name;              ///< for messages
    std::vector<std::string> argv; ///< argv[0] is a path, or looked up in PATH
    /// Started once all of these exist (sockets of the daemons it talks to); after kLaunchPatience it fails and says so.
    std::vector<std::string> waitFor;
    std::string inputFile; ///< where not empty: `input` is written there first
    std::string input;
    std::vector<std::string> emptyFiles; ///< made where they are not there
    std::vector<std::string> writable;   ///< mount points of the node that stay writable
};

/// Seconds that a daemon waits for another. A busy machine that starts hundreds of nodes needs them.
constexpr int kLaunchPatience = 60;

/// What the node's init is to run; its standard input is inputOf(daemon).
std::vector<std::string> launchCommand(const Daemon &daemon);
/// `daemon.input` as a file that is nowhere.
linux::Result<linux::Fd> inputOf(const Daemon &daemon);

} // namespace hopyard::nodes
