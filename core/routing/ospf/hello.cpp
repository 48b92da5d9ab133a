// See hello.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/routing/ospf/hello.h"

#include "core/routing/ospf/adjacency.h"
#include "core/routing/ospf/packets.h"

#include <algorithm>

namespace hopyard::routing::ospf {

namespace {

base::Duration helloInterval(const Interface &interface)
{
    const InterfaceTimers &timers = interface.config.timers;
    return timers.helloMultiplier ? base::Duration::seconds(1) / timers.helloMultiplier : base::Duration::seconds(timers.hello);
}

std::optional<PacketError> mismatch(const Interface &interface, const Area &area, const wire::OspfHello &hello)
{
    const InterfaceTimers &timers = interface.config.timers;
    const bool looksAtMask = interface.config.type != NetworkType::pointToPoint && !interface.isVirtual();
    if (looksAtMask && hello.mask.value() != base::netmask4(interface.config.length))
        return PacketError::wrongMask;
    if (hello.interval != (timers.helloMultiplier ? 0 : timers.hello))
        return PacketError::wrongHelloInterval;
    if (hello.deadInterval != (timers.helloMultiplier ? 1 : timers.dead))
        return PacketError::wrongDeadInterval;
    constexpr std::uint8_t kind = wire::OspfOptions::e | wire::OspfOptions::np;
    if ((hello.options & kind) != (area.options() & kind))
        return PacketError::wrongOptions;
    return std::nullopt;
}

} // namespace

const NbmaNeighbour *configuredNeighbour(const Interface &interface, base::Ipv4Address address)
{
    for (const NbmaNeighbour &n : interface.config.neighbours)
        if (n.address == address)
            return &n;
    return nullptr;
}

Neighbour *findNeighbour(Interface &interface, RouterId id, base::Ipv4Address source)
{
    const bool byId = interface.config.type == NetworkType::pointToPoint || interface.isVirtual();
    for (auto &[serial, n] : interface.neighbours)
        if (byId ? n.id == id : n.address == source)
            return &n;
    return nullptr;
}

void sendHelloTo(Context &c, Interface &interface, base::Ipv4Address destination)
{
    const Area *area = c.r.areaOf(interface.area);
    const InterfaceTimers &timers = interface.config.timers;
    wire::OspfHello hello;
    if (!interface.isVirtual())
        hello.mask = base::Ipv4Address(base::netmask4(interface.config.length));
    hello.interval = timers.helloMultiplier ? 0 : timers.hello;
    hello.deadInterval = timers.helloMultiplier ? 1 : timers.dead;
    hello.options = area->options();
    hello.priority = interface.config.priority;
    hello.designated = interface.dr;
    hello.backup = interface.bdr;
    for (const auto &[serial, n] : interface.neighbours)
        if (n.state >= NeighbourState::init)
            hello.neighbours.push_back(n.id);
    PacketWriter packet(c, interface, wire::OspfType::hello);
    hello.append(packet.buffer());
    packet.send(destination);
}

void sendHellos(Context &c, Interface &interface)
{
    if (interface.isVirtual()) {
        sendHelloTo(c, interface, interface.peer);
    } else if (interface.config.type == NetworkType::nbma) {
        for (const auto &[serial, n] : interface.neighbours)
            if (n.state > NeighbourState::down)
                sendHelloTo(c, interface, n.address);
    } else {
        sendHelloTo(c, interface, wire::kAllSpfRouters);
    }
    startTimer(c, interface.helloTimer, helloInterval(interface), {Timer::Kind::hello, interface.serial, 0});
}

void poll(Context &c, Interface &interface, Neighbour &neighbour)
{
    if (neighbour.state != NeighbourState::down)
        return;
    sendHelloTo(c, interface, neighbour.address);
    if (const NbmaNeighbour *configured = configuredNeighbour(interface, neighbour.address))
        startTimer(c, neighbour.pollTimer, base::Duration::seconds(configured->pollInterval),
                   {Timer::Kind::poll, interface.serial, neighbour.serial});
}

void receiveHello(Context &c, Interface &interface, const wire::OspfView &packet, base::Ipv4Address source)
{
    const auto hello = wire::OspfHello::parse(packet.payload());
    if (!hello)
        return dropPacket(c, interface, source, PacketError::malformed);
    const Area *area = c.r.areaOf(interface.area);
    if (const auto error = mismatch(interface, *area, *hello))
        return dropPacket(c, interface, source, *error);

    Neighbour *found = findNeighbour(interface, packet.router(), source);
    const bool isNew = !found;
    if (isNew)
        found = &addNeighbour(c, interface, source);
    Neighbour &n = *found;
    const bool wasUnknown = isNew || n.state <= NeighbourState::attempt;
    if (!wasUnknown && n.id != packet.router()) // another router has taken over the address
        neighbourEvent(c, interface, n, NeighbourEvent::oneWayReceived);
    const std::uint8_t priorityBefore = n.priority;
    const bool wasDr = n.dr == n.address, wasBdr = n.bdr == n.address;
    n.id = packet.router();
    n.address = source;
    n.options = hello->options;
    n.priority = hello->priority;
    n.dr = hello->designated;
    n.bdr = hello->backup;
    if (packet.authType() == wire::OspfAuthType::cryptographic)
        n.cryptoSequence = packet.cryptoSequence();

    neighbourEvent(c, interface, n, NeighbourEvent::helloReceived);
    const auto &seen = hello->neighbours;
    if (std::find(seen.begin(), seen.end(), c.r.config.routerId) == seen.end()) {
        if (!n.helped) // who restarts gracefully forgets us for a while
            neighbourEvent(c, interface, n, NeighbourEvent::oneWayReceived);
        if (interface.config.type == NetworkType::nbma && wasUnknown)
            sendHelloTo(c, interface, n.address);
        return;
    }
    neighbourEvent(c, interface, n, NeighbourEvent::twoWayReceived);
    if (!interface.electsDr() || n.helped)
        return;
    if (interface.state == InterfaceState::waiting) {
        const bool isDrAlone = n.dr == n.address && n.bdr.isUnspecified();
        if (isDrAlone || n.bdr == n.address)
            interfaceEvent(c, interface, InterfaceEvent::backupSeen);
        return;
    }
    const bool isDr = n.dr == n.address, isBdr = n.bdr == n.address;
    if (!wasUnknown && (priorityBefore != n.priority || wasDr != isDr || wasBdr != isBdr))
        interface.neighbourChanged = true;
}

} // namespace hopyard::routing::ospf
