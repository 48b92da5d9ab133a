// What the console's commands are made of. Internal to core/console.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/console/console.h"
#include "core/console/grammar.h"
#include "core/router/virtual_router.h"

#include <nlohmann/json.hpp>

#include <span>
#include <string>
#include <string_view>

namespace hopyard::console {

using Json = nlohmann::ordered_json;

/// What a command may use.
struct Call {
    link::Context &context;
    router::VirtualRouter &router;
    const Arguments &arguments;

    bool wantsJson() const { return arguments.has("json"); }
};

/// A line of the table of commands.
struct Command {
    std::string_view syntax;
    std::string_view help;
    Answer (*run)(const Call &);
};

/// The table as JSON, and as text that is JSON too where the line asked for it.
Answer answered(const Call &call, std::string text, const Json &json);
Answer refused(std::string message);

/// The interface's name, or "?" where the port is no more.
std::string portName(const router::VirtualRouter &router, base::PortIndex port);
/// As FRR prints ages: 00:01:05, 1d02h03m, 01w2d03h.
std::string ageText(base::Duration age);

// show_route.cpp
Answer showRoutes(const Call &call);
Answer showRoutesTo(const Call &call);
Answer showRouteSummary(const Call &call);
// explain_route.cpp
Answer explainRoute(const Call &call);
Answer explainRib(const Call &call);
Answer showNextHopTracking(const Call &call);
// show_fib.cpp
Answer showFib(const Call &call);
Answer explain(const Call &call);
/// An entry of the forwarding table: "unicast, via 10.0.1.1 on eth0; …", and the same as an object.
std::string fibRouteText(const router::VirtualRouter &router, const ip::Route &route);
Json fibRouteJson(const router::VirtualRouter &router, const ip::Route &route);
// show_trie.cpp
Answer showTrie(const Call &call);
// show_interface.cpp
Answer showInterface(const Call &call);
Answer showInterfaceBrief(const Call &call);
Answer showNeighbours(const Call &call);
Answer clearNeighbour(const Call &call);
// show_node.cpp
Answer showRunningConfig(const Call &call);
Answer showApplications(const Call &call);
Answer showCounters(const Call &call);
// show_sockets.cpp
Answer showSockets(const Call &call);
Answer showTcp(const Call &call);
Answer showTcpStatistics(const Call &call);
Answer showGroups(const Call &call);
// show_ospf.cpp, show_rip.cpp, show_bgp.cpp, show_policy.cpp: `show`, `clear` and `explain` of theirs
std::span<const Command> ospfShowCommands();
std::span<const Command> ripShowCommands();
std::span<const Command> bgpShowCommands();
std::span<const Command> policyShowCommands();
std::span<const Command> debugCommands();
// show_gate.cpp, show_dhcp.cpp
std::span<const Command> gateCommands();
std::span<const Command> dhcpCommands();
// show_migration.cpp
std::span<const Command> migrationCommands();
// change.cpp
Answer configure(const Call &call);
Answer stopApplication(const Call &call);

} // namespace hopyard::console
