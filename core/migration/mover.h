// What moves connections of a node's sockets to other nodes and takes in those of others: ties blob, transfer and
// hand-over to a socket layer.
//
// Out: the socket is frozen, its connection compiled and sent; when another machine owns it the socket's program finds it
// closed without an error; where the move fails, the connection goes on in its socket as if nothing had been. In: a blob
// that is sound, and for whose connection somebody here listens or waits, is held until the flow is this machine's; then
// it is put into TCP and its program gets it as if accepted.
//
// What must happen below the stack (hold packets, send them on, deliver them) is said by events, each with its time and
// what the phase has to say; the node does it before anything else. Each is traced too (trace::MigrationStep).
//
// Where much waits in the send queue it goes there before the connection does (stock.h); nothing is frozen meanwhile.
//
// What the program knows of the connection travels behind the blob (Application::pack(); intake.h).
//
// Packets of the client that come while the connection is on its way go after it at once (ahead.h), and what its TCP answers to
// them goes by way of the arbiter, which lets it pass only where it grants the claim. The destination does so for as long as
// no later answer, sent directly once it has the word, could overtake one of these.
//
// A plain value; datagrams of kControlPort in and out, time handed in. A flow without forwarder has the machine it was
// first moved from as its arbiter.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/base/result.h"
#include "core/migration/ahead.h"
#include "core/migration/blob.h"
#include "core/migration/flow_table.h"
#include "core/migration/handover.h"
#include "core/migration/intake.h"
#include "core/migration/programs.h"
#include "core/migration/stock.h"
#include "core/migration/transfer.h"
#include "core/transport/socket_layer.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace hopyard::migration {

enum class MovePhase : std::uint8_t {
    decided,  ///< out: the destination is asked whether it is there
    sending,  ///< out: the data of its send queue goes before it
    frozen,   ///< out: packets are to be held from now on
    compiled, ///< out: bytes by part
    sent,     ///< out: the blob has arrived whole; pieces, repeats
    released, ///< out: another machine's; what was held goes there
    resumed,  ///< out: its own again, in its socket; what was held is to be delivered
    failed,   ///< out: before anything was frozen
    received, ///< in: a whole blob; pieces, repeats
    prepared, ///< in: sound; packets are to be held
    refused,  ///< in: why
    injected, ///< in: in TCP; what was held is to be delivered
    dropped,  ///< in: another machine's after all
};
std::string_view toString(MovePhase phase);

struct MoveEvent {
    base::TimePoint at;
    MovePhase phase = MovePhase::decided;
    Mapping mapping;
    base::Ipv4Address host; ///< the other machine; released: whose it is now
    transport::SocketId socket; ///< out: whose connection it is; injected: as SocketLayer::insertStream() says
    std::string detail;
    std::vector<std::uint8_t> blob; ///< compiled: the blob without the data of its queues (listBlob())
};

enum class MoveError : std::uint8_t {
    noConnection,  ///< no such socket, or no connection in it
    notNow,        ///< its handshake is not over, or it is all but closed
    alreadyMoving,
    notIpv4,
    toItself,
};
std::string_view toString(MoveError error);

class Mover {
public:
    static constexpr base::Duration kAskFirst = base::Duration::milliseconds(50);
    static constexpr base::Duration kAskAtMost = base::Duration::seconds(3); ///< in all
    /// The bit of an instance that says that it takes packets ahead; one that feeds another TCP than ours does not.
    static constexpr Instance kTakesAhead = 0x80000000;
    /// Bytes in the send queue from which on they go before the connection: fewer are as fast with it.
    static constexpr std::size_t kStockFrom = 4 * kPieceSize;
    /// For so long; then what is not there yet travels while the client waits.
    static constexpr base::Duration kStockAtMost = base::Duration::seconds(2);
    static constexpr int kAnswers = 64; ///< by way of the arbiter, where half its round trip is known to be left
    /// Where it is not known: fewer than the three that count as a loss when others overtake them (RFC 5681 section 3.2).
    static constexpr int kAnswersUnknown = 2;
    static constexpr std::size_t kEarlyOfOne = 512;   ///< packets of a connection whose blob has not come yet
    static constexpr std::size_t kEarlyAtMost = 4'096; ///< of all these
    static constexpr base::Duration kEarlyKept = base::Duration::seconds(2);

