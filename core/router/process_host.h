// Runs the routing processes of one router: makes and stops them as the configuration says, tells them of sockets,
// interfaces, time and of what counts in the RIB, and settles the RIB after them until nothing moves.
//
// A plain value; a copy clones the processes.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/base/time.h"
#include "core/ip/stack.h"
#include "core/link/device.h"
#include "core/router/processes.h"
#include "core/router/routing_process.h"
#include "core/routing/rib/rib.h"
#include "core/transport/ip_output.h"
#include "core/transport/socket_layer.h"

#include <map>
#include <memory>
#include <span>
#include <vector>

namespace hopyard::router {

class ProcessHost {
public:
    /// What processes need of their node, lent for one call.
    struct Surroundings {
        link::Context &link;
        const RouterConfig &config;
        ip::Stack &stack;
        transport::SocketLayer &sockets;
        transport::IpOutput &ip;
        routing::Rib &rib;
    };

    explicit ProcessHost(base::Random random, std::span<const ProcessMaker> makers) : m_random(random), m_makers(makers) {}
    ProcessHost(const ProcessHost &other);
    ProcessHost(ProcessHost &&) noexcept = default;
    ProcessHost &operator=(const ProcessHost &other);
    ProcessHost &operator=(ProcessHost &&) noexcept = default;

    /// Sockets of processes have an owner from here on; those of applications are below.
    static constexpr std::uint32_t kFirstOwner = 0xffffff00;
    static bool isOwner(transport::ApplicationId id) { return id.isValid() && id.value() >= kFirstOwner; }

    void configure(const Surroundings &around);
    void interfacesChanged(const Surroundings &around);
    void ready(const Surroundings &around, std::span<const transport::SocketLayer::Ready> ready);
    void expire(const Surroundings &around);
    base::TimePoint nextDeadline() const { return m_nextDeadline; }
    /// Settles the RIB and tells the processes what changed, until nothing does.
    void settle(const Surroundings &around);

    RoutingProcess *find(routing::Protocol protocol);
    const RoutingProcess *find(routing::Protocol protocol) const { return const_cast<ProcessHost *>(this)->find(protocol); }
    ProcessContext contextFor(const Surroundings &around, const RoutingProcess &process) const;
    /// What is told of the processes and the RIB as lines.
    DebugFlags debug;
    /// The rates of links that have one; interfacesChanged() is to follow a change.
    std::map<base::PortIndex, base::BitRate> speeds;
    /// After a process was moved by somebody else.
    void refreshDeadline();

private:
    void stop(const Surroundings &around, RoutingProcess &process);

    base::Random m_random;
    std::span<const ProcessMaker> m_makers;
    std::vector<std::unique_ptr<RoutingProcess>> m_processes; // in order of their protocols
    base::TimePoint m_nextDeadline = base::TimePoint::never();
};

} // namespace hopyard::router
