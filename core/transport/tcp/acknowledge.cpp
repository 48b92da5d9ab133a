// Fifth, the ACK field (RFC 9293 section 3.10.7.4; RFC 5961 section 5): what is done with, what the window is now, and
// what loss recovery makes of it.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transport/tcp/machine.h"

#include <algorithm>
#include <span>

namespace hopyard::transport::tcp {

using wire::TcpFlags;

/// False: the segment goes no further.
bool Machine::acknowledge(const SegmentIn &segment)
{
    const Sequence ack = segment.acknowledgement();
    if (ack > s.send.next) { // of something never sent
        challenge();
        return false;
    }
    if (ack < s.send.una) {
        if (s.send.una - ack > static_cast<std::int32_t>(s.send.maxWindow)) {
            challenge();
            return false;
        }
        return true; // old; what it carries may be new
    }
    if (!s.handshake.deadline.isNever() && ack > s.send.iss) // fast open, closed before the handshake was over
        s.handshake.deadline = base::TimePoint::never();

    const wire::TcpRepr &header = segment.header;
    const std::uint32_t before = s.send.window;
    updateWindow(segment);
    s.statistics.ackReceivedAt = now();
    s.softError.reset();
    s.persist.unanswered = 0;

    const bool advances = ack > s.send.una;
    AckEvent event;
    event.now = now();
    event.acknowledged = ack;
    event.sack = std::span(header.sackBlocks.data(), s.agreed.sack ? header.sackCount : 0);
    if (s.timestamps.isOn && header.timestamps && header.timestamps->echo != 0) {
        event.timestampEcho = header.timestamps->echo;
        const base::Duration rtt = s.timestamps.since(now(), header.timestamps->echo);
        if (advances && rtt >= base::Duration())
            event.timestampRtt = rtt;
    }
    event.carriesData = segment.length() > 0;
    event.windowChanged = s.send.window != before;
    event.ecnEcho = s.agreed.ecn && header.flags.has(TcpFlags::ece) && !header.flags.has(TcpFlags::syn);
    event.newDataWaits = hasUnsent() && s.send.una + s.send.window > s.send.next;
    event.pieces = segment.pieces;
    // Nothing was under way: no news for loss recovery, unless a DSACK tells that what was sent again was not needed.
    if (s.send.next == s.send.una && !advances && !event.ecnEcho && event.sack.empty()) {
        if (s.send.window > 0)
            s.persist.backoff = 0;
        return true;
    }
    const AckOutcome outcome = s.loss.onAck(event);
    if (s.agreed.ecn && (outcome.reducedByEcn || outcome.reduced))
        s.ecn.reduced = true;
    if (outcome.mtuProbeLost)
        judgeMtuProbe(true);
    if (outcome.undone)
        ++env.counters.dsackUndos;
    if (!advances)
        return true;

    const bool finAcknowledged = s.send.finSent && ack == sendEnd();
    s.statistics.bytesAcked += static_cast<std::uint32_t>(ack - s.send.una) - (finAcknowledged ? 1 : 0);
    s.send.una = ack;
    s.send.queue.dropBefore(ack);
    if (s.send.isUrgent && ack >= s.send.urgentEnd)
        s.send.isUrgent = false;
    if (s.send.isSmallSent && ack >= s.send.smallEnd)
        s.send.isSmallSent = false;
    if (s.send.pushed < ack)
        s.send.pushed = ack;
    if (s.send.window > 0)
        s.persist.backoff = 0;
    judgeMtuProbe(false);
    growSendSpace();
    if (finAcknowledged)
        onOwnFinAcknowledged();
    return true;
}

/// SND.WND, from the newest segment only; a zero window is believed in any case (Linux).
void Machine::updateWindow(const SegmentIn &segment)
{
    const std::uint32_t window = std::uint32_t(segment.header.window) << s.agreed.sendScale;
    const Sequence ack = segment.acknowledgement();
    const bool isNewer = ack > s.send.una || segment.sequence() > s.send.windowSequence
        || (segment.sequence() == s.send.windowSequence && (window > s.send.window || window == 0));
    if (!isNewer)
        return;
    s.send.windowSequence = segment.sequence();
    s.send.windowAcknowledged = ack;
    if (window == s.send.window)
        return;
    s.send.window = window;
    s.send.maxWindow = std::max(s.send.maxWindow, window);
    s.persist.deadline = base::TimePoint::never(); // output() sets it again where it must
    if (window > 0)
        s.persist.backoff = 0;
}

void Machine::onOwnFinAcknowledged()
{
    switch (s.state) {
    case TcpState::finWait1:
        changeState(TcpState::finWait2);
        if (s.isOrphan)
            s.finDeadline = now() + s.settings.finTimeout;
        wake();
        return;
    case TcpState::closing: enterTimeWait(); return;
    case TcpState::lastAck: finish(); return;
    case TcpState::closed:
    case TcpState::synSent:
    case TcpState::synReceived:
    case TcpState::established:
    case TcpState::finWait2:
    case TcpState::closeWait:
    case TcpState::timeWait:
    case TcpState::listen: return; // no FIN of ours is under way there
    }
}

} // namespace hopyard::transport::tcp
