// See tcp_protocol.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/client/tcp_protocol.h"

#include "app/gui/client/json_fields.h"

namespace hopyard::client {

namespace {

constexpr std::size_t kBefore = 3; // time, state, phase
constexpr TcpValue kDurations[]{TcpValue::smoothedRtt, TcpValue::rttVariation, TcpValue::minimumRtt, TcpValue::rto,
                                TcpValue::latestRtt};

TcpSample sampleOf(const rpc::Json &json)
{
    TcpSample sample;
    sample.time = base::TimePoint::fromNs(fields::integerAt(json, 0));
    sample.state = fields::textAt(json, 1);
    sample.phase = fields::textAt(json, 2);
    for (std::size_t i = 0; i < kTcpValues; ++i)
        if (kBefore + i < json.size() && json[kBefore + i].is_number())
            sample.values[i] = json[kBefore + i].get<double>();
    for (const TcpValue value : kDurations)
        if (auto &ns = sample.values[static_cast<std::size_t>(value)])
            *ns /= 1e9; // divided, so that 45 ms are the number that is written 0.045
    return sample;
}

TcpSegment segmentOf(const rpc::Json &json)
{
    TcpSegment segment;
    const auto at = [&json](std::size_t i) { return static_cast<std::uint32_t>(fields::integerAt(json, i)); };
    segment.time = base::TimePoint::fromNs(fields::integerAt(json, 0));
    segment.kind = at(1) <= 3 ? static_cast<TcpSegment::Kind>(at(1)) : TcpSegment::Kind::sent;
    segment.sequence = at(2);
    segment.length = at(3);
    segment.acknowledgement = at(4);
    segment.window = static_cast<std::uint64_t>(fields::integerAt(json, 5));
    segment.flags = static_cast<std::uint8_t>(at(6));
    segment.again = at(7) != 0;
    if (json.size() > 8)
        fields::forEachOf(json[8], [&segment](const rpc::Json &block) {
            if (block.is_array())
                segment.sack.emplace_back(static_cast<std::uint32_t>(fields::integerAt(block, 0)),
                                          static_cast<std::uint32_t>(fields::integerAt(block, 1)));
        });
    return segment;
}

} // namespace

TcpBatch parseTcpBatch(const rpc::Json &json)
{
    TcpBatch batch;
    batch.watch = rpc::intMember(json, "watch").value_or(-1);
    batch.now = fields::time(json, "now");
    batch.there = fields::flag(json, "there");
    batch.segmentsSeen = fields::count(json, "segmentsSeen");
    fields::forEach(json, "samples", [&batch](const rpc::Json &sample) {
        if (sample.is_array())
            batch.samples.push_back(sampleOf(sample));
    });
    fields::forEach(json, "segments", [&batch](const rpc::Json &segment) {
        if (segment.is_array())
            batch.segments.push_back(segmentOf(segment));
    });
    return batch;
}

} // namespace hopyard::client
