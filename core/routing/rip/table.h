// RIP's table: what is known of one prefix. Internal to core/routing/rip.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/base/id.h"
#include "core/base/time.h"
#include "core/wire/rip.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

namespace hopyard::routing::rip {

constexpr std::uint8_t kInfinity = wire::kRipInfinity;

/// A route that is ours: not learned, so without time-out.
struct Local {
    enum class Kind : std::uint8_t { connected, static_, default_, redistributed };
    Kind kind = Kind::connected;
    std::uint8_t metric = 1;
    std::uint16_t tag = 0;
    base::Ipv4Address nextHop;
    base::PortIndex port;
    char code = 'C';
    bool operator==(const Local &) const = default;
};

/// What one neighbour said of one prefix; the metric with the cost of the way to it.
struct Heard {
    base::IpPrefix prefix;
    base::PortIndex port;
    base::Ipv4Address from;
    base::Ipv4Address gateway; ///< `from`, or the router that it named
    std::uint8_t metric = kInfinity;
    std::uint16_t tag = 0;
    std::uint8_t distance = 120;
};

/// One next hop that was learned.
struct Path {
    base::PortIndex port;
    base::Ipv4Address from;
    base::Ipv4Address gateway;
    base::TimePoint timeout;
};

/// A prefix. Alive while it is ours or has paths; else it is told as unreachable until `garbage`.
struct Entry {
    std::optional<Local> local;
    std::vector<Path> paths; ///< all with the metric, tag and distance below
    std::uint8_t metric = kInfinity;
    std::uint16_t tag = 0;
    std::uint8_t distance = 120;
    base::TimePoint garbage = base::TimePoint::never();
    bool changed = false; ///< goes out with the next triggered update
    std::optional<Path> last; ///< the last one it had, while it is told as unreachable: for who looks

    bool isAlive() const { return local || !paths.empty(); }
    std::uint8_t announcedMetric() const { return local ? local->metric : paths.empty() ? kInfinity : metric; }
    std::uint16_t announcedTag() const { return local ? local->tag : tag; }
    bool leadsOutBy(base::PortIndex port) const
    {
        return !local && std::any_of(paths.begin(), paths.end(), [port](const Path &p) { return p.port == port; });
    }
};

} // namespace hopyard::routing::rip
