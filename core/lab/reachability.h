// Which networks cannot be reached from which routers, told from what is configured: no packet is sent for it.
//
// Generous by intent, for a false alarm is worse than a miss: where two routers speak a protocol with each other everything that it
// announces is taken as learned (no filters, areas or timers are looked at), a protocol that redistributes another one is taken to know
// all, and of a router whose language is not read (BIRD, a VRF, an address by DHCP, programs at its start) nothing is ever said. Private
// networks (RFC 1918, RFC 4193) need no way from a router with public addresses, nor do networks behind a translation. What
// ends nowhere (a blackhole, a next hop that is down) counts as a route: it was written by somebody who meant it.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/lab/lab.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace hopyard::lab {

struct OwnedAddress;

/// A network with hosts in it, and routers with a cable's way to it that have no route there.
struct UnreachableNetwork {
    base::IpPrefix network;
    End owner;                     ///< of a router: the first with an address there
    std::vector<std::string> from; ///< names of routers, in file order; not empty
};

/// Routers that know of their own networks alone, though others are to be reached through them: no static route, no protocol.
struct RoutersWithoutRoutes {
    std::vector<std::string> routers; ///< linked with each other over routers, in file order; not empty
    base::IpPrefix beyond;            ///< a network that the first of them has no way to
    bool hasHosts = false;            ///< networks with hosts are beyond, too many to be named one by one
};

struct Reachability {
    std::vector<UnreachableNetwork> networks; ///< at most kMostUnreachable, in the order of their owners
    std::vector<RoutersWithoutRoutes> silent; ///< those that no network above names
};
constexpr std::size_t kMostUnreachable = 20; ///< a lab with more wants a protocol, which mends all of them
/// More networks than these that only routers without routes have no way to are one finding of those routers.
constexpr std::size_t kMostOfSilent = 4;

/// `addresses`: all of the lab (ownedAddresses). O(routers × networks with hosts).
Reachability checkReachability(const Lab &lab, const std::vector<OwnedAddress> &addresses);

/// Which routers lead to which network, by their addresses.
class Ways {
public:
    /// Looks into both as long as it lives. O(n log n).
    Ways(const Lab &lab, const std::vector<OwnedAddress> &addresses);
    ~Ways();

    /// For each router from which routers lead to that network: its neighbour on the shortest way, to be the next hop of a static
    /// route. O(n).
    std::map<std::string, base::IpAddress> nextHopsTo(const base::IpPrefix &network) const;

private:
    class Map;
    std::unique_ptr<const Map> m_map;
};

} // namespace hopyard::lab
