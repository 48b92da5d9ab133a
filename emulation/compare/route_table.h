// A router's final table as a value that two runs can be compared by: what `show ip route json` says, without what differs
// from one run to the next (times, numbers of interfaces, marks of zebra's own).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "emulation/rpc/json.h"

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::compare {

struct NextHop {
    std::string address;   ///< empty: directly connected, or no way at all
    std::string interface; ///< empty where not said
    std::string fate;      ///< "blackhole", "reject", "unreachable"; empty: packets are sent on
    bool recursive = false; ///< the one that was asked for; those it stands for follow
    bool active = true;
    auto operator<=>(const NextHop &) const = default;
};

struct Route {
    std::string protocol; ///< FRR's word
    std::uint32_t distance = 0;
    std::uint32_t metric = 0;
    bool selected = false;
    std::vector<NextHop> nextHops; ///< sorted, each once
    auto operator<=>(const Route &) const = default;
};

using RouteTable = std::map<base::IpPrefix, std::vector<Route>>; ///< routes of a prefix sorted

/// Nothing where it is not a table.
std::optional<RouteTable> readRouteTable(const rpc::Json &showIpRoute);

struct Difference {
    std::string node;
    base::IpPrefix prefix;
    std::vector<Route> hopyard; ///< those that FRR does not have so; empty: it has no more than FRR
    std::vector<Route> frr;     ///< and the other way round
};
/// Every prefix whose routes are not the same, sorted.
std::vector<Difference> differences(const std::string &node, const RouteTable &hopyard, const RouteTable &frr);

/// "ospf [110/20] via 10.0.12.2, eth1"; in JSON the same parts by name.
std::string toString(const Route &route);
rpc::Json toJson(const Route &route);
rpc::Json toJson(const Difference &difference);

} // namespace hopyard::compare
