// What the console shows of RIP, as FRR 8.4 prints it; JSON with keys of our own, because FRR has none.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/console/commands.h"
#include "core/router/rip_process.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace hopyard::console {

namespace rip = routing::rip;

namespace {

constexpr std::string_view kLegend = "Codes: R - RIP, C - connected, S - Static, O - OSPF, B - BGP\n"
                                     "Sub-codes:\n"
                                     "      (n) - normal, (s) - static, (d) - default, (r) - redistribute,\n"
                                     "      (i) - interface\n\n"
                                     "     Network            Next Hop         Metric From            Tag Time\n";

const router::RipProcess *processOf(const Call &call)
{
    return static_cast<const router::RipProcess *>(call.router.process(routing::Protocol::rip));
}

Answer notRunning() { return refused("RIP is not running here; \"router rip\" in the configuration starts it"); }

std::int64_t secondsUntil(const Call &call, base::TimePoint when)
{
    return when.isNever() || when < call.context.now ? 0 : (when - call.context.now).ns() / 1'000'000'000;
}

std::string routeText(const Call &call, const rip::RouteInfo &r)
{
    const bool isOwn = r.subCode != 'n';
    const std::int64_t left = secondsUntil(call, r.expires);
    std::string out =
        fmt::format("{:<24}{:<20} {:>2} {:<15} {:>3}", fmt::format("{}({}) {}", r.code, r.subCode, toString(r.prefix)),
                    toString(r.nextHop), r.metric, isOwn || r.from.isUnspecified() ? "self" : toString(r.from), r.tag);
    if (!r.expires.isNever())
        out += fmt::format(" {:02}:{:02}", left / 60 % 60, left % 60);
    return out + '\n';
}

std::string_view kindText(char subCode)
{
    switch (subCode) {
    case 's': return "static";
    case 'd': return "default";
    case 'r': return "redistribute";
    case 'i': return "interface";
    default: return "normal";
    }
}

Json routeJson(const Call &call, const rip::RouteInfo &r)
{
    Json out;
    out["code"] = std::string(1, r.code);
    out["kind"] = kindText(r.subCode);
    out["metric"] = r.metric;
    out["tag"] = r.tag;
    if (!r.nextHop.isUnspecified())
        out["nextHop"] = toString(r.nextHop);
    if (!r.from.isUnspecified())
        out["from"] = toString(r.from);
    if (r.port.isValid())
        out["interfaceName"] = portName(call.router, r.port);
    if (!r.expires.isNever())
        out["remainingSecs"] = secondsUntil(call, r.expires);
    if (!r.expires.isNever()) { // a route with metric 16 is told as unreachable until it is forgotten
        out["remainingMs"] = std::max<std::int64_t>((r.expires - call.context.now).ns() / 1'000'000, 0);
        out["timer"] = r.metric < routing::rip::kInfinity ? "timeout" : "garbage";
    }
    return out;
}

Answer showRip(const Call &call)
{
    const router::RipProcess *process = processOf(call);
    if (!process)
        return notRunning();
    std::string text(kLegend);
    Json json = Json::object();
    for (const rip::RouteInfo &route : process->rip().routes()) {
        text += routeText(call, route);
        json[toString(route.prefix)].push_back(routeJson(call, route));
    }
    return answered(call, std::move(text), json);
}

std::string_view versionsText(const rip::Versions &v)
{
    return v.v1 && v.v2 ? "1 2" : v.v1 ? "1" : v.v2 ? "2" : "none";
}

std::string filterNames(const router::RipConfig &config, const std::string &interface, bool isOut)
{
    std::string out;
    for (const bool isPrefixList : {false, true}) {
        const auto it = config.distributeLists.find({interface, isPrefixList, isOut});
        if (it != config.distributeLists.end())
            out += fmt::format("{} {}{}", out.empty() ? "" : ",", isPrefixList ? "(prefix-list) " : "", it->second);
    }
    return out;
}

std::string filtersText(const router::RipConfig &config, bool isOut)
{
    const std::string all = filterNames(config, {}, isOut);
    std::string out = fmt::format("  {} update filter list for all interface is{}\n", isOut ? "Outgoing" : "Incoming",
                                  all.empty() ? " not set" : all);
    std::string last;
    for (const auto &[place, name] : config.distributeLists) {
        if (place.interface.empty() || place.interface == last)
            continue;
        last = place.interface;
        const std::string names = filterNames(config, last, isOut);
        out += fmt::format("    {} filtered by{}\n", last, names.empty() ? " nothing" : names);
    }
    return out;
}

std::string redistributionText(const router::RipConfig &config)
{
    constexpr std::array<std::string_view, static_cast<std::size_t>(router::RipSource::kCount)> kNames{
        "kernel", "connected", "static", "ospf", "bgp"};
    std::string out = "  Redistributing:";
    for (std::size_t i = 0; i < kNames.size(); ++i)
        for (const router::RipRedistribution &r : config.redistribute)
            if (r.source == static_cast<router::RipSource>(i))
                out += fmt::format(" {}", kNames[i]);
    return out + '\n';
}

std::string keyChainOf(const Call &call, const std::string &interface)
{
    const auto it = call.router.config().interfaces.find(interface);
    return it == call.router.config().interfaces.end() || !it->second.rip ? std::string() : it->second.rip->keyChain;
}

std::string interfacesText(const Call &call, const rip::Rip &running, const router::RipConfig &config)
{
    const rip::Versions receive{!config.version || *config.version == 1, !config.version || *config.version == 2};
    std::string out =
        fmt::format("  Default version control: send version {}, receive {}\n", config.version.value_or(2),
                    receive.v1 && receive.v2 ? "any version " : fmt::format("version {} ", versionsText(receive)));
    out += "    Interface        Send  Recv   Key-chain\n";
    for (const base::PortIndex port : running.running()) {
        const rip::InterfaceConfig &interface = running.config().interfaces.at(port);
        out += fmt::format("    {:<17}{:<3}   {:<3}    {}\n", interface.name, versionsText(interface.send),
                           versionsText(interface.receive), keyChainOf(call, interface.name));
    }
    return out;
}

std::string networksText(const rip::Rip &running, const router::RipConfig &config)
{
    std::string out = "  Routing for Networks:\n";
    std::vector<base::IpPrefix> networks = config.networks;
    std::sort(networks.begin(), networks.end());
    for (const base::IpPrefix &network : networks)
        out += fmt::format("    {}\n", toString(network));
    for (const std::string &name : config.networkInterfaces)
        out += fmt::format("    {}\n", name);
    std::vector<base::Ipv4Address> neighbours = config.neighbours;
    std::sort(neighbours.begin(), neighbours.end());
    for (const base::Ipv4Address neighbour : neighbours)
        out += fmt::format("    {}\n", toString(neighbour));
    std::string passive;
    for (const base::PortIndex port : running.running())
        if (const rip::InterfaceConfig &interface = running.config().interfaces.at(port); interface.passive)
            passive += fmt::format("    {}\n", interface.name);
    return passive.empty() ? out : out + "  Passive Interface(s):\n" + passive;
}

std::string peersText(const Call &call, const rip::Rip &running)
{
    std::string out = "  Routing Information Sources:\n"
                      "    Gateway          BadPackets BadRoutes  Distance Last Update\n";
    for (const rip::PeerInfo &peer : running.peers())
        out += fmt::format("    {:<16} {:>9} {:>9} {:>9}   {}\n", toString(peer.address), peer.badPackets,
                           peer.badRoutes, running.config().distance, ageText(call.context.now - peer.heard));
    out += fmt::format("  Distance: (default is {})\n", running.config().distance);
    std::vector<rip::DistanceRule> rules = running.config().distances;
    std::sort(rules.begin(), rules.end(), [](const auto &a, const auto &b) { return a.from < b.from; });
    if (!rules.empty())
        out += "    Address           Distance  List\n";
    for (const rip::DistanceRule &rule : rules)
        out += fmt::format("    {:<20}  {:>4}  {}\n", toString(rule.from), rule.distance, rule.accessList);
    return out;
}

Json statusJson(const Call &call, const rip::Rip &running)
{
    const auto seconds = [](base::Duration d) { return d.ns() / 1'000'000'000; };
    Json out;
    out["updateSecs"] = seconds(running.config().timers.update);
    out["timeoutSecs"] = seconds(running.config().timers.timeout);
    out["garbageSecs"] = seconds(running.config().timers.garbage);
    out["nextUpdateSecs"] = secondsUntil(call, running.nextUpdate());
    out["distance"] = running.config().distance;
    out["interfaces"] = Json::object();
    for (const base::PortIndex port : running.running()) {
        const rip::InterfaceConfig &interface = running.config().interfaces.at(port);
        out["interfaces"][interface.name] = {{"send", versionsText(interface.send)},
                                             {"receive", versionsText(interface.receive)},
                                             {"passive", interface.passive},
                                             {"keyChain", keyChainOf(call, interface.name)}};
    }
    out["peers"] = Json::object();
    for (const rip::PeerInfo &peer : running.peers())
        out["peers"][toString(peer.address)] = {
            {"interfaceName", portName(call.router, peer.port)},
            {"version", peer.version},
            {"badPackets", peer.badPackets},
            {"badRoutes", peer.badRoutes},
            {"lastUpdateSecs", (call.context.now - peer.heard).ns() / 1'000'000'000}};
    out["dropped"] = Json::object();
    for (std::size_t i = 0; i < running.dropped().size(); ++i)
        if (running.dropped()[i] > 0)
            out["dropped"][std::string(toString(static_cast<rip::PacketError>(i)))] = running.dropped()[i];
    return out;
}

Answer showRipStatus(const Call &call)
{
    const router::RipProcess *process = processOf(call);
    if (!process)
        return notRunning();
    const rip::Rip &running = process->rip();
    const router::RipConfig &config = *call.router.config().rip;
    const auto seconds = [](base::Duration d) { return d.ns() / 1'000'000'000; };
    std::string text = "Routing Protocol is \"rip\"\n";
    text += fmt::format("  Sending updates every {} seconds with +/-17%, next due in {} seconds\n",
                        seconds(config.timers.update), secondsUntil(call, running.nextUpdate()));
    text += fmt::format("  Timeout after {} seconds, garbage collect after {} seconds\n",
                        seconds(config.timers.timeout), seconds(config.timers.garbage));
    text += filtersText(config, true) + filtersText(config, false);
    text += fmt::format("  Default redistribution metric is {}\n", config.defaultMetric);
    text += redistributionText(config) + interfacesText(call, running, config) + networksText(running, config)
            + peersText(call, running);
    return answered(call, std::move(text), statusJson(call, running));
}

Answer clearRip(const Call &call)
{
    const bool isThere = call.router.useProcess(call.context, routing::Protocol::rip,
                                                [](router::RoutingProcess &process, router::ProcessContext &context) {
                                                    static_cast<router::RipProcess &>(process).clear(context);
                                                });
    return isThere ? Answer() : notRunning();
}

constexpr std::array<Command, 3> kCommands{{
    {"show ip rip [json]", "Routes of RIP, its own and those it learned", showRip},
    {"show ip rip status [json]", "RIP: timers, interfaces, networks, neighbours", showRipStatus},
    {"clear ip rip", "Forget what RIP learned and ask the neighbours anew", clearRip},
}};

} // namespace

std::span<const Command> ripShowCommands() { return kCommands; }

} // namespace hopyard::console
