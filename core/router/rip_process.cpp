// See rip_process.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/router/rip_process.h"

#include "core/router/rip_debug.h"
#include "core/base/trace.h"
#include "core/router/config.h"
#include "core/router/rip_filters.h"
#include "core/router/rip_settings.h"

#include <utility>
#include <vector>

namespace hopyard::router {

namespace rip = routing::rip;
using transport::SocketOption;

namespace {

constexpr std::uint8_t kInternetworkControl = 0xc0; // as other routers send it
constexpr std::uint8_t kTtl = 1;

void offer(routing::Rib &rib, const rip::RouteChange &change)
{
    if (change.nextHops.empty()) {
        rib.withdraw(change.prefix, routing::Protocol::rip);
        return;
    }
    routing::Candidate candidate;
    candidate.distance = change.distance;
    candidate.metric = change.metric;
    candidate.tag = change.tag;
    for (const rip::NextHop &hop : change.nextHops) {
        routing::NextHop made;
        made.gateway = hop.gateway;
        made.port = hop.port;
        candidate.nextHops.push_back(made);
    }
    rib.offer(change.prefix, routing::Protocol::rip, std::move(candidate));
}

/// What one call of the protocol needs and makes.
struct Calling {
    rip::Output out;
    RipFilters filters;
    rip::Call call;
    explicit Calling(const ProcessContext &context)
        : filters(context.config.policies), call{context.now(), filters, out}
    {
    }
};

} // namespace

void RipProcess::open(ProcessContext &context)
{
    const auto socket = context.sockets.socket(transport::SocketKind::udp, base::Family::ipv4, context.self);
    if (!socket)
        return;
    const auto bound =
        context.sockets.bind(context.ip, *socket, {transport::anyAddress(base::Family::ipv4), wire::kRipPort});
    if (!bound) {
        (void)context.sockets.close(context.ip, *socket);
        context.link.trace.emit(context.now(),
                                base::trace::Notice{base::trace::Notice::Level::error, context.link.self,
                                                    "RIP cannot have UDP port 520: another program has it"});
        return;
    }
    m_socket = *socket;
    for (const auto &[option, value] :
         {std::pair(SocketOption::tos, std::int64_t(kInternetworkControl)),
          std::pair(SocketOption::broadcast, std::int64_t(1)), std::pair(SocketOption::multicastLoop, std::int64_t(0)),
          std::pair(SocketOption::multicastAll, std::int64_t(0)),
          std::pair(SocketOption::receiveBuffer, std::int64_t(transport::SocketLayer::kMaxBuffer))})
        (void)context.sockets.setOption(context.ip, m_socket, option, value);
}

void RipProcess::configure(ProcessContext &context)
{
    m_listens = ripListensTo(*context.config.rip);
    interfacesChanged(context);
}

void RipProcess::interfacesChanged(ProcessContext &context)
{
    if (!m_socket.isValid())
        open(context);
    Calling calling(context);
    m_keysChangeAt = ripKeysChangeAfter(context.config, context.now());
    // What is no longer wanted says good-bye while its port is up.
    if (rip::Config config = ripConfig(context.config, context.stack, context.now()); config != m_rip.config())
        m_rip.configure(calling.call, config);
    std::set<base::PortIndex> up;
    for (const auto &[port, interface] : m_rip.config().interfaces)
        if (const ip::Interface *at = context.stack.interface(port); at && at->isUp())
            up.insert(port);
    for (const base::PortIndex port : m_up)
        if (!up.contains(port))
            m_rip.setPort(calling.call, port, false);
    for (const base::PortIndex port : up)
        if (!m_up.contains(port))
            m_rip.setPort(calling.call, port, true);
    m_up = std::move(up);
    announceAll(context, calling.call);
    carryOut(context, calling.out);
}

void RipProcess::ready(ProcessContext &context, transport::SocketId socket)
{
    if (socket != m_socket)
        return;
    Calling calling(context);
    while (context.sockets.isReadable(socket)) {
        const auto got = context.sockets.receiveFrom(socket);
        if (!got || !got->in.isValid() || !got->from.address.isV4())
            continue; // an ICMP error about something sent, or our own words
        debugRipReceived(context, got->in, got->from.address.v4(), got->data.bytes());
        m_rip.receive(calling.call, {got->in, got->from.address.v4(), got->from.port, got->data.bytes()});
    }
    carryOut(context, calling.out);
}

void RipProcess::expire(ProcessContext &context)
{
    if (m_keysChangeAt <= context.now())
        interfacesChanged(context); // makes the configuration anew, with the keys that count now
    Calling calling(context);
    m_rip.expire(calling.call);
    carryOut(context, calling.out);
}

void RipProcess::ribChanged(ProcessContext &context, std::span<const routing::RibChange> changes)
{
    Calling calling(context);
    for (const routing::RibChange &change : changes) {
        if (change.after)
            announce(context, calling.call, *change.after);
        else
            retract(calling.call, change.prefix);
    }
    carryOut(context, calling.out);
}

void RipProcess::stop(ProcessContext &context)
{
    Calling calling(context);
    m_rip.stop(calling.call);
    carryOut(context, calling.out);
    context.rib.withdrawAll(routing::Protocol::rip);
    if (m_socket.isValid())
        (void)context.sockets.close(context.ip, m_socket);
    m_socket = {};
    m_up.clear();
    m_joined.clear();
    m_externals.clear();
    m_listens = 0;
    m_keysChangeAt = base::TimePoint::never();
}

void RipProcess::clear(ProcessContext &context)
{
    Calling calling(context);
    m_rip.clear(calling.call);
    carryOut(context, calling.out);
}

void RipProcess::announce(const ProcessContext &context, const rip::Call &call, const routing::SelectedRoute &route)
{
    const auto external = ripExternal(context.config, call.filters, context.rib, route);
    if (!external)
        return retract(call, route.prefix);
    const auto [at, isNew] = m_externals.try_emplace(route.prefix, *external);
    if (!isNew && at->second == *external)
        return;
    at->second = *external;
    m_rip.setExternal(call, *external);
}

void RipProcess::retract(const rip::Call &call, const base::IpPrefix &prefix)
{
    if (m_externals.erase(prefix) > 0)
        m_rip.removeExternal(call, prefix);
}

/// After a change of what is announced, and how: everything is looked at again.
void RipProcess::announceAll(const ProcessContext &context, const rip::Call &call)
{
    if (m_listens == 0 && m_externals.empty())
        return;
    std::vector<base::IpPrefix> gone;
    for (const auto &[prefix, external] : m_externals)
        if (!context.rib.selected(prefix))
            gone.push_back(prefix);
    for (const base::IpPrefix &prefix : gone)
        retract(call, prefix);
    context.rib.forEachSelected([&](const routing::SelectedRoute &route) { announce(context, call, route); });
}

/// Sends and offers what calls of the protocol put out.
void RipProcess::carryOut(ProcessContext &context, const rip::Output &out)
{
    joinGroups(context); // before what is sent, so that the answers are heard
    for (const rip::SentMessage &message : out.messages) {
        transport::MessageControl control;
        control.source = message.source;
        control.out = message.port;
        control.ttl = kTtl;
        (void)context.sockets.sendTo(context.ip, m_socket, out.bytes(message),
                                     {message.destination, message.destinationPort}, control);
        debugRipSent(context, message, out.bytes(message));
    }
    for (const rip::RouteChange &change : out.routes)
        offer(context.rib, change);
    for (const rip::Event &event : out.events)
        debugRipEvent(context, event);
}

void RipProcess::joinGroups(ProcessContext &context)
{
    std::set<base::PortIndex> wanted;
    for (const base::PortIndex port : m_rip.running())
        if (port != ip::kLoopbackPort)
            wanted.insert(port);
    if (wanted == m_joined)
        return;
    for (const base::PortIndex port : m_joined)
        if (!wanted.contains(port))
            (void)context.sockets.leaveGroup(context.ip, m_socket, wire::kRipRouters, port);
    for (const base::PortIndex port : wanted)
        if (!m_joined.contains(port))
            (void)context.sockets.joinGroup(context.ip, m_socket, wire::kRipRouters, port);
    m_joined = std::move(wanted);
}

} // namespace hopyard::router
