// The static routes of a configuration as candidates for the RIB.
//
// Lines with the same prefix, distance and tag are one candidate with several next hops. A line whose interface does not
// exist takes no part, as in FRR. A plain value: what was offered last, to make the difference.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ip/stack.h"
#include "core/router/config.h"
#include "core/routing/rib/rib.h"

#include <vector>

namespace hopyard::router {

class StaticRoutes {
public:
    /// Offers what the configuration and the interfaces say now, and withdraws the rest.
    void update(routing::Rib &rib, const ip::Stack &stack, const std::vector<StaticRoute> &lines);

private:
    struct Offered {
        base::IpPrefix prefix;
        std::uint8_t slot = 0;
        routing::Candidate candidate;
    };
    std::vector<Offered> m_offered; // sorted by prefix and slot
};

} // namespace hopyard::router
