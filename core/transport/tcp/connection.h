// One TCP connection: the state machine of RFC 9293 section 3.10 on a plain value.
//
// Connection has behaviour and one member, its ConnectionState: state() shows it, the constructor puts it back, and
// the peer notices nothing. It is moved by calls, and only these: a segment (handle), a deadline (expire), an ICMP
// error (report), and what its user wants (send, receive, shutdown, close, abort). What it sends goes to
// Environment::ip at once.
//
// How it does that stands in machine.h and the files named there.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/box.h"
#include "core/base/random.h"
#include "core/base/result.h"
#include "core/base/time.h"
#include "core/transport/endpoint.h"
#include "core/transport/ip_output.h"
#include "core/transport/socket_error.h"
#include "core/transport/tcp/counters.h"
#include "core/transport/tcp/sequence.h"
#include "core/transport/tcp/settings.h"
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

class ChallengeLimit;
class FastOpen;
struct TcpInfo;
struct SendFlags;
struct ReceiveFlags;
enum class Direction : std::uint8_t;

/// What a connection may use while it is being moved. Lent for one call.
struct Environment {
    IpOutput &ip; ///< with time, trace and packet pool in its context()
    base::Random &random;
    const NodeSettings &node;
    TcpCounters &counters;
    ChallengeLimit &challenges;
    FastOpen &fastOpen;
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

    bool has(std::uint8_t flag) const { return header.flags.has(flag); }
    Sequence sequence() const { return Sequence(header.sequence); }
    Sequence acknowledgement() const { return Sequence(header.acknowledgement); }
    /// SEG.LEN: data, SYN and FIN.
    std::uint32_t length() const
    {
        return static_cast<std::uint32_t>(payload.size()) + has(wire::TcpFlags::syn) + has(wire::TcpFlags::fin);
    }
    Sequence end() const { return sequence() + length(); }
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

/// What a SYN asked for, or a cookie remembers of it.
struct SynOptions {
    std::uint16_t mss = 536;
    std::optional<std::uint8_t> scale;
    std::optional<wire::TcpTimestamps> timestamps;
    bool sack = false;
    bool ecn = false;
    bool operator==(const SynOptions &) const = default;
};
SynOptions optionsOf(const wire::TcpRepr &syn);

/// All there is to a connection, as a plain value: no pointer out of it, no reference to where it lives. Its parts are
/// those of the small files beside this one (connection_state.h).
struct ConnectionState;

class Connection {
public:
    Connection(); ///< nothing: only to be assigned to
    explicit Connection(ConnectionState state);
    Connection(const Connection &);
    Connection(Connection &&) noexcept;
    Connection &operator=(const Connection &);
    Connection &operator=(Connection &&) noexcept;
    ~Connection();

    const ConnectionState &state() const { return *m_state; }
    /// Takes it out; the connection is good for nothing afterwards.
    ConnectionState take() &&;

    // --- opening ---
    struct First {
        Sequence iss;
        std::uint32_t timestampOffset = 0;
    };
    /// Sends a SYN, with as much of `data` as fast open allows; how much was taken is returned.
    static Connection open(Environment &env, const Settings &settings, const Endpoint &local, const Endpoint &remote,
                           const First &first, base::Bytes data, std::size_t &taken);
    /// A SYN came to a listener: sends the SYN-ACK, unless `isCookie`: then that is on its way already, and this
    /// segment
    /// is the ACK of it. `fastOpen`: the data in the SYN is taken; `offered`: a cookie for the SYN-ACK.
    struct Answer {
        First first;
        SynOptions options;
        Sequence irs;
        bool isCookie = false;
        bool fastOpen = false;
        std::optional<wire::TcpFastOpenCookie> offered;
    };
    static Connection answer(Environment &env, const Settings &settings, SegmentIn &&segment, const Answer &answer);

    // --- as TCP moves it ---
    void handle(Environment &env, SegmentIn &&segment);
    void expire(Environment &env);
    base::TimePoint nextDeadline() const;
    /// An ICMP error about one of its segments, whose sequence number was `about`.
    void report(Environment &env, const ip::ErrorReport &report, Sequence about);
    /// It came back after take(): goes on as if nothing had been.
    void resume(Environment &env);

    /// TIME-WAIT is over.
    void end();

    // --- as its user does (tcp.h says what these mean) ---
    base::Result<std::size_t, SocketError> send(Environment &env, base::Bytes data, const SendFlags &flags);
    base::Result<std::size_t, SocketError> receive(Environment &env, base::MutableBytes into,
                                                   const ReceiveFlags &flags);
    base::Bytes peek() const;
    void consume(Environment &env, std::size_t count);
    base::Result<void, SocketError> shutdown(Environment &env, Direction how);
    void close(Environment &env);
    void abort(Environment &env);
    Readiness readiness() const;
    std::optional<SocketError> takeError();
    void setSettings(Environment &env, const Settings &settings);
    TcpInfo info(base::TimePoint now) const;
    /// Clears the mark that something changed, and says whether it was there.
    bool takeWake();

private:
    base::Box<ConnectionState> m_state; // never empty, but after take()
};

} // namespace hopyard::transport::tcp
