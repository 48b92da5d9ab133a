// What the names of attributes mean, the same whether they come from GraphML or GML.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/topology/topology.h"

namespace hopyard::topology {

/// Fills the fields of a node, except its id, from its attributes: label (name), Latitude and Longitude (lat, lon, lng),
/// x and y, Country, type, Internal, hyperedge. Values that cannot be (a latitude of 200, "nan") count as missing.
void takeAttributes(Node &node, const Attributes &attributes);
/// Speed from the Topology Zoo's keys, else from bandwidth, capacity, speed, rate; cost from cost, metric; label.
void takeAttributes(Link &link, const Attributes &attributes);
/// Name, source and attributes worth keeping of the whole.
void takeAttributes(Topology &topology, const Attributes &attributes);

/// Leaves out lines from a node to itself and joins the two directions of a directed graph's lines.
/// Says how many of each as hints without a line.
void tidy(Parsed &parsed, bool isDirected, std::string_view fileName);

} // namespace hopyard::topology
