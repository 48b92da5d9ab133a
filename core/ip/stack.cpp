// The stack's interfaces, the routes that follow from them, and its accounts; see stack.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ip/stack.h"
#include "core/link/segmentation.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace hopyard::ip {

namespace {

constexpr std::size_t kMaxPorts = 65'536;
constexpr std::uint32_t kMinMtu = 68; // RFC 791: every module forwards that without cutting it further
constexpr std::uint32_t kMaxMtu = 65'535;

base::IpPrefix hostPrefix(const base::IpAddress &address)
{
    return base::IpPrefix(address, base::addressBits(address.family()));
}

Route systemRoute(const base::IpPrefix &prefix, RouteKind kind, RouteProtocol protocol, base::PortIndex port)
{
    Route route;
    route.prefix = prefix;
    route.kind = kind;
    route.protocol = protocol;
    route.paths.push_back(Path{base::IpAddress(), port, 1, {}});
    return route;
}

bool byPrefix(const Route &a, const Route &b) { return a.prefix < b.prefix; }

} // namespace

Stack::Stack(const StackOptions &options, base::Random random)
    : m_options(options), m_random(random), m_hashSeed(m_random.next()),
      m_identification(static_cast<std::uint16_t>(m_random.next())), m_reassembler(options.reassembly),
      m_limiter(options.icmp)
{
    m_loopback.name = "lo";
    m_loopback.mtu = 65'535;
    m_loopback.carrier = true;
    m_loopback.isLoopback = true;
    refreshSystemRoutes(nullptr);
}

Interface *Stack::find(PortIndex port)
{
    if (port.index() < m_interfaces.size())
        return m_interfaces[port.index()].exists ? &m_interfaces[port.index()] : nullptr;
    return port == kLoopbackPort ? &m_loopback : nullptr;
}

const Interface *Stack::find(PortIndex port) const { return const_cast<Stack *>(this)->find(port); }

std::vector<base::PortIndex> Stack::ports() const
{
    std::vector<PortIndex> ports;
    for (std::uint32_t i = 0; i < m_interfaces.size(); ++i)
        if (m_interfaces[i].exists)
            ports.push_back(PortIndex(i));
    return ports;
}

base::PortIndex Stack::findInterface(std::string_view name) const
{
    if (name == m_loopback.name)
        return kLoopbackPort;
    for (std::uint32_t i = 0; i < m_interfaces.size(); ++i)
        if (m_interfaces[i].exists && m_interfaces[i].name == name)
            return PortIndex(i);
    return PortIndex();
}

bool Stack::isOwnAddress(const base::IpAddress &address) const
{
    const NextHopGroup *route = m_table.lookup(address);
    return route && route->kind == RouteKind::local;
}

base::PortIndex Stack::addInterface(const InterfaceSpec &spec, std::optional<PortIndex> at)
{
    const std::size_t index = at ? at->index() : m_interfaces.size();
    if (index >= kMaxPorts || (index < m_interfaces.size() && m_interfaces[index].exists))
        return PortIndex();
    while (m_interfaces.size() <= index) { // numbers that the owner skips are ports that do not exist
        m_interfaces.emplace_back();
        m_interfaces.back().exists = false;
    }
    Interface made;
    made.name = spec.name;
    made.mac = spec.mac;
    made.mtu = std::clamp(spec.mtu, kMinMtu, kMaxMtu);
    made.addresses = spec.addresses;
    made.adminUp = spec.adminUp;
    m_interfaces[index] = std::move(made);
    refreshSystemRoutes(nullptr);
    return PortIndex(static_cast<std::uint32_t>(index));
}

void Stack::removeInterface(Context &context, PortIndex port)
{
    Interface *interface = find(port);
    if (!interface || interface->isLoopback)
        return;
    const bool wasUp = interface->isUp();
    interface->adminUp = false; // first it goes down, with all that follows from that
    afterChange(context, port, wasUp);
    flushNeighbours(context, port, true);
    m_timers.cancel(interface->groupTimer);
    m_interfaces[port.index()] = Interface();
    m_interfaces[port.index()].exists = false;
    followParent(context, port);
}

