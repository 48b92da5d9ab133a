// Labs, nodes and links to YAML values and text; see write.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/write.h"

#include "core/lab/bridge_values.h"
#include "core/lab/computer_values.h"
#include "core/lab/read.h"
#include "core/lab/values.h"
#include "core/lab/was_values.h"
#include "core/lab/yaml_value.h"

#include <fmt/format.h>

namespace hopyard::lab {

namespace {

using base::Impairment;

void addText(YamlValue &map, const char *key, const std::string &text)
{
    if (!text.empty())
        map.add(key, YamlValue::text(text));
}

void addStart(YamlValue &map, const std::vector<std::string> &start)
{
    if (start.empty())
        return;
    YamlValue list = YamlValue::list();
    for (const std::string &line : start)
        list.items.push_back(YamlValue::text(line));
    map.add("start", std::move(list));
}

/// What interfaces of nodes and of guests have in common.
template <class Interface>
void addInterfaceKeys(YamlValue &map, const Interface &interface)
{
    if (interface.addresses.size() == 1) {
        map.add("address", YamlValue::word(base::toString(interface.addresses.front())));
    } else if (!interface.addresses.empty()) {
        YamlValue list = YamlValue::list();
        for (const base::InterfaceAddress &address : interface.addresses)
            list.items.push_back(YamlValue::word(base::toString(address)));
        map.add("addresses", std::move(list));
    }
    if (interface.mac)
        map.add("mac", YamlValue::word(base::toString(*interface.mac)));
    if (interface.mtu)
        map.add("mtu", YamlValue::word(fmt::format("{}", *interface.mtu)));
}

YamlValue toYaml(const Interface &interface)
{
    YamlValue map;
    if (interface.dhcp)
        map.add("address", YamlValue::word("dhcp"));
    addInterfaceKeys(map, interface);
    const BridgePort usual;
    for (const std::string_view key : bridgePortKeys())
        if (std::string value = bridgePortValue(interface.port, key); value != bridgePortValue(usual, key))
            map.add(std::string(key), YamlValue::word(std::move(value)));
    return map;
}

/// What is not as usual.
YamlValue toYaml(const Bridge &bridge)
{
    YamlValue map;
    const Bridge usual;
    for (const std::string_view key : bridgeKeys())
        if (std::string value = bridgeValue(bridge, key); value != bridgeValue(usual, key))
            map.add(std::string(key), YamlValue::word(std::move(value)));
    return map;
}

/// What is not as usual.
YamlValue toYaml(const Machine &machine)
{
    YamlValue map;
    const Machine usual;
    if (machine.memory != usual.memory)
        map.add("memory", YamlValue::word(fmt::format("{}MiB", machine.memory)));
    if (machine.processors != usual.processors)
        map.add("processors", YamlValue::word(fmt::format("{}", machine.processors)));
    for (const auto &[key, text] : {std::pair("image", &machine.image), std::pair("kernel", &machine.kernel),
                                    std::pair("initrd", &machine.initrd), std::pair("append", &machine.append)})
        if (!text->empty())
            map.add(key, YamlValue::text(*text));
    if (machine.accel != usual.accel)
        map.add("accel", YamlValue::word(std::string(toString(machine.accel))));
    if (machine.network != usual.network)
        map.add("network", YamlValue::word(std::string(toString(machine.network))));
    if (machine.card != usual.card)
        map.add("card", YamlValue::word(std::string(toString(machine.card))));
    if (machine.disk != usual.disk)
        map.add("disk", YamlValue::word(std::string(toString(machine.disk))));
    if (machine.graphics)
        map.add("graphics", YamlValue::word("true"));
    return map;
}

YamlValue toYaml(const GuestInterface &interface)
{
    YamlValue map;
    addInterfaceKeys(map, interface);
    if (interface.vlan != 0)
        map.add("vlan", YamlValue::word(fmt::format("{}", interface.vlan)));
    addText(map, "adapter", interface.adapter);
    return map;
}

YamlValue toYaml(const Guest &guest)
{
    YamlValue map;
    Guest usual;
    usual.memory = Guest::usualMemory(guest.kind);
    const auto add = [&](std::string_view key) {
        if (std::string value = guestValue(guest, key); value != guestValue(usual, key))
            map.add(std::string(key), YamlValue::word(std::move(value)));
    };
    for (const std::string_view key : {"kind", "memory", "share"})
        add(key);
    // One interface with nothing but an address is written as that.
    GuestInterface plain;
    if (guest.interfaces.size() == 1)
        plain.addresses = guest.interfaces.front().addresses;
    if (guest.interfaces.size() == 1 && plain.addresses.size() == 1 && guest.interfaces.front() == plain) {
        map.add("address", YamlValue::word(base::toString(plain.addresses.front())));
    } else if (!guest.interfaces.empty()) {
        YamlValue interfaces;
        for (const GuestInterface &interface : guest.interfaces)
            interfaces.add(interface.name, toYaml(interface));
        map.add("interfaces", std::move(interfaces));
    }
    for (const std::string_view key : {"gateway", "forwarding", "release", "state"})
        add(key);
    if (YamlValue machine = toYaml(guest.machine); !machine.entries.empty())
        map.add("machine", std::move(machine));
    addStart(map, guest.start);
    addText(map, "note", guest.note);
    return map;
}

YamlValue toYaml(const PortRow &row)
{
    YamlValue map;
    map.add("protocol", YamlValue::word(row.isUdp ? "udp" : "tcp"));
    map.add("port", YamlValue::word(fmt::format("{}", row.port)));
    map.add("to", YamlValue::word(fmt::format("{}:{}", row.to, row.toPort)));
    return map;
}

void addComputer(YamlValue &map, const Computer &computer)
{
    YamlValue own;
    const Computer usual;
    for (const std::string_view key : computerKeys())
        if (std::string value = computerValue(computer, key); value != computerValue(usual, key))
            own.add(std::string(key), YamlValue::word(std::move(value)));
    YamlValue costs;
    for (std::size_t i = 0; i < computer.costs.size(); ++i)
        if (computer.costs[i])
            costs.add(std::string(costKeys()[i]), YamlValue::word(base::toString(*computer.costs[i])));
    if (computer.isFree())
        own.add("costs", YamlValue::word("free"));
    else if (!costs.entries.empty())
        own.add("costs", std::move(costs));
    if (!own.entries.empty())
        map.add("computer", std::move(own));
    if (!computer.nat.empty()) {
        YamlValue rows = YamlValue::list();
        for (const PortRow &row : computer.nat)
            rows.items.push_back(toYaml(row));
        map.add("nat", std::move(rows));
    }
    if (computer.guests.empty())
        return;
    YamlValue guests;
    for (const Guest &guest : computer.guests)
        guests.add(guest.name, toYaml(guest));
    map.add("guests", std::move(guests));
}

/// What is not as usual.
YamlValue toYaml(const Service &service)
{
    YamlValue map;
    const Service usual;
    if (service.address)
        map.add("address", YamlValue::word(base::toString(*service.address)));
    if (service.port != usual.port)
        map.add("port", YamlValue::word(fmt::format("{}", service.port)));
    for (const auto &[key, names] : {std::pair("classifiers", &service.classifiers), std::pair("hosts", &service.hosts)}) {
        if (names->empty())
            continue;
        YamlValue list = YamlValue::list();
        for (const std::string &name : *names)
            list.items.push_back(YamlValue::text(name));
        map.add(key, std::move(list));
    }
    if (service.encapsulation != usual.encapsulation)
        map.add("encapsulation", YamlValue::word(std::string(toString(service.encapsulation))));
    if (service.mode != usual.mode)
        map.add("mode", YamlValue::word(std::string(toString(service.mode))));
    if (!service.rules.empty())
        map.add("rules", YamlValue::text(service.rules));
    if (service.check != usual.check)
        map.add("check", YamlValue::text(toString(service.check)));
    if (service.interval != usual.interval)
        map.add("interval", YamlValue::word(base::toString(service.interval)));
    if (service.timeout != usual.timeout)
        map.add("timeout", YamlValue::word(base::toString(service.timeout)));
    if (service.rise != usual.rise)
        map.add("rise", YamlValue::word(fmt::format("{}", service.rise)));
    if (service.fall != usual.fall)
        map.add("fall", YamlValue::word(fmt::format("{}", service.fall)));
    return map;
}

YamlValue toYaml(const base::BurstLoss &burst)
{
    Impairment impairment;
    impairment.burst = burst;
    YamlValue map;
    const base::BurstLoss usual;
    for (const std::string_view key : burstKeys()) {
        if ((key == "good" && burst.lossGood == usual.lossGood) || (key == "bad" && burst.lossBad == usual.lossBad))
            continue;
        map.add(std::string(key), YamlValue::word(impairmentValue(impairment, fmt::format("burst.{}", key))));
    }
    return map;
}

/// Adds the keys that are not as `around` has them.
void addImpairment(YamlValue &map, const Impairment &impairment, const Impairment &around)
{
    for (const std::string_view key : impairmentKeys()) {
        if (std::string value = impairmentValue(impairment, key); value != impairmentValue(around, key))
            map.add(std::string(key), YamlValue::word(std::move(value)));
        if (key == "loss" && impairment.burst != around.burst)
            map.add("burst", impairment.burst ? toYaml(*impairment.burst) : YamlValue::word("off"));
    }
}

/// What both directions have in common, field by field; the rest stays as it is on an unimpaired line.
Impairment common(const Impairment &a, const Impairment &b)
{
    Impairment both;
    for (const std::string_view key : impairmentKeys())
        if (const std::string value = impairmentValue(a, key); value == impairmentValue(b, key))
            (void)setImpairmentValue(both, key, value); // its own text is always accepted
    if (a.burst == b.burst)
        both.burst = a.burst;
    return both;
}

} // namespace

YamlValue toYaml(const Node &node)
{
    YamlValue map;
    map.add("kind", YamlValue::word(std::string(toString(node.kind))));
    map.add("at", YamlValue::list({YamlValue::word(fmt::format("{}", node.at.x + 0.0)),
                                   YamlValue::word(fmt::format("{}", node.at.y + 0.0))}));
    addText(map, "label", node.label);
    if (!node.interfaces.empty()) {
        YamlValue interfaces;
        for (const Interface &interface : node.interfaces)
            interfaces.add(interface.name, toYaml(interface));
        map.add("interfaces", std::move(interfaces));
    }
    if (node.gateway)
        map.add("gateway", YamlValue::word(base::toString(*node.gateway)));
    if (!node.routes.empty()) {
        YamlValue list = YamlValue::list();
        for (const HostRoute &route : node.routes)
            list.items.push_back(YamlValue::text(toString(route)));
        map.add("routes", std::move(list));
    }
    addText(map, "config", node.config);
    if (node.machine != Machine())
        map.add("machine", toYaml(node.machine));
    if (node.bridge != Bridge())
        map.add("bridge", toYaml(node.bridge));
    if (node.service != Service())
        map.add("service", toYaml(node.service));
    addStart(map, node.start);
    addText(map, "note", node.note);
    addComputer(map, node.computer);
    if (node.was != Was())
        map.add("was", toYaml(node.was));
    return map;
}

YamlValue toYaml(const Link &link)
{
    YamlValue map;
    map.add("ends", YamlValue::list({YamlValue::word(toString(link.a)), YamlValue::word(toString(link.b))}));
    const Impairment both = common(link.forward, link.backward);
    addImpairment(map, both, Impairment());
    for (const auto &[key, direction] : {std::pair("forward", &link.forward), std::pair("backward", &link.backward)}) {
        YamlValue own;
        addImpairment(own, *direction, both);
        if (!own.entries.empty())
            map.add(key, std::move(own));
    }
    addText(map, "note", link.note);
    return map;
}

std::string write(const Lab &lab)
{
    std::string out = fmt::format("hopyard: {}\n", kFormatVersion);
    const auto add = [&](std::string_view key, const YamlValue &value, std::size_t indent) {
        out += entryText(key, fitting(lab, value), indent);
    };
    if (!lab.title.empty())
        add("title", YamlValue::text(lab.title), 0);
    if (!lab.description.empty())
        add("description", YamlValue::text(lab.description), 0);
    if (!lab.teaching.student.empty())
        out += entryText("student", YamlValue::text(lab.teaching.student), 0);
    if (!lab.teaching.toFind.isNothing())
        out += entryText("to-find", toYaml(lab.teaching.toFind), 0);
    if (!lab.teaching.parameters.empty())
        out += "parameters:\n";
    for (const Parameter &parameter : lab.teaching.parameters)
        out += entryText(parameter.name, toYaml(parameter), 2);
    if (lab.teaching.guide != Guide())
        add("guide", toYaml(lab.teaching.guide), 0);
    if (!lab.nodes.empty())
        out += "nodes:\n";
    for (const Node &node : lab.nodes)
        add(node.name, toYaml(node), 2);
    if (!lab.links.empty())
        out += "links:\n";
    for (const Link &link : lab.links)
        out += itemText(fitting(lab, toYaml(link)), 2);
    if (!lab.teaching.checks.empty())
        out += "checks:\n";
    for (const Check &check : lab.teaching.checks)
        add(check.id, toYaml(check), 2);
    if (lab.solution != Solution())
        add("solution", toYaml(lab.solution), 0);
    return out;
}

} // namespace hopyard::lab
