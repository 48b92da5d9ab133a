// Which sources of a multicast group are wanted (RFC 3376 section 2): include these only, or exclude these.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"

#include <algorithm>
#include <iterator>
#include <vector>

namespace hopyard::ip {

struct GroupFilter {
    bool isExclude = false;                 ///< EXCLUDE({}): all sources; INCLUDE({}): none, no member
    std::vector<base::IpAddress> sources{}; ///< sorted, each once
    bool operator==(const GroupFilter &) const = default;

    static GroupFilter all() { return {true, {}}; }
    bool isNothing() const { return !isExclude && sources.empty(); }
    bool names(const base::IpAddress &source) const { return std::binary_search(sources.begin(), sources.end(), source); }
    /// True where datagrams of this source are wanted.
    bool wants(const base::IpAddress &source) const { return names(source) != isExclude; }
    void add(const base::IpAddress &source)
    {
        if (const auto at = std::lower_bound(sources.begin(), sources.end(), source); at == sources.end() || *at != source)
            sources.insert(at, source);
    }
    void remove(const base::IpAddress &source) { std::erase(sources, source); }
};

/// What the interface must ask for, so that both get what they want (RFC 3376 section 3.2).
inline GroupFilter merged(const GroupFilter &a, const GroupFilter &b)
{
    GroupFilter result;
    result.isExclude = a.isExclude || b.isExclude;
    if (a.isExclude && b.isExclude)
        std::set_intersection(a.sources.begin(), a.sources.end(), b.sources.begin(), b.sources.end(),
                              std::back_inserter(result.sources));
    else if (a.isExclude)
        std::set_difference(a.sources.begin(), a.sources.end(), b.sources.begin(), b.sources.end(),
                            std::back_inserter(result.sources));
    else if (b.isExclude)
        std::set_difference(b.sources.begin(), b.sources.end(), a.sources.begin(), a.sources.end(),
                            std::back_inserter(result.sources));
    else
        std::set_union(a.sources.begin(), a.sources.end(), b.sources.begin(), b.sources.end(),
                       std::back_inserter(result.sources));
    return result;
}

} // namespace hopyard::ip
