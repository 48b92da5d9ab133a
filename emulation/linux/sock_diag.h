// The sockets of one network namespace, asked of its kernel over sock_diag(7): TCP with all that it knows of a
// connection, and UDP.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "emulation/linux/error.h"
#include "emulation/linux/fd.h"
#include "emulation/linux/socket_dump.h"

namespace hopyard::linux {

/// A netlink socket in the network namespace in which the thread was when it opened it, wherever it goes later.
class SockDiag {
public:
    static Result<SockDiag> open();

    Result<std::vector<SocketEntry>> tcp(); ///< both families, listeners too
    Result<std::vector<SocketEntry>> udp();
    /// One connection; nothing where there is none.
    Result<std::optional<SocketEntry>> tcp(const base::IpAddress &local, std::uint16_t localPort,
                                           const base::IpAddress &peer, std::uint16_t peerPort);

private:
    explicit SockDiag(Fd socket) : m_socket(std::move(socket)) {}
    Result<std::vector<SocketEntry>> both(std::uint8_t protocol);
    Result<SocketDump> ask(const void *request, std::size_t size);

    Fd m_socket;
    std::uint32_t m_sequence = 0;
};

} // namespace hopyard::linux
