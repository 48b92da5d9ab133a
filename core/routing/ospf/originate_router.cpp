// Router and network advertisements (RFC 2328 sections 12.4.1 and 12.4.2; max-metric RFC 6987).
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/routing/ospf/adjacency.h"
#include "core/routing/ospf/originate.h"
#include "core/routing/ospf/route_calculation.h"

#include <algorithm>

namespace hopyard::routing::ospf {

namespace {

using wire::RouterLink;
using Type = RouterLink::Type;

constexpr std::uint16_t kMaxLinkMetric = 0xffff;


class Links {
public:
    explicit Links(const Instance &r) : m_stubRouter(isStubRouter(r)) {}

    void add(const Interface &interface)
    {
        if (!interface.isUp())
            return;
        switch (interface.config.type) {
        case NetworkType::loopback: return stub(interface.id.address, 32, 0);
        case NetworkType::virtualLink: return toFull(interface, Type::virtualLink);
        case NetworkType::pointToPoint:
            toFull(interface, Type::pointToPoint);
            return stub(interface.id.address, interface.config.length, interface.cost);
        case NetworkType::pointToMultipoint:
            toFull(interface, Type::pointToPoint);
            return stub(interface.id.address, 32, 0);
        case NetworkType::broadcast:
        case NetworkType::nbma:
            if (isTransit(interface))
                link(Type::transit, interface.dr, interface.address(), interface.cost);
            else
                stub(interface.id.address, interface.config.length, interface.cost);
        }
    }
    std::vector<RouterLink> take() { return std::move(m_links); }

private:
    void link(Type type, base::Ipv4Address id, base::Ipv4Address data, std::uint16_t cost)
    {
        m_links.push_back({type, id, data, m_stubRouter ? kMaxLinkMetric : cost});
    }
    void stub(base::Ipv4Address address, unsigned length, std::uint16_t cost)
    {
        const std::uint32_t mask = base::netmask4(length);
        m_links.push_back({Type::stub, base::Ipv4Address(address.value() & mask), base::Ipv4Address(mask), cost});
    }
    void toFull(const Interface &interface, Type type)
    {
        for (const auto &[serial, n] : interface.neighbours)
            if (countsAsFull(n))
                link(type, n.id, interface.address(), interface.cost);
    }
    static bool isTransit(const Interface &interface)
    {
        if (interface.state == InterfaceState::waiting || interface.dr.isUnspecified())
            return false;
        const bool weAreDr = interface.state == InterfaceState::dr;
        return std::any_of(interface.neighbours.begin(), interface.neighbours.end(), [&](const auto &entry) {
            return countsAsFull(entry.second) && (weAreDr || entry.second.address == interface.dr);
        });
    }

