// See dhcp_host.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/router/dhcp_host.h"

#include "core/base/trace.h"
#include "core/dhcp/relay.h"
#include "core/wire/udp.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace hopyard::router {

using base::Ipv4Address;
using transport::SocketOption;

namespace {

constexpr Ipv4Address kEverybody(0xffffffff);
constexpr std::uint8_t kLeasedDistance = 254; ///< of the default route by a lease: behind every other

/// `out` counts for broadcasts only.
void send(const DhcpHost::Surroundings &around, base::Bytes message, Ipv4Address source, std::uint16_t sourcePort,
          Ipv4Address destination, std::uint16_t destinationPort, base::PortIndex out)
{
    constexpr std::size_t kHeader = wire::UdpRepr::headerLength();
    ip::Datagram datagram;
    datagram.source = source;
    datagram.destination = destination;
    datagram.broadcastAllowed = true;
    if (destination == kEverybody)
        datagram.out = out;
    datagram.payload = around.ip.pool().make(kHeader + message.size());
    const base::MutableBytes bytes = datagram.payload.writable();
    std::memcpy(bytes.data() + kHeader, message.data(), message.size());
    wire::UdpRepr{sourcePort, destinationPort}.emit(bytes, datagram.source, datagram.destination);
    (void)around.ip.send(std::move(datagram)); // what does not arrive is asked for again
}

Ipv4Address firstAddress(const ip::Stack &stack, base::PortIndex port)
{
    const ip::Interface *interface = stack.interface(port);
    const base::InterfaceAddress *own = interface ? interface->first(base::Family::ipv4) : nullptr;
    return own ? own->address.v4() : Ipv4Address();
}

} // namespace

bool DhcpHost::isWanted(const RouterConfig &config)
{
    return config.dhcpServer || std::any_of(config.interfaces.begin(), config.interfaces.end(), [](const auto &one) {
               return one.second.dhcp || !one.second.dhcpHelpers.empty();
           });
}

transport::SocketId DhcpHost::open(const Surroundings &around, std::uint16_t port)
{
    const auto socket = around.sockets.socket(transport::SocketKind::udp, base::Family::ipv4, kSocketOwner);
    if (!socket)
        return {};
    if (around.sockets.bind(around.ip, *socket, {transport::anyAddress(base::Family::ipv4), port}))
        return *socket;
    (void)around.sockets.close(around.ip, *socket);
    around.link.trace.emit(around.link.now, base::trace::Notice{base::trace::Notice::Level::error, around.link.self,
                                                                "DHCP cannot have its UDP port: another program has it"});
    return {};
}

void DhcpHost::configure(const Surroundings &around)
{
    const auto &interfaces = around.config.interfaces;
    for (auto at = m_clients.begin(); at != m_clients.end();) {
        const auto part = interfaces.find(at->first);
        if (part != interfaces.end() && part->second.dhcp) {
            ++at;
            continue;
        }
        move(around, at->first, at->second, [&](dhcp::Client &client, auto &out) { client.release(around.link.now, out); });
        at = m_clients.erase(at);
    }
    const auto keep = [&](transport::SocketId &socket, bool wanted, std::uint16_t port) {
        if (wanted && !socket.isValid())
            socket = open(around, port);
        if (!wanted && socket.isValid())
            (void)around.sockets.close(around.ip, std::exchange(socket, {}));
    };
    const auto any = [&](auto says) { return std::any_of(interfaces.begin(), interfaces.end(), says); };
    keep(m_clientSocket, any([](const auto &one) { return one.second.dhcp; }), wire::kDhcpClientPort);
    keep(m_serverSocket,
         around.config.dhcpServer || any([](const auto &one) { return !one.second.dhcpHelpers.empty(); }), wire::kDhcpServerPort);
    if (!around.config.dhcpServer)
        m_server.reset();
    else if (!m_server || m_server->config() != *around.config.dhcpServer)
        m_server.need().configure(*around.config.dhcpServer);
    follow(around);
}

