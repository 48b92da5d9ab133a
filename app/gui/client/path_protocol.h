// Paths through the network and what a failure would change, as the engine tells them (path.* of docs/rpc.md).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/time.h"
#include "emulation/rpc/json.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace hopyard::client {

struct PathHop {
    std::string node;
    std::string matched;  ///< the prefix; empty: none
    std::string protocol; ///< whose route it is
    std::string end;      ///< "forwards", "delivered", "noRoute", "blackhole", "unreachable", "outside", "stopped"
    struct Branch {
        std::string interface;
        std::string nextHop; ///< empty: the destination itself
        std::string to;      ///< a node; empty: nobody there has the address
        bool loop = false;
        std::vector<std::string> links; ///< that are crossed, each by the end where it is entered
    };
    std::vector<Branch> branches;
};

struct Path {
    std::string destination;
    bool arrives = false; ///< by some way
    bool clean = false;   ///< by every way
    std::vector<PathHop> hops; ///< the first is where it begins
};
Path parsePath(const rpc::Json &json);

struct BothWays {
    std::string from, to;
    Path forth;
    std::optional<Path> back;
};
BothWays parseBothWays(const rpc::Json &json);

struct WhatIf {
    std::vector<std::string> links, nodes; ///< that failed
    bool settled = false;
    base::Duration convergence, passed;
    std::uint64_t changes = 0;
    struct Way {
        Path before, after;
        base::Duration outage;
        bool over = true;
    };
    std::optional<Way> forth, back;
    struct Node {
        std::string name;
        std::uint64_t added = 0, removed = 0, changed = 0;
        base::Duration last;
    };
    std::vector<Node> changedNodes;
    struct Route {
        std::string node, prefix, before, after;
    };
    std::vector<Route> routes;
    std::uint64_t moreRoutes = 0;
    struct Lost {
        std::string prefix;
        std::vector<std::string> nodes;
    };
    std::vector<Lost> unreachable;
    std::vector<std::pair<std::string, std::uint64_t>> dropped; ///< reason, packets
};
WhatIf parseWhatIf(const rpc::Json &json);

struct WhatIfProgress {
    base::Duration passed, quiet, wanted;
    std::uint64_t changes = 0;
};
WhatIfProgress parseWhatIfProgress(const rpc::Json &json);

} // namespace hopyard::client
