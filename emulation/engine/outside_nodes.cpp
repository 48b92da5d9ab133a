// See outside_nodes.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/engine/outside_nodes.h"

#include "core/world/plan.h"
#include "emulation/engine/addresses.h"
#include "emulation/nodes/routing_daemons.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace hopyard::engine {

using base::NodeId;
using base::PortRef;

namespace {
constexpr std::uint32_t kDefaultMtu = 1500;
constexpr std::uint32_t kReadable = EPOLLIN;
constexpr std::uint32_t kNothing = 0;
}

std::vector<NodeId> OutsideNodes::ending(const world::World &world) const
{
    std::vector<NodeId> gone;
    for (const auto &[id, node] : m_nodes)
        if (const lab::Node *planned = world.isRunning(id) ? world.lab().findNode(world.name(id)) : nullptr;
            !planned || planned->kind != node->kind || planned->config != node->config)
            gone.push_back(id); // so too where it is no longer in the world
    const std::vector<NodeId> machines = m_machines.ending(world);
    gone.insert(gone.end(), machines.begin(), machines.end());
    return gone;
}

linux::Result<void> OutsideNodes::synchronise(world::World &world)
{
    for (const NodeId id : ending(world))
        remove(id);

    const std::vector<nodes::HostsEntry> hosts = this->hosts(world);
    for (const lab::Node &planned : world.lab().nodes) {
        const NodeId id = world.findNode(planned.name);
        if (!lab::isNamespace(planned.kind) || !world.isRunning(id))
            continue;
        const nodes::NamespaceSpec spec = namespaceSpec(world, planned, hosts);
        const auto found = m_nodes.find(id);
        if (found == m_nodes.end()) {
            auto made = nodes::NamespaceNode::create(spec);
            if (!made)
                return base::fail(made.error());
            const auto added = m_nodes.emplace(id, std::make_unique<Node>(std::move(*made), planned)).first;
            plugPorts(world, id, *added->second);
        } else if (found->second->node.spec() != spec) {
            // Its TAPs leave the loop first, so that no watch outlives a descriptor.
            for (auto &[name, port] : found->second->ports)
                m_loop.unwatch(std::exchange(port->watch, EventLoop::kNoWatch));
            const auto changed = found->second->node.apply(spec);
            plugPorts(world, id, *found->second);
            if (!changed)
                return base::fail(changed.error());
        }
        if (auto made = makeHost(world, id, *m_nodes.at(id), planned); !made)
            return made;
    }
    m_micro.follow(world);
    return m_machines.synchronise(world, hosts);
}

std::vector<nodes::HostsEntry> OutsideNodes::hosts(const world::World &world)
{
    return world.hasOutsidePorts() ? hostsOf(world.lab()) : std::vector<nodes::HostsEntry>();
}

/// Makes the ports equal to the interfaces of the node.
void OutsideNodes::plugPorts(world::World &world, NodeId id, Node &node)
{
    std::map<std::string, std::unique_ptr<Port>> before = std::exchange(node.ports, {});
    if (m_byRef.size() <= id.index())
        m_byRef.resize(id.index() + 1);
    m_byRef[id.index()].clear();
    for (const nodes::InterfaceSpec &interface : node.node.spec().interfaces) {
        const PortRef ref = world.findPort({node.node.spec().name, interface.name});
        if (!ref.node.isValid())
            continue; // the lab has the interface but the world no port of that name: nothing is plugged there
        auto &old = before[interface.name];
        auto port = old ? std::move(old) : std::make_unique<Port>();
        port->ref = ref;
        port->interface = interface.name;
        tap::Tap *const tap = node.node.tap(interface.name);
        if (std::exchange(port->tap, tap) != tap)
            port->carrier = true;
        world.setOutsideCarrier(ref, port->tap != nullptr);
        watchPort(*port);
        auto &row = m_byRef[id.index()];
        if (row.size() <= ref.port.index())
            row.resize(ref.port.index() + 1);
        row[ref.port.index()] = port.get();
        node.ports.emplace(interface.name, std::move(port));
    }
    for (auto &[name, port] : before) {
        if (!port)
            continue;
        m_loop.unwatch(port->watch);
        std::erase(m_ready, port.get());
    }
}

void OutsideNodes::watchPort(Port &port)
{
    if (!port.tap || port.watch != EventLoop::kNoWatch)
        return;
    const auto watch = m_loop.watch(port.tap->fd(), m_reading ? kReadable : kNothing, [this, p = &port](std::uint32_t) {
        if (!m_reading) { // it vanished; setReading(true) finds out, and the loop is not woken for it until then
            m_loop.unwatch(std::exchange(p->watch, EventLoop::kNoWatch));
            return;
        }
        if (!std::exchange(p->ready, true))
            m_ready.push_back(p);
    });
    if (watch)
        port.watch = *watch;
}