void DhcpHost::stop(const Surroundings &around)
{
    for (auto &[name, client] : m_clients)
        move(around, name, client, [&](dhcp::Client &one, auto &out) { one.release(around.link.now, out); });
    around.sockets.closeAllOf(around.ip, kSocketOwner);
    m_clients.clear();
    m_server.reset();
    m_clientSocket = m_serverSocket = {};
}

void DhcpHost::follow(const Surroundings &around)
{
    if (!m_clientSocket.isValid())
        return;
    for (const auto &[name, part] : around.config.interfaces) {
        if (!part.dhcp)
            continue;
        const ip::Interface *interface = around.stack.interface(around.stack.findInterface(name));
        auto at = m_clients.find(name);
        if (at != m_clients.end() && (!interface || interface->mac != at->second.mac())) { // unplugged, or another card
            m_leasesChanged = m_leasesChanged || at->second.lease();
            m_clients.erase(at);
            at = m_clients.end();
        }
        if (!interface)
            continue;
        if (at == m_clients.end())
            at = m_clients.emplace(name, dhcp::Client(base::Random(m_random.next()), interface->mac, around.hostname)).first;
        using State = dhcp::Client::State;
        const State state = at->second.state();
        if (state != State::released && interface->isUp() == (state == State::down))
            move(around, name, at->second,
                 [&](dhcp::Client &client, auto &out) { client.setCarrier(around.link.now, interface->isUp(), out); });
    }
}

template <class Act>
void DhcpHost::move(const Surroundings &around, const std::string &interface, dhcp::Client &client, Act act)
{
    const dhcp::Client::State before = client.state();
    const auto lease = client.lease();
    dhcp::Client::Output out;
    act(client, out);
    const base::PortIndex port = around.stack.findInterface(interface);
    for (const dhcp::Client::Message &message : out)
        send(around, message.repr.emit(), message.source, wire::kDhcpClientPort, message.destination, wire::kDhcpServerPort, port);
    if (lease.has_value() != client.lease().has_value() || (lease && !lease->configuresAs(*client.lease())))
        m_leasesChanged = true;
    if (client.state() != before)
        around.link.trace.emit(around.link.now,
                               base::trace::ProtocolChanged{around.link.self, "DHCP client", port,
                                                            client.lease() ? base::IpAddress(client.lease()->server) : base::IpAddress(),
                                                            toString(before), toString(client.state())});
}

void DhcpHost::ready(const Surroundings &around, transport::SocketId socket)
{
    while (around.sockets.isReadable(socket)) {
        const auto received = around.sockets.receiveFrom(socket);
        if (!received || !received->in.isValid() || !received->from.address.isV4())
            continue; // an ICMP error about something sent, or our own words
        if (socket == m_clientSocket)
            takeClientMessage(around, *received);
        else if (socket == m_serverSocket)
            takeServerMessage(around, *received);
    }
}

void DhcpHost::takeClientMessage(const Surroundings &around, const transport::Received &received)
{
    const auto view = wire::DhcpView::parse(received.data.bytes());
    const auto message = view ? wire::DhcpRepr::parse(*view) : base::fail(view.error());
    if (!message) {
        ++m_counters.malformed;
        return;
    }
    const ip::Interface *interface = around.stack.interface(received.in);
    const auto at = interface ? m_clients.find(interface->name) : m_clients.end();
    if (at != m_clients.end())
        move(around, at->first, at->second,
             [&](dhcp::Client &client, auto &out) { client.receive(around.link.now, *message, out); });
}

void DhcpHost::takeServerMessage(const Surroundings &around, const transport::Received &received)
{
    ++m_counters.received;
    const auto message = wire::DhcpView::parse(received.data.bytes());
    if (!message) {
        ++m_counters.malformed;
        return;
    }
    if (!message->isRequest())
        return relayToClient(around, *message);
    relayToServers(around, received, *message);
    if (m_server)
        serve(around, received, *message);
}

