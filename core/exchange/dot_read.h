// Graphviz's DOT language (graphviz.org/doc/info/lang.html) to a topology, which a plan then configures.
//
// Read: nodes with label and pos, edges of graphs and digraphs (a pair in both directions is one link), chains of edges,
// subgraphs on either side of an edge, attributes set for all nodes or edges, HTML strings as text, comments, quoted
// strings joined by "+". Numbers in weight, cost or label of an edge are its cost, "bandwidth" and "speed" its rate.
// Ports ("a:n") are left aside.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/topology/topology.h"

#include <string_view>

namespace hopyard::exchange {

topology::Parsed readDot(std::string_view text, std::string_view fileName);
/// True where the text begins as a graph does: "graph", "digraph" or "strict", after comments.
bool looksLikeDot(std::string_view text);

} // namespace hopyard::exchange