void OutsideNodes::followCarriers(world::World &world)
{
    m_machines.followCarriers(world);
    for (const auto &[id, node] : m_nodes)
        for (const auto &[name, port] : node->ports) {
            if (!port->tap)
                continue;
            const base::LinkId link = world.linkAt(port->ref).first;
            const bool carries = link.isValid() && world.isUp(link);
            if (carries != port->carrier && port->tap->setCarrier(carries)) // refused: it is asked again the next time
                port->carrier = carries;
        }
}

void OutsideNodes::setReading(bool reading)
{
    m_machines.setReading(reading);
    m_micro.setReading(reading);
    if (std::exchange(m_reading, reading) == reading)
        return;
    for (const auto &[id, node] : m_nodes)
        m_loop.change(node->servers, reading ? kReadable : kNothing);
    for (const auto &[id, node] : m_nodes)
        for (const auto &[name, port] : node->ports) {
            if (port->watch == EventLoop::kNoWatch && reading)
                watchPort(*port);
            else
                m_loop.change(port->watch, reading ? kReadable : kNothing);
        }
}

void OutsideNodes::setOffloads(const std::function<bool(NodeId, const std::string &)> &wanted)
{
    for (const auto &[id, node] : m_nodes)
        for (const auto &[name, port] : node->ports)
            if (port->tap)
                port->tap->setOffloads(wanted(id, name));
}

void OutsideNodes::takeFrames(world::World &world)
{
    if (!m_reading)
        return; // what was ready when reading ended stays so until it begins again
    m_machines.takeFrames(world);
    m_micro.takeKicks(world);
    for (Port *port : m_ready) {
        port->ready = false;
        if (!port->tap)
            continue;
        m_frames.clear();
        const tap::Outcome outcome = port->tap->read(world.pool(), m_frames, kBatch, kBatchBytes);
        for (packet::Packet &frame : m_frames)
            if (!port->host || port->host->fromNode(frame))
                world.inject(port->ref, std::move(frame));
        if (outcome == tap::Outcome::gone)
            vanished(world, *port);
    }
    m_frames.clear();
    m_ready.clear();
    hearServers(world);
    takeAnswers(world);
}

void OutsideNodes::takeAnswers(world::World &world)
{
    if (!m_reading)
        return;
    for (auto &[port, frame] : std::exchange(m_answers, {}))
        world.inject(port, std::move(frame));
}

void OutsideNodes::deliver(world::World &world)
{
    std::vector<world::OutsidePacket> &packets = world.outsidePackets();
    for (world::OutsidePacket &out : packets) {
        const std::size_t node = out.port.node.index();
        if (node >= m_byRef.size() || out.port.port.index() >= m_byRef[node].size()) {
            m_machines.deliver(out, world.pool());
            continue;
        }
        Port *port = m_byRef[node][out.port.port.index()];
        if (!port)
            continue;
        if (!port->host || !port->tap || port->host->fromNetwork(hostNow(world), out.port.port, port->tap->mtu(), out.packet))
            write(world, *port, out.packet);
        if (port->host)
            writeHeld(world, out.port.node);
    }
    packets.clear();
    m_machines.flush();
    m_micro.wake();
}

void OutsideNodes::vanished(world::World &world, Port &port)
{
    const NodeId id = port.ref.node;
    m_loop.unwatch(std::exchange(port.watch, EventLoop::kNoWatch));
    port.tap = nullptr;
    if (const auto found = m_nodes.find(id); found != m_nodes.end())
        found->second->node.dropTap(port.interface);
    world.setOutsideCarrier(port.ref, false);
    m_listener.tapVanished(id, port.interface);
}

nodes::NamespaceNode *OutsideNodes::find(NodeId node)
{
    const auto found = m_nodes.find(node);
    return found == m_nodes.end() ? nullptr : &found->second->node;
}

void OutsideNodes::watchPrograms(NodeId id)
{
    const auto found = m_nodes.find(id);
    if (found == m_nodes.end())
        return;
    Node &node = *found->second;
    const int fd = node.node.eventFd();
    if (fd < 0 || (node.programs != EventLoop::kNoWatch && node.programsFd == fd))
        return;
    m_loop.forget(node.programs);
    node.programs = EventLoop::kNoWatch;
    node.programsFd = fd;
    if (const auto watch = m_loop.watch(fd, EPOLLIN, [this, id](std::uint32_t) { programsReadable(id); }))
        node.programs = *watch;
}