void Stack::setAddresses(Context &context, PortIndex port, std::vector<base::InterfaceAddress> addresses)
{
    Interface *interface = find(port);
    if (!interface || interface->addresses == addresses)
        return;
    const bool grew = std::any_of(addresses.begin(), addresses.end(),
                                  [&](const base::InterfaceAddress &a) { return !interface->has(a.address); });
    interface->addresses = std::move(addresses);
    m_redirects.forget(port);
    afterChange(context, port, interface->isUp());
    // Neighbours off the interface's networks now would be asked for from an address that is gone.
    NeighbourTable &neighbours = interface->neighbours;
    for (const std::uint32_t slot : neighbours.sorted())
        if (neighbours.at(slot).state != NeighbourState::permanent && !interface->onLink(neighbours.at(slot).address))
            forgetNeighbour(context, *interface, port, slot);
    if (grew && interface->isUp() && !interface->isLoopback)
        announce(context, port, true);
}

void Stack::setAdminUp(Context &context, PortIndex port, bool up)
{
    Interface *interface = find(port);
    if (!interface || interface->adminUp == up)
        return;
    const bool wasUp = interface->isUp();
    interface->adminUp = up;
    afterChange(context, port, wasUp);
}

void Stack::setCarrier(Context &context, PortIndex port, bool up)
{
    Interface *interface = find(port);
    if (!interface || interface->isLoopback || interface->carrier == up)
        return;
    const bool wasUp = interface->isUp();
    interface->carrier = up;
    afterChange(context, port, wasUp);
}

void Stack::setMtu(PortIndex port, std::uint32_t mtu)
{
    Interface *interface = find(port);
    const std::uint32_t allowed = std::clamp(mtu, kMinMtu, kMaxMtu);
    if (!interface || interface->mtu == allowed)
        return;
    interface->mtu = allowed;
    for (Interface &other : m_interfaces) // subinterfaces have their port's
        if (other.exists && other.vlan != 0 && other.parent == port)
            other.mtu = allowed;
    ++m_generation; // routing protocols compare it with their neighbours'
}

// Everything that follows from an interface's new state.
void Stack::afterChange(Context &context, PortIndex port, bool wasUp)
{
    Interface &interface = port == kLoopbackPort ? m_loopback : m_interfaces[port.index()];
    const bool isUp = interface.isUp();
    if (isUp != wasUp) {
        ++m_generation;
        interface.since = context.now;
        context.trace.emit(context.now, base::trace::InterfaceChanged{context.self, port, isUp});
        if (!isUp) {
            m_redirects.forget(port);
            flushNeighbours(context, port, false);
            interface.groups.down();
            setGroupTimer(port);
        }
    }
    refreshSystemRoutes(&context);
    if (isUp && !wasUp && !interface.isLoopback) {
        announce(context, port, true);
        sendIgmp(context, port, interface.groups.up(context.now, m_random));
    }
    if (isUp != wasUp && interface.vlan == 0)
        followParent(context, port);
}

// Own addresses are local while their interface is not shut down, carrier or not: a node can always talk to itself.
// Where two interfaces claim one prefix, the lower port has it.
std::vector<Route> Stack::systemRoutes() const
{
    std::vector<Route> routes;
    routes.push_back(systemRoute(base::IpPrefix(base::Ipv4Address(127, 0, 0, 0), 8), RouteKind::local,
                                 RouteProtocol::local, kLoopbackPort));
    const auto eachActive = [this](auto &&f) {
        for (std::uint32_t i = 0; i <= m_interfaces.size(); ++i) {
            const bool last = i == m_interfaces.size();
            const Interface &interface = last ? m_loopback : m_interfaces[i];
            if (interface.exists && interface.adminUp)
                f(interface, last ? kLoopbackPort : PortIndex(i));
        }
    };
    eachActive([&](const Interface &interface, PortIndex port) {
        for (const base::InterfaceAddress &own : interface.addresses)
            routes.push_back(systemRoute(hostPrefix(own.address), RouteKind::local, RouteProtocol::local, port));
    });
    eachActive([&](const Interface &interface, PortIndex port) {
        for (const base::InterfaceAddress &own : interface.addresses)
            if (const auto broadcast = own.broadcast(); broadcast && interface.isUp())
                routes.push_back(systemRoute(hostPrefix(*broadcast), RouteKind::broadcast, RouteProtocol::local, port));
    });
    for (Route &route : connectedRoutes())
        routes.push_back(std::move(route));
    std::stable_sort(routes.begin(), routes.end(), byPrefix);
    routes.erase(std::unique(routes.begin(), routes.end(),
                             [](const Route &a, const Route &b) { return a.prefix == b.prefix; }),
                 routes.end());
    return routes;
}

