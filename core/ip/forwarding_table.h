// The forwarding table of one stack: longest-prefix match to routes with equal-cost paths, for both families.
//
// It does as it is told: which of several candidates for a prefix stands here is decided above (router/rib). A lookup
// can explain itself. A plain value, copyable.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ip/flow_hash.h"
#include "core/ip/longest_prefix_match.h"
#include "core/ip/route.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace hopyard::ip {

/// How a lookup came to its answer.
struct Explanation {
    struct Attempt {
        base::IpPrefix prefix; ///< the destination cut to a length that some prefix of the table has
        bool present = false;  ///< this very prefix is in the table
    };
    base::IpAddress destination;
    /// From longest to shortest; the first present one is the match, later present ones would have been next.
    std::vector<Attempt> tried;
    std::optional<Route> matched; ///< none: no route
    std::uint32_t flowHash = 0;
    std::optional<std::size_t> path; ///< index into matched->paths; none where the route has no paths
};

class ForwardingTable {
public:
    /// Adds the route or replaces the one for its prefix. False where the prefix is not valid.
    bool set(Route route);
    /// False where there is no route for exactly this prefix.
    bool remove(const base::IpPrefix &prefix);
    void clear();

    /// Exactly this prefix. The pointer holds until the table is changed; here and below.
    const Route *find(const base::IpPrefix &prefix) const;
    /// The longest match, or null.
    const Route *lookup(base::Ipv4Address destination) const
    {
        const std::uint32_t index = m_v4.lookup(destination.value());
        return index == kNone ? nullptr : &m_routes[index];
    }
    const Route *lookup(const base::IpAddress &destination) const;

    /// The path that a flow takes; only where route.paths is not empty. Exact in proportion to the weights over all
    /// hashes.
    static std::size_t choosePath(const Route &route, std::uint32_t flowHash);

    Explanation explain(const base::IpAddress &destination, std::uint32_t flowHash = 0) const;

    /// Sorted by prefix (address, then length).
    std::vector<const Route *> routes() const;
    std::size_t size() const { return m_v4.size() + m_v6.size(); }
    std::size_t heapBytes() const;

private:
    static constexpr std::uint32_t kNone = LongestPrefixMatch<std::uint32_t>::kNone;
    using Key6 = unsigned __int128;

    std::uint32_t indexOf(const base::IpPrefix &prefix) const;

    LongestPrefixMatch<std::uint32_t> m_v4;
    LongestPrefixMatch<Key6> m_v6;
    std::vector<Route> m_routes; // a free place has an invalid prefix
    std::vector<std::uint32_t> m_free;
};

} // namespace hopyard::ip
