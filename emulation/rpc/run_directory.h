// Where the sockets of running engines are, and who is there.
//
// $XDG_RUNTIME_DIR/hopyard, else /run/user/UID/hopyard, else /tmp/hopyard-UID; a socket is RUN.sock. To be asked before
// the process enters a user namespace, in which it would seem to be root.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/base/time.h"
#include "emulation/rpc/json.h"
#include "emulation/rpc/owned_fd.h"

#include <string>
#include <string_view>
#include <vector>

namespace hopyard::rpc {

/// The user's directory of sockets; it may not exist yet.
std::string runDirectory();
/// Letters, digits, '-', '_', '.', not beginning with '.', at most 64: what may name a run.
bool isRunName(std::string_view name);
std::string socketPath(std::string_view run);
/// Where the engine that listens at this path serves programs with sockets on nodes: RUN.sockets beside RUN.sock.
std::string socketsPathBeside(const std::string &socket);

/// Makes the directory with mode 0700 where it is missing; fails where it is not ours or others may enter it.
base::Result<std::string, base::Error> makeRunDirectory(const std::string &directory = runDirectory());
/// Removes the sockets in it on which nobody listens any more; returns how many.
int removeStaleSockets(const std::string &directory = runDirectory());

/// A listening socket, mode 0600; one that was left behind at that path is replaced. `path` is an absolute path of at
/// most 107 bytes (unix(7)). Fails where an engine listens there.
base::Result<OwnedFd, base::Error> listenAt(const std::string &path);

/// A running engine.
struct RunInfo {
    std::string run;
    std::string socket;
    int pid = 0;
    std::string version;
    Json status; ///< the status object of docs/rpc.md; null where the engine did not answer in time
};
/// Every live socket of the directory, by name. Asks each for hello and status, with `timeout` for each.
std::vector<RunInfo> listRuns(const std::string &directory = runDirectory(),
                              base::Duration timeout = base::Duration::seconds(1));

} // namespace hopyard::rpc
