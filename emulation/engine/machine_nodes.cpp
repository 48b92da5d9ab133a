// See machine_nodes.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/engine/machine_nodes.h"

#include "emulation/engine/addresses.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace hopyard::engine {

using base::NodeId;
using machines::MachineSpec;
using machines::MachineState;

namespace {

constexpr std::uint32_t kDefaultMtu = 1500;

/// Whether a running machine would have to be another one. The lab's other nodes' names are no reason.
bool isAnother(const MachineSpec &a, const MachineSpec &b)
{
    return a.kind != b.kind || a.machine != b.machine || a.labDirectory != b.labDirectory || a.setup.interfaces != b.setup.interfaces
        || a.setup.gateway != b.setup.gateway || a.setup.start != b.setup.start;
}

bool isUp(const machines::Machine &machine)
{
    return machine.state() != MachineState::waiting && machine.state() != MachineState::off;
}

} // namespace

MachineSpec machineSpec(const world::World &world, const lab::Node &node, const std::string &labDirectory,
                        const std::vector<nodes::HostsEntry> &hosts)
{
    MachineSpec spec;
    spec.kind = node.kind;
    spec.machine = node.machine;
    spec.labDirectory = labDirectory;
    spec.setup.hostName = node.name;
    spec.setup.gateway = node.gateway;
    spec.setup.start = node.start;
    for (const InterfaceAddresses &planned : interfacesOf(world.lab(), node)) {
        const auto own = std::find_if(node.interfaces.begin(), node.interfaces.end(),
                                      [&](const lab::Interface &i) { return i.name == planned.interface; });
        const std::uint32_t mtu = own == node.interfaces.end() ? kDefaultMtu : own->mtu.value_or(kDefaultMtu);
        spec.setup.interfaces.push_back({planned.interface, world.macAddress(world.findPort({node.name, planned.interface})),
                                         planned.addresses, mtu});
    }
    std::copy_if(hosts.begin(), hosts.end(), std::back_inserter(spec.setup.hosts),
                 [&](const nodes::HostsEntry &h) { return h.names != node.name; });
    return spec;
}

MachineSpec machineSpec(const world::World::OutsideGuest &guest, const lab::Guest &planned, const std::string &labDirectory,
                        const std::vector<nodes::HostsEntry> &hosts)
{
    MachineSpec spec;
    spec.kind = lab::machineKind(planned.kind);
    spec.machine = planned.machine;
    spec.machine.memory = static_cast<std::uint32_t>(planned.memory >> 20);
    spec.machine.network = planned.kind == lab::GuestKind::qemu ? lab::MachineNetwork::vhostUser : lab::MachineNetwork::socket;
    spec.labDirectory = labDirectory;
    spec.setup.hostName = planned.name;
    spec.setup.gateway = planned.gateway;
    spec.setup.start = planned.start;
    for (const lab::GuestInterface &interface : planned.interfaces) {
        const auto made = std::find_if(guest.interfaces.begin(), guest.interfaces.end(), [&](const auto &i) { return i.name == interface.name; });
        if (made != guest.interfaces.end())
            spec.setup.interfaces.push_back({interface.name, made->mac, interface.addresses, interface.mtu.value_or(kDefaultMtu)});
    }
    std::copy_if(hosts.begin(), hosts.end(), std::back_inserter(spec.setup.hosts),
                 [&](const nodes::HostsEntry &h) { return h.names != planned.name; });
    return spec;
}

MachineNodes::~MachineNodes()
{
    stopAll();
    m_loop.unwatch(m_workshopWatch);
}

std::vector<NodeId> MachineNodes::ending(const world::World &world) const
{
    std::vector<NodeId> gone;
    for (const auto &[id, node] : m_nodes) {
        if (id.isGuest())
            continue;
        const lab::Node *planned = world.isRunning(id.node) ? world.lab().findNode(world.name(id.node)) : nullptr;
        if (!planned || !lab::isMachine(planned->kind)
            || isAnother(node->machine->spec(), machineSpec(world, *planned, m_options.labDirectory, {})))
            gone.push_back(id.node);
    }
    return gone;
}

