// See check_computer.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/check_computer.h"

#include "core/lab/computer_values.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>

namespace hopyard::lab {

namespace {

using Severity = Problem::Severity;

/// Pages that the base portion keeps for a packet of the largest size.
constexpr std::uint64_t kBasePages = 20;

class Checker {
public:
    Checker(const Lab &lab, const Node &node) : m_lab(lab), m_node(node), m_computer(node.computer) {}

    std::vector<ComputerFinding> run()
    {
        for (const Interface &adapter : m_node.interfaces)
            m_adapters.insert(adapter.name);
        for (const Link &link : m_lab.links)
            for (const End *end : {&link.a, &link.b})
                if (end->node == m_node.name)
                    m_adapters.insert(end->interface);
        checkResources();
        for (const Guest &guest : m_computer.guests)
            checkGuest(guest);
        checkOutside();
        checkPorts();
        return std::move(m_findings);
    }

private:
    void say(Severity severity, std::string path, std::string message)
    {
        m_findings.push_back({severity, std::move(path), std::move(message)});
    }
    void checkResources();
    void checkGuest(const Guest &guest);
    void checkInterface(const Guest &guest, const GuestInterface &interface, const std::string &path);
    void checkGateway(const Guest &guest);
    void checkKind(const Guest &guest, const std::string &path);
    void checkMicro(const Guest &guest, const std::string &path);
    void checkOutside();
    void checkPorts();

