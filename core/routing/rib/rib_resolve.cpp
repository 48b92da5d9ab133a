// Where next hops lead, and who is told when that changes; see rib.h.
//
// A gateway is resolved by the longest selected prefix around it, walking on through recursive routes down to ports; a
// walk that comes back to where it has been leads nowhere. So what is resolved always stands on interfaces that are up.
// Two prefixes that prefer to resolve through each other and can do otherwise would chase each other for ever: after many
// rounds a gateway may only become unreachable, which ends.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/routing/rib/rib.h"

#include <algorithm>

namespace hopyard::routing {

namespace {

constexpr std::size_t kDeepest = 16; // recursive routes behind each other

void addPath(std::vector<ip::Path> &paths, const ip::Path &path)
{
    if (std::find(paths.begin(), paths.end(), path) == paths.end())
        paths.push_back(path);
}

std::uint16_t product(std::uint16_t a, std::uint16_t b)
{
    return static_cast<std::uint16_t>(std::min(std::uint32_t(a) * b, 65'535u));
}

} // namespace

bool Rib::Gateway::isUsed() const
{
    return sets > 0 || std::any_of(trackers.begin(), trackers.end(), [](std::uint32_t n) { return n > 0; });
}

Rib::Gateway &Rib::gateway(const base::IpAddress &address)
{
    const auto [at, isNew] = m_gateways[address.isV6()].try_emplace(address);
    if (isNew) {
        std::vector<base::IpAddress> leaningOn{address};
        at->second.resolution = resolve(address, leaningOn);
    }
    return at->second;
}

/// One set of next hops less has it.
void Rib::releaseGateway(const base::IpAddress &address)
{
    Gateways &gateways = m_gateways[address.isV6()];
    const auto at = gateways.find(address);
    --at->second.sets;
    if (!at->second.isUsed())
        gateways.erase(at);
}

void Rib::track(Protocol protocol, const base::IpAddress &address)
{
    if (address.isValid())
        ++gateway(address).trackers[static_cast<std::size_t>(protocol)];
}

void Rib::untrack(Protocol protocol, const base::IpAddress &address)
{
    Gateways &gateways = m_gateways[address.isV6()];
    const auto at = gateways.find(address);
    if (at == gateways.end() || at->second.trackers[static_cast<std::size_t>(protocol)] == 0)
        return;
    if (--at->second.trackers[static_cast<std::size_t>(protocol)] == 0)
        m_tracked.erase({protocol, address});
    if (!at->second.isUsed())
        gateways.erase(at);
}

void Rib::untrackAll(Protocol protocol)
{
    for (Gateways &gateways : m_gateways) {
        for (auto &[address, gateway] : gateways)
            gateway.trackers[static_cast<std::size_t>(protocol)] = 0;
        std::erase_if(gateways, [](const auto &each) { return !each.second.isUsed(); });
    }
    std::erase_if(m_tracked, [&](const auto &each) { return each.first == protocol; });
}

std::vector<base::IpAddress> Rib::takeTracked(Protocol protocol)
{
    std::vector<base::IpAddress> taken;
    for (auto at = m_tracked.lower_bound({protocol, {}}); at != m_tracked.end() && at->first == protocol; at = m_tracked.erase(at))
        taken.push_back(at->second);
    return taken;
}

bool Rib::hasTracked(Protocol protocol) const
{
    const auto at = m_tracked.lower_bound({protocol, {}});
    return at != m_tracked.end() && at->first == protocol;
}

std::vector<Rib::Tracked> Rib::tracked() const
{
    std::vector<Tracked> all;
    for (const Gateways &gateways : m_gateways) {
        for (const auto &[address, gateway] : gateways) {
            std::uint32_t protocols = 0;
            for (std::size_t i = 0; i < kProtocols; ++i)
                protocols |= gateway.trackers[i] > 0 ? 1u << i : 0u;
            all.push_back({address, protocols, gateway.sets > 0, gateway.resolution});
        }
    }
    return all;
}

void Rib::setResolveViaDefault(bool may)
{
    if (m_viaDefault == may)
        return;
    m_viaDefault = may;
    for (Gateways &gateways : m_gateways)
        for (auto &[address, gateway] : gateways)
            m_gatewaysDirty = gateway.dirty = true;
}

Resolution Rib::resolve(const base::IpAddress &address) const
{
    std::vector<base::IpAddress> leaningOn{address};
    return resolve(address, leaningOn);
}

/// `leaningOn`: the gateways on the way to here, this address last.
Resolution Rib::resolve(const base::IpAddress &address, std::vector<base::IpAddress> &leaningOn) const
{
    Resolution found;
    Place place = lookupSelected(address, base::addressBits(address.family()));
    if (place == kNone)
        return found;
    const auto setAt = [this](Place at) -> const NextHopSet & { return m_sets[m_labels[selectedLabel(at)].nextHops]; };
    const auto isThroughItself = [&](const NextHop &hop) { return hop.isRecursive() && hop.gateway == address; };
    if (recordAt(place).length == base::addressBits(address.family()) &&
        std::any_of(setAt(place).hops.begin(), setAt(place).hops.end(), isThroughItself)) {
        // A host route to its own gateway says nothing about the way there; the network around does.
        place = lookupSelected(address, base::addressBits(address.family()) - 1);
        if (place == kNone)
            return found;
    }
    const Label &label = m_labels[selectedLabel(place)];
    found.through = prefixAt(place);
    found.protocol = label.protocol;
    found.kind = label.kind;
    found.distance = label.distance;
    found.metric = label.metric;
    if (found.through.length() == 0 && !m_viaDefault)
        return found;
    if (label.kind != ip::RouteKind::unicast) {
        found.reachable = true;
        return found;
    }
    const NextHopSet &set = m_sets[label.nextHops];
    for (std::size_t i = 0; i < set.hops.size(); ++i) {
        const NextHop &hop = set.hops[i];
        if (!hop.isRecursive()) {
            if (i < set.resolved.size() && set.resolved[i].active)
                addPath(found.paths, {hop.gateway.isValid() ? hop.gateway : address, hop.port, hop.weight, {}});
            continue;
        }
        if (leaningOn.size() > kDeepest || std::find(leaningOn.begin(), leaningOn.end(), hop.gateway) != leaningOn.end())
            continue;
        leaningOn.push_back(hop.gateway);
        const Resolution behind = resolve(hop.gateway, leaningOn);
        leaningOn.pop_back();
        for (const ip::Path &path : behind.paths)
            addPath(found.paths, {path.nextHop, path.port, product(path.weight, hop.weight), {}});
        if (behind.reachable && behind.kind != ip::RouteKind::unicast && found.paths.empty()) {
            found.reachable = true;
            found.kind = behind.kind;
        }
    }
    if (!found.paths.empty()) {
        found.reachable = true;
        found.kind = ip::RouteKind::unicast;
    }
    return found;
}

/// Something was looked at for this prefix: the gateways in it may lead elsewhere now.
void Rib::dirtyGatewaysIn(Place place)
{
    constexpr std::size_t kFew = 8; // are compared one by one
    Gateways &gateways = m_gateways[(place & kIsV6) != 0];
    auto at = gateways.begin();
    const bool few = gateways.size() <= kFew;
    if (!few)
        at = gateways.lower_bound(prefixAt(place).address());
    for (; at != gateways.end(); ++at) {
        if (isAround(place, at->first))
            m_gatewaysDirty = at->second.dirty = true;
        else if (!few)
            return;
    }
}

/// True where one of them leads elsewhere now. `round`, where not 0: it is time to come to an end.
bool Rib::resolveGateways(int round)
{
    if (!m_gatewaysDirty)
        return false;
    m_gatewaysDirty = false;
    bool moved = false, walksOn = false;
    const auto change = [&](const base::IpAddress &address, Gateway &gateway, Resolution &&now) {
        if (now == gateway.resolution)
            return;
        gateway.resolution = std::move(now);
        moved = true;
        for (std::size_t i = 0; i < kProtocols; ++i)
            if (gateway.trackers[i] > 0)
                m_tracked.emplace(static_cast<Protocol>(i), address);
    };
    for (Gateways &gateways : m_gateways) {
        for (auto &[address, gateway] : gateways) {
            if (!gateway.dirty)
                continue;
            gateway.dirty = false;
            std::vector<base::IpAddress> leaningOn{address};
            Resolution now = resolve(address, leaningOn);
            if (round != 0 && now != gateway.resolution) {
                now.reachable = false;
                now.paths.clear();
            }
            change(address, gateway, std::move(now));
            walksOn = true;
        }
    }
    if (!moved || !walksOn)
        return moved;
    // Those that lead through recursive routes may lean on one that moved.
    for (Gateways &gateways : m_gateways) {
        for (auto &[address, gateway] : gateways) {
            const Place place = gateway.resolution.through.isValid() ? find(gateway.resolution.through) : kNone;
            const std::uint32_t label = place == kNone ? kNone : selectedLabel(place);
            if (label == kNone || !m_sets[m_labels[label].nextHops].hasGateways)
                continue;
            std::vector<base::IpAddress> leaningOn{address};
            Resolution now = resolve(address, leaningOn);
            if (round == 0 || !now.reachable)
                change(address, gateway, std::move(now));
        }
    }
    return moved;
}

namespace {

constexpr std::uint8_t kElsewhere = 1;  // other paths, or active no more or anew
constexpr std::uint8_t kThroughOther = 2; // the same paths by another route: matters to prefixes around the gateway

} // namespace

/// How a set of next hops changed: 0 not at all.
std::uint8_t Rib::resolveSet(const ip::Stack &stack, std::uint32_t number)
{
    NextHopSet &set = m_sets[number];
    std::vector<NextHopSet::Resolved> resolved;
    std::vector<ip::Path> paths;
    bool active = false;
    for (const NextHop &hop : set.hops) {
        NextHopSet::Resolved &one = resolved.emplace_back();
        if (hop.gateway.isValid() && stack.isOwnAddress(hop.gateway))
            continue;
        if (hop.isRecursive()) {
            const Resolution &way = gateway(hop.gateway).resolution;
            one.active = way.reachable;
            one.recursive = way.protocol != Protocol::connected;
            one.kind = way.kind;
            for (const ip::Path &path : way.paths)
                one.paths.push_back({path.nextHop, path.port, product(path.weight, hop.weight), {}});
        } else if (const ip::Interface *out = stack.interface(hop.port);
                   out && out->isUp() && (!hop.gateway.isValid() || hop.onLink || out->onLink(hop.gateway))) {
            one.active = true;
            one.paths.push_back({hop.gateway, hop.port, hop.weight, {}});
        }
        active = active || one.active;
        for (const ip::Path &path : one.paths)
            addPath(paths, path);
    }
    const bool elsewhere = active != set.active || paths != set.paths || resolved != set.resolved;
    if (elsewhere && !set.resolved.empty())
        set.changedIn = m_settling;
    set.active = active;
    set.resolved = std::move(resolved);
    set.paths = std::move(paths);
    return elsewhere ? kElsewhere : set.hasGateways ? kThroughOther : 0;
}

/// Looks again at the prefixes whose next hops lead elsewhere.
void Rib::queueUsersOf(const std::vector<std::uint8_t> &changedSets)
{
    const auto visit = [&](Place place) {
        for (const RibRecord &record : records(place)) {
            const std::uint32_t set = m_labels[record.label].nextHops;
            const std::uint8_t change = set < changedSets.size() ? changedSets[set] : 0;
            if (change == 0)
                continue;
            if (change == kThroughOther) {
                const base::IpPrefix prefix = prefixAt(place);
                const auto isInside = [&](const NextHop &hop) { return hop.isRecursive() && prefix.contains(hop.gateway); };
                if (std::none_of(m_sets[set].hops.begin(), m_sets[set].hops.end(), isInside))
                    continue;
                touch(place);
                recordAt(place).set(RibRecord::kForce); // one of several next hops may lean on the prefix now
                return;
            }
            touch(place);
            return;
        }
    };
    m_v4.forEach([&](std::uint32_t number) { visit(number); });
    m_v6.forEach([&](std::uint32_t number) { visit(number | kIsV6); });
}

/// True where the gateway is inside the prefix and no longer prefix leads to it: the route would resolve by itself.
/// Host routes to their own gateway are resolved by the network around (resolve()).
bool Rib::leansOnItself(const base::IpPrefix &prefix, const NextHop &hop) const
{
    if (!hop.isRecursive() || !prefix.contains(hop.gateway) || prefix.length() == base::addressBits(prefix.family()))
        return false;
    const Gateways &gateways = m_gateways[hop.gateway.isV6()];
    const auto at = gateways.find(hop.gateway);
    return at == gateways.end() || at->second.resolution.through.length() <= prefix.length();
}

bool Rib::isActive(Place place, std::uint32_t number) const
{
    const Label &label = m_labels[number];
    if (label.kind != ip::RouteKind::unicast)
        return true;
    const NextHopSet &set = m_sets[label.nextHops];
    if (!set.active || !set.hasGateways)
        return set.active;
    for (std::size_t i = 0; i < set.hops.size(); ++i)
        if (set.resolved[i].active && !(isAround(place, set.hops[i].gateway) && leansOnItself(prefixAt(place), set.hops[i])))
            return true;
    return false;
}

std::vector<ip::Path> Rib::pathsFor(const base::IpPrefix &prefix, const NextHopSet &set) const
{
    const auto leans = [&](const NextHop &hop) { return leansOnItself(prefix, hop); };
    if (std::none_of(set.hops.begin(), set.hops.end(), leans))
        return set.paths;
    std::vector<ip::Path> paths;
    for (std::size_t i = 0; i < set.hops.size(); ++i)
        if (!leans(set.hops[i]))
            for (const ip::Path &path : set.resolved[i].paths)
                addPath(paths, path);
    return paths;
}

} // namespace hopyard::routing
