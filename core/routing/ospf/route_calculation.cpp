// See route_calculation.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/routing/ospf/route_calculation.h"

#include "core/routing/ospf/adjacency.h"
#include "core/routing/ospf/area_border.h"

#include <algorithm>

namespace hopyard::routing::ospf {

namespace {

Extent extentOf(wire::LsaType type)
{
    switch (type) {
    case wire::LsaType::router:
    case wire::LsaType::network: return Extent::full;
    case wire::LsaType::summaryNetwork:
    case wire::LsaType::summaryRouter: return Extent::interArea;
    case wire::LsaType::external:
    case wire::LsaType::nssa: return Extent::external;
    default: return Extent::none;
    }
}

/// As FRR has it: runs that follow each other within the hold time wait for it, and it grows with each.
base::Duration delayOfNext(Context &c)
{
    const Throttle &throttle = c.r.config.spf;
    if (c.r.lastSpf.isNever())
        return throttle.delay;
    const base::Duration elapsed = c.now - c.r.lastSpf;
    const base::Duration hold = std::min(throttle.initialHold * c.r.holdMultiplier, throttle.maxHold);
    if (elapsed >= hold) {
        c.r.holdMultiplier = 1;
        return throttle.delay;
    }
    if (hold < throttle.maxHold)
        ++c.r.holdMultiplier;
    return std::max(hold - elapsed, throttle.delay);
}

void keep(const RoutingTable &from, RoutingTable &to, Extent extent)
{
    to.sets = from.sets;
    for (const TableRoute &route : from.routes)
        if (route.type == RouteType::intraArea || (extent == Extent::external && route.type == RouteType::interArea))
            to.routes.push_back(route);
    for (const TableRouter &router : from.routers)
        if (router.intraArea || extent == Extent::external)
            to.routers.push_back(router);
}

bool isSame(const TableRoute &a, const NextHopSets &aSets, const TableRoute &b, const NextHopSets &bSets)
{
    return a.type == b.type && a.cost == b.cost && a.type2Cost == b.type2Cost && a.tag == b.tag && a.area == b.area
        && a.advertisingRouter == b.advertisingRouter && aSets.at(a.hops) == bSets.at(b.hops);
}

std::uint32_t tellDifferences(Context &c, const RoutingTable &before, const RoutingTable &now)
{
    const auto told = c.out.routes.size();
    const auto tell = [&](const RoutingTable &table, const TableRoute &route, bool removed) {
        c.out.routes.push_back({removed, table.routeOf(route, c.r.config.distances, c.r.config.maxPaths)});
    };
    auto a = before.routes.begin();
    auto b = now.routes.begin();
    while (a != before.routes.end() || b != now.routes.end()) {
        if (b == now.routes.end() || (a != before.routes.end() && a->key() < b->key())) {
            tell(before, *a++, true);
        } else if (a == before.routes.end() || b->key() < a->key()) {
            tell(now, *b++, false);
        } else {
            if (!isSame(*a, before.sets, *b, now.sets))
                tell(now, *b, false);
            ++a;
            ++b;
        }
    }
    return static_cast<std::uint32_t>(c.out.routes.size() - told);
}

} // namespace

void planCalculation(Context &c, wire::LsaType type)
{
    const Extent extent = extentOf(type);
    if (extent == Extent::none || !c.r.running)
        return;
    c.r.planned = std::max(c.r.planned, extent);
    if (!c.r.timers.isSet(c.r.spfTimer))
        startTimer(c, c.r.spfTimer, delayOfNext(c), {Timer::Kind::spf, 0, 0});
}

void spfTimer(Context &c)
{
    const Extent extent = c.r.planned;
    c.r.planned = Extent::none;
    RoutingTable next;
    if (extent != Extent::full)
        keep(c.r.table, next, extent);
    TableBuilder builder(next);
    std::vector<TableRoute> kept;
    kept.swap(next.routes);
    for (const TableRoute &route : kept)
        builder.add(route);
    if (extent == Extent::full)
        calculateIntraArea(c, builder);
    if (extent >= Extent::interArea) {
        std::stable_sort(next.routers.begin(), next.routers.end(), [](const TableRouter &a, const TableRouter &b) {
            return a.router != b.router ? a.router < b.router : a.area < b.area;
        });
        calculateInterArea(c, builder);
    }
    std::stable_sort(next.routers.begin(), next.routers.end(), [](const TableRouter &a, const TableRouter &b) {
        return a.router != b.router ? a.router < b.router : a.area < b.area;
    });
    calculateExternals(c, builder);
    std::sort(next.routes.begin(), next.routes.end(), [](const TableRoute &a, const TableRoute &b) { return a.key() < b.key(); });

    const std::uint32_t changed = tellDifferences(c, c.r.table, next);
    c.r.table = std::move(next);
    c.r.lastSpf = c.now;
    ++c.r.spfRuns;
    std::uint32_t vertices = 0;
    for (const auto &[serial, area] : c.r.areas)
        area.db.forEach([&](Lsdb::Slot, const StoredLsa &lsa) { vertices += lsa.view().type() <= wire::LsaType::network; });
    c.out.events.push_back(event::SpfRun{extent == Extent::full, vertices, static_cast<std::uint32_t>(c.r.table.routes.size()), changed});
    originateForAreas(c);
}

TableRoute *TableBuilder::find(std::uint32_t address, unsigned length)
{
    const std::uint32_t *at = m_index.find(prefixKey(address, length));
    return at ? &m_table.routes[*at] : nullptr;
}

TableRoute &TableBuilder::add(const TableRoute &route)
{
    m_index.set(route.key(), static_cast<std::uint32_t>(m_table.routes.size()));
    m_table.routes.push_back(route);
    return m_table.routes.back();
}

void TableBuilder::merge(const TableRoute &route)
{
    TableRoute *known = find(route.address, route.length);
    if (!known) {
        add(route);
    } else if (route.cost < known->cost) {
        *known = route;
    } else if (route.cost == known->cost) {
        known->hops = sets().merge(known->hops, route.hops);
        known->advertisingRouter = std::max(known->advertisingRouter, route.advertisingRouter);
    }
}

void TableBuilder::addIntra(const TableRoute &route) { merge(route); }

void TableBuilder::addInter(const TableRoute &route)
{
    const TableRoute *known = find(route.address, route.length);
    if (known && known->type == RouteType::intraArea)
        return;
    merge(route);
}

} // namespace hopyard::routing::ospf
