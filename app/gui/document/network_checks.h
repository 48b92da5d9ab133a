// What is hardly meant about a network as a whole, beyond what validate() says of its parts: hosts without a gateway beside
// a router, neighbours that speak different routing protocols, static routes to nowhere.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab.h"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::document {

/// An address of an interface of a node, wherever it is written.
struct OwnedAddress {
    lab::End at;
    base::InterfaceAddress address;
};
/// Of interfaces and of configurations, in file order.
std::vector<OwnedAddress> ownedAddresses(const lab::Lab &lab);

/// "ospf", "rip" of a configuration in FRR's language.
std::set<std::string> protocolsOf(std::string_view config);

std::vector<lab::Problem> checkNetwork(const lab::Lab &lab);

} // namespace hopyard::document
