// See area_border.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/routing/ospf/area_border.h"

#include "core/routing/ospf/externals.h"
#include "core/routing/ospf/originate.h"

#include <algorithm>
#include <set>

namespace hopyard::routing::ospf {

namespace {

constexpr std::uint32_t kStubRouterCost = 0xff0000; // of the networks that a router announces which nobody shall go through

const Range *rangeOf(const Area &area, const base::IpPrefix &prefix)
{
    const Range *longest = nullptr;
    for (const Range &range : area.config.ranges)
        if (range.prefix.contains(prefix) && (!longest || range.prefix.length() > longest->prefix.length()))
            longest = &range;
    return longest;
}

Area *areaWith(Instance &r, std::uint32_t id) { return r.findArea(AreaId(id)); }

/// What goes into one area.
class Announcer {
public:
    Announcer(Context &c, Area &area, const std::vector<ActiveRange> &ranges) : m_c(c), m_r(c.r), m_area(area), m_ranges(ranges)
    {
        for (const auto &[serial, interface] : m_r.interfaces)
            if (interface.area == area.serial && !interface.isVirtual())
                m_ports.insert(interface.id.port);
    }

    void announce()
    {
        const bool closed = m_area.config.type != AreaType::normal;
        if (!(closed && m_area.config.noSummary))
            networks();
        // FRR 8.4 gives a default route to every NSSA, too; RFC 3101 section 2.7 asks for it where there are no summaries.
        if (closed && (m_area.config.noSummary || !m_area.config.nssaDefault))
            m_networks[base::IpPrefix(base::Ipv4Address(), 0)] = m_area.config.defaultCost;
        if (!closed)
            routers();
        make();
    }

private:
    bool leadsHere(NextHopSets::Id hops) const
    {
        const std::vector<NextHop> &all = m_r.table.sets.at(hops);
        return std::any_of(all.begin(), all.end(), [&](const NextHop &h) { return m_ports.contains(h.port); });
    }
    void networks()
    {
        for (const TableRoute &route : m_r.table.routes) {
            if (route.isExternal() || route.hops == 0 || route.area == m_area.id.value() || leadsHere(route.hops)
                || route.cost >= wire::SummaryLsa::kInfinity)
                continue;
            if (route.type == RouteType::interArea && (m_area.isBackbone() || !route.inBackbone))
                continue;
            if (route.type == RouteType::intraArea) {
                const Area *from = areaWith(m_r, route.area);
                // The backbone's ranges do not hide it from areas that carry its virtual links.
                const bool condensed = from && !(from->isBackbone() && m_area.transit) && rangeOf(*from, route.prefix());
                if (condensed)
                    continue;
            }
            m_networks[route.prefix()] = route.cost;
        }
        for (const ActiveRange &active : m_ranges)
            if (active.area != &m_area && active.range->advertise && !(active.area->isBackbone() && m_area.transit))
                m_networks[active.range->prefix] = active.cost;
    }
    void routers()
    {
        const std::vector<TableRouter> &all = m_r.table.routers;
        for (std::size_t i = 0; i < all.size();) {
            const TableRouter *best = nullptr;
            const std::uint32_t id = all[i].router;
            for (; i < all.size() && all[i].router == id; ++i)
                if (isCandidate(all[i]) && (!best || all[i].cost < best->cost))
                    best = &all[i];
            if (!best || best->area == m_area.id.value() || leadsHere(best->hops) || best->cost >= wire::SummaryLsa::kInfinity)
                continue;
            if (best->intraArea || (!m_area.isBackbone() && best->area == kBackbone.value()))
                m_routers[base::Ipv4Address(id)] = best->cost;
        }
    }
    bool isCandidate(const TableRouter &way) const
    {
        const Area *area = areaWith(m_r, way.area);
        return (way.flags & wire::RouterLsa::kExternal) && way.hops != 0 && area && area->takesExternals();
    }
    void make()
    {
        const DbRef ref = DbRef::area(m_area.serial);
        std::vector<base::IpPrefix> prefixes;
        prefixes.reserve(m_networks.size());
        for (const auto &[prefix, cost] : m_networks)
            prefixes.push_back(prefix);
        const auto ids = assignIds(prefixes);
        std::set<wire::LsaKey> keep;
        const std::uint8_t options = m_area.config.type == AreaType::normal ? wire::OspfOptions::e : 0;
        const auto add = [&](wire::LsaType type, base::Ipv4Address id, const wire::SummaryLsa &lsa) {
            const wire::LsaKey key{type, id, m_r.config.routerId};
            keep.insert(key);
            want(m_c, ref, key, options, lsa.body());
        };
        // RFC 6987 leaves summaries to the implementation; this is FRR's.
        const bool stub = isStubRouter(m_r);
        for (const auto &[prefix, cost] : m_networks)
            add(wire::LsaType::summaryNetwork, ids.at(prefix),
                {static_cast<std::uint8_t>(prefix.length()), stub ? kStubRouterCost : cost});
        for (const auto &[router, cost] : m_routers)
            add(wire::LsaType::summaryRouter, router, {0, cost});
        unwantOthers(m_c, ref, wire::LsaType::summaryNetwork, wire::LsaType::summaryRouter, keep);
    }

