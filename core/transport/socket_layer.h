// The socket layer of one stack: BSD sockets by number, never blocking, without callbacks.
//
// Kinds: TCP; UDP; ICMP echo ("ping datagram", as Linux's SOCK_DGRAM with IPPROTO_ICMP); raw by protocol number. A
// plain value with no pointers out: copying it is a checkpoint. Names and semantics are BSD's and, where systems differ,
// Linux's (socket(7), ip(7), udp(7), icmp(7), raw(7), tcp(7)); RFC 768, RFC 1122 sections 3.2.2, 4.1 and 4.2.4.
//
// Files: socket_layer.cpp sockets and their names; socket_binding.cpp bind, connect, ports; socket_options.cpp;
// socket_datagrams.cpp what programs send and receive; socket_input.cpp what comes up from IP; socket_streams.cpp the
// face of core/transport/tcp/; socket_moves.cpp connections that come and go alive; socket_groups.cpp multicast memberships. docs/sockets.md is the user's side.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/base/box.h"
#include "core/base/id.h"
#include "core/base/random.h"
#include "core/base/result.h"
#include "core/base/ring.h"
#include "core/base/siphash.h"
#include "core/base/time.h"
#include "core/ip/datagram.h"
#include "core/ip/group_filter.h"
#include "core/link/device.h"
#include "core/packet/packet.h"
#include "core/transport/endpoint.h"
#include "core/transport/ip_output.h"
#include "core/transport/socket_error.h"
#include "core/transport/socket_id.h"
#include "core/transport/socket_options.h"
#include "core/transport/tcp/tcp.h"

#include <array>
#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace hopyard::transport {

enum class SocketKind : std::uint8_t { udp, icmpEcho, raw, tcp };

/// What sendmsg(2)'s control messages (IP_PKTINFO, IP_TTL, IP_TOS) choose for one message, in place of the socket's.
struct MessageControl {
    base::IpAddress source; ///< an address of this node; not valid: as ever
    base::PortIndex out;    ///< not valid: as ever
    std::optional<std::uint8_t> ttl;
    std::optional<std::uint8_t> tos;
};

/// One message out of a socket.
struct Received {
    base::TimePoint when;
    Endpoint from;
    base::IpAddress to; ///< the address it was sent to
    std::uint8_t ttl = 0;
    std::uint8_t tos = 0;
    base::PortIndex in;
    /// UDP: the payload. ICMP echo: the message from its type on. Raw, IPv4: the datagram from its IP header on.
    packet::Packet data;
};

/// An ICMP error about something that the socket sent.
struct ReceivedError {
    base::TimePoint when;
    SocketError error = SocketError::hostUnreachable;
    Endpoint destination; ///< where it had been sent to
    ip::ErrorReport report;
};

/// A line of the table of sockets.
struct SocketInfo {
    SocketId id;
    SocketKind kind = SocketKind::udp;
    wire::IpProtocol protocol = wire::IpProtocol::udp;
    ApplicationId owner;
    Endpoint local;
    std::optional<Endpoint> peer;
    std::size_t queuedPackets = 0;
    std::size_t queuedBytes = 0;
    std::uint64_t received = 0;
    std::uint64_t sent = 0;
    std::uint64_t dropped = 0; ///< because the buffer was full
    tcp::ConnectionId connection; ///< streams: in SocketLayer::tcp(), where valid
    tcp::ListenerId listener;     ///< likewise
};

/// What became of a datagram that came up.
enum class Disposition : std::uint8_t {
    taken,
    noPort,     ///< no socket is bound there: the node answers with port unreachable
    noProtocol, ///< nobody speaks this protocol: protocol unreachable
    dropped,    ///< malformed, bad checksum, or no room; already counted and traced
};

struct TransportCounters {
    std::uint64_t received = 0;
    std::uint64_t sent = 0;
    std::uint64_t noPort = 0;
    std::uint64_t malformed = 0;
    std::uint64_t badChecksum = 0;
    std::uint64_t bufferFull = 0;
};

