// What a configuration in FRR's language says of routing, as far as it matters for what can be reached: static routes, and for each
// protocol what it announces and where it is spoken.
//
// Read generously: what is not understood makes a router one of which nothing is known (`isOpaque`), never one with a mistake.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::lab {

struct RoutingFacts {
    struct Static {
        base::IpPrefix prefix;
        std::optional<base::IpAddress> via; ///< nothing: out of an interface, or into nowhere
        std::string text;                   ///< the line as it stands there, without what is around it
    };
    struct Protocol {
        std::vector<base::IpPrefix> networks;    ///< of `network` and `aggregate-address`
        std::set<std::string, std::less<>> interfaces; ///< of `network eth0` and `ip ospf area`
        std::vector<base::IpAddress> neighbours; ///< BGP's
        bool connected = false;                  ///< "redistribute connected"
        bool statics = false;                    ///< "redistribute static"
        bool everything = false; ///< another protocol's, or a default route: what that is cannot be told from here

        /// The protocol is spoken on an interface with that address.
        bool isSpokenOn(std::string_view interface, const base::InterfaceAddress &address) const;
    };
    std::vector<Static> statics;
    std::optional<Protocol> ospf, rip, bgp;
    std::set<std::string, std::less<>> translated; ///< interfaces with "ip nat inside": nobody outside sees what is there
    bool speaksIpv6 = false; ///< OSPFv3, RIPng, or BGP for IPv6
    bool isOpaque = false;

    bool speaks() const { return ospf || rip || bgp || speaksIpv6; }
};

/// O(n).
RoutingFacts routingFacts(std::string_view config);

} // namespace hopyard::lab
