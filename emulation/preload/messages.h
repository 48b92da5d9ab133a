// Bytes and messages in and out of sockets on nodes.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <sys/socket.h>
#include <sys/types.h>

namespace hopyard::preload {

/// Of sockets with messages: as sendmsg(2) and recvmsg(2).
ssize_t sendDatagram(int fd, const msghdr &message, int flags);
ssize_t receiveDatagram(int fd, msghdr &message, int flags);

/// Of streams. What the pair can tell of an end is an end or a broken pipe; which of Linux's errors it was, the engine
/// knows.
ssize_t sendStream(int fd, const msghdr &message, int flags);
ssize_t receiveStream(int fd, msghdr &message, int flags);
/// The same for write(2) and read(2), with no system call but these where all is well: programs in a sandbox (seccomp) have
/// no others.
ssize_t writeStream(int fd, const iovec *parts, int count);
ssize_t readStream(int fd, const iovec *parts, int count);

} // namespace hopyard::preload
