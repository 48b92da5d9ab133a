// What a namespace node is to be: a plain value that the engine makes from the lab. Changing a node is handing it
// another value; it does what differs.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::nodes {

struct InterfaceSpec {
    std::string name; ///< as in the lab, "eth0"; 1 to 15 characters
    base::MacAddress mac;
    std::vector<base::InterfaceAddress> addresses;
    std::uint32_t mtu = 1500; ///< bytes, without the Ethernet header
    std::uint32_t speed = 0;  ///< Mbit/s that the interface says it has, when it is made; 0: as the kernel has it
    bool operator==(const InterfaceSpec &) const = default;
};

/// A line of /etc/hosts.
struct HostsEntry {
    base::IpAddress address;
    std::string names; ///< separated by blanks
    bool operator==(const HostsEntry &) const = default;
};

struct StaticRoute {
    base::IpPrefix prefix;
    base::IpAddress via;
    bool operator==(const StaticRoute &) const = default;
};

struct NamespaceSpec {
    std::string name; ///< the node's; becomes its host name
    std::vector<InterfaceSpec> interfaces;
    /// On its loopback interface; neighbours that ask for them are not answered.
    std::vector<base::InterfaceAddress> virtualAddresses;
    std::optional<base::IpAddress> gateway;   ///< default route, of either family
    std::vector<StaticRoute> routes;          ///< besides it
    std::vector<HostsEntry> hosts;            ///< besides localhost and the node itself: the lab's other nodes
    std::vector<base::IpAddress> nameservers; ///< of /etc/resolv.conf; none: names come from /etc/hosts alone
    bool forwarding = false; ///< the kernel forwards packets between the interfaces; only at the start
    /// Directories of which the node gets an empty one of its own, in memory. One that does not exist is made where it is
    /// below /run, and left out elsewhere. Only at the start.
    std::vector<std::string> ownDirectories;
    std::vector<std::string> groups; ///< lines of /etc/group, put in place of those of the same names; only at the start
    bool operator==(const NamespaceSpec &) const = default;

    const InterfaceSpec *findInterface(std::string_view interface) const;
};

/// The node's own files as text.
std::string hostsFile(const NamespaceSpec &spec);
std::string resolvConf(const NamespaceSpec &spec);

} // namespace hopyard::nodes
