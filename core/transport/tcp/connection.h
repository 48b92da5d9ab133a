// One TCP connection: the state machine of RFC 9293 section 3.10 on a plain value.
//
// Connection has behaviour and one member, its ConnectionState: state() takes it out, the constructor puts it back, and
// the peer notices nothing. It is moved by calls, and only these: a segment (handle), a deadline (expire), and what its
// user wants (send, receive, shutdown, close, abort). What it sends goes to Environment::ip at once.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/base/result.h"
#include "core/base/time.h"
#include "core/transport/endpoint.h"
#include "core/transport/ip_output.h"
#include "core/transport/socket_error.h"
#include "core/wire/tcp.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace hopyard::transport::tcp {

/// RFC 9293 section 3.3.2, without CLOSED's two meanings: a connection that is over is `closed`. LISTEN is the
/// listener's (listener.h).
enum class TcpState : std::uint8_t {
    closed, synSent, synReceived, established, finWait1, finWait2, closeWait, closing, lastAck, timeWait, listen,
};
/// "ESTABLISHED", as ss and netstat print it.
std::string_view toString(TcpState state);

/// What a connection may use while it is being moved. Lent for one call.
struct Environment {
    IpOutput &ip; ///< with time, trace and packet pool in its context()
    base::Random &random;
    base::TimePoint now() const { return ip.context().now; }
};

/// A segment that came in: addresses as its receiver sees them, checksum already verified.
struct SegmentIn {
    Endpoint local;
    Endpoint remote;
    wire::TcpRepr header;
    packet::Packet payload;  ///< data only
    std::uint8_t ttl = 0;
    std::uint8_t tos = 0;    ///< ECN in the lowest two bits
    base::PortIndex in;
    std::uint16_t pieces = 1; ///< how many segments on the wire it stands for (packet::Offload)
};

/// What of poll(2) holds now.
struct Readiness {
    bool readable = false; ///< data, end of file, or a connection to accept
    bool writable = false; ///< a third of the send buffer or more is free (Linux's rule), or sending would fail
    bool priority = false; ///< urgent data
    bool hangUp = false;   ///< both directions are over
    bool peerClosed = false; ///< POLLRDHUP
    bool error = false;    ///< SO_ERROR has something
    bool operator==(const Readiness &) const = default;
};

/// All there is to a connection, as a plain value: no pointer out of it, no reference to where it lives. Its parts are
/// those of the small files beside this one.
struct ConnectionState;
class Connection;

} // namespace hopyard::transport::tcp
