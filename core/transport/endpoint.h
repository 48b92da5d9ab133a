// An address and a port: one end of a flow.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"

#include <compare>
#include <cstdint>
#include <string>

namespace hopyard::transport {

struct Endpoint {
    base::IpAddress address; ///< not valid or unspecified: any
    std::uint16_t port = 0;  ///< UDP or TCP port, ICMP identifier; 0: any; of no meaning for raw sockets
    auto operator<=>(const Endpoint &) const = default;
};
/// 0.0.0.0 or ::
inline base::IpAddress anyAddress(base::Family family)
{
    return family == base::Family::ipv6 ? base::IpAddress(base::Ipv6Address()) : base::IpAddress(base::Ipv4Address());
}
/// "10.0.1.10:5001", "[2001:db8::1]:5001", "0.0.0.0:0"
std::string toString(const Endpoint &endpoint);

} // namespace hopyard::transport