linux::Result<void> MachineNodes::synchronise(world::World &world, const std::vector<nodes::HostsEntry> &hosts)
{
    m_world = &world;
    for (const NodeId id : ending(world))
        remove(id);
    for (const lab::Node &planned : world.lab().nodes) {
        const NodeId id = world.findNode(planned.name);
        if (!lab::isMachine(planned.kind) || !world.isRunning(id) || m_nodes.contains(id))
            continue;
        const auto portOf = [&](const std::string &interface) { return world.findPort({planned.name, interface}); };
        if (auto added = add(world, id, machineSpec(world, planned, m_options.labDirectory, hosts), portOf); !added)
            return added;
    }
    return followGuests(world, hosts);
}

linux::Result<void> MachineNodes::followGuests(world::World &world, const std::vector<nodes::HostsEntry> &hosts)
{
    using Wish = world::World::OutsideGuest::Wish;
    m_world = &world;
    const std::vector<world::World::OutsideGuest> guests = world.outsideGuests();
    std::vector<MachineId> gone;
    for (const auto &[id, node] : m_nodes)
        if (id.isGuest() && std::none_of(guests.begin(), guests.end(), [&i = id](const auto &g) { return g.node == i.node && g.name == i.guest; }))
            gone.push_back(id);
    for (const MachineId &id : gone)
        remove(id);
    for (const world::World::OutsideGuest &guest : guests) {
        const MachineId id(guest.node, guest.name);
        const lab::Node *computer = world.lab().findNode(world.name(guest.node));
        const lab::Guest *planned = computer ? computer->computer.findGuest(guest.name) : nullptr;
        if (!planned || !lab::isRealGuest(planned->kind))
            continue;
        MachineSpec spec = machineSpec(guest, *planned, m_options.labDirectory, hosts);
        if (const auto found = m_nodes.find(id); found != m_nodes.end()
            && (guest.wish == Wish::stopped || isAnother(found->second->machine->spec(), spec)))
            remove(id);
        if (guest.wish == Wish::stopped)
            continue;
        if (!m_nodes.contains(id)) {
            const auto portOf = [&](const std::string &interface) {
                const auto found = std::find_if(guest.interfaces.begin(), guest.interfaces.end(), [&](const auto &i) { return i.name == interface; });
                return found == guest.interfaces.end() ? base::PortRef() : found->port;
            };
            if (auto added = add(world, id, std::move(spec), portOf); !added)
                return added;
            m_nodes.at(id)->replugs = guest.replugs;
            m_newGuests.push_back(id);
        }
        Node &node = *m_nodes.at(id);
        node.standsStill = guest.wish == Wish::paused;
        node.share = guest.share;
        giveShare(id, node);
        if (std::exchange(node.replugs, guest.replugs) != guest.replugs)
            for (const bool up : {false, true})
                for (const auto &[interface, port] : node.ports)
                    node.machine->setCarrier(interface, up);
        bringAbout(id, node);
    }
    return {};
}

/// Whether it stands still is as its hypervisor has it; a machine that is busy or not there yet is asked again when it says
/// something.
void MachineNodes::bringAbout(const MachineId &id, Node &node)
{
    const MachineState now = node.machine->state();
    const bool wrong = node.standsStill ? now == MachineState::running : now == MachineState::paused;
    if (!id.isGuest() || !wrong || std::exchange(node.isOrdered, true))
        return;
    node.machine->order(node.standsStill ? machines::MachineOrder::pause : machines::MachineOrder::resume, {},
                        [this, id](bool, const std::string &) {
                            if (const auto found = m_nodes.find(id); found != m_nodes.end())
                                found->second->isOrdered = false;
                        });
}

bool MachineNodes::needWorkshop()
{
    if (m_workshop)
        return true;
    auto made = machines::Workshop::create(m_options.fetchHelper);
    if (!made)
        return false;
    m_workshop = std::move(*made);
    if (const auto watch = m_loop.watch(m_workshop->fd(), EPOLLIN, [this](std::uint32_t) { launchWaiting(); }))
        m_workshopWatch = *watch;
    return true;
}

