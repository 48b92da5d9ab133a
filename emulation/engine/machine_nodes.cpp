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

MachineNodes::~MachineNodes()
{
    stopAll();
    m_loop.unwatch(m_workshopWatch);
}

std::vector<NodeId> MachineNodes::ending(const world::World &world) const
{
    std::vector<NodeId> gone;
    for (const auto &[id, node] : m_nodes) {
        const lab::Node *planned = world.isRunning(id) ? world.lab().findNode(world.name(id)) : nullptr;
        if (!planned || !lab::isMachine(planned->kind)
            || isAnother(node->machine->spec(), machineSpec(world, *planned, m_options.labDirectory, {})))
            gone.push_back(id);
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
        if (auto added = add(world, id, machineSpec(world, planned, m_options.labDirectory, hosts)); !added)
            return added;
    }
    return {};
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

linux::Result<void> MachineNodes::add(world::World &world, NodeId id, MachineSpec spec)
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
    if (m_byRef.size() <= id.index())
        m_byRef.resize(id.index() + 1);
    auto &row = m_byRef[id.index()];
    row.clear();
    for (const nodes::InterfaceSpec &interface : node->machine->spec().setup.interfaces) {
        auto port = std::make_unique<Port>();
        port->ref = world.findPort({node->machine->spec().setup.hostName, interface.name});
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
        if (row.size() <= port->ref.port.index())
            row.resize(port->ref.port.index() + 1);
        row[port->ref.port.index()] = port.get();
        node->ports.emplace(interface.name, std::move(port));
    }
    return {};
}

void MachineNodes::begin(NodeId id)
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

void MachineNodes::launch(NodeId id, Node &node)
{
    const machines::Workshop::Answer answer = m_workshop->ask(node.machine->spec());
    std::optional<std::string> refusal = answer.refusal;
    if (answer.isReady) {
        node.directory = answer.tools.directory;
        if (const auto launched = node.machine->launch(answer.tools); !launched)
            refusal = toString(launched.error());
    }
    if (refusal) {
        node.mayBegin = false;
        m_listener.machineRefused(id, *refusal);
    }
    if (answer.isReady)
        process(id);
}

void MachineNodes::process(NodeId id)
{
    const auto found = m_nodes.find(id);
    if (found == m_nodes.end())
        return;
    Node &node = *found->second;
    const std::vector<machines::MachineEvent> events = node.machine->process();
    if (const bool up = isUp(*node.machine); m_world && node.carrierTold != up) {
        node.carrierTold = up;
        for (const auto &[name, port] : node.ports)
            m_world->setOutsideCarrier(port->ref, up);
    }
    for (const machines::MachineEvent &event : events)
        m_listener.machineEvent(id, event);
}

void MachineNodes::followCarriers(world::World &world)
{
    for (const auto &[id, node] : m_nodes)
        for (const auto &[name, port] : node->ports) {
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
    const std::size_t node = out.port.node.index();
    if (node >= m_byRef.size() || out.port.port.index() >= m_byRef[node].size())
        return;
    Port *port = m_byRef[node][out.port.port.index()];
    if (!port)
        return;
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

machines::Machine *MachineNodes::find(NodeId node)
{
    const auto found = m_nodes.find(node);
    return found == m_nodes.end() ? nullptr : found->second->machine.get();
}

void MachineNodes::remove(NodeId id)
{
    const auto found = m_nodes.find(id);
    if (found == m_nodes.end())
        return;
    const std::unique_ptr<Node> node = std::move(found->second);
    m_nodes.erase(found);
    m_loop.unwatch(node->watch);
    for (const auto &[name, port] : node->ports) {
        m_loop.unwatch(port->watch);
        std::erase(m_ready, port.get());
        std::erase(m_written, port.get());
    }
    if (id.index() < m_byRef.size())
        m_byRef[id.index()].clear();
    node->machine->stop();
    for (const machines::SerialConsole::ClientId client : node->machine->console().detachAll())
        m_listener.machineEvent(id, {machines::MachineEvent::Kind::consoleLeft, {}, client});
    if (m_workshop)
        m_workshop->giveBack(node->directory);
}

void MachineNodes::stop(NodeId node)
{
    remove(node);
}

void MachineNodes::stopAll()
{
    while (!m_nodes.empty())
        remove(m_nodes.begin()->first);
    m_world = nullptr;
}

} // namespace hopyard::engine
