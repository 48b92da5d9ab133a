// What a segment means to a connection in TIME-WAIT; see time_wait.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transport/tcp/time_wait.h"

#include "core/transport/tcp/connection_state.h"

#include <algorithm>

namespace hopyard::transport::tcp {

using wire::TcpFlags;

TimeWait TimeWait::of(const ConnectionState &state, ConnectionId owner)
{
    TimeWait record;
    record.local = state.local;
    record.remote = state.remote;
    record.sendNext = state.send.next;
    record.receiveNext = state.receive.next;
    record.window = state.window.open(state.receive.next);
    record.windowField =
        static_cast<std::uint16_t>(std::min<std::uint32_t>(record.window >> state.window.scale, 0xffff));
    record.timestamps = state.timestamps;
    record.deadline = state.finDeadline;
    record.owner = owner;
    record.tos = state.settings.tos;
    record.ttl = state.settings.ttl;
    record.device = state.settings.device;
    record.keys = state.settings.signingKeys;
    return record;
}

TimeWait::Verdict TimeWait::judge(const SegmentIn &segment, base::TimePoint now, bool ignoresReset)
{
    const auto &stamp = segment.header.timestamps;
    const bool isOld = timestamps.isOn && stamp && timestamps.isOld(now, stamp->value);
    const bool isReset = segment.has(TcpFlags::rst);
    const Sequence from = segment.sequence();
    if (isReset)
        return !ignoresReset && from == receiveNext ? Verdict::end : Verdict::ignore;
    if (segment.has(TcpFlags::syn) && !segment.has(TcpFlags::ack)) {
        const bool isNewer = from > receiveNext
                             || (timestamps.isOn && stamp && timestamps.hasRecent
                                 && static_cast<std::int32_t>(stamp->value - timestamps.recent) > 0);
        if (isNewer && !isOld)
            return Verdict::reopen;
    } else if (!isOld && segment.has(TcpFlags::ack) && from == receiveNext && segment.length() == 0) {
        return Verdict::ignore; // the ACK of our FIN, once more
    } else if (!isOld && segment.has(TcpFlags::fin) && segment.end() == receiveNext) {
        if (timestamps.isOn && stamp)
            timestamps.take(now, stamp->value);
        return Verdict::restart; // the peer did not get our last ACK
    }
    // Old or out of the window: an ACK, seldom enough not to feed a loop.
    if (now - answeredAt < base::Duration::milliseconds(500))
        return Verdict::ignore;
    answeredAt = now;
    return Verdict::acknowledge;
}

} // namespace hopyard::transport::tcp
