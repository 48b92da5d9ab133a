// Socket options as Linux's programs have them: numbers and bytes, for whoever carries a program's calls here.
//
// The numbers are those of asm-generic (x86-64, arm64, riscv64), the bytes little-endian as there. One table
// (linux_options.cpp) says for each level and name which SocketOption it is and how many bytes it has; options with
// structures (linger, tcp_info, ip_mreq, tcp_md5sig, …) are beside it. socket(7), ip(7), tcp(7).
//
// What is not here answers ENOPROTOOPT.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"
#include "core/base/id.h"
#include "core/base/result.h"
#include "core/transport/ip_output.h"
#include "core/transport/socket_error.h"
#include "core/transport/socket_id.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace hopyard::transport {

class SocketLayer;
struct ReceivedError;

/// setsockopt(2): `level` and `name` by Linux's numbers, `value` the option's bytes.
base::Result<void, SocketError> setLinuxOption(SocketLayer &sockets, IpOutput &ip, SocketId id, int level, int name,
                                               base::Bytes value);
/// getsockopt(2): the option's bytes, at most `size` of them. SO_ERROR takes the error.
base::Result<std::vector<std::uint8_t>, SocketError> getLinuxOption(SocketLayer &sockets, IpOutput &ip, SocketId id,
                                                                    int level, int name, std::size_t size);

/// Linux's number, positive: EAGAIN is 11.
int errnoNumber(SocketError error);
/// Which of ours has that number; nothing where none has.
std::optional<SocketError> errorOfNumber(int number);

/// An interface's number as programs see it (if_nametoindex, in_pktinfo): the loopback interface is 1, the others
/// follow by port; 0 for a port that is not valid.
int linuxInterfaceIndex(base::PortIndex port);
/// The reverse. Not valid: 0 or less.
base::PortIndex portOfLinuxIndex(int index);

/// The contents of an IP_RECVERR control message (struct sock_extended_err and the offender's struct sockaddr_in, 32
/// bytes), as recvmsg(MSG_ERRQUEUE) hands it out.
std::vector<std::uint8_t> linuxExtendedError(const ReceivedError &error);

} // namespace hopyard::transport
