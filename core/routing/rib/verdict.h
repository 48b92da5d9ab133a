// Which of several candidates for a prefix counts, and on what another one lost: one order for who decides (rib_settle.cpp)
// and for who explains (console, tables).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/routing/rib/rib.h"

#include <cstdint>
#include <string_view>
#include <tuple>

namespace hopyard::routing {

constexpr std::uint8_t kNeverUsed = 255; ///< the distance that says "do not use" (as FRR)

/// The lower is the better, of candidates that are active and may be used.
inline auto preference(std::uint8_t distance, std::uint32_t metric, Protocol protocol, std::uint8_t slot)
{
    return std::tuple(distance, metric, protocol, slot);
}

enum class Verdict : std::uint8_t {
    counts,
    noNextHop,   ///< inactive: it has none
    unreachable, ///< inactive: none of its next hops can be used
    neverUsed,   ///< distance 255
    distance,    ///< higher than the best one's
    metric,      ///< the same distance, a higher metric
    order,       ///< the same of both: protocols, and slots, have an order
};

inline std::string_view toString(Verdict verdict)
{
    switch (verdict) {
    case Verdict::counts: return "counts";
    case Verdict::noNextHop: return "no next hop";
    case Verdict::unreachable: return "unreachable";
    case Verdict::neverUsed: return "never used";
    case Verdict::distance: return "distance";
    case Verdict::metric: return "metric";
    case Verdict::order: return "order";
    }
    return "?";
}

/// `best`: the candidate that counts for the prefix; null: none does.
inline Verdict verdictOn(const RouteView &route, const RouteView *best)
{
    if (route.selected)
        return Verdict::counts;
    if (!route.active)
        return route.hops.empty() ? Verdict::noNextHop : Verdict::unreachable;
    if (route.candidate.distance == kNeverUsed || !best)
        return Verdict::neverUsed;
    if (route.candidate.distance != best->candidate.distance)
        return Verdict::distance;
    return route.candidate.metric != best->candidate.metric ? Verdict::metric : Verdict::order;
}

} // namespace hopyard::routing
