// What a router's BGP knows, as rows of trees: its table, its neighbours, and a decision step by step. Made of what its console
// prints as JSON (FRR's keys; `explain bgp` is ours).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/inspect/tree_model.h"
#include "emulation/rpc/json.h"

#include <QStringList>

#include <vector>

namespace hopyard::inspect {

QStringList bgpTableColumns();
QStringList bgpTableColumnTips();
/// Prefixes, and below each all paths to it; the best stands in the prefix's own row. Of `show ip bgp`.
std::vector<TreeRow> bgpTableRows(const rpc::Json &table);

/// One for each path, after that of the steps. Of `explain bgp PREFIX`.
QStringList bgpDecisionColumns(const rpc::Json &decision);
/// The same columns for a program: "0" for the steps, a path's "neighbour next-hop", which stays the same when others come.
QStringList bgpDecisionKeys(const rpc::Json &decision);
/// A cell without the word that its path is out there.
QString bgpDecisionValue(const QString &cell);
/// The steps with each path's value, who is out where, and what decided; then the paths' attributes in words, of
/// `show ip bgp PREFIX`.
std::vector<TreeRow> bgpDecisionRows(const rpc::Json &decision, const rpc::Json &paths);

QStringList bgpNeighbourColumns();
/// Of `show ip bgp summary`.
std::vector<TreeRow> bgpNeighbourRows(const rpc::Json &summary);

} // namespace hopyard::inspect