linux::Result<void> MachineNodes::add(world::World &world, const MachineId &id, MachineSpec spec, const PortOf &portOf)
{
    if (!needWorkshop())
        return linux::sysFail("prepare for machines");
    auto machine = machines::Machine::create(std::move(spec));
    if (!machine)
        return base::fail(machine.error());
    const auto node = m_nodes.emplace(id, std::make_unique<Node>()).first->second.get();
    node->machine = std::move(*machine);
    const auto watch = m_loop.watch(node->machine->fd(), EPOLLIN, [this, id](std::uint32_t) { process(id); });
    if (!watch)
        return base::fail(watch.error());
    node->watch = *watch;
    for (const nodes::InterfaceSpec &interface : node->machine->spec().setup.interfaces) {
        auto port = std::make_unique<Port>();
        port->ref = portOf(interface.name);
        port->port = node->machine->port(interface.name);
        if (!port->ref.node.isValid() || !port->port)
            continue;
        world.setOutsideCarrier(port->ref, false);
        const auto ready = m_loop.watch(port->port->fd(), m_reading ? std::uint32_t(EPOLLIN) : 0u, [this, p = port.get()](std::uint32_t) {
            if (!std::exchange(p->ready, true))
                m_ready.push_back(p);
        });
        if (!ready)
            return base::fail(ready.error());
        port->watch = *ready;
        m_byRef[port->ref] = port.get();
        node->ports.emplace(interface.name, std::move(port));
    }
    return {};
}

void MachineNodes::begin(const MachineId &id)
{
    if (const auto found = m_nodes.find(id); found != m_nodes.end()) {
        found->second->mayBegin = true;
        launchWaiting();
    }
}

void MachineNodes::launchWaiting()
{
    if (!m_workshop)
        return;
    const auto tell = [this] {
        for (const std::string &line : m_workshop->process())
            m_listener.machineNews(line);
    };
    tell();
    for (const auto &[id, node] : m_nodes)
        if (node->mayBegin && node->machine->state() == MachineState::waiting)
            launch(id, *node);
    tell(); // what began just now
}

void MachineNodes::launch(const MachineId &id, Node &node)
{
    machines::Workshop::Answer answer = m_workshop->ask(node.machine->spec());
    if (!m_options.keptDirectory.empty())
        answer.tools.keptDirectory = m_options.keptDirectory;
    answer.tools.keptName = fileName(id);
    std::optional<std::string> refusal = answer.refusal;
    if (answer.isReady) {
        node.directory = answer.tools.directory;
        if (const auto launched = node.machine->launch(answer.tools); !launched)
            refusal = toString(launched.error());
        else
            giveShare(id, node);
    }
    if (refusal) {
        node.mayBegin = false;
        m_listener.machineRefused(id, *refusal);
    }
    if (answer.isReady)
        process(id);
}

/// Good as a file's name, and nobody else's of the lab.
std::string MachineNodes::fileName(const MachineId &id) const
{
    return m_world->name(id.node) + (id.isGuest() ? '.' + id.guest : std::string());
}

/// Of this computer's processors, where its kernel lets us say so. A machine that is no guest has no share.
void MachineNodes::giveShare(const MachineId &id, Node &node)
{
    if (!id.isGuest() || node.machine->pid() == 0 || !isUp(*node.machine) || node.givenShare == node.share)
        return;
    if (!m_weights) {
        const auto place = machines::CpuWeights::place();
        m_weights.emplace(place ? machines::CpuWeights::create(*place) : base::Result<machines::CpuWeights, std::string>(base::fail(place.error())));
    }
    if (!*m_weights)
        return;
    if (const auto given = (*m_weights)->set(fileName(id), node.machine->pid(), node.share); given)
        node.givenShare = node.share;
    else
        m_weights.emplace(base::fail(given.error())); // as it stands here, so with the others
}

std::string MachineNodes::aboutShare(const MachineId &id) const
{
    const auto found = m_nodes.find(id);
    if (found == m_nodes.end() || !id.isGuest())
        return {};
    if (found->second->givenShare != 0)
        return "its machine has a control group of weight " + std::to_string(machines::CpuWeights::weightOf(found->second->givenShare));
    return m_weights && !*m_weights ? "it counts among the engine's guests only: " + m_weights->error() : "it counts once its machine runs";
}

