// Deadlines of a connection: the handshake's, loss recovery's, zero-window probes, keep-alive, delayed ACK, cork and
// the end of FIN-WAIT-2. RFC 6298; RFC 1122 sections 4.2.2.17 (probes), 4.2.3.5 (R1, R2) and 4.2.3.6; RFC 5482.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transport/tcp/machine.h"

#include <algorithm>

namespace hopyard::transport::tcp {

using base::Duration;
using base::TimePoint;

namespace {

constexpr Duration kMinRto = Duration::milliseconds(200);
constexpr Duration kMaxRto = Duration::seconds(120);
constexpr Duration kCorkTime = Duration::milliseconds(200);
constexpr std::uint8_t kLinearSyns = 4;      ///< SYNs sent again a second apart, as Linux does, before the back-off
constexpr std::uint32_t kOrphanRetries = 8;  ///< nobody waits for it any more
constexpr std::uint8_t kRetries1 = 3;        ///< R1: look whether the path is at fault

/// How long `tries` time-outs in a row take, backing off from the smallest RTO: what R2 means as a time.
Duration timeFor(std::uint32_t tries)
{
    Duration total;
    Duration wait = kMinRto;
    for (std::uint32_t i = 0; i <= tries; ++i) {
        total += wait;
        wait = std::min(wait * 2, kMaxRto);
    }
    return total;
}

/// When TCP_USER_TIMEOUT ends the wait for an acknowledgement (RFC 5482).
TimePoint userDeadline(const ConnectionState &s)
{
    if (s.settings.userTimeout <= Duration() || s.send.next == s.send.una || !isSynchronised(s.state))
        return TimePoint::never();
    return s.loss.oldestSentAt() + s.settings.userTimeout;
}

} // namespace

TimePoint nextDeadlineOf(const ConnectionState &s)
{
    return std::min({s.handshake.deadline, s.loss.nextDeadline(), s.persist.deadline, s.keepAlive.deadline,
                     s.delayedAck.deadline, s.corkDeadline, s.finDeadline, userDeadline(s)});
}

Duration Machine::rto() const { return std::max(s.loss.rto(), kMinRto); }

void Machine::expire()
{
    const TimePoint t = now();
    if (s.handshake.deadline <= t)
        expireHandshake();
    if (s.state != TcpState::closed && userDeadline(s) <= t)
        fail(s.softError.value_or(SocketError::timedOut));
    if (s.state != TcpState::closed && s.loss.nextDeadline() <= t)
        expireRecovery();
    if (s.state != TcpState::closed && s.persist.deadline <= t)
        expirePersist();
    if (s.state != TcpState::closed && s.delayedAck.deadline <= t) {
        s.delayedAck.onDelayOver(rto());
        if (s.delayedAck.isDue)
            sendAck();
    }
    if (s.state != TcpState::closed && s.corkDeadline <= t) {
        output(); // the deadline itself opens the way
        s.corkDeadline = TimePoint::never();
    }
    if (s.state != TcpState::closed && s.keepAlive.deadline <= t)
        expireKeepAlive();
    if (s.finDeadline <= t) { // FIN-WAIT-2 of an orphan, or the end of TIME-WAIT
        s.finDeadline = TimePoint::never();
        finish();
    }
}

void Machine::expireHandshake()
{
    Handshake &h = s.handshake;
    const bool isActive = s.state == TcpState::synSent;
    const std::uint32_t most = isActive ? s.settings.synRetries + kLinearSyns
        : h.isPassive ? s.settings.synAckRetries : s.settings.synRetries;
    const bool userGivesUp = s.settings.userTimeout > Duration() && now() - h.sentAt >= s.settings.userTimeout;
    if (h.retries >= most || userGivesUp) {
        ++env.counters.attemptFails;
        fail(s.softError.value_or(SocketError::timedOut));
        return;
    }
    ++h.retries;
    ++env.counters.timeouts;
    if (!isActive || h.retries > kLinearSyns)
        h.rto = std::min(h.rto * 2, kMaxRto);
    h.deadline = now() + h.rto;
    ++env.counters.retransmittedSegments;
    ++s.statistics.retransmissions;
    if (isActive)
        sendSyn();
    else
        sendSynAck();
}

bool Machine::hasTimedOut(TimePoint since, std::uint32_t tries, std::uint32_t most) const
{
    if (tries == 0)
        return false;
    if (s.settings.userTimeout > Duration())
        return now() - since >= s.settings.userTimeout;
    if (s.send.window == 0 && now() - s.statistics.ackReceivedAt < kMaxRto)
        return false; // the peer took its window back, and lives
    return now() - since >= timeFor(most);
}

void Machine::expireRecovery()
{
    const TimePoint oldest = s.loss.oldestSentAt();
    switch (s.loss.expire(now())) {
    case RecoveryTimer::none: break;
    case RecoveryTimer::reordering: break;
    case RecoveryTimer::probe: {
        // New data where there is some, else the last segment again (RFC 8985 section 7.3).
        ++env.counters.lossProbes;
        const std::uint32_t mss = currentMss();
        const Sequence edge = s.send.una + s.send.window;
        const std::int32_t waiting = s.send.queue.end() - s.send.next;
        if (waiting > 0 && edge - s.send.next >= std::min<std::int32_t>(waiting, static_cast<std::int32_t>(mss))) {
            const auto length = std::min<std::uint32_t>(static_cast<std::uint32_t>(waiting), mss);
            sendRange({s.send.next, s.send.next + length}, false);
        } else if (const auto last = s.loss.lastSegment()) {
            sendRange({later(last->from, s.send.una), last->to}, true);
        }
        return;
    }
    case RecoveryTimer::timeout: {
        ++env.counters.timeouts;
        const std::uint32_t tries = s.loss.timeoutsInRow();
        const std::uint32_t most = s.isOrphan ? std::min<std::uint32_t>(kOrphanRetries, s.settings.retries2)
                                              : s.settings.retries2;
        if (hasTimedOut(oldest, tries, most)) {
            fail(s.softError.value_or(SocketError::timedOut));
            return;
        }
        judgeMtuProbe(true);
        if (tries >= kRetries1)
            suspectBlackHole();
        break;
    }
    }
    output();
}

/// Data waits, nothing is under way, and the window (or a cork) holds it.
void Machine::startPersistIfNeeded()
{
    if (s.state == TcpState::closed || !hasUnsent() || s.send.next != s.send.una || s.state == TcpState::synReceived)
        return;
    const bool isCorked = s.settings.cork || s.send.more;
    const Sequence edge = s.send.una + s.send.window;
    const std::int32_t waiting = sendEnd() - s.send.next;
    const bool windowHolds =
        edge - s.send.next < std::min<std::int32_t>(waiting, static_cast<std::int32_t>(currentMss()));
    if (isCorked && !windowHolds) {
        if (s.corkDeadline.isNever())
            s.corkDeadline = now() + kCorkTime;
        return;
    }
    if (!windowHolds || !s.persist.deadline.isNever())
        return;
    s.loss.stopTimers();
    s.persist.deadline = now() + std::min(rto() * (std::int64_t(1) << std::min<int>(s.persist.backoff, 20)), kMaxRto);
}

/// RFC 9293 section 3.8.6.1: for as long as the peer answers, it may keep its window shut.
void Machine::expirePersist()
{
    s.persist.deadline = TimePoint::never();
    if (!hasUnsent() || s.send.next != s.send.una)
        return;
    if (s.persist.unanswered == 0)
        s.persist.since = now();
    const std::uint32_t most =
        s.isOrphan ? std::min<std::uint32_t>(kOrphanRetries, s.settings.retries2) : s.settings.retries2;
    const bool userGivesUp = s.settings.userTimeout > Duration() && s.persist.unanswered > 0
        && now() - s.persist.since >= s.settings.userTimeout;
    if (userGivesUp || s.persist.unanswered > most) {
        fail(s.softError.value_or(SocketError::timedOut));
        return;
    }
    ++s.persist.unanswered;
    if (s.persist.backoff < 20)
        ++s.persist.backoff;
    const std::int32_t open = (s.send.una + s.send.window) - s.send.next;
    const std::int32_t data = s.send.queue.end() - s.send.next;
    if (open > 0 && data > 0) { // a sliver: send what fits after all (RFC 1122 section 4.2.3.4, the override)
        const auto length =
            std::min({static_cast<std::uint32_t>(open), static_cast<std::uint32_t>(data), currentMss()});
        sendRange({s.send.next, s.send.next + length}, false);
        return;
    }
    sendProbe();
    startPersistIfNeeded();
}

void Machine::startKeepAlive()
{
    s.keepAlive.deadline =
        s.settings.keepAlive && isSynchronised(s.state) ? now() + s.settings.keepIdle : TimePoint::never();
}

void Machine::expireKeepAlive()
{
    KeepAlive &k = s.keepAlive;
    if (!s.settings.keepAlive || !isSynchronised(s.state)) {
        k.deadline = TimePoint::never();
        return;
    }
    if (s.send.next != s.send.una || hasUnsent()) { // other timers watch the peer
        k.deadline = now() + s.settings.keepIdle;
        return;
    }
    const TimePoint heard = std::max(s.delayedAck.lastData, s.statistics.ackReceivedAt);
    if (const TimePoint due = heard + s.settings.keepIdle; due > now()) {
        k.deadline = due;
        k.probes = 0;
        return;
    }
    const bool givesUp = s.settings.userTimeout > Duration()
        ? now() - heard >= s.settings.userTimeout && k.probes > 0 : k.probes >= s.settings.keepCount;
    if (givesUp) {
        sendReset(true);
        fail(s.softError.value_or(SocketError::timedOut));
        return;
    }
    ++k.probes;
    sendProbe();
    k.deadline = now() + s.settings.keepInterval;
}

} // namespace hopyard::transport::tcp
