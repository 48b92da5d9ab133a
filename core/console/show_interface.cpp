// show interface (as FRR prints it, with counters), show ip arp.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/console/commands.h"

#include <fmt/format.h>

#include <vector>

namespace hopyard::console {

namespace {

struct Port {
    base::PortIndex index;
    const ip::Interface *interface;
};

/// The interfaces by name as FRR sorts them, the loopback among them.
std::vector<Port> portsByName(const router::VirtualRouter &router)
{
    std::map<std::string, Port, router::InterfaceNameLess> sorted;
    std::vector<base::PortIndex> indices = router.stack().ports();
    indices.push_back(ip::kLoopbackPort);
    for (const base::PortIndex index : indices)
        if (const ip::Interface *interface = router.stack().interface(index))
            sorted.emplace(interface->name, Port{index, interface});
    std::vector<Port> ports;
    for (const auto &[name, port] : sorted)
        ports.push_back(port);
    return ports;
}

const router::InterfaceConfig *configOf(const router::VirtualRouter &router, const std::string &name)
{
    const auto found = router.config().interfaces.find(name);
    return found == router.config().interfaces.end() ? nullptr : &found->second;
}

bool lineIsUp(const ip::Interface &interface)
{
    return interface.isUp() || (interface.isLoopback && interface.adminUp);
}

/// As Linux counts: lo is 1.
unsigned indexOf(const Port &port)
{
    return port.interface->isLoopback ? 1 : port.index.value() + 2;
}

std::string flagsText(const ip::Interface &interface)
{
    std::string flags = interface.adminUp ? "UP," : "";
    flags += interface.isLoopback ? "LOOPBACK" : "BROADCAST";
    if (lineIsUp(interface))
        flags += ",RUNNING";
    return interface.isLoopback ? flags : flags + ",MULTICAST";
}

std::string interfaceText(const Call &call, const Port &port)
{
    const ip::Interface &interface = *port.interface;
    std::string out = fmt::format("Interface {} is {}, line protocol is {}\n", interface.name,
                                  interface.adminUp ? "up" : "down", lineIsUp(interface) ? "up" : "down");
    out += "  vrf: default\n";
    const router::InterfaceConfig *config = configOf(call.router, interface.name);
    if (config && !config->description.empty())
        out += fmt::format("  Description: {}\n", config->description);
    out += fmt::format("  index {} metric 0 mtu {}\n  flags: <{}>\n  Type: {}\n", indexOf(port), interface.mtu,
                       flagsText(interface), interface.isLoopback ? "Loopback" : "Ethernet");
    if (!interface.isLoopback)
        out += fmt::format("  HWaddr: {}\n", toString(interface.mac));
    if (config && config->bandwidth)
        out += fmt::format("  bandwidth {} Mbps\n", *config->bandwidth);
    for (const base::InterfaceAddress &address : interface.addresses)
        out += fmt::format("  {} {}\n", address.address.isV6() ? "inet6" : "inet", toString(address));
    const ip::InterfaceCounters &c = interface.counters;
    out += fmt::format("    input packets {}, bytes {}, dropped {}, errors {}\n", c.inPackets, c.inBytes, c.inDrops, c.inErrors);
    out += fmt::format("    output packets {}, bytes {}, dropped {}, errors {}\n", c.outPackets, c.outBytes, c.outDrops,
                       c.outErrors);
    return out;
}

Json addressesJson(const ip::Interface &interface)
{
    Json addresses = Json::array();
    for (const base::InterfaceAddress &address : interface.addresses)
        addresses.push_back(toString(address));
    return addresses;
}

Json interfaceJson(const Call &call, const Port &port)
{
    const ip::Interface &interface = *port.interface;
    Json out{{"administrativeStatus", interface.adminUp ? "up" : "down"},
             {"operationalStatus", lineIsUp(interface) ? "up" : "down"},
             {"vrfName", "default"}};
    const router::InterfaceConfig *config = configOf(call.router, interface.name);
    if (config && !config->description.empty())
        out["description"] = config->description;
    out["index"] = indexOf(port);
    out["metric"] = 0;
    out["mtu"] = interface.mtu;
    out["flags"] = flagsText(interface);
    out["type"] = interface.isLoopback ? "Loopback" : "Ethernet";
    if (!interface.isLoopback)
        out["hardwareAddress"] = toString(interface.mac);
    if (config && config->bandwidth)
        out["bandwidth"] = *config->bandwidth;
    out["ipAddresses"] = Json::array();
    for (const base::InterfaceAddress &address : interface.addresses)
        out["ipAddresses"].push_back({{"address", toString(address)}});
    const ip::InterfaceCounters &c = interface.counters;
    out["inputPackets"] = c.inPackets;
    out["inputBytes"] = c.inBytes;
    out["inputDropped"] = c.inDrops;
    out["inputErrors"] = c.inErrors;
    out["outputPackets"] = c.outPackets;
    out["outputBytes"] = c.outBytes;
    out["outputDropped"] = c.outDrops;
    out["outputErrors"] = c.outErrors;
    return out;
}

} // namespace

Answer showInterface(const Call &call)
{
    const std::string &name = call.arguments.get("name");
    Json json = Json::object();
    Answer answer;
    for (const Port &port : portsByName(call.router)) {
        if (!name.empty() && port.interface->name != name)
            continue;
        json[port.interface->name] = interfaceJson(call, port);
        answer.text += interfaceText(call, port);
    }
    if (answer.text.empty())
        return refused(fmt::format("% Can't find interface {}", name));
    return answered(call, std::move(answer.text), json);
}

Answer showInterfaceBrief(const Call &call)
{
    Json json = Json::object();
    Answer answer;
    answer.text = "Interface       Status  VRF             Addresses\n"
                  "---------       ------  ---             ---------\n";
    for (const Port &port : portsByName(call.router)) {
        const ip::Interface &interface = *port.interface;
        const std::string_view status = lineIsUp(interface) ? "up" : "down";
        json[interface.name] = {{"status", status}, {"vrfName", "default"}, {"addresses", addressesJson(interface)}};
        std::string head = fmt::format("{:<16}{:<8}{:<16}", interface.name, status, "default");
        if (interface.addresses.empty())
            answer.text += head + '\n';
        for (const base::InterfaceAddress &address : interface.addresses) {
            answer.text += fmt::format("{:<40}{}\n", head, toString(address));
            head.clear();
        }
    }
    answer.text += '\n';
    return answered(call, std::move(answer.text), json);
}

Answer showNeighbours(const Call &call)
{
    const std::string &name = call.arguments.get("name");
    if (!name.empty() && !call.router.stack().findInterface(name).isValid())
        return refused(fmt::format("% Can't find interface {}", name));
    Json json = Json::array();
    Answer answer;
    answer.text = fmt::format("{:<18}{:<20}{:<12}{:<16}{}\n", "Address", "MAC", "State", "Interface", "Age");
    for (const Port &port : portsByName(call.router)) {
        if (!name.empty() && port.interface->name != name)
            continue;
        const ip::NeighbourTable &table = port.interface->neighbours;
        for (const std::uint32_t slot : table.sorted()) {
            const ip::Neighbour &neighbour = table.at(slot);
            const base::Duration age = call.context.now - neighbour.since;
            const std::string mac = neighbour.hasMac() ? toString(neighbour.mac) : "-";
            answer.text += fmt::format("{:<18}{:<20}{:<12}{:<16}{}\n", toString(neighbour.address), mac,
                                       ip::toString(neighbour.state), port.interface->name, ageText(age));
            Json row{{"address", toString(neighbour.address)}};
            if (neighbour.hasMac())
                row["mac"] = mac;
            row["state"] = ip::toString(neighbour.state);
            row["interface"] = port.interface->name;
            row["age"] = ageText(age);
            row["waitingPackets"] = neighbour.queue.size();
            json.push_back(std::move(row));
        }
    }
    return answered(call, std::move(answer.text), json);
}

Answer clearNeighbour(const Call &call)
{
    const auto address = *base::IpAddress::parse(call.arguments.get("address"));
    bool found = false;
    for (const base::PortIndex port : call.router.stack().ports())
        found = call.router.removeNeighbour(call.context, port, address) || found;
    return found ? Answer() : refused(fmt::format("% {} is no neighbour", toString(address)));
}

} // namespace hopyard::console