    /// What it may use during a call.
    struct Around {
        transport::SocketLayer &sockets;
        transport::IpOutput &ip;
        FlowTable *table = nullptr; ///< where this node is a forwarder
        Programs *programs = nullptr; ///< those who know more of a connection than TCP
        base::TimePoint now() const { return ip.context().now; }
    };

    explicit Mover(base::Random random);
    /// `own`: by which the others reach this node.
    void configure(base::Ipv4Address own, const base::SipKey &key);
    /// Connections to this local port go to this program; not valid: to who listens there.
    void giveTo(std::uint16_t port, transport::ApplicationId program);

    /// Begins to move the connection. `mapping`: of its flow where a forwarder has it, at the epoch at which this node owns
    /// it; none: as this mover knows it from the move by which it came, else as a new flow of its own. `connection`: the
    /// socket's (SocketInfo::connection); without it nothing goes before it, however much is queued.
    base::Result<void, MoveError> move(const Around &around, transport::SocketId socket, base::Ipv4Address to,
                                       const std::optional<Mapping> &mapping = {}, transport::tcp::ConnectionId connection = {});
    /// A datagram to kControlPort. False: not one of ours, or without the key (counted).
    bool receive(const Around &around, base::Ipv4Address from, base::Bytes datagram);
    /// A packet of the client came for a connection that is frozen here: it goes after it. The caller keeps it as well. False
    /// where the destination does not take such.
    bool ahead(const Around &around, const Mapping &mapping, packet::Packet datagram);
    void expire(const Around &around);
    base::TimePoint nextDeadline() const;

    /// Whole datagrams from their IP header on, to be sent as they are.
    std::vector<packet::Packet> takePackets() { return std::exchange(m_packets, {}); }
    /// Packets of clients that came ahead of nothing: to be taken as if they came up now.
    std::vector<packet::Packet> takeCame() { return std::exchange(m_came, {}); }
    std::vector<Outgoing> takeOutgoing() { return std::exchange(m_out, {}); }
    std::vector<MoveEvent> takeEvents() { return std::exchange(m_events, {}); }

    /// At which epoch this node owns a flow whose connection came here, or came back.
    const Mapping *find(const FourTuple &flow) const;
    /// The connection is over.
    void forget(const FourTuple &flow);
    std::size_t leaving() const { return m_leaving.size(); }
    /// It is on its way from here: decided at least.
    bool isLeaving(const Mapping &mapping) const { return m_leaving.contains(keyOf(mapping)); }
    std::size_t arriving() const { return m_arriving.size(); }
    struct Counters {
        std::uint64_t out = 0, in = 0, resumed = 0, refused = 0, dropped = 0;
        std::uint64_t forged = 0; ///< without the key, or damaged
        std::uint64_t ahead = 0;    ///< packets sent after a connection
        std::uint64_t answers = 0;  ///< that went by way of an arbiter
        std::uint64_t passedOn = 0; ///< as an arbiter: answers of the owner
        std::uint64_t withheld = 0; ///< as an arbiter: answers of who is not
    };
    const Counters &counters() const { return m_counters; }

private:
    using Key = std::pair<base::Ipv4Address, FlowId>; // arbiter, flow
    struct Leaving {
        Mapping mapping;
        transport::SocketId socket;
        transport::tcp::ConnectionId connection;
        base::Ipv4Address to;
        std::optional<transport::tcp::ConnectionState> state; // once frozen
        SourceHandover handover;
        BlobSender sender;
        AskAgain ask; // before that
        base::TimePoint asked;
        Instance instance = 0;          // of the destination, as it is believed to be
        std::optional<StockSent> stock; // goes before it, or went
        base::TimePoint stockUntil;
        bool isSent = false;
        base::TimePoint nextDeadline() const;
    };
    struct Arriving {
        Mapping mapping;
        transport::tcp::ConnectionState state;
        DestinationHandover handover;
        std::string packed; ///< what the program says of it that had it
        base::TimePoint asked;       ///< when the arbiter was, first
        base::TimePoint answerUntil; ///< answers that leave later could be overtaken
        int answersLeft = 0;
        std::uint32_t came = 0, answered = 0; ///< packets ahead; answers that went by way of the arbiter
        std::vector<packet::Packet> held;  ///< for its TCP, once it is here
        std::vector<packet::Packet> later; ///< what its TCP has sent, once it is here
    };
    struct Early {
        base::TimePoint at;
        std::vector<packet::Packet> packets;
    };
    static Key keyOf(const Mapping &mapping) { return {mapping.forwarder, mapping.id}; }

