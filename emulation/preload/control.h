// The connection for requests to the engine: one for each process, made when it is first needed.
//
// Requests are made one at a time; all signals wait meanwhile, so that a handler that uses sockets finds the connection
// free. Its descriptor has a high number, to leave the low ones to the program, and is checked before every use: a
// program that closes everything it does not know, or puts something else in its place, gets a new connection.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "emulation/socket_api/protocol.h"

#include <cstddef>
#include <cstdint>

namespace hopyard::preload {

struct Part {
    const void *data = nullptr;
    std::size_t size = 0;
};

struct Answer {
    int error = 0; ///< an errno or remote::kUseKernel; ENETDOWN where no engine answers
    std::uint64_t value = 0;
    std::size_t size = 0; ///< of the body, as far as it fitted
    int descriptor = -1;  ///< close-on-exec
};

/// Asks and waits for the answer. `socket` may be null. `body`, of `room` bytes, gets the answer's body. Keeps errno.
Answer ask(remote::Op op, const remote::SocketName *socket, std::uint64_t value = 0, Part first = {}, Part second = {},
           void *body = nullptr, std::size_t room = 0);
/// The same without waiting, for what can hardly fail.
void tell(remote::Op op, const remote::SocketName &socket, Part first, Part second);

/// Where the engine's socket is; empty where nothing says so.
const char *enginePath();
void setEnginePath(const char *path);

/// Once, at the start: a forked child must not find the connection's lock held by a thread that it has not.
void prepareForks();

} // namespace hopyard::preload
