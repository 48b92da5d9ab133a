// From the bytes of a connection to events of its state machine: framing, and what OPENs say (RFC 4271 sections 6.1, 6.2).
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/routing/bgp/instance.h"

#include <algorithm>

namespace hopyard::routing::bgp {

namespace {

namespace sub = wire::bgp_subcode;
using wire::BgpErrorCode;
using wire::BgpNotification;

std::optional<BgpNotification> checkOpen(const Instance &i, const Peer &peer, const wire::BgpOpen &open)
{
    const auto error = [](std::uint8_t subcode) { return BgpNotification{BgpErrorCode::open, subcode, {}}; };
    const AsNumber as = open.asNumber();
    const Settings &s = peer.settings;
    if (as == 0 || (s.remoteAs ? as != s.remoteAs : as == s.localAs))
        return error(sub::kBadPeerAs);
    // RFC 6286: unique within an AS.
    if (open.identifier.isUnspecified() || (open.identifier == i.routerId() && as == i.config.as))
        return error(sub::kBadIdentifier);
    if (open.holdTime == 1 || open.holdTime == 2 || (i.config.minimumHoldTime && open.holdTime < *i.config.minimumHoldTime))
        return error(sub::kHoldTime);
    if (s.dontNegotiate)
        return std::nullopt;
    const auto offers = [&](Afi afi) {
        return open.families.empty() ? afi == Afi::ipv4
                                     : std::find(open.families.begin(), open.families.end(), wireFamily(afi)) != open.families.end();
    };
    for (const Afi afi : kAllAfis)
        if (s.families[at(afi)].active && offers(afi))
            return std::nullopt;
    // RFC 5492 section 5: what we cannot do without.
    BgpNotification none = error(sub::kCapability);
    for (const Afi afi : kAllAfis)
        if (s.families[at(afi)].active)
            none.data.insert(none.data.end(), {wire::bgp_capability::kMultiprotocol, 4, 0, std::uint8_t(wireFamily(afi).afi), 0, 1});
    return none;
}

/// RFC 4271 section 6.8, once an OPEN is there. False where this connection lost.
bool settleCollision(Instance &i, PeerIndex p, unsigned c, const wire::BgpOpen &open, TimePoint now, Output &out)
{
    static const BgpNotification kCollision{BgpErrorCode::cease, sub::kCollision, {}};
    Peer &peer = i.peers[p];
    const State other = peer.connections[1 - c].state;
    if (other == State::established) {
        // RFC 4724 section 5: one that restarts comes anew before its old connection was found dead.
        if (peer.gracefulRestart && !peer.gracefulRestart->families.empty()) {
            drive(i, p, 1 - c, FsmEvent::tcpFailed, now, out);
            return true;
        }
        drive(i, p, c, FsmEvent::collision, now, out, &kCollision);
        return false;
    }
    if (other != State::openConfirm)
        return true;
    // The connection that the one with the higher identifier opened stays; [0] is ours.
    const bool keepOurs = i.routerId() > open.identifier || (i.routerId() == open.identifier && i.config.as > open.asNumber());
    const unsigned loser = keepOurs ? 1 : 0;
    if (loser == c) {
        drive(i, p, c, FsmEvent::collision, now, out, &kCollision);
        return false;
    }
    drive(i, p, loser, FsmEvent::collision, now, out, &kCollision);
    i.peers[p].startAt = TimePoint::never();
    return true;
}

void receiveOpen(Instance &i, PeerIndex p, unsigned c, base::Bytes body, TimePoint now, Output &out)
{
    if (i.peers[p].connections[c].state != State::openSent) {
        drive(i, p, c, FsmEvent::open, now, out);
        return;
    }
    const auto open = wire::BgpOpen::parse(body);
    const std::optional<BgpNotification> error = open ? checkOpen(i, i.peers[p], *open) : std::optional(open.error());
    if (error) {
        out.events.push_back(event::BadMessage{i.peers[p].address, wire::BgpErrorClass::sessionReset, *error});
        drive(i, p, c, FsmEvent::openError, now, out, &*error);
        return;
    }
    if (!settleCollision(i, p, c, *open, now, out))
        return;
    i.peers[p].connections[c].open = *open;
    drive(i, p, c, FsmEvent::open, now, out);
}

void receiveNotification(Instance &i, PeerIndex p, unsigned c, base::Bytes body, TimePoint now, Output &out)
{
    Peer &peer = i.peers[p];
    peer.lastNotification = BgpNotification::parse(body);
    peer.lastNotificationSent = false;
    out.events.push_back(event::NotificationReceived{peer.address, *peer.lastNotification});
    const bool version = peer.lastNotification->code == BgpErrorCode::open && peer.lastNotification->subcode == sub::kVersion;
    drive(i, p, c, version ? FsmEvent::versionNotification : FsmEvent::notification, now, out);
}

void receiveRefresh(Instance &i, PeerIndex p, base::Bytes body, TimePoint now, Output &out)
{
    Peer &peer = i.peers[p];
    const auto refresh = wire::BgpRouteRefresh::parse(body);
    if (!refresh) {
        // RFC 7313 section 5: only who spoke of enhanced refresh is told.
        if (peer.enhancedRefresh)
            drive(i, p, 0, FsmEvent::updateError, now, out, &refresh.error());
        return;
    }
    if (!*refresh)
        return;
    for (const Afi afi : kAllAfis) {
        PeerFamily &f = peer.families[at(afi)];
        if (!f.negotiated || (*refresh)->family != wireFamily(afi))
            continue;
        switch ((*refresh)->kind) {
        case wire::BgpRouteRefresh::Kind::request: startDump(i, p, afi); break;
        case wire::BgpRouteRefresh::Kind::begin:
            f.refreshing = true;
            for (PrefixId id = 0; id < f.received.size(); ++id)
                if (f.received[id])
                    f.unconfirmed.add(id);
            markPaths(i, afi, p, Path::kRefreshed);
            break;
        case wire::BgpRouteRefresh::Kind::end:
            if (f.refreshing) {
                removePaths(i, afi, p, Path::kRefreshed, now, out);
                forgetReceived(i, p, afi, true);
            }
            f.refreshing = false;
            break;
        }
    }
}

/// After too many prefixes: until it is cleared, or as long as is configured.
void keepDown(Peer &peer, TimePoint now)
{
    std::uint16_t minutes = 0;
    for (const FamilySettings &f : peer.settings.families)
        if (f.maximumPrefix)
            minutes = std::max(minutes, f.maximumPrefix->restartMinutes);
    peer.overLimit = true;
    peer.startAt = minutes ? now + Duration::seconds(60 * minutes) : TimePoint::never();
}

void receiveMessage(Instance &i, PeerIndex p, unsigned c, const wire::BgpFrame &frame, TimePoint now, Output &out)
{
    Peer &peer = i.peers[p];
    peer.lastRead = now;
    switch (frame.type) {
    case wire::BgpType::open:
        ++peer.received.opens;
        receiveOpen(i, p, c, frame.body, now, out);
        return;
    case wire::BgpType::notification:
        ++peer.received.notifications;
        receiveNotification(i, p, c, frame.body, now, out);
        return;
    case wire::BgpType::keepalive:
        ++peer.received.keepalives;
        drive(i, p, c, FsmEvent::keepalive, now, out);
        return;
    case wire::BgpType::update: {
        ++peer.received.updates;
        const bool process = peer.connections[c].state == State::established;
        drive(i, p, c, FsmEvent::update, now, out);
        BgpNotification error;
        if (process && !receiveUpdate(i, p, frame.body, now, out, error)) {
            out.events.push_back(event::BadMessage{i.peers[p].address, wire::BgpErrorClass::sessionReset, error});
            drive(i, p, c, FsmEvent::updateError, now, out, &error);
            if (error.code == BgpErrorCode::cease)
                keepDown(i.peers[p], now);
        }
        return;
    }
    case wire::BgpType::routeRefresh: {
        ++peer.received.refreshes;
        const bool process = peer.connections[c].state == State::established;
        drive(i, p, c, FsmEvent::update, now, out);
        if (process)
            receiveRefresh(i, p, frame.body, now, out);
        return;
    }
    }
}

} // namespace

wire::BgpOpen makeOpen(const Instance &i, const Peer &peer)
{
    const Settings &s = peer.settings;
    wire::BgpOpen open;
    open.as = static_cast<std::uint16_t>(s.localAs > 0xffff ? wire::kAsTrans : s.localAs);
    open.holdTime = s.hold;
    open.identifier = i.routerId();
    if (s.dontNegotiate)
        return open;
    for (const Afi afi : kAllAfis)
        if (s.families[at(afi)].active)
            open.families.push_back(wireFamily(afi));
    open.routeRefresh = open.enhancedRefresh = true;
    open.fourOctetAs = s.localAs;
    open.others.push_back({wire::bgp_capability::kRouteRefreshCisco, {}});
    if (i.config.gracefulRestart.mode != GracefulRestart::Mode::disabled)
        open.gracefulRestart = wire::BgpGracefulRestart{false, false, i.config.gracefulRestart.restartTime, {}}; // as a helper
    return open;
}

void receiveBytes(Instance &i, SessionId session, base::Bytes bytes, TimePoint now, Output &out)
{
    std::vector<std::uint8_t> joined;
    const auto first = i.sessions.find(session);
    if (first == i.sessions.end())
        return;
    if (std::vector<std::uint8_t> &input = i.peers[first->second.first].connections[first->second.second].input; !input.empty()) {
        joined = std::move(input);
        input.clear();
        joined.insert(joined.end(), bytes.begin(), bytes.end());
        bytes = joined;
    }
    for (;;) {
        // Found anew for each message: what it did may have ended the session, or made it the peer's only one.
        const auto found = i.sessions.find(session);
        if (found == i.sessions.end())
            return;
        const auto [p, c] = found->second;
        const auto frame = wire::nextBgpMessage(bytes);
        if (!frame) {
            out.events.push_back(event::BadMessage{i.peers[p].address, wire::BgpErrorClass::sessionReset, frame.error()});
            drive(i, p, c, FsmEvent::headerError, now, out, &frame.error());
            return;
        }
        if (frame->length == 0) {
            i.peers[p].connections[c].input.assign(bytes.begin(), bytes.end());
            return;
        }
        receiveMessage(i, p, c, *frame, now, out);
        bytes = bytes.subspan(frame->length);
    }
}

} // namespace hopyard::routing::bgp