class SocketLayer {
public:
    static constexpr std::size_t kMaxSockets = 262'144;
    static constexpr std::size_t kPacketOverhead = 256; ///< what a queued packet counts for besides its bytes
    static constexpr std::uint16_t kFirstEphemeralPort = 32'768;
    static constexpr std::uint16_t kLastEphemeralPort = 60'999;
    static constexpr std::uint32_t kDefaultBuffer = 212'992;      ///< net.core.rmem_default
    static constexpr std::uint32_t kMaxBuffer = 4 * 1024 * 1024;  ///< net.core.rmem_max, before it is doubled
    static constexpr std::size_t kMaxMemberships = 1024;          ///< of one socket
    static constexpr std::size_t kMaxSources = 64;                ///< of one membership

    /// `random` chooses ephemeral ports (RFC 6056) and TCP's secrets.
    explicit SocketLayer(base::Random random);

    // --- as a program calls it ---
    /// `protocol` is of meaning for raw sockets only.
    base::Result<SocketId, SocketError> socket(SocketKind kind, base::Family family, ApplicationId owner = {},
                                               wire::IpProtocol protocol = wire::IpProtocol::icmp);
    base::Result<void, SocketError> bind(IpOutput &ip, SocketId id, const Endpoint &local);
    /// Datagrams: fixes the peer; send() goes there, only what comes from there is received. Streams: inProgress at
    /// first; readiness and takeError() tell how it went. An invalid address (AF_UNSPEC) undoes it.
    base::Result<void, SocketError> connect(IpOutput &ip, SocketId id, const Endpoint &peer);
    /// UDP: `data` is the payload. ICMP echo: an echo request from its type on; identifier and checksum are filled in.
    /// Raw: the IP payload; with SocketOption::headerIncluded the datagram from its IP header on.
    base::Result<void, SocketError> sendTo(IpOutput &ip, SocketId id, base::Bytes data, const Endpoint &to,
                                           const MessageControl &control = {});
    base::Result<void, SocketError> send(IpOutput &ip, SocketId id, base::Bytes data);
    /// wouldBlock where nothing waits. An ICMP error that concerns the socket comes first, once. `peek`: it stays
    /// (MSG_PEEK).
    base::Result<Received, SocketError> receiveFrom(SocketId id, bool peek = false);
    /// The next of the errors that were queued because of SocketOption::receiveErrors (MSG_ERRQUEUE).
    base::Result<ReceivedError, SocketError> receiveError(SocketId id);
    base::Result<void, SocketError> setOption(IpOutput &ip, SocketId id, SocketOption option,
                                              std::int64_t value);
    base::Result<std::int64_t, SocketError> option(IpOutput &ip, SocketId id, SocketOption option) const;
    /// TCP_MD5SIG (RFC 2385): segments to and from `peer` are signed with the key; an empty key ends that.
    base::Result<void, SocketError> setSigningKey(IpOutput &ip, SocketId id, const base::IpPrefix &peer,
                                                  std::string key);
    /// The bytes that can be received at once (FIONREAD; of datagrams those of the first) and those not yet
    /// acknowledged by the peer (SIOCOUTQ).
    base::Result<std::size_t, SocketError> receiveQueueSize(SocketId id) const;
    base::Result<std::size_t, SocketError> sendQueueSize(SocketId id) const;

