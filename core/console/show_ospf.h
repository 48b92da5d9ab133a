// What the commands about OSPF share. Internal to core/console.
//
// Text and JSON are those of FRR 8.4, its spelling of keys and its blank lines included. What depends on a clock that the
// core has not (how long a calculation took) is 0.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/console/commands.h"
#include "core/router/ospf_process.h"

#include <string>

namespace hopyard::console {

/// Null where the router runs none, or it has not begun.
const router::OspfProcess *ospfProcess(const Call &call);
/// "0.0.0.1 [Stub]"
std::string ospfAreaDescription(const routing::ospf::Config &config, routing::ospf::AreaId area);
/// "*|-|-|-|-|-|E|-"
std::string ospfOptionsText(std::uint8_t options);
/// As FRR prints timers: "34.547s", "1m05s", "2h00m07s", "inactive" where it is never.
std::string ospfTimerText(base::Duration time);
std::int64_t ospfMilliseconds(base::Duration time);

/// Calls `show` where OSPF runs; else nothing is shown, as in FRR.
template <class Show>
Answer withOspf(const Call &call, Show show)
{
    const router::OspfProcess *process = ospfProcess(call);
    if (!process)
        return call.wantsJson() ? answered(call, {}, Json::object()) : refused("% OSPF is not enabled in vrf default");
    return show(*process, *process->ospf());
}

// show_ospf_neighbour.cpp
Answer showOspfNeighbours(const Call &call);
Answer showOspfNeighbourDetail(const Call &call);
Answer showOspfInterfaces(const Call &call);
// show_ospf_database.cpp
Answer showOspfDatabase(const Call &call);
Answer showOspfDatabaseDetail(const Call &call);
// show_ospf_route.cpp
Answer showOspfRoutes(const Call &call);
Answer showOspfBorderRouters(const Call &call);
Answer showOspfTree(const Call &call);

} // namespace hopyard::console
