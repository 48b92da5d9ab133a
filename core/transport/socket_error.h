// Why a socket call failed: the errors of POSIX that can happen here, under their errno(3) names.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ip/datagram.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace hopyard::transport {

enum class SocketError : std::uint8_t {
    badSocket,            ///< EBADF
    wouldBlock,           ///< EAGAIN: nothing to receive yet
    invalidArgument,      ///< EINVAL
    accessDenied,         ///< EACCES: broadcast without leave
    addressInUse,         ///< EADDRINUSE
    addressNotAvailable,  ///< EADDRNOTAVAIL: not an address of this node
    familyNotSupported,   ///< EAFNOSUPPORT: address of another family than the socket's
    destinationRequired,  ///< EDESTADDRREQ: not connected, and no destination given
    messageTooLong,       ///< EMSGSIZE
    networkUnreachable,   ///< ENETUNREACH
    hostUnreachable,      ///< EHOSTUNREACH
    connectionRefused,    ///< ECONNREFUSED: port unreachable
    protocolUnavailable,  ///< ENOPROTOOPT: protocol unreachable
    protocolError,        ///< EPROTO: parameter problem
    networkDown,          ///< ENETDOWN: the interface is down
    notConnected,         ///< ENOTCONN
    tooManySockets,       ///< EMFILE
    inProgress,           ///< EINPROGRESS: connect() goes on
    alreadyInProgress,    ///< EALREADY
    isConnected,          ///< EISCONN
    connectionReset,      ///< ECONNRESET
    connectionAborted,    ///< ECONNABORTED: gone before it was accepted
    timedOut,             ///< ETIMEDOUT
    brokenPipe,           ///< EPIPE: sending is over
    notSupported,         ///< EOPNOTSUPP: not with this kind of socket
    noBufferSpace,        ///< ENOBUFS
    domainError,          ///< EDOM
    noSuchDevice,         ///< ENODEV
    noSuchEntry,          ///< ENOENT: no congestion control of that name
    notPermitted,         ///< EPERM
    protocolNotSupported, ///< EPROTONOSUPPORT
};

/// "EADDRINUSE"
std::string_view errnoName(SocketError error);
/// "Address already in use": what a program prints.
std::string_view toString(SocketError error);

/// What a failed IpOutput::send() means to the caller of a socket.
SocketError toSocketError(ip::SendError error, const base::IpAddress &destination);

/// What an ICMP error means to the socket concerned.
struct IcmpMeaning {
    SocketError error;
    bool isHard; ///< a connected socket fails with it even where it did not ask for errors (RFC 1122 section 4.1.3.3)
};
/// Nothing for what is no failure (a redirect).
std::optional<IcmpMeaning> meaningOf(ip::ErrorKind kind);

} // namespace hopyard::transport
