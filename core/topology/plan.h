// How an imported or generated network is addressed and which routing protocol runs on it: topology to configurations.
//
// Addresses: each link a /30 from 10.0.0.0/8 (both our stack and every other router take it, on any protocol), each router
// a loopback from 10.255.0.0/16, which is its router id, and with BGP a network of customers from 172.16.0.0/12 that it
// announces. Configurations are FRR's text, which FRR 8.4 takes as it stands.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/topology/topology.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::topology {

enum class Plan : std::uint8_t {
    ospf,                 ///< one area, point-to-point links
    rip,                  ///< version 2
    ibgpRouteReflectors,  ///< "ibgp-rr": one AS over OSPF, two reflectors a component
    ebgp,                 ///< each router an AS, a session on every link
};
std::string_view toString(Plan plan); ///< as on the command line
std::optional<Plan> parsePlan(std::string_view text);
/// All of them as on the command line.
std::span<const std::string_view> planNames();

enum class CostFrom : std::uint8_t {
    speed,    ///< the faster the cheaper; what the file gives as a cost goes first
    distance, ///< one for each 10 km
    equal,    ///< FRR's default, 10
};
std::optional<CostFrom> parseCostFrom(std::string_view text); ///< "speed", "distance", "equal"

/// OSPF costs from speeds: reference/speed with the smallest reference (the fastest speed times a power of ten) that
/// keeps different speeds different, all of 1..65535; the same for the same set of speeds in any order. Unlimited or
/// unknown speeds (none) cost as the cheapest.
std::vector<std::uint16_t> costsFromSpeeds(const std::vector<std::optional<base::BitRate>> &speeds);
std::uint16_t costFromDistance(double km);

/// The routers that reflect for the others of their component, most linked first, two of each component of three and
/// more, one of two: by number of neighbours, then by closeness to all others; places that are known and of the
/// network itself before junctions and other networks. Sorted.
std::vector<std::size_t> chooseReflectors(const Topology &topology);

/// A router's end of a link.
struct PlannedInterface {
    std::string name; ///< "eth0"
    base::InterfaceAddress address;
    base::Ipv4Address peerAddress;
    std::size_t peer = 0; ///< the node at the other end
    std::uint16_t cost = 10;
};

struct PlannedRouter {
    std::string name;
    base::Ipv4Address loopback; ///< a /32, and the router id
    base::IpPrefix customers;   ///< announced by BGP
    std::uint32_t as = 0;       ///< BGP
    std::vector<PlannedInterface> interfaces;
    bool isReflector = false;
    /// iBGP: the routers to have a session with, and which of them are its clients.
    std::vector<std::size_t> peers;
    std::vector<std::size_t> clients;
};

/// `names` are the routers' and `costs` the links', in the topology's order.
std::vector<PlannedRouter> planRouters(const Topology &topology, const std::vector<std::string> &names,
                                       const std::vector<std::uint16_t> &costs, Plan plan);
/// The text of frr.conf of one of them.
std::string configText(const std::vector<PlannedRouter> &routers, std::size_t router, Plan plan);

} // namespace hopyard::topology