void DhcpHost::relayToServers(const Surroundings &around, const transport::Received &received, const wire::DhcpView &message)
{
    const ip::Interface *interface = around.stack.interface(received.in);
    const auto part = interface ? around.config.interfaces.find(interface->name) : around.config.interfaces.end();
    if (part == around.config.interfaces.end() || part->second.dhcpHelpers.empty())
        return;
    const Ipv4Address here = firstAddress(around.stack, received.in);
    const auto relayed = dhcp::relayedToServer(message, here);
    if (here.isUnspecified() || !relayed)
        return;
    for (const Ipv4Address &helper : part->second.dhcpHelpers) {
        if (around.stack.isOwnAddress(helper))
            continue;
        send(around, *relayed, around.ip.sourceFor(helper, {}).isValid() ? around.ip.sourceFor(helper, {}).v4() : here,
             wire::kDhcpServerPort, helper, wire::kDhcpServerPort, {});
        ++m_counters.relayedToServers;
    }
}

void DhcpHost::relayToClient(const Surroundings &around, const wire::DhcpView &message)
{
    for (const base::PortIndex port : around.stack.ports()) {
        if (message.relay().isUnspecified() || !around.stack.interface(port)->has(message.relay()))
            continue;
        send(around, message.message(), message.relay(), wire::kDhcpServerPort, dhcp::clientDestination(message),
             wire::kDhcpClientPort, port);
        ++m_counters.relayedToClients;
        return;
    }
}

void DhcpHost::serve(const Surroundings &around, const transport::Received &received, const wire::DhcpView &message)
{
    const auto question = wire::DhcpRepr::parse(message);
    const ip::Interface *interface = around.stack.interface(received.in);
    if (!question || !interface) {
        ++m_counters.malformed;
        return;
    }
    const bool toUs = received.to.isV4() && around.stack.isOwnAddress(received.to);
    const Ipv4Address self = toUs ? received.to.v4() : firstAddress(around.stack, received.in);
    if (self.isUnspecified())
        return;
    if (const auto reply = m_server->receive(around.link.now, *question, {interface->addresses, self}))
        send(around, reply->message.emit(), self, wire::kDhcpServerPort, reply->destination, reply->port, received.in);
}

void DhcpHost::expire(const Surroundings &around)
{
    for (auto &[name, client] : m_clients)
        if (client.nextDeadline() <= around.link.now)
            move(around, name, client, [&](dhcp::Client &one, auto &out) { one.expire(around.link.now, out); });
}

base::TimePoint DhcpHost::nextDeadline() const
{
    base::TimePoint next = base::TimePoint::never();
    for (const auto &[name, client] : m_clients)
        next = std::min(next, client.nextDeadline());
    return next;
}

const dhcp::Lease *DhcpHost::lease(std::string_view interface) const
{
    const auto at = m_clients.find(interface);
    return at != m_clients.end() && at->second.lease() ? &*at->second.lease() : nullptr;
}

std::vector<StaticRoute> DhcpHost::routes() const
{
    std::vector<StaticRoute> routes;
    for (const auto &[name, client] : m_clients) {
        if (!client.lease() || client.lease()->routers.empty())
            continue;
        StaticRoute route;
        route.prefix = base::IpPrefix(Ipv4Address(), 0);
        route.gateway = client.lease()->routers.front();
        route.interface = name;
        route.distance = kLeasedDistance;
        routes.push_back(std::move(route));
    }
    return routes;
}

std::vector<base::IpAddress> DhcpHost::nameServers() const
{
    std::vector<base::IpAddress> servers;
    for (const auto &[name, client] : m_clients)
        if (client.lease())
            servers.insert(servers.end(), client.lease()->nameServers.begin(), client.lease()->nameServers.end());
    return servers;
}

bool DhcpHost::renew(const Surroundings &around, std::string_view interface)
{
    const auto at = m_clients.find(interface);
    if (at == m_clients.end())
        return false;
    move(around, at->first, at->second, [&](dhcp::Client &client, auto &out) { client.renew(around.link.now, out); });
    return true;
}

bool DhcpHost::release(const Surroundings &around, std::string_view interface)
{
    const auto at = m_clients.find(interface);
    if (at == m_clients.end())
        return false;
    move(around, at->first, at->second, [&](dhcp::Client &client, auto &out) { client.release(around.link.now, out); });
    return true;
}

} // namespace hopyard::router
