// The host's part of a node: below its TCP. It knows the flows that this node has, had, or is about to have; unwraps the
// packets that a forwarder sends for them, holds those that come while a connection is on its way, and sends on those
// that come after it has gone.
//
// Believed are packets of the service's own machines only. What comes encapsulated from somebody else, or for a flow that
// nobody told of, is dropped and counted. Flows are told of by a forwarder's announcement or by a connection that arrives.
//
// The entry stays for kMemory after a connection has left or ended: packets under its identifier may still come.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migration/around.h"
#include "core/migration/config.h"
#include "core/migration/control.h"
#include "core/migration/encapsulation.h"

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <unordered_map>
#include <vector>

namespace hopyard::migration {

class Migrator {
public:
    static constexpr std::size_t kMaxHeld = 512; ///< packets of one flow; what comes beyond is lost, as in any queue
    static constexpr std::size_t kMaxFlows = 262'144;
    static constexpr base::Duration kMemory = base::Duration::seconds(60);
    static constexpr base::Duration kPass = base::Duration::seconds(4);

    enum class Phase : std::uint8_t {
        announced, ///< a forwarder told of it; no connection yet
        here,      ///< this node's TCP has it
        frozen,    ///< taken out of TCP, on its way to another machine
        arriving,  ///< its state is here and waits for the forwarder's word
        gone,      ///< another machine has it
        ended,
    };
    static std::string_view toString(Phase phase);

    struct Flow {
        Mapping mapping;
        Phase phase = Phase::announced;
        Encapsulation way = Encapsulation::ports;
        base::Ipv4Address next; ///< gone: to whom; frozen: to whom it is going
        std::deque<packet::Packet> held;
        std::size_t ahead = 0; ///< of these, the first: have gone ahead
        base::TimePoint since; ///< in this phase
        std::uint64_t packets = 0;
        bool firstIsAwaited = false; ///< it arrived, and no packet has come for it yet
    };

    void configure(const NodeConfig &config, const base::SipKey &key);

    /// What is to become of a datagram that came up. Restored datagrams are changed in place.
    enum class Fate : std::uint8_t { gone, deliver };
    struct Held {
        Mapping mapping;
        packet::Packet datagram;
    };
    /// What take() held last because its connection is frozen; null: it did not. A copy may go after the connection at once
    /// (Mover::ahead()); then wentAhead() says so.
    Held takeHeldLast() { return std::exchange(m_heldLast, {}); }
    Fate take(const Around &around, ip::Delivered &datagram);
    /// A control message. The flow whose connection an ICMP error concerns is told of it.
    void hear(const Around &around, base::Ipv4Address from, const ControlMessage &message);
    /// Counted: a control message that was not signed.
    void countForged() { ++m_counters.badControl; }

    /// What is known of a flow; null: nothing.
    const Flow *find(const FourTuple &flow) const;
    /// Phases of a move, as whoever moves it says. frozen() makes the entry where this node is the forwarder as well.
    void frozen(base::TimePoint now, const Mapping &mapping, base::Ipv4Address to);
    void arriving(base::TimePoint now, const Mapping &mapping);
    /// The connection is in this node's TCP (again): packets that were held are returned, to be delivered in order.
    std::vector<packet::Packet> here(base::TimePoint now, const Mapping &mapping, bool hasArrived);
    void wentAhead(const FourTuple &flow);
    /// Another machine has it: packets that were held go there, but for those that went ahead.
    void gone(const Around &around, const FourTuple &flow, base::Ipv4Address to);
    /// It will not come.
    void forget(const FourTuple &flow);

    void expire(const Around &around);
    base::TimePoint nextDeadline() const { return m_nextPass; }

    /// By their four-tuples.
    const std::map<FourTuple, Flow> &flows() const { return m_flows; }
    /// Connections of each of the service's hosts, as the last announcement had them.
    const std::vector<std::uint32_t> &loads() const { return m_loads; }
    struct Counters {
        std::uint64_t restored = 0;
        std::uint64_t held = 0;
        std::uint64_t sentOn = 0;
        std::uint64_t unknownFlow = 0;    ///< stray: encapsulated, for a flow that nobody told of
        std::uint64_t wrongForwarder = 0; ///< forged: from somebody who is none of the service's machines
        std::uint64_t malformed = 0;
        std::uint64_t holdFull = 0;
        std::uint64_t badControl = 0;     ///< control messages without the key, or from strangers
    };
    const Counters &counters() const { return m_counters; }

    bool isTrusted(base::Ipv4Address address) const;

private:
    bool isForwarder(base::Ipv4Address address) const;
    Flow &need(base::TimePoint now, const Mapping &mapping, Phase phase);
    void sendOn(const Around &around, const Flow &flow, packet::Packet packet);
    void erase(std::map<FourTuple, Flow>::iterator at);
    static std::uint64_t keyOf(base::Ipv4Address forwarder, FlowId id) { return std::uint64_t(forwarder.value()) << 32 | id.value(); }

    NodeConfig m_config;
    base::SipKey m_key;
    std::vector<base::Ipv4Address> m_trusted;    // sorted
    std::vector<base::Ipv4Address> m_forwarders; // sorted
    std::map<FourTuple, Flow> m_flows;
    std::unordered_map<std::uint64_t, FourTuple> m_byId; // only looked up, never walked through
    std::vector<std::uint32_t> m_loads;
    Held m_heldLast;
    base::TimePoint m_nextPass = base::TimePoint::never();
    Counters m_counters;
};

} // namespace hopyard::migration