    // --- multicast. `on` not valid: the interface that the table names for the group. ---
    /// IP_ADD_MEMBERSHIP; addressInUse where it is a member already.
    base::Result<void, SocketError> joinGroup(IpOutput &ip, SocketId id, const base::IpAddress &group,
                                              base::PortIndex on = {});
    /// IP_DROP_MEMBERSHIP; addressNotAvailable where it is no member.
    base::Result<void, SocketError> leaveGroup(IpOutput &ip, SocketId id, const base::IpAddress &group,
                                               base::PortIndex on = {});
    /// IP_ADD_SOURCE_MEMBERSHIP, IP_DROP_SOURCE_MEMBERSHIP, IP_BLOCK_SOURCE, IP_UNBLOCK_SOURCE (RFC 3678 section 4.1).
    enum class SourceChange : std::uint8_t { join, leave, block, unblock };
    base::Result<void, SocketError> changeSource(IpOutput &ip, SocketId id, SourceChange change,
                                                 const base::IpAddress &group, const base::IpAddress &source,
                                                 base::PortIndex on = {});

    base::Result<Endpoint, SocketError> localName(SocketId id) const;
    base::Result<Endpoint, SocketError> peerName(SocketId id) const;
    base::Result<void, SocketError> close(IpOutput &ip, SocketId id);
    /// True where receiveFrom() or receiveError() has something.
    bool isReadable(SocketId id) const;

    // --- streams: TCP ---
    /// connect() and the first data in one call (MSG_FASTOPEN, RFC 7413): how much of `data` went with the SYN;
    /// inProgress where none did.
    base::Result<std::size_t, SocketError> connectWith(IpOutput &ip, SocketId id, const Endpoint &peer,
                                                       base::Bytes data);
    base::Result<void, SocketError> listen(IpOutput &ip, SocketId id, std::uint32_t backlog);
    struct Accepted {
        SocketId socket; ///< with the listener's options
        Endpoint peer;
    };
    /// `owner` owns the new socket. wouldBlock where nobody waits.
    base::Result<Accepted, SocketError> accept(SocketId id, ApplicationId owner = {});
    /// How many bytes were taken, at least one; wouldBlock where the buffer is full; brokenPipe, connectionReset, …
    base::Result<std::size_t, SocketError> write(IpOutput &ip, SocketId id, base::Bytes data, tcp::SendFlags flags = {});
    /// How many bytes came; 0: end of file.
    base::Result<std::size_t, SocketError> read(IpOutput &ip, SocketId id, base::MutableBytes into,
                                                tcp::ReceiveFlags flags = {});
    /// The next bytes as far as they lie in one piece, valid until the next call, and taking them: read() without a copy.
    base::Bytes peek(SocketId id) const;
    void consume(IpOutput &ip, SocketId id, std::size_t count);
    base::Result<void, SocketError> shutdown(IpOutput &ip, SocketId id, tcp::Direction how);
    /// As poll(2) sees it, of every kind of socket.
    tcp::Readiness readiness(SocketId id) const;
    /// SO_ERROR, once.
    std::optional<SocketError> takeError(SocketId id);
    base::Result<tcp::TcpInfo, SocketError> tcpInfo(SocketId id, base::TimePoint now) const;
    // --- streams that move to another machine and back (core/migration) ---
    /// Takes the connection out of its socket, for whose program nothing happens any more, until thawStream() puts it
    /// back or releaseStream() lets the program find it closed, without an error. Nothing is sent. Nothing where the
    /// socket has no connection.
    std::optional<tcp::ConnectionState> freezeStream(SocketId id);
    /// A program that closed its socket meanwhile is as if it closed it now.
    base::Result<void, SocketError> thawStream(IpOutput &ip, SocketId id, tcp::ConnectionState state);
    void releaseStream(IpOutput &ip, SocketId id);
    /// A connection that was taken out elsewhere becomes a socket of `owner`, who is told as after accept(); not valid:
    /// it waits at the listener on its local endpoint, as if accepted, and the socket returned is the listener's.
    /// addressInUse where the pair is taken, connectionRefused where nobody listens.
    base::Result<SocketId, SocketError> insertStream(IpOutput &ip, tcp::ConnectionState state, ApplicationId owner = {});
    tcp::Tcp &tcp();
    const tcp::Tcp &tcp() const;

