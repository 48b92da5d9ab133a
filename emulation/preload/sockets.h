// Making sockets on nodes, and putting one in the place of another.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "emulation/socket_api/protocol.h"

namespace hopyard::preload {

/// As socket(2), on that node. `pinned`: rules do not move it. -1 and errno.
int makeSocket(const char *node, int domain, int type, int protocol, bool pinned);

/// Moves the socket behind `fd`, ours or the kernel's, to a node or to the kernel; the descriptor stays what it is. Options
/// and a binding go along as far as they can. 0, or an errno.
int moveSocket(int fd, const char *node, bool pinned);

} // namespace hopyard::preload
