// Linux's numbers of errors and interfaces; see linux_options.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ip/route.h"
#include "core/transport/linux_options.h"

#include <array>
#include <utility>

namespace hopyard::transport {

namespace {

constexpr std::array<std::pair<SocketError, int>, 31> kNumbers{{
    {SocketError::badSocket, 9},
    {SocketError::wouldBlock, 11},
    {SocketError::invalidArgument, 22},
    {SocketError::accessDenied, 13},
    {SocketError::addressInUse, 98},
    {SocketError::addressNotAvailable, 99},
    {SocketError::familyNotSupported, 97},
    {SocketError::destinationRequired, 89},
    {SocketError::messageTooLong, 90},
    {SocketError::networkUnreachable, 101},
    {SocketError::hostUnreachable, 113},
    {SocketError::connectionRefused, 111},
    {SocketError::protocolUnavailable, 92},
    {SocketError::protocolError, 71},
    {SocketError::networkDown, 100},
    {SocketError::notConnected, 107},
    {SocketError::tooManySockets, 24},
    {SocketError::inProgress, 115},
    {SocketError::alreadyInProgress, 114},
    {SocketError::isConnected, 106},
    {SocketError::connectionReset, 104},
    {SocketError::connectionAborted, 103},
    {SocketError::timedOut, 110},
    {SocketError::brokenPipe, 32},
    {SocketError::notSupported, 95},
    {SocketError::noBufferSpace, 105},
    {SocketError::domainError, 33},
    {SocketError::noSuchDevice, 19},
    {SocketError::noSuchEntry, 2},
    {SocketError::notPermitted, 1},
    {SocketError::protocolNotSupported, 93},
}};

} // namespace

int errnoNumber(SocketError error)
{
    for (const auto &[ours, number] : kNumbers)
        if (ours == error)
            return number;
    return 22; // EINVAL
}

std::optional<SocketError> errorOfNumber(int number)
{
    for (const auto &[ours, theirs] : kNumbers)
        if (theirs == number)
            return ours;
    return std::nullopt;
}

int linuxInterfaceIndex(base::PortIndex port)
{
    if (!port.isValid())
        return 0;
    return port == ip::kLoopbackPort ? 1 : static_cast<int>(port.value()) + 2;
}

base::PortIndex portOfLinuxIndex(int index)
{
    if (index <= 0)
        return {};
    return index == 1 ? ip::kLoopbackPort : base::PortIndex(static_cast<std::uint32_t>(index - 2));
}

} // namespace hopyard::transport
