// OSPF packets read and written. See ospf.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/wire/ospf.h"

#include "core/wire/checksum.h"

#include <cassert>

namespace hopyard::wire {

namespace {

void push16(std::vector<std::uint8_t> &out, std::uint16_t v)
{
    out.push_back(static_cast<std::uint8_t>(v >> 8));
    out.push_back(static_cast<std::uint8_t>(v));
}
void push32(std::vector<std::uint8_t> &out, std::uint32_t v)
{
    push16(out, static_cast<std::uint16_t>(v >> 16));
    push16(out, static_cast<std::uint16_t>(v));
}

Checksum sumOf(base::Bytes packet)
{
    Checksum c;
    c.add(packet.first(16));
    c.add(packet.subspan(OspfView::kHeaderLength));
    return c;
}

} // namespace

std::string_view toString(OspfType type)
{
    switch (type) {
    case OspfType::hello: return "Hello";
    case OspfType::description: return "Database Description";
    case OspfType::request: return "Link State Request";
    case OspfType::update: return "Link State Update";
    case OspfType::acknowledgment: return "Link State Acknowledgment";
    }
    return "unknown";
}

base::Result<OspfView, ParseError> OspfView::parse(base::Bytes bytes)
{
    if (bytes.size() < kHeaderLength)
        return base::fail(ParseError::truncated);
    if (bytes[0] != 2)
        return base::fail(ParseError::badVersion);
    const std::size_t length = base::loadU16(&bytes[2]);
    if (length < kHeaderLength)
        return base::fail(ParseError::badLength);
    if (length > bytes.size())
        return base::fail(ParseError::truncated);
    if (bytes[1] < 1 || bytes[1] > 5)
        return base::fail(ParseError::unsupported);
    return OspfView(bytes);
}

bool OspfView::checksumOk() const { return sumOf(packet()).verifies(); }

std::uint16_t ospfChecksum(base::Bytes packet)
{
    Checksum c = sumOf(packet);
    const std::uint16_t field = base::loadU16(&packet[12]);
    c.addU16(static_cast<std::uint16_t>(~field)); // takes out what stands in the field
    return c.value();
}

void OspfHeader::emit(base::MutableBytes packet) const
{
    assert(packet.size() >= OspfView::kHeaderLength && packet.size() <= 0xffff);
    std::uint8_t *p = packet.data();
    p[0] = 2;
    p[1] = static_cast<std::uint8_t>(type);
    base::storeU16(p + 2, static_cast<std::uint16_t>(packet.size()));
    router.store(p + 4);
    area.store(p + 8);
    std::memset(p + 12, 0, 12);
    base::storeU16(p + 12, sumOf(packet).value());
}

base::Result<OspfHello, ParseError> OspfHello::parse(base::Bytes payload)
{
    if (payload.size() < 20)
        return base::fail(ParseError::truncated);
    if (payload.size() % 4 != 0)
        return base::fail(ParseError::badLength);
    base::ByteReader in(payload);
    OspfHello hello;
    hello.mask = base::Ipv4Address(in.u32());
    hello.interval = in.u16();
    hello.options = in.u8();
    hello.priority = in.u8();
    hello.deadInterval = in.u32();
    hello.designated = base::Ipv4Address(in.u32());
    hello.backup = base::Ipv4Address(in.u32());
    hello.neighbours.reserve(in.remaining() / 4);
    while (in.remaining() > 0)
        hello.neighbours.emplace_back(in.u32());
    return hello;
}

void OspfHello::append(std::vector<std::uint8_t> &out) const
{
    push32(out, mask.value());
    push16(out, interval);
    out.push_back(options);
    out.push_back(priority);
    push32(out, deadInterval);
    push32(out, designated.value());
    push32(out, backup.value());
    for (const base::Ipv4Address neighbour : neighbours)
        push32(out, neighbour.value());
}

base::Result<OspfDescription, ParseError> OspfDescription::parse(base::Bytes payload)
{
    if (payload.size() < kLength)
        return base::fail(ParseError::truncated);
    if ((payload.size() - kLength) % LsaHeader::kLength != 0)
        return base::fail(ParseError::badLength);
    return OspfDescription{base::loadU16(&payload[0]), payload[2], payload[3], base::loadU32(&payload[4])};
}

void OspfDescription::append(std::vector<std::uint8_t> &out) const
{
    push16(out, mtu);
    out.push_back(options);
    out.push_back(flags);
    push32(out, sequence);
}

base::Result<std::vector<LsaHeader>, ParseError> parseLsaHeaders(base::Bytes bytes)
{
    if (bytes.size() % LsaHeader::kLength != 0)
        return base::fail(ParseError::badLength);
    std::vector<LsaHeader> headers;
    headers.reserve(bytes.size() / LsaHeader::kLength);
    for (std::size_t at = 0; at < bytes.size(); at += LsaHeader::kLength)
        headers.push_back(LsaHeader::load(&bytes[at]));
    return headers;
}

void append(std::vector<std::uint8_t> &out, const LsaHeader &header)
{
    out.resize(out.size() + LsaHeader::kLength);
    header.store(&out[out.size() - LsaHeader::kLength]);
}

base::Result<std::vector<LsaKey>, ParseError> parseOspfRequest(base::Bytes payload)
{
    if (payload.size() % kOspfRequestLength != 0)
        return base::fail(ParseError::badLength);
    std::vector<LsaKey> keys;
    keys.reserve(payload.size() / kOspfRequestLength);
    base::ByteReader in(payload);
    while (in.remaining() > 0) {
        const std::uint32_t type = in.u32();
        const base::Ipv4Address id(in.u32());
        const base::Ipv4Address router(in.u32());
        if (type > 0xff)
            return base::fail(ParseError::unsupported);
        keys.push_back({static_cast<LsaType>(type), id, router});
    }
    return keys;
}

void append(std::vector<std::uint8_t> &out, const LsaKey &key)
{
    push32(out, static_cast<std::uint32_t>(key.type));
    push32(out, key.id.value());
    push32(out, key.advertisingRouter.value());
}

OspfUpdateReader::OspfUpdateReader(base::Bytes payload)
{
    if (payload.size() < 4) {
        m_ok = false;
        return;
    }
    m_left = base::loadU32(payload.data());
    m_rest = payload.subspan(4);
}

base::Bytes OspfUpdateReader::next()
{
    if (m_left == 0)
        return {};
    --m_left;
    const std::size_t length = m_rest.size() < LsaHeader::kLength ? 0 : base::loadU16(&m_rest[18]);
    if (length < LsaHeader::kLength || length > m_rest.size()) {
        m_ok = false;
        m_left = 0;
        return {};
    }
    const base::Bytes lsa = m_rest.first(length);
    m_rest = m_rest.subspan(length);
    return lsa;
}

} // namespace hopyard::wire
