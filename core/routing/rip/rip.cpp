// RIP: configuration, what is ours, and time. See rip.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/routing/rip/rip.h"

#include <algorithm>
#include <utility>

namespace hopyard::routing::rip {

namespace {

/// Changes that come within this time of each other go out in one triggered update.
constexpr base::Duration kGather = base::Duration::milliseconds(10);
/// RFC 2453 section 3.10.1: between triggered updates.
constexpr base::Duration kLeastQuiet = base::Duration::seconds(1);
constexpr base::Duration kMostQuiet = base::Duration::seconds(5);
constexpr std::int64_t kJitterPart = 6; // ±5 s of 30 (section 3.8)

const base::IpPrefix kDefault(base::Ipv4Address(), 0);

std::vector<base::PortIndex> missingIn(const std::vector<base::PortIndex> &all, const std::vector<base::PortIndex> &in)
{
    std::vector<base::PortIndex> out;
    std::set_difference(all.begin(), all.end(), in.begin(), in.end(), std::back_inserter(out));
    return out;
}

} // namespace

std::string_view toString(PacketError error)
{
    switch (error) {
    case PacketError::malformed: return "malformed";
    case PacketError::wrongPort: return "not from port 520";
    case PacketError::notNeighbour: return "not from a neighbour";
    case PacketError::wrongVersion: return "wrong version";
    case PacketError::notZero: return "fields that must be zero";
    case PacketError::unauthenticated: return "wrong authentication type";
    case PacketError::authenticationFailed: return "authentication failed";
    case PacketError::replayed: return "replayed";
    case PacketError::badRoute: return "bad route";
    case PacketError::kCount: break;
    }
    return "unknown";
}

Rip::Rip(std::uint64_t seed) : m_random(seed) {}

bool Rip::isRunning(base::PortIndex port) const
{
    const auto it = m_config.interfaces.find(port);
    return it != m_config.interfaces.end() && !it->second.addresses.empty() && m_upPorts.contains(port);
}

std::vector<base::PortIndex> Rip::running() const
{
    std::vector<base::PortIndex> ports;
    for (const auto &[port, interface] : m_config.interfaces)
        if (isRunning(port))
            ports.push_back(port);
    return ports;
}

void Rip::configure(const Call &call, const Config &config)
{
    const std::vector<base::PortIndex> before = running();
    for (const base::PortIndex port : before) {
        const auto it = config.interfaces.find(port);
        const bool stays = it != config.interfaces.end() && !it->second.addresses.empty();
        if (!stays || it->second.passive)
            sendOn(call, port, m_config.interfaces.at(port), What::poison);
    }
    const bool isUpdateChanged = m_config.timers.update != config.timers.update;
    m_config = config;
    const std::vector<base::PortIndex> after = running();
    for (const base::PortIndex port : missingIn(before, after))
        forgetPort(call, port);
    for (auto &[prefix, entry] : m_table) {
        const auto isGone = [this](const Path &p) {
            const auto interface = m_config.interfaces.find(p.port);
            return interface == m_config.interfaces.end()
                   || std::none_of(
                       interface->second.addresses.begin(), interface->second.addresses.end(),
                       [&p](const base::InterfaceAddress &a) { return a.network().contains(base::IpAddress(p.from)); });
        };
        std::size_t lost = std::erase_if(entry.paths, isGone);
        if (!config.allowEcmp && entry.paths.size() > 1) {
            entry.paths.resize(1);
            ++lost;
        }
        if (lost > 0)
            losePaths(call, prefix, entry);
    }
    syncLocals(call);
    for (const base::PortIndex port : missingIn(after, before))
        sendRequest(call, port);
    if (isUpdateChanged && !m_update.isNever())
        scheduleUpdate(call.now);
    finish(call);
}

void Rip::stop(const Call &call)
{
    sendUpdates(call, What::poison);
    for (auto &[prefix, entry] : m_table)
        if (!entry.paths.empty())
            call.out.routes.push_back({prefix, kInfinity, 0, entry.distance, {}});
    m_config = {};
    m_externals.clear();
    m_table.clear();
    m_peers.clear();
    m_hasChanges = false;
    m_update = m_trigger = m_check = base::TimePoint::never();
}

void Rip::setPort(const Call &call, base::PortIndex port, bool up)
{
    const bool wasRunning = isRunning(port);
    if (up)
        m_upPorts.insert(port);
    else
        m_upPorts.erase(port);
    if (wasRunning && !up)
        forgetPort(call, port);
    syncLocals(call);
    if (!wasRunning && isRunning(port))
        sendRequest(call, port);
    finish(call);
}

void Rip::setExternal(const Call &call, const ExternalRoute &route)
{
    m_externals[route.prefix] = route;
    syncLocal(call, route.prefix);
    finish(call);
}

void Rip::removeExternal(const Call &call, const base::IpPrefix &prefix)
{
    if (m_externals.erase(prefix) == 0)
        return;
    syncLocal(call, prefix);
    finish(call);
}

void Rip::clear(const Call &call)
{
    for (auto it = m_table.begin(); it != m_table.end();) {
        Entry &entry = it->second;
        if (!entry.paths.empty()) {
            entry.paths.clear();
            tell(call, it->first, entry);
        }
        it = entry.local ? std::next(it) : m_table.erase(it);
    }
    for (const base::PortIndex port : running())
        sendRequest(call, port);
    finish(call);
}

/// Why a prefix is ours; of several reasons the first counts: an interface's network, `route`, the default, what others
/// have.
std::optional<Local> Rip::wantedLocal(const base::IpPrefix &prefix) const
{
    for (const auto &[port, interface] : m_config.interfaces)
        if (isRunning(port)
            && std::find(interface.networks.begin(), interface.networks.end(), prefix) != interface.networks.end())
            return Local{Local::Kind::connected, 1, 0, {}, port, 'C'};
    if (std::find(m_config.staticRoutes.begin(), m_config.staticRoutes.end(), prefix) != m_config.staticRoutes.end())
        return Local{Local::Kind::static_, 1, 0, {}, {}, 'R'};
    if (m_config.originatesDefault && prefix == kDefault)
        return Local{Local::Kind::default_, 1, 0, {}, {}, 'R'};
    if (const auto it = m_externals.find(prefix); it != m_externals.end()) {
        const ExternalRoute &route = it->second;
        return Local{Local::Kind::redistributed, route.metric, route.tag, route.nextHop, route.port, route.code};
    }
    return std::nullopt;
}

void Rip::syncLocals(const Call &call)
{
    std::set<base::IpPrefix> prefixes(m_config.staticRoutes.begin(), m_config.staticRoutes.end());
    for (const auto &[prefix, entry] : m_table)
        if (entry.local)
            prefixes.insert(prefix);
    for (const auto &[port, interface] : m_config.interfaces)
        prefixes.insert(interface.networks.begin(), interface.networks.end());
    for (const auto &[prefix, route] : m_externals)
        prefixes.insert(prefix);
    prefixes.insert(kDefault);
    for (const base::IpPrefix &prefix : prefixes)
        syncLocal(call, prefix);
}

void Rip::syncLocal(const Call &call, const base::IpPrefix &prefix)
{
    const auto wanted = wantedLocal(prefix);
    if (wanted || m_table.contains(prefix))
        setLocal(call, prefix, wanted);
}

void Rip::setLocal(const Call &call, const base::IpPrefix &prefix, const std::optional<Local> &local)
{
    Entry &entry = m_table[prefix];
    if (entry.local == local)
        return;
    entry.local = local;
    if (!local) {
        if (entry.paths.empty())
            die(call, entry);
    } else {
        entry.garbage = base::TimePoint::never();
        // What is here is not looked for elsewhere; what others have, the RIB weighs against what was learned.
        if (local->kind != Local::Kind::redistributed && !entry.paths.empty()) {
            entry.paths.clear();
            tell(call, prefix, entry);
        }
    }
    change(entry);
}

void Rip::scheduleUpdate(base::TimePoint now)
{
    const base::Duration interval = m_config.timers.update, jitter = interval / kJitterPart;
    m_update = now + m_random.between(interval - jitter, interval + jitter);
}

/// Ends every call: what changed is to go out, and updates are due while there is somebody to tell.
void Rip::finish(const Call &call)
{
    if (running().empty()) {
        m_update = m_trigger = base::TimePoint::never();
        return;
    }
    if (m_update.isNever())
        scheduleUpdate(call.now);
    if (m_hasChanges && m_trigger.isNever())
        m_trigger = std::max(call.now + kGather, m_quietUntil);
}

void Rip::expire(const Call &call)
{
    if (m_check <= call.now)
        age(call);
    const bool isRegular = m_update <= call.now;
    if (isRegular || m_trigger <= call.now) {
        sendUpdates(call, isRegular ? What::all : What::changed);
        call.out.events.push_back(event::Updated{!isRegular});
        for (auto &[prefix, entry] : m_table)
            entry.changed = false;
        m_hasChanges = false;
        m_trigger = base::TimePoint::never();
        if (isRegular)
            scheduleUpdate(call.now);
        else
            m_quietUntil = call.now + m_random.between(kLeastQuiet, kMostQuiet);
    }
    finish(call);
}

base::TimePoint Rip::nextDeadline() const { return std::min({m_update, m_trigger, m_check}); }

std::vector<RouteInfo> Rip::routes() const
{
    std::vector<RouteInfo> all;
    for (const auto &[prefix, entry] : m_table) {
        if (entry.local) {
            const Local &l = *entry.local;
            constexpr char kSubCodes[] = {'i', 's', 'd', 'r'};
            all.push_back(
                {prefix, l.code, kSubCodes[static_cast<std::size_t>(l.kind)], l.nextHop, l.metric, {}, l.tag, l.port});
            continue;
        }
        for (const Path &p : entry.paths)
            all.push_back({prefix, 'R', 'n', p.gateway, entry.metric, p.from, entry.tag, p.port, p.timeout});
        if (entry.paths.empty()) {
            const Path last = entry.last.value_or(Path());
            all.push_back({prefix, 'R', 'n', last.gateway, kInfinity, last.from, entry.tag, last.port, entry.garbage});
        }
    }
    return all;
}

std::vector<PeerInfo> Rip::peers() const
{
    std::vector<PeerInfo> all;
    for (const auto &[address, peer] : m_peers)
        all.push_back({address, peer.port, peer.version, peer.badPackets, peer.badRoutes, peer.heard});
    return all;
}

} // namespace hopyard::routing::rip
