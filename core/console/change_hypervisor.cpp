// What a hypervisor's console changes: guests, modes, rows of ports, addresses. Refusals say what to do.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/console/hypervisor_commands.h"

#include "core/base/quantity.h"

#include <fmt/format.h>

#include <charconv>

namespace hopyard::console {

using hypervisor::Guest;
using hypervisor::GuestId;
using hypervisor::Hypervisor;
using hypervisor::Refusal;

namespace {

template <class T>
T numberOf(const std::string &text)
{
    T value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value); // the grammar let only numbers in range through
    return value;
}

Answer said(std::string text) { return {true, std::move(text) + '\n', {}}; }

/// What the person can do about it.
std::string advice(const HypervisorCall &call, Refusal refusal)
{
    const Hypervisor &computer = call.computer;
    switch (refusal) {
    case Refusal::noMemory:
        return fmt::format("; it has {} left: remove a guest, or ask for less",
                           bytesText(computer.pages().freePages() * hypervisor::kPageSize));
    case Refusal::noShares: return fmt::format("; it has {} left: lower another guest's share first", computer.sharesLeft());
    case Refusal::tooSmall: return fmt::format("; {} are the least for one interface", bytesText((hypervisor::GuestDriver::kPages + 1) * hypervisor::kPageSize));
    case Refusal::nameTaken: return "; choose another name";
    case Refusal::addressTaken: return "; \"show addresses\" says whose, \"move address\" moves it";
    case Refusal::noAdapter: return "; \"show adapters\" lists them";
    case Refusal::noSuchGuest: return "; \"show guests\" lists them";
    case Refusal::wrongState:
    case Refusal::badVlan:
    case Refusal::otherMachine: break;
    }
    return {};
}

Answer refusedWith(const HypervisorCall &call, Refusal refusal)
{
    return refused(fmt::format("{}{}", toString(refusal), advice(call, refusal)));
}

/// The guest cannot be brought into that state from the one it is in; what can be done.
Answer wrongState(const Guest &guest)
{
    const std::string_view name = guest.spec.name;
    switch (guest.state) {
    case hypervisor::GuestState::stopped: return refused(fmt::format("guest {0} is stopped; \"guest {0} start\" starts it", name));
    case hypervisor::GuestState::running: return refused(fmt::format("guest {0} is running; \"guest {0} pause\" or \"guest {0} stop\" comes first", name));
    case hypervisor::GuestState::paused: return refused(fmt::format("guest {0} is paused; \"guest {0} resume\" lets it go on, \"guest {0} stop\" ends it", name));
    }
    return refused("the guest is in another state");
}

/// Runs the start lines of guests that were started just now.
std::string runStartLines(const HypervisorCall &call)
{
    std::string text;
    for (const GuestId id : call.computer.takeStartLines())
        call.computer.useGuest(call.context, id, [&](router::VirtualRouter &router, link::Context &inside) {
            for (const std::string &line : call.computer.guest(id)->spec.start) {
                const Answer answer = call.inGuest(inside, router, line);
                text += answer.ok ? answer.text : fmt::format("start line '{}': {}", line, answer.text);
            }
        });
    return text;
}

} // namespace

Answer changeGuest(const HypervisorCall &call)
{
    const GuestId id = call.guest();
    if (!id.isValid())
        return noGuest(call);
    Hypervisor &computer = call.computer;
    const std::string name = computer.guest(id)->spec.name;
    Hypervisor::Result<void> done;
    std::string text;
    const Arguments &a = call.arguments;
    if (a.has("share")) {
        done = computer.setShare(id, numberOf<std::uint32_t>(a.get("amount")));
        text = fmt::format("guest {} has a share of {}", name, a.get("amount"));
    } else if (a.has("release")) {
        const auto policy = a.has("never") ? hypervisor::ReleasePolicy::never
            : a.has("when-asked")          ? hypervisor::ReleasePolicy::whenAsked
                                           : hypervisor::ReleasePolicy::eager;
        done = computer.setReleasePolicy(id, policy);
        text = fmt::format("guest {} releases {}", name, toString(policy));
    } else if (a.has("start")) {
        done = computer.startGuest(call.context, id);
        text = fmt::format("guest {} runs", name);
    } else if (a.has("pause")) {
        done = computer.pauseGuest(call.context, id);
        text = fmt::format("guest {} is paused", name);
    } else if (a.has("resume")) {
        done = computer.resumeGuest(call.context, id);
        text = fmt::format("guest {} runs", name);
    } else if (a.has("stop")) {
        done = computer.stopGuest(call.context, id);
        text = fmt::format("guest {} is stopped, its memory cleared", name);
    } else {
        done = computer.removeGuest(call.context, id);
        text = fmt::format("guest {} is no more", name);
    }
    if (!done)
        return done.error() == Refusal::wrongState ? wrongState(*computer.guest(id)) : refusedWith(call, done.error());
    const std::string lines = runStartLines(call);
    return {true, text + '\n' + lines, {}};
}

Answer addGuest(const HypervisorCall &call)
{
    const Arguments &a = call.arguments;
    hypervisor::GuestSpec spec;
    spec.name = a.get("name");
    spec.share = a.has("amount") ? numberOf<std::uint32_t>(a.get("amount")) : 100;
    if (const auto memory = a.has("memory") ? base::parseByteCount(a.get("memory")) : std::nullopt)
        spec.memory = *memory / hypervisor::kPageSize * hypervisor::kPageSize;
    hypervisor::NicSpec &nic = spec.nics.emplace_back();
    if (const auto address = base::InterfaceAddress::parse(a.get("address")))
        nic.addresses.push_back(*address);
    if (const auto gateway = base::Ipv4Address::parse(a.get("gateway")))
        spec.gateway = *gateway;
    const auto added = call.computer.addGuest(spec);
    if (!added)
        return refusedWith(call, added.error());
    if (const auto started = call.computer.startGuest(call.context, *added); !started)
        return refusedWith(call, started.error());
    return said(fmt::format("guest {} runs: {} of memory, share {}", spec.name, bytesText(spec.memory), spec.share));
}

