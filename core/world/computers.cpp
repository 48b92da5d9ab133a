// See computers.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/world/computers.h"

#include <fmt/format.h>

#include <algorithm>

namespace hopyard::world {

using hypervisor::AdapterSpec;
using hypervisor::CostModel;
using hypervisor::GuestId;
using hypervisor::GuestSpec;
using hypervisor::GuestState;
using hypervisor::Hypervisor;
using hypervisor::HypervisorSpec;

namespace {

static_assert(lab::kPagesOfInterface == hypervisor::GuestDriver::kPages && lab::kPageBytes == hypervisor::kPageSize);

/// In the order of lab::costKeys().
constexpr std::array<std::int64_t CostModel::*, std::tuple_size_v<decltype(lab::Computer::costs)>> kCosts{
    &CostModel::packet,   &CostModel::packetKiB, &CostModel::timer, &CostModel::carry,     &CostModel::copyKiB,
    &CostModel::clearKiB, &CostModel::map,       &CostModel::unmap, &CostModel::interrupt, &CostModel::exit};

CostModel costsOf(const lab::Computer &computer)
{
    CostModel model;
    for (std::size_t i = 0; i < kCosts.size(); ++i)
        if (computer.costs[i])
            model.*kCosts[i] = computer.costs[i]->ns();
    return model;
}

hypervisor::Mode modeOf(lab::CarryMode mode)
{
    switch (mode) {
    case lab::CarryMode::direct: return hypervisor::Mode::direct;
    case lab::CarryMode::bridged: return hypervisor::Mode::bridged;
    case lab::CarryMode::nat: return hypervisor::Mode::nat;
    }
    return hypervisor::Mode::direct;
}

hypervisor::Receive receiveOf(lab::ReceiveMode mode)
{
    return mode == lab::ReceiveMode::remap ? hypervisor::Receive::remap : hypervisor::Receive::copy;
}

hypervisor::ReleasePolicy releaseOf(lab::ReleaseMode mode)
{
    switch (mode) {
    case lab::ReleaseMode::eager: return hypervisor::ReleasePolicy::eager;
    case lab::ReleaseMode::whenAsked: return hypervisor::ReleasePolicy::whenAsked;
    case lab::ReleaseMode::never: return hypervisor::ReleasePolicy::never;
    }
    return hypervisor::ReleasePolicy::eager;
}

HypervisorSpec specOf(const std::string &name, const NodePlan &plan)
{
    const lab::Computer &c = plan.computer;
    HypervisorSpec spec;
    spec.name = name;
    spec.memory = c.memory;
    spec.processors = c.processors;
    spec.shares = c.shares;
    spec.dmaPages = c.dma;
    spec.lendLimit = c.lend;
    spec.mode = modeOf(c.mode);
    spec.receive = receiveOf(c.receive);
    spec.headerSplit = c.headerSplit;
    spec.gateway = plan.gateway;
    spec.costs = costsOf(c);
    return spec;
}

hypervisor::GuestKind kindOf(lab::GuestKind kind)
{
    switch (kind) {
    case lab::GuestKind::engine: return hypervisor::GuestKind::engine;
    case lab::GuestKind::qemu: return hypervisor::GuestKind::qemu;
    case lab::GuestKind::uml: return hypervisor::GuestKind::uml;
    case lab::GuestKind::micro: return hypervisor::GuestKind::micro;
    }
    return hypervisor::GuestKind::engine;
}

GuestSpec specOf(const lab::Guest &guest, const Hypervisor &computer)
{
    GuestSpec spec;
    spec.name = guest.name;
    spec.kind = kindOf(guest.kind);
    spec.memory = guest.memory;
    spec.share = guest.share;
    spec.gateway = guest.gateway;
    spec.forwarding = guest.forwards;
    spec.release = releaseOf(guest.release);
    if (spec.isScheduled())
        spec.start = guest.start; // a machine outside runs its own
    for (const lab::GuestInterface &interface : guest.interfaces) {
        hypervisor::NicSpec nic;
        nic.name = interface.name;
        nic.mac = interface.mac;
        nic.mtu = interface.mtu.value_or(1500);
        nic.addresses = interface.addresses;
        nic.vlan = interface.vlan;
        nic.adapter = interface.adapter.empty() ? std::uint16_t(0) : computer.findAdapter(interface.adapter).value_or(0);
        spec.nics.push_back(std::move(nic));
    }
    return spec;
}

void refused(link::Context &context, const std::string &guest, hypervisor::Refusal why)
{
    context.trace.emit(context.now, base::trace::Notice{base::trace::Notice::Level::error, context.self,
                                                        fmt::format("guest {}: {}", guest, toString(why))});
}

void configureAdapters(link::Context &context, Hypervisor &computer, const NodeSlot &slot, const NodePlan &plan)
{
    for (std::uint32_t p = 0; p < slot.ports.size(); ++p)
        if (!slot.ports[p].name.empty())
            computer.configureAdapter(context, base::PortIndex(p), adapterSpec(slot.ports[p], plan));
}

void configurePorts(link::Context &context, Hypervisor &computer, const lab::Computer &wanted)
{
    hypervisor::NatTable &table = computer.nat();
    for (const hypervisor::NatRow &row : table.rows(context.now)) {
        const auto is = [&](const lab::PortRow &r) {
            return r.port == row.outsidePort && r.isUdp == (row.protocol == wire::IpProtocol::udp) && r.toPort == row.insidePort
                && (r.to == toString(row.inside) || wanted.firstAddressOf(r.to) == base::IpAddress(row.inside));
        };
        if (row.isStatic && std::none_of(wanted.nat.begin(), wanted.nat.end(), is))
            table.removeStatic(row.protocol, row.outsidePort);
    }
    for (const lab::PortRow &row : wanted.nat) {
        auto inside = base::Ipv4Address::parse(row.to);
        if (const auto named = inside ? std::nullopt : wanted.firstAddressOf(row.to))
            inside = named->v4();
        if (inside)
            (void)table.addStatic(row.isUdp ? wire::IpProtocol::udp : wire::IpProtocol::tcp, row.port, *inside, row.toPort);
    }
}

void configureGuests(link::Context &context, Hypervisor &computer, const lab::Computer &wanted)
{
    // What guests give up comes first: memory, shares and addresses that another is to have.
    for (const GuestId id : computer.guests()) {
        const GuestSpec now = computer.guest(id)->spec;
        const lab::Guest *planned = wanted.findGuest(now.name);
        if (!planned || !isSameMachine(now, specOf(*planned, computer))) {
            (void)computer.removeGuest(context, id);
            continue;
        }
        const GuestSpec then = specOf(*planned, computer);
        GuestSpec less = now;
        less.share = std::min(now.share, then.share);
        for (std::size_t i = 0; i < less.nics.size(); ++i)
            std::erase_if(less.nics[i].addresses, [&](const base::InterfaceAddress &a) {
                const auto &kept = then.nics[i].addresses;
                return std::find(kept.begin(), kept.end(), a) == kept.end();
            });
        if (less != now)
            (void)computer.configureGuest(context, id, less);
    }
    (void)computer.setShares(wanted.shares);
    for (const lab::Guest &planned : wanted.guests) {
        const GuestSpec spec = specOf(planned, computer);
        GuestId id = computer.findGuest(planned.name);
        if (!id.isValid()) {
            const auto added = computer.addGuest(spec);
            if (!added) {
                refused(context, planned.name, added.error());
                continue;
            }
            id = *added;
        } else if (computer.guest(id)->spec != spec) {
            if (const auto done = computer.configureGuest(context, id, spec); !done)
                refused(context, planned.name, done.error());
        }
        const GuestState state = computer.guest(id)->state;
        if (planned.isStopped && state != GuestState::stopped)
            (void)computer.stopGuest(context, id);
        else if (!planned.isStopped && state == GuestState::stopped)
            (void)computer.startGuest(context, id);
    }
}

} // namespace

std::unique_ptr<Hypervisor> makeComputer(const NodeSlot &slot, const NodePlan &plan, std::uint64_t seed, const World::PageStoreMaker &pageStores)
{
    const HypervisorSpec spec = specOf(slot.name, plan);
    return std::make_unique<Hypervisor>(spec, base::Random::derive(seed, "node " + slot.name),
                                        pageStores ? pageStores(spec.memory / hypervisor::kPageSize) : nullptr);
}

AdapterSpec adapterSpec(const PortSlot &port, const NodePlan &plan)
{
    AdapterSpec spec;
    spec.name = port.name;
    spec.mac = port.mac;
    const auto planned = std::find_if(plan.ports.begin(), plan.ports.end(), [&](const PlannedPort &p) { return p.name == port.name; });
    spec.mtu = planned == plan.ports.end() ? 1500 : planned->mtu;
    if (const auto config = plan.config.interfaces.find(port.name); config != plan.config.interfaces.end())
        spec.addresses = config->second.addresses;
    return spec;
}

bool isSameComputer(const HypervisorSpec &running, const NodePlan &plan)
{
    return running.memory == plan.computer.memory && running.processors == plan.computer.processors
        && running.dmaPages == plan.computer.dma && running.lendLimit == plan.computer.lend;
}

void configureComputer(link::Context &context, Hypervisor &computer, const NodeSlot &slot, const NodePlan &plan)
{
    const HypervisorSpec spec = specOf(slot.name, plan);
    configureAdapters(context, computer, slot, plan);
    computer.setGateway(spec.gateway);
    computer.setCosts(spec.costs);
    computer.setReceive(spec.receive);
    computer.setHeaderSplit(spec.headerSplit);
    computer.setMode(context, spec.mode);
    configurePorts(context, computer, plan.computer);
    configureGuests(context, computer, plan.computer);
}

} // namespace hopyard::world
