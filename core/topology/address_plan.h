// Addresses for a network that was drawn: each interface that has none gets one, in the network of what it is linked with, hosts
// get the router there as their gateway, and routers may learn of each other's networks.
//
// IPv4 only. What has an address, a gateway or a route keeps it. Links through switches and hubs are one network, through a switch
// with VLANs one for each; an interface on a trunk belongs to several and is left to the person.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab.h"

#include <cstdint>
#include <string>
#include <vector>

namespace hopyard::topology {

enum class LearnBy : std::uint8_t {
    nothing,
    ospf, ///< one area; interfaces without another router are passive
    rip,  ///< version 2
};

struct AddressOptions {
    base::IpPrefix from;                ///< new networks are parts of it, /24 as a rule: "10.0.0.0/8"
    LearnBy learnBy = LearnBy::nothing; ///< of routers and nodes of kind frr; not of BIRD's, whose language is another
};

struct AddressPlan {
    struct Member {
        lab::End at;
        base::InterfaceAddress address;
        bool isNew = false;
    };
    struct Network {
        base::IpPrefix prefix;
        bool isNew = false;
        std::vector<Member> members; ///< routers first
    };
    struct Gateway {
        std::string node;
        base::IpAddress address;
    };
    std::vector<Network> networks; ///< in order of their first links
    std::vector<Gateway> gateways; ///< those that are new
    std::vector<lab::Node> nodes;  ///< the nodes that change, as they will be; names are the same
    std::vector<std::string> remarks; ///< what was left to the person, and why; sentences
};

/// Same lab, same plan. O(n log n).
AddressPlan planAddresses(const lab::Lab &lab, const AddressOptions &options);

} // namespace hopyard::topology
