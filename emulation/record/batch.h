// What passes from the driver's thread to the writer's: rows of fixed size in memory that is allocated once.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/base/bytes.h"
#include "core/base/trace.h"
#include "core/services/speaker/bgp_speaker.h"
#include "emulation/record/headers.h"
#include "emulation/record/inputs.h"
#include "emulation/record/recorder.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::record {

constexpr std::size_t kHeaderBytes = 128; ///< kept of a packet at most

enum class Place : std::uint8_t {
    sent,    ///< it entered a link and will arrive
    copy,    ///< the link made another one of it (duplicate)
    dropped, ///< it ends here
};
std::string_view toString(Place place);

/// One crossing of a link, or one end of a packet.
struct PacketRow {
    std::int64_t time = 0;
    std::int64_t departs = -1; ///< negative: not known
    std::int64_t arrives = -1;
    std::uint64_t packetId = 0;
    base::LinkId link;
    base::NodeId node;
    std::uint32_t length = 0;
    std::uint32_t header = 0; ///< where its bytes begin in the batch's headers
    base::Direction direction = base::Direction::forward;
    Place place = Place::sent;
    base::DropReason reason = base::DropReason::loss;
    Protocol protocol = Protocol::none;
    std::uint8_t headerLength = 0;
};

/// Kind of the event that says how much is missing from the record before it: one more than the trace has.
constexpr std::size_t kLostKind = std::variant_size_v<base::trace::Event>;

/// Any other event. The fields that a kind has not stay empty.
struct EventRow {
    std::int64_t time = 0;
    std::size_t kind = 0; ///< index into trace::Event, or kLostKind
    base::NodeId node;
    base::LinkId link;
    base::PortIndex port;
    base::IpAddress address;
    base::IpAddress nextHop;
    base::IpPrefix prefix;
    base::MacAddress mac;
    std::uint64_t packetId = 0; ///< kLostKind: how many; two halves of other kinds' numbers
    std::uint32_t number = 0;
    bool flag = false;
    base::trace::Notice::Level level = base::trace::Notice::Level::info;
    std::uint32_t word = 0, wordLength = 0; ///< in the batch's text: state, protocol, application
    std::uint32_t text = 0, textLength = 0; ///< line or sentence
};

struct ResultRow {
    std::int64_t time;
    base::NodeId node;
    base::LinkId link;
    std::string name, value;
};

struct SnapshotRow {
    std::int64_t time;
    base::NodeId node;
    std::string what, data;
};

/// Routes that the network was given, packed when they are written.
struct RouteFileRow {
    std::int64_t id;
    services::RouteFile file;
    std::shared_ptr<const services::Announcements> routes;
};

struct BookmarkRow {
    std::int64_t id, time;
    std::optional<std::string> note; ///< none: it is taken out
};

struct Batch {
    static constexpr std::size_t kInputBytes = 1 << 20;
    static constexpr std::size_t kPackets = 2048; // small enough to stay in the processor's cache
    static constexpr std::size_t kEvents = 1024;
    static constexpr std::size_t kText = 128 << 10;
    static constexpr std::size_t kPacketText = 100, kEventText = 300,
                                 kNameText = 64;    // bytes of a row, beside what it carries
    static constexpr std::size_t kPackedRoute = 64; // bytes at most, as a rule; a full table takes about 10 for each
    static constexpr std::size_t kMemory = kPackets * (sizeof(PacketRow) + kHeaderBytes) + kEvents * sizeof(EventRow) + kText;

    Batch()
    {
        packets.reserve(kPackets);
        events.reserve(kEvents);
        text.reserve(kText);
    }
    /// What packets and events take in the file, rather too much than too little.
    std::uint64_t packetBytes() const
    {
        return packets.size() * std::uint64_t(kPacketText) + headersUsed + events.size() * std::uint64_t(kEventText)
            + std::uint64_t(2) * text.size();
    }
    /// The same of what is not left out for want of room.
    std::uint64_t otherBytes() const
    {
        std::uint64_t bytes = inputBytes;
        for (const NodeRow &row : nodes)
            bytes += kNameText + row.name.size() + row.kind.size();
        for (const LinkRow &row : links)
            bytes += kNameText + row.a.size() + row.b.size();
        for (const ResultRow &row : results)
            bytes += kNameText + row.name.size() + row.value.size();
        bytes += snapshots.size() * kNameText; // their data count as inputs
        for (const RouteFileRow &row : routeFiles)
            bytes += kNameText + row.routes->size() * kPackedRoute;
        for (const BookmarkRow &row : bookmarks)
            bytes += kNameText + (row.note ? row.note->size() : 0);
        return bytes;
    }
    bool isEmpty() const
    {
        return packets.empty() && events.empty() && nodes.empty() && links.empty() && results.empty() && inputs.empty()
            && bookmarks.empty() && snapshots.empty() && routeFiles.empty();
    }
    void clear()
    {
        packets.clear();
        headersUsed = 0;
        events.clear();
        text.clear();
        nodes.clear();
        links.clear();
        results.clear();
        inputs.clear();
        inputBytes = 0;
        bookmarks.clear();
        snapshots.clear();
        routeFiles.clear();
    }
    std::string_view textAt(std::uint32_t offset, std::uint32_t length) const
    {
        return std::string_view(text).substr(offset, length);
    }

    base::Bytes headerOf(const PacketRow &row) const { return {headers.get() + row.header, row.headerLength}; }

    std::vector<PacketRow> packets;
    /// Of the packets, one after the other; room for the longest of all of them, touched only as far as it is used.
    std::unique_ptr<std::uint8_t[]> headers = std::make_unique_for_overwrite<std::uint8_t[]>(kPackets * kHeaderBytes);
    std::size_t headersUsed = 0;
    std::vector<EventRow> events;
    std::string text;
    std::vector<NodeRow> nodes; ///< rare, so these may allocate
    std::vector<LinkRow> links;
    std::vector<ResultRow> results;
    std::vector<InputRow> inputs;
    std::size_t inputBytes = 0;
    std::vector<BookmarkRow> bookmarks;
    std::vector<SnapshotRow> snapshots;
    std::vector<RouteFileRow> routeFiles;
    std::int64_t until = 0; ///< world time: what happened before it is in this batch or in one before
};

} // namespace hopyard::record
