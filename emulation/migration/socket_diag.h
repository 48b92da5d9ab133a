// What the kernel says of one TCP connection of a network namespace (sock_diag(7)): whether there is such a one, and how it
// stands.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migration/flow.h"
#include "emulation/linux/error.h"
#include "emulation/linux/fd.h"

#include <cstdint>
#include <optional>

namespace hopyard::migration {

struct KernelConnection {
    std::uint8_t state = 0; ///< as TCP_ESTABLISHED … in <netinet/tcp.h>
    std::uint32_t receiveQueue = 0, sendQueue = 0; ///< bytes
    bool isOver() const; ///< TIME-WAIT, or closed
};

class SocketDiag {
public:
    /// In the calling thread's network namespace, wherever the thread goes later.
    static linux::Result<SocketDiag> open();
    /// Nothing where there is no such connection.
    std::optional<KernelConnection> find(const FourTuple &flow) const;

private:
    explicit SocketDiag(linux::Fd fd) : m_fd(std::move(fd)) {}
    linux::Fd m_fd;
};

} // namespace hopyard::migration
