// BGP-4 (RFC 4271) of one router, standing alone: connections, bytes and events in; bytes, route changes and events out.
//
// A value: a copy is a checkpoint. It has no socket and no routing table of the router's; an adapter opens the
// connections it asks for, hands it what arrives and tells it how much can be sent; it says where next hops lead and
// takes the route changes into the RIB. Both families are carried over either kind of session (RFC 4760).
//
// The files: config.h what is configured; instance.h all state; fsm the table of section 8.2.2, session and messages what
// it drives; receive_update, routes, decision from UPDATEs to best paths (9.1); export, send update groups and their
// UPDATEs (9.2); originate, aggregate our own routes; dampening RFC 2439; attribute_table, route_table, paged_array,
// id_set where a million routes lie; inspect for those who look.
// Also: RFC 6793, 2918, 7313, 5492, 1997, 8092, 4456, 5065, 4724 (as a helper), 7606, 8212, 8326, 9003.
// Deliberately missing: several paths of a prefix on one session (RFC 7911), extended messages (RFC 8654), being the one
// that restarts gracefully, route server views, conditional advertisement, VPNs, validation of origins (RFC 6811).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/base/bytes.h"
#include "core/base/time.h"
#include "core/routing/bgp/config.h"
#include "core/routing/bgp/inspect.h"
#include "core/routing/bgp/output.h"
#include "core/routing/bgp/policy_hook.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace hopyard::routing::bgp {

struct Instance;

/// What `clear bgp` does to a neighbour.
enum class Clear : std::uint8_t {
    hard,    ///< the session ends and begins anew
    softIn,  ///< its routes are asked for again
    softOut, ///< it is told everything again
};

class Bgp {
public:
    /// Nothing happens before start(). `seed` is for the jitter of starts.
    explicit Bgp(Config config, std::uint64_t seed = 1);
    Bgp(const Bgp &other);
    Bgp(Bgp &&) noexcept;
    Bgp &operator=(const Bgp &other);
    Bgp &operator=(Bgp &&) noexcept;
    ~Bgp();

    void start(TimePoint now, Output &out);
    /// Ends all sessions and withdraws all routes.
    void stop(TimePoint now, Output &out);
    /// Makes the difference to the configuration it has.
    void configure(TimePoint now, const Config &config, Output &out);
    const Config &config() const;
    /// What names of lists and maps mean. Not looked at again for what has passed already: see policiesChanged().
    void setPolicies(PolicyHook hook);
    /// What passed policies is told, and asked for, again.
    void policiesChanged(TimePoint now, Output &out);

    // --- connections ---
    /// A connection came from outside to our port; none: it is refused, and to be closed.
    std::optional<SessionId> accept(TimePoint now, const SessionPlace &place, const base::IpAddress &remote, Output &out);
    /// One that action::Open asked for.
    void connected(TimePoint now, SessionId session, const SessionPlace &place, Output &out);
    void connectionFailed(TimePoint now, SessionId session, Output &out);
    /// Ended or reset by the peer, or lost.
    void connectionClosed(TimePoint now, SessionId session, Output &out);
    void received(TimePoint now, SessionId session, base::Bytes bytes, Output &out);
    /// So many bytes may be sent from now on; 65,536 at the beginning, less what was sent.
    void writable(TimePoint now, SessionId session, std::size_t room, Output &out);
    /// The way to directly connected peers is gone: their sessions end at once (fast-external-failover).
    void linkDown(TimePoint now, const base::IpPrefix &network, Output &out);

    /// Does everything that is due.
    void expire(TimePoint now, Output &out);
    TimePoint nextDeadline() const;

    // --- what the router's RIB knows ---
    /// Where an address leads that action::Track asked about.
    void nextHopChanged(TimePoint now, const base::IpAddress &address, const NextHopState &state, Output &out);
    /// A route of another protocol, new or changed. Whether it is announced is a matter of the configuration.
    void setExternal(TimePoint now, const ExternalRoute &route, Output &out);
    void removeExternal(TimePoint now, Source source, const base::IpPrefix &prefix, Output &out);
    /// Whether the RIB has a route for exactly that `network`.
    void setNetworkPresent(TimePoint now, const base::IpPrefix &prefix, bool present, Output &out);

    /// `peer` not valid: all.
    void clear(TimePoint now, const base::IpAddress &peer, Clear how, Output &out);

    // --- for those who look ---
    ProcessInfo process() const;
    std::vector<NeighbourInfo> neighbours() const;
    /// Every prefix, sorted.
    void forEachPrefix(Afi afi, const std::function<void(const PrefixInfo &)> &look) const;
    std::optional<PrefixInfo> prefix(const base::IpPrefix &prefix) const;
    /// What the peer was told, sorted by prefix. Empty where there is no session.
    std::vector<PrefixInfo> advertised(const base::IpAddress &peer, Afi afi) const;
    /// What the peer announced, before policies, sorted by prefix. Empty where it is not kept (soft-reconfiguration).
    std::vector<PrefixInfo> received(const base::IpAddress &peer, Afi afi) const;
    std::vector<NextHopInfo> nextHops() const;

private:
    void finish(TimePoint now, Output &out);
    std::unique_ptr<Instance> m_instance;
};

} // namespace hopyard::routing::bgp