    const Lab &m_lab;
    const Node &m_node;
    const Computer &m_computer;
    std::set<std::string, std::less<>> m_adapters;
    std::set<std::string, std::less<>> m_names;
    std::map<base::MacAddress, std::string> m_macs;
    std::vector<ComputerFinding> m_findings;
};

void Checker::checkResources()
{
    const std::uint64_t pages = m_computer.memory / kPageBytes;
    const std::uint64_t own = kBasePages + m_computer.dma;
    if (pages < own) {
        say(Severity::error, "computer/memory",
            fmt::format("'{}' has {} of memory and needs {} for its own storage and the {} pages of its DMA table; give it at "
                        "least {}, or fewer pages with 'dma'",
                        m_node.name, memoryText(m_computer.memory), memoryText(own * kPageBytes), m_computer.dma,
                        memoryText(own * kPageBytes)));
        return;
    }
    std::uint64_t memory = 0, shares = 0;
    for (const Guest &guest : m_computer.guests) {
        const std::uint64_t left = (pages - own) * kPageBytes - std::min(memory, (pages - own) * kPageBytes);
        if (guest.memory > left)
            say(Severity::error, fmt::format("guests/{}/memory", guest.name),
                fmt::format("guest '{}' wants {} and '{}' has {} left of its {}; give the computer more, or the guest less",
                            guest.name, memoryText(guest.memory), m_node.name, memoryText(left), memoryText(m_computer.memory)));
        const std::uint64_t sharesLeft = m_computer.shares - std::min<std::uint64_t>(shares, m_computer.shares);
        if (guest.share > sharesLeft)
            say(Severity::error, fmt::format("guests/{}/share", guest.name),
                fmt::format("guest '{}' wants a share of {} and '{}' has {} left of its {}; give it less, or the computer more "
                            "'shares'",
                            guest.name, guest.share, m_node.name, sharesLeft, m_computer.shares));
        memory += guest.memory;
        shares += guest.share;
    }
}

void Checker::checkGuest(const Guest &guest)
{
    const std::string path = "guests/" + guest.name;
    if (!m_names.insert(guest.name).second)
        say(Severity::error, path, fmt::format("'{}' has two guests called '{}'", m_node.name, guest.name));
    if (!isNodeName(guest.name))
        say(Severity::error, path,
            fmt::format("'{:.70}' is no name of a guest: letters, digits, '-', '_' and '.', beginning with a letter or digit, at "
                        "most 63",
                        guest.name));
    for (const Node &other : m_lab.nodes) {
        if (other.name == guest.name)
            say(Severity::warning, path,
                fmt::format("a node is called '{0}' too: \"ping {0}\" goes to whichever address comes first; give one of them "
                            "another name",
                            guest.name));
        if (&other == &m_node)
            continue;
        if (&other < &m_node && other.computer.findGuest(guest.name))
            say(Severity::warning, path,
                fmt::format("'{0}' has a guest '{1}' too: \"ping {1}\" goes to that one; give one of them another name", other.name,
                            guest.name));
    }
    const std::uint64_t own = guest.kind == GuestKind::micro ? 2 : 1; // one is never used; one for its reports
    const std::uint64_t least = (own + guest.interfaces.size() * std::uint64_t(kPagesOfInterface)) * kPageBytes;
    if (guest.memory < least)
        say(Severity::error, path + "/memory",
            fmt::format("{} are too little for the buffers of {} interface{}; guest '{}' needs at least {}", memoryText(guest.memory),
                        guest.interfaces.size(), guest.interfaces.size() == 1 ? "" : "s", guest.name, memoryText(least)));
    std::set<std::string> names;
    for (const GuestInterface &interface : guest.interfaces) {
        const std::string place = fmt::format("{}/interfaces/{}", path, interface.name);
        if (!names.insert(interface.name).second)
            say(Severity::error, place, fmt::format("guest '{}' has two interfaces '{}'", guest.name, interface.name));
        checkInterface(guest, interface, place);
    }
    checkGateway(guest);
    checkKind(guest, path);
}

/// What belongs to guests of the engine only, and to real ones only.
void Checker::checkKind(const Guest &guest, const std::string &path)
{
    if (!isRealGuest(guest.kind)) {
        if (guest.machine != Machine())
            say(Severity::warning, path + "/machine",
                fmt::format("guest '{}' is of kind {}, which 'machine' does not describe; write 'kind: qemu' or 'kind: uml'", guest.name,
                            toString(guest.kind)));
        if (guest.kind == GuestKind::micro)
            checkMicro(guest, path);
        return;
    }
    for (const MachineMistake &mistake : machineMistakes(guest.machine, guest.kind == GuestKind::uml))
        say(Severity::error, fmt::format("{}/machine/{}", path, mistake.key), fmt::format("guest '{}': {}", guest.name, mistake.why));
    if (guest.memory % (1u << 20) != 0 || guest.memory < (std::uint64_t(Machine::kLeastMemory) << 20))
        say(Severity::error, path + "/memory",
            fmt::format("guest '{}' is a machine of kind {}: its memory is whole MiB, at least {}MiB", guest.name, toString(guest.kind),
                        Machine::kLeastMemory));
    if (!guest.start.empty() && !guest.machine.isTiny())
        say(Severity::error, path + "/start",
            fmt::format("guest '{}' runs a system of its own: lines of 'start' are for the tiny guest system", guest.name));
    if (guest.forwards)
        say(Severity::warning, path + "/forwarding",
            fmt::format("guest '{}' is a machine of its own, whose kernel decides that; write \"sysctl -w net.ipv4.ip_forward=1\" into 'start'",
                        guest.name));
    if (guest.release != ReleaseMode::eager)
        say(Severity::warning, path + "/release",
            fmt::format("pages are never lent to guest '{}': its memory is a machine's of its own, so packets are copied", guest.name));
}

/// A micro-guest is one program of ours: no stack, no console, one interface.
void Checker::checkMicro(const Guest &guest, const std::string &path)
{
    if (guest.interfaces.size() != 1)
        say(Severity::error, path + "/interfaces",
            fmt::format("micro-guest '{}' has {} interfaces; its program reads the packets of exactly one", guest.name, guest.interfaces.size()));
    if (guest.memory > kMostMicroMemory)
        say(Severity::error, path + "/memory",
            fmt::format("micro-guest '{}' can have {} at most; 2MiB are enough for all that it does", guest.name, memoryText(kMostMicroMemory)));
    if (!guest.start.empty())
        say(Severity::error, path + "/start",
            fmt::format("micro-guest '{}' runs one program of Hopyard's own and no lines; leave 'start' out, or make it 'kind: engine'", guest.name));
    if (guest.forwards || guest.release != ReleaseMode::eager)
        say(Severity::warning, path,
            fmt::format("micro-guest '{}' only reads packets and gives each page back at once: 'forwarding' and 'release' do nothing there", guest.name));
}

void Checker::checkInterface(const Guest &guest, const GuestInterface &interface, const std::string &path)
{
    if (!isInterfaceName(interface.name))
        say(Severity::error, path,
            fmt::format("'{:.40}' is no name of an interface: at most 15 characters, no blank, '/' or ':'", interface.name));
    if (!interface.adapter.empty() && !m_adapters.contains(interface.adapter))
        say(Severity::error, path + "/adapter",
            m_adapters.empty() ? fmt::format("'{}' has no adapter; give it an interface, or leave 'adapter' out", m_node.name)
                               : fmt::format("'{}' has no adapter '{:.40}'; it has {}", m_node.name, interface.adapter,
                                             fmt::join(m_adapters, ", ")));
    if (interface.mac) {
        const std::string name = fmt::format("{}:{}", guest.name, interface.name);
        const auto [other, isNew] = m_macs.emplace(*interface.mac, name);
        if (!isNew)
            say(Severity::error, path + "/mac",
                fmt::format("MAC address {} of {} belongs to {} already", toString(*interface.mac), name, other->second));
    }
    for (const base::InterfaceAddress &address : interface.addresses)
        if (address.address.isV6() && m_computer.mode != CarryMode::bridged)
            say(Severity::warning, path,
                fmt::format("{} of guest '{}' is of IPv6, which mode {} does not carry; use mode bridged", toString(address), guest.name,
                            toString(m_computer.mode)));
}

void Checker::checkGateway(const Guest &guest)
{
    if (!guest.gateway)
        return;
    bool reached = false, own = false;
    std::vector<std::string> networks;
    for (const GuestInterface &interface : guest.interfaces)
        for (const base::InterfaceAddress &address : interface.addresses) {
            reached = reached || address.network().contains(*guest.gateway);
            own = own || address.address == *guest.gateway;
            networks.push_back(toString(address.network()));
        }
    const std::string path = fmt::format("guests/{}/gateway", guest.name);
    if (own)
        say(Severity::error, path, fmt::format("gateway {} is an address of guest '{}' itself; it is the router's",
                                               toString(*guest.gateway), guest.name));
    else if (!reached)
        say(Severity::error, path,
            networks.empty() ? fmt::format("guest '{}' has a gateway but no address; give it one in the network of {}", guest.name,
                                           toString(*guest.gateway))
                             : fmt::format("gateway {} of guest '{}' is in none of its networks ({})", toString(*guest.gateway),
                                           guest.name, fmt::join(networks, ", ")));
}

/// Whether those outside find the way to the guests, as the mode has it.
void Checker::checkOutside()
{
    std::vector<base::InterfaceAddress> own;
    for (const Interface &adapter : m_node.interfaces)
        for (const base::InterfaceAddress &address : adapter.addresses)
            if (address.address.isV4())
                own.push_back(address);
    if (m_computer.mode == CarryMode::nat && !m_adapters.empty() && own.empty()) {
        say(Severity::warning, "computer/mode",
            fmt::format("'{}' translates to the address of its adapter and has none: nothing of its guests gets out; give an "
                        "interface an address",
                        m_node.name));
        return;
    }
    if (m_computer.mode != CarryMode::direct || own.empty())
        return;
    std::vector<std::string> networks;
    for (const base::InterfaceAddress &address : own)
        networks.push_back(toString(address.network()));
    for (const Guest &guest : m_computer.guests)
        for (const GuestInterface &interface : guest.interfaces)
            for (const base::InterfaceAddress &address : interface.addresses) {
                const auto holds = [&](const base::InterfaceAddress &a) { return a.network().contains(address.address); };
                if (!address.address.isV4() || interface.vlan != 0 || std::ranges::any_of(own, holds))
                    continue;
                say(Severity::warning, fmt::format("guests/{}/interfaces/{}", guest.name, interface.name),
                    fmt::format("{} of guest '{}' is on no network of the adapters of '{}' ({}): in mode direct those outside look "
                                "for it elsewhere; give it an address there, or use mode nat",
                                toString(address), guest.name, m_node.name, fmt::join(networks, ", ")));
            }
}

void Checker::checkPorts()
{
    std::set<std::pair<bool, std::uint16_t>> taken;
    for (std::size_t i = 0; i < m_computer.nat.size(); ++i) {
        const PortRow &row = m_computer.nat[i];
        const std::string path = fmt::format("nat/{}", i);
        if (!taken.insert({row.isUdp, row.port}).second)
            say(Severity::error, path, fmt::format("{} port {} leads to somebody already; give this row another port",
                                                   row.isUdp ? "udp" : "tcp", row.port));
        const bool isAddress = base::Ipv4Address::parse(row.to).has_value();
        if (!isAddress && !m_computer.firstAddressOf(row.to))
            say(Severity::error, path + "/to",
                m_computer.findGuest(row.to) ? fmt::format("guest '{}' has no IPv4 address to lead to", row.to)
                                             : fmt::format("'{}' has no guest '{:.60}'; write one of its guests or an address", m_node.name,
                                                           row.to));
    }
    if (!m_computer.nat.empty() && m_computer.mode != CarryMode::nat)
        say(Severity::hint, "nat", fmt::format("'{}' has rows of ports, which count in mode nat only; its mode is {}", m_node.name,
                                               toString(m_computer.mode)));
}

} // namespace

std::vector<ComputerFinding> checkComputer(const Lab &lab, const Node &node)
{
    return Checker(lab, node).run();
}

} // namespace hopyard::lab
