// Routes within areas (RFC 2328 section 16.1): the tree of each area, stub networks on it, the routers on borders, and
// the virtual links that it carries (section 15).
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/routing/ospf/route_calculation.h"
#include "core/routing/ospf/virtual_links.h"

#include <algorithm>

namespace hopyard::routing::ospf {

namespace {

const Interface *interfaceAt(const Instance &r, const Area &area, base::Ipv4Address address)
{
    for (const auto &[serial, interface] : r.interfaces)
        if (interface.area == area.serial && interface.isUp() && interface.address() == address)
            return &interface;
    return nullptr;
}

/// The interface that a stub link of our own stands for.
NextHopSets::Id ownStub(const Instance &r, const Area &area, const wire::RouterLink &link, NextHopSets &sets)
{
    for (const auto &[serial, interface] : r.interfaces) {
        if (interface.area != area.serial || interface.isVirtual() || !interface.isUp())
            continue;
        const std::uint32_t mask = link.data.value();
        if ((interface.id.address.value() & mask) == link.id.value())
            return sets.intern({NextHop{interface.id.port, {}}});
    }
    return 0;
}

class AreaRoutes {
public:
    AreaRoutes(Context &c, Area &area, TableBuilder &builder)
        : m_c(c), m_area(area), m_builder(builder), m_graph(area.db),
          m_tree(shortestPaths(m_graph, area.db, c.r.config.routerId.value(), rootHopsIn(c.r, area), builder.sets()))
    {
    }

    void calculate()
    {
        m_area.transit = false;
        for (const std::uint32_t v : m_tree.order) {
            if (m_graph.vertices()[v].network)
                network(v);
            else
                router(v);
        }
        for (const std::uint32_t v : m_tree.order)
            if (!m_graph.vertices()[v].network)
                stubs(v);
        if (!m_area.isBackbone())
            updateVirtualLinks(m_c, m_area, m_graph, m_tree, m_builder.sets());
    }

private:
    TableRoute routeTo(std::uint32_t address, unsigned length, std::uint32_t cost) const
    {
        TableRoute route;
        route.address = address & base::netmask4(length);
        route.length = static_cast<std::uint8_t>(length);
        route.cost = cost;
        route.area = m_area.id.value();
        route.inBackbone = m_area.isBackbone();
        return route;
    }
    void network(std::uint32_t v)
    {
        const wire::LsaView view = m_area.db.at(m_graph.vertices()[v].slot).view();
        const std::uint32_t mask = base::loadU32(view.body().data());
        TableRoute route = routeTo(view.id().value(), wire::prefixLengthOf(mask).value_or(32), m_tree.distance[v]);
        route.advertisingRouter = view.advertisingRouter().value();
        route.hops = m_tree.hops[v];
        m_builder.addIntra(route);
    }
    void router(std::uint32_t v)
    {
        const std::uint8_t flags = wire::RouterLsa::flagsOf(m_area.db.at(m_graph.vertices()[v].slot).view().body());
        m_area.transit = m_area.transit || (flags & wire::RouterLsa::kVirtual);
        if (v == m_tree.order.front() || !(flags & (wire::RouterLsa::kBorder | wire::RouterLsa::kExternal)))
            return;
        m_builder.table().routers.push_back(
            {m_graph.vertices()[v].id, m_area.id.value(), true, flags, m_tree.distance[v], m_tree.hops[v]});
    }
    void stubs(std::uint32_t v)
    {
        const wire::LsaView view = m_area.db.at(m_graph.vertices()[v].slot).view();
        const bool own = v == m_tree.order.front();
        wire::RouterLinkReader reader(view.body());
        for (wire::RouterLink link; reader.next(link);) {
            if (link.type != wire::RouterLink::Type::stub)
                continue;
            const auto length = wire::prefixLengthOf(link.data.value());
            if (!length)
                continue;
            TableRoute route = routeTo(link.id.value(), *length, m_tree.distance[v] + link.metric);
            const TableRoute *known = m_builder.find(route.address, route.length);
            if (known && known->cost < route.cost)
                continue;
            route.hops = own ? ownStub(m_c.r, m_area, link, m_builder.sets()) : m_tree.hops[v];
            route.advertisingRouter = view.advertisingRouter().value();
            if (route.hops != 0)
                m_builder.addIntra(route);
        }
    }

    Context &m_c;
    Area &m_area;
    TableBuilder &m_builder;
    AreaGraph m_graph;
    SpfTree m_tree;
};

} // namespace

RootHops rootHopsIn(const Instance &r, const Area &area)
{
    return [&r, &area](const wire::RouterLink &link) -> std::vector<NextHop> {
        const Interface *interface = interfaceAt(r, area, link.data);
        if (link.type == wire::RouterLink::Type::virtualLink) {
            for (const auto &[serial, i] : r.interfaces)
                if (i.isVirtual() && i.id.address == link.id && i.isUp())
                    return i.virtualHops;
            return {};
        }
        if (!interface)
            return {};
        if (link.type == wire::RouterLink::Type::transit)
            return {NextHop{interface->id.port, {}}};
        for (const auto &[serial, n] : interface->neighbours)
            if (n.id == link.id)
                return {NextHop{interface->id.port, n.address}};
        return {};
    };
}

void calculateIntraArea(Context &c, TableBuilder &builder)
{
    // The backbone comes last: its virtual links take their next hops from the areas they run through.
    for (auto &[serial, area] : c.r.areas)
        if (!area.isBackbone())
            AreaRoutes(c, area, builder).calculate();
    if (Area *backbone = c.r.findArea(kBackbone))
        AreaRoutes(c, *backbone, builder).calculate();
}

} // namespace hopyard::routing::ospf
