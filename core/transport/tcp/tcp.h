// TCP of one node: its connections and listeners by number, the table that finds them, their timers.
//
// A plain value with no pointers out: copying it is a checkpoint. SocketLayer stands on it and gives it BSD's face;
// connection.h is one connection, listener.h one listener. RFC 9293; docs/tcp.md lists the others by file.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/id.h"
#include "core/base/random.h"
#include "core/sim/timer_heap.h"
#include "core/transport/tcp/challenge_limit.h"
#include "core/transport/tcp/connection.h"
#include "core/transport/tcp/counters.h"
#include "core/transport/tcp/fast_open.h"
#include "core/transport/tcp/listener.h"
#include "core/transport/tcp/place_table.h"
#include "core/transport/tcp/port_use.h"
#include "core/transport/tcp/secrets.h"
#include "core/transport/tcp/settings.h"
#include "core/transport/tcp/time_wait.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace hopyard::transport::tcp {

struct SendFlags {
    bool urgent = false; ///< MSG_OOB: the last byte is urgent (RFC 6093)
    bool more = false;   ///< MSG_MORE: as TCP_CORK, for this call
};

struct ReceiveFlags {
    bool peek = false;   ///< MSG_PEEK
    bool urgent = false; ///< MSG_OOB
};

enum class Direction : std::uint8_t { receive, send, both }; ///< SHUT_RD, SHUT_WR, SHUT_RDWR

/// As Linux's struct tcp_info has it, in its units turned to ours.
struct TcpInfo {
    TcpState state = TcpState::closed;
    std::uint8_t congestionState = 0; ///< LossRecovery::linuxState()
    std::uint8_t retransmits = 0;     ///< time-outs in a row
    std::uint8_t probes = 0;          ///< keep-alive or zero-window probes without answer
    std::uint8_t backoff = 0;
    bool timestamps = false, sack = false, windowScaling = false, ecn = false, ecnSeen = false, synData = false;
    std::uint8_t sendScale = 0, receiveScale = 0;
    bool applicationLimited = false;
    base::Duration rto, delayedAck, rtt, rttVariation, minimumRtt, receiveRtt;
    std::uint32_t sendMss = 0, receiveMss = 0, advertisedMss = 0;
    std::uint32_t unacknowledged = 0, sacked = 0, lost = 0, retransmitted = 0; ///< segments under way
    std::uint32_t totalRetransmissions = 0;
    base::Duration sinceDataSent, sinceDataReceived, sinceAckReceived;
    std::uint32_t pathMtu = 0;
    std::uint32_t slowStartThreshold = 0, congestionWindow = 0; ///< segments
    std::uint32_t reordering = 3;
    std::uint32_t receiveSpace = 0, receiveWindow = 0, sendWindow = 0; ///< bytes
    std::uint64_t bytesAcked = 0, bytesReceived = 0, bytesSent = 0, bytesRetransmitted = 0;
    std::uint32_t segmentsOut = 0, segmentsIn = 0, dataSegmentsOut = 0, dataSegmentsIn = 0;
    std::uint32_t notSent = 0; ///< bytes
    std::uint64_t deliveryRate = 0, pacingRate = 0; ///< bytes a second
    std::uint32_t delivered = 0, deliveredMarked = 0, duplicatesSeen = 0, reorderingSeen = 0; ///< segments
};

/// A line of the table of connections.
struct ConnectionInfo {
    ConnectionId id;
    ListenerId listener; ///< for listeners, else not valid
    TcpState state = TcpState::closed;
    Endpoint local;
    Endpoint remote;
    std::size_t sendQueue = 0;    ///< bytes not acknowledged; listeners: the backlog
    std::size_t receiveQueue = 0; ///< bytes not read; listeners: connections waiting
};

class Tcp {
public:
    /// `random` chooses secrets (sequence numbers, cookies) and nothing else.
    explicit Tcp(base::Random random);

