// show ip ospf neighbor, show ip ospf interface; see show_ospf.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/console/show_ospf.h"

#include <fmt/format.h>

#include <algorithm>

namespace hopyard::console {

namespace ospf = routing::ospf;

namespace {

/// "Full/DR"; "-" where nobody is elected.
std::string stateText(const ospf::NeighbourInfo &n)
{
    return fmt::format("{}/{}", toString(n.state), n.role == ospf::InterfaceState::pointToPoint ? "-" : toString(n.role));
}

std::string_view roleText(const ospf::NeighbourInfo &n)
{
    return n.role == ospf::InterfaceState::pointToPoint ? toString(ospf::InterfaceState::drOther) : toString(n.role);
}

/// Those that were asked for, by interface and address.
std::vector<ospf::NeighbourInfo> chosen(const Call &call, const ospf::Ospf &protocol)
{
    std::vector<ospf::NeighbourInfo> all = protocol.neighbours(call.context.now);
    const auto id = base::Ipv4Address::parse(call.arguments.get("id"));
    const std::string &name = call.arguments.get("name");
    std::erase_if(all, [&](const ospf::NeighbourInfo &n) {
        return (id && n.id != *id) || (!name.empty() && n.interfaceName != name);
    });
    std::ranges::stable_sort(all, [](const ospf::NeighbourInfo &a, const ospf::NeighbourInfo &b) {
        return a.interface != b.interface ? a.interface < b.interface : a.address < b.address;
    });
    return all;
}

base::Ipv4Address ownAddress(const ospf::NeighbourInfo &n)
{
    return n.interface.port.isValid() ? n.interface.address : base::Ipv4Address();
}

Json neighbourJson(const ospf::NeighbourInfo &n, base::Duration up, base::Duration dead, const std::string &interface)
{
    const std::string state = stateText(n);
    return {{"priority", n.priority},
            {"state", state},
            {"nbrPriority", n.priority},
            {"nbrState", state},
            {"converged", toString(n.state)},
            {"role", roleText(n)},
            {"upTimeInMsec", ospfMilliseconds(up)},
            {"deadTimeMsecs", ospfMilliseconds(dead)},
            {"routerDeadIntervalTimerDueMsec", ospfMilliseconds(dead)},
            {"upTime", ospfTimerText(up)},
            {"deadTime", ospfTimerText(dead)},
            {"address", toString(n.address)},
            {"ifaceAddress", toString(n.address)},
            {"ifaceName", interface},
            {"retransmitCounter", n.retransmissions},
            {"linkStateRetransmissionListCounter", n.retransmissions},
            {"requestCounter", n.requests},
            {"linkStateRequestListCounter", n.requests},
            {"dbSummaryCounter", n.descriptions},
            {"databaseSummaryListCounter", n.descriptions}};
}

base::Duration until(const Call &call, base::TimePoint when)
{
    return when == base::TimePoint::never() ? base::Duration() : when - call.context.now;
}

std::string_view onOff(bool on)
{
    return on ? "on" : "off";
}

std::string detailText(const Call &call, const ospf::NeighbourInfo &n, const std::string &area)
{
    return fmt::format(
        " Neighbor {}, interface address {}\n    In the area {} via interface {}\n"
        "    Neighbor priority is {}, State is {}, {} state changes\n    Most recent state change statistics:\n"
        "      Progressive change {} ago\n    DR is {}, BDR is {}\n    Options {} {}\n    Dead timer due in {}\n"
        "    Database Summary List {}\n    Link State Request List {}\n    Link State Retransmission List {}\n"
        "    Thread Inactivity Timer on\n    Thread Database Description Retransmision {}\n"
        "    Thread Link State Request Retransmission {}\n    Thread Link State Update Retransmission {}\n\n"
        "    Graceful restart Helper info:\n      Graceful Restart HELPER Status : {}\n\n",
        toString(n.id), toString(n.address), area, n.interfaceName, n.priority, stateText(n), n.stateChanges,
        ospfTimerText(call.context.now - n.since), toString(n.dr), toString(n.bdr), n.options, ospfOptionsText(n.options),
        ospfTimerText(until(call, n.deadAt)), n.descriptions, n.requests, n.retransmissions, onOff(n.describes),
        onOff(n.asks), onOff(n.sendsAgain), n.helped ? "Inprogress." : "None");
}

Json detailJson(const Call &call, const ospf::NeighbourInfo &n, const std::string &area)
{
    Json json{{"ifaceAddress", toString(n.address)},
              {"areaId", area},
              {"ifaceName", n.interfaceName},
              {"nbrPriority", n.priority},
              {"nbrState", stateText(n)},
              {"stateChangeCounter", n.stateChanges},
              {"lastPrgrsvChangeMsec", ospfMilliseconds(call.context.now - n.since)},
              {"routerDesignatedId", toString(n.dr)},
              {"routerDesignatedBackupId", toString(n.bdr)},
              {"optionsCounter", n.options},
              {"optionsList", ospfOptionsText(n.options)},
              {"routerDeadIntervalTimerDueMsec", ospfMilliseconds(until(call, n.deadAt))},
              {"databaseSummaryListCounter", n.descriptions},
              {"linkStateRequestListCounter", n.requests},
              {"linkStateRetransmissionListCounter", n.retransmissions},
              {"threadInactivityTimer", "on"}};
    if (n.describes)
        json["threadDatabaseDescriptionRetransmission"] = "on";
    if (n.asks)
        json["threadLinkStateRequestRetransmission"] = "on";
    if (n.sendsAgain)
        json["threadLinkStateUpdateRetransmission"] = "on";
    json["grHelperStatus"] = n.helped ? "Inprogress" : "None";
    return json;
}

ospf::AreaId areaOf(const ospf::Config &config, const ospf::InterfaceId &id)
{
    const auto at = config.interfaces.find(id);
    return at == config.interfaces.end() ? ospf::kBackbone : at->second.area; // virtual links belong to the backbone
}

// --- interfaces ---

std::uint32_t indexOf(base::PortIndex port)
{
    return port == ip::kLoopbackPort ? 1 : port.value() + 2; // the loopback interface comes first, as on Linux
}

std::uint32_t bandwidthOf(const Call &call, const std::string &name)
{
    const auto part = call.router.config().interfaces.find(name);
    return part == call.router.config().interfaces.end() ? 0 : part->second.bandwidth.value_or(0);
}

std::string flagsText(const ip::Interface &interface)
{
    const std::string_view up = interface.adminUp ? "UP," : "";
    if (interface.isLoopback)
        return fmt::format("<{}LOOPBACK,RUNNING>", up);
    return fmt::format("<{}BROADCAST,{}MULTICAST>", up, interface.isUp() ? "RUNNING," : "");
}

ospf::Authentication authenticationOf(const ospf::Config &config, const ospf::InterfaceInfo &i)
{
    const auto at = config.interfaces.find(i.id);
    if (at != config.interfaces.end() && at->second.authentication.type)
        return *at->second.authentication.type;
    const auto area = config.areas.find(i.area);
    return area == config.areas.end() ? ospf::Authentication::none : area->second.authentication;
}

bool hearsDesignated(const ospf::InterfaceInfo &i)
{
    return i.state == ospf::InterfaceState::dr || i.state == ospf::InterfaceState::backup;
}

bool hearsRouters(const ospf::InterfaceInfo &i)
{
    return !i.passive && i.state != ospf::InterfaceState::down && i.state != ospf::InterfaceState::loopback;
}

Json interfaceJson(const Call &call, const ospf::Ospf &protocol, const ospf::InterfaceInfo &i, const ip::Interface &interface)
{
    const auto broadcast = i.address.broadcast();
    Json json{{interface.isUp() ? "ifUp" : "ifDown", interface.isUp()},
              {"ifIndex", indexOf(i.id.port)},
              {"mtuBytes", interface.mtu},
              {"bandwidthMbit", bandwidthOf(call, i.name)},
              {"ifFlags", flagsText(interface)},
              {"ospfEnabled", true},
              {"ipAddress", toString(i.address.address)},
              {"ipAddressPrefixlen", i.address.length},
              {"ospfIfType", "Broadcast"},
              {"localIfUsed", broadcast ? toString(*broadcast) : toString(i.address.address)},
              {"area", ospfAreaDescription(protocol.config(), i.area)},
              {"routerId", toString(protocol.config().routerId)},
              {"networkType", toString(i.type)},
              {"cost", i.type == ospf::NetworkType::loopback ? 0 : i.cost},
              {"transmitDelaySecs", i.timers.transmitDelay},
              {"state", toString(i.state)},
              {"priority", i.priority}};
    if (!i.dr.isUnspecified()) {
        json["drId"] = toString(i.drId);
        json["drAddress"] = toString(i.dr);
    }
    if (!i.bdr.isUnspecified()) {
        json["bdrId"] = toString(i.bdrId);
        json["bdrAddress"] = toString(i.bdr);
    }
    if (hearsRouters(i))
        json["mcastMemberOspfAllRouters"] = true;
    if (hearsDesignated(i))
        json["mcastMemberOspfDesignatedRouters"] = true;
    json["timerMsecs"] = i.timers.helloMultiplier ? 1000 / i.timers.helloMultiplier : i.timers.hello * 1000;
    json["timerDeadSecs"] = i.timers.dead;
    json["timerWaitSecs"] = i.timers.dead;
    json["timerRetransmitSecs"] = i.timers.retransmit;
    if (i.passive)
        json["timerPassiveIface"] = true;
    else
        json["timerHelloInMsecs"] = ospfMilliseconds(until(call, i.nextHello));
    json["nbrCount"] = i.neighbours;
    json["nbrAdjacentCount"] = i.adjacent;
    return json;
}

std::string interfaceText(const Call &call, const ospf::Ospf &protocol, const ospf::InterfaceInfo &i)
{
    const auto broadcast = i.address.broadcast();
    std::string out = fmt::format("  Internet Address {}, Broadcast {}, Area {}\n  MTU mismatch detection: {}\n",
                                  toString(i.address), broadcast ? toString(*broadcast) : toString(i.address.address),
                                  ospfAreaDescription(protocol.config(), i.area),
                                  protocol.config().interfaces.at(i.id).mtuIgnore ? "disabled" : "enabled");
    out += fmt::format("  Router ID {}, Network Type {}, Cost: {}\n  Transmit Delay is {} sec, State {}, Priority {}\n",
                       toString(protocol.config().routerId), toString(i.type),
                       i.type == ospf::NetworkType::loopback ? 0 : i.cost, i.timers.transmitDelay, toString(i.state), i.priority);
    if (!i.dr.isUnspecified())
        out += fmt::format("  Designated Router (ID) {} Interface Address {}/{}\n", toString(i.drId), toString(i.dr), i.address.length);
    if (i.bdr.isUnspecified())
        out += "  No backup designated router on this network\n";
    else
        out += fmt::format("  Backup Designated Router (ID) {}, Interface Address {}\n", toString(i.bdrId), toString(i.bdr));
    out += fmt::format("  Multicast group memberships:{}{}{}\n", hearsRouters(i) ? " OSPFAllRouters" : "",
                       hearsDesignated(i) ? " OSPFDesignatedRouters" : "", hearsRouters(i) ? "" : " <None>");
    out += i.timers.helloMultiplier ? fmt::format("  Timer intervals configured, Hello {}ms, ", 1000 / i.timers.helloMultiplier)
                                    : fmt::format("  Timer intervals configured, Hello {}s, ", i.timers.hello);
    out += fmt::format("Dead {}s, Wait {}s, Retransmit {}\n", i.timers.dead, i.timers.dead, i.timers.retransmit);
    if (i.passive)
        out += "    No Hellos (Passive interface)\n";
    else
        out += fmt::format("    Hello due in {}\n",
                           i.nextHello == base::TimePoint::never() ? "inactive" : ospfTimerText(until(call, i.nextHello)));
    out += fmt::format("  Neighbor Count is {}, Adjacent neighbor count is {}\n", i.neighbours, i.adjacent);
    switch (authenticationOf(protocol.config(), i)) {
    case ospf::Authentication::none: break;
    case ospf::Authentication::simple: out += "  Simple password authentication enabled\n"; break;
    case ospf::Authentication::cryptographic: out += "  Cryptographic authentication enabled\n"; break;
    }
    return out;
}

} // namespace

Answer showOspfNeighbours(const Call &call)
{
    return withOspf(call, [&](const router::OspfProcess &, const ospf::Ospf &protocol) {
        constexpr std::string_view kLine = "{:<15} {:>3} {:<15} {:<15} {:>9} {:<15} {:<32} {:>5} {:>5} {:>5}\n";
        const bool one = call.arguments.has("id"); // FRR prints no heading then
        std::string text = one ? "" : fmt::format("\n{:<15} {:<3} {:<15} {:<15} {:<9} {:<15} {:<32} {:>5} {:>5} {:>5}\n",
                                                  "Neighbor ID", "Pri", "State", "Up Time", "Dead Time", "Address", "Interface",
                                                  "RXmtL", "RqstL", "DBsmL");
        Json json{{"neighbors", Json::object()}};
        for (const ospf::NeighbourInfo &n : chosen(call, protocol)) {
            const base::Duration up = call.context.now - n.since, dead = until(call, n.deadAt);
            const std::string interface = fmt::format("{}:{}", n.interfaceName, toString(ownAddress(n)));
            text += fmt::format(fmt::runtime(kLine), toString(n.id), n.priority, stateText(n), ospfTimerText(up),
                                ospfTimerText(dead), toString(n.address), interface, n.retransmissions, n.requests,
                                n.descriptions);
            json["neighbors"][toString(n.id)].push_back(neighbourJson(n, up, dead, interface));
        }
        // FRR wraps the list of all, and none of those that ask for something more.
        const bool plain = !one && !call.arguments.has("all") && call.arguments.get("name").empty();
        return answered(call, text + '\n', plain ? json : json["neighbors"]);
    });
}

Answer showOspfNeighbourDetail(const Call &call)
{
    return withOspf(call, [&](const router::OspfProcess &, const ospf::Ospf &protocol) {
        std::string text;
        Json json{{"neighbors", Json::object()}};
        for (const ospf::NeighbourInfo &n : chosen(call, protocol)) {
            const std::string area = ospfAreaDescription(protocol.config(), areaOf(protocol.config(), n.interface));
            text += detailText(call, n, area);
            json["neighbors"][toString(n.id)].push_back(detailJson(call, n, area));
        }
        return answered(call, text + '\n', json);
    });
}

Answer showOspfInterfaces(const Call &call)
{
    return withOspf(call, [&](const router::OspfProcess &, const ospf::Ospf &protocol) {
        const std::string &name = call.arguments.get("name");
        if (!name.empty() && !call.router.stack().findInterface(name).isValid())
            return refused("% No such interface name");
        std::vector<ospf::InterfaceInfo> all = protocol.interfaces(call.context.now);
        std::erase_if(all, [&](const ospf::InterfaceInfo &i) { return !i.id.port.isValid() || (!name.empty() && i.name != name); });
        std::ranges::stable_sort(all, router::InterfaceNameLess(), &ospf::InterfaceInfo::name);
        std::string text;
        Json json{{"interfaces", Json::object()}};
        const auto head = [&](const ip::Interface &interface, base::PortIndex port) {
            return fmt::format("{} is {}\n  ifindex {}, MTU {} bytes, BW {} Mbit {}\n", interface.name,
                               interface.isUp() ? "up" : "down", indexOf(port), interface.mtu,
                               bandwidthOf(call, interface.name), flagsText(interface));
        };
        for (const ospf::InterfaceInfo &i : all) {
            const ip::Interface &interface = *call.router.stack().interface(i.id.port);
            text += head(interface, i.id.port) + interfaceText(call, protocol, i);
            json["interfaces"][i.name] = interfaceJson(call, protocol, i, interface);
        }
        if (all.empty() && !name.empty()) {
            const base::PortIndex port = call.router.stack().findInterface(name);
            text = head(*call.router.stack().interface(port), port) + "  OSPF not enabled on this interface\n";
            json["interfaces"][name] = {{"ospfEnabled", false}};
        }
        return answered(call, text + '\n', json);
    });
}

} // namespace hopyard::console
