// Connections of a peer: what the state machine's table says is done here, collisions (RFC 4271 section 6.8), timers,
// and what the beginning and the end of a session mean for the routes (graceful restart, RFC 4724: the helper).
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/routing/bgp/instance.h"

#include <algorithm>

namespace hopyard::routing::bgp {

namespace {

constexpr Duration kLargeHold = Duration::seconds(240);
constexpr Duration kMaxStartDelay = Duration::seconds(60);

void say(Peer &peer, State before, std::string reason, TimePoint now, Output &out)
{
    if (const State after = peer.state(); after != before) {
        out.events.push_back(event::PeerChanged{peer.address, before, after, std::move(reason)});
        if (after == State::established || before == State::established)
            peer.since = now;
    }
}

void notify(Peer &peer, Connection &connection, const wire::BgpNotification &notification, TimePoint now, Output &out)
{
    // Behind a message that is sent in part, but before all others: they are not heard any more.
    if (connection.sentOfFirst == 0) {
        connection.queue.clear();
    } else {
        connection.queue.resize(1);
    }
    std::vector<std::uint8_t> bytes;
    notification.append(bytes);
    ++peer.sent.notifications;
    enqueue(connection, std::make_shared<const std::vector<std::uint8_t>>(std::move(bytes)));
    flush(peer, connection, now, out);
    peer.lastNotification = notification;
    peer.lastNotificationSent = true;
    out.events.push_back(event::NotificationSent{peer.address, notification});
}

/// Forgets the connection; the adapter closes it.
void close(Instance &i, Connection &connection, Output &out)
{
    if (connection.id) {
        i.sessions.erase(connection.id);
        out.actions.push_back(action::Close{connection.id});
    }
    connection = Connection{};
}

void connect(Instance &i, PeerIndex p, TimePoint now, Output &out)
{
    Peer &peer = i.peers[p];
    Connection &connection = peer.connections[0];
    connection.id = i.nextSession++;
    connection.retryAt = now + Duration::seconds(peer.settings.connectRetry);
    i.sessions[connection.id] = {p, 0};
    const Settings &s = peer.settings;
    out.actions.push_back(action::Open{connection.id, peer.address, s.port, s.updateSource, s.password, s.ttl, s.minimumTtl});
}

void sendOpen(Instance &i, Peer &peer, Connection &connection)
{
    std::vector<std::uint8_t> bytes;
    makeOpen(i, peer).append(bytes);
    ++peer.sent.opens;
    enqueue(connection, std::make_shared<const std::vector<std::uint8_t>>(std::move(bytes)));
}

void sendKeepalive(Peer &peer, Connection &connection)
{
    std::vector<std::uint8_t> bytes;
    wire::appendKeepalive(bytes);
    ++peer.sent.keepalives;
    enqueue(connection, std::make_shared<const std::vector<std::uint8_t>>(std::move(bytes)));
}

void agreeTimers(const Instance &, const Peer &peer, Connection &connection, TimePoint now)
{
    const std::uint16_t hold = std::min(peer.settings.hold, connection.open->holdTime);
    connection.hold = Duration::seconds(hold);
    connection.keepalive = Duration::seconds(hold == 0 ? 0 : std::max<std::uint16_t>(1, std::min<std::uint16_t>(peer.settings.keepalive, hold / 3)));
    connection.holdAt = hold ? now + connection.hold : TimePoint::never();
    connection.keepaliveAt = hold ? now + connection.keepalive : TimePoint::never();
}

/// The session begins: what was agreed holds, groups are joined, and the table follows.
void establish(Instance &i, PeerIndex p, TimePoint now, Output &out)
{
    Peer &peer = i.peers[p];
    const wire::BgpOpen &open = *peer.connections[0].open;
    ++peer.establishedCount;
    peer.startDelay = Duration::seconds(1);
    peer.routerId = open.identifier;
    peer.as = open.asNumber();
    peer.type = peerType(i.config, peer.as);
    peer.fourOctetAs = open.fourOctetAs.has_value() && !peer.settings.dontNegotiate;
    peer.routeRefresh = open.routeRefresh || std::any_of(open.others.begin(), open.others.end(), [](const auto &c) {
        return c.code == wire::bgp_capability::kRouteRefreshCisco;
    });
    peer.enhancedRefresh = open.enhancedRefresh && open.routeRefresh;
    peer.gracefulRestart = open.gracefulRestart;
    peer.lastBytes.clear();
    for (const Afi afi : kAllAfis) {
        PeerFamily &f = peer.families[at(afi)];
        const bool offered = open.families.empty() || peer.settings.dontNegotiate
                                 ? afi == Afi::ipv4
                                 : std::find(open.families.begin(), open.families.end(), wireFamily(afi)) != open.families.end();
        const std::uint32_t kept = f.accepted;
        const TimePoint stale = f.staleUntil;
        f = PeerFamily{};
        f.accepted = kept;
        f.staleUntil = stale;
        f.negotiated = peer.settings.families[at(afi)].active && offered;
        if (stale.isNever())
            continue;
        // RFC 4724 section 4.2: without its own word that it kept forwarding, what was kept for it goes.
        bool forwarding = false;
        if (peer.gracefulRestart)
            for (const auto &theirs : peer.gracefulRestart->families)
                forwarding |= theirs.family == wireFamily(afi) && theirs.forwarding;
        if (!f.negotiated || !forwarding) {
            f.staleUntil = TimePoint::never();
            removePaths(i, afi, p, Path::kStale, now, out);
        } else {
            f.staleUntil = now + Duration::seconds(i.config.gracefulRestart.staleTime);
        }
    }
    i.peers[p].restartUntil = TimePoint::never();
    joinGroups(i, p, now);
}

/// The session is over. Routes go, or stay for a while where the peer restarts.
void sessionDown(Instance &i, PeerIndex p, bool graceful, TimePoint now, Output &out)
{
    leaveGroups(i, p);
    Peer &peer = i.peers[p];
    ++peer.droppedCount;
    i.attributes.release(peer.lastAttributes);
    peer.lastAttributes = 0;
    peer.lastBytes.clear();
    for (const Afi afi : kAllAfis) {
        PeerFamily &f = i.peers[p].families[at(afi)];
        f.negotiated = f.refreshing = false;
        forgetReceived(i, p, afi);
        bool keep = false;
        if (graceful && peer.gracefulRestart && i.config.gracefulRestart.mode != GracefulRestart::Mode::disabled)
            for (const auto &theirs : peer.gracefulRestart->families)
                keep |= theirs.family == wireFamily(afi);
        // A second failure before it was whole again: what was kept then goes now.
        removePaths(i, afi, p, keep ? Path::kStale | Path::kRefreshed : 0, now, out);
        if (keep && f.accepted > 0) {
            markPaths(i, afi, p, Path::kStale);
            i.peers[p].restartUntil = now + Duration::seconds(peer.gracefulRestart->time);
            f.staleUntil = i.peers[p].restartUntil;
        } else {
            f.staleUntil = TimePoint::never();
        }
    }
}

/// Makes connection 1 the peer's only one.
void promote(Instance &i, PeerIndex p, TimePoint, Output &out)
{
    Peer &peer = i.peers[p];
    close(i, peer.connections[0], out);
    peer.connections[0] = std::exchange(peer.connections[1], Connection{});
    i.sessions[peer.connections[0].id] = {p, 0};
}

std::string reasonOf(FsmEvent event, const FsmStep &s)
{
    using Notify = FsmStep::Notify;
    switch (event) {
    case FsmEvent::holdExpired: return "Hold Timer expired";
    case FsmEvent::tcpFailed: return "Peer closed the session";
    case FsmEvent::notification:
    case FsmEvent::versionNotification: return "BGP Notification received";
    case FsmEvent::stop: return "Admin. shutdown";
    default: return s.notify != Notify::none ? "BGP Notification send" : "";
    }
}

} // namespace

void drive(Instance &i, PeerIndex p, unsigned c, FsmEvent event, TimePoint now, Output &out, const wire::BgpNotification *error)
{
    using Notify = FsmStep::Notify;
    Peer &peer = i.peers[p];
    Connection *connection = &peer.connections[c];
    const State before = peer.state();
    const State mine = connection->state;
    const FsmStep s = step(mine, event);
    const wire::BgpNotification kFsmError{wire::BgpErrorCode::fsm, static_cast<std::uint8_t>(std::max(0, static_cast<int>(mine) - 2)), {}};
    static const wire::BgpNotification kHoldExpired{wire::BgpErrorCode::holdTimer, 0, {}};
    static const wire::BgpNotification kShutdown{wire::BgpErrorCode::cease, wire::bgp_subcode::kShutdown, {}};

    switch (s.notify) {
    case Notify::none: break;
    case Notify::ofError: notify(peer, *connection, *error, now, out); break;
    case Notify::fsm: notify(peer, *connection, kFsmError, now, out); break;
    case Notify::holdTimer: notify(peer, *connection, kHoldExpired, now, out); break;
    case Notify::cease: notify(peer, *connection, error ? *error : kShutdown, now, out); break;
    }
    if (s.drop) {
        const bool wasEstablished = mine == State::established;
        close(i, *connection, out);
        if (wasEstablished) {
            peer.lastReset = reasonOf(event, s);
            // RFC 4724 section 4: a connection that failed is a restart; a NOTIFICATION is not.
            sessionDown(i, p, event == FsmEvent::tcpFailed, now, out);
        }
        if (c == 1) {
            say(i.peers[p], before, "", now, out);
            return; // the other goes on
        }
        if (s.retry) {
            peer.startAt = now + peer.startDelay;
            peer.startDelay = std::min(peer.startDelay * 2, kMaxStartDelay);
        } else if (s.next == State::active) {
            connection->retryAt = now + Duration::seconds(peer.settings.connectRetry);
        }
    }
    connection->state = s.next;
    if (s.connect)
        connect(i, p, now, out);
    if (event == FsmEvent::startPassive && mine == State::idle)
        connection->retryAt = TimePoint::never();
    if (s.sendOpen)
        sendOpen(i, peer, *connection);
    if (s.startHold) {
        connection->retryAt = TimePoint::never();
        connection->holdAt = now + kLargeHold;
    }
    if (s.agreeTimers)
        agreeTimers(i, peer, *connection, now);
    if (s.sendKeepalive)
        sendKeepalive(peer, *connection);
    if (s.restartHold && connection->hold > Duration())
        connection->holdAt = now + connection->hold;
    if (s.restartKeepalive && connection->keepalive > Duration())
        connection->keepaliveAt = now + connection->keepalive;
    if (connection->id)
        flush(peer, *connection, now, out);
    if (s.next == State::openConfirm && mine == State::openSent && c == 1 && peer.connections[0].state <= State::active) {
        promote(i, p, now, out);
        connection = &peer.connections[c = 0];
    }
    if (s.next == State::established && mine != State::established) {
        if (c == 1)
            promote(i, p, now, out);
        else
            close(i, peer.connections[1], out);
        peer.startAt = TimePoint::never();
        establish(i, p, now, out);
    }
    if (peer.state() != before)
        say(i.peers[p], before, s.drop ? reasonOf(event, s) : "", now, out);
}

void startPeer(Instance &i, PeerIndex p, TimePoint now, Output &out)
{
    Peer &peer = i.peers[p];
    peer.startAt = TimePoint::never();
    if (!i.running || !peer.used || peer.settings.shutdown || peer.overLimit || i.routerId().isUnspecified())
        return;
    drive(i, p, 0, peer.settings.passive || peer.dynamic ? FsmEvent::startPassive : FsmEvent::start, now, out);
}

void stopPeer(Instance &i, PeerIndex p, const wire::BgpNotification &notification, TimePoint now, Output &out)
{
    for (unsigned c : {1u, 0u})
        if (i.peers[p].connections[c].state != State::idle)
            drive(i, p, c, FsmEvent::stop, now, out, &notification);
    i.peers[p].startAt = TimePoint::never();
}

std::optional<SessionId> acceptConnection(Instance &i, const SessionPlace &place, const base::IpAddress &remote, TimePoint now, Output &out)
{
    if (!i.running || i.routerId().isUnspecified())
        return std::nullopt;
    auto found = i.peerByAddress.find(remote);
    if (found == i.peerByAddress.end()) {
        const ListenRange *range = listenRangeFor(i.config, remote);
        const auto dynamic = std::count_if(i.peers.begin(), i.peers.end(), [](const Peer &peer) { return peer.used && peer.dynamic; });
        if (!range || dynamic >= static_cast<std::ptrdiff_t>(i.config.listenLimit))
            return std::nullopt;
        NeighbourConfig lines;
        lines.group = range->group;
        const PeerIndex made = addPeer(i, remote, true, lines, now);
        startPeer(i, made, now, out);
        found = i.peerByAddress.find(remote);
    }
    Peer &peer = i.peers[found->second];
    if (peer.settings.shutdown || peer.overLimit || peer.connections[1].id != 0)
        return std::nullopt;
    Connection &connection = peer.connections[1];
    connection.id = i.nextSession++;
    connection.place = place;
    connection.state = State::active;
    i.sessions[connection.id] = {found->second, 1};
    const SessionId session = connection.id;
    drive(i, found->second, 1, FsmEvent::tcpOpened, now, out);
    return session;
}

void expireSessions(Instance &i, TimePoint now, Output &out)
{
    for (PeerIndex p = 0; p < i.peers.size(); ++p) {
        if (!i.peers[p].used)
            continue;
        if (i.peers[p].startAt <= now) {
            i.peers[p].overLimit = false;
            startPeer(i, p, now, out);
        }
        for (unsigned c : {0u, 1u}) {
            const auto due = [&](TimePoint Connection::*timer) {
                Connection &connection = i.peers[p].connections[c];
                if (connection.*timer > now)
                    return false;
                connection.*timer = TimePoint::never();
                return true;
            };
            if (due(&Connection::holdAt))
                drive(i, p, c, FsmEvent::holdExpired, now, out);
            if (due(&Connection::keepaliveAt))
                drive(i, p, c, FsmEvent::keepaliveDue, now, out);
            if (due(&Connection::retryAt))
                drive(i, p, c, FsmEvent::connectRetryExpired, now, out);
        }
        for (const Afi afi : kAllAfis)
            if (PeerFamily &f = i.peers[p].families[at(afi)]; f.staleUntil <= now) {
                f.staleUntil = TimePoint::never();
                removePaths(i, afi, p, Path::kStale, now, out);
            }
        if (i.peers[p].restartUntil <= now)
            i.peers[p].restartUntil = TimePoint::never();
        // One that came from a listen range goes with its last connection.
        const Peer &peer = i.peers[p];
        if (peer.dynamic && !peer.connections[0].id && !peer.connections[1].id && peer.restartUntil.isNever())
            removePeer(i, p, now, out);
    }
}

TimePoint nextSessionDeadline(const Instance &i)
{
    TimePoint next = TimePoint::never();
    for (const Peer &peer : i.peers) {
        if (!peer.used)
            continue;
        next = std::min({next, peer.startAt, peer.restartUntil});
        for (const Connection &c : peer.connections)
            next = std::min({next, c.retryAt, c.holdAt, c.keepaliveAt});
        for (const PeerFamily &f : peer.families)
            next = std::min(next, f.staleUntil);
    }
    return next;
}

} // namespace hopyard::routing::bgp
