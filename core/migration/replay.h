// The older way, for comparison: a connection that was accepted and read here is played to its host once more, one packet
// at a time (SYN, ACK, then the request in segments, each after the last was acknowledged), and from then on every packet
// of both directions passes through this node, which translates addresses, ports and sequence numbers.
//
// What that costs shows beside a move: a handshake and a round trip for each piece of the request before the host may
// answer, no way past this node for the answers, and no options that two stacks would have to agree upon: window scaling,
// timestamps and SACK are not offered to the client (RFC 7323, RFC 2018).
//
// Towards the host, packets come from this node's own address and a port from kFirstPort on. The host's sequence numbers
// are the client's plus nothing (the SYN repeats the client's number), so only the other direction is translated.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/migration/around.h"
#include "core/migration/classifier.h"
#include "core/migration/flow.h"

#include <cstdint>
#include <deque>
#include <map>
#include <utility>
#include <vector>

namespace hopyard::migration {

class Replays {
public:
    static constexpr std::uint16_t kFirstPort = 61'000; ///< above the ephemeral ports of the node's own sockets
    static constexpr std::size_t kMost = 65'536 - kFirstPort;
    static constexpr std::size_t kMaxHeld = 512;
    static constexpr unsigned kTries = 6;
    static constexpr base::Duration kTimeout = base::Duration::milliseconds(250); ///< doubled with each try
    static constexpr base::Duration kIdle = base::Duration::seconds(7'440);
    static constexpr base::Duration kLinger = base::Duration::seconds(60); ///< after both FIN, or an RST

    enum class Phase : std::uint8_t { handshake, request, spliced, over };
    static std::string_view toString(Phase phase);
    struct One {
        Mapping mapping;
        Peer host;
        std::uint16_t hostPort = 80;
        std::uint16_t ownPort = 0;
        Phase phase = Phase::handshake;
        std::uint32_t clientFirst = 0; ///< the number of the client's SYN
        std::uint32_t clientAck = 0;   ///< our number that the client has been told: of our SYN plus one
        std::uint32_t difference = 0;  ///< what the host's numbers lack to ours
        std::uint16_t window = 0;      ///< of the client
        std::uint16_t mss = 536;
        std::vector<std::uint8_t> request;
        std::size_t acknowledged = 0; ///< of the request
        std::uint32_t hostNext = 0;   ///< the host's next number
        std::uint32_t packets = 0;    ///< that the replay took
        unsigned tries = 0;
        std::uint8_t fins = 0; ///< the client's 1, the host's 2
        std::deque<packet::Packet> held;
        base::TimePoint began;
        base::TimePoint due; ///< repeat, or the end
    };

    explicit Replays(base::Random random) : m_random(random) {}
    void configure(base::Ipv4Address own) { m_own = own; }

    /// Takes the verdict's connection out of its socket, which is closed, and begins to play it to the host.
    void begin(const Around &around, const Classifier::Verdict &verdict, const Mapping &mapping);
    /// True: it was a packet of a connection that is or was played, and is dealt with.
    bool take(const Around &around, ip::Delivered &datagram);
    void expire(const Around &around);
    base::TimePoint nextDeadline() const { return m_next; }

    /// By their four-tuples.
    const std::map<FourTuple, One> &all() const { return m_all; }

private:
    std::uint32_t unsent(const One &one) const { return static_cast<std::uint32_t>(one.request.size() - one.acknowledged); }
    void sendToHost(const Around &around, One &one, wire::TcpFlags flags, std::uint32_t sequence, base::Bytes payload);
    void sendNext(const Around &around, One &one);
    void fromHost(const Around &around, One &one, ip::Delivered &datagram);
    void fromClient(const Around &around, One &one, packet::Packet packet);
    void fail(const Around &around, One &one);
    void note(const Around &around, One &one, wire::TcpFlags flags, std::uint8_t side);
    void refresh();

    base::Ipv4Address m_own;
    base::Random m_random;
    std::map<FourTuple, One> m_all;
    std::map<std::uint16_t, FourTuple> m_byPort;
    base::TimePoint m_next = base::TimePoint::never();
};

} // namespace hopyard::migration