    // --- as the node moves it ---
    /// Gives a datagram to the sockets it is for.
    Disposition deliver(IpOutput &ip, const ip::Delivered &datagram);
    /// Gives an ICMP error to the socket whose datagram it is about.
    void report(IpOutput &ip, const ip::ErrorReport &report);
    /// Does everything that is due; nextDeadline() is later afterwards.
    void expire(IpOutput &ip);
    base::TimePoint nextDeadline() const;
    struct Ready {
        SocketId socket;
        ApplicationId owner;
    };
    /// The sockets of applications that became readable or writable or failed since this was asked last, each once, in
    /// that order.
    std::vector<Ready> takeReady();
    bool hasReady() const { return !m_ready.empty(); }
    /// The same of the sockets that belong to no application.
    std::vector<SocketId> takeOutsideReady();
    bool hasOutsideReady() const { return !m_outsideReady.empty(); }
    /// True where its owner has something to do: what takeReady() named may be gone by the time.
    bool isReady(SocketId id) const;
    void closeAllOf(IpOutput &ip, ApplicationId owner);

    // --- looking inside ---
    std::vector<SocketInfo> sockets() const; ///< in the order in which they were opened
    const TransportCounters &counters() const { return m_counters; }

private:
    struct Membership {
        base::IpAddress group;
        base::PortIndex on;
        ip::GroupFilter filter;
    };
    /// What only stream sockets have.
    struct Stream {
        base::Box<tcp::Settings> settings; // until there is a connection or a listener, which then has them
        tcp::ConnectionId connection;
        tcp::ListenerId listener;
        bool isConnecting = false;     // connect() has not been told how it went
        std::optional<Endpoint> later; // TCP_FASTOPEN_CONNECT: connects with the first data
    };
    struct Socket {
        SocketKind kind = SocketKind::udp;
        base::Family family = base::Family::ipv4;
        wire::IpProtocol protocol = wire::IpProtocol::udp;
        ApplicationId owner;
        bool isBound = false;       // has a port, and stands in m_bound
        bool hasOwnPort = false;    // the port was given to bind(), not chosen by connect()
        bool hasOwnAddress = false; // the address was given to bind(), not taken by connect()
        bool isReceiveOver = false; // by shutdown()
        bool isSendOver = false;
        bool isInReady = false;
        Endpoint local;
        std::optional<Endpoint> peer;
        SocketOptions options;
        base::Box<Stream> stream;
        base::Box<std::vector<Membership>> memberships;
        base::Ring<Received> queue;
        std::size_t queuedBytes = 0;
        base::Ring<ReceivedError> errors;
        std::optional<SocketError> pendingError;
        std::uint64_t received = 0;
        std::uint64_t sent = 0;
        std::uint64_t dropped = 0;
    };
    /// Under which a bound socket is found: port for TCP, UDP and ICMP echo, protocol number for raw.
    struct Key {
        SocketKind kind;
        base::Family family;
        std::uint16_t number;
        auto operator<=>(const Key &) const = default;
    };

    Socket *find(SocketId id);
    const Socket *find(SocketId id) const;
    static Key keyOf(const Socket &socket);
    void enter(SocketId id, Socket &socket);
    void leave(SocketId id, Socket &socket);
    void markReady(SocketId id, Socket &socket);

    // socket_binding.cpp
    bool isConflict(const Socket &socket, const Endpoint &local, const Socket &other) const;
    bool isFree(const Socket &socket, const Endpoint &local) const;
    std::optional<std::uint16_t> ephemeralPort(const Socket &socket, const base::IpAddress &address);
    std::optional<std::uint16_t> ephemeralPortTo(base::TimePoint now, const Socket &socket, const Endpoint &peer);
    base::Result<void, SocketError> bindToAny(SocketId id, Socket &socket);
    /// Checks a destination and finds the source address for it, which the socket then has.
    base::Result<Endpoint, SocketError> prepareConnect(IpOutput &ip, Socket &socket, const Endpoint &peer);

