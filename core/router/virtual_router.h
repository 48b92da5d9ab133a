// A virtual router or host: a whole node outside the kernel, with its IP stack, sockets, routes and programs.
//
// Router and host are the same thing with forwarding on or off. It is a device like any other: moved by calls, copied
// by clone(), reached through its ports. Whoever owns it (the world) gives it interfaces, a configuration and time.
//
// Its routing protocols are processes (process_host.h) beside the applications: they use the same sockets and put their
// routes into the RIB.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/box.h"
#include "core/base/random.h"
#include "core/ip/stack.h"
#include "core/link/device.h"
#include "core/migration/slot.h"
#include "core/router/config.h"
#include "core/router/process_host.h"
#include "core/router/static_routes.h"
#include "core/routing/rib/rib.h"
#include "core/transport/application_host.h"
#include "core/transport/names.h"
#include "core/transport/socket_layer.h"

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hopyard::router {

/// What configure() says.
struct Configured {
    /// Interfaces that the configuration names and the router does not have. Their part waits until they are made.
    std::vector<std::string> missingInterfaces;
};

class DhcpHost;

class VirtualRouter final : public link::Device {
public:
    /// `random` is the node's own stream (Random::derive(seed, name)). The options' forwarding is a router's or a
    /// host's beginning; a configuration may change it. `protocols` is what it can run; outlives it.
    VirtualRouter(std::string name, base::Random random, const ip::StackOptions &options,
                  std::span<const ProcessMaker> protocols = processMakers());
    // Defaulted in one place: compiling a copy of all that a router is takes a second, and many files include this one.
    VirtualRouter(const VirtualRouter &);
    VirtualRouter(VirtualRouter &&) noexcept;
    VirtualRouter &operator=(const VirtualRouter &);
    VirtualRouter &operator=(VirtualRouter &&) noexcept;
    ~VirtualRouter() override;

    // --- interfaces and configuration, changeable at any time ---
    /// A new interface without carrier. Where the configuration has a part for this name it is taken at once, in place of
    /// the spec's addresses and state. `at`: the port's number, where the owner counts them; else the next that was
    /// never used. Not valid: the name or the number is in use.
    base::PortIndex addInterface(link::Context &context, ip::InterfaceSpec spec, std::optional<base::PortIndex> at = {});
    void removeInterface(link::Context &context, base::PortIndex port);
    void setMtu(base::PortIndex port, std::uint32_t mtu) { m_stack.setMtu(port, mtu); }
    /// Makes the running router equal to the configuration by changing what differs; nothing is restarted.
    Configured configure(link::Context &context, const RouterConfig &config);
    const RouterConfig &config() const { return m_config; }
    const std::string &name() const { return m_name; }
    /// The configured one, else the name.
    const std::string &hostname() const { return m_config.hostname.empty() ? m_name : m_config.hostname; }

    void addPermanentNeighbour(link::Context &context, base::PortIndex port, const base::IpAddress &address,
                               const base::MacAddress &mac);
    bool removeNeighbour(link::Context &context, base::PortIndex port, const base::IpAddress &address);

    /// The names of the lab. Never null.
    void setHosts(std::shared_ptr<const transport::HostsTable> hosts) { m_names.hosts = std::move(hosts); }
    /// What its programs resolve names with.
    const transport::Names &names() const { return m_names; }

    // --- programs on it ---
    transport::ApplicationId launch(link::Context &context, std::unique_ptr<transport::Application> application,
                                    std::vector<std::string> *firstLines = nullptr);
    bool stopApplication(link::Context &context, transport::ApplicationId id);

    // --- sockets that belong to no application ---
    using SocketUser = std::function<void(transport::SocketLayer &, transport::IpOutput &)>;
    /// Calls `user` with the sockets, then does what follows from it. It keeps neither reference.
    void useSockets(link::Context &context, const SocketUser &user);
    /// Those that became readable or writable or failed since this was asked last, each once, in that order. The
    /// outbox's attention is called when the first becomes so.
    std::vector<transport::SocketId> takeOutsideReady()
    {
        m_calledAttention = false;
        return m_sockets.takeOutsideReady();
    }

    // --- routing protocols ---
    /// Null where the configuration has no such protocol.
    const RoutingProcess *process(routing::Protocol protocol) const { return m_processes.find(protocol); }
    /// Calls `user` with the process (`clear ip bgp`), then does what follows from it. False where there is none.
    bool useProcess(link::Context &context, routing::Protocol protocol,
                    const std::function<void(RoutingProcess &, ProcessContext &)> &user);

    /// What `debug …` at the console switches.
    DebugFlags &debug() { return m_processes.debug; }
    /// Ends the translations of NAT that are not configured (`clear ip nat translation *`).
    void clearTranslations();
    /// `clear access-list counters`
    void clearFilterCounters();
    /// DHCP's client, server and relay; null where the configuration has none of them.
    const DhcpHost *dhcp() const { return m_dhcp.get(); }
    /// `clear ip dhcp binding`: one, or all where none is named. False: there is none.
    bool clearDhcpBinding(std::optional<base::Ipv4Address> address);
    /// `renew dhcp eth0`, `release dhcp eth0`. False: there is no client at this interface.
    bool renewDhcp(link::Context &context, std::string_view interface);
    bool releaseDhcp(link::Context &context, std::string_view interface);
    /// The rate of the link at a port, for metrics; unlimited: it has none.
    void setSpeed(link::Context &context, base::PortIndex port, base::BitRate rate);

    // --- connections that move to and from other nodes (core/migration) ---
    /// Makes the node's part equal to the configuration; an empty one ends it.
    void configureMigration(link::Context &context, const migration::NodeConfig &config);
    /// Null where the node has no part in it.
    const migration::Node *migration() const { return m_migration.get(); }
    using MigrationUser = std::function<void(migration::Node &, const migration::Around &)>;
    /// Calls `user` with it, then does what follows. False where there is none.
    bool useMigration(link::Context &context, const MigrationUser &user);

    // --- looking inside: what `show` prints ---
    const ip::Stack &stack() const { return m_stack; }          ///< interfaces, neighbours, forwarding table, counters
    const routing::Rib &rib() const { return m_rib; }            ///< show ip route
    const transport::SocketLayer &sockets() const { return m_sockets; }
    const transport::ApplicationHost &applications() const { return m_applications; }

    // --- link::Device ---
    void handle(link::Context &context, base::PortIndex port, packet::Packet frame) override;
    /// Several that came at once, as from a card's ring; the same as one after the other, and cheaper.
    void handleAll(link::Context &context, base::PortIndex port, std::span<packet::Packet> frames);
    void expire(link::Context &context) override;
    base::TimePoint nextDeadline() const override
    {
        return std::min({m_stack.nextDeadline(), m_sockets.nextDeadline(), m_applications.nextDeadline(),
                         m_processes.nextDeadline(), m_migration.nextDeadline(),
                         m_dhcp ? dhcpDeadline() : base::TimePoint::never()});
    }
    std::unique_ptr<link::Device> clone() const override;
    void carrierChanged(link::Context &context, base::PortIndex port, bool up) override;

private:
    void applyInterface(link::Context &context, base::PortIndex port);
    void makeSubinterfaces(link::Context &context);
    void applyGate();
    template <class Use>
    auto useDhcp(link::Context &context, Use use);
    void configureDhcp(link::Context &context);
    void applyLeases(link::Context &context);
    void applyNameServers();
    void updateStatics();
    base::TimePoint dhcpDeadline() const;
    void settle(link::Context &context);
    void deliver(link::Context &context, transport::IpOutput &output, ip::Delivered &datagram);
    ProcessHost::Surroundings routing(link::Context &context, transport::IpOutput &output);

    std::string m_name;
    RouterConfig m_config;
    ip::Stack m_stack;
    routing::Rib m_rib;
    StaticRoutes m_statics;
    std::uint32_t m_routesOfGeneration = 0; // the stack's interface generation that statics and processes know
    transport::SocketLayer m_sockets;
    bool m_calledAttention = false; // since takeOutsideReady()
    transport::Names m_names;
    transport::ApplicationHost m_applications;
    ProcessHost m_processes;
    base::Random m_migrationRandom;
    migration::Slot m_migration; // empty in most nodes
    base::Random m_dhcpRandom;
    base::Box<DhcpHost> m_dhcp; // empty in most nodes
    std::vector<ip::Delivered> m_coming; // being delivered; kept for its memory
};

} // namespace hopyard::router
