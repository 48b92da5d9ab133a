// The forwarder's table: from a packet's four-tuple to the flow's identifier, its host and the epoch of its last move.
//
// The entry is the truth about who owns a connection: switchTo() is the commit point of a move, and it answers the same
// question always the same. An identifier carries the number of its entry, so finding one needs no second index; both
// its halves stay below 32,768, so that no port field made of it can be mistaken for an ephemeral port of a node's own
// TCP. An entry that ended, and its identifier, are not used again until the quarantine is over: nothing sent under it
// can still be on its way then (RFC 9293 section 3.4.1: two minutes).
//
// A forwarder sees one direction only, since hosts answer clients directly. That a connection is over it learns from the
// client's FIN together with its host's word, or from an RST: after these the entry stays for a while (late packets,
// and an RST may be forged: a packet that follows it takes it back). Time-outs are found by a sweep that looks at
// every entry once in kPass. 32 bytes an entry and four in a place of the index.
//
// A plain value; the order of entries is that of their numbers. Time-outs: RFC 5382 sections 5 and 8.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/base/siphash.h"
#include "core/base/time.h"
#include "core/migration/flow.h"
#include "core/migration/flow_index.h"
#include "core/wire/tcp.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string_view>
#include <vector>

namespace hopyard::migration {

/// How a forwarder brings packets to a host (encapsulation.h).
enum class Encapsulation : std::uint8_t { ports, shim, ipip };
std::string_view toString(Encapsulation encapsulation); ///< "ports", "shim", "ipip"
std::optional<Encapsulation> parseEncapsulation(std::string_view text);

enum class FlowState : std::uint8_t {
    free,      ///< no flow: unused or in quarantine
    opening,   ///< a SYN was seen, and nothing else
    open,
    finishing, ///< one side has sent FIN
    closed,    ///< both have, or the host said that it is over
    reset,     ///< an RST was seen; any other packet takes it back
};
std::string_view toString(FlowState state);

struct FlowTimeouts {
    base::Duration opening = base::Duration::seconds(60);
    base::Duration open = base::Duration::seconds(7'440); ///< RFC 5382 REQ-5
    base::Duration finishing = base::Duration::seconds(240);
    base::Duration closed = base::Duration::seconds(60); ///< as long as a host may hold TIME-WAIT
    base::Duration reset = base::Duration::seconds(10);
    base::Duration quarantine = base::Duration::seconds(120);
};

class FlowTable {
public:
    static constexpr std::uint32_t kMaxFlows = (1u << 22) - 1; ///< entries, those in quarantine included
    static constexpr base::Duration kPass = base::Duration::seconds(4);

    class Entry {
    public:
        FourTuple flow() const { return {m_client, m_clientPort, m_service, m_servicePort}; }
        FlowId id() const { return FlowId(m_id); }
        base::Ipv4Address host() const { return m_host; }
        std::uint32_t epoch() const { return m_epoch; }
        FlowState state() const { return m_state; }
        Encapsulation encapsulation() const { return m_encapsulation; }
        /// A SYN with this four-tuple is another connection.
        bool isOver() const { return m_state == FlowState::closed || m_state == FlowState::reset; }

    private:
        friend class FlowTable;
        base::Ipv4Address m_client; // of a free entry: the number of the next free one
        base::Ipv4Address m_service;
        std::uint16_t m_clientPort = 0;
        std::uint16_t m_servicePort = 0;
        std::uint32_t m_id = 0;
        base::Ipv4Address m_host;
        std::uint32_t m_epoch = 0;
        std::uint32_t m_seen = 0; // ticks; of a free entry: when it became free
        FlowState m_state = FlowState::free;
        Encapsulation m_encapsulation = Encapsulation::ports;
        std::uint16_t m_fins = 0; // which sides have sent one: the client 1, its host 2
    };
    static_assert(sizeof(Entry) == 32);

    /// `random` keys the hash of the index and begins the identifiers. `limit`: entries, at most kMaxFlows.
    explicit FlowTable(base::Random random, const FlowTimeouts &timeouts = {}, std::uint32_t limit = kMaxFlows);

