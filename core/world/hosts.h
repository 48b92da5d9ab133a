// The lab's nodes as a table of names: what every host and router of it resolves without asking anybody.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab.h"
#include "core/transport/names.h"

namespace hopyard::world {

/// Every node that has addresses, namespaces included, with those of the lab and of its configuration, in the order of
/// its interfaces. What is configured while the lab runs is not in it.
transport::HostsTable hostsOf(const lab::Lab &lab);

} // namespace hopyard::world
