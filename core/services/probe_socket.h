// The socket of a program that sends probes: how ping, traceroute and udp-source open theirs.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/transport/application.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace hopyard::services {

struct ProbeSocket {
    transport::SocketKind kind = transport::SocketKind::udp;
    base::IpAddress destination;
    base::IpAddress source; ///< not valid: by the route
    std::optional<std::uint8_t> ttl; ///< of multicast, too
    std::uint8_t tos = 0;
    bool dontFragment = false;
};
struct ProbeSocketFailure {
    std::string_view call; ///< "bind"
    transport::SocketError error;
};
/// Opened with its options, bound to the source where one is given, and asking for ICMP errors. Fails also where there
/// is no route to the destination.
inline base::Result<transport::SocketId, ProbeSocketFailure> openProbeSocket(transport::AppContext &context,
                                                                             const ProbeSocket &wanted)
{
    using transport::SocketOption;
    const auto socket = context.socket(wanted.kind, wanted.destination.family());
    if (!socket)
        return base::fail(ProbeSocketFailure{"socket", socket.error()});
    context.setOption(*socket, SocketOption::receiveErrors, 1);
    if (wanted.ttl) {
        context.setOption(*socket, SocketOption::ttl, *wanted.ttl);
        context.setOption(*socket, SocketOption::multicastTtl, *wanted.ttl);
    }
    context.setOption(*socket, SocketOption::tos, wanted.tos);
    context.setOption(*socket, SocketOption::dontFragment, wanted.dontFragment);
    if (wanted.source.isValid())
        if (const auto bound = context.bind(*socket, {wanted.source, 0}); !bound)
            return base::fail(ProbeSocketFailure{"bind", bound.error()});
    if (!context.ip().sourceFor(wanted.destination, base::PortIndex()).isValid())
        return base::fail(ProbeSocketFailure{"connect", transport::SocketError::networkUnreachable});
    return *socket;
}

} // namespace hopyard::services