    // socket_datagrams.cpp
    base::Result<packet::Packet, SocketError> makeMessage(IpOutput &ip, const Socket &socket, base::Bytes data,
                                                          const Endpoint &to, const base::IpAddress &source) const;
    base::Result<void, SocketError> sendWithHeader(IpOutput &ip, Socket &socket, base::Bytes data, const Endpoint &to,
                                                   const MessageControl &control);

    // socket_input.cpp
    Disposition deliverUdp(IpOutput &ip, const ip::Delivered &datagram);
    Disposition deliverEcho(IpOutput &ip, const ip::Delivered &datagram);
    bool deliverRaw(IpOutput &ip, const ip::Delivered &datagram);
    static bool accepts(const Socket &socket, const ip::Delivered &datagram, std::uint16_t fromPort);
    static bool hearsGroup(const Socket &socket, const ip::Delivered &datagram);
    void enqueue(IpOutput &ip, SocketId id, Socket &socket, const ip::Delivered &datagram, std::uint16_t fromPort,
                 std::size_t skip, std::size_t length);
    void queueError(IpOutput &ip, SocketId id, Socket &socket, SocketError error, const Endpoint &destination,
                    const ip::ErrorReport &report);
    Disposition drop(IpOutput &ip, base::DropReason reason, const ip::Delivered &datagram);

    // socket_options.cpp
    void applyToStream(IpOutput &ip, Socket &socket);
    base::Result<void, SocketError> setStreamOption(IpOutput &ip, Socket &socket, SocketOption option,
                                                    std::int64_t value);
    base::Result<std::int64_t, SocketError> streamOption(const Socket &socket, SocketOption option) const;

    // socket_groups.cpp
    void updateGroup(IpOutput &ip, const base::IpAddress &group, base::PortIndex on);
    void leaveGroups(IpOutput &ip, Socket &socket);
    base::Result<std::size_t, SocketError> findMembership(IpOutput &ip, Socket &socket, const base::IpAddress &group,
                                                          base::PortIndex &on) const;

    // socket_streams.cpp
    bool isStreamActive(const Socket &socket) const;    ///< connecting, connected or listening
    bool isStreamConnected(const Socket &socket) const; ///< has or had a peer that answered
    tcp::TcpState stateOf(tcp::ConnectionId id) const;
    tcp::Settings streamSettings(const Socket &socket) const;
    void setStreamSettings(IpOutput &ip, Socket &socket, const tcp::Settings &settings);
    base::Result<void, SocketError> connectStream(IpOutput &ip, SocketId id, Socket &socket, const Endpoint &peer);
    base::Result<std::size_t, SocketError> startStream(IpOutput &ip, SocketId id, Socket &socket, const Endpoint &peer,
                                                       base::Bytes data);
    void disconnectStream(IpOutput &ip, SocketId id, Socket &socket);
    void closeStream(IpOutput &ip, Socket &socket);
    bool isLocalInUseByStreams(const Endpoint &local) const;
    bool isPairInUseByStreams(base::TimePoint now, const Endpoint &local, const Endpoint &remote) const;
    void collectChanged();

    std::map<SocketId, Socket> m_sockets;
    std::multimap<Key, SocketId> m_bound; // of one key, in the order in which they were bound
    std::unordered_map<std::uint32_t, SocketId> m_byConnection; // only looked up, never walked through
    std::map<tcp::ListenerId, SocketId> m_byListener;
    std::vector<SocketId> m_ready;
    std::vector<SocketId> m_outsideReady;
    std::uint32_t m_nextId = 0;
    base::Random m_random;
    base::SipKey m_portSecret;
    std::array<std::uint32_t, 64> m_portTable{}; // RFC 6056 algorithm 4
    tcp::Tcp m_tcp;
    TransportCounters m_counters;
};

} // namespace hopyard::transport