void OutsideNodes::programsReadable(NodeId id)
{
    const auto found = m_nodes.find(id);
    if (found == m_nodes.end())
        return;
    Node &node = *found->second;
    const std::vector<nodes::Event> events = node.node.takeEvents();
    if (node.node.eventFd() != node.programsFd) { // its init is gone, and the descriptor with it
        m_loop.forget(std::exchange(node.programs, EventLoop::kNoWatch));
        node.programsFd = -1;
    }
    for (const nodes::Event &event : events)
        m_listener.programEvent(id, event); // may ask for another program or stop the node
}

void OutsideNodes::remove(NodeId id)
{
    const auto found = m_nodes.find(id);
    if (found == m_nodes.end())
        return;
    Node &node = *found->second;
    m_loop.unwatch(node.programs);
    m_loop.unwatch(node.servers);
    for (const auto &[name, port] : node.ports) {
        m_loop.unwatch(port->watch);
        std::erase(m_ready, port.get());
    }
    m_byRef[id.index()].clear();
    std::erase_if(m_answers, [id](const auto &answer) { return answer.first.node == id; });
    node.node.stop();
    m_nodes.erase(found);
}

void OutsideNodes::stop(NodeId node)
{
    m_machines.stop(node);
    remove(node);
}

void OutsideNodes::stopAll()
{
    m_machines.stopAll();
    m_micro.stopAll();
    for (const auto &[id, node] : m_nodes)
        node->node.beginStop();
    while (!m_nodes.empty())
        remove(m_nodes.begin()->first);
}

std::vector<nodes::HostsEntry> hostsOf(const lab::Lab &lab)
{
    std::vector<nodes::HostsEntry> hosts;
    for (const lab::Node &node : lab.nodes) {
        for (const InterfaceAddresses &interface : interfacesOf(lab, node))
            for (const base::InterfaceAddress &address : interface.addresses)
                hosts.push_back({address.address, node.name});
        for (const lab::Guest &guest : node.computer.guests)
            for (const lab::GuestInterface &interface : guest.interfaces)
                for (const base::InterfaceAddress &address : interface.addresses)
                    hosts.push_back({address.address, guest.name});
    }
    return hosts;
}

namespace {

/// The rate of the link that an interface sends into, in whole Mbit/s as virtual routers count it (ospfPorts()); 0: none.
std::uint32_t speedOf(const lab::Lab &lab, const lab::End &end)
{
    const lab::Link *link = lab.findLink(end);
    const base::BitRate rate = !link ? base::BitRate() : link->a == end ? link->forward.rate : link->backward.rate;
    constexpr std::uint64_t kMega = 1'000'000, kMost = 1'000'000;
    return rate.isUnlimited() ? 0 : static_cast<std::uint32_t>(std::clamp<std::uint64_t>(rate.bps() / kMega, 1, kMost));
}

} // namespace

nodes::NamespaceSpec namespaceSpec(const world::World &world, const lab::Node &node,
                                   const std::vector<nodes::HostsEntry> &hosts)
{
    nodes::NamespaceSpec spec;
    spec.name = node.name;
    spec.gateway = node.gateway;
    for (const migration::Service &service : world::migrationConfig(world.lab(), node).serves)
        spec.virtualAddresses.push_back({base::IpAddress(service.address), 32});
    for (const lab::HostRoute &route : node.routes)
        spec.routes.push_back({route.prefix, route.via});
    if (node.kind == lab::NodeKind::frr)
        nodes::addFrrNeeds(spec);
    else if (node.kind == lab::NodeKind::bird)
        nodes::addBirdNeeds(spec);
    for (const InterfaceAddresses &planned : interfacesOf(world.lab(), node)) {
        const auto own = std::find_if(node.interfaces.begin(), node.interfaces.end(),
                                      [&](const lab::Interface &i) { return i.name == planned.interface; });
        const std::uint32_t mtu = own == node.interfaces.end() ? kDefaultMtu : own->mtu.value_or(kDefaultMtu);
        spec.interfaces.push_back({planned.interface, world.macAddress(world.findPort({node.name, planned.interface})),
                                   planned.addresses, mtu, speedOf(world.lab(), {node.name, planned.interface})});
        // Zebra gives the interface the addresses of its configuration. Of IPv6 it gets them from us too, because the
        // link-local address that comes with them is made here.
        if (node.kind == lab::NodeKind::frr)
            std::erase_if(spec.interfaces.back().addresses, [&](const base::InterfaceAddress &a) {
                const bool given = own != node.interfaces.end()
                    && std::find(own->addresses.begin(), own->addresses.end(), a) != own->addresses.end();
                return a.address.isV4() && !given;
            });
    }
    std::copy_if(hosts.begin(), hosts.end(), std::back_inserter(spec.hosts),
                 [&](const nodes::HostsEntry &h) { return h.names != node.name; });
    return spec;
}

} // namespace hopyard::engine
