// The texts of errors, and what errors of IP and ICMP mean to a socket.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transport/socket_error.h"

namespace hopyard::transport {

std::string_view errnoName(SocketError error)
{
    switch (error) {
    case SocketError::badSocket: return "EBADF";
    case SocketError::wouldBlock: return "EAGAIN";
    case SocketError::invalidArgument: return "EINVAL";
    case SocketError::accessDenied: return "EACCES";
    case SocketError::addressInUse: return "EADDRINUSE";
    case SocketError::addressNotAvailable: return "EADDRNOTAVAIL";
    case SocketError::familyNotSupported: return "EAFNOSUPPORT";
    case SocketError::destinationRequired: return "EDESTADDRREQ";
    case SocketError::messageTooLong: return "EMSGSIZE";
    case SocketError::networkUnreachable: return "ENETUNREACH";
    case SocketError::hostUnreachable: return "EHOSTUNREACH";
    case SocketError::connectionRefused: return "ECONNREFUSED";
    case SocketError::protocolUnavailable: return "ENOPROTOOPT";
    case SocketError::protocolError: return "EPROTO";
    case SocketError::networkDown: return "ENETDOWN";
    case SocketError::notConnected: return "ENOTCONN";
    case SocketError::tooManySockets: return "EMFILE";
    case SocketError::inProgress: return "EINPROGRESS";
    case SocketError::alreadyInProgress: return "EALREADY";
    case SocketError::isConnected: return "EISCONN";
    case SocketError::connectionReset: return "ECONNRESET";
    case SocketError::connectionAborted: return "ECONNABORTED";
    case SocketError::timedOut: return "ETIMEDOUT";
    case SocketError::brokenPipe: return "EPIPE";
    case SocketError::notSupported: return "EOPNOTSUPP";
    case SocketError::noBufferSpace: return "ENOBUFS";
    case SocketError::domainError: return "EDOM";
    case SocketError::noSuchDevice: return "ENODEV";
    case SocketError::noSuchEntry: return "ENOENT";
    case SocketError::notPermitted: return "EPERM";
    case SocketError::protocolNotSupported: return "EPROTONOSUPPORT";
    }
    return "EINVAL";
}

std::string_view toString(SocketError error)
{
    switch (error) {
    case SocketError::badSocket: return "Bad file descriptor";
    case SocketError::wouldBlock: return "Resource temporarily unavailable";
    case SocketError::invalidArgument: return "Invalid argument";
    case SocketError::accessDenied: return "Permission denied";
    case SocketError::addressInUse: return "Address already in use";
    case SocketError::addressNotAvailable: return "Cannot assign requested address";
    case SocketError::familyNotSupported: return "Address family not supported by protocol";
    case SocketError::destinationRequired: return "Destination address required";
    case SocketError::messageTooLong: return "Message too long";
    case SocketError::networkUnreachable: return "Network is unreachable";
    case SocketError::hostUnreachable: return "No route to host";
    case SocketError::connectionRefused: return "Connection refused";
    case SocketError::protocolUnavailable: return "Protocol not available";
    case SocketError::protocolError: return "Protocol error";
    case SocketError::networkDown: return "Network is down";
    case SocketError::notConnected: return "Transport endpoint is not connected";
    case SocketError::tooManySockets: return "Too many open files";
    case SocketError::inProgress: return "Operation now in progress";
    case SocketError::alreadyInProgress: return "Operation already in progress";
    case SocketError::isConnected: return "Transport endpoint is already connected";
    case SocketError::connectionReset: return "Connection reset by peer";
    case SocketError::connectionAborted: return "Software caused connection abort";
    case SocketError::timedOut: return "Connection timed out";
    case SocketError::brokenPipe: return "Broken pipe";
    case SocketError::notSupported: return "Operation not supported";
    case SocketError::noBufferSpace: return "No buffer space available";
    case SocketError::domainError: return "Numerical argument out of domain";
    case SocketError::noSuchDevice: return "No such device";
    case SocketError::noSuchEntry: return "No such file or directory";
    case SocketError::notPermitted: return "Operation not permitted";
    case SocketError::protocolNotSupported: return "Protocol not supported";
    }
    return "Invalid argument";
}

SocketError toSocketError(ip::SendError error, const base::IpAddress &destination)
{
    switch (error) {
    case ip::SendError::noRoute: return SocketError::networkUnreachable;
    case ip::SendError::rejected: return SocketError::hostUnreachable;
    case ip::SendError::tooBig: return SocketError::messageTooLong;
    case ip::SendError::badSource: return SocketError::addressNotAvailable;
    case ip::SendError::badDestination:
        return destination.isUnspecified() ? SocketError::invalidArgument : SocketError::accessDenied;
    case ip::SendError::interfaceDown: return SocketError::networkDown;
    }
    return SocketError::invalidArgument;
}

std::optional<IcmpMeaning> meaningOf(ip::ErrorKind kind)
{
    switch (kind) {
    case ip::ErrorKind::networkUnreachable: return IcmpMeaning{SocketError::networkUnreachable, false};
    case ip::ErrorKind::hostUnreachable: return IcmpMeaning{SocketError::hostUnreachable, false};
    case ip::ErrorKind::protocolUnreachable: return IcmpMeaning{SocketError::protocolUnavailable, true};
    case ip::ErrorKind::portUnreachable: return IcmpMeaning{SocketError::connectionRefused, true};
    case ip::ErrorKind::packetTooBig: return IcmpMeaning{SocketError::messageTooLong, false};
    case ip::ErrorKind::sourceRouteFailed: return IcmpMeaning{SocketError::hostUnreachable, false};
    case ip::ErrorKind::prohibited: return IcmpMeaning{SocketError::hostUnreachable, true};
    case ip::ErrorKind::timeExceeded: return IcmpMeaning{SocketError::hostUnreachable, false};
    case ip::ErrorKind::reassemblyTimeExceeded: return IcmpMeaning{SocketError::hostUnreachable, false};
    case ip::ErrorKind::parameterProblem: return IcmpMeaning{SocketError::protocolError, true};
    case ip::ErrorKind::other: return std::nullopt;
    }
    return std::nullopt;
}

} // namespace hopyard::transport
