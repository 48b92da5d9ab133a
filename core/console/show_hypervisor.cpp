// What a hypervisor can be asked for of its guests and of who is where.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/console/hypervisor_commands.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace hopyard::console {

using hypervisor::Guest;
using hypervisor::GuestId;
using hypervisor::Hypervisor;
using hypervisor::Nic;

namespace {

std::vector<std::string> addressesOf(const Guest &guest)
{
    std::vector<std::string> texts;
    for (const Nic &nic : guest.nics)
        for (const base::InterfaceAddress &address : nic.spec.addresses)
            texts.push_back(toString(address));
    return texts;
}

std::string adapterName(const Hypervisor &computer, base::PortIndex port)
{
    for (const Hypervisor::Adapter &adapter : computer.adapters())
        if (adapter.exists && adapter.port == port)
            return adapter.spec.name;
    return "-";
}

Json guestJson(const HypervisorCall &call, GuestId id)
{
    const Guest &guest = *call.computer.guest(id);
    Json nics = Json::array();
    for (const Nic &nic : guest.nics) {
        Json addresses = Json::array();
        for (const base::InterfaceAddress &address : nic.spec.addresses)
            addresses.push_back(toString(address));
        nics.push_back({{"interface", nic.spec.name}, {"mac", toString(nic.mac)}, {"vlan", nic.spec.vlan}, {"mtu", nic.spec.mtu},
                        {"addresses", addresses}, {"output", nic.counters.output}, {"outputBytes", nic.counters.outputBytes},
                        {"input", nic.counters.input}, {"inputBytes", nic.counters.inputBytes}, {"lent", nic.counters.lent},
                        {"copiedInstead", nic.counters.fellBack}, {"noBuffer", nic.counters.noBuffer},
                        {"spoofed", nic.counters.spoofed}, {"badBuffers", nic.counters.badBuffers}});
    }
    Json loans = Json::array();
    for (const auto &[at, loan] : guest.loans)
        loans.push_back({{"guestPage", at.value()}, {"hostPage", loan.page.value()}, {"packet", loan.packetId},
                         {"since", loan.since.ns()}});
    Json json{{"guest", guest.spec.name}, {"kind", toString(guest.spec.kind)}, {"state", toString(guest.state)}, {"memory", guest.spec.memory},
              {"share", guest.spec.share}, {"release", toString(guest.spec.release)}, {"interfaces", std::move(nics)},
              {"loans", std::move(loans)}, {"usedNs", call.computer.scheduler().used(id).ns()}, {"faults", guest.faults}};
    if (const auto reports = call.computer.reports(id)) // a micro-guest says what it has read
        json["micro"] = {{"packets", reports->packets}, {"bytes", reports->bytes}, {"sum", reports->sum}, {"answered", reports->answered},
                         {"given", guest.micro->packets}, {"givenBytes", guest.micro->bytes}, {"compared", guest.micro->compared},
                         {"stale", guest.micro->stale}};
    json["lastFault"] = guest.lastFault ? Json{{"kind", toString(guest.lastFault->kind)}, {"address", guest.lastFault->address}} : Json();
    return json;
}

} // namespace

Answer showGuests(const HypervisorCall &call)
{
    Json json = Json::array();
    std::string text = fmt::format("{:<16}{:<8}{:<10}{:>9}{:>7}{:>12}{:>7}{:>8}  {}\n", "Guest", "Kind", "State", "Memory", "Share", "Used ms", "Lent",
                                   "Faults", "Addresses");
    for (const GuestId id : call.computer.guests()) {
        const Guest &guest = *call.computer.guest(id);
        text += fmt::format("{:<16}{:<8}{:<10}{:>9}{:>7}{:>12.3f}{:>7}{:>8}  {}\n", guest.spec.name, toString(guest.spec.kind), toString(guest.state),
                            bytesText(guest.spec.memory), guest.spec.share, call.computer.scheduler().used(id).inMilliseconds(),
                            guest.loans.size(), guest.faults, fmt::join(addressesOf(guest), " "));
        json.push_back(guestJson(call, id));
    }
    const hypervisor::HypervisorSpec &spec = call.computer.spec();
    text += fmt::format("Mode {}, receive {}; of {} {} are free, of {} shares {} are left\n", toString(spec.mode), toString(spec.receive),
                        bytesText(spec.memory), bytesText(call.computer.pages().freePages() * hypervisor::kPageSize), spec.shares,
                        call.computer.sharesLeft());
    return answered(call, std::move(text),
                    {{"mode", toString(spec.mode)}, {"receive", toString(spec.receive)}, {"memory", spec.memory},
                     {"freeMemory", call.computer.pages().freePages() * hypervisor::kPageSize}, {"shares", spec.shares},
                     {"sharesLeft", call.computer.sharesLeft()}, {"guests", std::move(json)}});
}

