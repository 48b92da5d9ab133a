// The two labs that a comparison runs, made from one: the same network with Hopyard's routers and with FRR's.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/time.h"
#include "core/lab/lab.h"

#include <functional>
#include <string>
#include <vector>

namespace hopyard::compare {

/// The routers that are compared: kinds router and frr, in the lab's order.
std::vector<std::string> routersOf(const lab::Lab &lab);

/// Every router and frr node of kind router where `isReal` says no, and frr where it says yes; the text stays. `start` lines
/// go: they are traffic, and programs of the user. Without real nodes and bird the network is free of Linux: namespaces
/// become hosts.
lab::Lab variant(const lab::Lab &lab, const std::function<bool(const std::string &router)> &isReal);
lab::Lab withHopyard(const lab::Lab &lab);
lab::Lab withFrr(const lab::Lab &lab);

/// How long the timers in the routers' texts may keep a table from changing although it is not final: OSPF's dead interval
/// (the first election waits for it), RIP's and BGP's timers. What is still for this long is taken for final.
base::Duration quietTime(const lab::Lab &lab);

} // namespace hopyard::compare
