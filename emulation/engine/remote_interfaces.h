// A node's interfaces as programs with sockets on it see them (getifaddrs).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/world/world.h"
#include "emulation/socket_api/protocol.h"

#include <vector>

namespace hopyard::engine {

/// The loopback interface first; an entry for each address, one without address where there is none.
std::vector<remote::InterfaceEntry> remoteInterfaces(const world::World &world, base::NodeId node);

} // namespace hopyard::engine
