// See adjacency.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/routing/ospf/adjacency.h"

#include "core/routing/ospf/exchange.h"
#include "core/routing/ospf/flooding.h"
#include "core/routing/ospf/graceful_helper.h"
#include "core/routing/ospf/hello.h"
#include "core/routing/ospf/interface_fsm.h"
#include "core/routing/ospf/neighbour_fsm.h"
#include "core/routing/ospf/originate.h"

namespace hopyard::routing::ospf {

namespace {

bool isExchanging(NeighbourState state) { return state == NeighbourState::exchange || state == NeighbourState::loading; }

/// RFC 2328 section 10.4.
bool wantsAdjacency(const Interface &interface, const Neighbour &neighbour)
{
    if (!interface.electsDr())
        return true;
    if (interface.state == InterfaceState::dr || interface.state == InterfaceState::backup)
        return true;
    return neighbour.address == interface.dr || neighbour.address == interface.bdr;
}

void setState(Context &c, Interface &interface, Neighbour &neighbour, NeighbourState next, NeighbourEvent cause)
{
    const NeighbourState before = neighbour.state;
    if (next == before)
        return;
    neighbour.state = next;
    neighbour.since = c.now;
    ++neighbour.stateChanges;
    c.r.exchanging += isExchanging(next);
    c.r.exchanging -= isExchanging(before);
    c.out.events.push_back(event::NeighbourChanged{interface.id, neighbour.id, neighbour.address, before, next, cause});
    if ((before >= NeighbourState::twoWay) != (next >= NeighbourState::twoWay))
        interface.neighbourChanged = true;
    if ((before == NeighbourState::full) != (next == NeighbourState::full))
        adjacencyChanged(c, interface);
    if (next == NeighbourState::full && neighbour.helped)
        endHelp(c, interface, neighbour);
}

void clearLists(Context &c, Neighbour &neighbour)
{
    forgetRetransmissions(c, neighbour);
    neighbour.summary.clear();
    neighbour.requests.clear();
    neighbour.asked = 0;
    neighbour.sentDescription.clear();
    neighbour.lastValid = false;
    stopTimer(c, neighbour.descriptionTimer);
    stopTimer(c, neighbour.requestTimer);
}

void beginExchange(Context &c, Interface &interface, Neighbour &neighbour, NeighbourEvent cause)
{
    setState(c, interface, neighbour, NeighbourState::exStart, cause);
    // The first time a number of our own choice, then the next one (section 10.3).
    neighbour.ddSequence = neighbour.ddSequence == 0 ? static_cast<std::uint32_t>(c.r.random.next() >> 40) + 1
                                                     : neighbour.ddSequence + 1;
    neighbour.weAreMaster = true;
    sendFirstDescription(c, interface, neighbour);
}

void reset(Context &c, Interface &interface)
{
    stopTimer(c, interface.helloTimer);
    stopTimer(c, interface.waitTimer);
    stopTimer(c, interface.ackTimer);
    interface.delayedAcks.clear();
    interface.toFlood.clear();
    interface.dr = interface.bdr = {};
    for (auto &[serial, neighbour] : interface.neighbours)
        neighbourEvent(c, interface, neighbour, NeighbourEvent::killNbr);
    interface.neighbourChanged = false;
}

void setState(Context &c, Interface &interface, InterfaceState next)
{
    const InterfaceState before = interface.state;
    if (next == before)
        return;
    interface.state = next;
    c.out.events.push_back(event::InterfaceChanged{interface.id, before, next});
    interfaceChanged(c, interface);
}

void runElection(Context &c, Interface &interface)
{
    stopTimer(c, interface.waitTimer);
    std::vector<Candidate> others;
    for (const auto &[serial, n] : interface.neighbours)
        if (n.state >= NeighbourState::twoWay)
            others.push_back({n.id, n.address, n.priority, n.dr, n.bdr});
    const base::Ipv4Address self = interface.address();
    const Elected elected = elect({c.r.config.routerId, self, interface.config.priority, interface.dr, interface.bdr}, others);
    const bool changed = elected.dr != interface.dr || elected.bdr != interface.bdr;
    interface.dr = elected.dr;
    interface.bdr = elected.bdr;
    setState(c, interface, stateAfter(elected, self));
    if (!changed)
        return;
    interfaceChanged(c, interface);
    for (auto &[serial, n] : interface.neighbours)
        if (n.state >= NeighbourState::twoWay)
            neighbourEvent(c, interface, n, NeighbourEvent::adjOk);
}

void beginHellos(Context &c, Interface &interface)
{
    if (interface.config.passive)
        return;
    for (const NbmaNeighbour &configured : interface.config.neighbours) {
        if (interface.config.type != NetworkType::nbma)
            break;
        Neighbour &neighbour = addNeighbour(c, interface, configured.address);
        neighbour.priority = configured.priority;
        neighbourEvent(c, interface, neighbour, NeighbourEvent::start);
    }
    sendHellos(c, interface);
}

} // namespace

bool countsAsFull(const Neighbour &neighbour) { return neighbour.state == NeighbourState::full || neighbour.helped; }

void startTimer(Context &c, sim::TimerHandle &handle, base::Duration after, const Timer &timer)
{
    const base::TimePoint when = c.now + after;
    if (!c.r.timers.move(handle, when))
        handle = c.r.timers.set(when, timer);
}

void stopTimer(Context &c, sim::TimerHandle &handle)
{
    c.r.timers.cancel(handle);
    handle = {};
}

Neighbour &addNeighbour(Context &c, Interface &interface, base::Ipv4Address address)
{
    for (auto &[serial, n] : interface.neighbours)
        if (n.address == address && interface.config.type == NetworkType::nbma)
            return n;
    const Serial serial = c.r.nextSerial++;
    Neighbour &neighbour = interface.neighbours[serial];
    neighbour.serial = serial;
    neighbour.address = address;
    neighbour.since = c.now;
    return neighbour;
}

void interfaceEvent(Context &c, Interface &interface, InterfaceEvent event)
{
    const InterfaceStep s = step(interface.state, event, interface.config.type, interface.config.priority);
    switch (s.action) {
    case InterfaceAction::none: setState(c, interface, s.next); return;
    case InterfaceAction::begin:
    case InterfaceAction::electFirst:
        setState(c, interface, s.next);
        beginHellos(c, interface);
        return;
    case InterfaceAction::beginWait:
        setState(c, interface, s.next);
        startTimer(c, interface.waitTimer, deadInterval(interface), {Timer::Kind::wait, interface.serial, 0});
        beginHellos(c, interface);
        return;
    case InterfaceAction::elect: runElection(c, interface); return;
    case InterfaceAction::reset:
        reset(c, interface);
        setState(c, interface, s.next);
        return;
    }
}

void neighbourEvent(Context &c, Interface &interface, Neighbour &neighbour, NeighbourEvent event)
{
    const NeighbourStep s = step(neighbour.state, event);
    switch (s.action) {
    case NeighbourAction::none: setState(c, interface, neighbour, s.next, event); return;
    case NeighbourAction::startAttempt:
    case NeighbourAction::alive:
        startTimer(c, neighbour.inactivityTimer, deadInterval(interface), {Timer::Kind::inactivity, interface.serial, neighbour.serial});
        setState(c, interface, neighbour, s.next, event);
        return;
    case NeighbourAction::judge:
        if (wantsAdjacency(interface, neighbour))
            beginExchange(c, interface, neighbour, event);
        else
            setState(c, interface, neighbour, NeighbourState::twoWay, event);
        return;
    case NeighbourAction::summarise:
        setState(c, interface, neighbour, s.next, event);
        listDatabase(c, interface, neighbour);
        return;
    case NeighbourAction::request:
        stopTimer(c, neighbour.descriptionTimer);
        setState(c, interface, neighbour, neighbour.requests.empty() ? NeighbourState::full : s.next, event);
        return;
    case NeighbourAction::judgeAgain:
        if (wantsAdjacency(interface, neighbour))
            return;
        clearLists(c, neighbour);
        setState(c, interface, neighbour, NeighbourState::twoWay, event);
        return;
    case NeighbourAction::startOver:
        clearLists(c, neighbour);
        beginExchange(c, interface, neighbour, event);
        return;
    case NeighbourAction::forget:
        clearLists(c, neighbour);
        stopTimer(c, neighbour.inactivityTimer);
        if (neighbour.helped)
            endHelp(c, interface, neighbour);
        setState(c, interface, neighbour, s.next, event);
        return;
    case NeighbourAction::clearLists:
        clearLists(c, neighbour);
        setState(c, interface, neighbour, s.next, event);
        return;
    }
}

void settleNeighbours(Context &c)
{
    for (auto &[serial, interface] : c.r.interfaces) {
        if (interface.neighbourChanged) {
            interface.neighbourChanged = false;
            interfaceEvent(c, interface, InterfaceEvent::neighbourChange);
        }
        // Configured neighbours of NBMA networks stay and are polled.
        const bool keeps = interface.config.type == NetworkType::nbma && interface.isUp();
        for (auto it = interface.neighbours.begin(); it != interface.neighbours.end();) {
            Neighbour &n = it->second;
            if (n.state != NeighbourState::down) {
                ++it;
                continue;
            }
            const NbmaNeighbour *configured = keeps ? configuredNeighbour(interface, n.address) : nullptr;
            if (configured) {
                if (!c.r.timers.isSet(n.pollTimer))
                    startTimer(c, n.pollTimer, base::Duration::seconds(configured->pollInterval),
                               {Timer::Kind::poll, interface.serial, n.serial});
                ++it;
            } else {
                stopTimer(c, n.pollTimer);
                it = interface.neighbours.erase(it);
            }
        }
    }
}

} // namespace hopyard::routing::ospf
