// BGP on a virtual router: its sessions are streams of the router's socket layer, its next hops are looked up in the
// RIB, where its routes go and from where it redistributes.
//
// A connection is bound to `update-source`; MD5 keys stand on the listener and on each connection; time to live and
// GTSM on each connection. What the socket does not take at once waits here, and BGP is told of no more room meanwhile.
// Deliberately missing: sessions over IPv6 (the stack carries none yet).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/router/bgp_debug.h"
#include "core/router/bgp_portion.h"
#include "core/router/routing_process.h"
#include "core/routing/bgp/bgp.h"
#include "core/routing/policy/policy.h"

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <span>
#include <vector>

namespace hopyard::router {

class BgpProcess final : public RoutingProcess {
public:
    explicit BgpProcess(base::Random random);

    const routing::bgp::Bgp &bgp() const { return m_bgp; }
    /// `clear bgp`; not valid: all neighbours.
    void clear(ProcessContext &context, const base::IpAddress &peer, routing::bgp::Clear how);

    // --- RoutingProcess ---
    routing::Protocol protocol() const override { return routing::Protocol::bgp; }
    void configure(ProcessContext &context) override;
    void interfacesChanged(ProcessContext &context) override;
    void ready(ProcessContext &context, transport::SocketId socket) override;
    void expire(ProcessContext &context) override;
    base::TimePoint nextDeadline() const override { return std::min(m_portion.due(), m_bgp.nextDeadline()); }
    void ribChanged(ProcessContext &context, std::span<const routing::RibChange> changes) override;
    bool listensTo(routing::Protocol other) const override;
    void stop(ProcessContext &context) override;
    std::unique_ptr<RoutingProcess> clone() const override { return std::make_unique<BgpProcess>(*this); }

private:
    /// A socket and what it did not take yet.
    struct Stream {
        transport::SocketId socket;
        bool connecting = false;
        std::vector<std::uint8_t> waiting;
        BgpDebugReader sent{}, received{}; ///< for `debug bgp …`
    };

    routing::bgp::Config effective(const ProcessContext &context) const;
    routing::bgp::SessionPlace placeOf(const ProcessContext &context, transport::SocketId socket, const base::IpAddress &remote) const;
    void listen(ProcessContext &context);
    void setOptions(ProcessContext &context, transport::SocketId socket, const routing::bgp::Settings &settings) const;
    void accept(ProcessContext &context);
    void readyStream(ProcessContext &context, routing::bgp::SessionId session);
    void open(ProcessContext &context, const routing::bgp::action::Open &wanted);
    void close(ProcessContext &context, routing::bgp::SessionId session);
    static base::IpAddress peerOf(const ProcessContext &context, const Stream &stream);
    /// True where all went out.
    bool write(ProcessContext &context, routing::bgp::SessionId session, base::Bytes bytes);
    void track(ProcessContext &context, const base::IpAddress &address, bool on);
    void tellNextHop(ProcessContext &context, const base::IpAddress &address);
    void traceEvents(ProcessContext &context) const;
    /// Does what BGP wants until it wants nothing more.
    void act(ProcessContext &context);
    void feed(ProcessContext &context);

    routing::bgp::Bgp m_bgp;
    routing::bgp::Output m_out;
    routing::bgp::Output m_done; ///< what is being acted on; kept for its memory
    BgpPortion m_portion;
    bool m_started = false;
    transport::SocketId m_listener;
    std::map<routing::bgp::SessionId, Stream> m_streams;
    std::map<transport::SocketId, routing::bgp::SessionId> m_sessions;
    std::shared_ptr<const routing::policy::Policies> m_policies; ///< shared with the hook and copies, never changed
    std::set<base::IpPrefix> m_signed;           ///< for whom the listener has a key
    std::set<base::IpPrefix> m_networks;         ///< connected, as of the last look
    std::vector<routing::bgp::SessionId> m_failed; ///< connections that could not even be begun
};

} // namespace hopyard::router
