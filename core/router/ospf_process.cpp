// See ospf_process.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/router/ospf_process.h"

#include "core/router/ospf_debug.h"
#include "core/router/ospf_redistribution.h"
#include "core/router/ospf_settings.h"
#include "core/wire/ospf.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

namespace hopyard::router {

namespace ospf = routing::ospf;
namespace trace = base::trace;
using transport::SocketOption;

namespace {

constexpr auto kOspfProtocol = static_cast<wire::IpProtocol>(89);
constexpr std::uint8_t kInternetworkControl = 0xc0; // RFC 2328 appendix A.1
const base::IpPrefix kDefaultRoute(base::Ipv4Address(), 0);

/// What calls put out. One for all processes of a thread: it is empty between two calls, and only its memory stays.
ospf::Output &scratch()
{
    thread_local ospf::Output output;
    output.clear();
    return output;
}

routing::Candidate candidateOf(const ospf::Route &route)
{
    routing::Candidate candidate;
    candidate.kind = route.nextHops.empty() ? ip::RouteKind::blackhole : ip::RouteKind::unicast;
    candidate.distance = route.distance;
    candidate.metric = route.metric();
    candidate.tag = route.tag;
    candidate.nextHops.reserve(route.nextHops.size());
    for (const ospf::NextHop &hop : route.nextHops) {
        routing::NextHop made;
        if (!hop.gateway.isUnspecified())
            made.gateway = hop.gateway;
        made.port = hop.port;
        candidate.nextHops.push_back(made);
    }
    return candidate;
}

void offer(routing::Rib &rib, const ospf::RouteChange &change)
{
    if (change.removed)
        rib.withdraw(change.route.prefix, routing::Protocol::ospf);
    else
        rib.offer(change.route.prefix, routing::Protocol::ospf, candidateOf(change.route));
}

void tell(const ProcessContext &context, const ospf::Event &event)
{
    trace::Hub &hub = context.link.trace;
    const base::NodeId self = context.link.self;
    if (const auto *neighbour = std::get_if<ospf::event::NeighbourChanged>(&event))
        hub.emit(context.now(), trace::ProtocolChanged{self, "OSPF neighbour", neighbour->interface.port,
                                                       neighbour->neighbour, toString(neighbour->from),
                                                       toString(neighbour->to)});
    else if (const auto *interface = std::get_if<ospf::event::InterfaceChanged>(&event))
        hub.emit(context.now(), trace::ProtocolChanged{self, "OSPF interface", interface->interface.port,
                                                       interface->interface.address, toString(interface->from),
                                                       toString(interface->to)});
    else if (const auto *run = std::get_if<ospf::event::SpfRun>(&event))
        hub.emit(context.now(), trace::RoutesCalculated{self, "OSPF", run->vertices, run->routes, run->changed});
    debugOspfEvent(context, event);
}

} // namespace

base::TimePoint OspfProcess::nextDeadline() const
{
    return m_ospf ? m_ospf->nextDeadline() : m_beginAt;
}

void OspfProcess::configure(ProcessContext &context)
{
    m_listens = ospfListensTo(*context.config.ospf);
    interfacesChanged(context);
}

void OspfProcess::interfacesChanged(ProcessContext &context)
{
    if (m_ospf)
        apply(context);
    else
        m_beginAt = context.now() + base::Duration::nanoseconds(1); // later: deadlines are, behind an expire()
}

/// As FRR: what is configured, else what it had, else what the addresses say.
static ospf::RouterId routerIdFor(const ProcessContext &context, ospf::RouterId before)
{
    if (context.config.ospf->routerId)
        return *context.config.ospf->routerId;
    return before.isUnspecified() ? chooseRouterId(context.stack) : before;
}

void OspfProcess::begin(ProcessContext &context)
{
    m_beginAt = base::TimePoint::never();
    m_routerId = routerIdFor(context, m_routerId);
    if (m_routerId.isUnspecified())
        return; // until there is an address
    const auto socket = context.sockets.socket(transport::SocketKind::raw, base::Family::ipv4, context.self, kOspfProtocol);
    if (!socket) {
        context.link.trace.emit(context.now(), trace::Notice{trace::Notice::Level::error, context.link.self,
                                                             "OSPF cannot open its socket"});
        return;
    }
    m_socket = *socket;
    for (const auto &[option, value] : {std::pair(SocketOption::tos, std::int64_t(kInternetworkControl)),
                                        std::pair(SocketOption::multicastLoop, std::int64_t(0)),
                                        std::pair(SocketOption::multicastAll, std::int64_t(0)),
                                        std::pair(SocketOption::receiveBuffer, std::int64_t(transport::SocketLayer::kMaxBuffer))})
        (void)context.sockets.setOption(context.ip, m_socket, option, value);
    m_ports = ospfPorts(context.config, context.stack, context.speeds);
    m_ospf.emplace(ospfConfig(context.config, context.stack, m_routerId), m_random.next());
    ospf::Output &out = scratch();
    for (const auto &[port, state] : m_ports)
        m_ospf->setPort(context.now(), port, state, out);
    m_ospf->start(context.now(), out);
    announceAll(context, out);
    carryOut(context, out);
}

/// The difference between what is and what should be.
void OspfProcess::apply(ProcessContext &context)
{
    ospf::Output &out = scratch();
    m_routerId = routerIdFor(context, m_routerId);
    // Ports that went are down before their interfaces go, ports that came are known before theirs come.
    std::map<base::PortIndex, ospf::PortState> ports = ospfPorts(context.config, context.stack, context.speeds);
    for (const auto &[port, state] : m_ports)
        if (!ports.contains(port))
            m_ospf->setPort(context.now(), port, {}, out);
    for (const auto &[port, state] : ports)
        if (const auto before = m_ports.find(port); before == m_ports.end() || before->second != state)
            m_ospf->setPort(context.now(), port, state, out);
    m_ports = std::move(ports);
    if (ospf::Config config = ospfConfig(context.config, context.stack, m_routerId); config != m_ospf->config())
        m_ospf->configure(context.now(), config, out);
    announceAll(context, out);
    carryOut(context, out);
}

void OspfProcess::ready(ProcessContext &context, transport::SocketId socket)
{
    if (!m_ospf || socket != m_socket)
        return;
    ospf::Output &out = scratch();
    while (context.sockets.isReadable(socket)) {
        const auto got = context.sockets.receiveFrom(socket);
        if (!got) // an ICMP error about something sent
            continue;
        const base::Bytes datagram = got->data.bytes();
        const std::size_t header = datagram.empty() ? 0 : std::size_t(datagram[0] & 0x0f) * 4;
        if (!got->in.isValid() || header == 0 || header > datagram.size() || !got->to.isV4() || !got->from.address.isV4())
            continue;
        debugOspfPacket(context, PacketWay::received, got->in, got->from.address.v4(), datagram.subspan(header));
        m_ospf->receive(context.now(), {got->in, got->from.address.v4(), got->to.v4(), datagram.subspan(header)}, out);
    }
    carryOut(context, out);
}

void OspfProcess::expire(ProcessContext &context)
{
    if (!m_ospf)
        return m_beginAt <= context.now() ? begin(context) : void();
    carryOut(context, scratch());
}

void OspfProcess::ribChanged(ProcessContext &context, std::span<const routing::RibChange> changes)
{
    if (!m_ospf)
        return;
    ospf::Output &out = scratch();
    for (const routing::RibChange &change : changes) {
        if (change.prefix == kDefaultRoute)
            followDefault(context, change.after, out);
        else if (change.after)
            announce(context, *change.after, out);
        else
            retract(context, change.prefix, out);
    }
    carryOut(context, out);
}

void OspfProcess::stop(ProcessContext &context)
{
    if (m_ospf) {
        ospf::Output &out = scratch();
        m_ospf->stop(context.now(), out);
        carryOut(context, out);
        m_ospf.reset();
        (void)context.sockets.close(context.ip, m_socket);
    }
    context.rib.withdrawAll(routing::Protocol::ospf);
    *this = OspfProcess(m_random);
}

void OspfProcess::clear(ProcessContext &context)
{
    if (!m_ospf)
        return;
    ospf::Output &out = scratch();
    m_ospf->clear(context.now(), out);
    carryOut(context, out);
}

void OspfProcess::clearNeighbours(ProcessContext &context, std::optional<ospf::RouterId> which)
{
    if (!m_ospf)
        return;
    ospf::Output &out = scratch();
    m_ospf->clearNeighbours(context.now(), which, out);
    carryOut(context, out);
}

void OspfProcess::announce(ProcessContext &context, const routing::SelectedRoute &route, ospf::Output &out)
{
    const ip::Interface *leadsTo =
        route.candidate.nextHops.empty() ? nullptr : context.stack.interface(route.candidate.nextHops.front().port);
    const auto external = ospfExternal(context.config, m_ospf->config(), route, leadsTo ? std::string_view(leadsTo->name) : "");
    if (!external)
        return retract(context, route.prefix, out);
    const auto [at, isNew] = m_externals.try_emplace(route.prefix, *external);
    if (!isNew && at->second == *external)
        return;
    at->second = *external;
    m_ospf->setExternal(context.now(), *external, out);
}

void OspfProcess::retract(ProcessContext &context, const base::IpPrefix &prefix, ospf::Output &out)
{
    if (m_externals.erase(prefix) > 0)
        m_ospf->removeExternal(context.now(), prefix, out);
}

/// After a change of what is announced, and how: everything is looked at again.
void OspfProcess::announceAll(ProcessContext &context, ospf::Output &out)
{
    if (m_listens == 0 && m_externals.empty() && !m_defaultPresent)
        return;
    std::vector<base::IpPrefix> gone;
    for (const auto &[prefix, external] : m_externals)
        if (!context.rib.selected(prefix))
            gone.push_back(prefix);
    for (const base::IpPrefix &prefix : gone)
        retract(context, prefix, out);
    context.rib.forEachSelected([&](const routing::SelectedRoute &route) {
        if (route.prefix != kDefaultRoute)
            announce(context, route, out);
    });
    followDefault(context, context.rib.selected(kDefaultRoute), out);
}

void OspfProcess::followDefault(ProcessContext &context, const std::optional<routing::SelectedRoute> &route, ospf::Output &out)
{
    const bool present = isOspfDefault(context.config, route);
    if (std::exchange(m_defaultPresent, present) != present)
        m_ospf->setDefaultPresent(context.now(), present, out);
}

/// Sends, offers and tells what a call of the protocol put out, and what is due at once because of it.
void OspfProcess::carryOut(ProcessContext &context, ospf::Output &out)
{
    if (m_ospf->nextDeadline() <= context.now())
        m_ospf->expire(context.now(), out);
    const bool moved = std::ranges::any_of(out.events, [](const ospf::Event &event) {
        return std::holds_alternative<ospf::event::InterfaceChanged>(event);
    });
    if (moved)
        joinGroups(context); // before what is sent, so that the answers are heard
    for (const ospf::SentPacket &packet : out.packets) {
        transport::MessageControl control;
        control.source = packet.source;
        control.out = packet.port;
        control.ttl = packet.ttl;
        (void)context.sockets.sendTo(context.ip, m_socket, out.bytes(packet), {packet.destination, 0}, control);
        debugOspfPacket(context, PacketWay::sent, packet.port, packet.destination, out.bytes(packet));
    }
    for (const ospf::RouteChange &change : out.routes)
        offer(context.rib, change);
    for (const ospf::Event &event : out.events)
        tell(context, event);
}

void OspfProcess::joinGroups(ProcessContext &context)
{
    std::map<base::PortIndex, Groups> wanted;
    for (const ospf::InterfaceInfo &interface : m_ospf->interfaces(context.now())) {
        const bool hears = interface.state != ospf::InterfaceState::down && interface.state != ospf::InterfaceState::loopback;
        if (!interface.id.port.isValid() || interface.passive || !hears)
            continue;
        Groups &groups = wanted[interface.id.port];
        groups.routers = true;
        groups.designated |= interface.state == ospf::InterfaceState::dr || interface.state == ospf::InterfaceState::backup;
    }
    const auto change = [&](base::PortIndex port, base::Ipv4Address group, bool is, bool should) {
        if (!is && should)
            (void)context.sockets.joinGroup(context.ip, m_socket, group, port);
        else if (is && !should)
            (void)context.sockets.leaveGroup(context.ip, m_socket, group, port);
    };
    const auto changeBoth = [&](base::PortIndex port, const Groups &is, const Groups &should) {
        change(port, wire::kAllSpfRouters, is.routers, should.routers);
        change(port, wire::kAllDRouters, is.designated, should.designated);
    };
    for (const auto &[port, is] : m_groups)
        if (!wanted.contains(port))
            changeBoth(port, is, {});
    for (const auto &[port, should] : wanted)
        changeBoth(port, m_groups[port], should);
    m_groups = std::move(wanted);
}

} // namespace hopyard::router
