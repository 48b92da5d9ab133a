// What is hardly meant about a network as a whole, beyond what validate() says of its parts: hosts without a gateway beside
// a router, neighbours that speak different routing protocols, static routes to nowhere, networks that no way leads to, an interface
// that is in nobody's network on its switch. Warnings and hints: the lab runs all the same.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab.h"
#include "core/lab/places.h"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::lab {

/// An address of an interface of a node, wherever it is written.
struct OwnedAddress {
    End at;
    base::InterfaceAddress address;
};
/// Of interfaces and of configurations, in file order.
std::vector<OwnedAddress> ownedAddresses(const Lab &lab);

/// "ospf", "rip" of a configuration in FRR's language.
std::set<std::string> protocolsOf(std::string_view config);

/// In the order of the nodes, then of the links; with their lines where `places` has them. O(hosts × addresses of routers).
std::vector<Problem> checkNetwork(const Lab &lab, const Places &places = {});

} // namespace hopyard::lab
