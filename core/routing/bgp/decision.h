// Which of two paths is better (RFC 4271 section 9.1.2.2), in FRR's order of steps.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/routing/bgp/attribute_table.h"
#include "core/routing/bgp/config.h"

#include <cstdint>
#include <string_view>

namespace hopyard::routing::bgp {

/// The step at which one path lost against another.
enum class Step : std::uint8_t {
    weight, localPreference, localOrigin, asPathLength, origin, med, externalPath, igpMetric, oldest, routerId,
    clusterLength, neighbourAddress, equal,
};
/// "local preference"…
std::string_view toString(Step step);
/// What wins there, for a person: "the lowest router id".
std::string_view ruleOf(Step step);

/// A path as the decision sees it.
struct Contender {
    const AttributeFacts *facts = nullptr;
    base::Bytes asPath;              ///< as kept
    bool own = false;                ///< a network, an aggregate, or redistributed
    PeerType type = PeerType::external;
    AsNumber peerAs = 0;
    std::uint32_t routerId = 0;      ///< of the peer
    base::IpAddress peer;
    std::uint32_t igpMetric = 0;
    bool selected = false;           ///< it is the best as of now
};

struct Comparison {
    bool firstWins = false;
    Step step = Step::equal;
    /// Equal as far as sharing the traffic asks.
    bool sharesTraffic = false;
};
Comparison compare(const Config &config, const Contender &a, const Contender &b);

} // namespace hopyard::routing::bgp
