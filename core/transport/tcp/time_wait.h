// TIME-WAIT (RFC 9293 sections 3.6.1 and 3.10.7.4): a small record that answers for a connection that is over, until
// nothing of it can be under way any more; and the rules by which a new connection may take its place (RFC 6191) or a
// stray reset may not end it (RFC 1337).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/id.h"
#include "core/base/time.h"
#include "core/transport/endpoint.h"
#include "core/transport/tcp/connection.h"
#include "core/transport/tcp/listener.h"
#include "core/transport/tcp/sequence.h"
#include "core/transport/tcp/timestamps.h"

#include <cstdint>
#include <vector>

namespace hopyard::transport::tcp {

struct ConnectionState;

struct TimeWait {
    Endpoint local;
    Endpoint remote;
    Sequence sendNext;
    Sequence receiveNext;
    std::uint32_t window = 0;       ///< that was offered, in bytes
    std::uint16_t windowField = 0;  ///< the same as a header says it
    Timestamps timestamps;
    base::TimePoint deadline;
    base::TimePoint answeredAt = base::TimePoint::fromNs(-1'000'000'000);
    ConnectionId owner;             ///< whose user has not closed it yet; not valid: nobody's
    std::uint8_t tos = 0;
    std::uint8_t ttl = 64;
    base::PortIndex device;
    std::vector<SigningKey> keys;

    static TimeWait of(const ConnectionState &state, ConnectionId owner);

    enum class Verdict : std::uint8_t {
        ignore,
        acknowledge, ///< answer with an ACK
        restart,     ///< answer with an ACK; 2 MSL begin anew
        end,         ///< it is over
        reopen,      ///< a new connection: to the listener, with a number beyond ours
    };
    Verdict judge(const SegmentIn &segment, base::TimePoint now, bool ignoresReset);
    /// A new connection of our own may take this one's place: timestamps tell the two apart (RFC 6191 section 3).
    bool mayBeReused(base::TimePoint now) const
    {
        return timestamps.isOn && now - timestamps.recentAt >= base::Duration::seconds(1);
    }
};

} // namespace hopyard::transport::tcp
