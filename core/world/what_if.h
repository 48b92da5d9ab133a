// What would change if this link, or this node, failed: tried out on a copy of the network, in virtual time.
//
// In the copy the link goes down (the node's plug is pulled), and time passes until no forwarding table has changed for a
// while, or a limit comes first. What differs then is said: routes by node, prefixes that are out of reach, how long it took,
// what became of a path meanwhile. The network that was copied notices nothing.
//
// Only half of a network can be copied of which part lives outside (namespaces, machines): then there is no answer.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/world/trace_path.h"

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace hopyard::world {

struct WhatIfQuestion {
    std::vector<lab::End> links;    ///< that fail, each by one of its ends
    std::vector<std::string> nodes; ///< that fail
    std::string from, to;           ///< a path to watch, as of traceBothWays(); empty: none
};

struct WhatIfLimits {
    /// Tables that have not changed for so long have settled; zero: as long as the protocols need to notice what fails.
    base::Duration quiet;
    base::Duration longest = base::Duration::seconds(1'200); ///< of the copy's time
    std::uint64_t events = 20'000'000;
    std::size_t routes = 2'000; ///< that are listed; all are counted
};

struct WhatIfProgress {
    base::Duration passed;    ///< in the copy, since the failure
    base::Duration quiet;     ///< since a table changed last
    base::Duration wanted;    ///< so long is it to be quiet
    std::uint64_t changes = 0; ///< of routes
};

struct WhatIfReport {
    base::TimePoint at;         ///< of the failure, in the network's time
    base::Duration passed;      ///< until it was looked at again
    base::Duration convergence; ///< until the last change of a table
    bool settled = false;       ///< else a limit came first: tables may still have been changing
    std::uint64_t changes = 0;  ///< of routes, one after the other
    struct Node {
        std::string name;
        std::size_t added = 0, removed = 0, changed = 0;
        base::Duration last; ///< from the failure to the last change of its table
    };
    std::vector<Node> nodes; ///< whose tables differ, by name
    struct Route {
        std::string node;
        base::IpPrefix prefix;
        std::string before, after; ///< empty: none
    };
    std::vector<Route> routes;
    std::size_t moreRoutes = 0; ///< that are not listed
    struct Lost {
        base::IpPrefix prefix;
        std::vector<std::string> nodes; ///< that had a way there and have none
    };
    std::vector<Lost> unreachable;
    std::map<std::string, std::uint64_t> dropped; ///< packets that were dropped meanwhile, by reason
    struct Way {
        TracedPath before, after;
        base::Duration outage; ///< for so long packets did not all arrive
        bool over = true;      ///< they do again
    };
    std::optional<Way> forth, back;
};

/// Lets time pass until no forwarding table has changed for as long as protocols need to begin with (a link without a
/// neighbour is listened to for 40 s). False: `limits` came first, and tables may still be changing.
bool runUntilSettled(World &world, const WhatIfLimits &limits = {});

/// `progress` is called now and then; false from it: no more, and there is no report. Errors are sentences.
base::Result<WhatIfReport, std::string> whatIf(const World &world, const WhatIfQuestion &question, const WhatIfLimits &limits = {},
                                               const std::function<bool(const WhatIfProgress &)> &progress = {});
std::string toText(const WhatIfQuestion &question, const WhatIfReport &report);
/// As docs/rpc.md has it, the text included.
std::string toJson(const WhatIfQuestion &question, const WhatIfReport &report);

} // namespace hopyard::world
