// What a DHCP server gives out, as a value: what `ip dhcp pool` and `ip dhcp excluded-address` say.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace hopyard::dhcp {

constexpr std::uint32_t kForEver = 0xffffffff; ///< a lease without end (RFC 2131 section 3.3)

/// The addresses of one network, and what its clients are told.
struct PoolConfig {
    base::IpPrefix network; ///< not valid: the pool gives nothing yet
    std::vector<base::Ipv4Address> routers;
    std::vector<base::Ipv4Address> nameServers;
    std::string domainName;
    std::uint32_t leaseSeconds = 86'400; ///< kForEver: no end
    std::map<base::Ipv4Address, base::MacAddress> reserved; ///< addresses that one client each has to itself
    bool operator==(const PoolConfig &) const = default;
};

/// Addresses from `low` to `high` that are given to nobody.
struct ExcludedRange {
    base::Ipv4Address low, high;
    auto operator<=>(const ExcludedRange &) const = default;
    bool contains(base::Ipv4Address address) const { return low <= address && address <= high; }
};

struct ServerConfig {
    std::map<std::string, PoolConfig> pools; ///< by name
    std::vector<ExcludedRange> excluded;     ///< sorted, none twice
    bool operator==(const ServerConfig &) const = default;
};

} // namespace hopyard::dhcp