    bool m_stubRouter;
    std::vector<RouterLink> m_links;
};

bool hasFullVirtualLink(const Instance &r, const Area &through)
{
    for (const auto &[serial, interface] : r.interfaces)
        if (interface.isVirtual() && interface.id.transit == through.id)
            for (const auto &[key, n] : interface.neighbours)
                if (countsAsFull(n))
                    return true;
    return false;
}

/// RFC 3101 section 3.1: such a router may translate, so it is one of the AS's boundary.
bool isNssaBorder(const Instance &r)
{
    return r.areaBorder && std::any_of(r.areas.begin(), r.areas.end(),
                                       [](const auto &entry) { return entry.second.config.type == AreaType::nssa; });
}

std::uint8_t routerFlags(const Instance &r, const Area &area)
{
    using wire::RouterLsa;
    std::uint8_t flags = 0;
    if (r.areaBorder)
        flags |= RouterLsa::kBorder;
    const bool nssaBorder = area.config.type == AreaType::nssa && r.areaBorder;
    if ((r.isAsBoundary() || isNssaBorder(r)) && area.config.type != AreaType::stub)
        flags |= RouterLsa::kExternal;
    if (hasFullVirtualLink(r, area))
        flags |= RouterLsa::kVirtual;
    if (nssaBorder && area.config.translator == TranslatorRole::always)
        flags |= RouterLsa::kNssaTranslator;
    return flags;
}

void originateRouter(Context &c, Area &area)
{
    const DbRef ref = DbRef::area(area.serial);
    const wire::LsaKey key{wire::LsaType::router, c.r.config.routerId, c.r.config.routerId};
    bool any = false;
    // In the order of their names, so that what was configured first does not matter.
    std::vector<const Interface *> ours;
    for (const auto &[serial, interface] : c.r.interfaces)
        if (interface.area == area.serial) {
            ours.push_back(&interface);
            any = any || interface.isUp();
        }
    if (!any)
        return unwant(c, ref, key);
    std::sort(ours.begin(), ours.end(), [](const Interface *a, const Interface *b) { return a->id < b->id; });
    Links links(c.r);
    for (const Interface *interface : ours)
        links.add(*interface);
    wire::RouterLsa lsa{routerFlags(c.r, area), links.take()};
    want(c, ref, key, area.config.type == AreaType::normal ? wire::OspfOptions::e : 0, lsa.body());
}

bool isActive(const Instance &r, const Area &area)
{
    return std::any_of(r.interfaces.begin(), r.interfaces.end(), [&](const auto &entry) {
        return entry.second.area == area.serial && (entry.second.isUp() || entry.second.isVirtual());
    });
}

} // namespace

bool isStubRouter(const Instance &r) { return r.config.maxMetric.administrative || r.startingUp; }

void originateNetwork(Context &c, Interface &interface)
{
    if (!interface.electsDr())
        return;
    const DbRef ref = DbRef::area(interface.area);
    const wire::LsaKey key{wire::LsaType::network, interface.address(), c.r.config.routerId};
    wire::NetworkLsa lsa;
    lsa.length = interface.config.length;
    for (const auto &[serial, n] : interface.neighbours)
        if (countsAsFull(n))
            lsa.routers.push_back(n.id);
    if (interface.state != InterfaceState::dr || lsa.routers.empty())
        return unwant(c, ref, key);
    lsa.routers.push_back(c.r.config.routerId);
    std::sort(lsa.routers.begin(), lsa.routers.end());
    const Area &area = *c.r.areaOf(interface.area);
    want(c, ref, key, area.config.type == AreaType::normal ? wire::OspfOptions::e : 0, lsa.body());
}

void interfaceChanged(Context &c, Interface &interface)
{
    if (Area *area = c.r.areaOf(interface.area))
        area->routerLsaDirty = true;
    interface.networkDirty = true;
}

void adjacencyChanged(Context &c, Interface &interface)
{
    interfaceChanged(c, interface);
    if (interface.isVirtual())
        if (Area *transit = c.r.findArea(interface.id.transit))
            transit->routerLsaDirty = true;
}

void updateBorder(Context &c)
{
    std::size_t active = 0;
    bool backbone = false;
    for (const auto &[serial, area] : c.r.areas) {
        if (!isActive(c.r, area))
            continue;
        ++active;
        backbone = backbone || area.isBackbone();
    }
    const bool border = active > 1 && (backbone || c.r.config.abrType == AbrType::standard);
    if (border == c.r.areaBorder)
        return;
    c.r.areaBorder = border;
    for (auto &[serial, area] : c.r.areas)
        area.routerLsaDirty = true;
    planCalculation(c, wire::LsaType::router);
}

void originateRouters(Context &c)
{
    updateBorder(c);
    for (auto &[serial, interface] : c.r.interfaces)
        if (interface.networkDirty) {
            interface.networkDirty = false;
            originateNetwork(c, interface);
        }
    for (auto &[serial, area] : c.r.areas)
        if (area.routerLsaDirty) {
            area.routerLsaDirty = false;
            originateRouter(c, area);
        }
}

} // namespace hopyard::routing::ospf
