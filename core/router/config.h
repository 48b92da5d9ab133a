// A router's configuration as a value: what `show running-config` shows, without the text.
//
// The console reads it from FRR's configuration language and writes it back (core/console/config_text.h); a router is
// given one and makes the difference to the one it has (core/router). Two configurations that mean the same compare
// equal: routes are kept sorted, and the line a thing was written on takes no part in the comparison.
//
// Hosts have one too: with forwarding off, and a default route made from the lab's `gateway`.
// The parts of the protocols are in headers of their own beside this one. Deliberately missing: VRFs, MPLS labels.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/base/box.h"
#include "core/dhcp/config.h"
#include "core/router/bgp_config.h"
#include "core/router/debug.h"
#include "core/router/gate_config.h"
#include "core/router/ospf_config.h"
#include "core/router/rip_config.h"
#include "core/routing/policy/policy.h"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::router {

/// The place in a configuration text that something came from: 1-based, 0 where it came from no text. Never a
/// difference between two configurations.
struct SourceLine {
    int number = 0;
    constexpr bool operator==(const SourceLine &) const { return true; }
    constexpr std::strong_ordering operator<=>(const SourceLine &) const { return std::strong_ordering::equal; }
};

/// Sorts eth2 before eth10, as FRR's `show running-config` does.
struct InterfaceNameLess {
    using is_transparent = void;
    bool operator()(std::string_view a, std::string_view b) const;
};

struct InterfaceConfig {
    std::string description;
    /// In the order written; the first of a family is the primary address. No address twice.
    std::vector<base::InterfaceAddress> addresses;
    bool shutdown = false;
    bool dhcp = false; ///< `ip address dhcp`: a server gives it an address besides those above
    std::vector<base::Ipv4Address> dhcpHelpers; ///< `ip helper-address`: servers to which clients' messages are passed on
    std::optional<std::uint32_t> bandwidth; ///< Mbit/s, 1..100000 (FRR `bandwidth`); a figure for metrics, no limit
    base::Box<OspfInterfaceConfig> ospf;    ///< `ip ospf …`; empty: nothing is said
    base::Box<RipInterfaceConfig> rip;      ///< `ip rip …`
    SourceLine line;                        ///< of "interface NAME"
    bool operator==(const InterfaceConfig &) const = default;
};

struct StaticRoute {
    enum class Kind : std::uint8_t {
        nextHop,   ///< through `gateway`, `interface`, or both
        blackhole, ///< dropped silently; written "blackhole"
        null0,     ///< dropped silently; written "Null0"
        reject,    ///< dropped, and the sender told (ICMP destination unreachable)
    };
    base::IpPrefix prefix;
    Kind kind = Kind::nextHop;
    base::IpAddress gateway; ///< none: directly on `interface`
    std::string interface;   ///< empty: found by looking up the gateway
    std::uint8_t distance = 1; ///< 1..255, as FRR
    std::uint32_t tag = 0;     ///< 0 is none
    SourceLine line;

    constexpr bool discards() const { return kind != Kind::nextHop; }
    /// Same prefix and next hop; distance and tag may differ (a second `ip route` line then replaces the first).
    bool samePath(const StaticRoute &other) const;
    auto operator<=>(const StaticRoute &) const = default;
};

struct RouterConfig {
    std::string hostname; ///< empty: the node's name
    std::map<std::string, InterfaceConfig, InterfaceNameLess> interfaces;
    /// Sorted; no two with the same path. Change it by addRoute() and removeRoute().
    std::vector<StaticRoute> staticRoutes;
    bool ipForwarding = true;   ///< `no ip forwarding` makes a router a host
    bool ipv6Forwarding = true; ///< `no ipv6 forwarding`
    std::vector<base::IpAddress> nameServers; ///< `ip name-server`, in the order in which they are asked; none twice
    bool resolveViaDefault = false; ///< `ip nht resolve-via-default`: next hops may be reached by the default route
    DebugFlags debug;                 ///< `debug …`: what is told as lines from the beginning
    std::set<std::string> otherDebug; ///< `debug …` of FRR's for which there is nothing here to tell: kept as written
    routing::policy::Policies policies;
    base::Box<OspfConfig> ospf; ///< empty: there is no `router ospf`
    base::Box<RipConfig> rip;
    base::Box<BgpConfig> bgp;
    base::Box<GateConfig> gate; ///< packet filters and NAT; empty: there are none
    base::Box<dhcp::ServerConfig> dhcpServer; ///< `ip dhcp pool`; empty: it is no server
    bool operator==(const RouterConfig &) const = default;

    static constexpr std::size_t kMaxNameServers = 3; ///< as resolv.conf(5)

    /// Adds a route or replaces the one with the same path.
    void addRoute(const StaticRoute &route);
    /// Removes the route with the same path; false where there is none.
    bool removeRoute(const StaticRoute &route);
};

} // namespace hopyard::router
