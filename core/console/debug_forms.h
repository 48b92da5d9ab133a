// The forms of `debug …`, for the console and for the configuration alike: what words switch which flags, and back.
// Words are FRR's; `debug ospf spf` and `debug zebra fib` are ours. Internal to core/console.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/console/grammar.h"
#include "core/router/debug.h"

#include <string>

namespace hopyard::console {

using DebugAction = void (*)(const Arguments &, router::DebugFlags &, bool on);

template <router::Debug... flags>
void debugAction(const Arguments &, router::DebugFlags &all, bool on)
{
    (all.set(flags, on), ...);
}
void debugOspfPackets(const Arguments &arguments, router::DebugFlags &flags, bool on);
void debugRipPackets(const Arguments &arguments, router::DebugFlags &flags, bool on);
void debugBgpUpdates(const Arguments &arguments, router::DebugFlags &flags, bool on);

/// As lines of a configuration, in FRR's order of daemons: reading them gives the same flags.
std::string writeDebug(router::DebugFlags flags);

/// Calls `form(words, help, action)` for each: a macro, because tables of commands are constant and want whole literals.
#define HOPYARD_DEBUG_FORMS(form)                                                                                                          \
    form("ospf packet <hello|dd|ls-request|ls-update|ls-ack|all> [<send|recv>] [detail]", "OSPF's packets as lines in the log",            \
         debugOspfPackets)                                                                                                                 \
    form("ospf ism [<status|events|timers>]", "What OSPF's interfaces go through", debugAction<Debug::ospfInterface>)                      \
    form("ospf nsm [<status|events|timers>]", "What OSPF's neighbours go through", debugAction<Debug::ospfNeighbour>)                      \
    form("ospf lsa [<generate|flooding|install|refresh>]", "Advertisements made and received", debugAction<Debug::ospfLsa>)                \
    form("ospf spf", "Each calculation of OSPF's routes", debugAction<Debug::ospfSpf>)                                                     \
    form("ospf event", "Calculations, and packets that were dropped", debugAction<Debug::ospfEvent>)                                       \
    form("rip events", "Updates, routes that age, messages that were dropped", debugAction<Debug::ripEvent>)                               \
    form("rip packet [<recv|send>]", "RIP's messages with their routes", debugRipPackets)                                                  \
    form("bgp updates [<in|out>]", "What BGP announces and withdraws, and what it is told", debugBgpUpdates)                               \
    form("bgp keepalives", "BGP's keepalives", debugAction<Debug::bgpKeepalive>)                                                           \
    form("bgp neighbor-events", "What BGP's sessions go through", debugAction<Debug::bgpNeighbour>)                                        \
    form("zebra events", "Interfaces that go up or down or get other addresses", debugAction<Debug::zebraEvent>)                           \
    form("zebra rib [detailed]", "Changes of what the routing table selects", debugAction<Debug::zebraRib>)                                \
    form("zebra nht [detailed]", "As zebra rib, in which next hops are tracked", debugAction<Debug::zebraNextHopTracking>)                 \
    form("zebra nexthop [detail]", "As zebra rib", debugAction<Debug::zebraNextHop>)                                                       \
    form("zebra packet [<recv|send>] [detail]", "As zebra rib: what the protocols say to it", debugAction<Debug::zebraPacket>)             \
    form("zebra fib", "Changes of the forwarding table", debugAction<Debug::zebraFib>)                                                     \
    form("zebra kernel [msgdump [<recv|send>]]", "As zebra fib", debugAction<Debug::zebraKernel>)                                          \
    form("zebra dplane [detailed]", "As zebra fib", debugAction<Debug::zebraDataPlane>)

} // namespace hopyard::console
