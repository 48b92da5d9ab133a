// The lines of `router rip`, each with its `no`; config_rip_interface.cpp has those of interfaces. See
// config_commands.h.
//
// Sources that this router does not have (isis, eigrp …) are refused by the grammar.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/console/config_commands.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace hopyard::console {

namespace rip = routing::rip;
using router::RipConfig;
using router::RipSource;

namespace {

constexpr std::array<std::string_view, static_cast<std::size_t>(RipSource::kCount)> kSources{"kernel", "connected",
                                                                                             "static", "ospf", "bgp"};

RipConfig &process(const ConfigAction &a) { return a.config().rip.need(); }

base::IpPrefix prefix(const ConfigAction &a) { return *base::IpPrefix::parse(a.arguments.get("prefix"), true); }

base::Ipv4Address address(const ConfigAction &a) { return *base::Ipv4Address::parse(a.arguments.get("address")); }

/// Adds to a list that holds nothing twice, or removes from it.
template <class T>
Outcome keep(const ConfigAction &a, std::vector<T> &list, const T &value)
{
    const auto it = std::find(list.begin(), list.end(), value);
    if (a.isNo() && it != list.end())
        list.erase(it);
    else if (!a.isNo() && it == list.end())
        list.push_back(value);
    return {};
}

template <class T, class Same>
void removeWhere(std::vector<T> &list, Same same)
{
    list.erase(std::remove_if(list.begin(), list.end(), same), list.end());
}

/// In place of what is the same, or at the end.
template <class T, class Same>
void replaceWhere(std::vector<T> &list, const T &value, Same same)
{
    if (const auto it = std::find_if(list.begin(), list.end(), same); it != list.end())
        *it = value;
    else
        list.push_back(value);
}

Outcome setDistance(const ConfigAction &a)
{
    process(a).distance.reset();
    if (!a.isNo())
        process(a).distance = static_cast<std::uint8_t>(a.number("value"));
    return {};
}

Outcome setDistanceFrom(const ConfigAction &a)
{
    const rip::DistanceRule rule{prefix(a), static_cast<std::uint8_t>(a.number("value")), a.arguments.get("list")};
    const auto same = [&rule](const rip::DistanceRule &r) { return r.from == rule.from; };
    if (a.isNo())
        removeWhere(process(a).distances, same);
    else
        replaceWhere(process(a).distances, rule, same);
    return {};
}

Outcome setOffsetList(const ConfigAction &a)
{
    const router::RipOffsetList list{a.arguments.get("interface"), a.arguments.has("out"), a.arguments.get("list"),
                                     static_cast<std::uint8_t>(a.number("value"))};
    const auto same = [&list](const router::RipOffsetList &l) {
        return l.interface == list.interface && l.isOut == list.isOut;
    };
    if (a.isNo())
        removeWhere(process(a).offsetLists, same);
    else
        replaceWhere(process(a).offsetLists, list, same);
    return {};
}

Outcome setPassiveDefault(const ConfigAction &a)
{
    RipConfig &process = console::process(a);
    if (process.passiveDefault == !a.isNo())
        return {};
    process.passiveDefault = !a.isNo();
    process.passive.clear(); // the exceptions were from the other rule
    process.notPassive.clear();
    return {};
}

Outcome setPassive(const ConfigAction &a)
{
    RipConfig &process = console::process(a);
    const std::string &name = a.arguments.get("interface");
    const bool isException = process.passiveDefault == a.isNo();
    std::vector<std::string> &list = process.passiveDefault ? process.notPassive : process.passive;
    std::erase(list, name);
    if (isException)
        list.push_back(name);
    return {};
}

Outcome setRedistribution(const ConfigAction &a)
{
    router::RipRedistribution redistribution;
    for (std::size_t i = 0; i < kSources.size(); ++i)
        if (a.arguments.has(kSources[i]))
            redistribution.source = static_cast<RipSource>(i);
    if (a.arguments.has("metric"))
        redistribution.metric = static_cast<std::uint8_t>(a.number("value"));
    redistribution.routeMap = a.arguments.get("map");
    const auto same = [&](const router::RipRedistribution &r) { return r.source == redistribution.source; };
    if (a.isNo())
        removeWhere(process(a).redistribute, same);
    else
        replaceWhere(process(a).redistribute, redistribution, same);
    return {};
}

Outcome setTimers(const ConfigAction &a)
{
    process(a).timers = {};
    if (!a.isNo())
        process(a).timers = {base::Duration::seconds(a.number("update")), base::Duration::seconds(a.number("timeout")),
                             base::Duration::seconds(a.number("garbage"))};
    return {};
}

Outcome setVersion(const ConfigAction &a)
{
    process(a).version.reset();
    if (!a.isNo())
        process(a).version = static_cast<std::uint8_t>(a.number("value"));
    return {};
}

Outcome setDefaultMetric(const ConfigAction &a)
{
    process(a).defaultMetric = a.isNo() ? 1 : static_cast<std::uint8_t>(a.number("value"));
    return {};
}

Outcome setDistributeList(const ConfigAction &a)
{
    const router::RipFilterPlace place{a.arguments.get("interface"), a.arguments.has("prefix"), a.arguments.has("out")};
    auto &lists = process(a).distributeLists;
    if (!a.isNo()) {
        lists[place] = a.arguments.get("list");
        return {};
    }
    const auto it = lists.find(place);
    if (it == lists.end() || it->second != a.arguments.get("list"))
        return "there is no such distribute-list to remove";
    lists.erase(it);
    return {};
}

Outcome setRouteMap(const ConfigAction &a)
{
    const router::RipMapPlace place{a.arguments.get("interface"), a.arguments.has("out")};
    auto &maps = process(a).routeMaps;
    if (!a.isNo()) {
        maps[place] = a.arguments.get("map");
        return {};
    }
    const auto it = maps.find(place);
    if (it == maps.end() || it->second != a.arguments.get("map"))
        return "there is no such route-map to remove";
    maps.erase(it);
    return {};
}

constexpr std::array<ConfigCommand, 2> kTop{{
    {"router rip", enterPart<process, ConfigMode::rip>},
    {"no router rip", [](const ConfigAction &a) { return a.config().rip.reset(), Outcome(); }},
}};

constexpr std::array<ConfigCommand, 23> kInRip{{
    {"[no] allow-ecmp", setFlagOf<process, &RipConfig::allowEcmp>},
    {"[no] default-information originate", setFlagOf<process, &RipConfig::defaultInformation>},
    {"default-metric (1-16)$value", setDefaultMetric},
    {"no default-metric [(1-16)]", setDefaultMetric},
    {"distance (1-255)$value", setDistance},
    {"no distance [(1-255)]", setDistance},
    {"[no] distance (1-255)$value A.B.C.D/M$prefix [WORD$list]", setDistanceFrom},
    {"[no] neighbor A.B.C.D$address", [](const ConfigAction &a) { return keep(a, process(a).neighbours, address(a)); }},
    {"[no] network A.B.C.D/M$prefix", [](const ConfigAction &a) { return keep(a, process(a).networks, prefix(a)); }},
    {"[no] network INTERFACE$interface",
     [](const ConfigAction &a) { return keep(a, process(a).networkInterfaces, a.arguments.get("interface")); }},
    {"[no] offset-list WORD$list <in|out> (0-16)$value [INTERFACE$interface]", setOffsetList},
    {"[no] passive-interface default", setPassiveDefault},
    {"[no] passive-interface INTERFACE$interface", setPassive},
    {"[no] redistribute <kernel|connected|static|ospf|bgp> [{metric (0-16)$value|route-map WORD$map}]",
     setRedistribution},
    {"[no] route A.B.C.D/M$prefix", [](const ConfigAction &a) { return keep(a, process(a).staticRoutes, prefix(a)); }},
    {"timers basic (5-2147483647)$update (5-2147483647)$timeout (5-2147483647)$garbage", setTimers},
    {"no timers basic [(5-2147483647) (5-2147483647) (5-2147483647)]", setTimers},
    {"version (1-2)$value", setVersion},
    {"no version [(1-2)]", setVersion},
    {"[no] distribute-list prefix WORD$list <in|out> [INTERFACE$interface]", setDistributeList},
    {"[no] distribute-list WORD$list <in|out> [INTERFACE$interface]", setDistributeList},
    {"route-map WORD$map <in|out> INTERFACE$interface", setRouteMap},
    {"no route-map WORD$map <in|out> INTERFACE$interface", setRouteMap},
}};

std::string_view directionText(bool isOut) { return isOut ? "out" : "in"; }

std::string offsetText(const router::RipOffsetList &l)
{
    return fmt::format(" offset-list {} {} {}{}{}\n", l.accessList, directionText(l.isOut), l.metric,
                       l.interface.empty() ? "" : " ", l.interface);
}

std::string redistributionText(const router::RipRedistribution &r)
{
    std::string out = fmt::format(" redistribute {}", kSources[static_cast<std::size_t>(r.source)]);
    if (r.metric)
        out += fmt::format(" metric {}", *r.metric);
    if (!r.routeMap.empty())
        out += fmt::format(" route-map {}", r.routeMap);
    return out + '\n';
}

} // namespace

