// Sockets of a Linux network in the words of Hopyard's own: what its kernel says over sock_diag
// (emulation/linux/sock_diag.h) as the rows that `show tcp json` has of a virtual node.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "emulation/engine/tables.h"
#include "emulation/linux/socket_dump.h"

#include <vector>

namespace hopyard::engine {

/// A member of `show tcp json`; of a connection with all that the kernel tells of it, and its congestionControl.
rpc::Json tcpRowOf(const linux::SocketEntry &socket);
/// The table `tcp`.
Table tcpTableOf(const std::vector<linux::SocketEntry> &sockets);
/// The table `socket`: kind, local, peer, state, receiveQueue, sendQueue, rttMs, congestionWindow, retransmissions,
/// congestionControl.
Table socketTableOf(const std::vector<linux::SocketEntry> &tcp, const std::vector<linux::SocketEntry> &udp);

} // namespace hopyard::engine