    void say(const Around &around, MovePhase phase, const Mapping &mapping, base::Ipv4Address host, std::string detail,
             transport::SocketId socket = {});
    void post(const Around &around, base::Ipv4Address to, const HandoverMessage &message);
    void postAll(const Around &around, std::vector<HandoverOutput> &out);
    void ask(const Around &around, Leaving &leaving);
    void begin(const Around &around, Leaving &leaving, Instance instance);
    void freeze(const Around &around, Leaving &leaving);
    std::string_view advanceStock(const Around &around, Leaving &leaving);
    void advance(const Around &around, std::map<Key, Leaving>::iterator at);
    void settle(const Around &around, std::map<Key, Leaving>::iterator at);
    void take(const Around &around, Intake::Arrival arrival);
    void settle(const Around &around, std::map<Key, Arriving>::iterator at);
    void handle(const Around &around, base::Ipv4Address from, const HandoverMessage &message);
    void decide(const Around &around, base::Ipv4Address asker, const HandoverMessage &claim);
    void hearAhead(const Around &around, base::Ipv4Address from, const AheadMessage &message);
    void hearAnswer(const Around &around, base::Ipv4Address from, const AnswerMessage &message);
    bool owns(const Around &around, base::Ipv4Address host, const AnswerMessage &message) const;
    void answer(const Around &around, Arriving &arriving, packet::Packet datagram);
    void forgetEarly(base::TimePoint now);
    transport::ApplicationId programFor(const transport::Endpoint &local) const;
    void schedule(base::TimePoint deadline, const Key &key, bool leaves);

    base::Ipv4Address m_own;
    base::SipKey m_key;
    TransferId m_nextTransfer;
    std::uint32_t m_nextFlow = 1;
    Intake m_intake;
    Arbiter m_arbiter;
    std::map<Key, Leaving> m_leaving;
    std::map<TransferId, Key> m_transfers;
    std::map<Key, Arriving> m_arriving;
    std::map<FourTuple, Mapping> m_here;
    std::map<base::Ipv4Address, Instance> m_instances;
    AnswerAhead m_answerAhead;
    std::map<Key, Early> m_early; // packets whose connection has not come yet
    std::size_t m_earlyCount = 0;
    std::map<base::Ipv4Address, base::Duration> m_arbiterTrips; // from asking to the word
    std::vector<packet::Packet> m_packets, m_came;
    std::map<std::uint16_t, transport::ApplicationId> m_programs;
    // Deadlines: may name one that has moved or gone, which is found out when it comes.
    std::map<base::TimePoint, std::vector<std::pair<Key, bool>>> m_due;
    std::vector<Outgoing> m_out;
    std::vector<MoveEvent> m_events;
    Counters m_counters;
};

} // namespace hopyard::migration