void MachineNodes::process(const MachineId &key)
{
    const auto found = m_nodes.find(key);
    if (found == m_nodes.end())
        return;
    const MachineId id = found->first;
    Node &node = *found->second;
    const std::vector<machines::MachineEvent> events = node.machine->process();
    if (const bool up = isUp(*node.machine); m_world && node.carrierTold != up) {
        node.carrierTold = up;
        for (const auto &[name, port] : node.ports)
            m_world->setOutsideCarrier(port->ref, up);
    }
    bringAbout(id, node);
    for (const machines::MachineEvent &event : events)
        m_listener.machineEvent(id, event);
}

void MachineNodes::followCarriers(world::World &world)
{
    for (const auto &[id, node] : m_nodes)
        for (const auto &[name, port] : node->ports) {
            if (id.isGuest())
                continue; // plugged into the base portion
            const base::LinkId link = world.linkAt(port->ref).first;
            node->machine->setCarrier(name, link.isValid() && world.isUp(link));
        }
}

void MachineNodes::setReading(bool reading)
{
    if (std::exchange(m_reading, reading) == reading)
        return;
    for (const auto &[id, node] : m_nodes)
        for (const auto &[name, port] : node->ports)
            m_loop.change(port->watch, reading ? std::uint32_t(EPOLLIN) : 0u);
}

void MachineNodes::takeFrames(world::World &world)
{
    if (!m_reading)
        return;
    for (Port *port : m_ready) {
        port->ready = false;
        m_frames.clear();
        const machines::PortOutcome outcome = port->port->read(world.pool(), m_frames, kBatch, kBatchBytes);
        for (packet::Packet &frame : m_frames)
            world.inject(port->ref, std::move(frame));
        if (outcome == machines::PortOutcome::gone) // its process has ended, which is told elsewhere
            m_loop.unwatch(std::exchange(port->watch, EventLoop::kNoWatch));
    }
    m_frames.clear();
    m_ready.clear();
}

void MachineNodes::deliver(const world::OutsidePacket &out, packet::PacketPool &pool)
{
    const auto found = m_byRef.find(out.port);
    if (found == m_byRef.end())
        return;
    Port *const port = found->second;
    port->port->write(out.packet, pool);
    if (!std::exchange(port->written, true))
        m_written.push_back(port);
}

void MachineNodes::flush()
{
    for (Port *port : m_written) {
        port->written = false;
        port->port->flush();
    }
    m_written.clear();
}

machines::Machine *MachineNodes::find(const MachineId &id)
{
    const auto found = m_nodes.find(id);
    return found == m_nodes.end() ? nullptr : found->second->machine.get();
}

void MachineNodes::remove(const MachineId &key)
{
    const auto found = m_nodes.find(key);
    if (found == m_nodes.end())
        return;
    const MachineId id = found->first;
    const std::unique_ptr<Node> node = std::move(found->second);
    m_nodes.erase(found);
    m_loop.unwatch(node->watch);
    for (const auto &[name, port] : node->ports) {
        m_loop.unwatch(port->watch);
        std::erase(m_ready, port.get());
        std::erase(m_written, port.get());
        m_byRef.erase(port->ref);
    }
    std::erase(m_newGuests, id);
    node->machine->stop();
    if (node->givenShare != 0 && m_weights && *m_weights)
        (*m_weights)->remove(fileName(id));
    for (const machines::SerialConsole::ClientId client : node->machine->console().detachAll())
        m_listener.machineEvent(id, {machines::MachineEvent::Kind::consoleLeft, {}, client});
    if (m_workshop)
        m_workshop->giveBack(node->directory);
}

void MachineNodes::stop(NodeId node)
{
    std::vector<MachineId> gone;
    for (const auto &[id, kept] : m_nodes)
        if (id.node == node)
            gone.push_back(id);
    for (const MachineId &id : gone)
        remove(id);
}

void MachineNodes::stopAll()
{
    while (!m_nodes.empty())
        remove(m_nodes.begin()->first);
    m_world = nullptr;
}

} // namespace hopyard::engine