std::vector<Route> Stack::connectedRoutes() const
{
    std::vector<Route> routes;
    for (std::uint32_t i = 0; i <= m_interfaces.size(); ++i) {
        const bool last = i == m_interfaces.size();
        const Interface &interface = last ? m_loopback : m_interfaces[i];
        if (!interface.isUp())
            continue;
        for (const base::InterfaceAddress &own : interface.addresses)
            routes.push_back(systemRoute(own.network(), RouteKind::unicast, RouteProtocol::connected,
                                         last ? kLoopbackPort : PortIndex(i)));
    }
    std::stable_sort(routes.begin(), routes.end(), byPrefix);
    return routes;
}

// Makes the table's local, broadcast and connected routes what the interfaces say; `context` is null while the stack is
// being built, when nobody can be told.
void Stack::refreshSystemRoutes(Context *context)
{
    const std::vector<Route> wanted = systemRoutes();
    std::vector<base::IpPrefix> prefixes;
    for (const Route &route : wanted)
        prefixes.push_back(route.prefix);
    bool changed = false;
    for (const base::IpPrefix &old : m_systemPrefixes) {
        if (std::binary_search(prefixes.begin(), prefixes.end(), old))
            continue;
        changed = true;
        if (context)
            traceRoute(*context, *m_table.find(old), false);
        m_table.remove(old);
    }
    for (const Route &route : wanted) {
        const std::optional<Route> stands = m_table.find(route.prefix);
        if (stands && stands->sameAs(route))
            continue;
        changed = true;
        Route made = route;
        made.since = context ? context->now : base::TimePoint();
        if (context)
            traceRoute(*context, made, true);
        m_table.set(made);
    }
    m_systemPrefixes = std::move(prefixes);
    if (changed)
        ++m_generation;
}

bool Stack::isSystemPrefix(const base::IpPrefix &prefix) const
{
    return std::binary_search(m_systemPrefixes.begin(), m_systemPrefixes.end(), prefix);
}

bool Stack::installRoute(Context &context, Route route)
{
    if (!route.prefix.isValid() || isSystemPrefix(route.prefix))
        return false;
    route.since = context.now;
    traceRoute(context, route, true);
    return m_table.set(route);
}

std::vector<bool> Stack::installRoutes(Context &context, std::span<const base::IpPrefix> prefixes, Route route)
{
    std::vector<bool> stands(prefixes.size(), true);
    std::vector<base::IpPrefix> taken; // where not all are
    route.since = context.now;
    const auto before = [](const base::IpPrefix &a, const base::IpPrefix &b) {
        const auto key = [](const base::IpPrefix &p) { return std::uint64_t(p.address().v4().value()) << 8 | p.length(); };
        return a.family() == base::Family::ipv4 && b.family() == base::Family::ipv4 ? key(a) < key(b) : a < b;
    };
    // Between two neighbours in the sorted list of our own prefixes there is none: most are there with the one before.
    const auto begin = m_systemPrefixes.begin(), end = m_systemPrefixes.end();
    auto above = begin;
    const auto isOurs = [&](const base::IpPrefix &prefix) {
        if (!((above == begin || before(*std::prev(above), prefix)) && (above == end || before(prefix, *above))))
            above = std::lower_bound(begin, end, prefix);
        return above != end && *above == prefix;
    };
    const bool traced = context.trace.wants<base::trace::RouteChanged>();
    bool all = true;
    for (std::size_t i = 0; i < prefixes.size(); ++i) {
        if (!prefixes[i].isValid() || isOurs(prefixes[i])) {
            if (std::exchange(all, false))
                taken.assign(prefixes.begin(), prefixes.begin() + static_cast<std::ptrdiff_t>(i));
            stands[i] = false;
            continue;
        }
        if (!all)
            taken.push_back(prefixes[i]);
        if (traced) {
            route.prefix = prefixes[i];
            traceRoute(context, route, true);
        }
    }
    if (!m_table.set(all ? prefixes : std::span<const base::IpPrefix>(taken), route))
        std::fill(stands.begin(), stands.end(), false);
    return stands;
}

