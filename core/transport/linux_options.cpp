// The table of Linux's options that are a number, and the way through it. Options with structures are in
// linux_structures.cpp.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transport/linux_options.h"

#include "core/transport/linux_structures.h"
#include "core/transport/socket_layer.h"

#include <algorithm>
#include <array>
#include <limits>

namespace hopyard::transport {

namespace {

using linux_abi::kLevelIp;
using linux_abi::kLevelRaw;
using linux_abi::kLevelSocket;
using linux_abi::kLevelTcp;

auto failure(SocketError error) { return base::fail(error); }

/// How a number lies in the option's bytes.
enum class Form : std::uint8_t {
    number,   ///< an int, no less than four bytes
    flag,     ///< the same, 0 or 1 when asked for
    shortOne, ///< of level IP: an int or a single byte
    tos,      ///< the same, of which the lowest eight bits count
    time,     ///< struct timeval of two 64-bit numbers
};

struct Entry {
    int level;
    int name;
    SocketOption option;
    Form form = Form::number;
    bool isReadOnly = false;
};

using Option = SocketOption;

constexpr std::array kEntries{
    Entry{kLevelSocket, 2, Option::reuseAddress, Form::flag},         // SO_REUSEADDR
    Entry{kLevelSocket, 3, Option::type, Form::number, true},         // SO_TYPE
    Entry{kLevelSocket, 6, Option::broadcast, Form::flag},            // SO_BROADCAST
    Entry{kLevelSocket, 7, Option::sendBuffer},                       // SO_SNDBUF
    Entry{kLevelSocket, 8, Option::receiveBuffer},                    // SO_RCVBUF
    Entry{kLevelSocket, 9, Option::keepAlive, Form::flag},            // SO_KEEPALIVE
    Entry{kLevelSocket, 10, Option::urgentInline, Form::flag},        // SO_OOBINLINE
    Entry{kLevelSocket, 12, Option::priority},                        // SO_PRIORITY
    Entry{kLevelSocket, 15, Option::reusePort, Form::flag},           // SO_REUSEPORT
    Entry{kLevelSocket, 18, Option::receiveLowWater},                 // SO_RCVLOWAT
    Entry{kLevelSocket, 20, Option::receiveTimeout, Form::time},      // SO_RCVTIMEO
    Entry{kLevelSocket, 21, Option::sendTimeout, Form::time},         // SO_SNDTIMEO
    Entry{kLevelSocket, 29, Option::timestamp, Form::flag},           // SO_TIMESTAMP
    Entry{kLevelSocket, 30, Option::listening, Form::flag, true},     // SO_ACCEPTCONN
    Entry{kLevelSocket, 32, Option::sendBuffer},                      // SO_SNDBUFFORCE
    Entry{kLevelSocket, 33, Option::receiveBuffer},                   // SO_RCVBUFFORCE
    Entry{kLevelSocket, 35, Option::timestamp, Form::flag},           // SO_TIMESTAMPNS
    Entry{kLevelSocket, 36, Option::mark},                            // SO_MARK
    Entry{kLevelSocket, 38, Option::protocol, Form::number, true},    // SO_PROTOCOL
    Entry{kLevelSocket, 39, Option::family, Form::number, true},      // SO_DOMAIN
    Entry{kLevelIp, 1, Option::tos, Form::tos},                       // IP_TOS
    Entry{kLevelIp, 2, Option::ttl, Form::shortOne},                  // IP_TTL
    Entry{kLevelIp, 3, Option::headerIncluded, Form::shortOne},       // IP_HDRINCL
    Entry{kLevelIp, 8, Option::packetInfo, Form::shortOne},           // IP_PKTINFO
    Entry{kLevelIp, 10, Option::mtuDiscovery, Form::shortOne},        // IP_MTU_DISCOVER
    Entry{kLevelIp, 11, Option::receiveErrors, Form::shortOne},       // IP_RECVERR
    Entry{kLevelIp, 12, Option::receiveTtl, Form::shortOne},          // IP_RECVTTL
    Entry{kLevelIp, 13, Option::receiveTos, Form::shortOne},          // IP_RECVTOS
    Entry{kLevelIp, 14, Option::mtu, Form::shortOne, true},           // IP_MTU
    Entry{kLevelIp, 15, Option::freeBind, Form::shortOne},            // IP_FREEBIND
    Entry{kLevelIp, 21, Option::minTtl, Form::shortOne},              // IP_MINTTL
    Entry{kLevelIp, 24, Option::bindNoPort, Form::shortOne},          // IP_BIND_ADDRESS_NO_PORT
    Entry{kLevelIp, 33, Option::multicastTtl, Form::shortOne},        // IP_MULTICAST_TTL
    Entry{kLevelIp, 34, Option::multicastLoop, Form::shortOne},       // IP_MULTICAST_LOOP
    Entry{kLevelIp, 49, Option::multicastAll, Form::shortOne},        // IP_MULTICAST_ALL
    Entry{kLevelRaw, 1, Option::icmpFilter},                          // ICMP_FILTER
    Entry{kLevelTcp, 1, Option::noDelay, Form::flag},                 // TCP_NODELAY
    Entry{kLevelTcp, 2, Option::maxSegment},                          // TCP_MAXSEG
    Entry{kLevelTcp, 3, Option::cork, Form::flag},                    // TCP_CORK
    Entry{kLevelTcp, 4, Option::keepIdle},                            // TCP_KEEPIDLE
    Entry{kLevelTcp, 5, Option::keepInterval},                        // TCP_KEEPINTVL
    Entry{kLevelTcp, 6, Option::keepCount},                           // TCP_KEEPCNT
    Entry{kLevelTcp, 7, Option::synCount},                            // TCP_SYNCNT
    Entry{kLevelTcp, 8, Option::finTimeout},                          // TCP_LINGER2
    Entry{kLevelTcp, 9, Option::deferAccept},                         // TCP_DEFER_ACCEPT
    Entry{kLevelTcp, 10, Option::windowClamp},                        // TCP_WINDOW_CLAMP
    Entry{kLevelTcp, 12, Option::quickAck, Form::flag},               // TCP_QUICKACK
    Entry{kLevelTcp, 18, Option::userTimeout},                        // TCP_USER_TIMEOUT
    Entry{kLevelTcp, 23, Option::fastOpen},                           // TCP_FASTOPEN
    Entry{kLevelTcp, 25, Option::notSentLowWater},                    // TCP_NOTSENT_LOWAT
    Entry{kLevelTcp, 30, Option::fastOpenConnect},                    // TCP_FASTOPEN_CONNECT
};

const Entry *entryOf(int level, int name)
{
    const auto at = std::ranges::find_if(kEntries, [&](const Entry &e) { return e.level == level && e.name == name; });
    return at == kEntries.end() ? nullptr : &*at;
}

/// What the bytes mean; nothing where there are too few.
std::optional<std::int64_t> valueOf(const Entry &entry, base::Bytes bytes)
{
    if (entry.form == Form::time) {
        if (bytes.size() < 16)
            return std::nullopt;
        const auto seconds = static_cast<std::int64_t>(linux_abi::loadLittle(bytes, 0, 8));
        const auto micros = static_cast<std::int64_t>(linux_abi::loadLittle(bytes, 8, 8));
        if (micros < 0 || micros >= 1'000'000)
            return -1; // EDOM, which setOption() cannot know of
        return seconds < 0 ? 0 : std::min(seconds, std::int64_t(1) << 40) * 1'000'000 + micros;
    }
    const bool mayBeShort = entry.form == Form::shortOne || entry.form == Form::tos;
    if (bytes.size() < 4 && !(mayBeShort && !bytes.empty()))
        return std::nullopt;
    std::int64_t value = bytes.size() >= 4 ? linux_abi::loadInt(bytes, 0) : bytes[0];
    if (entry.form == Form::tos)
        value &= 0xff;
    if (value == -1 && entry.option == Option::ttl)
        value = SocketOptions().ttl;
    if (value == -1 && entry.option == Option::multicastTtl)
        value = SocketOptions().multicastTtl;
    if (entry.option == Option::notSentLowWater || entry.option == Option::icmpFilter)
        value = static_cast<std::uint32_t>(value);
    return value;
}

std::vector<std::uint8_t> bytesOf(const Entry &entry, std::int64_t value, std::size_t size)
{
    std::vector<std::uint8_t> bytes;
    if (entry.form == Form::time) {
        linux_abi::appendLittle(bytes, static_cast<std::uint64_t>(value / 1'000'000), 8);
        linux_abi::appendLittle(bytes, static_cast<std::uint64_t>(value % 1'000'000), 8);
    } else if (entry.level == kLevelIp && size < 4 && size > 0 && value >= 0 && value <= 255) {
        bytes.push_back(static_cast<std::uint8_t>(value));
    } else {
        linux_abi::appendLittle(bytes, static_cast<std::uint64_t>(value), 4);
    }
    return bytes;
}

} // namespace

base::Result<void, SocketError> setLinuxOption(SocketLayer &sockets, IpOutput &ip, SocketId id, int level, int name,
                                               base::Bytes value)
{
    const Entry *entry = entryOf(level, name);
    if (!entry)
        return linux_abi::setStructure(sockets, ip, id, level, name, value);
    if (entry->isReadOnly)
        return failure(SocketError::protocolUnavailable);
    const auto number = valueOf(*entry, value);
    if (!number)
        return failure(SocketError::invalidArgument);
    if (entry->form == Form::time && *number < 0)
        return failure(SocketError::domainError);
    return sockets.setOption(ip, id, entry->option, *number);
}

base::Result<std::vector<std::uint8_t>, SocketError> getLinuxOption(SocketLayer &sockets, IpOutput &ip, SocketId id,
                                                                    int level, int name, std::size_t size)
{
    const Entry *entry = entryOf(level, name);
    std::vector<std::uint8_t> bytes;
    if (entry) {
        const auto value = sockets.option(ip, id, entry->option);
        if (!value)
            return failure(value.error());
        bytes = bytesOf(*entry, *value, size);
    } else {
        auto structure = linux_abi::structure(sockets, ip, id, level, name);
        if (!structure)
            return failure(structure.error());
        bytes = std::move(*structure);
    }
    if (bytes.size() > size)
        bytes.resize(size);
    return bytes;
}

} // namespace hopyard::transport
