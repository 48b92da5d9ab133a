// See reconfigure.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/routing/ospf/reconfigure.h"

#include "core/routing/ospf/adjacency.h"
#include "core/routing/ospf/ageing.h"
#include "core/routing/ospf/flooding.h"
#include "core/routing/ospf/hello.h"
#include "core/routing/ospf/originate.h"
#include "core/routing/ospf/packets.h"
#include "core/routing/ospf/route_calculation.h"

#include <algorithm>

namespace hopyard::routing::ospf {

namespace {

constexpr std::uint64_t kUnknownBandwidth = 10'000'000; // bit/s, as FRR assumes

std::uint16_t costOf(const Instance &r, const InterfaceConfig &config, const PortState &port)
{
    if (config.cost)
        return *config.cost;
    const std::uint64_t bandwidth = port.bandwidth.isUnlimited() ? kUnknownBandwidth : port.bandwidth.bps();
    const std::uint64_t cost = (std::uint64_t(r.config.referenceBandwidth) * 1'000'000 + bandwidth / 2) / bandwidth;
    return static_cast<std::uint16_t>(std::clamp<std::uint64_t>(cost, 1, 0xffff));
}

AreaConfig areaConfig(const Config &config, AreaId id)
{
    const auto it = config.areas.find(id);
    AreaConfig area = it == config.areas.end() ? AreaConfig() : it->second;
    if (id == kBackbone)
        area.type = AreaType::normal; // the backbone cannot be closed
    return area;
}

Area &needArea(Context &c, AreaId id)
{
    if (Area *area = c.r.findArea(id))
        return *area;
    const Serial serial = c.r.nextSerial++;
    Area &area = c.r.areas[serial];
    area.serial = serial;
    area.id = id;
    area.config = areaConfig(c.r.config, id);
    return area;
}

/// All interfaces that a configuration asks for, virtual links among them.
std::map<InterfaceId, InterfaceConfig> interfacesOf(const Config &config)
{
    std::map<InterfaceId, InterfaceConfig> all = config.interfaces;
    for (const auto &[id, area] : config.areas)
        for (const VirtualLinkConfig &link : area.virtualLinks) {
            InterfaceConfig virtualLink;
            virtualLink.name = "VLINK-" + base::toString(link.peer);
            virtualLink.length = 32;
            virtualLink.type = NetworkType::virtualLink;
            virtualLink.timers = link.timers;
            virtualLink.authentication = link.authentication;
            all[InterfaceId{{}, link.peer, id}] = virtualLink;
        }
    return all;
}

void takeDown(Context &c, Interface &interface)
{
    // An empty hello tells the others at once.
    if (interface.isUp() && interface.config.type != NetworkType::loopback && !interface.config.passive && interface.port.up) {
        for (auto &[serial, n] : interface.neighbours)
            if (n.state >= NeighbourState::init)
                neighbourEvent(c, interface, n, NeighbourEvent::killNbr);
        sendHellos(c, interface);
    }
    interfaceEvent(c, interface, InterfaceEvent::interfaceDown);
}

void bringUp(Context &c, Interface &interface)
{
    if (interface.isVirtual()) {
        if (Area *transit = c.r.findArea(interface.id.transit)) // goes up with the next calculation
            transit->routerLsaDirty = true;
        return planCalculation(c, wire::LsaType::router);
    }
    if (interface.port.up && c.r.running)
        interfaceEvent(c, interface, InterfaceEvent::interfaceUp);
}

void addInterface(Context &c, const InterfaceId &id, const InterfaceConfig &config)
{
    const Serial serial = c.r.nextSerial++;
    Interface &interface = c.r.interfaces[serial];
    interface.serial = serial;
    interface.id = id;
    interface.config = config;
    interface.area = needArea(c, config.area).serial;
    if (const auto port = c.r.ports.find(id.port); port != c.r.ports.end())
        interface.port = port->second;
    interface.cost = costOf(c.r, config, interface.port);
    bringUp(c, interface);
}

void dropInterface(Context &c, Serial serial)
{
    Interface &interface = *c.r.interfaceOf(serial);
    takeDown(c, interface);
    originateNetwork(c, interface);
    if (Area *area = c.r.areaOf(interface.area))
        area->routerLsaDirty = true;
    settleNeighbours(c);
    sendFlooded(c); // what was said last goes out of it, too
    c.r.interfaces.erase(serial);
}

/// Changes that an interface can take while its adjacencies live.
bool canStay(const InterfaceConfig &a, const InterfaceConfig &b)
{
    InterfaceConfig x = a, y = b;
    x.name = y.name;
    x.cost = y.cost;
    x.priority = y.priority;
    x.mtuIgnore = y.mtuIgnore;
    x.authentication = y.authentication;
    x.timers = y.timers;
    return x == y;
}

void changeInterface(Context &c, Interface &interface, const InterfaceConfig &config)
{
    if (!canStay(interface.config, config)) {
        const InterfaceId id = interface.id;
        dropInterface(c, interface.serial);
        return addInterface(c, id, config);
    }
    const bool priority = interface.config.priority != config.priority;
    const bool timers = !(interface.config.timers == config.timers);
    interface.config = config;
    if (!interface.isVirtual())
        interface.cost = costOf(c.r, config, interface.port);
    interfaceChanged(c, interface);
    if (priority)
        interface.neighbourChanged = true;
    if (timers && interface.isUp() && c.r.timers.isSet(interface.helloTimer))
        sendHellos(c, interface);
}

/// An area that became of another kind begins anew (section 9.5: its hellos say so).
void restartArea(Context &c, Area &area)
{
    for (auto &[serial, interface] : c.r.interfaces)
        if (interface.area == area.serial && interface.isUp())
            interfaceEvent(c, interface, InterfaceEvent::interfaceDown);
    settleNeighbours(c);
    const DbRef ref = DbRef::area(area.serial);
    std::erase_if(c.r.wanted, [&](const auto &entry) { return entry.first.first == ref; });
    std::erase_if(c.r.throttled, [&](const auto &entry) { return entry.first.first == ref; });
    area.db = Lsdb();
    for (auto &[serial, interface] : c.r.interfaces)
        if (interface.area == area.serial)
            bringUp(c, interface);
}

void dropUnusedAreas(Context &c)
{
    std::vector<Serial> unused;
    for (const auto &[serial, area] : c.r.areas)
        if (std::none_of(c.r.interfaces.begin(), c.r.interfaces.end(), [s = serial](const auto &e) { return e.second.area == s; }))
            unused.push_back(serial);
    for (const Serial serial : unused) {
        const DbRef ref = DbRef::area(serial);
        std::erase_if(c.r.wanted, [&](const auto &entry) { return entry.first.first == ref; });
        std::erase_if(c.r.throttled, [&](const auto &entry) { return entry.first.first == ref; });
        c.r.areas.erase(serial);
    }
}

void withdrawRoutes(Context &c)
{
    for (const TableRoute &route : c.r.table.routes)
        c.out.routes.push_back({true, c.r.table.routeOf(route, c.r.config.distances, c.r.config.maxPaths)});
    c.r.table = RoutingTable();
}

/// Distances and the number of paths stand in no advertisement: all routes are told again.
void tellRoutesAgain(Context &c)
{
    for (const TableRoute &route : c.r.table.routes)
        c.out.routes.push_back({false, c.r.table.routeOf(route, c.r.config.distances, c.r.config.maxPaths)});
}

void makeInterfaces(Context &c)
{
    for (const auto &[id, config] : interfacesOf(c.r.config))
        if (!c.r.findInterface(id))
            addInterface(c, id, config);
}

} // namespace

void startProcess(Context &c)
{
    if (c.r.running)
        return;
    c.r.running = true;
    if (c.r.config.maxMetric.onStartup > 0) {
        c.r.startingUp = true;
        startTimer(c, c.r.startupTimer, base::Duration::seconds(c.r.config.maxMetric.onStartup), {Timer::Kind::startupEnds, 0, 0});
    }
    makeInterfaces(c);
    c.r.externalsDirty = true;
}

void stopProcess(Context &c)
{
    if (!c.r.running)
        return;
    std::vector<OwnKey> own;
    for (const auto &[key, wanted] : c.r.wanted)
        own.push_back(key);
    for (const OwnKey &key : own)
        unwant(c, key.first, key.second);
    sendFlooded(c);
    for (auto &[serial, interface] : c.r.interfaces)
        takeDown(c, interface);
    withdrawRoutes(c);
    Instance fresh(c.r.config, 0);
    fresh.random = c.r.random;
    fresh.ports = std::move(c.r.ports);
    fresh.externals = std::move(c.r.externals);
    fresh.defaultPresent = c.r.defaultPresent;
    fresh.nextSerial = c.r.nextSerial;
    fresh.cryptoSequence = c.r.cryptoSequence;
    c.r = std::move(fresh);
}

void reconfigure(Context &c, const Config &config)
{
    if (config == c.r.config)
        return;
    const bool running = c.r.running;
    if (config.routerId != c.r.config.routerId || config.opaque != c.r.config.opaque) {
        stopProcess(c);
        c.r.config = config;
        if (running)
            startProcess(c);
        return;
    }
    const Config before = std::move(c.r.config);
    c.r.config = config;
    if (!running)
        return;
    for (auto &[serial, area] : c.r.areas) {
        const AreaType type = area.config.type;
        area.config = areaConfig(config, area.id);
        if (type != area.config.type)
            restartArea(c, area);
        area.routerLsaDirty = true;
    }
    const std::map<InterfaceId, InterfaceConfig> wanted = interfacesOf(config);
    std::vector<Serial> all;
    for (const auto &[serial, interface] : c.r.interfaces)
        all.push_back(serial);
    for (const Serial serial : all) {
        Interface &interface = *c.r.interfaceOf(serial);
        const auto it = wanted.find(interface.id);
        if (it == wanted.end())
            dropInterface(c, serial);
        else if (!(interface.config == it->second) || before.referenceBandwidth != config.referenceBandwidth)
            changeInterface(c, interface, it->second);
    }
    makeInterfaces(c);
    dropUnusedAreas(c);
    c.r.externalsDirty = true;
    if (!(before.distances == config.distances) || before.maxPaths != config.maxPaths)
        tellRoutesAgain(c);
    planCalculation(c, wire::LsaType::router);
}

void changePort(Context &c, base::PortIndex port, const PortState &state)
{
    c.r.ports[port] = state;
    for (auto &[serial, interface] : c.r.interfaces) {
        if (interface.isVirtual() || interface.id.port != port)
            continue;
        const bool wasUp = interface.port.up;
        interface.port = state;
        if (const std::uint16_t cost = costOf(c.r, interface.config, state); cost != interface.cost) {
            interface.cost = cost;
            interfaceChanged(c, interface);
        }
        if (!c.r.running || wasUp == state.up)
            continue;
        interfaceEvent(c, interface, state.up ? InterfaceEvent::interfaceUp : InterfaceEvent::interfaceDown);
    }
}

void changeExternal(Context &c, const base::IpPrefix &prefix, const ExternalRoute *route)
{
    const bool was = c.r.isAsBoundary();
    if (route)
        c.r.externals[prefix] = *route;
    else
        c.r.externals.erase(prefix);
    if (!c.r.running)
        return;
    c.r.externalsDirty = true;
    if (was != c.r.isAsBoundary())
        for (auto &[serial, area] : c.r.areas)
            area.routerLsaDirty = true;
}

} // namespace hopyard::routing::ospf
