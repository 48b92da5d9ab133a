// What an OSPF process shows of itself. See inspect.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/routing/ospf/instance.h"
#include "core/routing/ospf/ospf.h"
#include "core/routing/ospf/route_calculation.h"

#include <algorithm>

namespace hopyard::routing::ospf {

namespace {

RouterId routerAt(const Instance &r, const Interface &interface, base::Ipv4Address address)
{
    if (address.isUnspecified())
        return {};
    if (address == interface.address())
        return r.config.routerId;
    for (const auto &[serial, n] : interface.neighbours)
        if (n.address == address)
            return n.id;
    return {};
}

InterfaceState roleOf(const Interface &interface, const Neighbour &n)
{
    if (!interface.electsDr())
        return InterfaceState::pointToPoint;
    if (n.address == interface.dr)
        return InterfaceState::dr;
    return n.address == interface.bdr ? InterfaceState::backup : InterfaceState::drOther;
}

std::uint32_t fullOf(const Interface &interface)
{
    return static_cast<std::uint32_t>(std::count_if(interface.neighbours.begin(), interface.neighbours.end(),
                                                    [](const auto &e) { return e.second.state == NeighbourState::full; }));
}

} // namespace

ProcessInfo Ospf::process(base::TimePoint) const
{
    const Instance &r = *m_instance;
    ProcessInfo info;
    info.routerId = r.config.routerId;
    info.areaBorder = r.areaBorder;
    info.asBoundary = r.isAsBoundary();
    info.maxMetric = r.config.maxMetric.administrative || r.startingUp;
    info.spfRuns = r.spfRuns;
    info.lastSpf = r.lastSpf;
    info.nextSpf = r.timers.deadline(r.spfTimer);
    info.spfHold = std::min(r.config.spf.initialHold * r.holdMultiplier, r.config.spf.maxHold);
    info.holdMultiplier = r.holdMultiplier;
    info.externalLsas = static_cast<std::uint32_t>(r.asDb.size());
    for (const auto &[serial, area] : r.areas) {
        AreaInfo a;
        a.id = area.id;
        a.type = area.config.type;
        a.noSummary = area.config.noSummary;
        a.lsas = static_cast<std::uint32_t>(area.db.size());
        area.db.forEach([&](Lsdb::Slot, const StoredLsa &lsa) { a.lsaChecksums += lsa.view().checksum(); });
        a.transit = area.transit;
        a.translator = area.translator;
        info.asBoundary |= area.translator;
        for (const auto &[key, interface] : r.interfaces) {
            if (interface.isVirtual() && interface.id.transit == area.id)
                a.virtualAdjacencies += fullOf(interface);
            if (interface.area != serial)
                continue;
            ++a.allInterfaces;
            a.interfaces += interface.isUp();
            a.fullNeighbours += fullOf(interface);
        }
        info.areas.push_back(a);
    }
    std::sort(info.areas.begin(), info.areas.end(), [](const AreaInfo &a, const AreaInfo &b) { return a.id < b.id; });
    return info;
}

std::vector<InterfaceInfo> Ospf::interfaces(base::TimePoint) const
{
    const Instance &r = *m_instance;
    std::vector<InterfaceInfo> all;
    for (const auto &[serial, i] : r.interfaces) {
        InterfaceInfo info;
        info.id = i.id;
        info.name = i.config.name;
        info.address = {base::IpAddress(i.address()), i.config.length};
        info.area = r.areas.at(i.area).id;
        info.type = i.config.type;
        info.state = i.state;
        info.cost = i.cost;
        info.mtu = i.port.mtu;
        info.priority = i.config.priority;
        info.dr = i.dr;
        info.bdr = i.bdr;
        info.drId = routerAt(r, i, i.dr);
        info.bdrId = routerAt(r, i, i.bdr);
        info.timers = i.config.timers;
        info.passive = i.config.passive;
        info.nextHello = r.timers.deadline(i.helloTimer);
        info.neighbours = static_cast<std::uint32_t>(i.neighbours.size());
        info.adjacent = fullOf(i);
        info.dropped = i.dropped;
        all.push_back(std::move(info));
    }
    std::sort(all.begin(), all.end(), [](const InterfaceInfo &a, const InterfaceInfo &b) { return a.id < b.id; });
    return all;
}

std::vector<NeighbourInfo> Ospf::neighbours(base::TimePoint) const
{
    const Instance &r = *m_instance;
    std::vector<NeighbourInfo> all;
    for (const auto &[serial, i] : r.interfaces)
        for (const auto &[key, n] : i.neighbours) {
            NeighbourInfo info;
            info.interface = i.id;
            info.interfaceName = i.config.name;
            info.id = n.id;
            info.address = n.address;
            info.priority = n.priority;
            info.state = n.state;
            info.role = roleOf(i, n);
            info.dr = n.dr;
            info.bdr = n.bdr;
            info.options = n.options;
            info.deadAt = r.timers.deadline(n.inactivityTimer);
            info.since = n.since;
            info.stateChanges = n.stateChanges;
            info.retransmissions = static_cast<std::uint32_t>(n.retransmit.size());
            info.requests = static_cast<std::uint32_t>(n.requests.size());
            info.descriptions = static_cast<std::uint32_t>(n.summary.size());
            info.helped = n.helped;
            info.describes = r.timers.isSet(n.descriptionTimer);
            info.asks = r.timers.isSet(n.requestTimer);
            info.sendsAgain = r.timers.isSet(n.retransmitTimer);
            all.push_back(std::move(info));
        }
    std::sort(all.begin(), all.end(), [](const NeighbourInfo &a, const NeighbourInfo &b) {
        return a.id != b.id ? a.id < b.id : a.interface != b.interface ? a.interface < b.interface : a.address < b.address;
    });
    return all;
}

std::vector<LsaInfo> Ospf::database(base::TimePoint now) const
{
    const Instance &r = *m_instance;
    std::vector<LsaInfo> all;
    const auto add = [&](const Lsdb &db, AreaId area, bool asWide) {
        db.forEach([&](Lsdb::Slot, const StoredLsa &lsa) {
            const base::Bytes bytes = lsa.view().bytes();
            all.push_back({area, asWide, lsa.header(now), {bytes.begin(), bytes.end()}, lsa.own});
        });
    };
    for (const auto &[serial, area] : r.areas)
        add(area.db, area.id, false);
    for (const auto &[serial, interface] : r.interfaces)
        add(interface.linkDb, r.areas.at(interface.area).id, false);
    add(r.asDb, {}, true);
    std::stable_sort(all.begin(), all.end(), [](const LsaInfo &a, const LsaInfo &b) {
        if (a.asWide != b.asWide)
            return b.asWide;
        return a.area != b.area ? a.area < b.area : a.header.key < b.header.key;
    });
    return all;
}

std::vector<Route> Ospf::routes() const
{
    const Instance &r = *m_instance;
    std::vector<Route> all;
    all.reserve(r.table.routes.size());
    for (const TableRoute &route : r.table.routes)
        all.push_back(r.table.routeOf(route, r.config.distances, r.config.maxPaths));
    return all;
}

std::vector<RouterRoute> Ospf::borderRouters() const
{
    const Instance &r = *m_instance;
    std::vector<RouterRoute> all;
    for (const TableRouter &way : r.table.routers)
        all.push_back({RouterId(way.router), AreaId(way.area), way.intraArea, (way.flags & wire::RouterLsa::kBorder) != 0,
                       (way.flags & wire::RouterLsa::kExternal) != 0, way.cost, r.table.sets.at(way.hops)});
    return all;
}

std::vector<TreeVertex> Ospf::tree(AreaId areaId) const
{
    Instance &r = *m_instance;
    const Area *area = r.findArea(areaId);
    if (!area)
        return {};
    const AreaGraph graph(area->db);
    NextHopSets sets;
    const SpfTree tree = shortestPaths(graph, area->db, r.config.routerId.value(), rootHopsIn(r, *area), sets);
    std::vector<std::uint32_t> place(graph.vertices().size(), AreaGraph::kNone);
    std::vector<TreeVertex> all;
    for (const std::uint32_t v : tree.order) {
        place[v] = static_cast<std::uint32_t>(all.size());
        TreeVertex t;
        t.network = graph.vertices()[v].network;
        t.id = base::Ipv4Address(graph.vertices()[v].id);
        if (t.network)
            t.prefixLength = wire::NetworkLsa::load(area->db.at(graph.vertices()[v].slot).view().body()).length;
        t.cost = tree.distance[v];
        t.nextHops = sets.at(tree.hops[v]);
        all.push_back(std::move(t));
    }
    for (const std::uint32_t v : tree.order)
        for (const AreaGraph::Edge &edge : graph.edges(v))
            if (tree.has(edge.to) && place[edge.to] > place[v] && tree.distance[v] + edge.metric == tree.distance[edge.to]
                && graph.back(edge.to, v)) {
                std::vector<std::uint32_t> &parents = all[place[edge.to]].parents;
                if (std::find(parents.begin(), parents.end(), place[v]) == parents.end())
                    parents.push_back(place[v]);
            }
    return all;
}

} // namespace hopyard::routing::ospf