    /// Null where the flow is unknown. Valid until the next insert().
    const Entry *find(const FourTuple &flow) const;
    const Entry *find(FlowId id) const;
    /// Two steps of find() for many packets at once: the hash of each, then the entries, while memory answers.
    std::uint32_t hashOf(const FourTuple &flow) const;
    const Entry *find(const FourTuple &flow, std::uint32_t hash) const;
    /// Asks the processor for the place of a hash in the index; afterwards for the entry that is named there. (Always
    /// inline: g++ takes a function that only prefetches for one without effect, and leaves out the call.)
    [[gnu::always_inline]] void prefetchPlace(std::uint32_t hash) const { m_index.prefetch(hash); }
    [[gnu::always_inline]] void prefetchEntry(std::uint32_t hash) const
    {
        const std::uint32_t number = m_index.find(hash, [](std::uint32_t) { return true; });
        if (number != FlowIndex::kNone)
            __builtin_prefetch(&m_entries[number], 1);
    }

    /// A new flow at epoch 0, in state opening. Null where the table is full or the flow is known and not over; one that
    /// is over ends at once.
    const Entry *insert(base::TimePoint now, const FourTuple &flow, base::Ipv4Address host, Encapsulation encapsulation);
    /// A packet of the flow came by: what its flags say. `fromHost`: it went the other way.
    void seen(base::TimePoint now, const Entry &entry, wire::TcpFlags flags, bool fromHost = false);

    /// What became of a request to switch a flow to another host.
    enum class Switch : std::uint8_t {
        done,        ///< now, or by an earlier request that was the same
        unknownFlow,
        otherOwner,  ///< it belongs to somebody else by now, or never belonged to `from`
    };
    static constexpr std::string_view toString(Switch answer)
    {
        switch (answer) {
        case Switch::done: return "done";
        case Switch::unknownFlow: return "unknown flow";
        case Switch::otherOwner: return "another owner";
        }
        return "unknown";
    }
    /// From `from`, who has it at `epoch`, to `to`, who has it at epoch + 1 from now on. Asked again it answers the same
    /// until the flow moves on.
    Switch switchTo(FlowId id, base::Ipv4Address from, std::uint32_t epoch, base::Ipv4Address to);
    /// Its owner at `epoch` says that the connection is over. False where it is not the owner.
    bool ended(base::TimePoint now, FlowId id, std::uint32_t epoch);
    /// Ends a flow at once; its identifier goes into quarantine.
    void erase(base::TimePoint now, FlowId id);

    void expire(base::TimePoint now);
    base::TimePoint nextDeadline() const { return m_nextSweep; }

    std::size_t size() const { return m_size; }
    /// Flows of a host that are not over; what "least connections" counts.
    std::uint32_t countOf(base::Ipv4Address host) const;
    /// Calls look(entry) for every flow, in order of their numbers.
    template <class Look>
    void forEach(Look &&look) const
    {
        for (const Entry &entry : m_entries)
            if (entry.m_state != FlowState::free)
                look(entry);
    }
    /// Bytes that the table holds now, everything included.
    std::size_t memory() const;
    struct Counters {
        std::uint64_t inserted = 0;
        std::uint64_t ended = 0;    ///< time-outs included
        std::uint64_t timedOut = 0; ///< of these, flows that were open
        std::uint64_t full = 0;
        std::uint64_t switched = 0;
    };
    const Counters &counters() const { return m_counters; }

private:
    static constexpr std::uint32_t kNone = 0xffffffff;
    static std::uint32_t tickOf(base::TimePoint now);
    static std::uint32_t ticks(base::Duration duration);
    static FlowId idOf(std::uint32_t number, std::uint32_t generation);
    static std::uint32_t numberOf(FlowId id);
    std::uint32_t numberOf(const Entry &entry) const { return static_cast<std::uint32_t>(&entry - m_entries.data()); }
    std::uint32_t timeoutOf(FlowState state) const;
    std::uint32_t takeFree(base::TimePoint now);
    void setState(Entry &entry, FlowState state);
    void end(base::TimePoint now, std::uint32_t number);
    void scheduleSweep(base::TimePoint now);

    FlowTimeouts m_timeouts;
    std::uint32_t m_limit;
    base::SipKey m_key;
    std::vector<Entry> m_entries; // by number
    FlowIndex m_index;
    std::map<base::Ipv4Address, std::uint32_t> m_perHost; // flows that are not over
    std::uint32_t m_firstFree = kNone; // in the order in which they became free
    std::uint32_t m_lastFree = kNone;
    std::uint32_t m_generation; // of the identifiers of entries that are used for the first time
    std::size_t m_size = 0;
    std::uint32_t m_sweepAt = 0; // the next entry to look at
    base::TimePoint m_nextSweep = base::TimePoint::never();
    Counters m_counters;
};

} // namespace hopyard::migration
