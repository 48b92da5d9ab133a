// The OSPF costs that a router's configuration gives to its interfaces, for the labels of links.
//
// Only what is written: an interface without a line has the cost that its speed makes, which the engine knows.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace hopyard::document {

/// Interface to cost: "ip ospf cost 10" (FRR), or "cost 10;" within `interface "eth0"` (BIRD).
std::map<std::string, unsigned> ospfCosts(std::string_view config);

} // namespace hopyard::document
