// What packets did lately, while somebody looks: each crossing of a link and each end of a packet with its first bytes,
// what nodes decided about it, what hypervisors did with it. For the packet list's details and for following a packet.
//
// A bounded memory of the recent past: whatever comes first of kMaxEntries entries and kMaxBytes bytes. It exists only
// while a client subscribes (docs/rpc.md, `packets`); where nobody does, nothing is paid.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/trace.h"
#include "core/dissect/streams.h"
#include "core/filter/packet_head.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace hopyard::engine {

class PacketFeed;

class PacketLog final : public base::trace::Sink {
public:
    static constexpr std::size_t kMaxEntries = 262'144;
    static constexpr std::size_t kMaxBytes = 128u << 20;
    static constexpr std::size_t kDefaultSnap = 512;   ///< bytes kept of each packet
    static constexpr std::size_t kMaxSnap = 65'535;
    /// Of packets of which more is wanted than kDefaultSnap, so much is kept between two calls of renew(): at gigabits
    /// nobody reads what they carry, and copying it would slow the network.
    static constexpr std::size_t kWholeBytes = 2u << 20;

    /// Onto a link, or (`drop`) the end of its way.
    struct Crossing {
        base::LinkId link;                  ///< invalid where a node dropped it
        base::NodeId node;                  ///< that dropped it
        base::Direction direction;
        std::optional<base::DropReason> drop;
        base::TimePoint departs, arrives;   ///< never where the link does not say
        std::uint32_t length = 0;           ///< of the frame
        std::uint64_t place = 0;            ///< of its bytes, in all that were ever kept
        std::uint32_t size = 0;             ///< of what is kept
        std::uint32_t stream = filter::PacketHead::kNoStream; ///< its conversation, as in the head; none where nobody wants it
        bool tcp = false;                   ///< that is one of TCP
    };
    struct Forwarded {
        base::NodeId node;
        base::IpPrefix matched;
        base::IpAddress nextHop;
        base::PortIndex out;
    };
    struct Buffer {
        base::NodeId node;
        std::string_view step; ///< static
        std::string guest;
        std::uint32_t hostPage = 0, guestPage = 0;
    };
    struct Entry {
        std::uint64_t number = 0; ///< of the row; of what is no row, of the last one before it
        std::uint64_t packetId = 0;
        base::TimePoint time;
        std::variant<Crossing, Forwarded, Buffer> what;
    };

    static base::trace::Kinds kinds();
    void event(base::TimePoint time, const base::trace::Event &event) override;

    /// Feeds are told of each row; lent.
    void add(PacketFeed *feed);
    void remove(PacketFeed *feed);
    bool isNeeded() const { return !m_feeds.empty(); }
    /// Another world. Numbers go on counting.
    void clear();
    /// What was told of later than that has not been, or comes again: another way is taken. Feeds are told.
    void cutAfter(base::TimePoint time);

    /// Null where that row was never there or has gone.
    const Entry *find(std::uint64_t number) const;
    /// What is kept of a row's bytes; lent until the next event.
    base::Bytes kept(const Crossing &crossing) const;
    /// The rows of a conversation, in order.
    std::vector<const Entry *> stream(std::uint32_t number, bool tcp) const;
    /// Whole packets are kept again, as many as before.
    void renew() { m_whole = kWholeBytes; }
    /// Everything that is known of a packet, in order.
    std::vector<const Entry *> path(std::uint64_t packetId) const;

private:
    void row(base::TimePoint time, std::uint64_t packetId, Crossing crossing, base::Bytes bytes);
    void push(Entry entry);
    std::uint64_t keep(base::Bytes bytes);

    std::vector<PacketFeed *> m_feeds;
    std::size_t m_snap = kDefaultSnap;
    std::uint64_t m_lastNumber = 0;
    std::deque<Entry> m_entries;
    std::unique_ptr<std::uint8_t[]> m_bytes; ///< a ring of kMaxBytes; takes memory as it is filled
    std::size_t m_whole = kWholeBytes;
    std::uint64_t m_written = 0;       ///< bytes ever; the ring's place is modulo its size
    dissect::Streams m_streams;
};

} // namespace hopyard::engine
