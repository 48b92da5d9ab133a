// See control.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migration/control.h"

#include <algorithm>

namespace hopyard::migration {

namespace {

constexpr std::uint32_t kMagic = 0x48594631; // "HYF1"
constexpr std::size_t kFixed = 28;
constexpr std::size_t kTag = 8;

} // namespace

base::SipKey keyOf(std::string_view word)
{
    const base::Bytes bytes(reinterpret_cast<const std::uint8_t *>(word.data()), word.size());
    return {base::sipHash({1, 0}, bytes), base::sipHash({2, 0}, bytes)};
}

std::vector<std::uint8_t> ControlMessage::write(const base::SipKey &key) const
{
    const bool isError = kind == Kind::error;
    const std::size_t words = isError ? 2 : std::min(loads.size(), kMaxLoads);
    std::vector<std::uint8_t> bytes(kFixed + 4 * words + kTag);
    base::ByteWriter writer(bytes);
    writer.u32(kMagic);
    writer.u8(static_cast<std::uint8_t>(kind));
    writer.u8(isError ? icmpType : static_cast<std::uint8_t>(way));
    writer.u8(isError ? icmpCode : static_cast<std::uint8_t>(words));
    writer.u8(0);
    writer.u32(id.value());
    writer.u32(epoch);
    writer.u32(flow.source.value());
    writer.u32(flow.destination.value());
    writer.u16(flow.sourcePort);
    writer.u16(flow.destinationPort);
    if (isError) {
        writer.u32(mtu);
        writer.u32(sequence);
    }
    for (std::size_t i = 0; !isError && i < words; ++i)
        writer.u32(loads[i]);
    writer.u64(base::sipHash(key, base::Bytes(bytes).first(bytes.size() - kTag)));
    return bytes;
}

bool ControlMessage::isOne(base::Bytes bytes)
{
    return bytes.size() >= 4 && base::loadU32(bytes.data()) == kMagic;
}

std::optional<ControlMessage> ControlMessage::read(base::Bytes bytes, const base::SipKey &key)
{
    if (!isOne(bytes) || bytes.size() < kFixed + kTag)
        return std::nullopt;
    const base::Bytes signedPart = bytes.first(bytes.size() - kTag);
    if (base::sipHash(key, signedPart) != base::loadU64(bytes.data() + signedPart.size()))
        return std::nullopt;
    base::ByteReader reader(signedPart.subspan(4));
    ControlMessage m;
    const std::uint8_t kind = reader.u8();
    const std::uint8_t first = reader.u8();
    const std::uint8_t second = reader.u8();
    reader.skip(1);
    if (kind < 1 || kind > 4)
        return std::nullopt;
    m.kind = static_cast<Kind>(kind);
    const bool isError = m.kind == Kind::error;
    m.id = FlowId(reader.u32());
    m.epoch = reader.u32();
    m.flow.source = base::Ipv4Address(reader.u32());
    m.flow.destination = base::Ipv4Address(reader.u32());
    m.flow.sourcePort = reader.u16();
    m.flow.destinationPort = reader.u16();
    if (isError) {
        m.icmpType = first;
        m.icmpCode = second;
        m.mtu = reader.u32();
        m.sequence = reader.u32();
    } else {
        if (first > static_cast<std::uint8_t>(Encapsulation::ipip))
            return std::nullopt;
        m.way = static_cast<Encapsulation>(first);
        for (std::size_t i = 0; i < second; ++i)
            m.loads.push_back(reader.u32());
    }
    return reader.ok() && reader.remaining() == 0 && (m.id.isValid() || m.kind == Kind::drain) ? std::optional(m) : std::nullopt;
}

} // namespace hopyard::migration
