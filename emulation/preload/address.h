// Socket addresses as programs have them, and as the engine has them.
//
// Nodes speak IPv4. A socket of AF_INET6 is one that carries it as mapped addresses (RFC 4291 section 2.5.5.2), as a
// dual-stack socket of Linux does.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "emulation/socket_api/protocol.h"

#include <sys/socket.h>

namespace hopyard::preload {

/// False where it is no internet address or too short.
bool toAddress(const sockaddr *from, socklen_t size, remote::Address &to);
/// Writes as much as there is room for and sets `size` to the whole, as getsockname(2). `family` 4 or 6 as the program
/// sees the socket. Null pointers are fine.
void fromAddress(const remote::Address &from, std::uint8_t family, sockaddr *to, socklen_t *size);

} // namespace hopyard::preload