Answer showGuest(const HypervisorCall &call)
{
    const GuestId id = call.guest();
    if (!id.isValid())
        return noGuest(call);
    const Guest &guest = *call.computer.guest(id);
    std::string text = fmt::format("Guest {} is {}, {} of memory, share {}, releases {}\n", guest.spec.name, toString(guest.state),
                                   bytesText(guest.spec.memory), guest.spec.share, toString(guest.spec.release));
    if (guest.spec.isOutside())
        text += fmt::format("It is a machine of its own, of kind {}\n", toString(guest.spec.kind));
    if (const auto reports = call.computer.reports(id))
        text += fmt::format("It is a micro-guest: one program of ours on a virtual processor of its own\n"
                            "  read in place: {} packets, {} bytes, sum of the bytes {:#x}; {} answered\n"
                            "  given to it: {} packets, {} bytes; {} buffers compared, {} of them stale\n",
                            reports->packets, reports->bytes, reports->sum, reports->answered, guest.micro->packets, guest.micro->bytes,
                            guest.micro->compared, guest.micro->stale);
    for (const Nic &nic : guest.nics) {
        const hypervisor::NicCounters &c = nic.counters;
        text += fmt::format("Interface {} {}{}\n", nic.spec.name, toString(nic.mac), nic.spec.vlan == 0 ? "" : fmt::format(", VLAN {}", nic.spec.vlan));
        for (const base::InterfaceAddress &address : nic.spec.addresses)
            text += fmt::format("  address {}\n", toString(address));
        text += fmt::format("  output {} frames, {} bytes\n  input {} frames, {} bytes; {} in pages lent, {} copied instead\n"
                            "  dropped: {} no buffer, {} spoofed; {} bad buffers\n",
                            c.output, c.outputBytes, c.input, c.inputBytes, c.lent, c.fellBack, c.noBuffer, c.spoofed, c.badBuffers);
    }
    text += fmt::format("Pages lent to it: {} of at most {}\n", guest.loans.size(), call.computer.spec().lendLimit);
    for (const auto &[at, loan] : guest.loans)
        text += fmt::format("  guest page {:<6} host page {:<8} packet {:<8} since {}\n", at.value(), loan.page.value(), loan.packetId,
                            toString(loan.since));
    text += fmt::format("Faults: {}{}\n", guest.faults,
                        guest.lastFault ? fmt::format("; the last: {} at {:#x}", toString(guest.lastFault->kind), guest.lastFault->address) : "");
    return answered(call, std::move(text), guestJson(call, id));
}

Answer showAddresses(const HypervisorCall &call)
{
    Json json = Json::array();
    std::string text = fmt::format("{:<6}{:<18}{}\n", "VLAN", "Address", "Guest");
    for (const hypervisor::AddressList::Row &row : call.computer.addresses().rows()) {
        const std::string address = toString(row.address), owner = nicName(call.computer, row.owner);
        text += fmt::format("{:<6}{:<18}{}\n", row.vlan ? std::to_string(row.vlan) : "-", address, owner);
        json.push_back({{"vlan", row.vlan}, {"address", address}, {"owner", owner}});
    }
    return answered(call, std::move(text), json);
}

Answer showMacTable(const HypervisorCall &call)
{
    Json json = Json::array();
    std::string text = fmt::format("{:<6}{:<20}{}\n", "VLAN", "Address", "Where");
    for (const Hypervisor::MacRow &row : call.computer.macTable(call.context.now)) {
        const std::string where = row.nic.isValid() ? nicName(call.computer, row.nic) : "adapter " + adapterName(call.computer, row.port);
        text += fmt::format("{:<6}{:<20}{}\n", row.vlan ? std::to_string(row.vlan) : "-", toString(row.mac), where);
        json.push_back({{"vlan", row.vlan}, {"address", toString(row.mac)}, {"where", where}, {"isGuest", row.nic.isValid()}});
    }
    if (call.computer.spec().mode != hypervisor::Mode::bridged)
        text += fmt::format("Mode {} does not look at MAC addresses; \"mode bridged\" does\n", toString(call.computer.spec().mode));
    return answered(call, std::move(text), json);
}

