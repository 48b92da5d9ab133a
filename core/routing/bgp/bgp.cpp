// The border of a BGP process: each call changes the state, then what follows from it is decided and sent.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/routing/bgp/bgp.h"

#include "core/routing/bgp/instance.h"

#include <algorithm>
#include <utility>

namespace hopyard::routing::bgp {

Bgp::Bgp(Config config, std::uint64_t seed) : m_instance(std::make_unique<Instance>(std::move(config), seed)) {}
Bgp::Bgp(const Bgp &other) : m_instance(std::make_unique<Instance>(*other.m_instance)) {}
Bgp::Bgp(Bgp &&) noexcept = default;
Bgp &Bgp::operator=(const Bgp &other)
{
    if (this != &other)
        m_instance = std::make_unique<Instance>(*other.m_instance);
    return *this;
}
Bgp &Bgp::operator=(Bgp &&) noexcept = default;
Bgp::~Bgp() = default;

void Bgp::finish(TimePoint now, Output &out)
{
    Instance &i = *m_instance;
    followNextHops(i, now, out);
    updateAggregates(i, now, out);
    sendAll(i, now, out);
    tidy(i, out);
}

void Bgp::start(TimePoint now, Output &out)
{
    Instance &i = *m_instance;
    if (i.running)
        return;
    i.running = true;
    for (const auto &[address, lines] : i.config.neighbours)
        addPeer(i, address, false, lines, now);
    for (const Afi afi : kAllAfis) {
        for (const auto &[prefix, lines] : i.config.families[at(afi)].aggregates)
            i.family(afi).aggregates[prefix].due = true;
        originateAll(i, afi, now, out);
    }
    finish(now, out);
}

void Bgp::stop(TimePoint now, Output &out)
{
    Instance &i = *m_instance;
    for (PeerIndex p = 0; p < i.peers.size(); ++p)
        if (i.peers[p].used)
            removePeer(i, p, now, out);
    i.running = false;
    for (const Afi afi : kAllAfis) {
        for (auto &[prefix, state] : i.family(afi).aggregates)
            state.due = true;
        originateAll(i, afi, now, out);
    }
    finish(now, out);
}

void Bgp::configure(TimePoint now, const Config &config, Output &out)
{
    if (!m_instance->running) {
        m_instance->config = config;
        return;
    }
    reconfigure(*m_instance, config, now, out);
    finish(now, out);
}

const Config &Bgp::config() const { return m_instance->config; }

void Bgp::setPolicies(PolicyHook hook) { m_instance->policy = std::move(hook); }

void Bgp::policiesChanged(TimePoint now, Output &out)
{
    Instance &i = *m_instance;
    for (PeerIndex p = 0; p < i.peers.size(); ++p)
        for (const Afi afi : kAllAfis)
            if (i.peers[p].used && !i.peers[p].settings.families[at(afi)].in.isEmpty())
                clear(now, i.peers[p].address, Clear::softIn, out);
    for (const Afi afi : kAllAfis) {
        for (auto &[prefix, state] : i.family(afi).aggregates)
            state.due = true;
        originateAll(i, afi, now, out);
    }
    for (UpdateGroup &group : i.groups)
        if (group.used)
            rescan(group);
    finish(now, out);
}

std::optional<SessionId> Bgp::accept(TimePoint now, const SessionPlace &place, const base::IpAddress &remote, Output &out)
{
    const auto session = acceptConnection(*m_instance, place, remote, now, out);
    finish(now, out);
    return session;
}

void Bgp::connected(TimePoint now, SessionId session, const SessionPlace &place, Output &out)
{
    Instance &i = *m_instance;
    if (const auto found = i.sessions.find(session); found != i.sessions.end()) {
        const auto [p, c] = found->second;
        i.peers[p].connections[c].place = place;
        drive(i, p, c, FsmEvent::tcpOpened, now, out);
    }
    finish(now, out);
}

void Bgp::connectionFailed(TimePoint now, SessionId session, Output &out) { connectionClosed(now, session, out); }

void Bgp::connectionClosed(TimePoint now, SessionId session, Output &out)
{
    Instance &i = *m_instance;
    if (const auto found = i.sessions.find(session); found != i.sessions.end()) {
        const auto [p, c] = found->second;
        drive(i, p, c, FsmEvent::tcpFailed, now, out);
    }
    finish(now, out);
}

void Bgp::received(TimePoint now, SessionId session, base::Bytes bytes, Output &out)
{
    receiveBytes(*m_instance, session, bytes, now, out);
    finish(now, out);
}

void Bgp::writable(TimePoint now, SessionId session, std::size_t room, Output &out)
{
    Instance &i = *m_instance;
    if (const auto found = i.sessions.find(session); found != i.sessions.end()) {
        Peer &peer = i.peers[found->second.first];
        Connection &connection = peer.connections[found->second.second];
        connection.room = room;
        flush(peer, connection, now, out);
    }
    finish(now, out);
}

void Bgp::linkDown(TimePoint now, const base::IpPrefix &network, Output &out)
{
    Instance &i = *m_instance;
    for (PeerIndex p = 0; i.config.fastExternalFailover && p < i.peers.size(); ++p)
        for (unsigned c : {1u, 0u})
            if (const Peer &peer = i.peers[p]; peer.used && peer.settings.type == PeerType::external && peer.settings.ttl == 1 &&
                                               peer.connections[c].id && peer.connections[c].place.network == network)
                drive(i, p, c, FsmEvent::tcpFailed, now, out);
    finish(now, out);
}

void Bgp::expire(TimePoint now, Output &out)
{
    expireSessions(*m_instance, now, out);
    expireDampening(*m_instance, now, out);
    finish(now, out);
}

TimePoint Bgp::nextDeadline() const
{
    const Instance &i = *m_instance;
    return std::min({nextSessionDeadline(i), nextSendDeadline(i), i.families[0].reuseAt, i.families[1].reuseAt});
}

void Bgp::nextHopChanged(TimePoint now, const base::IpAddress &address, const NextHopState &state, Output &out)
{
    Instance &i = *m_instance;
    if (const std::uint32_t number = i.attributes.nextHops.find(address); number != kNone) {
        NextHops::Entry &hop = i.attributes.nextHops[number];
        if (!(hop.state == state)) {
            hop.state = state;
            hop.changed = true;
            i.nextHopsChanged = true;
        }
    }
    finish(now, out);
}

void Bgp::setExternal(TimePoint now, const ExternalRoute &route, Output &out)
{
    Instance &i = *m_instance;
    i.externals[{route.source, route.prefix}] = route;
    originateExternal(i, route, true, now, out);
    finish(now, out);
}

void Bgp::removeExternal(TimePoint now, Source source, const base::IpPrefix &prefix, Output &out)
{
    Instance &i = *m_instance;
    if (const auto found = i.externals.find({source, prefix}); found != i.externals.end()) {
        const ExternalRoute route = found->second;
        i.externals.erase(found);
        originateExternal(i, route, false, now, out);
    }
    finish(now, out);
}

void Bgp::setNetworkPresent(TimePoint now, const base::IpPrefix &prefix, bool present, Output &out)
{
    Instance &i = *m_instance;
    if (present ? i.presentNetworks.insert(prefix).second : i.presentNetworks.erase(prefix) > 0)
        originateNetwork(i, afiOf(prefix.family()), prefix, now, out);
    finish(now, out);
}

void Bgp::clear(TimePoint now, const base::IpAddress &address, Clear how, Output &out)
{
    static const wire::BgpNotification kReset{wire::BgpErrorCode::cease, wire::bgp_subcode::kReset, {}};
    Instance &i = *m_instance;
    for (PeerIndex p = 0; p < i.peers.size(); ++p) {
        if (!i.peers[p].used || (address.isValid() && i.peers[p].address != address))
            continue;
        if (how == Clear::hard) {
            stopPeer(i, p, kReset, now, out);
            i.peers[p].overLimit = false;
            i.peers[p].startDelay = Duration::seconds(1);
            i.peers[p].startAt = now + Duration::seconds(1);
            continue;
        }
        if (!i.peers[p].isEstablished())
            continue;
        for (const Afi afi : kAllAfis) {
            if (!i.peers[p].families[at(afi)].negotiated)
                continue;
            if (how == Clear::softOut)
                startDump(i, p, afi);
            else
                askAgain(i, p, afi, true, now, out);
        }
    }
    finish(now, out);
}

} // namespace hopyard::routing::bgp
