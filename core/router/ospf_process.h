// OSPF on a virtual router: the protocol (core/routing/ospf) on a raw socket, the router's interfaces and its RIB.
//
// It begins at the first moment after it was configured, when the interfaces of that moment are all there: the router id
// is chosen once and stays until the process ends, as in FRR. Routes go to the RIB with their distances; an announced
// range that holds nothing itself is a route that discards. What else the RIB selects is announced as the configuration
// says. Missing: cost by the speed of a link (only `bandwidth` and `ip ospf cost` count).
// Files: ospf_settings.h what the protocol is told; ospf_redistribution.h which routes of others it announces.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/router/routing_process.h"
#include "core/routing/ospf/ospf.h"

#include <map>
#include <memory>
#include <optional>

namespace hopyard::router {

class OspfProcess final : public RoutingProcess {
public:
    explicit OspfProcess(base::Random random) : m_random(random) {}

    routing::Protocol protocol() const override { return routing::Protocol::ospf; }
    void configure(ProcessContext &context) override;
    void interfacesChanged(ProcessContext &context) override;
    void ready(ProcessContext &context, transport::SocketId socket) override;
    void expire(ProcessContext &context) override;
    base::TimePoint nextDeadline() const override;
    void ribChanged(ProcessContext &context, std::span<const routing::RibChange> changes) override;
    bool listensTo(routing::Protocol other) const override { return (m_listens >> static_cast<unsigned>(other) & 1) != 0; }
    void stop(ProcessContext &context) override;
    std::unique_ptr<RoutingProcess> clone() const override { return std::make_unique<OspfProcess>(*this); }

    /// `clear ip ospf process`.
    void clear(ProcessContext &context);
    /// `clear ip ospf neighbor`: all, or the one with this router id; the adjacencies begin anew.
    void clearNeighbours(ProcessContext &context, std::optional<routing::ospf::RouterId> which);

    /// Null where it has not begun: there is no address that could be its router id.
    const routing::ospf::Ospf *ospf() const { return m_ospf ? &*m_ospf : nullptr; }
    /// The routes of others that are announced.
    const std::map<base::IpPrefix, routing::ospf::ExternalRoute> &externals() const { return m_externals; }

private:
    struct Groups {
        bool routers = false, designated = false; ///< AllSPFRouters, AllDRouters
        bool operator==(const Groups &) const = default;
    };

    void begin(ProcessContext &context);
    void apply(ProcessContext &context);
    void announce(ProcessContext &context, const routing::SelectedRoute &route, routing::ospf::Output &out);
    void retract(ProcessContext &context, const base::IpPrefix &prefix, routing::ospf::Output &out);
    void announceAll(ProcessContext &context, routing::ospf::Output &out);
    void followDefault(ProcessContext &context, const std::optional<routing::SelectedRoute> &route,
                       routing::ospf::Output &out);
    void carryOut(ProcessContext &context, routing::ospf::Output &out);
    void joinGroups(ProcessContext &context);

    base::Random m_random;
    std::optional<routing::ospf::Ospf> m_ospf;
    routing::ospf::RouterId m_routerId; ///< chosen; kept where the configuration has none any more
    base::TimePoint m_beginAt = base::TimePoint::never();
    transport::SocketId m_socket;
    std::map<base::PortIndex, routing::ospf::PortState> m_ports; ///< as the protocol was told
    std::map<base::PortIndex, Groups> m_groups;                  ///< joined
    std::map<base::IpPrefix, routing::ospf::ExternalRoute> m_externals;
    bool m_defaultPresent = false;
    unsigned m_listens = 0; ///< bit i: Protocol i
};

} // namespace hopyard::router
