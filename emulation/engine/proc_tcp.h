// The TCP sockets of a Linux network as the kernel lists them in /proc/net/tcp and tcp6 (proc(5)).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "emulation/engine/tables.h"

#include <string_view>

namespace hopyard::engine {

/// The table `tcp`: state, local, peer, receiveQueue, sendQueue. `text` and `text6` are the two files; what of them is no line
/// of theirs is left out. IPv4 addresses in IPv6's clothes are written as what they are.
Table tcpTableOf(std::string_view text, std::string_view text6);

} // namespace hopyard::engine
