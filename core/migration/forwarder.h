// The forwarder's part of a node: owns virtual addresses, keeps the table of flows, and brings every packet of a flow,
// encapsulated, to the machine that owns it. A new flow goes to a classifier: this node itself, or one of several by
// consistent hashing, to which it is announced first (control.h).
//
// It is also where a flow's owner is decided: a move commits by its table (flow_table.h, switchTo()).
// What is too big once encapsulated, and must not be cut, is told to the client by ICMP with the MTU that is left (RFC
// 2003 section 5). ICMP errors about what a host sent arrive here, since its source is the virtual address: they are
// passed on to the host.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migration/around.h"
#include "core/migration/balance.h"
#include "core/migration/config.h"
#include "core/migration/control.h"
#include "core/migration/encapsulation.h"
#include "core/migration/flow_table.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace hopyard::migration {

class Forwarder {
public:
    explicit Forwarder(base::Random random) : m_table(random) {}

    void configure(base::Ipv4Address own, std::vector<Service> services, const base::SipKey &key);

    /// Gone: encapsulated and sent on, or dropped. Ours: this node's own sockets shall have it. Other: not of a service.
    enum class Fate : std::uint8_t { gone, ours, other };
    Fate take(const Around &around, ip::Delivered &datagram);
    /// What take() will be shown next, in this order: memory is asked for what it will need. Changes nothing.
    void expect(std::span<const ip::Delivered> datagrams);
    /// The same for one frame, in two steps: its place in the index, then, once that has come, its entry.
    enum class Ahead : std::uint8_t { place, entry };
    void lookAhead(base::Bytes frame, Ahead ahead) const;
    /// An ICMP error that came up: about an encapsulated packet, or what a host sent. True: it was passed on.
    bool report(const Around &around, const ip::ErrorReport &report);
    /// A host says that a connection is over.
    void ended(base::TimePoint now, base::Ipv4Address from, const ControlMessage &message);
    /// A classifier is there or not (any more).
    void setClassifierUp(base::Ipv4Address classifier, bool up);

    void expire(base::TimePoint now) { m_table.expire(now); }
    base::TimePoint nextDeadline() const { return m_table.nextDeadline(); }

    FlowTable &table() { return m_table; }
    const FlowTable &table() const { return m_table; }
    /// What travels with the state of a flow of ours; none where it is unknown.
    std::optional<Mapping> mapping(const FourTuple &flow) const;
    const std::vector<Service> &services() const { return m_services; }
    std::vector<std::uint32_t> loads(const Service &service) const;

    struct Counters {
        std::uint64_t packets = 0; ///< encapsulated
        std::uint64_t bytes = 0;   ///< of these, before
        std::uint64_t added = 0;   ///< bytes that encapsulation added
        std::uint64_t unknown = 0; ///< of no flow: left to the node's own TCP, which answers with RST
        std::uint64_t tooBig = 0;  ///< answered with ICMP
        std::uint64_t dropped = 0; ///< malformed, TTL, no way
        std::uint64_t errorsPassed = 0;
    };
    const Counters &counters() const { return m_counters; }

private:
    struct Expected {
        FourTuple flow;
        std::uint32_t hash = 0;
    };
    struct Path { // to a host: its MTU, as it was a moment ago
        base::Ipv4Address host;
        std::uint32_t mtu = 0;
        base::TimePoint asked;
    };
    const Service *findService(base::Ipv4Address address, std::uint16_t port) const;
    base::Ipv4Address classifierFor(const Service &service, const FourTuple &flow) const;
    void sendOn(const Around &around, const FlowTable::Entry &entry, Encapsulation way, ip::Delivered &datagram);
    std::uint32_t mtuTo(const Around &around, base::Ipv4Address host);
    void tellTooBig(const Around &around, const packet::Packet &datagram, std::uint32_t mtu);
    void announce(const Around &around, const Service &service, const FlowTable::Entry &entry) const;

    base::Ipv4Address m_own;
    std::vector<Service> m_services;
    std::vector<base::Ipv4Address> m_downClassifiers;
    base::SipKey m_key;
    FlowTable m_table;
    std::vector<Path> m_paths;
    std::vector<Expected> m_expected; // in the order in which they come
    std::size_t m_nextExpected = 0;
    Counters m_counters;
};

} // namespace hopyard::migration
