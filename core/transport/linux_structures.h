// Linux's options that are structures or texts, and reading and writing their bytes (little-endian).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/transport/ip_output.h"
#include "core/transport/socket_error.h"
#include "core/transport/socket_id.h"
#include "core/transport/tcp/tcp.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace hopyard::transport {
class SocketLayer;
}

namespace hopyard::transport::linux_abi {

constexpr int kLevelIp = 0;
constexpr int kLevelSocket = 1;
constexpr int kLevelTcp = 6;
constexpr int kLevelRaw = 255;

constexpr std::uint64_t loadLittle(base::Bytes bytes, std::size_t at, std::size_t count)
{
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < count; ++i)
        value |= std::uint64_t(bytes[at + i]) << (8 * i);
    return value;
}
/// An int, with its sign. `bytes` holds four from `at`.
constexpr std::int32_t loadInt(base::Bytes bytes, std::size_t at)
{
    return static_cast<std::int32_t>(loadLittle(bytes, at, 4));
}
inline void appendLittle(std::vector<std::uint8_t> &bytes, std::uint64_t value, std::size_t count)
{
    for (std::size_t i = 0; i < count; ++i)
        bytes.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}

/// As setLinuxOption() and getLinuxOption(), for what is no plain number. protocolUnavailable where there is no such.
base::Result<void, SocketError> setStructure(SocketLayer &sockets, IpOutput &ip, SocketId id, int level, int name,
                                             base::Bytes value);
base::Result<std::vector<std::uint8_t>, SocketError> structure(SocketLayer &sockets, IpOutput &ip, SocketId id,
                                                               int level, int name);
/// struct tcp_info of Linux 6.7 and later, 248 bytes.
std::vector<std::uint8_t> tcpInfoBytes(const tcp::TcpInfo &info);
/// TCP_ESTABLISHED is 1, …
std::uint8_t linuxState(tcp::TcpState state);

} // namespace hopyard::transport::linux_abi
