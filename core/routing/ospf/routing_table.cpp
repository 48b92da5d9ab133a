// Sets of next hops and looking up. See routing_table.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/routing/ospf/routing_table.h"

#include <algorithm>

namespace hopyard::routing::ospf {

NextHopSets::Id NextHopSets::intern(std::vector<NextHop> hops)
{
    std::sort(hops.begin(), hops.end());
    hops.erase(std::unique(hops.begin(), hops.end()), hops.end());
    const auto [it, isNew] = m_ids.try_emplace(std::move(hops), static_cast<Id>(m_sets.size()));
    if (isNew)
        m_sets.push_back(it->first);
    return it->second;
}

NextHopSets::Id NextHopSets::merge(Id a, Id b)
{
    if (a == b || b == 0)
        return a;
    if (a == 0)
        return b;
    std::vector<NextHop> hops = m_sets[a];
    hops.insert(hops.end(), m_sets[b].begin(), m_sets[b].end());
    return intern(std::move(hops));
}

const TableRoute *RoutingTable::find(std::uint32_t address, unsigned length) const
{
    const std::uint64_t key = prefixKey(address, length);
    const auto it = std::lower_bound(routes.begin(), routes.end(), key,
                                     [](const TableRoute &r, std::uint64_t k) { return r.key() < k; });
    return it != routes.end() && it->key() == key ? &*it : nullptr;
}

const TableRoute *RoutingTable::lookup(std::uint32_t address) const
{
    for (int length = 32; length >= 0; --length)
        if (const TableRoute *found = find(address & base::netmask4(static_cast<unsigned>(length)), static_cast<unsigned>(length)))
            return found;
    return nullptr;
}

std::pair<const TableRouter *, const TableRouter *> RoutingTable::waysTo(std::uint32_t router) const
{
    const auto first = std::lower_bound(routers.begin(), routers.end(), router,
                                        [](const TableRouter &r, std::uint32_t id) { return r.router < id; });
    auto last = first;
    while (last != routers.end() && last->router == router)
        ++last;
    return {routers.data() + (first - routers.begin()), routers.data() + (last - routers.begin())};
}

Route RoutingTable::routeOf(const TableRoute &route, const Distances &distances, std::size_t maxPaths) const
{
    Route r;
    r.prefix = route.prefix();
    r.type = route.type;
    r.cost = route.cost;
    r.type2Cost = route.type2Cost;
    r.tag = route.tag;
    r.area = AreaId(route.area);
    r.advertisingRouter = RouterId(route.advertisingRouter);
    const auto &own = route.type == RouteType::intraArea   ? distances.intraArea
                      : route.type == RouteType::interArea ? distances.interArea
                                                           : distances.external;
    r.distance = own.value_or(distances.all);
    const std::vector<NextHop> &hops = sets.at(route.hops);
    r.nextHops.assign(hops.begin(), hops.begin() + static_cast<std::ptrdiff_t>(std::min(hops.size(), maxPaths)));
    return r;
}

} // namespace hopyard::routing::ospf
