// Pairs of Unix sockets whose messages carry descriptors (SCM_RIGHTS) and process ids (SCM_CREDENTIALS).
//
// The engine's public socket is not here: emulation/rpc is all that the workbench may use, so it has its own.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"
#include "emulation/linux/error.h"
#include "emulation/linux/fd.h"

#include <sys/types.h>

#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace hopyard::linux {

/// Two connected SOCK_SEQPACKET sockets, close-on-exec, blocking: a message arrives whole or not at all, and the end of
/// one is seen as an empty message on the other.
Result<std::pair<Fd, Fd>> makeMessagePair();
Result<void> setNonBlocking(const Fd &fd);
/// From now on messages received here say which process they speak of (see sendMessage), as our own pid namespace
/// numbers it.
Result<void> receivePids(const Fd &socket);

/// Sends one message. `fds` are lent: the receiver gets duplicates. `pid` names a process of the sender's own pid
/// namespace; naming another than oneself takes CAP_SYS_ADMIN there, which the init of a namespace has.
/// EAGAIN where the socket does not block and is full, EMSGSIZE where the message is too long, EPIPE where the other
/// end is gone.
Result<void> sendMessage(int socket, base::Bytes bytes, std::span<const int> fds = {},
                         std::optional<pid_t> pid = std::nullopt);

struct Message {
    std::vector<std::uint8_t> bytes;
    std::vector<Fd> fds;      ///< close-on-exec
    std::optional<pid_t> pid; ///< only after receivePids()
};
/// The largest message that receiveMessage() takes; longer ones are an error (EMSGSIZE).
constexpr std::size_t kMaxMessage = 128 * 1024;
/// One message. EAGAIN where none is there and the socket does not block; ECONNRESET where the other end is gone.
Result<Message> receiveMessage(int socket);

} // namespace hopyard::linux
