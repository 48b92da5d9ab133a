// See packet_stream.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/engine/packet_stream.h"

#include "core/dissect/stream_content.h"
#include "core/filter/packet_head.h"
#include "emulation/rpc/base64.h"

#include <fmt/format.h>

#include <array>
#include <string_view>
#include <vector>

namespace hopyard::engine {

using dissect::StreamPacket;
using dissect::StreamPiece;
using rpc::Json;

namespace {

using Crossing = PacketLog::Crossing;

std::string_view nameOf(StreamPiece::Kind kind)
{
    switch (kind) {
    case StreamPiece::Kind::data: return "data";
    case StreamPiece::Kind::again: return "again";
    case StreamPiece::Kind::gap: return "gap";
    case StreamPiece::Kind::cut: return "cut";
    }
    return "data";
}

std::string endText(const base::IpAddress &address, std::uint16_t port)
{
    const std::string text = base::toString(address);
    return address.isV6() ? fmt::format("[{}]:{}", text, port) : fmt::format("{}:{}", text, port);
}

/// A packet of the conversation, and where it was seen.
struct Seen {
    StreamPacket packet;
    base::LinkId link;
};

bool isFrom(const StreamPacket &packet, const base::IpAddress &address, std::uint16_t port)
{
    return packet.source == address && packet.sourcePort == port;
}

/// Everything of it that entered a link; who begins it comes first: who sent a SYN, else who was seen first.
std::vector<Seen> seenOf(const PacketLog &log, const Crossing &picked)
{
    std::vector<Seen> all;
    for (const PacketLog::Entry *entry : log.stream(picked.stream, picked.tcp)) {
        const auto &crossing = std::get<Crossing>(entry->what);
        if (crossing.drop || !crossing.link.isValid())
            continue;
        if (auto packet = dissect::streamPacketOf(log.kept(crossing))) {
            packet->number = entry->number;
            packet->time = entry->time;
            all.push_back({*packet, crossing.link});
        }
    }
    if (all.empty())
        return all;
    constexpr std::uint8_t kSyn = 0x02, kAck = 0x10;
    const StreamPacket &first = all.front().packet;
    const bool answers = first.tcp && (first.flags & (kSyn | kAck)) == (kSyn | kAck);
    const base::IpAddress address = answers ? first.destination : first.source;
    const std::uint16_t port = answers ? first.destinationPort : first.sourcePort;
    for (Seen &seen : all)
        seen.packet.back = !isFrom(seen.packet, address, port);
    return all;
}

/// The link on which a direction is looked at: the picked one where it passes there, else that where it was seen first.
base::LinkId vantage(const std::vector<Seen> &all, bool back, base::LinkId picked)
{
    base::LinkId first;
    for (const Seen &seen : all) {
        if (seen.packet.back != back)
            continue;
        if (seen.link == picked)
            return picked;
        if (!first.isValid())
            first = seen.link;
    }
    return first;
}

} // namespace

std::optional<Json> streamJson(const PacketLog &log, const PacketLog::Entry &row, std::size_t mostBytes)
{
    const auto &picked = std::get<Crossing>(row.what);
    if (picked.stream == filter::PacketHead::kNoStream)
        return std::nullopt;
    const std::vector<Seen> all = seenOf(log, picked);
    if (all.empty())
        return std::nullopt;
    const std::array<base::LinkId, 2> links{vantage(all, false, picked.link), vantage(all, true, picked.link)};
    std::vector<StreamPacket> packets;
    for (const Seen &seen : all)
        if (seen.link == links[seen.packet.back ? 1 : 0])
            packets.push_back(seen.packet);

    Json pieces = Json::array();
    std::size_t bytes = 0;
    bool more = false;
    for (const StreamPiece &piece : dissect::streamContent(packets)) {
        more = bytes + piece.data.size() > mostBytes;
        if (more)
            break;
        bytes += piece.data.size();
        pieces.push_back({nameOf(piece.kind), piece.back ? 1 : 0, piece.time.ns(), piece.number, piece.length, rpc::encodeBase64(piece.data)});
    }
    const StreamPacket &first = all.front().packet;
    const bool back = first.back;
    const std::string from = endText(first.source, first.sourcePort), to = endText(first.destination, first.destinationPort);
    return Json{{"protocol", picked.tcp ? "tcp" : "udp"}, {"stream", picked.stream}, {"ends", Json::array({back ? to : from, back ? from : to})},
                {"packets", packets.size()}, {"pieces", std::move(pieces)}, {"more", more}};
}

} // namespace hopyard::engine