ConfigCommands ripTopCommands() { return kTop; }
ConfigCommands ripCommands() { return kInRip; }

/// In the order of FRR 8.4.
std::string writeRip(const router::RouterConfig &config)
{
    if (!config.rip)
        return {};
    const RipConfig &c = *config.rip;
    std::string out = "router rip\n";
    if (c.allowEcmp)
        out += " allow-ecmp\n";
    if (c.defaultInformation)
        out += " default-information originate\n";
    if (c.defaultMetric != 1)
        out += fmt::format(" default-metric {}\n", c.defaultMetric);
    if (c.distance)
        out += fmt::format(" distance {}\n", *c.distance);
    for (const rip::DistanceRule &d : c.distances)
        out += fmt::format(" distance {} {}{}{}\n", d.distance, toString(d.from), d.accessList.empty() ? "" : " ",
                           d.accessList);
    for (const base::Ipv4Address neighbour : c.neighbours)
        out += fmt::format(" neighbor {}\n", toString(neighbour));
    for (const base::IpPrefix &network : c.networks)
        out += fmt::format(" network {}\n", toString(network));
    for (const std::string &name : c.networkInterfaces)
        out += fmt::format(" network {}\n", name);
    for (const router::RipOffsetList &list : c.offsetLists)
        out += offsetText(list);
    if (c.passiveDefault)
        out += " passive-interface default\n";
    for (const std::string &name : c.passive)
        out += fmt::format(" passive-interface {}\n", name);
    for (const std::string &name : c.notPassive)
        out += fmt::format(" no passive-interface {}\n", name);
    for (const router::RipRedistribution &r : c.redistribute)
        out += redistributionText(r);
    for (const base::IpPrefix &route : c.staticRoutes)
        out += fmt::format(" route {}\n", toString(route));
    if (c.timers != rip::Timers()) {
        const auto seconds = [](base::Duration d) { return d.ns() / 1'000'000'000; };
        out += fmt::format(" timers basic {} {} {}\n", seconds(c.timers.update), seconds(c.timers.timeout),
                           seconds(c.timers.garbage));
    }
    if (c.version)
        out += fmt::format(" version {}\n", *c.version);
    for (const auto &[place, name] : c.distributeLists)
        out += fmt::format(" distribute-list {}{} {} {}\n", place.isPrefixList ? "prefix " : "", name,
                           directionText(place.isOut), place.interface);
    for (const auto &[place, name] : c.routeMaps)
        out += fmt::format(" route-map {} {} {}\n", name, directionText(place.isOut), place.interface);
    return out + "exit\n!\n";
}

} // namespace hopyard::console
