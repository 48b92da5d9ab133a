// RIP on a virtual router: the protocol (core/routing/rip) on UDP port 520, the router's interfaces and its RIB.
//
// One socket, a member of 224.0.0.9 on each interface that takes part; what goes out names its interface and its source
// address, with TTL 1. What was learned goes to the RIB; what the RIB selects of others is announced as the
// configuration says. Files: rip_settings.h what the protocol is told.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/router/routing_process.h"
#include "core/routing/rip/rip.h"

#include <algorithm>
#include <map>
#include <memory>
#include <set>

namespace hopyard::router {

class RipProcess final : public RoutingProcess {
public:
    explicit RipProcess(base::Random random) : m_rip(random.next()) {}

    routing::Protocol protocol() const override { return routing::Protocol::rip; }
    void configure(ProcessContext &context) override;
    void interfacesChanged(ProcessContext &context) override;
    void ready(ProcessContext &context, transport::SocketId socket) override;
    void expire(ProcessContext &context) override;
    base::TimePoint nextDeadline() const override { return std::min(m_rip.nextDeadline(), m_keysChangeAt); }
    void ribChanged(ProcessContext &context, std::span<const routing::RibChange> changes) override;
    bool listensTo(routing::Protocol other) const override
    {
        return (m_listens >> static_cast<unsigned>(other) & 1) != 0;
    }
    void stop(ProcessContext &context) override;
    std::unique_ptr<RoutingProcess> clone() const override { return std::make_unique<RipProcess>(*this); }

    /// `clear ip rip`: what was learned is forgotten and asked for anew.
    void clear(ProcessContext &context);

    const routing::rip::Rip &rip() const { return m_rip; }

private:
    void open(ProcessContext &context);
    void joinGroups(ProcessContext &context);
    void announce(const ProcessContext &context, const routing::rip::Call &call, const routing::SelectedRoute &route);
    void retract(const routing::rip::Call &call, const base::IpPrefix &prefix);
    void announceAll(const ProcessContext &context, const routing::rip::Call &call);
    void carryOut(ProcessContext &context, const routing::rip::Output &out);

    routing::rip::Rip m_rip;
    transport::SocketId m_socket;
    std::set<base::PortIndex> m_up;     ///< as the protocol was told
    std::set<base::PortIndex> m_joined; ///< 224.0.0.9
    std::map<base::IpPrefix, routing::rip::ExternalRoute> m_externals; ///< announced
    base::TimePoint m_keysChangeAt = base::TimePoint::never(); ///< lifetimes of keys
    unsigned m_listens = 0;             ///< bit i: Protocol i
};

} // namespace hopyard::router
