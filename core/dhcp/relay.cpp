// See relay.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dhcp/relay.h"

namespace hopyard::dhcp {

std::optional<std::vector<std::uint8_t>> relayedToServer(const wire::DhcpView &message, base::Ipv4Address here)
{
    if (!message.isRequest() || message.hops() >= kMostHops)
        return std::nullopt;
    // Only the first relay puts itself down: the answer goes there.
    return message.relayed(static_cast<std::uint8_t>(message.hops() + 1), message.relay().isUnspecified() ? here : message.relay());
}

base::Ipv4Address clientDestination(const wire::DhcpView &message)
{
    constexpr base::Ipv4Address kEverybody(0xffffffff);
    const bool hasAddress = !message.clientAddress().isUnspecified() && message.type() != wire::DhcpType::nak && !message.broadcast();
    return hasAddress ? message.clientAddress() : kEverybody;
}

} // namespace hopyard::dhcp