    // --- opening ---
    /// Sends a SYN; inProgress is not an error here. `data` goes with the SYN where fast open has a cookie; how much of
    /// it was taken stands in `taken`. addressInUse where that pair of endpoints is taken.
    base::Result<ConnectionId, SocketError> connect(IpOutput &ip, const Settings &settings, const Endpoint &local,
                                                    const Endpoint &remote, base::Bytes data = {},
                                                    std::size_t *taken = nullptr);
    base::Result<ListenerId, SocketError> listen(const Settings &settings, const Endpoint &local,
                                                 std::uint32_t backlog);
    /// connect() with data would send it at once: there is a cookie for this server, and no reason not to use it.
    bool hasFastOpenCookie(base::TimePoint now, const base::IpAddress &server) const;
    void setBacklog(ListenerId id, std::uint32_t backlog);
    /// Those not accepted yet are reset.
    void closeListener(IpOutput &ip, ListenerId id);
    /// The oldest that waits; not valid: none.
    ConnectionId accept(ListenerId id);
    bool hasWaiting(ListenerId id) const;

    // --- using; badSocket where there is no such connection (any more) ---
    /// How many bytes were taken; wouldBlock: none. brokenPipe once sending is over, else how the connection failed,
    /// once.
    base::Result<std::size_t, SocketError> send(IpOutput &ip, ConnectionId id, base::Bytes data, SendFlags flags = {});
    /// How many bytes came; 0: end of file; wouldBlock: none yet.
    base::Result<std::size_t, SocketError> receive(IpOutput &ip, ConnectionId id, base::MutableBytes into,
                                                   ReceiveFlags flags = {});
    /// The next bytes that can be received, as far as they lie in one piece; valid until the next call.
    base::Bytes peek(ConnectionId id) const;
    /// Takes what peek() showed; opens the window.
    void consume(IpOutput &ip, ConnectionId id, std::size_t count);
    base::Result<void, SocketError> shutdown(IpOutput &ip, ConnectionId id, Direction how);
    /// The user is gone: the id ends here, the connection goes on to its end by itself (RFC 9293 section 3.10.4; unread
    /// data or linger zero: RST).
    void close(IpOutput &ip, ConnectionId id);
    /// RST, and it is over; the id stays until close().
    void abort(IpOutput &ip, ConnectionId id);
    Readiness readiness(ConnectionId id) const;
    /// SO_ERROR: why it failed or a soft error, once.
    std::optional<SocketError> takeError(ConnectionId id);
    const Settings *settings(ConnectionId id) const;
    void setSettings(IpOutput &ip, ConnectionId id, const Settings &settings);
    const Settings *settings(ListenerId id) const;
    void setSettings(ListenerId id, const Settings &settings);
    Endpoint local(ConnectionId id) const;
    Endpoint remote(ConnectionId id) const;
    std::size_t receiveQueueSize(ConnectionId id) const; ///< FIONREAD
    std::size_t sendQueueSize(ConnectionId id) const;    ///< SIOCOUTQ
    std::optional<TcpInfo> info(ConnectionId id, base::TimePoint now) const;

    // --- connections as values ---
    const ConnectionState *state(ConnectionId id) const;
    /// Takes it out: it is here no more, nothing is sent.
    std::optional<ConnectionState> extract(ConnectionId id);
    /// Puts it in, and it goes on. addressInUse where its pair of endpoints is taken.
    base::Result<ConnectionId, SocketError> insert(IpOutput &ip, ConnectionState state);
    /// The same as one that this listener accepted and nobody has asked for yet; badSocket where there is no such
    /// listener, or the handshake is not over.
    base::Result<ConnectionId, SocketError> insertWaiting(IpOutput &ip, ConnectionState state, ListenerId listener);
    /// Takes it out, and its id stays with its user, for whom nothing happens any more: until thaw() puts it back, or
    /// leaveClosed() tells him that it is over, without an error. What he does meanwhile goes no further than here: a
    /// shutdown is made good by thaw().
    std::optional<ConnectionState> freeze(ConnectionId id);
    /// badSocket where its user has closed it meanwhile: the state is given back untouched.
    base::Result<void, SocketError> thaw(IpOutput &ip, ConnectionId id, ConnectionState &&state);
    void leaveClosed(IpOutput &ip, ConnectionId id);
    /// The listener that would have a connection to this endpoint; not valid: none.
    ListenerId listenerFor(const Endpoint &local, base::PortIndex in = {}) const;

    // --- ports, for bind() and for choosing one ---
    /// A connection (TIME-WAIT included) or listener holds this local endpoint.
    bool isLocalInUse(const Endpoint &local) const;
    /// This pair is taken, and not by a TIME-WAIT that may be taken over (RFC 6191).
    bool isPairInUse(base::TimePoint now, const Endpoint &local, const Endpoint &remote) const;

