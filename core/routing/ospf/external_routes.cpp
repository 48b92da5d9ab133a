// Routes out of the AS (RFC 2328 section 16.4; those of NSSAs RFC 3101 section 2.5).
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/routing/ospf/route_calculation.h"

#include <algorithm>

namespace hopyard::routing::ospf {

namespace {

/// A way to a boundary router or a forwarding address.
struct Way {
    std::uint32_t cost = 0;
    std::uint32_t area = 0;
    bool preferred = false; ///< within an area that is not the backbone (section 16.4.1)
    NextHopSets::Id hops = 0;
};

class Externals {
public:
    Externals(Context &c, TableBuilder &builder) : m_c(c), m_builder(builder) {}

    /// `area` is the NSSA of type 7; null for type 5.
    void examine(const Lsdb &db, const Area *area)
    {
        const wire::LsaType type = area ? wire::LsaType::nssa : wire::LsaType::external;
        db.forEach([&](Lsdb::Slot, const StoredLsa &lsa) {
            const wire::LsaView view = lsa.view();
            if (lsa.maxAge || lsa.own || view.type() != type || view.advertisingRouter() == m_c.r.config.routerId)
                return;
            const wire::ExternalLsa external = wire::ExternalLsa::load(view.body());
            if (external.metric >= wire::SummaryLsa::kInfinity || (area && isForeignDefault(view, external, *area)))
                return;
            const std::optional<Way> way = wayTo(view, external, area);
            if (way)
                offer(routeOf(view, external, *way, area));
        });
    }

private:
    /// RFC 3101 section 2.5 (3): a border router does not take a default route that was meant for the area alone.
    bool isForeignDefault(const wire::LsaView &view, const wire::ExternalLsa &external, const Area &area) const
    {
        const bool propagates = view.options() & wire::OspfOptions::np;
        return external.length == 0 && m_c.r.areaBorder && (!propagates || area.config.noSummary);
    }

    std::optional<Way> wayTo(const wire::LsaView &view, const wire::ExternalLsa &external, const Area *area)
    {
        const std::optional<Way> boundary = wayToRouter(view.advertisingRouter().value(), area);
        if (!boundary || external.forwarding.isUnspecified())
            return boundary;
        if (m_c.r.isOwnAddress(external.forwarding)) // whose own route it is then, as in FRR
            return std::nullopt;
        return wayToAddress(external.forwarding, area);
    }

    bool isBetter(const Way &a, const Way &b) const
    {
        if (!m_c.r.config.rfc1583Compatible && a.preferred != b.preferred)
            return a.preferred;
        return a.cost != b.cost ? a.cost < b.cost : a.area > b.area;
    }

    std::optional<Way> wayToRouter(std::uint32_t id, const Area *area) const
    {
        std::optional<Way> best;
        const auto [first, last] = m_builder.table().waysTo(id);
        for (const TableRouter *router = first; router != last; ++router) {
            if (!(router->flags & wire::RouterLsa::kExternal) || router->hops == 0)
                continue;
            if (area ? !router->intraArea || router->area != area->id.value() : !leadsToExternals(router->area))
                continue;
            const Way way{router->cost, router->area, router->intraArea && router->area != kBackbone.value(), router->hops};
            if (!best || isBetter(way, *best))
                best = way;
        }
        return best;
    }
    bool leadsToExternals(std::uint32_t areaId) const
    {
        const Area *area = m_c.r.findArea(AreaId(areaId));
        return area && area->takesExternals();
    }

    std::optional<Way> wayToAddress(base::Ipv4Address address, const Area *area)
    {
        for (unsigned length = 33; length-- > 0;) {
            const TableRoute *route = m_builder.find(address.value() & base::netmask4(length), length);
            if (!route)
                continue;
            const bool fits = area ? route->type == RouteType::intraArea && route->area == area->id.value()
                                   : route->type <= RouteType::interArea;
            if (!fits || route->hops == 0)
                return std::nullopt;
            Way way{route->cost, route->area, route->type == RouteType::intraArea && !route->inBackbone, route->hops};
            std::vector<NextHop> hops = m_builder.sets().at(route->hops);
            for (NextHop &hop : hops)
                if (hop.gateway.isUnspecified())
                    hop.gateway = address; // on a network of ours: it is the next hop itself
            way.hops = m_builder.sets().intern(std::move(hops));
            return way;
        }
        return std::nullopt;
    }

    TableRoute routeOf(const wire::LsaView &view, const wire::ExternalLsa &external, const Way &way, const Area *area) const
    {
        TableRoute route;
        route.address = view.id().value() & base::netmask4(external.length);
        route.length = external.length;
        if (area)
            route.type = external.type2 ? RouteType::nssa2 : RouteType::nssa1;
        else
            route.type = external.type2 ? RouteType::external2 : RouteType::external1;
        route.cost = external.type2 ? way.cost : way.cost + external.metric;
        route.type2Cost = external.type2 ? external.metric : 0;
        route.tag = external.tag;
        route.advertisingRouter = view.advertisingRouter().value();
        route.hops = way.hops;
        // RFC 3101 section 2.5 (6)(e): of equals, type 7 that may be translated, then type 5, then other type 7. The
        // upper bit is the preference of section 16.4.1.
        const bool propagates = view.options() & wire::OspfOptions::np;
        route.rank = static_cast<std::uint8_t>((area ? propagates ? 0 : 2 : 1) | (way.preferred ? 0 : 0x80));
        return route;
    }

    /// Section 16.4 (6): > 0 where `a` is the better.
    int compare(const TableRoute &a, const TableRoute &b) const
    {
        const auto less = [](auto x, auto y) { return x < y ? 1 : x > y ? -1 : 0; };
        const auto isType2 = [](const TableRoute &r) { return r.type == RouteType::external2 || r.type == RouteType::nssa2; };
        if (const int d = less(isType2(a), isType2(b)))
            return d;
        if (const int d = less(a.type2Cost, b.type2Cost))
            return d;
        if (!m_c.r.config.rfc1583Compatible)
            if (const int d = less(a.rank & 0x80, b.rank & 0x80))
                return d;
        if (const int d = less(a.cost, b.cost))
            return d;
        return less(a.rank & 0x7f, b.rank & 0x7f);
    }

    void offer(const TableRoute &route)
    {
        TableRoute *known = m_builder.find(route.address, route.length);
        if (!known) {
            m_builder.add(route);
            return;
        }
        if (!known->isExternal())
            return;
        const int better = compare(route, *known);
        if (better > 0) {
            *known = route;
        } else if (better == 0) {
            known->hops = m_builder.sets().merge(known->hops, route.hops);
            if (route.advertisingRouter > known->advertisingRouter) {
                known->advertisingRouter = route.advertisingRouter;
                known->tag = route.tag;
            }
        }
    }

    Context &m_c;
    TableBuilder &m_builder;
};

} // namespace

void calculateExternals(Context &c, TableBuilder &builder)
{
    Externals externals(c, builder);
    externals.examine(c.r.asDb, nullptr);
    for (const auto &[serial, area] : c.r.areas)
        if (area.config.type == AreaType::nssa)
            externals.examine(area.db, &area);
}

} // namespace hopyard::routing::ospf
