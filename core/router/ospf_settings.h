// From what a router's configuration says of OSPF, and the interfaces that there are, to what the protocol wants.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ip/stack.h"
#include "core/router/config.h"
#include "core/routing/ospf/ospf.h"

#include <map>

namespace hopyard::router {

/// As FRR chooses one where none is configured: the highest address of the loopback interface, else of the others;
/// unspecified where there is none.
routing::ospf::RouterId chooseRouterId(const ip::Stack &stack);

/// `config.ospf` is there. An interface takes part by its own `area` line, or by the first network line, in order of
/// their prefixes, that its address and its length are within. An address in a network that an earlier one of the same
/// interface has is secondary and takes no part.
routing::ospf::Config ospfConfig(const RouterConfig &config, const ip::Stack &stack, routing::ospf::RouterId routerId);

/// All ports, the loopback interface among them.
std::map<base::PortIndex, routing::ospf::PortState> ospfPorts(const RouterConfig &config, const ip::Stack &stack,
                                                           const std::map<base::PortIndex, base::BitRate> &speeds);

} // namespace hopyard::router
