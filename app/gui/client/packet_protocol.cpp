// See packet_protocol.h and docs/rpc.md.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/client/packet_protocol.h"

#include "app/gui/client/json_fields.h"
#include "emulation/rpc/base64.h"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>

namespace hopyard::client {

namespace {

using namespace fields;

std::vector<std::uint8_t> bytes(std::string_view text)
{
    auto decoded = rpc::decodeBase64(text);
    return decoded ? std::move(*decoded) : std::vector<std::uint8_t>();
}

} // namespace

PacketBatch parsePacketBatch(const Json &json)
{
    PacketBatch batch;
    batch.now = time(json, "now");
    if (const auto cut = rpc::intMember(json, "cut"))
        batch.cut = base::TimePoint::fromNs(*cut);
    const Json *heads = rpc::member(json, "heads");
    const std::vector<std::uint8_t> packed =
        heads && heads->is_string() ? bytes(heads->get_ref<const std::string &>()) : std::vector<std::uint8_t>();
    base::ByteReader in(packed);
    constexpr std::size_t kLeast = 40; // bytes of the shortest head, so that a count cannot ask for more than there is
    batch.heads.reserve(std::min<std::size_t>(count(json, "count"), packed.size() / kLeast));
    filter::PacketHead head;
    while (in.remaining() > 0 && filter::read(in, head))
        batch.heads.push_back(head);
    batch.matched = std::max<std::uint64_t>(count(json, "matched"), batch.heads.size());
    batch.seen = std::max(count(json, "seen"), batch.matched);
    return batch;
}

PacketDetails parsePacketDetails(const Json &json)
{
    PacketDetails details;
    details.number = count(json, "number");
    details.packetId = count(json, "packet");
    details.time = time(json, "time");
    details.length = static_cast<std::uint32_t>(count(json, "length"));
    details.bytes = bytes(text(json, "bytes"));
    forEach(json, "fields", [&](const Json &f) {
        if (f.is_array())
            details.fields.push_back({static_cast<int>(std::clamp<std::int64_t>(integerAt(f, 0), 0, 64)), textAt(f, 1), textAt(f, 2),
                                      static_cast<std::uint32_t>(integerAt(f, 3)), static_cast<std::uint32_t>(integerAt(f, 4))});
    });
    return details;
}

std::vector<PacketStep> parsePacketSteps(const Json &json)
{
    std::vector<PacketStep> steps;
    forEach(json, "steps", [&](const Json &s) {
        PacketStep step{time(s, "time"), text(s, "kind"), text(s, "node"), text(s, "text"), {}, {}, count(s, "number")};
        forEach(s, "changes", [&](const Json &change) {
            if (change.is_string())
                step.changes.push_back(change.get<std::string>());
        });
        if (const auto link = rpc::intMember(s, "link"); link && *link >= 0)
            step.link = base::LinkId(static_cast<std::uint32_t>(*link));
        steps.push_back(std::move(step));
    });
    return steps;
}

PacketStream parsePacketStream(const Json &json)
{
    using Kind = PacketStream::Piece::Kind;
    constexpr std::pair<std::string_view, Kind> kinds[] = {{"data", Kind::data}, {"again", Kind::again}, {"gap", Kind::gap}, {"cut", Kind::cut}};
    PacketStream stream;
    if (const Json *ends = rpc::member(json, "ends"); ends && ends->is_array()) {
        stream.first = QString::fromStdString(textAt(*ends, 0));
        stream.second = QString::fromStdString(textAt(*ends, 1));
    }
    forEach(json, "pieces", [&](const Json &p) {
        if (!p.is_array())
            return;
        const std::string name = textAt(p, 0);
        const auto kind = std::find_if(std::begin(kinds), std::end(kinds), [&](const auto &k) { return k.first == name; });
        if (kind != std::end(kinds))
            stream.pieces.push_back({kind->second, integerAt(p, 1) == 1, base::TimePoint::fromNs(integerAt(p, 2)),
                                     static_cast<std::uint64_t>(integerAt(p, 3)), static_cast<std::uint32_t>(integerAt(p, 4)), bytes(textAt(p, 5))});
    });
    stream.more = rpc::boolMember(json, "more").value_or(false);
    return stream;
}

std::vector<PacketFrame> parsePacketFrames(const Json &json)
{
    std::vector<PacketFrame> frames;
    forEach(json, "frames", [&](const Json &f) {
        if (f.is_array())
            frames.push_back({base::TimePoint::fromNs(integerAt(f, 1)), static_cast<std::uint32_t>(integerAt(f, 2)), bytes(textAt(f, 3))});
    });
    return frames;
}

} // namespace hopyard::client
