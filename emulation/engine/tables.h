// A node's tables as columns and rows, whatever kind of node it is; see table.get in docs/rpc.md.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "emulation/engine/session.h"
#include "emulation/engine/table.h"
#include "emulation/rpc/json.h"

#include <string>
#include <string_view>

namespace hopyard::engine {

/// `name`: as in docs/rpc.md. invalidParams for others and where the node has no such table. `how`: words that the line of the
/// node's console gets besides, " within 10.0.0.0/8"; of a node inside the network.
Answer<Table> readTable(Session &session, base::NodeId node, std::string_view name, std::string_view how = {});

/// Whether the world itself has that table: nodes that live in Linux keep theirs there.
bool hasTable(const world::World &world, base::NodeId node, std::string_view name);
/// What of a table does not change by itself, as text: without ages and counters. Of a node inside the network; empty
/// where there is no such table. Asks the world alone, and moves nothing.
std::string tableText(world::World &world, base::NodeId node, std::string_view name);

} // namespace hopyard::engine
