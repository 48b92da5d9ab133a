// The routing table calculation (RFC 2328 section 16), when it runs (FRR's throttle) and what follows from it.
//
// A change of router or network advertisements calculates everything; of summaries, only what is between areas and
// beyond (16.5); of externals, only those (16.6): the paths within areas are then taken from the table as it is.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/routing/ospf/flat_map.h"
#include "core/routing/ospf/instance.h"
#include "core/routing/ospf/spf.h"

namespace hopyard::routing::ospf {

/// An advertisement of this type changed.
void planCalculation(Context &c, wire::LsaType type);
void spfTimer(Context &c);

/// The table under construction: found by prefix, not yet sorted.
class TableBuilder {
public:
    explicit TableBuilder(RoutingTable &table) : m_table(table) {}
    TableRoute *find(std::uint32_t address, unsigned length);
    /// Adds it, or lets the better of the two stand; equal ones of the same kind share their next hops.
    void addIntra(const TableRoute &route);
    void addInter(const TableRoute &route);
    TableRoute &add(const TableRoute &route);
    RoutingTable &table() { return m_table; }
    NextHopSets &sets() { return m_table.sets; }

private:
    void merge(const TableRoute &route);
    RoutingTable &m_table;
    FlatMap<std::uint32_t> m_index;
};

// The stages, each in a file of its own.
void calculateIntraArea(Context &c, TableBuilder &builder);   // intra_area.cpp (16.1)
void calculateInterArea(Context &c, TableBuilder &builder);   // inter_area.cpp (16.2, 16.3)
void calculateExternals(Context &c, TableBuilder &builder);   // external_routes.cpp (16.4, RFC 3101 section 2.5)

/// Next hops for the root's own links in an area.
RootHops rootHopsIn(const Instance &r, const Area &area);

} // namespace hopyard::routing::ospf
