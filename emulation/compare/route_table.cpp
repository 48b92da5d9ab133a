// See route_table.h; the keys are those of FRR 8.4's zebra (vty_show_ip_route).
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/compare/route_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

namespace hopyard::compare {

using rpc::Json;

namespace {

bool flag(const Json &object, const char *key)
{
    return rpc::boolMember(object, key).value_or(false);
}

NextHop readHop(const Json &json)
{
    NextHop hop;
    hop.address = rpc::stringMember(json, "ip").value_or("");
    hop.interface = rpc::stringMember(json, "interfaceName").value_or("");
    for (const char *fate : {"blackhole", "reject", "unreachable"})
        if (hop.fate.empty() && flag(json, fate))
            hop.fate = fate;
    hop.recursive = flag(json, "recursive");
    hop.active = flag(json, "active");
    return hop;
}

Route readRoute(const Json &json)
{
    const auto number = [&json](const char *key) { return static_cast<std::uint32_t>(rpc::intMember(json, key).value_or(0)); };
    Route route;
    route.protocol = rpc::stringMember(json, "protocol").value_or("");
    route.distance = number("distance");
    route.metric = number("metric");
    route.selected = flag(json, "selected");
    if (const Json *hops = rpc::member(json, "nexthops"); hops && hops->is_array())
        for (const Json &hop : *hops)
            route.nextHops.push_back(readHop(hop));
    std::ranges::sort(route.nextHops);
    // FRR's ospfd gives the same next hop twice where it finds it over two border routers; packets go the same way.
    const auto same = std::ranges::unique(route.nextHops);
    route.nextHops.erase(same.begin(), same.end());
    return route;
}

std::string hopText(const NextHop &hop)
{
    std::string text = !hop.fate.empty() ? hop.fate : hop.address.empty() ? "directly connected" : "via " + hop.address;
    if (hop.recursive)
        text += " (recursive)";
    else if (!hop.interface.empty())
        text += ", " + hop.interface;
    return text + (hop.active ? "" : " inactive");
}

} // namespace

std::optional<RouteTable> readRouteTable(const Json &showIpRoute)
{
    if (!showIpRoute.is_object())
        return std::nullopt;
    RouteTable table;
    for (const auto &[text, routes] : showIpRoute.items()) {
        const auto prefix = base::IpPrefix::parse(text, true);
        if (!prefix || !routes.is_array())
            return std::nullopt;
        std::vector<Route> &known = table[*prefix];
        for (const Json &route : routes)
            known.push_back(readRoute(route));
        std::ranges::sort(known);
    }
    return table;
}

std::vector<Difference> differences(const std::string &node, const RouteTable &hopyard, const RouteTable &frr)
{
    static const std::vector<Route> kNone;
    std::map<base::IpPrefix, std::array<const std::vector<Route> *, 2>> all;
    for (const auto &[prefix, routes] : hopyard)
        all.try_emplace(prefix, std::array{&kNone, &kNone}).first->second[0] = &routes;
    for (const auto &[prefix, routes] : frr)
        all.try_emplace(prefix, std::array{&kNone, &kNone}).first->second[1] = &routes;
    std::vector<Difference> found;
    for (const auto &[prefix, sides] : all) {
        if (*sides[0] == *sides[1])
            continue;
        Difference difference{node, prefix, {}, {}};
        std::ranges::set_difference(*sides[0], *sides[1], std::back_inserter(difference.hopyard));
        std::ranges::set_difference(*sides[1], *sides[0], std::back_inserter(difference.frr));
        found.push_back(std::move(difference));
    }
    return found;
}

std::string toString(const Route &route)
{
    std::string text = fmt::format("{} [{}/{}]{}", route.protocol, route.distance, route.metric, route.selected ? "" : " not selected");
    for (std::size_t i = 0; i < route.nextHops.size(); ++i)
        text += (i ? "; " : " ") + hopText(route.nextHops[i]);
    return text;
}

Json toJson(const Route &route)
{
    Json hops = Json::array();
    for (const NextHop &hop : route.nextHops) {
        Json one = {{"active", hop.active}};
        if (!hop.address.empty())
            one["ip"] = hop.address;
        if (!hop.interface.empty())
            one["interfaceName"] = hop.interface;
        if (!hop.fate.empty())
            one["fate"] = hop.fate;
        if (hop.recursive)
            one["recursive"] = true;
        hops.push_back(std::move(one));
    }
    return {{"protocol", route.protocol}, {"distance", route.distance}, {"metric", route.metric},
            {"selected", route.selected}, {"nexthops", std::move(hops)}};
}

Json toJson(const Difference &difference)
{
    const auto list = [](const std::vector<Route> &routes) {
        Json json = Json::array();
        for (const Route &route : routes)
            json.push_back(toJson(route));
        return json;
    };
    return {{"node", difference.node},
            {"prefix", toString(difference.prefix)},
            {"hopyard", list(difference.hopyard)},
            {"frr", list(difference.frr)}};
}

} // namespace hopyard::compare
