// What moves connections out of Linux sockets and into them: the counterpart of core/migration/mover.h, with TCP_REPAIR
// where that has a SocketLayer. The same messages, the same hand-over, the same phases; to other machines there is no
// difference.
//
// Out: the destination is asked whether it is there; the server is asked to leave the connection alone and to say what it
// knows of it; the socket is frozen, and stays as it is until the arbiter's word: dissolved where it is another's,
// thawed where it is taken back. In: a socket is prepared in repair mode while the flow is claimed, so that on the word
// only the repair has to end; then the server gets its descriptor. What comes before a connection of its send queue
// (core/migration/stock.h) is taken; out of Linux nothing goes before, because a queue can be read in repair mode only.
//
// Flows without a forwarder do not begin here: such a node is never an arbiter.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/migration/around.h"
#include "core/migration/handover.h"
#include "core/migration/intake.h"
#include "core/migration/mover.h"
#include "core/migration/transfer.h"
#include "emulation/migration/repair.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace hopyard::migration {

class LinuxMover {
public:
    /// How long a server may take to leave a connection alone.
    static constexpr base::Duration kServerPatience = base::Duration::seconds(1);

    /// The programs that have the connections.
    class Servers {
    public:
        virtual ~Servers() = default;
        /// `packed`: a program that had the connection has something to say of it.
        virtual bool serves(std::uint16_t port, bool packed) = 0;
        /// Asks whose it is to leave it alone; left() or notLeft() follows, or nothing. False: nobody has it.
        virtual bool ask(const FourTuple &flow) = 0;
        /// It goes on after all.
        virtual void stay(const FourTuple &flow) = 0;
        virtual void gone(const FourTuple &flow) = 0;
        /// The descriptor is lent. False: nobody took it.
        virtual bool give(const FourTuple &flow, const linux::Fd &socket, std::string_view packed) = 0;
        /// A new socket of the node's namespace; invalid: none can be made.
        virtual linux::Fd freshSocket() = 0;
    };

    explicit LinuxMover(base::Random random);
    void configure(base::Ipv4Address own, const base::SipKey &key);

    base::Result<void, MoveError> move(const Around &around, Servers &servers, const Mapping &mapping, base::Ipv4Address to);
    /// The server leaves it alone: its descriptor, and what it knows.
    void left(const Around &around, Servers &servers, const FourTuple &flow, linux::Fd socket, std::string packed);
    void notLeft(const Around &around, const FourTuple &flow);

    /// A datagram to kControlPort. False: not one of ours, or without the key (counted).
    bool receive(const Around &around, Servers &servers, base::Ipv4Address from, base::Bytes datagram);
    void expire(const Around &around, Servers &servers);
    base::TimePoint nextDeadline() const;

    std::vector<Outgoing> takeOutgoing() { return std::exchange(m_out, {}); }
    std::vector<MoveEvent> takeEvents() { return std::exchange(m_events, {}); }
    /// At which epoch this node owns a flow whose connection came here, or came back.
    const Mapping *find(const FourTuple &flow) const;
    void forget(const FourTuple &flow) { m_here.erase(flow); }
    /// One behind the last byte that the frozen socket had acknowledged; nothing where it is not frozen.
    std::optional<std::uint32_t> acknowledgedBy(const FourTuple &flow) const;
    std::size_t leaving() const { return m_leaving.size(); }
    const Mover::Counters &counters() const { return m_counters; }

private:
    struct Leaving {
        enum class Stage : std::uint8_t { askingThere, askingServer, frozen } stage = Stage::askingThere;
        Mapping mapping;
        base::Ipv4Address to;
        AskAgain ask;
        base::TimePoint asked;
        linux::Fd socket;
        std::uint32_t receiveNext = 0;
        SourceHandover handover;
        BlobSender sender;
        bool isSent = false;
        base::TimePoint nextDeadline() const;
    };
    struct Arriving {
        Mapping mapping;
        LinuxConnection connection;
        linux::Fd socket;
        DestinationHandover handover;
        std::string packed;
    };
    using LeavingAt = std::map<FourTuple, Leaving>::iterator;
    using ArrivingAt = std::map<FourTuple, Arriving>::iterator;

    void say(const Around &around, MovePhase phase, const Mapping &mapping, base::Ipv4Address host, std::string detail);
    void postAll(std::vector<HandoverOutput> &out);
    void askThere(const Around &around, Leaving &leaving);
    void askServer(const Around &around, Servers &servers, LeavingAt at);
    void fail(const Around &around, LeavingAt at, std::string why);
    void advance(const Around &around, Servers &servers, LeavingAt at);
    void take(const Around &around, Servers &servers, Intake::Arrival arrival);
    void settle(const Around &around, Servers &servers, ArrivingAt at);
    void handle(const Around &around, Servers &servers, const HandoverMessage &message);
    void heardReceived(const Around &around, Servers &servers, base::Ipv4Address from, base::Bytes body);
    void heardHere(const Around &around, Servers &servers, base::Ipv4Address from, Instance instance);

    base::Ipv4Address m_own;
    base::SipKey m_key;
    TransferId m_nextTransfer;
    Intake m_intake;
    std::map<FourTuple, Leaving> m_leaving;
    std::map<FourTuple, Arriving> m_arriving;
    std::map<FourTuple, Mapping> m_here;
    std::map<base::Ipv4Address, Instance> m_instances;
    std::vector<Outgoing> m_out;
    std::vector<MoveEvent> m_events;
    Mover::Counters m_counters;
};

} // namespace hopyard::migration
