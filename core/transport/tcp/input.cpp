// A segment arrives: the checks of RFC 9293 section 3.10.7.4 in their order, as RFC 5961 (blind attacks) and RFC 7323
// section 5 (PAWS) tightened them.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transport/tcp/challenge_limit.h"
#include "core/transport/tcp/machine.h"

#include <utility>

namespace hopyard::transport::tcp {

using wire::TcpFlags;

namespace {

constexpr base::Duration kAnswerInterval = base::Duration::milliseconds(500);

} // namespace

void Machine::handle(SegmentIn &&segment)
{
    s.statistics.segmentsIn += segment.pieces;
    switch (s.state) {
    case TcpState::closed:
    case TcpState::listen:
    case TcpState::timeWait: // its record answers (time_wait.h)
        return;
    case TcpState::synSent: handleSynSent(std::move(segment)); return;
    case TcpState::synReceived:
    case TcpState::established:
    case TcpState::finWait1:
    case TcpState::finWait2:
    case TcpState::closeWait:
    case TcpState::closing:
    case TcpState::lastAck: break;
    }
    if (!isAcceptable(segment) || !segment.has(TcpFlags::ack))
        return;
    if (s.state == TcpState::synReceived && !finishHandshake(segment))
        return;
    if (s.timestamps.isOn && segment.header.timestamps && segment.sequence() <= s.window.toldAt)
        s.timestamps.take(now(), segment.header.timestamps->value);
    if (!acknowledge(segment) || s.state == TcpState::closed || s.state == TcpState::timeWait)
        return;
    takeUrgent(segment);
    const bool wasAhead = static_cast<bool>(s.receive.ahead);
    takeData(std::move(segment));
    if (s.state == TcpState::closed)
        return;
    output();
    wakeWriter();
    acknowledgeData(wasAhead);
}

/// First to fourth: sequence number, RST, SYN. What fails is answered here and goes no further.
bool Machine::isAcceptable(const SegmentIn &segment)
{
    const bool isReset = segment.has(TcpFlags::rst);
    const Sequence from = segment.sequence();
    if (s.timestamps.isOn && segment.header.timestamps && !isReset
        && s.timestamps.isOld(now(), segment.header.timestamps->value)) {
        ++env.counters.pawsRejected;
        if (segment.end() != from && from < s.receive.next)
            noteDuplicate({from, earlier(segment.end(), s.receive.next)});
        answerUnacceptable(segment.payload.size() == 0);
        return false;
    }
    // A segment that ends where the last acknowledgement stood carries one of its own at least, which is wanted.
    if (segment.end() < s.window.toldAt || from > s.receive.next + s.window.open(s.receive.next)) {
        if (isReset)
            return false;
        if (segment.has(TcpFlags::syn)) {
            if (s.state == TcpState::synReceived && s.handshake.isPassive && from == s.receive.irs
                && !segment.has(TcpFlags::ack))
                sendSynAck();
            else
                challenge();
            return false;
        }
        if (segment.end() != from && from < s.receive.next)
            noteDuplicate({from, earlier(segment.end(), s.receive.next)});
        answerUnacceptable(segment.payload.size() == 0);
        return false;
    }
    if (isReset) {
        // RFC 5961 section 3.2. Behind a gap, the end of what was received is as good a number (Linux's extension).
        const bool isExact = from == s.receive.next
            || (s.receive.ahead && !s.receive.ahead->isEmpty() && from == s.receive.ahead->end());
        if (isExact)
            onReset();
        else
            challenge();
        return false;
    }
    if (segment.has(TcpFlags::syn)) {
        const bool isSimultaneous = s.state == TcpState::synReceived && !s.handshake.isPassive
                                    && segment.has(TcpFlags::ack) && from + 1 == s.receive.next;
        if (isSimultaneous)
            return true;
        if (s.state == TcpState::synReceived && s.handshake.isPassive && from == s.receive.irs
            && !segment.has(TcpFlags::ack))
            sendSynAck(); // ours was lost
        else
            challenge(); // section 4.2
        return false;
    }
    return true;
}

/// RFC 9293 section 3.10.7.4, first: an ACK that says what we expect; where it could feed a loop, not too often.
void Machine::answerUnacceptable(bool limited)
{
    if (limited) {
        if (now() - s.answeredAt < kAnswerInterval)
            return;
        s.answeredAt = now();
    }
    sendAck();
}

void Machine::challenge()
{
    if (now() - s.answeredAt < kAnswerInterval)
        return;
    s.answeredAt = now();
    if (!env.challenges.take(now(), env.random))
        return;
    ++env.counters.challengeAcks;
    sendAck();
}

void Machine::onReset()
{
    SocketError error = SocketError::connectionReset;
    if (s.state == TcpState::synSent)
        error = SocketError::connectionRefused;
    else if (s.state == TcpState::closeWait)
        error = SocketError::brokenPipe;
    if (s.state == TcpState::established || s.state == TcpState::closeWait)
        ++env.counters.estabResets;
    else if (s.state == TcpState::synSent || s.state == TcpState::synReceived)
        ++env.counters.attemptFails;
    fail(error);
}

} // namespace hopyard::transport::tcp
