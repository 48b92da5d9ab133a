// What a lab asks of one node, worked out before anything is made: its ports in order, and for hosts and routers the
// configuration. Interfaces may be named by the node, by its configuration, or only by a link that is plugged there.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/base/quantity.h"
#include "core/lab/lab.h"
#include "core/migration/config.h"
#include "core/router/config.h"

#include <cstdint>
#include <string>
#include <vector>

namespace hopyard::world {

struct PlannedPort {
    std::string name;
    std::optional<base::MacAddress> mac; ///< none: the world makes one from the node's and port's numbers
    std::uint32_t mtu = 1500;
    lab::BridgePort bridge;               ///< switches: VLANs and spanning tree
    base::BitRate rate;                   ///< switches with a spanning tree: of the link that is plugged there
    bool operator==(const PlannedPort &) const = default;
};

struct NodePlan {
    std::vector<PlannedPort> ports;
    /// Hosts and routers: addresses and routes, from the node's keys and its configuration. frr: the addresses only.
    router::RouterConfig config;
    lab::Bridge bridge; ///< switches
    /// Hypervisors: the computer and its guests; the adapters' addresses are in `config`.
    lab::Computer computer;
    std::optional<base::IpAddress> gateway; ///< of a hypervisor's adapters
    migration::NodeConfig migration; ///< its part in moving connections; empty for most
    bool operator==(const NodePlan &) const = default;
};

/// The part of a node, a Linux one too, in the services of the lab's forwarders.
migration::NodeConfig migrationConfig(const lab::Lab &lab, const lab::Node &node);

/// `node` is one of `lab`'s. Problems (of the configuration text) go to `problems`, with their place in `lab`'s file
/// where it is known.
NodePlan planNode(const lab::Lab &lab, const lab::Node &node, std::vector<lab::Problem> &problems);

} // namespace hopyard::world
