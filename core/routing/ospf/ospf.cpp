// The process: what comes in is handed to the files it concerns, and at the end of each call what they noted is done.
// See ospf.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/routing/ospf/ospf.h"

#include "core/routing/ospf/adjacency.h"
#include "core/routing/ospf/ageing.h"
#include "core/routing/ospf/authentication.h"
#include "core/routing/ospf/exchange.h"
#include "core/routing/ospf/externals.h"
#include "core/routing/ospf/flooding.h"
#include "core/routing/ospf/graceful_helper.h"
#include "core/routing/ospf/hello.h"
#include "core/routing/ospf/instance.h"
#include "core/routing/ospf/originate.h"
#include "core/routing/ospf/packets.h"
#include "core/routing/ospf/reconfigure.h"
#include "core/routing/ospf/route_calculation.h"

namespace hopyard::routing::ospf {

namespace {

/// What was noted during a call.
void finish(Context &c)
{
    settleNeighbours(c);
    originateRouters(c);
    // At this moment still, but once for all the routes that are announced in it.
    if (c.r.externalsDirty && !c.r.timers.isSet(c.r.externalsTimer))
        startTimer(c, c.r.externalsTimer, base::Duration(), {Timer::Kind::externals, 0, 0});
    removeMaxAged(c);
    sendFlooded(c);
}

PacketError errorOf(wire::ParseError error)
{
    return error == wire::ParseError::badVersion ? PacketError::badVersion : PacketError::malformed;
}

/// The interface that a packet is for (section 8.2).
Interface *findReceiver(Instance &r, const ReceivedPacket &packet)
{
    Interface *anyOnPort = nullptr;
    for (auto &[serial, interface] : r.interfaces) {
        if (interface.isVirtual() || interface.id.port != packet.port)
            continue;
        if (interface.network().contains(base::IpAddress(packet.source)))
            return &interface;
        if (!anyOnPort || interface.config.type == NetworkType::pointToPoint)
            anyOnPort = &interface;
    }
    return anyOnPort;
}

Interface *findVirtual(Instance &r, RouterId peer, base::Ipv4Address destination)
{
    for (auto &[serial, interface] : r.interfaces)
        if (interface.isVirtual() && interface.isUp() && interface.id.address == peer && r.isOwnAddress(destination))
            return &interface;
    return nullptr;
}

/// Section 8.2, the checks before authentication.
std::optional<PacketError> refuse(const Instance &r, const Interface &interface, const wire::OspfView &view, const ReceivedPacket &packet)
{
    if (view.router() == r.config.routerId)
        return PacketError::ownRouterId;
    if (interface.isVirtual())
        return std::nullopt;
    if (interface.config.passive || interface.state == InterfaceState::loopback || !interface.isUp())
        return PacketError::passive;
    const auto area = r.areas.find(interface.area);
    if (view.area() != area->second.id)
        return PacketError::wrongArea;
    if (interface.config.type != NetworkType::pointToPoint && !interface.network().contains(base::IpAddress(packet.source)))
        return PacketError::wrongSource;
    const bool toDr = packet.destination == wire::kAllDRouters;
    if (toDr && interface.state != InterfaceState::dr && interface.state != InterfaceState::backup)
        return PacketError::notForUs;
    if (!toDr && packet.destination != wire::kAllSpfRouters && packet.destination != interface.id.address)
        return PacketError::notForUs;
    return std::nullopt;
}

void handle(Context &c, const ReceivedPacket &packet)
{
    Interface *interface = findReceiver(c.r, packet);
    const auto view = wire::OspfView::parse(packet.bytes);
    if (!view) {
        if (interface)
            dropPacket(c, *interface, packet.source, errorOf(view.error()));
        return;
    }
    const Area *area = interface ? c.r.areaOf(interface->area) : nullptr;
    if (view->area() == kBackbone && (!area || !area->isBackbone()))
        if (Interface *link = findVirtual(c.r, view->router(), packet.destination))
            interface = link;
    if (!interface)
        return;
    if (const auto error = refuse(c.r, *interface, *view, packet)) {
        // Those to the DR are heard by all who share a network with it: nothing to report.
        if (*error == PacketError::notForUs || *error == PacketError::ownRouterId)
            ++interface->dropped[static_cast<std::size_t>(*error)];
        else
            dropPacket(c, *interface, packet.source, *error);
        return;
    }
    Neighbour *neighbour = findNeighbour(*interface, view->router(), packet.source);
    if (const auto error = verify(c.r, *interface, *view, neighbour))
        return dropPacket(c, *interface, packet.source, *error);
    if (view->type() == wire::OspfType::hello)
        return receiveHello(c, *interface, *view, packet.source);
    if (!neighbour || neighbour->id != view->router())
        return dropPacket(c, *interface, packet.source, PacketError::unknownNeighbour);
    if (view->authType() == wire::OspfAuthType::cryptographic)
        neighbour->cryptoSequence = view->cryptoSequence();
    switch (view->type()) {
    case wire::OspfType::hello: return;
    case wire::OspfType::description: return receiveDescription(c, *interface, *neighbour, view->payload());
    case wire::OspfType::request: return receiveRequest(c, *interface, *neighbour, view->payload());
    case wire::OspfType::update: return receiveUpdate(c, *interface, *neighbour, view->payload());
    case wire::OspfType::acknowledgment: return receiveAcknowledgment(c, *interface, *neighbour, view->payload());
    }
}

void expireOfProcess(Context &c, Timer::Kind kind)
{
    switch (kind) {
    case Timer::Kind::ageing: return ageingTimer(c);
    case Timer::Kind::originate: return originateTimer(c);
    case Timer::Kind::spf: return spfTimer(c);
    case Timer::Kind::translator:
    case Timer::Kind::externals: return originateExternals(c);
    case Timer::Kind::startupEnds:
        c.r.startingUp = false;
        for (auto &[serial, area] : c.r.areas)
            area.routerLsaDirty = true;
        return;
    default: return;
    }
}

void expireOf(Context &c, Interface &interface, Neighbour &n, Timer::Kind kind)
{
    switch (kind) {
    case Timer::Kind::inactivity:
        if (!n.helped)
            neighbourEvent(c, interface, n, NeighbourEvent::inactivityTimer);
        return;
    case Timer::Kind::description: return descriptionTimer(c, interface, n);
    case Timer::Kind::request: return requestTimer(c, interface, n);
    case Timer::Kind::retransmit: return retransmitTimer(c, interface, n);
    case Timer::Kind::poll: return poll(c, interface, n);
    case Timer::Kind::helpEnds: return helpTimer(c, interface, n);
    default: return;
    }
}

void expireTimer(Context &c, const Timer &timer)
{
    if (timer.kind >= Timer::Kind::ageing)
        return expireOfProcess(c, timer.kind);
    Interface *interface = c.r.interfaceOf(timer.interface);
    if (!interface)
        return;
    switch (timer.kind) {
    case Timer::Kind::hello: return sendHellos(c, *interface);
    case Timer::Kind::wait: return interfaceEvent(c, *interface, InterfaceEvent::waitTimer);
    case Timer::Kind::delayedAck: return sendDelayedAcks(c, *interface);
    default: break;
    }
    const auto neighbour = interface->neighbours.find(timer.neighbour);
    if (neighbour != interface->neighbours.end())
        expireOf(c, *interface, neighbour->second, timer.kind);
}

} // namespace

Ospf::Ospf(Config config, std::uint64_t seed) : m_instance(std::make_unique<Instance>(std::move(config), seed)) {}
Ospf::Ospf(const Ospf &other) : m_instance(std::make_unique<Instance>(*other.m_instance)) {}
Ospf::Ospf(Ospf &&) noexcept = default;
Ospf &Ospf::operator=(const Ospf &other)
{
    if (this != &other)
        m_instance = std::make_unique<Instance>(*other.m_instance);
    return *this;
}
Ospf &Ospf::operator=(Ospf &&) noexcept = default;
Ospf::~Ospf() = default;

const Config &Ospf::config() const { return m_instance->config; }
base::TimePoint Ospf::nextDeadline() const { return m_instance->timers.nextDeadline(); }

void Ospf::start(base::TimePoint now, Output &out)
{
    Context c{*m_instance, now, out};
    startProcess(c);
    finish(c);
}

void Ospf::stop(base::TimePoint now, Output &out)
{
    Context c{*m_instance, now, out};
    stopProcess(c);
}

void Ospf::configure(base::TimePoint now, const Config &config, Output &out)
{
    Context c{*m_instance, now, out};
    reconfigure(c, config);
    finish(c);
}

void Ospf::clear(base::TimePoint now, Output &out)
{
    Context c{*m_instance, now, out};
    stopProcess(c);
    startProcess(c);
    finish(c);
}

void Ospf::clearNeighbours(base::TimePoint now, const std::optional<RouterId> &which, Output &out)
{
    Context c{*m_instance, now, out};
    forEachNeighbour(c.r, [&](Interface &interface, Neighbour &n) {
        if (!which || n.id == *which)
            neighbourEvent(c, interface, n, NeighbourEvent::killNbr);
    });
    finish(c);
}

void Ospf::setPort(base::TimePoint now, base::PortIndex port, const PortState &state, Output &out)
{
    Context c{*m_instance, now, out};
    changePort(c, port, state);
    finish(c);
}

void Ospf::receive(base::TimePoint now, const ReceivedPacket &packet, Output &out)
{
    if (!m_instance->running)
        return;
    Context c{*m_instance, now, out};
    handle(c, packet);
    finish(c);
}

void Ospf::expire(base::TimePoint now, Output &out)
{
    Context c{*m_instance, now, out};
    while (const auto due = c.r.timers.popDue(now)) {
        expireTimer(c, due->payload);
        finish(c);
    }
}

void Ospf::setExternal(base::TimePoint now, const ExternalRoute &route, Output &out)
{
    Context c{*m_instance, now, out};
    changeExternal(c, route.prefix, &route);
    finish(c);
}

void Ospf::removeExternal(base::TimePoint now, const base::IpPrefix &prefix, Output &out)
{
    Context c{*m_instance, now, out};
    changeExternal(c, prefix, nullptr);
    finish(c);
}

void Ospf::setDefaultPresent(base::TimePoint now, bool present, Output &out)
{
    Context c{*m_instance, now, out};
    c.r.defaultPresent = present;
    c.r.externalsDirty = c.r.running;
    finish(c);
}

} // namespace hopyard::routing::ospf