Answer setMode(const HypervisorCall &call)
{
    const hypervisor::Mode mode = call.arguments.has("bridged") ? hypervisor::Mode::bridged
        : call.arguments.has("nat")                            ? hypervisor::Mode::nat
                                                               : hypervisor::Mode::direct;
    call.computer.setMode(call.context, mode);
    std::string text = fmt::format("datagrams are carried {} from now on", toString(mode));
    if (mode == hypervisor::Mode::nat && call.computer.nat().outside().isUnspecified())
        text += "; no adapter has an address to translate to: give one an address in the lab";
    return said(std::move(text));
}

Answer setReceive(const HypervisorCall &call)
{
    const auto receive = call.arguments.has("remap") ? hypervisor::Receive::remap : hypervisor::Receive::copy;
    call.computer.setReceive(receive);
    return said(receive == hypervisor::Receive::remap ? "the page that a packet landed in is lent to its guest from now on"
                                                      : "packets are copied into the guest's own pages from now on");
}

Answer changeNat(const HypervisorCall &call)
{
    const Arguments &a = call.arguments;
    const wire::IpProtocol protocol = a.has("udp") ? wire::IpProtocol::udp : wire::IpProtocol::tcp;
    const std::string_view name = protocol == wire::IpProtocol::udp ? "udp" : "tcp";
    const auto port = numberOf<std::uint16_t>(a.get("port"));
    hypervisor::NatTable &table = call.computer.nat();
    if (a.has("delete")) {
        if (!table.removeStatic(protocol, port))
            return refused(fmt::format("no static row has {} port {}; \"show nat\" lists the rows", name, port));
        return said(fmt::format("{} port {} leads nowhere any more", name, port));
    }
    const auto inside = base::Ipv4Address::parse(a.get("inside"));
    const auto insidePort = numberOf<std::uint16_t>(a.get("insidePort"));
    if (const auto added = table.addStatic(protocol, port, *inside, insidePort); !added)
        return refused(fmt::format("{} port {}: {}; choose another, or \"nat delete {} {}\" first", name, port, toString(added.error()), name, port));
    std::string text = fmt::format("{} port {} leads to {}:{}", name, port, toString(*inside), insidePort);
    if (call.computer.spec().mode != hypervisor::Mode::nat)
        text += fmt::format("; it counts in mode nat only, and the mode is {}", toString(call.computer.spec().mode));
    return said(std::move(text));
}

Answer moveAddress(const HypervisorCall &call)
{
    const GuestId id = call.guest();
    if (!id.isValid())
        return noGuest(call);
    const Guest &guest = *call.computer.guest(id);
    const auto address = base::Ipv4Address::parse(call.arguments.get("address"));
    hypervisor::NicId to{id, 0};
    if (call.arguments.has("interface")) {
        const std::string &wanted = call.arguments.get("interface");
        while (to.nic < guest.nics.size() && guest.nics[to.nic].spec.name != wanted)
            ++to.nic;
    }
    if (to.nic >= guest.nics.size())
        return refused(fmt::format("guest {} has no such interface; \"show guest {}\" lists them", guest.spec.name, guest.spec.name));
    if (const auto moved = call.computer.moveAddress(call.context, *address, to); !moved)
        return refusedWith(call, moved.error());
    return said(fmt::format("{} is {}'s", toString(*address), nicName(call.computer, to)));
}

Answer touch(const HypervisorCall &call)
{
    const GuestId id = call.guest();
    if (!id.isValid())
        return noGuest(call);
    std::string_view text = call.arguments.get("address");
    const bool hex = text.starts_with("0x");
    std::uint64_t address = 0;
    text.remove_prefix(hex ? 2 : 0);
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), address, hex ? 16 : 10);
    if (error != std::errc() || end != text.data() + text.size())
        return refused(fmt::format("'{:.40}' is no address of memory: a number of bytes such as 4096 or 0x1000", call.arguments.get("address")));
    const std::string name = call.computer.guest(id)->spec.name;
    const auto faulted = [&](const hypervisor::Fault &fault) {
        return said(fmt::format("fault: guest {} touched {:#x}: {}. It got nothing, and it is counted", name, fault.address, toString(fault.kind)));
    };
    if (call.arguments.has("value")) {
        const auto written = call.computer.touch(call.context, id, address, numberOf<std::uint8_t>(call.arguments.get("value")));
        return written ? said(fmt::format("guest {} wrote {} at {:#x}", name, call.arguments.get("value"), address)) : faulted(written.error());
    }
    const auto byte = call.computer.touch(call.context, id, address);
    return byte ? said(fmt::format("guest {} reads {} at {:#x}", name, *byte, address)) : faulted(byte.error());
}

Answer onGuest(const HypervisorCall &call)
{
    const GuestId id = call.guest();
    if (!id.isValid())
        return noGuest(call);
    if (const hypervisor::GuestSpec &spec = call.computer.guest(id)->spec; spec.isOutside())
        return refused(fmt::format("guest {} is a machine of its own, of kind {}: its console is asked by its own name, COMPUTER/{}", spec.name,
                                   toString(spec.kind), spec.name));
    Answer answer;
    const bool runs = call.computer.useGuest(call.context, id, [&](router::VirtualRouter &router, link::Context &inside) {
        answer = call.inGuest(inside, router, call.arguments.get("line"));
    });
    return runs ? answer : wrongState(*call.computer.guest(id));
}

} // namespace hopyard::console
