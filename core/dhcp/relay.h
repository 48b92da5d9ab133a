// A DHCP relay agent (RFC 2131 section 2.1, RFC 1542 section 4.1): what a router does with messages between clients that
// shout and servers that are elsewhere. Functions without a state.
//
// Deliberately missing: the relay agent information option (RFC 3046).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/wire/dhcp.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace hopyard::dhcp {

/// RFC 1542 section 4.1.1: what has come so far goes round in a circle.
constexpr std::uint8_t kMostHops = 16;

/// A client's message as it goes to the servers, from the relay whose interface has the address `here`; nothing: it goes
/// nowhere.
std::optional<std::vector<std::uint8_t>> relayedToServer(const wire::DhcpView &message, base::Ipv4Address here);

/// Where a server's message, which stays as it is, goes at the client's network: 255.255.255.255, or the client's address.
base::Ipv4Address clientDestination(const wire::DhcpView &message);

} // namespace hopyard::dhcp
