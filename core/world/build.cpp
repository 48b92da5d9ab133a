// Making a running network equal to a lab: at the beginning, and whenever the lab changes while it runs.
//
// The difference is found by name: nodes by theirs, links by their two ends. What is the same goes on undisturbed.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/hypervisor/hypervisor.h"
#include "core/lab/placeholder.h"
#include "core/link/segmentation.h"
#include "core/router/virtual_router.h"
#include "core/world/check_lab.h"
#include "core/world/computers.h"
#include "core/world/devices.h"
#include "core/world/hosts.h"
#include "core/world/plan.h"
#include "core/world/state.h"

#include <fmt/format.h>

#include <algorithm>

namespace hopyard::world {

using base::Direction;
using base::DropReason;
using base::LinkId;
using base::NodeId;
using base::PortIndex;
using base::PortRef;
namespace trace = base::trace;

namespace {

const lab::Link *sameLink(const lab::Lab &lab, const lab::Link &link)
{
    const lab::Link *found = lab.findLink(link.a);
    return found && found->a == link.a && found->b == link.b ? found : nullptr;
}

/// Whether no node is another one for it: the same nodes and cables, of which at most the impairments differ. Plans take of
/// a link its ends and, for the cost of a switch's port, its rates.
bool sameNodes(const lab::Lab &from, const lab::Lab &to)
{
    const auto samePlan = [](const lab::Link &a, const lab::Link &b) {
        return a.a == b.a && a.b == b.b && a.forward.rate == b.forward.rate && a.backward.rate == b.backward.rate;
    };
    return std::ranges::equal(from.links, to.links, samePlan) && from.nodes == to.nodes;
}

} // namespace

std::vector<lab::Problem> World::State::become(const lab::Lab &target)
{
    std::vector<lab::Problem> problems = checkLab(target);
    if (lab::hasErrors(problems))
        return problems;

    // A hundred routers' configurations are not read again for a delay that a hand is turning.
    const bool nodesChange = !sameNodes(lab, target);

    // Cables that go, are taken out first; then nodes go, come and change; then cables that come are plugged in.
    for (std::uint32_t i = 0; i < links.size(); ++i)
        if (links[i].exists && !sameLink(target, links[i].spec))
            removeLink(LinkId(i));
    for (std::uint32_t i = 0; i < nodes.size(); ++i) {
        const lab::Node *wanted = nodes[i].name.empty() ? nullptr : target.findNode(nodes[i].name);
        if (!nodes[i].name.empty() && (!wanted || wanted->kind != nodes[i].kind))
            removeNode(NodeId(i));
    }
    for (const lab::Node &node : target.nodes) {
        const auto known = nodesByName.find(node.name);
        if (known == nodesByName.end())
            addNode(target, node);
        else if (nodesChange)
            changeNode(target, known->second, node);
    }
    for (const lab::Link &wanted : target.links) {
        const LinkId known = findLink(wanted.a);
        if (!known.isValid()) {
            addLink(wanted);
            continue;
        }
        for (const Direction d : {Direction::forward, Direction::backward})
            setImpairment(known, d, d == Direction::forward ? wanted.forward : wanted.backward);
        link(known).spec.note = wanted.note;
    }
    lab = target;
    if (!nodesChange)
        return problems;
    if (transport::HostsTable table = hostsOf(target); table != *hosts) {
        hosts = std::make_shared<const transport::HostsTable>(std::move(table));
        for (std::uint32_t i = 0; i < nodes.size(); ++i)
            giveHosts(NodeId(i));
    }
    return problems;
}

void World::State::giveHosts(NodeId id)
{
    if (auto *router = dynamic_cast<router::VirtualRouter *>(node(id).device.get()))
        router->setHosts(hosts);
    else if (auto *computer = dynamic_cast<hypervisor::Hypervisor *>(node(id).device.get()))
        computer->setHosts(hosts);
}

void World::State::addNode(const lab::Lab &target, const lab::Node &node)
{
    const NodeId id(static_cast<std::uint32_t>(nodes.size()));
    NodeSlot slot;
    slot.name = node.name;
    slot.kind = node.kind;
    nodes.push_back(std::move(slot));
    nodesByName.emplace(node.name, id);
    trace.emit(now, trace::NodeChanged{id, "created"});
    powerOn(id, target);
}

void World::State::removeNode(NodeId id)
{
    // Its name goes last: whoever is told of the change may still ask for it.
    for (const PortSlot &port : node(id).ports)
        if (port.link.isValid())
            removeLink(port.link);
    powerOff(id);
    trace.emit(now, trace::NodeChanged{id, "destroyed"});
    nodesByName.erase(node(id).name);
    node(id).name.clear();
    node(id).ports.clear();
}

void World::State::powerOn(NodeId id, const lab::Lab &target)
{
    NodeSlot &slot = node(id);
    const lab::Node &spec = *target.findNode(slot.name);
    std::vector<lab::Problem> ignored; // looked at before
    const NodePlan plan = planNode(target, spec, ignored);
    // Ports that links already know keep their numbers; a node that starts for the first time has none.
    for (const PlannedPort &planned : plan.ports)
        if (!findPort({slot.name, planned.name}).node.isValid())
            appendPort(id, planned.name);
    assignMacs(id, plan);
    if (spec.kind == lab::NodeKind::placeholder) { // without a device none of its links has carrier
        trace.emit(now, trace::Notice{trace::Notice::Level::warning, id,
                                      fmt::format("{} is a placeholder for {}: it does not run, and its links are down", spec.name,
                                                  lab::whatItWas(spec.was))});
        return;
    }
    link::Context context{now, id, *pool, outbox, trace};
    makeDevice(context, slot, plan, seed, pageStores);
    giveHosts(id);
    configureDevice(context, slot, plan);
    flush(id);
    noteDeadline(id);
    trace.emit(now, trace::NodeChanged{id, "started"});
    for (const PortSlot &port : slot.ports)
        if (port.link.isValid())
            updateCarrier(port.link);
    // The start lines are run as the first thing once time goes on: all cables are plugged by then, and whoever listens
    // (a capture, the record) hears their first packets.
    if (hasStartLines(slot, spec))
        slot.startTimer = due.set(now, sequence++, ComponentRef{id.value(), ComponentRef::Kind::startLines});
}

void World::State::powerOff(NodeId id)
{
    NodeSlot &slot = node(id);
    if (!slot.device)
        return;
    slot.device.reset();
    due.cancel(slot.timer);
    due.cancel(slot.startTimer);
    slot.deadline = base::TimePoint::never();
    for (PortSlot &port : slot.ports) {
        port.carrier = false;
        if (port.link.isValid())
            updateCarrier(port.link);
    }
    trace.emit(now, trace::NodeChanged{id, "stopped"});
}

void World::State::changeNode(const lab::Lab &target, NodeId id, const lab::Node &to)
{
    std::vector<lab::Problem> ignored;
    const NodePlan plan = planNode(target, to, ignored);
    const lab::Node *from = lab.findNode(to.name);
    if (from && planNode(lab, *from, ignored) == plan)
        return;
    NodeSlot &slot = node(id);
    for (std::uint32_t p = 0; p < slot.ports.size(); ++p) {
        PortSlot &port = slot.ports[p];
        const bool kept = port.name.empty() || std::any_of(plan.ports.begin(), plan.ports.end(), [&](const PlannedPort &x) {
            return x.name == port.name;
        });
        if (kept)
            continue;
        if (port.link.isValid())
            removeLink(port.link);
        move(id, [&](link::Context &context) { removePort(context, slot, PortIndex(p)); });
        port.name.clear();
    }
    const auto *computer = dynamic_cast<const hypervisor::Hypervisor *>(slot.device.get());
    if ((assignMacs(id, plan) && slot.device) || (computer && !isSameComputer(computer->spec(), plan))) {
        // A network card with another address is another card: the node starts anew with it. So does a computer with
        // other memory or processors.
        powerOff(id);
        powerOn(id, target);
        return;
    }
    for (const PlannedPort &planned : plan.ports) {
        if (findPort({to.name, planned.name}).node.isValid())
            continue;
        const PortIndex added = appendPort(id, planned.name);
        assignMacs(id, plan);
        move(id, [&](link::Context &context) { addPort(context, slot, added, plan); });
    }
    move(id, [&](link::Context &context) { configureDevice(context, slot, plan); });
    if (computer && computer->hasStartLines() && !due.isSet(slot.startTimer))
        slot.startTimer = due.set(now, sequence++, ComponentRef{id.value(), ComponentRef::Kind::startLines});
}

PortIndex World::State::appendPort(NodeId id, const std::string &name)
{
    PortSlot port;
    port.name = name;
    node(id).ports.push_back(std::move(port));
    return PortIndex(static_cast<std::uint32_t>(node(id).ports.size() - 1));
}

bool World::State::assignMacs(NodeId id, const NodePlan &plan)
{
    NodeSlot &slot = node(id);
    if (!hasAddresses(slot.kind))
        return false;
    bool changed = false;
    for (const PlannedPort &planned : plan.ports) {
        const PortRef at = findPort({slot.name, planned.name});
        if (!at.node.isValid())
            continue;
        PortSlot &port = slot.ports[at.port.index()];
        const base::MacAddress mac = planned.mac.value_or(base::MacAddress::local(id.value() << 8 | (at.port.value() + 1)));
        changed |= port.mac != base::MacAddress() && port.mac != mac;
        port.mac = mac;
    }
    return changed;
}

PortRef World::State::findPort(const lab::End &end) const
{
    const auto known = nodesByName.find(end.node);
    if (known == nodesByName.end())
        return {};
    const std::vector<PortSlot> &ports = nodes[known->second.index()].ports;
    for (std::uint32_t p = 0; p < ports.size(); ++p)
        if (!ports[p].name.empty() && ports[p].name == end.interface)
            return {known->second, PortIndex(p)};
    return {};
}

LinkId World::State::findLink(const lab::End &end) const
{
    const PortRef port = findPort(end);
    return port.node.isValid() ? nodes[port.node.index()].ports[port.port.index()].link : LinkId();
}

void World::State::addLink(const lab::Link &spec)
{
    const LinkId id(static_cast<std::uint32_t>(links.size()));
    LinkSlot slot;
    slot.exists = true;
    slot.spec = spec;
    slot.ends = {findPort(spec.a), findPort(spec.b)}; // every end has a port: planNode() sees to it
    // The stream of chance is named by the ends, so that the same cable has the same luck in any order of making.
    const std::string name = "link " + lab::toString(spec.a) + " " + lab::toString(spec.b);
    slot.directions.emplace_back(spec.forward, base::Random::derive(seed, name + " forward"));
    slot.directions.emplace_back(spec.backward, base::Random::derive(seed, name + " backward"));
    for (const std::size_t end : {0u, 1u}) {
        PortSlot &port = node(slot.ends[end].node).ports[slot.ends[end].port.index()];
        port.link = id;
        port.out = end == 0 ? Direction::forward : Direction::backward;
    }
    links.push_back(std::move(slot));
    updateCarrier(id);
}

void World::State::removeLink(LinkId id)
{
    for (const Direction d : {Direction::forward, Direction::backward}) {
        base::Impairment cut;
        cut.down = true;
        setImpairment(id, d, cut); // loses what is under way and tells both ends
    }
    LinkSlot &slot = link(id);
    for (const PortRef &end : slot.ends)
        node(end.node).ports[end.port.index()].link = LinkId();
    slot.exists = false;
    slot.directions.clear();
}

void World::State::setImpairment(LinkId id, Direction direction, const base::Impairment &impairment)
{
    LinkSlot &slot = link(id);
    const auto d = static_cast<std::size_t>(direction);
    link::LinkDirection &line = slot.directions[d];
    if (line.impairment() == impairment)
        return;
    (direction == Direction::forward ? slot.spec.forward : slot.spec.backward) = impairment;
    for (const packet::Packet &lost : line.configure(now, impairment)) {
        slot.counters[d].dropped += link::wireCount(lost).packets;
        trace.emit(now, trace::PacketDropped{slot.ends[d].node, id, direction, DropReason::linkDown, lost.id(), lost.bytes()});
    }
    noteDeadline(id, direction);
    updateCarrier(id);
}

void World::State::updateCarrier(LinkId id)
{
    LinkSlot &slot = link(id);
    // One direction alone may be down and nobody sees it, as with a broken fibre pair.
    const bool cut = slot.directions[0].impairment().down && slot.directions[1].impairment().down;
    const bool up = !cut && node(slot.ends[0].node).device && node(slot.ends[1].node).device;
    if (slot.up != up) {
        slot.up = up;
        trace.emit(now, trace::LinkChanged{id, up});
    }
    for (const PortRef &end : slot.ends) {
        PortSlot &port = node(end.node).ports[end.port.index()];
        // A router knows the rate at which it sends into its cable.
        const base::BitRate rate = slot.directions[static_cast<std::size_t>(port.out)].impairment().rate;
        if (auto *router = dynamic_cast<router::VirtualRouter *>(node(end.node).device.get()))
            move(end.node, [&](link::Context &context) { router->setSpeed(context, end.port, rate); });
        if (port.carrier == up || !node(end.node).device)
            continue;
        port.carrier = up;
        move(end.node, [&](link::Context &context) { node(end.node).device->carrierChanged(context, end.port, up); });
    }
}

// --- the public side ---

World::World(std::unique_ptr<State> state) : m_state(std::move(state)) {}
World::World(World &&) noexcept = default;
World &World::operator=(World &&) noexcept = default;
World::~World() = default;

base::Result<World, std::vector<lab::Problem>> World::build(const lab::Lab &lab, std::uint64_t seed, PageStoreMaker pageStores)
{
    auto state = std::make_unique<State>(seed);
    state->pageStores = std::move(pageStores);
    std::vector<lab::Problem> problems = state->become(lab);
    if (lab::hasErrors(problems))
        return base::fail(std::move(problems));
    return World(std::move(state));
}

std::vector<lab::Problem> World::apply(const lab::Lab &target)
{
    m_state->note(Input::LabApplied{std::make_shared<lab::Lab>(target)});
    return m_state->become(target);
}

void World::setRouteFiles(RouteFiles files)
{
    m_state->note(Input::RouteFilesSet{std::make_shared<RouteFiles>(files)});
    m_state->routeFiles = std::move(files);
}

const RouteFiles &World::routeFiles() const
{
    return m_state->routeFiles;
}

World World::copy() const
{
    const State &s = *m_state;
    auto copy = std::make_unique<State>(s.seed);
    copy->lab = s.lab;
    copy->hosts = s.hosts;
    copy->routeFiles = s.routeFiles;
    copy->now = s.now;
    copy->sequence = s.sequence;
    copy->lastPacketId = s.lastPacketId;
    copy->events = s.events;
    copy->largePackets = s.largePackets;
    copy->single = copy->asIfSingle = s.wantsSingle();
    copy->due = s.due;
    copy->links = s.links;
    copy->nodesByName = s.nodesByName;
    copy->pool = s.pool;
    copy->attention = s.attention;
    copy->nodes.reserve(s.nodes.size());
    for (const NodeSlot &slot : s.nodes)
        copy->nodes.push_back(NodeSlot{slot.name, slot.kind, slot.device ? slot.device->clone() : nullptr, slot.ports,
                                       slot.timer, slot.deadline, slot.startTimer});
    return World(std::move(copy));
}

bool World::setImpairment(LinkId link, Direction direction, const base::Impairment &impairment)
{
    if (!m_state->linkExists(link))
        return false;
    m_state->note(Input::ImpairmentSet{link, direction, impairment});
    m_state->setImpairment(link, direction, impairment);
    const lab::Link &now = m_state->link(link).spec;
    if (lab::Link *written = m_state->lab.findLink(now.a))
        (direction == Direction::forward ? written->forward : written->backward) = impairment;
    return true;
}

bool World::startNode(NodeId node)
{
    if (!m_state->nodeExists(node))
        return false;
    m_state->note(Input::NodeStarted{node});
    if (!m_state->node(node).device)
        m_state->powerOn(node, m_state->lab);
    return true;
}

bool World::stopNode(NodeId node)
{
    if (!m_state->nodeExists(node))
        return false;
    m_state->note(Input::NodeStopped{node});
    m_state->powerOff(node);
    return true;
}

void World::setOutsideCarrier(PortRef port, bool up)
{
    if (!m_state->nodeExists(port.node) || port.port.index() >= m_state->node(port.node).ports.size())
        return;
    bool &known = m_state->node(port.node).ports[port.port.index()].outsideUp;
    if (known == up)
        return;
    m_state->note(Input::CarrierSet{port, up});
    known = up;
}

} // namespace hopyard::world
