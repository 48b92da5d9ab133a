// Routes between areas (RFC 2328 sections 16.2 and 16.3), and routes that discard what an announced range does not hold.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/routing/ospf/area_border.h"
#include "core/routing/ospf/route_calculation.h"

#include <algorithm>
#include <map>
#include <set>

namespace hopyard::routing::ospf {

namespace {

bool hasFullNeighbour(const Instance &r, const Area &area)
{
    for (const auto &[serial, interface] : r.interfaces)
        if (interface.area == area.serial)
            for (const auto &[key, n] : interface.neighbours)
                if (n.state == NeighbourState::full)
                    return true;
    return false;
}

/// Whose summaries count: a border router takes those of the backbone alone, and (RFC 3509) those of all areas while it
/// has nobody there.
std::vector<const Area *> examined(const Instance &r)
{
    std::vector<const Area *> areas;
    const Area *backbone = nullptr;
    for (const auto &[serial, area] : r.areas) {
        areas.push_back(&area);
        if (area.isBackbone())
            backbone = &area;
    }
    if (!r.areaBorder || !backbone)
        return areas;
    if (r.config.abrType == AbrType::standard || hasFullNeighbour(r, *backbone))
        return {backbone};
    return areas;
}

class Summaries {
public:
    Summaries(Context &c, const Area &area, TableBuilder &builder, const std::set<std::uint64_t> &ownRanges)
        : m_c(c), m_area(area), m_builder(builder), m_ownRanges(ownRanges)
    {
    }

    void examine(std::vector<TableRouter> &found)
    {
        forEachSummary([&](const wire::LsaView &view, std::uint32_t cost, NextHopSets::Id hops) {
            if (view.type() == wire::LsaType::summaryRouter)
                router(view.id().value(), cost, hops);
            else
                network(view, cost, hops);
        });
        for (const auto &[id, way] : m_routers)
            found.push_back(way);
    }

    /// Section 16.3: shorter ways through a transit area to what the backbone reaches.
    void improveTransit(std::vector<TableRouter> &found)
    {
        forEachSummary([&](const wire::LsaView &view, std::uint32_t cost, NextHopSets::Id hops) {
            if (view.type() == wire::LsaType::summaryRouter) {
                for (std::vector<TableRouter> *ways : {&m_builder.table().routers, &found})
                    for (TableRouter &way : *ways)
                        if (way.router == view.id().value() && way.area == kBackbone.value())
                            improve(way.cost, way.hops, cost, hops);
                return;
            }
            const std::uint32_t mask = base::loadU32(view.body().data());
            TableRoute *known = m_builder.find(view.id().value() & mask, *wire::prefixLengthOf(mask));
            if (known && known->inBackbone && known->type <= RouteType::interArea && known->hops != 0)
                improve(known->cost, known->hops, cost, hops);
        });
    }

private:
    void improve(std::uint32_t &cost, NextHopSets::Id &hops, std::uint32_t newCost, NextHopSets::Id newHops)
    {
        if (newCost < cost) {
            cost = newCost;
            hops = newHops;
        } else if (newCost == cost) {
            hops = m_builder.sets().merge(hops, newHops);
        }
    }

    /// Those that can be used, with the cost by way of their border router and the next hops to it.
    template <class Visit>
    void forEachSummary(Visit &&visit)
    {
        m_area.db.forEach([&](Lsdb::Slot, const StoredLsa &lsa) {
            if (lsa.own || lsa.maxAge)
                return;
            const wire::LsaView view = lsa.view();
            if (view.type() != wire::LsaType::summaryNetwork && view.type() != wire::LsaType::summaryRouter)
                return;
            const std::uint32_t metric = wire::SummaryLsa::load(view.body()).metric;
            if (metric >= wire::SummaryLsa::kInfinity || view.advertisingRouter() == m_c.r.config.routerId)
                return;
            const TableRouter *border = borderRouter(view.advertisingRouter().value());
            if (border)
                visit(view, border->cost + metric, border->hops);
        });
    }
    const TableRouter *borderRouter(std::uint32_t id)
    {
        // The routers within areas stand sorted in front.
        const auto [first, last] = m_builder.table().waysTo(id);
        const auto it = std::find_if(first, last, [&](const TableRouter &way) {
            return way.intraArea && way.area == m_area.id.value() && (way.flags & wire::RouterLsa::kBorder);
        });
        return it == last ? nullptr : it;
    }
    void network(const wire::LsaView &view, std::uint32_t cost, NextHopSets::Id hops)
    {
        const std::uint32_t mask = base::loadU32(view.body().data());
        TableRoute route;
        route.address = view.id().value() & mask;
        route.length = *wire::prefixLengthOf(mask);
        if (m_ownRanges.contains(route.key()))
            return;
        route.type = RouteType::interArea;
        route.cost = cost;
        route.area = m_area.id.value();
        route.inBackbone = m_area.isBackbone();
        route.advertisingRouter = view.advertisingRouter().value();
        route.hops = hops;
        m_builder.addInter(route);
    }
    void router(std::uint32_t id, std::uint32_t cost, NextHopSets::Id hops)
    {
        if (id == m_c.r.config.routerId.value())
            return;
        const auto [first, last] = m_builder.table().waysTo(id);
        if (std::any_of(first, last, [&](const TableRouter &way) { return way.intraArea && way.area == m_area.id.value(); }))
            return;
        const TableRouter way{id, m_area.id.value(), false, wire::RouterLsa::kExternal, cost, hops};
        const auto [it, isNew] = m_routers.try_emplace(id, way);
        if (!isNew)
            improve(it->second.cost, it->second.hops, cost, hops);
    }

    Context &m_c;
    const Area &m_area;
    TableBuilder &m_builder;
    const std::set<std::uint64_t> &m_ownRanges;
    std::map<std::uint32_t, TableRouter> m_routers;
};

} // namespace

void calculateInterArea(Context &c, TableBuilder &builder)
{
    const std::vector<ActiveRange> ranges = c.r.areaBorder ? activeRanges(c.r, builder.table()) : std::vector<ActiveRange>();
    std::set<std::uint64_t> own;
    for (const ActiveRange &active : ranges)
        own.insert(prefixKey(active.range->prefix.address().v4().value(), active.range->prefix.length()));

    std::vector<TableRouter> found;
    for (const Area *area : examined(c.r))
        Summaries(c, *area, builder, own).examine(found);
    // Only now: looking up needs those within areas alone, and sorted.
    if (c.r.areaBorder)
        for (const auto &[serial, area] : c.r.areas)
            if (area.transit && !area.isBackbone())
                Summaries(c, area, builder, own).improveTransit(found);
    builder.table().routers.insert(builder.table().routers.end(), found.begin(), found.end());

    for (const ActiveRange &active : ranges) {
        const base::IpPrefix &prefix = active.range->prefix;
        if (!active.range->advertise || builder.find(prefix.address().v4().value(), prefix.length()))
            continue;
        TableRoute discard;
        discard.address = prefix.address().v4().value();
        discard.length = static_cast<std::uint8_t>(prefix.length());
        discard.type = RouteType::interArea;
        discard.area = active.area->id.value();
        discard.advertisingRouter = c.r.config.routerId.value();
        builder.add(discard);
    }
}

} // namespace hopyard::routing::ospf