    Context &m_c;
    Instance &m_r;
    Area &m_area;
    const std::vector<ActiveRange> &m_ranges;
    std::set<base::PortIndex> m_ports;
    std::map<base::IpPrefix, std::uint32_t> m_networks;
    std::map<base::Ipv4Address, std::uint32_t> m_routers;
};

bool isAttached(const Instance &r, const Area &area)
{
    return std::any_of(r.interfaces.begin(), r.interfaces.end(),
                       [&](const auto &entry) { return entry.second.area == area.serial && entry.second.isUp(); });
}

} // namespace

std::vector<ActiveRange> activeRanges(const Instance &r, const RoutingTable &table)
{
    std::vector<ActiveRange> active;
    for (const auto &[serial, area] : r.areas) {
        if (area.config.ranges.empty())
            continue;
        std::map<const Range *, std::uint32_t> costs;
        for (const TableRoute &route : table.routes) {
            if (route.type != RouteType::intraArea || route.area != area.id.value())
                continue;
            if (const Range *range = rangeOf(area, route.prefix())) {
                const auto it = costs.try_emplace(range, 0).first;
                it->second = std::max(it->second, route.cost);
            }
        }
        for (const Range &range : area.config.ranges) // in the order configured, not of pointers
            if (const auto it = costs.find(&range); it != costs.end())
                active.push_back({&area, &range, range.cost.value_or(it->second)});
    }
    return active;
}

std::map<base::IpPrefix, base::Ipv4Address> assignIds(const std::vector<base::IpPrefix> &prefixes)
{
    // The plain address goes to a host route first (it has no other), then to the shortest prefix; the others of the
    // same address set their host bits.
    std::vector<base::IpPrefix> order = prefixes;
    std::sort(order.begin(), order.end(), [](const base::IpPrefix &a, const base::IpPrefix &b) {
        if ((a.length() == 32) != (b.length() == 32))
            return a.length() == 32;
        return a.length() != b.length() ? a.length() < b.length() : a < b;
    });
    std::map<base::IpPrefix, base::Ipv4Address> ids;
    std::set<base::Ipv4Address> taken;
    for (const base::IpPrefix &prefix : order) {
        const std::uint32_t address = prefix.address().v4().value();
        const std::uint32_t hostBits = ~base::netmask4(prefix.length());
        std::uint32_t id = address;
        if (taken.contains(base::Ipv4Address(id)))
            id = address | hostBits;
        while (taken.contains(base::Ipv4Address(id)) && id > address)
            --id;
        taken.insert(base::Ipv4Address(id));
        ids.emplace(prefix, base::Ipv4Address(id));
    }
    return ids;
}

void originateForAreas(Context &c)
{
    const std::vector<ActiveRange> ranges = c.r.areaBorder ? activeRanges(c.r, c.r.table) : std::vector<ActiveRange>();
    for (auto &[serial, area] : c.r.areas) {
        if (c.r.areaBorder && isAttached(c.r, area))
            Announcer(c, area, ranges).announce();
        else
            unwantOthers(c, DbRef::area(serial), wire::LsaType::summaryNetwork, wire::LsaType::summaryRouter, {});
    }
    originateExternals(c);
}

} // namespace hopyard::routing::ospf