Answer showNat(const HypervisorCall &call)
{
    Json rows = Json::array();
    const hypervisor::NatTable &table = call.computer.nat();
    const std::string outside = table.outside().isUnspecified() ? "none" : toString(table.outside());
    std::string text = fmt::format("Address outside: {}\n{:<7}{:>7}  {:<24}{:<9}{:>10}{:>10}  {}\n", outside, "Kind", "Outside", "Inside",
                                   "Row", "Out", "In", "Expires");
    for (const hypervisor::NatRow &row : table.rows(call.context.now)) {
        const std::string_view kind = row.protocol == wire::IpProtocol::tcp ? "tcp" : row.protocol == wire::IpProtocol::udp ? "udp" : "icmp";
        const std::string inside = fmt::format("{}:{}", toString(row.inside), row.insidePort);
        const std::string expires = row.expires.isNever() ? "never" : fmt::format("in {:.0f} s", (row.expires - call.context.now).inSeconds());
        text += fmt::format("{:<7}{:>7}  {:<24}{:<9}{:>10}{:>10}  {}\n", kind, row.outsidePort, inside, row.isStatic ? "static" : "dynamic",
                            row.packetsOut, row.packetsIn, expires);
        Json json{{"protocol", kind}, {"outsidePort", row.outsidePort}, {"inside", toString(row.inside)}, {"insidePort", row.insidePort},
                  {"static", row.isStatic}, {"packetsOut", row.packetsOut}, {"packetsIn", row.packetsIn}};
        json["expires"] = row.expires.isNever() ? Json() : Json(row.expires.ns());
        rows.push_back(std::move(json));
    }
    const std::uint64_t refused = call.computer.dropped(base::DropReason::noTranslation);
    text += fmt::format("Dropped because no row leads inside: {}\n", refused);
    if (refused > 0)
        text += "A server inside is not reachable from outside until a row leads to it: nat add tcp PORT ADDRESS PORT\n";
    return answered(call, std::move(text), {{"outside", outside}, {"rows", std::move(rows)}, {"noTranslation", refused}});
}

Answer showAdapters(const HypervisorCall &call)
{
    Json json = Json::array();
    std::string text;
    for (const Hypervisor::Adapter &adapter : call.computer.adapters()) {
        if (!adapter.exists)
            continue;
        text += fmt::format("{} is {}, {}, MTU {}\n", adapter.spec.name, adapter.carrier ? "up" : "down", toString(adapter.spec.mac),
                            adapter.spec.mtu);
        Json addresses = Json::array(), neighbours = Json::array();
        for (const base::InterfaceAddress &address : adapter.spec.addresses) {
            text += fmt::format("  address {}\n", toString(address));
            addresses.push_back(toString(address));
        }
        text += fmt::format("  received {} frames, {} bytes; sent {} frames, {} bytes\n", adapter.inPackets, adapter.inBytes,
                            adapter.outPackets, adapter.outBytes);
        const ip::NeighbourTable &table = adapter.resolver.table();
        for (const std::uint32_t slot : table.sorted()) {
            const ip::Neighbour &neighbour = table.at(slot);
            const std::string mac = neighbour.hasMac() ? toString(neighbour.mac) : "-";
            text += fmt::format("  neighbour {:<16}{:<20}{}\n", toString(neighbour.address), mac, toString(neighbour.state));
            neighbours.push_back({{"address", toString(neighbour.address)}, {"mac", mac}, {"state", toString(neighbour.state)}});
        }
        json.push_back({{"adapter", adapter.spec.name}, {"mac", toString(adapter.spec.mac)}, {"mtu", adapter.spec.mtu},
                        {"carrier", adapter.carrier}, {"addresses", addresses}, {"receivedPackets", adapter.inPackets},
                        {"receivedBytes", adapter.inBytes}, {"sentPackets", adapter.outPackets}, {"sentBytes", adapter.outBytes},
                        {"neighbours", neighbours}});
    }
    return answered(call, text.empty() ? "This computer has no adapter\n" : std::move(text), json);
}

} // namespace hopyard::console
