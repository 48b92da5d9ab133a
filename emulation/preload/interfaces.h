// The interfaces of a node, as a program on it sees them.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "emulation/socket_api/protocol.h"

namespace hopyard::preload {

/// netdevice(7)'s requests for names, addresses and flags, of the node on which the socket lives. 0, or an errno.
int interfaceRequest(const remote::SocketName &socket, unsigned long request, void *argument);

} // namespace hopyard::preload
