// GraphML to a topology: the Internet Topology Zoo's files, and what yEd, NetworkX and others write.
//
// Sources: the GraphML specification (graphml.graphdrawing.org/specification.html); the Topology Zoo's data set. Keys are
// resolved by attr.name, for ids differ from file to file. Understood: UTF-8, UTF-16, ISO 8859-1 and Windows-1252; nested
// graphs (flattened); hyperedges (a junction); yEd's geometry and labels. Deliberately missing: ports, external documents
// and DTDs, which are not read, so that a hostile text cannot grow or reach for other files.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/topology/topology.h"

#include <string_view>

namespace hopyard::topology {

/// `fileName` is for the problems' places. Errors: no XML, no GraphML, no nodes, too much. What can be left out (a line
/// to nowhere, a second node of the same id) is left out and said as a warning.
Parsed parseGraphml(std::string_view text, std::string_view fileName);

} // namespace hopyard::topology
