// Routes on their way from BGP to the RIB.
//
// A few go at once. Where many come together, as when a neighbour tells its whole table, they wait for more, for at most
// a millisecond, and go in one portion: the RIB settles once for all, and the forwarding table, which is told in the
// order of addresses, finds several of them in each place that it touches. (FRR's zebra has a queue for this, of 10 ms.)
// A plain value; it is copied together with the RIB whose terms it holds.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/time.h"
#include "core/routing/bgp/output.h"
#include "core/routing/rib/rib.h"

#include <cstdint>
#include <vector>

namespace hopyard::router {

class BgpPortion {
public:
    /// Takes the routes out of `out`. They are handed over at once or, at the latest, in expire() when due() is there.
    void take(base::TimePoint now, routing::bgp::Output &out, routing::Rib &rib);
    base::TimePoint due() const { return m_due; }
    void expire(base::TimePoint now, routing::Rib &rib);
    /// Hands over all that waits.
    void handOver(routing::Rib &rib);

private:
    struct Waiting {
        base::IpPrefix prefix;
        routing::Rib::Terms terms; ///< kRemoved: it is withdrawn
    };
    static constexpr routing::Rib::Terms kRemoved = 0xffffffff;

    std::vector<Waiting> m_waiting;
    std::vector<routing::Rib::Terms> m_held; ///< the terms of them, each at least once
    base::TimePoint m_due = base::TimePoint::never();
};

} // namespace hopyard::router
