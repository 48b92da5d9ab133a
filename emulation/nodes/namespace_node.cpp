// The node's network: making it, changing it, ending it. Its programs are in namespace_programs.cpp.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/nodes/namespace_node.h"

#include "emulation/linux/link_speed.h"

#include "emulation/linux/namespaces.h"
#include "emulation/nodes/init_process.h"
#include "emulation/nodes/network_defaults.h"

#include <algorithm>

namespace hopyard::nodes {

namespace {
// Packets that wait in a TAP for the engine. The driver's own 500 are gone in one burst of TCP while the engine does
// something else: 4,000 retransmissions in three seconds between two nodes, and none with 2,000.
constexpr std::uint32_t kQueueLength = 4000;
constexpr int kLoopback = 1; // always the first interface of a namespace

/// fe80:: with the interface identifier made from the MAC (RFC 4291 appendix A).
base::InterfaceAddress linkLocal(const base::MacAddress &mac)
{
    const auto &m = mac.bytes();
    return {base::Ipv6Address({0xfe, 0x80, 0, 0, 0, 0, 0, 0, static_cast<std::uint8_t>(m[0] ^ 2), m[1], m[2], 0xff,
                               0xfe, m[3], m[4], m[5]}),
            64};
}

/// The addresses an interface really gets: where the lab gives it one of IPv6, a link-local one too. We add it
/// ourselves because the kernel would do so on every interface, and fill a lab that has no IPv6 with its chatter.
std::vector<base::InterfaceAddress> effectiveAddresses(const InterfaceSpec &spec)
{
    std::vector<base::InterfaceAddress> list = spec.addresses;
    const auto isV6 = [](const base::InterfaceAddress &a) { return a.address.isV6(); };
    if (std::any_of(list.begin(), list.end(), isV6)
        && std::find(list.begin(), list.end(), linkLocal(spec.mac)) == list.end())
        list.insert(list.begin(), linkLocal(spec.mac));
    return list;
}

/// The default route of the spec's gateway and its further ones.
std::vector<linux::Route> routesOf(const NamespaceSpec &spec)
{
    std::vector<linux::Route> routes;
    if (spec.gateway) {
        const base::IpAddress any =
            spec.gateway->isV6() ? base::IpAddress(base::Ipv6Address()) : base::IpAddress(base::Ipv4Address());
        routes.push_back({base::IpPrefix(any, 0), *spec.gateway, 0, 0});
    }
    for (const StaticRoute &route : spec.routes)
        routes.push_back({route.prefix, route.via, 0, 0});
    return routes;
}

/// Says whose interface the kernel's refusal is about.
linux::SysError about(linux::SysError error, const std::string &node, const std::string &interface = {})
{
    error.operation += " in node " + node + (interface.empty() ? "" : " on " + interface);
    return error;
}
} // namespace

NamespaceNode::NamespaceNode(NamespaceSpec spec, linux::Fd network)
    : m_spec(std::move(spec)), m_network(std::move(network))
{}
NamespaceNode::NamespaceNode(NamespaceNode &&) noexcept = default;

NamespaceNode &NamespaceNode::operator=(NamespaceNode &&other) noexcept
{
    if (this != &other) {
        stop();
        m_spec = std::move(other.m_spec);
        m_network = std::move(other.m_network);
        m_interfaces = std::move(other.m_interfaces);
        m_init = std::move(other.m_init);
        m_lastExec = other.m_lastExec;
    }
    return *this;
}

NamespaceNode::~NamespaceNode() { stop(); }

linux::Result<NamespaceNode> NamespaceNode::create(const NamespaceSpec &spec)
{
    auto network = linux::makeNetworkNamespace();
    if (!network)
        return base::fail(about(network.error(), spec.name));
    NamespaceSpec empty;
    empty.name = spec.name;
    NamespaceNode node(std::move(empty), std::move(*network));
    {
        const auto inside = linux::NetworkScope::enter(node.m_network);
        if (!inside)
            return base::fail(about(inside.error(), spec.name));
        setNetworkDefaults(spec.forwarding);
        auto netlink = linux::Netlink::open();
        if (!netlink)
            return base::fail(about(netlink.error(), spec.name));
        if (auto done = netlink->changeLink(kLoopback, {.up = true}); !done)
            return base::fail(about(done.error(), spec.name, "lo"));
    }
    if (auto applied = node.apply(spec); !applied)
        return base::fail(applied.error());
    return node;
}

NamespaceNode::Interface *NamespaceNode::findInterface(std::string_view name)
{
    for (Interface &interface : m_interfaces)
        if (interface.name == name)
            return &interface;
    return nullptr;
}

tap::Tap *NamespaceNode::tap(std::string_view interface)
{
    Interface *found = findInterface(interface);
    return found ? found->tap.get() : nullptr;
}

void NamespaceNode::dropTap(std::string_view interface)
{
    if (Interface *found = findInterface(interface))
        found->tap.reset();
}

linux::Result<void> NamespaceNode::addInterface(linux::Netlink &netlink, const InterfaceSpec &spec)
{
    auto tap = tap::Tap::create(spec.name, spec.mtu);
    if (!tap)
        return base::fail(tap.error());
    auto link = netlink.findLink(spec.name);
    if (!link)
        return base::fail(link.error());
    // By itself and first: the kernel has nothing of IPv6 to set where it was started without, or below an MTU of
    // 1,280; and within one request it would set the interface up, and make the link-local address, before it comes to
    // this.
    auto quiet = netlink.changeLink(link->index, {.ipv6LinkLocal = false});
    if (!quiet && quiet.error().code != EAFNOSUPPORT)
        return quiet;
    if (spec.speed > 0)
        (void)linux::setLinkSpeed(spec.name, spec.speed); // a figure for routing daemons: they do without
    linux::LinkChange change{.up = true, .mac = spec.mac, .queueLength = kQueueLength};
    if (spec.mtu != link->mtu)
        change.mtu = spec.mtu;
    if (auto done = netlink.changeLink(link->index, change); !done)
        return done;
    for (const base::InterfaceAddress &address : effectiveAddresses(spec))
        if (auto done = netlink.addAddress(link->index, address); !done)
            return done;
    // Last, so that what failed above is gone with it. Closing the descriptor of a device that is not persistent waits
    // for the kernel, 10 to 40 ms each and one after the other, also when the engine is killed: seconds for 200 nodes.
    // A persistent one goes with its namespace, which goes with our descriptors, and the kernel clears many namespaces
    // away in one go.
    if (auto done = tap->setPersistent(true); !done)
        return done;
    m_interfaces.push_back({spec.name, std::make_unique<tap::Tap>(std::move(*tap)), link->index});
    return {};
}

linux::Result<void> NamespaceNode::changeInterface(linux::Netlink &netlink, const InterfaceSpec &from,
                                                   const InterfaceSpec &to)
{
    Interface *interface = findInterface(to.name);
    linux::LinkChange change;
    if (from.mtu != to.mtu)
        change.mtu = to.mtu;
    if (from.mac != to.mac)
        change.mac = to.mac;
    if (change.mtu || change.mac)
        if (auto done = netlink.changeLink(interface->index, change); !done)
            return done;
    interface->tap->setMtu(to.mtu);
    const auto before = effectiveAddresses(from), after = effectiveAddresses(to);
    const auto lacks = [](const auto &list, const auto &address) {
        return std::find(list.begin(), list.end(), address) == list.end();
    };
    for (const base::InterfaceAddress &address : before) {
        if (!lacks(after, address))
            continue;
        // Somebody inside may have removed it already; and removing the first of a network removes the others of it.
        auto done = netlink.removeAddress(interface->index, address);
        if (!done && done.error().code != EADDRNOTAVAIL)
            return done;
    }
    for (const base::InterfaceAddress &address : after) {
        auto done = netlink.addAddress(interface->index, address);
        if (!done && done.error().code != EEXIST)
            return done;
    }
    return {};
}

linux::Result<void> NamespaceNode::setVirtualAddresses(linux::Netlink &netlink, const NamespaceSpec &target)
{
    const auto &before = m_spec.virtualAddresses, &after = target.virtualAddresses;
    for (const base::InterfaceAddress &address : before) {
        if (std::find(after.begin(), after.end(), address) != after.end())
            continue;
        auto done = netlink.removeAddress(kLoopback, address);
        if (!done && done.error().code != EADDRNOTAVAIL)
            return done;
    }
    for (const base::InterfaceAddress &address : after) {
        auto done = netlink.addAddress(kLoopback, address);
        if (!done && done.error().code != EEXIST)
            return done;
    }
    if (!after.empty())
        keepAddressesApart();
    m_spec.virtualAddresses = after;
    return {};
}

linux::Result<void> NamespaceNode::setRoutes(linux::Netlink &netlink, const NamespaceSpec &target)
{
    const std::vector<linux::Route> before = routesOf(m_spec), after = routesOf(target);
    for (const linux::Route &route : before) {
        if (std::find(after.begin(), after.end(), route) != after.end())
            continue;
        auto done = netlink.removeRoute(route);
        if (!done && done.error().code != ESRCH) // it went with its interface, or somebody removed it
            return done;
    }
    m_spec.gateway.reset();
    m_spec.routes.clear();
    for (const linux::Route &route : after) {
        // Also where it is the same: it goes away with the interface or the address it was reached by.
        auto done = netlink.addRoute(route);
        if (!done && done.error().code != EEXIST)
            return done;
    }
    m_spec.gateway = target.gateway;
    m_spec.routes = target.routes;
    return {};
}

linux::Result<NamespaceNode::Change> NamespaceNode::apply(NamespaceSpec target)
{
    if (target.name != m_spec.name)
        return linux::sysFail("rename node " + m_spec.name, "Stop it and start it under the new name.", EINVAL);
    const auto inside = linux::NetworkScope::enter(m_network);
    if (!inside)
        return base::fail(about(inside.error(), target.name));
    auto netlink = linux::Netlink::open();
    if (!netlink)
        return base::fail(about(netlink.error(), target.name));

    Change change;
    for (const Interface &interface : m_interfaces) {
        if (target.findInterface(interface.name))
            continue;
        auto done = netlink->removeLink(interface.index);
        if (!done && done.error().code != ENODEV) // it had vanished
            return base::fail(about(done.error(), target.name, interface.name));
        change.removed.push_back(interface.name);
    }
    std::erase_if(m_interfaces, [&](const Interface &interface) {
        return !target.findInterface(interface.name) || !interface.tap; // a vanished one is made anew below
    });
    std::erase_if(m_spec.interfaces, [&](const InterfaceSpec &interface) { return !findInterface(interface.name); });
    for (const InterfaceSpec &wanted : target.interfaces) {
        const auto present =
            std::find_if(m_spec.interfaces.begin(), m_spec.interfaces.end(),
                         [&](const InterfaceSpec &interface) { return interface.name == wanted.name; });
        if (present == m_spec.interfaces.end()) {
            if (auto done = addInterface(*netlink, wanted); !done)
                return base::fail(about(done.error(), target.name, wanted.name));
            change.added.push_back(wanted.name);
            m_spec.interfaces.push_back(wanted);
        } else if (*present != wanted) {
            if (auto done = changeInterface(*netlink, *present, wanted); !done)
                return base::fail(about(done.error(), target.name, wanted.name));
            *present = wanted;
        }
    }
    m_spec.interfaces = target.interfaces; // in the target's order
    if (auto done = setVirtualAddresses(*netlink, target); !done)
        return base::fail(about(done.error(), target.name, "lo"));
    if (auto done = setRoutes(*netlink, target); !done)
        return base::fail(about(done.error(), target.name));
    const bool filesDiffer = hostsFile(m_spec) != hostsFile(target) || resolvConf(m_spec) != resolvConf(target);
    m_spec = std::move(target);
    if (filesDiffer)
        if (auto done = writeFiles(); !done)
            return base::fail(about(done.error(), m_spec.name));
    return change;
}

void NamespaceNode::beginStop()
{
    if (m_init)
        m_init->kill();
}

bool NamespaceNode::stop(base::Duration limit)
{
    beginStop();
    const bool ended = !m_init || m_init->waitForEnd(limit);
    m_init.reset();
    m_interfaces.clear();
    m_network.reset();
    return ended;
}

} // namespace hopyard::nodes
