// Addresses for nodes that were copied: what the lab uses already goes on to the next free one of its network.
//
// IPv4 of interfaces only: a router's configuration text is the person's own, and stays as it is.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab.h"

#include <set>

namespace hopyard::document {

/// Every address of a lab: of interfaces, in routers' configurations, and the gateways.
std::set<base::IpAddress> addressesOf(const lab::Lab &lab);
/// Gives the node's interfaces addresses that are not in `taken`, and adds them to it. An address stays where it is free,
/// where it is IPv6, and where its network is full. A MAC address that was given is dropped: the world makes one.
void takeFreeAddresses(lab::Node &node, std::set<base::IpAddress> &taken);

} // namespace hopyard::document
