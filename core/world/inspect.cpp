// Questions about a world: names, ids, counters; nothing here changes it.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/hypervisor/hypervisor.h"
#include "core/hypervisor/outside_port.h"
#include "core/router/virtual_router.h"
#include "core/world/state.h"

#include <algorithm>

namespace hopyard::world {

using base::Direction;
using base::LinkId;
using base::NodeId;
using base::PortRef;

namespace {
const std::string kNoName;
const lab::Link kNoLink;
} // namespace

const lab::Lab &World::lab() const { return m_state->lab; }

bool World::isRunning(NodeId node) const
{
    return m_state->nodeExists(node) && m_state->node(node).device != nullptr;
}

std::vector<NodeId> World::nodes() const
{
    std::vector<NodeId> ids;
    for (std::uint32_t i = 0; i < m_state->nodes.size(); ++i)
        if (m_state->nodeExists(NodeId(i)))
            ids.emplace_back(i);
    return ids;
}

std::vector<LinkId> World::links() const
{
    std::vector<LinkId> ids;
    for (std::uint32_t i = 0; i < m_state->links.size(); ++i)
        if (m_state->linkExists(LinkId(i)))
            ids.emplace_back(i);
    return ids;
}

NodeId World::findNode(std::string_view name) const
{
    const auto known = m_state->nodesByName.find(name);
    return known == m_state->nodesByName.end() ? NodeId() : known->second;
}

LinkId World::findLink(const lab::End &end) const { return m_state->findLink(end); }
PortRef World::findPort(const lab::End &end) const { return m_state->findPort(end); }

const std::string &World::name(NodeId node) const
{
    return m_state->nodeExists(node) ? m_state->node(node).name : kNoName;
}

std::vector<base::PortIndex> World::ports(NodeId node) const
{
    std::vector<base::PortIndex> ports;
    if (!m_state->nodeExists(node))
        return ports;
    const std::vector<PortSlot> &slots = m_state->node(node).ports;
    for (std::uint32_t i = 0; i < slots.size(); ++i)
        if (!slots[i].name.empty())
            ports.emplace_back(i);
    return ports;
}

std::string World::interfaceName(PortRef port) const
{
    if (!m_state->nodeExists(port.node))
        return {};
    const NodeSlot &slot = m_state->node(port.node);
    if (port.port.index() < slot.ports.size())
        return slot.ports[port.port.index()].name;
    const auto *router = dynamic_cast<const router::VirtualRouter *>(slot.device.get()); // a VLAN's is the node's own affair
    const ip::Interface *interface = router && port.port.isValid() ? router->stack().interface(port.port) : nullptr;
    return interface ? interface->name : std::string();
}

base::MacAddress World::macAddress(PortRef port) const
{
    if (!m_state->nodeExists(port.node) || port.port.index() >= m_state->node(port.node).ports.size())
        return {};
    return m_state->node(port.node).ports[port.port.index()].mac;
}

const lab::Link &World::link(LinkId link) const
{
    return m_state->linkExists(link) ? m_state->link(link).spec : kNoLink;
}

bool World::isUp(LinkId link) const { return m_state->linkExists(link) && m_state->link(link).up; }

DirectionCounters World::counters(LinkId link, Direction direction) const
{
    if (!m_state->linkExists(link))
        return {};
    const auto d = static_cast<std::size_t>(direction);
    const LinkSlot &slot = m_state->link(link);
    DirectionCounters counters = slot.counters[d];
    const link::LinkDirection::Backlog waiting = slot.directions[d].waiting(m_state->now);
    counters.queuedPackets = waiting.packets;
    counters.queuedBytes = waiting.bytes;
    return counters;
}

std::pair<LinkId, Direction> World::linkAt(PortRef port) const
{
    if (!m_state->nodeExists(port.node) || port.port.index() >= m_state->node(port.node).ports.size())
        return {};
    const PortSlot &slot = m_state->node(port.node).ports[port.port.index()];
    return {slot.link, slot.out};
}

bool World::hasOutsidePorts() const
{
    return std::any_of(m_state->nodes.begin(), m_state->nodes.end(),
                       [](const NodeSlot &n) { return !n.name.empty() && lab::isOutside(n.kind); })
        || !outsideGuests().empty()
        || std::any_of(m_state->nodes.begin(), m_state->nodes.end(), [](const NodeSlot &n) {
               const auto *computer = n.kind == lab::NodeKind::hypervisor ? dynamic_cast<const hypervisor::Hypervisor *>(n.device.get()) : nullptr;
               return computer && computer->hasMicroGuests();
           });
}

namespace {

World::OutsideGuest::Wish wishOf(const hypervisor::Guest &guest)
{
    using Wish = World::OutsideGuest::Wish;
    return guest.state == hypervisor::GuestState::stopped   ? Wish::stopped
           : guest.state == hypervisor::GuestState::running ? Wish::running
                                                            : Wish::paused;
}

} // namespace

std::vector<World::OutsideGuest> World::outsideGuests() const
{
    std::vector<OutsideGuest> found;
    for (std::uint32_t n = 0; n < m_state->nodes.size(); ++n) {
        const NodeSlot &slot = m_state->nodes[n];
        const auto *computer = slot.kind == lab::NodeKind::hypervisor ? dynamic_cast<const hypervisor::Hypervisor *>(slot.device.get()) : nullptr;
        if (!computer)
            continue;
        for (const hypervisor::GuestId id : computer->guests()) {
            const hypervisor::Guest &guest = *computer->guest(id);
            if (!guest.spec.isOutside())
                continue;
            OutsideGuest &made = found.emplace_back();
            made.node = NodeId(n);
            made.name = guest.spec.name;
            made.wish = wishOf(guest);
            made.share = guest.spec.share;
            made.replugs = guest.replugs;
            for (std::uint16_t i = 0; i < guest.nics.size(); ++i)
                made.interfaces.push_back({guest.nics[i].spec.name, guest.nics[i].mac, {NodeId(n), hypervisor::outsidePort({id, i})}});
        }
    }
    return found;
}

std::vector<World::MicroGuest> World::microGuests()
{
    std::vector<MicroGuest> found;
    for (std::uint32_t n = 0; n < m_state->nodes.size(); ++n) {
        NodeSlot &slot = m_state->nodes[n];
        auto *computer = slot.kind == lab::NodeKind::hypervisor ? dynamic_cast<hypervisor::Hypervisor *>(slot.device.get()) : nullptr;
        if (!computer || !computer->hasMicroGuests())
            continue;
        for (const hypervisor::GuestId id : computer->guests()) {
            const hypervisor::Guest &guest = *computer->guest(id);
            if (guest.spec.kind != hypervisor::GuestKind::micro || guest.nics.empty())
                continue;
            MicroGuest &made = found.emplace_back();
            made.node = NodeId(n);
            made.name = guest.spec.name;
            made.id = id;
            made.wish = wishOf(guest);
            made.memory = guest.spec.memory;
            made.mac = guest.nics[0].mac;
            for (const base::InterfaceAddress &address : guest.nics[0].spec.addresses)
                if (address.address.isV4() && !made.address)
                    made.address = address.address.v4();
            made.store = &computer->pageStore();
        }
    }
    return found;
}

} // namespace hopyard::world