    // --- as the node moves it ---
    /// Checks, finds its connection or listener, and moves it; answers with RST itself where nobody listens.
    void deliver(IpOutput &ip, const ip::Delivered &datagram);
    void report(IpOutput &ip, const ip::ErrorReport &report);
    void expire(IpOutput &ip);
    base::TimePoint nextDeadline() const;
    /// What became readable, writable or failed since this was asked last, each once, in that order.
    struct Changed {
        ConnectionId connection; ///< or
        ListenerId listener;
    };
    std::vector<Changed> takeChanged();
    bool hasChanged() const;

    // --- looking inside ---
    std::vector<ConnectionInfo> connections() const; ///< listeners first, then in the order in which they were opened
    const TcpCounters &counters() const { return m_counters; }
    NodeSettings &nodeSettings() { return m_node; }
    const NodeSettings &nodeSettings() const { return m_node; }

private:
    /// Where a connection lives. Slots are used again, ids are not.
    struct Slot {
        Connection connection;
        ConnectionId id;      // not valid: free
        ListenerId listener;  // not accepted yet
        sim::TimerHandle timer;
        bool isHalfOpen = false;  // counted by its listener
        bool isWaiting = false;   // in its listener's queue
        bool isAccepted = false;  // its user has it
        bool isPlaced = false;    // in the table of pairs
        bool isChanged = false;   // in the list of changes
    };
    struct Timer {
        std::uint32_t number = 0; // of a slot or a record, as in the table
    };
    static constexpr std::uint32_t kTimeWait = 0x80000000; // a number with this bit is a record's

    // tcp.cpp
    Environment environment(IpOutput &ip);
    Slot *find(ConnectionId id);
    const Slot *find(ConnectionId id) const;
    std::uint32_t slotOf(ConnectionId id) const;
    std::uint32_t findPair(const Endpoint &local, const Endpoint &remote) const;
    const Endpoint &localOf(std::uint32_t number) const;
    const Endpoint &remoteOf(std::uint32_t number) const;
    void place(std::uint32_t number);
    void unplace(std::uint32_t number);
    std::uint32_t add(Connection connection);
    void settle(IpOutput &ip, std::uint32_t slot);
    void free(std::uint32_t slot);
    void markChanged(Slot &slot);
    void markChanged(Listener &listener);
    void setTimer(Slot &slot, std::uint32_t number);
    ConnectionState takeState(std::uint32_t slot);
    std::uint32_t putBack(IpOutput &ip, ConnectionState &&state);
    void beginTimeWait(std::uint32_t slot);
    void endTimeWait(std::uint32_t record);

    // listening.cpp
    Listener *find(ListenerId id);
    const Listener *find(ListenerId id) const;
    Listener *chooseListener(const SegmentIn &segment);
    void onListener(IpOutput &ip, Listener &listener, SegmentIn &&segment, std::optional<Sequence> beyond);
    void onSyn(IpOutput &ip, Listener &listener, SegmentIn &&segment, std::optional<Sequence> beyond);
    void onCookie(IpOutput &ip, Listener &listener, SegmentIn &&segment);
    void settleChild(Slot &slot);

    // tcp_input.cpp
    void dispatch(IpOutput &ip, SegmentIn &&segment, base::Bytes whole);
    void onTimeWait(IpOutput &ip, std::uint32_t record, SegmentIn &&segment);
    void refuse(IpOutput &ip, const SegmentIn &segment);
    void sendBare(IpOutput &ip, const TimeWait &from, wire::TcpRepr header);

    base::Random m_random;
    Secrets m_secrets;
    NodeSettings m_node;
    TcpCounters m_counters;
    ChallengeLimit m_challenges;
    FastOpen m_fastOpen;
    std::vector<Slot> m_slots;
    std::vector<std::uint32_t> m_freeSlots;
    std::vector<TimeWait> m_timeWaits; // with an invalid remote port where free
    std::vector<sim::TimerHandle> m_timeWaitTimers;
    std::vector<std::uint32_t> m_freeTimeWaits;
    PlaceTable m_pairs;
    PlaceTable m_ids;
    PortUse m_portUse; // of the pairs
    std::vector<Listener> m_listeners; // in order of their ids
    sim::TimerHeap<Timer> m_timers;
    std::vector<Changed> m_changed;
    std::uint32_t m_nextConnection = 0;
    std::uint32_t m_nextListener = 0;
};

} // namespace hopyard::transport::tcp
