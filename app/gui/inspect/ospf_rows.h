// What a router's OSPF knows, as rows of trees and as marks on the canvas. Made of what its console prints as JSON (FRR's keys),
// and of ospf.tree (docs/rpc.md).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/inspect/canvas_marks.h"
#include "app/gui/inspect/tree_model.h"
#include "emulation/rpc/json.h"

#include <QStringList>

#include <vector>

namespace hopyard::inspect {

QStringList ospfNeighbourColumns();
/// Interfaces with their designated routers and timers, their neighbours below. Of `show ip ospf interface` and `… neighbor`.
std::vector<TreeRow> ospfNeighbourRows(const rpc::Json &interfaces, const rpc::Json &neighbours);

QStringList ospfDatabaseColumns();
/// Areas, types of advertisements, advertisements, and what each says. Of `show ip ospf database detail`.
std::vector<TreeRow> ospfDatabaseRows(const rpc::Json &database);

QStringList ospfTreeColumns();
/// The tree of shortest paths, each below its (first) parent. Of ospf.tree.
std::vector<TreeRow> ospfTreeRows(const rpc::Json &tree);
/// Arrows along the links from the root with the costs of the steps, nodes with theirs from the root.
CanvasMarks ospfTreeMarks(const rpc::Json &tree);

} // namespace hopyard::inspect
