// What counts: the best candidate of each prefix that something changed for, and the forwarding table; see rib.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/routing/rib/rib.h"
#include "core/routing/rib/verdict.h"

#include <algorithm>
#include <utility>

namespace hopyard::routing {

namespace {

/// Next hops behind next hops settle in a few rounds. More than this is a chase that has no end by itself.
constexpr int kManyRounds = 16;
/// Lists of at most so many keep their memory between two settlings.
constexpr std::size_t kKeptCapacity = 1 << 16;
/// So many changes go to the forwarding table in the order of their addresses, which finds more in the cache.
constexpr std::size_t kWorthSorting = 64;

base::IpPrefix hostPrefix(const base::IpAddress &address)
{
    return {address, base::addressBits(address.family())};
}

} // namespace

bool Rib::settle(link::Context &context, ip::Stack &stack)
{
    ++m_settling;
    bool changedSetsAll = m_generation != stack.interfaceGeneration();
    if (changedSetsAll)
        followInterfaces(context, stack);
    int round = 0;
    for (;; ++round) {
        // Where gateways lead, then where sets of next hops do, then which candidates count; round after round, because
        // what counts changes where gateways lead.
        const bool moved = resolveGateways(round >= kManyRounds ? round : 0);
        std::vector<std::uint8_t> changedSets(m_sets.end(), 0);
        for (const std::uint32_t set : std::exchange(m_newSets, {}))
            if (m_sets.isHeld(set))
                resolveSet(stack, set);
        if (moved || changedSetsAll) {
            bool any = false;
            for (std::uint32_t set = 0; set < m_sets.end(); ++set) {
                if (!m_sets.isHeld(set) || m_sets[set].hops.empty() || (!changedSetsAll && !m_sets[set].hasGateways))
                    continue;
                changedSets[set] = resolveSet(stack, set);
                any = any || changedSets[set] != 0;
            }
            if (any)
                queueUsersOf(changedSets);
        }
        changedSetsAll = false;
        if (m_queue.empty() && !m_gatewaysDirty)
            break;
        std::vector<Place> queue;
        queue.swap(m_queue);
        for (const Place place : queue)
            look(place, context.now);
        queue.clear();
        if (m_queue.empty() && queue.capacity() <= kKeptCapacity)
            queue.swap(m_queue);
    }
    std::vector<Touched> touched;
    touched.swap(m_touched);
    if (touched.size() >= kWorthSorting)
        sortByAddress(touched);
    constexpr std::size_t kAhead = 8; // the memory is asked some entries before
    for (std::size_t i = 0; i < touched.size(); ++i) {
        if (i + kAhead < touched.size() && !(touched[i + kAhead].place & kIsV6))
            __builtin_prefetch(&m_v4.at(touched[i + kAhead].place), 1);
        finish(context, stack, touched[i]);
    }
    installFresh(context, stack);
    touched.clear();
    if (touched.capacity() <= kKeptCapacity)
        touched.swap(m_touched); // the memory is used again
    return round <= kManyRounds;
}

/// Connected networks as the interfaces have them now; what the stack claims for itself, and what it gave back, goes
/// to the forwarding table anew.
void Rib::followInterfaces(link::Context &, const ip::Stack &stack)
{
    m_generation = stack.interfaceGeneration();
    std::vector<Connected> connected;
    for (const ip::Route &route : stack.connectedRoutes()) {
        Connected one{route.prefix, 0, route.paths.front().port};
        if (!connected.empty() && connected.back().prefix == one.prefix)
            one.slot = static_cast<std::uint8_t>(std::min(connected.back().slot + 1, 255));
        connected.push_back(one);
    }
    for (const Connected &old : m_connected)
        if (!std::binary_search(connected.begin(), connected.end(), old))
            withdraw(old.prefix, Protocol::connected, old.slot);
    for (const Connected &one : connected)
        if (!std::binary_search(m_connected.begin(), m_connected.end(), one))
            offer(one.prefix, Protocol::connected, {ip::RouteKind::unicast, 0, 0, 0, {{{}, one.port, 1, false}}}, one.slot);
    m_connected = std::move(connected);

    for (const base::IpPrefix &prefix : std::exchange(m_refused, {}))
        force(prefix);
    std::vector<base::PortIndex> ports = stack.ports();
    ports.push_back(ip::kLoopbackPort);
    for (const base::PortIndex port : ports) {
        for (const base::InterfaceAddress &own : stack.interface(port)->addresses) {
            force(own.network());
            force(hostPrefix(own.address));
            if (const auto broadcast = own.broadcast())
                force(hostPrefix(*broadcast));
        }
    }
    for (Gateways &gateways : m_gateways)
        for (auto &[address, gateway] : gateways)
            m_gatewaysDirty = gateway.dirty = true;
}

/// Where there are candidates for this prefix, the forwarding table is told again.
void Rib::force(const base::IpPrefix &prefix)
{
    if (const Place place = find(prefix); place != kNone) {
        touch(place);
        recordAt(place).set(RibRecord::kForce);
    }
}

/// Finds which candidate of a prefix counts.
void Rib::look(Place place, base::TimePoint now)
{
    recordAt(place).set(RibRecord::kQueued, false);
    RibRecord *best = nullptr;
    const auto rank = [this](const RibRecord &record) {
        const Label &label = m_labels[record.label];
        return preference(label.distance, label.metric, label.protocol, label.slot);
    };
    for (RibRecord &record : records(place)) {
        const bool active = isActive(place, record.label);
        if (record.is(RibRecord::kFresh) || active != record.is(RibRecord::kActive))
            record.setSince(now);
        record.set(RibRecord::kFresh | RibRecord::kSelected, false);
        record.set(RibRecord::kActive, active);
        if (active && m_labels[record.label].distance != kNeverUsed && (!best || rank(record) < rank(*best)))
            best = &record;
    }
    if (best)
        best->set(RibRecord::kSelected);
    recordAt(place).set(RibRecord::kSelected, best != nullptr);
    dirtyGatewaysIn(place);
}

/// Radix sort by the first 32 bits of the addresses, then IPv4's lengths; IPv4 before IPv6. What is equal stays as it is.
void Rib::sortByAddress(std::vector<Touched> &touched) const
{
    constexpr unsigned kDigit = 10;
    struct Keyed {
        std::uint64_t key; // 39 bits: the family, the address, the length
        Touched of;
    };
    std::vector<Keyed> from, to(touched.size());
    from.reserve(touched.size());
    for (const Touched &one : touched)
        from.push_back({one.place & kIsV6 ? (std::uint64_t(1) << 32 | static_cast<std::uint64_t>(m_v6.at(one.place & ~kIsV6).key >> 96)) << 6
                                          : std::uint64_t(m_v4.at(one.place).key) << 6 | m_v4.at(one.place).record.length,
                        one});
    for (unsigned shift = 0; shift < 39; shift += kDigit) {
        std::array<std::uint32_t, (1u << kDigit) + 1> starts{};
        const auto digit = [&](const Keyed &one) { return one.key >> shift & ((1u << kDigit) - 1); };
        for (const Keyed &one : from)
            ++starts[digit(one) + 1];
        for (std::size_t i = 1; i < starts.size(); ++i)
            starts[i] += starts[i - 1];
        for (const Keyed &one : from)
            to[starts[digit(one)]++] = one;
        from.swap(to);
    }
    for (std::size_t i = 0; i < touched.size(); ++i)
        touched[i] = from[i].of;
}

/// Writes down what changed for a prefix, and tells the forwarding table.
void Rib::finish(link::Context &context, ip::Stack &stack, const Touched &touched)
{
    const Place place = touched.place;
    const std::uint32_t before = touched.before, after = selectedLabel(place);
    const bool moved = after != kNone && m_sets[m_labels[after].nextHops].changedIn == m_settling;
    if (before == kNone && after != kNone && !recordAt(place).is(RibRecord::kForce) && m_labels[after].protocol != Protocol::connected) {
        // New prefixes that lead to the same go to the table together.
        if (after != m_freshLabel)
            installFresh(context, stack);
        m_freshLabel = after;
        m_fresh.push_back(place);
    } else if (before != after || moved || recordAt(place).is(RibRecord::kForce)) {
        installFresh(context, stack);
        install(context, stack, place, before, after);
    }
    if (before != after) {
        const auto bit = [this](std::uint32_t label) {
            return label == kNone ? 0u : 1u << static_cast<unsigned>(m_labels[label].protocol);
        };
        m_changes.push_back({prefixAt(place), before, after});
        m_changedProtocols |= bit(before) | bit(after);
        if (after != kNone)
            m_labels.hold(after);
    } else {
        releaseLabel(before);
    }
    RibRecord &entry = recordAt(place);
    entry.set(RibRecord::kTouched | RibRecord::kForce, false);
    if (entry.label == kNone)
        erase(place);
}

void Rib::install(link::Context &context, ip::Stack &stack, Place place, std::uint32_t before, std::uint32_t after)
{
    const base::IpPrefix prefix = prefixAt(place);
    RibRecord &entry = recordAt(place);
    if (after == kNone) {
        if (entry.is(RibRecord::kInstalled) && before != kNone && m_labels[before].protocol != Protocol::connected)
            stack.withdrawRoute(context, prefix);
        entry.set(RibRecord::kInstalled, false);
        return;
    }
    if (m_labels[after].protocol == Protocol::connected) { // the stack has it by itself
        entry.set(RibRecord::kInstalled);
        return;
    }
    ip::Route route = routeFor(prefix, after);
    bool stands = false;
    if (entry.is(RibRecord::kForce)) {
        const std::optional<ip::Route> there = stack.forwardingTable().find(prefix);
        stands = there && there->sameAs(route);
    }
    stands = stands || stack.installRoute(context, std::move(route));
    entry.set(RibRecord::kInstalled, stands);
    if (!stands) // the prefix is one of the stack's own
        m_refused.push_back(prefix);
}

/// What the forwarding table is told.
ip::Route Rib::routeFor(const base::IpPrefix &prefix, std::uint32_t number) const
{
    const Label &label = m_labels[number];
    ip::Route route;
    route.prefix = prefix;
    route.kind = label.kind;
    route.protocol = label.protocol;
    route.distance = label.distance;
    route.metric = label.metric;
    if (label.kind == ip::RouteKind::unicast) {
        const NextHopSet &set = m_sets[label.nextHops];
        route.paths = set.hasGateways ? pathsFor(prefix, set) : set.paths;
        if (route.paths.empty()) // its gateway is behind a route that discards
            for (const NextHopSet::Resolved &hop : set.resolved)
                if (hop.active)
                    route.kind = hop.kind;
    }
    return route;
}

/// Installs those of m_fresh, all with one label. Those that their gateway is in may lead elsewhere than the others.
void Rib::installFresh(link::Context &context, ip::Stack &stack)
{
    if (m_fresh.empty())
        return;
    const NextHopSet &set = m_sets[m_labels[m_freshLabel].nextHops];
    std::vector<base::IpPrefix> prefixes;
    prefixes.reserve(m_fresh.size());
    std::size_t kept = 0;
    for (const Place place : m_fresh) {
        if (set.hasGateways && std::any_of(set.hops.begin(), set.hops.end(), [&](const NextHop &hop) {
                return hop.isRecursive() && isAround(place, hop.gateway);
            })) {
            install(context, stack, place, kNone, m_freshLabel);
            continue;
        }
        m_fresh[kept++] = place;
        prefixes.push_back(prefixAt(place));
    }
    m_fresh.resize(kept);
    if (kept > 0) {
        const std::vector<bool> stands = stack.installRoutes(context, prefixes, routeFor(prefixes.front(), m_freshLabel));
        for (std::size_t i = 0; i < kept; ++i) {
            recordAt(m_fresh[i]).set(RibRecord::kInstalled, stands[i]);
            if (!stands[i])
                m_refused.push_back(prefixes[i]);
        }
    }
    m_fresh.clear();
}

} // namespace hopyard::routing
