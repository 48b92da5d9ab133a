// The stack moves the neighbour machine (neighbour.h): packets that need an address, answers, timers.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ip/stack.h"
#include "core/wire/ethernet.h"

#include <utility>

namespace hopyard::ip {

using base::DropReason;

namespace {
constexpr std::size_t kLink = wire::EthernetView::kHeaderLength;
}

/// A new entry, in state failed: from there the machine's events lead on. kNone where the table is full of neighbours in
/// use.
std::uint32_t Stack::makeNeighbour(Context &context, PortIndex port, const base::IpAddress &address)
{
    Interface &on = *find(port);
    std::uint32_t slot = on.neighbours.add(address, m_options.neighbours.tableLimit);
    if (slot == NeighbourTable::kNone) {
        const std::uint32_t oldest = on.neighbours.oldestUnused();
        if (oldest == NeighbourTable::kNone)
            return NeighbourTable::kNone;
        forgetNeighbour(context, on, port, oldest);
        slot = on.neighbours.add(address, m_options.neighbours.tableLimit);
    }
    on.neighbours.at(slot).state = NeighbourState::failed;
    on.neighbours.at(slot).since = context.now;
    return slot;
}

void Stack::transmitUnresolved(Context &context, Interface &out, const Hop &hop, std::uint32_t slot,
                               packet::Packet frame)
{
    if (slot == NeighbourTable::kNone)
        slot = makeNeighbour(context, hop.port, hop.address);
    if (slot == NeighbourTable::kNone) {
        dropOut(context, out, DropReason::neighbourQueueFull, frame);
        return;
    }
    neighbourEvent(context, hop.port, slot, NeighbourEvent::use, nullptr, &frame);
    if (!frame.isNull()) // it did not have to wait
        transmitTo(context, out, hop.port, out.neighbours.at(slot).mac, std::move(frame), wire::EtherType::ipv4);
}

/// Puts an event to a neighbour's machine and does what it says. `mac` is what the event brought; `waiting` is the
/// packet of a use, taken where it has to wait.
void Stack::neighbourEvent(Context &context, PortIndex port, std::uint32_t slot, NeighbourEvent event,
                           const base::MacAddress *mac, packet::Packet *waiting)
{
    Interface &on = *find(port);
    Neighbour &neighbour = on.neighbours.at(slot);
    const NeighbourStep step = next(neighbour.state, event);
    if (step.remove) {
        forgetNeighbour(context, on, port, slot);
        return;
    }
    const bool changed = step.state != neighbour.state || (step.take && mac && *mac != neighbour.mac);
    if (step.state != neighbour.state)
        neighbour.since = context.now;
    neighbour.state = step.state;
    if (step.take && mac)
        neighbour.mac = *mac;
    if (step.state == NeighbourState::reachable && step.restart)
        neighbour.confirmed = context.now;
    if (step.resetTries)
        neighbour.tries = 0;
    if (step.restart) {
        m_timers.cancel(neighbour.timer);
        neighbour.timer =
            m_timers.set(context.now + stateTime(step.state), Timer{Timer::Kind::neighbour, port, slot});
    }
    if (changed)
        traceNeighbour(context, port, neighbour, toString(step.state));
    if (step.queue && waiting) {
        if (neighbour.queue.size() >= m_options.neighbours.queueLimit) { // the latest is worth most
            dropOut(context, on, DropReason::neighbourQueueFull, neighbour.queue.front());
            neighbour.queue.erase(neighbour.queue.begin());
        }
        neighbour.queue.push_back(std::move(*waiting));
        *waiting = packet::Packet();
    }
    if (step.request || step.probe) {
        ++neighbour.tries;
        askFor(context, port, neighbour, step.request);
    }
    if (step.release || step.giveUp) { // what follows may add neighbours: `neighbour` is not touched any more
        const base::MacAddress to = neighbour.mac;
        const base::IpAddress address = neighbour.address;
        std::vector<packet::Packet> queue = std::exchange(neighbour.queue, {});
        if (step.giveUp)
            m_redirects.forget(address);
        if (step.release && step.state == NeighbourState::stale && !queue.empty())
            neighbourEvent(context, port, slot, NeighbourEvent::use);
        for (packet::Packet &frame : queue) {
            if (step.release) {
                transmitTo(context, on, port, to, std::move(frame), wire::EtherType::ipv4);
                continue;
            }
            dropOut(context, on, DropReason::neighbourUnreachable, frame);
            sendErrorAbout(context, frame, kLink, false, {wire::IcmpUnreachable{wire::UnreachableCode::host, 0}});
        }
    }
}

void Stack::neighbourTimer(Context &context, PortIndex port, std::uint32_t slot)
{
    const Interface *on = find(port);
    if (!on)
        return;
    const Neighbour &neighbour = on->neighbours.at(slot);
    const unsigned limit = neighbour.state == NeighbourState::incomplete ? m_options.neighbours.requests
                                                                         : m_options.neighbours.probes;
    neighbourEvent(context, port, slot,
                   neighbour.tries >= limit ? NeighbourEvent::exhausted : NeighbourEvent::timeout);
}

base::Duration Stack::stateTime(NeighbourState state)
{
    const NeighbourSettings &settings = m_options.neighbours;
    switch (state) {
    case NeighbourState::incomplete:
    case NeighbourState::probe: return settings.retransmit;
    case NeighbourState::reachable: // RFC 4861 section 6.3.2: so that neighbours do not all ask at once
        return m_random.between(settings.reachable / 2, settings.reachable + settings.reachable / 2);
    case NeighbourState::delay: return settings.delay;
    case NeighbourState::stale: return settings.staleAge;
    case NeighbourState::failed: return settings.failedAge;
    case NeighbourState::permanent: break;
    }
    return base::Duration::max();
}

void Stack::forgetNeighbour(Context &context, Interface &on, PortIndex port, std::uint32_t slot)
{
    Neighbour &neighbour = on.neighbours.at(slot);
    m_timers.cancel(neighbour.timer);
    for (const packet::Packet &frame : neighbour.queue)
        dropOut(context, on, DropReason::neighbourUnreachable, frame);
    traceNeighbour(context, port, neighbour, "removed");
    on.neighbours.remove(slot);
}

void Stack::flushNeighbours(Context &context, PortIndex port, bool permanentToo)
{
    Interface &on = *find(port);
    for (const std::uint32_t slot : on.neighbours.sorted())
        if (permanentToo || on.neighbours.at(slot).state != NeighbourState::permanent)
            forgetNeighbour(context, on, port, slot);
}

void Stack::addPermanentNeighbour(Context &context, PortIndex port, const base::IpAddress &address,
                                  const base::MacAddress &mac)
{
    Interface *on = find(port);
    if (!on || on->isLoopback || !address.isValid())
        return;
    std::uint32_t slot = on->neighbours.find(address);
    if (slot == NeighbourTable::kNone)
        slot = makeNeighbour(context, port, address);
    if (slot == NeighbourTable::kNone)
        return;
    Neighbour &neighbour = on->neighbours.at(slot);
    m_timers.cancel(neighbour.timer);
    neighbour.state = NeighbourState::permanent;
    neighbour.mac = mac;
    neighbour.since = context.now;
    traceNeighbour(context, port, neighbour, toString(neighbour.state));
    std::vector<packet::Packet> queue = std::exchange(neighbour.queue, {});
    for (packet::Packet &frame : queue)
        transmitTo(context, *on, port, mac, std::move(frame), wire::EtherType::ipv4);
}

bool Stack::removeNeighbour(Context &context, PortIndex port, const base::IpAddress &address)
{
    Interface *on = find(port);
    const std::uint32_t slot = on ? on->neighbours.find(address) : NeighbourTable::kNone;
    if (slot == NeighbourTable::kNone)
        return false;
    forgetNeighbour(context, *on, port, slot);
    return true;
}

void Stack::confirmReachable(Context &context, const base::IpAddress &destination)
{
    Datagram probe;
    probe.destination = destination;
    const auto choice = choose(context.now, probe, 0);
    if (!choice || choice->toSelf || choice->hop.toGroup)
        return;
    const NeighbourTable &neighbours = find(choice->hop.port)->neighbours;
    const std::uint32_t slot = neighbours.find(choice->hop.address);
    if (slot == NeighbourTable::kNone)
        return;
    // Asked for with every acknowledgement: once a second is enough to keep it reachable.
    const Neighbour &neighbour = neighbours.at(slot);
    const bool fresh = neighbour.state == NeighbourState::reachable &&
                       context.now - neighbour.confirmed < base::Duration::seconds(1);
    if (!fresh)
        neighbourEvent(context, choice->hop.port, slot, NeighbourEvent::upperConfirmed);
}

void Stack::traceNeighbour(Context &context, PortIndex port, const Neighbour &neighbour, std::string_view state)
{
    context.trace.emit(context.now, base::trace::NeighbourChanged{context.self, port, neighbour.address, neighbour.mac, state});
}

} // namespace hopyard::ip
