// How a world moves: the next due component acts, what it sends goes onto its links, deadlines are noted again.
//
// This is the packet path of everything; per hop it costs one heap update, one virtual call and no allocation.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/hypervisor/hypervisor.h"
#include "core/hypervisor/outside_port.h"
#include "core/link/segmentation.h"
#include "core/world/devices.h"
#include "core/world/state.h"

#include <cassert>

namespace hopyard::world {

using base::Direction;
using base::DropReason;
using base::LinkId;
using base::NodeId;
using base::TimePoint;
namespace trace = base::trace;

void World::State::runNext()
{
    now = std::max(now, due.nextDeadline());
    ++events;
    const ComponentRef component = due.next();
    switch (component.kind) {
    case ComponentRef::Kind::node: {
        const NodeId id(component.index);
        move(id, [&](link::Context &context) { node(id).device->expire(context); });
        assert(node(id).deadline > now && "a device must not stay due after expire()");
        break;
    }
    case ComponentRef::Kind::linkForward:
        arrive(LinkId(component.index), Direction::forward);
        break;
    case ComponentRef::Kind::linkBackward:
        arrive(LinkId(component.index), Direction::backward);
        break;
    case ComponentRef::Kind::startLines: {
        const NodeId id(component.index);
        due.cancel(node(id).startTimer);
        if (const lab::Node *spec = lab.findNode(node(id).name))
            move(id, [&](link::Context &context) { startApplications(context, node(id), *spec, routeFiles); });
        break;
    }
    }
}

void World::State::arrive(LinkId id, Direction direction)
{
    LinkSlot &slot = link(id);
    const auto d = static_cast<std::size_t>(direction);
    packet::Packet frame = slot.directions[d].takeArrival();
    const base::PortRef to = slot.ends[direction == Direction::forward ? 1 : 0];
    if (node(to.node).kind == lab::NodeKind::forwarder) [[unlikely]]
        lookAhead(node(to.node), slot.directions[d]);
    noteDeadline(id, direction);
    if (!frame.isFinished()) [[unlikely]] {
        arriveUnfinished(id, direction, std::move(frame));
        return;
    }
    ++slot.counters[d].packets;
    slot.counters[d].bytes += frame.size();
    if (trace.wants<trace::PacketArrived>())
        trace.emit(now, trace::PacketArrived{id, direction, frame.id(), frame.bytes()});
    deliver(to, std::move(frame));
}

void World::State::arriveUnfinished(LinkId id, Direction direction, packet::Packet &&frame)
{
    LinkSlot &slot = link(id);
    const base::PortRef to = slot.ends[direction == Direction::forward ? 1 : 0];
    const link::WireCount count = link::wireCount(frame);
    DirectionCounters &counters = slot.counters[static_cast<std::size_t>(direction)];
    counters.packets += count.packets;
    counters.bytes += count.bytes;
    if (!wantsSingle()) {
        if (trace.wants<trace::PacketArrived>())
            trace.emit(now, trace::PacketArrived{id, direction, frame.id(), frame.bytes()});
        deliver(to, std::move(frame));
        return;
    }
    // It was under way when somebody began to look on: from here on it is what it stands for.
    link::splitIntoSegments(std::move(frame), *pool, [&](packet::Packet piece) {
        if (piece.id() == 0)
            piece.setId(++lastPacketId);
        trace.emit(now, trace::PacketArrived{id, direction, piece.id(), piece.bytes()});
        deliver(to, std::move(piece));
    });
}

void World::State::deliver(base::PortRef to, packet::Packet &&frame)
{
    NodeSlot &slot = node(to.node);
    if (lab::isOutside(slot.kind) && slot.device) {
        if (slot.ports[to.port.index()].outsideUp)
            outside.push_back({to, std::move(frame)});
        else
            trace.emit(now, trace::PacketDropped{to.node, {}, {}, DropReason::outsideGone, frame.id(), frame.bytes()});
        return;
    }
    if (!slot.device) {
        trace.emit(now, trace::PacketDropped{to.node, {}, {}, DropReason::nodeStopped, frame.id(), frame.bytes()});
        return;
    }
    link::Context context{now, to.node, *pool, outbox, trace};
    slot.device->handle(context, to.port, std::move(frame));
    flush(to.node);
    noteDeadline(to.node);
}

void World::State::flush(NodeId from)
{
    if (outbox.takeAttention())
        attention.push_back(from);
    if (outbox.items().empty())
        return;
    for (link::Outbox::Item &item : outbox.items()) {
        if (hypervisor::isOutsidePort(item.port)) [[unlikely]]
            outside.push_back({{from, item.port}, std::move(item.packet)});
        else
            transmit({from, item.port}, std::move(item.packet));
    }
    outbox.items().clear();
}

void World::State::transmit(base::PortRef from, packet::Packet &&frame)
{
    if (!frame.isFinished()) [[unlikely]]
        transmitUnfinished(from, std::move(frame));
    else
        transmitOne(from, std::move(frame));
}

/// A packet with work left for later: what this link or who looks on needs done is done at its entrance.
void World::State::transmitUnfinished(base::PortRef from, packet::Packet &&frame)
{
    const PortSlot &port = node(from.node).ports[from.port.index()];
    bool split = false;
    bool finish = wantsSingle();
    if (port.link.isValid()) {
        const link::LinkDirection &line = link(port.link).directions[static_cast<std::size_t>(port.out)];
        split = !largePackets || !line.carriesWhole(now);
        finish = finish || line.impairment().corrupt > 0; // the damage is for the checksum to find
    }
    if (!finish && !(split && frame.offload().segmentSize != 0)) {
        transmitOne(from, std::move(frame));
        return;
    }
    link::splitIntoSegments(
        std::move(frame), *pool, [&](packet::Packet piece) { transmitOne(from, std::move(piece)); },
        link::Layer::ethernet, finish ? link::Checksums::complete : link::Checksums::leave);
}

void World::State::transmitOne(base::PortRef from, packet::Packet &&frame)
{
    if (frame.id() == 0)
        frame.setId(++lastPacketId);
    const PortSlot &port = node(from.node).ports[from.port.index()];
    if (!port.link.isValid()) {
        trace.emit(now, trace::PacketDropped{from.node, {}, {}, DropReason::noLink, frame.id(), frame.bytes()});
        return;
    }
    LinkSlot &slot = link(port.link);
    const auto d = static_cast<std::size_t>(port.out);
    if (trace.wants<trace::PacketSent>())
        trace.emit(now, trace::PacketSent{port.link, port.out, frame.id(), frame.bytes()});
    const std::uint64_t id = frame.id();
    const auto size = static_cast<std::uint32_t>(frame.size());
    const link::LinkDirection::Fate fate = slot.directions[d].transmit(now, std::move(frame), sequence);
    if (fate.dropped) {
        ++slot.counters[d].dropped;
        trace.emit(now, trace::PacketDropped{from.node, port.link, port.out, *fate.dropped, id, frame.bytes()});
        return;
    }
    if (trace.wants<trace::PacketScheduled>())
        trace.emit(now, trace::PacketScheduled{port.link, port.out, id, fate.departs, fate.arrives, size});
    noteDeadline(port.link, port.out);
}

void World::State::noteDeadline(NodeId id)
{
    NodeSlot &slot = node(id);
    const TimePoint next = slot.device ? slot.device->nextDeadline() : TimePoint::never();
    if (next == slot.deadline && (next.isNever() || due.isSet(slot.timer)))
        return;
    slot.deadline = next;
    if (!due.move(slot.timer, next, sequence))
        slot.timer = due.set(next, sequence, ComponentRef{id.value(), ComponentRef::Kind::node});
    ++sequence;
}

void World::State::noteDeadline(LinkId id, Direction direction)
{
    LinkSlot &slot = link(id);
    const auto d = static_cast<std::size_t>(direction);
    const link::LinkDirection &line = slot.directions[d];
    sim::TimerHandle &timer = slot.timers[d];
    const TimePoint next = line.nextDeadline();
    // Most packets join others under way and change nothing here.
    if (due.deadline(timer) == next && slot.headSequence[d] == line.nextSequence())
        return;
    slot.headSequence[d] = line.nextSequence();
    if (!due.move(timer, next, line.nextSequence()))
        timer = due.set(next, line.nextSequence(),
                        ComponentRef{id.value(), direction == Direction::forward ? ComponentRef::Kind::linkForward
                                                                                 : ComponentRef::Kind::linkBackward});
}

// --- the public side ---

void World::runUntil(TimePoint t)
{
    runUntil(t, ~std::uint64_t(0));
}

bool World::runUntil(TimePoint t, std::uint64_t maxEvents)
{
    State &s = *m_state;
    s.tellLookers();
    for (; s.due.nextDeadline() <= t && !s.due.isEmpty(); --maxEvents) {
        if (maxEvents == 0)
            return false;
        s.runNext();
    }
    if (!t.isNever())
        s.now = std::max(s.now, t);
    return true;
}

bool World::step()
{
    if (m_state->due.isEmpty())
        return false;
    m_state->tellLookers();
    m_state->runNext();
    return true;
}

TimePoint World::now() const { return m_state->now; }
TimePoint World::nextDeadline() const { return m_state->due.nextDeadline(); }
std::uint64_t World::eventCount() const { return m_state->events; }

void World::inject(base::PortRef port, packet::Packet frame)
{
    State &s = *m_state;
    if (s.inputs && s.inputs->wantsFrames())
        s.note(Input::FrameCame{port, frame.id(), frame.offload(), {frame.bytes().begin(), frame.bytes().end()}});
    else
        s.note(Input::Unknown{});
    if (hypervisor::isOutsidePort(port.port)) {
        if (!s.nodeExists(port.node))
            return;
        if (frame.id() == 0)
            frame.setId(++s.lastPacketId);
        s.move(port.node, [&](link::Context &context) { s.node(port.node).device->handle(context, port.port, std::move(frame)); });
        return;
    }
    if (s.nodeExists(port.node) && port.port.index() < s.node(port.node).ports.size() && s.node(port.node).device)
        s.transmit(port, std::move(frame));
}

void World::microGuestKicked(NodeId node, hypervisor::GuestId guest)
{
    m_state->note(Input::Unknown{}); // what the processor did to its memory is not known here
    if (auto *computer = m_state->nodeExists(node) ? dynamic_cast<hypervisor::Hypervisor *>(m_state->node(node).device.get()) : nullptr)
        m_state->move(node, [&](link::Context &context) { computer->kicked(context, guest); });
}

void World::microGuestTouched(NodeId node, hypervisor::GuestId guest, std::uint64_t address)
{
    m_state->note(Input::Unknown{}); // what the processor did to its memory is not known here
    if (auto *computer = m_state->nodeExists(node) ? dynamic_cast<hypervisor::Hypervisor *>(m_state->node(node).device.get()) : nullptr)
        m_state->move(node, [&](link::Context &context) { computer->touched(context, guest, address); });
}

void World::setLargePackets(bool allowed) { m_state->largePackets = allowed; }
std::vector<OutsidePacket> &World::outsidePackets() { return m_state->outside; }
packet::PacketPool &World::pool() { return *m_state->pool; }
trace::Hub &World::trace() { return m_state->trace; }

} // namespace hopyard::world
