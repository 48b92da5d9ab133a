// The 32 bytes at the front of udp-source's datagrams.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/services/probe_payload.h"

#include <cassert>

namespace hopyard::services {

namespace {
constexpr std::uint64_t kMaxSequence = std::uint64_t(1) << 62; // counting on from any that is accepted stays in range
constexpr std::uint32_t kMagic = 0x486f7001; // "Hop", version 1
}

std::optional<ProbePayload> ProbePayload::parse(base::Bytes bytes)
{
    base::ByteReader reader(bytes);
    const bool isOurs = reader.u32() == kMagic;
    ProbePayload payload;
    payload.stream = reader.u32();
    const std::uint32_t kind = reader.u32();
    reader.skip(4);
    payload.sequence = reader.u64();
    const std::uint64_t ns = reader.u64();
    if (!isOurs || !reader.ok() || kind > static_cast<std::uint32_t>(Kind::end) || ns > INT64_MAX
        || payload.sequence > kMaxSequence)
        return std::nullopt;
    payload.kind = static_cast<Kind>(kind);
    payload.sentAt = base::TimePoint::fromNs(static_cast<std::int64_t>(ns));
    return payload;
}

void ProbePayload::emit(base::MutableBytes bytes) const
{
    base::ByteWriter writer(bytes);
    writer.u32(kMagic);
    writer.u32(stream);
    writer.u32(static_cast<std::uint32_t>(kind));
    writer.u32(0);
    writer.u64(sequence);
    writer.u64(static_cast<std::uint64_t>(sentAt.ns()));
    assert(writer.ok());
}

} // namespace hopyard::services
