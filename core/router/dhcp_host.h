// DHCP on a node: the adapter between client, server and relay (core/dhcp) and the node's sockets, interfaces and
// configuration. Clients where an interface says `ip address dhcp`, a relay where it says `ip helper-address`, a server
// where there are pools.
//
// A plain value, moved by calls. What clients were given is not configuration: the node asks for it by lease() and has
// it beside what is configured. Sockets only receive; datagrams are sent without one, because a client's have no source.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/box.h"
#include "core/base/random.h"
#include "core/base/time.h"
#include "core/dhcp/client.h"
#include "core/dhcp/server.h"
#include "core/ip/stack.h"
#include "core/link/device.h"
#include "core/router/config.h"
#include "core/transport/ip_output.h"
#include "core/transport/socket_layer.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::router {

class DhcpHost {
public:
    /// What it needs of its node, lent for one call.
    struct Surroundings {
        link::Context &link;
        const RouterConfig &config;
        const std::string &hostname;
        const ip::Stack &stack;
        transport::SocketLayer &sockets;
        transport::IpOutput &ip;
    };
    static constexpr transport::ApplicationId kSocketOwner{0xfffffd00};

    explicit DhcpHost(base::Random random) : m_random(random) {}

    /// The configuration has something for it to do.
    static bool isWanted(const RouterConfig &config);

    /// Makes the difference to the configuration.
    void configure(const Surroundings &around);
    /// Gives up: addresses go back to their servers, sockets are closed.
    void stop(const Surroundings &around);
    /// Looks at which interfaces are there and up; cheap where nothing changed.
    void follow(const Surroundings &around);
    void ready(const Surroundings &around, transport::SocketId socket);
    void expire(const Surroundings &around);
    base::TimePoint nextDeadline() const;

    /// What an interface was given; null: nothing.
    const dhcp::Lease *lease(std::string_view interface) const;
    /// True once after leases came, went or changed.
    bool takeLeasesChanged() { return std::exchange(m_leasesChanged, false); }
    bool haveLeasesChanged() const { return m_leasesChanged; }
    /// Routes by the routers that leases name, and the name servers, in the order of the interfaces' names.
    std::vector<StaticRoute> routes() const;
    std::vector<base::IpAddress> nameServers() const;

    /// Asks anew, or gives back, at an interface; false: there is no client.
    bool renew(const Surroundings &around, std::string_view interface);
    bool release(const Surroundings &around, std::string_view interface);

    struct Counters {
        std::uint64_t received = 0;  ///< at the server's port
        std::uint64_t malformed = 0;
        std::uint64_t relayedToServers = 0;
        std::uint64_t relayedToClients = 0;
    };
    using Clients = std::map<std::string, dhcp::Client, InterfaceNameLess>;
    const Clients &clients() const { return m_clients; }
    /// Null where it is none.
    const dhcp::Server *server() const { return m_server.get(); }
    dhcp::Server *server() { return m_server.get(); }
    const Counters &counters() const { return m_counters; }

private:
    /// Calls `act(client, output)` and does what follows from it.
    template <class Act>
    void move(const Surroundings &around, const std::string &interface, dhcp::Client &client, Act act);
    void takeClientMessage(const Surroundings &around, const transport::Received &received);
    void takeServerMessage(const Surroundings &around, const transport::Received &received);
    void relayToServers(const Surroundings &around, const transport::Received &received, const wire::DhcpView &message);
    void relayToClient(const Surroundings &around, const wire::DhcpView &message);
    void serve(const Surroundings &around, const transport::Received &received, const wire::DhcpView &message);
    static transport::SocketId open(const Surroundings &around, std::uint16_t port);

    base::Random m_random;
    Clients m_clients; // by interface
    base::Box<dhcp::Server> m_server;
    transport::SocketId m_clientSocket, m_serverSocket;
    bool m_leasesChanged = false;
    Counters m_counters;
};

} // namespace hopyard::router
