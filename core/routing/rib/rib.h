// The routing information base of one router: every candidate for every prefix, and which one counts.
//
// Who offers: the stack (connected), the configuration (static), the protocols. For each prefix the active candidate
// with the lowest distance is selected; its next hops, resolved, go to the forwarding table. A next hop without a port is
// recursive: it is resolved by looking its gateway up among what is selected, and again whenever that changes (next-hop
// tracking). Distance 255 never counts.
//
// Work is done in settle(): offers only note what is to be looked at again, so that a burst of a thousand routes costs one
// pass. What changed goes to those who listen: redistribution, next-hop tracking, the trace.
// A plain value; a copy is a checkpoint.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/base/id.h"
#include "core/base/time.h"
#include "core/ip/route.h"
#include "core/ip/stack.h"

#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace hopyard::routing {

using Protocol = ip::RouteProtocol;

struct NextHop {
    base::IpAddress gateway; ///< not valid: the destination is on that port's network
    base::PortIndex port;    ///< not valid: where the gateway's own route leads (recursive)
    std::uint16_t weight = 1;
    auto operator<=>(const NextHop &) const = default;
};

/// What somebody offers for a prefix.
struct Candidate {
    ip::RouteKind kind = ip::RouteKind::unicast; ///< unicast, blackhole, unreachable or prohibit
    std::uint8_t distance = 0;
    std::uint32_t metric = 0;
    std::uint32_t tag = 0;
    std::vector<NextHop> nextHops; ///< empty for routes that discard
    bool operator==(const Candidate &) const = default;
};

/// A route that counts, as others hear of it.
struct SelectedRoute {
    base::IpPrefix prefix;
    Protocol protocol = Protocol::connected;
    Candidate candidate;
};

/// How the selection for a prefix changed. Neither: never told.
struct RibChange {
    base::IpPrefix prefix;
    std::optional<SelectedRoute> before;
    std::optional<SelectedRoute> after;
};

/// Where a tracked address leads.
struct Resolution {
    bool reachable = false;
    base::IpPrefix through;     ///< the selected route that matches it
    Protocol protocol = Protocol::connected;
    std::uint8_t distance = 0;
    std::uint32_t metric = 0;   ///< of that route: BGP's IGP cost
    std::vector<ip::Path> paths;
    bool isConnected() const { return reachable && protocol == Protocol::connected; }
    bool operator==(const Resolution &) const = default;
};

class Rib {
public:
    // --- those who offer; nothing is looked at before settle() ---
    /// New, or in place of what this protocol offered for the prefix under the same `slot`. Static routes with several
    /// distances use one slot each; everybody else has slot 0.
    void offer(const base::IpPrefix &prefix, Protocol protocol, Candidate candidate, std::uint8_t slot = 0);
    /// False where nothing was offered.
    bool withdraw(const base::IpPrefix &prefix, Protocol protocol, std::uint8_t slot = 0);
    void withdrawAll(Protocol protocol);

    // --- next-hop tracking ---
    /// From now on changes of where `address` leads are told in takeTracked(protocol). Counted: two calls need two untrack().
    void track(Protocol protocol, const base::IpAddress &address);
    void untrack(Protocol protocol, const base::IpAddress &address);
    /// Where an address leads, tracked or not, as of the last settle().
    Resolution resolve(const base::IpAddress &address) const;
    /// The tracked addresses whose resolution changed since this was asked last, sorted.
    std::vector<base::IpAddress> takeTracked(Protocol protocol);

    // --- those who listen ---
    void settle(link::Context &context, ip::Stack &stack);
    /// What settle() changed since this was asked last, in order; one entry a prefix.
    std::vector<RibChange> takeChanges();
    /// Every selected route, sorted by prefix.
    void forEachSelected(const std::function<void(const SelectedRoute &)> &f) const;
    std::optional<SelectedRoute> selected(const base::IpPrefix &prefix) const;
};

} // namespace hopyard::routing