bool Stack::withdrawRoute(Context &context, const base::IpPrefix &prefix)
{
    const std::optional<Route> route = m_table.find(prefix);
    if (!route || isSystemPrefix(prefix))
        return false;
    traceRoute(context, *route, false);
    return m_table.remove(prefix);
}

void Stack::traceRoute(Context &context, const Route &route, bool added)
{
    if (route.protocol != RouteProtocol::local)
        context.trace.emit(context.now,
                           base::trace::RouteChanged{context.self, route.prefix, added, toString(route.protocol)});
}

void Stack::countDrop(Context &context, base::DropReason reason, const packet::Packet &packet, std::uint64_t packets)
{
    m_counters.drops[static_cast<std::size_t>(reason)] += packets;
    if (context.trace.wants<base::trace::PacketDropped>())
        context.trace.emit(context.now, base::trace::PacketDropped{context.self, base::LinkId(), base::Direction::forward,
                                                                   reason, packet.id(), packet.bytes()});
}

void Stack::dropIn(Context &context, Interface &in, base::DropReason reason, const packet::Packet &packet)
{
    const std::uint64_t packets = link::wireCount(packet).packets;
    in.counters.inDrops += packets;
    countDrop(context, reason, packet, packets);
}

void Stack::dropOut(Context &context, Interface &out, base::DropReason reason, const packet::Packet &packet)
{
    const std::uint64_t packets = link::wireCount(packet).packets;
    out.counters.outDrops += packets;
    countDrop(context, reason, packet, packets);
}

base::TimePoint Stack::nextDeadline() const
{
    base::TimePoint next = std::min(m_timers.nextDeadline(), m_reassembler.nextDeadline());
    if (m_gate)
        next = std::min(next, m_gate->nextDeadline());
    return m_looped.empty() ? next : std::min(next, m_looped.front().due);
}

void Stack::configureGate(const PacketGateConfig &config)
{
    if (config.isEmpty()) {
        m_gate.reset();
        return;
    }
    m_gate.need().configure(config);
}

void Stack::expire(Context &context)
{
    if (m_gate)
        m_gate->expire(context.now);
    while (const auto due = m_timers.popDue(context.now)) {
        switch (due->payload.kind) {
        case Timer::Kind::neighbour: neighbourTimer(context, due->payload.port, due->payload.slot); break;
        case Timer::Kind::announce:
            if (const Interface *interface = find(due->payload.port); interface && interface->isUp())
                announce(context, due->payload.port, false);
            break;
        case Timer::Kind::groups: groupTimer(context, due->payload.port); break;
        }
    }
    expireFragments(context);
    deliverLooped(context);
}

void Stack::deliverLooped(Context &context)
{
    const auto end = std::find_if(m_looped.begin(), m_looped.end(), [&](const Looped &l) { return l.due > context.now; });
    std::vector<Looped> due(std::make_move_iterator(m_looped.begin()), std::make_move_iterator(end));
    m_looped.erase(m_looped.begin(), end); // an answer joins the queue again, for later
    for (Looped &looped : due) {
        const link::WireCount count = link::wireCount(looped.datagram, link::Layer::ip);
        m_loopback.counters.inPackets += count.packets;
        m_loopback.counters.inBytes += count.bytes;
        m_counters.received += count.packets;
        if (!looped.toGroup || find(looped.port))
            deliver(context, looped.port, std::move(looped.datagram), looped.toGroup);
    }
}

} // namespace hopyard::ip
