// See equal_ways.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/compare/equal_ways.h"

#include "core/console/config_text.h"

#include <algorithm>
#include <iterator>
#include <optional>

namespace hopyard::compare {

namespace {

const RouteTable &tableOf(const Tables &tables, const std::string &router)
{
    static const RouteTable kEmpty;
    const auto found = tables.find(router);
    return found == tables.end() ? kEmpty : found->second;
}

/// With what metric a router tells others of a prefix; nothing where the table does not say it.
std::optional<std::uint32_t> toldMetric(const RouteTable &table, const base::IpPrefix &prefix)
{
    const auto found = table.find(prefix);
    if (found == table.end())
        return std::nullopt;
    const auto selected = std::ranges::find_if(found->second, [](const Route &route) { return route.selected; });
    if (selected == found->second.end())
        return std::nullopt;
    return selected->protocol == "connected" ? std::optional(1u)
         : selected->protocol == "rip"       ? std::optional(selected->metric)
                                             : std::nullopt;
}

bool isEquallyFar(const Difference &difference, const Tables &hopyard, const Tables &frr, const Owners &owners)
{
    if (difference.hopyard.size() != 1 || difference.frr.size() != 1)
        return false;
    const Route &ours = difference.hopyard.front(), &theirs = difference.frr.front();
    Route same = ours;
    same.nextHops = theirs.nextHops;
    if (same != theirs || ours.protocol != "rip" || ours.nextHops.size() != theirs.nextHops.size())
        return false;
    const auto isNearer = [&](const NextHop &hop) {
        const auto address = base::IpAddress::parse(hop.address);
        const auto owner = address && hop.active ? owners.find(*address) : owners.end();
        return owner != owners.end() && std::ranges::all_of(std::initializer_list<const Tables *>{&hopyard, &frr}, [&](const Tables *tables) {
            const auto told = toldMetric(tableOf(*tables, owner->second), difference.prefix);
            return told && *told + 1 == ours.metric;
        });
    };
    return std::ranges::all_of(ours.nextHops, isNearer) && std::ranges::all_of(theirs.nextHops, isNearer);
}

} // namespace

Owners ownersOf(const lab::Lab &lab)
{
    Owners owners;
    for (const lab::Node &node : lab.nodes)
        if (const auto config = console::parseConfig(node.config))
            for (const auto &[name, interface] : config->interfaces)
                for (const base::InterfaceAddress &address : interface.addresses)
                    owners.try_emplace(address.address, node.name);
    return owners;
}

Comparison compareRouter(const std::string &router, const Tables &hopyard, const Tables &frr, const Owners &owners)
{
    Comparison result;
    for (Difference &difference : differences(router, tableOf(hopyard, router), tableOf(frr, router)))
        (isEquallyFar(difference, hopyard, frr, owners) ? result.equalWays : result.differences).push_back(std::move(difference));
    return result;
}

Comparison compareTables(const std::vector<std::string> &routers, const Tables &hopyard, const Tables &frr, const Owners &owners)
{
    Comparison all;
    for (const std::string &router : routers) {
        Comparison one = compareRouter(router, hopyard, frr, owners);
        std::ranges::move(one.differences, std::back_inserter(all.differences));
        std::ranges::move(one.equalWays, std::back_inserter(all.equalWays));
    }
    return all;
}

} // namespace hopyard::compare
