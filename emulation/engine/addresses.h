// The addresses that a lab gives its nodes, wherever they stand: a node's own keys, or a router's configuration.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/lab/lab.h"

#include <string>
#include <vector>

namespace hopyard::engine {

struct InterfaceAddresses {
    std::string interface;
    std::vector<base::InterfaceAddress> addresses;
};
/// Every interface that the lab knows of the node, those without address too, in the order of its ports.
std::vector<InterfaceAddresses> interfacesOf(const lab::Lab &lab, const lab::Node &node);

} // namespace hopyard::engine
