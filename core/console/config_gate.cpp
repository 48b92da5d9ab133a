// The configuration lines that put packet filters and address translation to an interface: `ip access-group`, `ip nat`.
// See config_commands.h; the lists are in config_access_list.cpp.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/console/config_gate.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace hopyard::console {

using router::GateConfig;
using Nat = ip::PacketGateConfig::Port::Nat;

namespace {

/// Of the interface whose block we are in.
template <class Change>
Outcome changeInterface(const ConfigAction &a, Change change)
{
    return changeGate(a, [&](GateConfig &gate) {
        GateConfig::Interface &part = gate.interfaces[a.blockName()];
        Outcome outcome = change(part);
        if (part == GateConfig::Interface())
            gate.interfaces.erase(a.blockName());
        return outcome;
    });
}

Outcome setFilter(const ConfigAction &a)
{
    return changeInterface(a, [&](GateConfig::Interface &part) {
        std::string &filter = a.arguments.has("in") ? part.filterIn : part.filterOut;
        if (a.isNo() && a.arguments.has("name") && filter != a.arguments.get("name"))
            return Outcome("there is no such filter here");
        filter = a.isNo() ? std::string() : a.arguments.get("name");
        return Outcome();
    });
}

Outcome setNat(const ConfigAction &a)
{
    return changeInterface(a, [&](GateConfig::Interface &part) {
        const Nat side = a.arguments.has("inside") ? Nat::inside : Nat::outside;
        if (!a.isNo())
            part.nat = side;
        else if (part.nat == side)
            part.nat = Nat::none;
        return Outcome();
    });
}

template <class Row>
Outcome changeRow(const ConfigAction &a, std::vector<Row> GateConfig::*rows, const Row &row)
{
    return changeGate(a, [&](GateConfig &gate) {
        std::vector<Row> &all = gate.*rows;
        const auto there = std::ranges::find(all, row);
        if (a.isNo()) {
            if (there == all.end())
                return Outcome("there is no such line to remove");
            all.erase(there);
        } else if (there == all.end()) {
            all.push_back(row);
        }
        return Outcome();
    });
}

Outcome changeSource(const ConfigAction &a)
{
    return changeRow(a, &GateConfig::sources, {a.arguments.get("list"), a.arguments.get("outside")});
}

Outcome changeForward(const ConfigAction &a)
{
    GateConfig::Forward forward;
    forward.protocol = a.arguments.has("tcp") ? wire::IpProtocol::tcp : wire::IpProtocol::udp;
    forward.inside = *base::Ipv4Address::parse(a.arguments.get("inside"));
    forward.insidePort = static_cast<std::uint16_t>(a.number("insidePort"));
    forward.interface = a.arguments.get("outside");
    forward.outsidePort = static_cast<std::uint16_t>(a.number("outsidePort"));
    if (!a.isNo() && a.config().gate)
        for (const GateConfig::Forward &other : a.config().gate->forwards)
            if (other != forward && other.protocol == forward.protocol && other.interface == forward.interface
                && other.outsidePort == forward.outsidePort)
                return fmt::format("port {} outside leads to {} already", other.outsidePort, toString(other.inside));
    return changeRow(a, &GateConfig::forwards, forward);
}

constexpr std::array kTop{
    ConfigCommand{"[no] ip nat inside source list WORD$list interface INTERFACE$outside overload", changeSource},
    ConfigCommand{"[no] ip nat inside source static <tcp|udp> A.B.C.D$inside (1-65535)$insidePort "
                  "interface INTERFACE$outside (1-65535)$outsidePort", changeForward},
};

constexpr std::array kInInterface{
    ConfigCommand{"ip access-group WORD$name <in|out>", setFilter},
    ConfigCommand{"no ip access-group [WORD$name] <in|out>", setFilter},
    ConfigCommand{"[no] ip nat <inside|outside>", setNat},
};

} // namespace

ConfigCommands gateTopCommands() { return kTop; }
ConfigCommands gateInterfaceCommands() { return kInInterface; }

std::string writeGate(const router::RouterConfig &config)
{
    std::string out;
    if (!config.gate)
        return out;
    for (const GateConfig::Source &source : config.gate->sources)
        out += fmt::format("ip nat inside source list {} interface {} overload\n", source.list, source.interface);
    for (const GateConfig::Forward &forward : config.gate->forwards)
        out += fmt::format("ip nat inside source static {} {} {} interface {} {}\n",
                           forward.protocol == wire::IpProtocol::tcp ? "tcp" : "udp", toString(forward.inside),
                           forward.insidePort, forward.interface, forward.outsidePort);
    return out.empty() ? out : out + "!\n";
}

std::string writeGateInterface(const router::RouterConfig &config, const std::string &name)
{
    std::string out;
    if (!config.gate || !config.gate->interfaces.contains(name))
        return out;
    const GateConfig::Interface &part = config.gate->interfaces.at(name);
    if (!part.filterIn.empty())
        out += fmt::format(" ip access-group {} in\n", part.filterIn);
    if (!part.filterOut.empty())
        out += fmt::format(" ip access-group {} out\n", part.filterOut);
    if (part.nat != Nat::none)
        out += fmt::format(" ip nat {}\n", part.nat == Nat::inside ? "inside" : "outside");
    return out;
}

} // namespace hopyard::console
