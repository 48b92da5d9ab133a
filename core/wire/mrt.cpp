// Records and entries; see mrt.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/wire/mrt.h"

#include <algorithm>
#include <array>

namespace hopyard::wire {

namespace {

using base::ByteReader;
using base::Bytes;
using base::Family;

base::IpAddress address(ByteReader &reader, Family family)
{
    const Bytes bytes = reader.bytes(family == Family::ipv4 ? 4 : 16);
    if (bytes.empty())
        return {};
    if (family == Family::ipv4)
        return base::Ipv4Address::load(bytes.data());
    std::array<std::uint8_t, 16> copy{};
    std::copy(bytes.begin(), bytes.end(), copy.begin());
    return base::Ipv6Address(copy);
}

/// As an UPDATE has it: so many octets as the length needs.
base::IpPrefix prefix(ByteReader &reader, Family family)
{
    const unsigned length = reader.u8();
    if (length > base::addressBits(family)) {
        reader.skip(reader.remaining() + 1); // no prefix: nothing behind it can be found
        return {};
    }
    const Bytes bytes = reader.bytes((length + 7) / 8);
    std::array<std::uint8_t, 16> copy{};
    std::copy(bytes.begin(), bytes.end(), copy.begin());
    const base::IpAddress whole = family == Family::ipv4 ? base::IpAddress(base::Ipv4Address::load(copy.data()))
                                                         : base::IpAddress(base::Ipv6Address(copy));
    return {whole, length};
}

} // namespace

void MrtReader::feed(Bytes bytes)
{
    if (m_counters.isLost)
        return;
    // What has been read goes; the record that is being read stays where it is, counted from the new beginning.
    const std::size_t read = m_at;
    m_bytes.erase(m_bytes.begin(), m_bytes.begin() + static_cast<std::ptrdiff_t>(read));
    m_at = 0;
    m_recordEnd -= std::min(m_recordEnd, read);
    m_entryAt -= std::min(m_entryAt, read);
    m_bytes.insert(m_bytes.end(), bytes.begin(), bytes.end());
}

void MrtReader::countCorrupt()
{
    ++m_counters.corruptRecords;
    m_entriesLeft = 0;
}

bool MrtReader::next(MrtEntry &entry)
{
    for (;;) {
        if (m_entriesLeft > 0) {
            if (nextOfRib(entry))
                return true;
            continue;
        }
        m_at = std::max(m_at, m_recordEnd);
        if (m_counters.isLost || !openRecord())
            return false;
    }
}

/// Reads the header of the next record and, of a table's, what stands before its entries. False: it is not whole.
bool MrtReader::openRecord()
{
    ByteReader reader(Bytes(m_bytes).subspan(m_at));
    if (reader.remaining() < kMrtHeaderLength)
        return false;
    const Record record{reader.u32(), reader.u16(), reader.u16()};
    const std::size_t length = reader.u32();
    if (length > kMrtMaxRecord) {
        m_counters.isLost = true;
        ++m_counters.corruptRecords;
        return false;
    }
    if (reader.remaining() < length)
        return false;
    if (m_counters.records++ == 0)
        m_counters.time = record.time;
    m_recordEnd = m_at + kMrtHeaderLength + length;
    const ByteReader body(reader.bytes(length));
    const bool isV2 = record.type == static_cast<std::uint16_t>(MrtType::tableDumpV2);
    if (record.type == static_cast<std::uint16_t>(MrtType::tableDump) && (record.subtype == 1 || record.subtype == 2)) {
        m_entry.prefix = base::IpPrefix(record.subtype == 1 ? base::IpAddress(base::Ipv4Address()) : base::Ipv6Address(), 0);
        openTableDump(body);
    } else if (isV2 && record.subtype == static_cast<std::uint16_t>(MrtV2::peerIndexTable)) {
        openPeerTable(body);
    } else if (isV2 && record.subtype == static_cast<std::uint16_t>(MrtV2::ipv4Unicast)) {
        openRib(body, Family::ipv4, false);
    } else if (isV2 && record.subtype == static_cast<std::uint16_t>(MrtV2::ipv6Unicast)) {
        openRib(body, Family::ipv6, false);
    } else if (isV2 && record.subtype == static_cast<std::uint16_t>(MrtV2::ipv4UnicastAddPath)) {
        openRib(body, Family::ipv4, true);
    } else if (isV2 && record.subtype == static_cast<std::uint16_t>(MrtV2::ipv6UnicastAddPath)) {
        openRib(body, Family::ipv6, true);
    } else {
        ++m_counters.otherRecords;
    }
    return true;
}

/// A record with one entry; its prefix, which says the family, is in m_entry already.
void MrtReader::openTableDump(ByteReader body)
{
    const Family family = m_entry.prefix.family();
    body.skip(4); // view and sequence number
    const base::IpAddress network = address(body, family);
    const unsigned length = body.u8();
    body.skip(1); // status, which is always 1
    m_entry.originated = body.u32();
    MrtPeer peer;
    peer.address = address(body, family);
    peer.as = body.u16();
    const std::size_t attributes = body.u16();
    m_entry.attributes = body.bytes(attributes);
    if (!body.ok() || length > base::addressBits(family)) {
        countCorrupt();
        return;
    }
    m_entry.prefix = base::IpPrefix(network, length);
    m_entry.peer = peerOf(peer);
    m_entry.asOctets = 2;
    m_entriesLeft = 1;
    m_entryAt = 0; // the one entry is read already
}

std::size_t MrtReader::peerOf(const MrtPeer &peer)
{
    const auto [at, isNew] = m_peerNumbers.try_emplace(peer, m_peers.size());
    if (isNew)
        m_peers.push_back(peer);
    return at->second;
}

void MrtReader::openPeerTable(ByteReader body)
{
    body.skip(4); // the collector's identifier
    body.skip(body.u16()); // the view's name
    const unsigned count = body.u16();
    std::vector<MrtPeer> peers;
    for (unsigned i = 0; i < count && body.ok(); ++i) {
        const std::uint8_t type = body.u8();
        MrtPeer peer;
        peer.identifier = base::Ipv4Address(body.u32());
        peer.address = address(body, type & 1 ? Family::ipv6 : Family::ipv4);
        peer.as = type & 2 ? body.u32() : body.u16();
        peers.push_back(peer);
    }
    if (!body.ok()) {
        countCorrupt();
        return;
    }
    m_index.clear();
    for (const MrtPeer &peer : peers)
        m_index.push_back(peerOf(peer));
}

void MrtReader::openRib(ByteReader body, Family family, bool addPath)
{
    const std::size_t start = m_recordEnd - body.remaining();
    body.skip(4); // sequence number
    m_entry.prefix = prefix(body, family);
    m_entriesLeft = body.u16();
    if (!body.ok()) {
        countCorrupt();
        return;
    }
    m_entry.asOctets = 4;
    m_hasPathId = addPath;
    m_entryAt = start + body.position();
}

/// False: the record is at its end, or wrong from here on.
bool MrtReader::nextOfRib(MrtEntry &entry)
{
    if (m_entryAt > 0) {
        ByteReader reader(Bytes(m_bytes).subspan(m_entryAt, m_recordEnd - m_entryAt));
        const std::size_t peer = reader.u16();
        m_entry.originated = reader.u32();
        if (m_hasPathId)
            reader.skip(4);
        const std::size_t length = reader.u16();
        m_entry.attributes = reader.bytes(length);
        if (!reader.ok() || peer >= m_index.size()) {
            countCorrupt();
            return false;
        }
        m_entry.peer = m_index[peer];
        m_entryAt += reader.position();
    }
    --m_entriesLeft;
    ++m_counters.entries;
    entry = m_entry;
    return true;
}

bool parseMrtAttributes(const MrtEntry &entry, BgpAttributes &into)
{
    // MP_REACH_NLRI is taken out: here it is only a next hop, or whole where the collector did not know better.
    std::vector<std::uint8_t> others;
    base::IpAddress nextHop;
    ByteReader reader(entry.attributes);
    while (reader.ok() && reader.remaining() > 0) {
        const std::size_t start = reader.position();
        const std::uint8_t flags = reader.u8();
        const std::uint8_t type = reader.u8();
        const std::size_t length = flags & 0x10 ? reader.u16() : reader.u8();
        const Bytes value = reader.bytes(length);
        if (!reader.ok())
            return false;
        if (type != static_cast<std::uint8_t>(BgpAttribute::mpReach)) {
            const Bytes whole = entry.attributes.subspan(start, reader.position() - start);
            others.insert(others.end(), whole.begin(), whole.end());
            continue;
        }
        ByteReader reach(value);
        if (!value.empty() && value[0] == 0 && value.size() > 4) // a whole one begins with its family, of which the first octet is 0
            reach.skip(3);
        const unsigned octets = reach.u8();
        if (octets >= 16)
            nextHop = address(reach, Family::ipv6);
        else if (octets == 4)
            nextHop = address(reach, Family::ipv4);
        if (!reach.ok())
            return false;
    }
    BgpAttributeContext context;
    context.fourOctetAs = entry.asOctets == 4;
    context.external = false; // a collector may well have a LOCAL_PREF
    context.hasAnnounced = false;
    const BgpParsedAttributes parsed = parseBgpAttributes(others, context, into);
    if (nextHop.isValid())
        into.nextHop = nextHop;
    return parsed.error < BgpErrorClass::treatAsWithdraw;
}

namespace {

void append16(std::vector<std::uint8_t> &out, std::size_t value)
{
    out.push_back(static_cast<std::uint8_t>(value >> 8));
    out.push_back(static_cast<std::uint8_t>(value));
}

void append32(std::vector<std::uint8_t> &out, std::uint32_t value)
{
    append16(out, value >> 16);
    append16(out, value & 0xffff);
}

/// The header of a record of TABLE_DUMP_V2 (RFC 6396 section 2); its time is 0.
void appendHeader(std::vector<std::uint8_t> &out, MrtV2 subtype, std::size_t length)
{
    append32(out, 0);
    append16(out, static_cast<std::uint16_t>(MrtType::tableDumpV2));
    append16(out, static_cast<std::uint16_t>(subtype));
    append32(out, static_cast<std::uint32_t>(length));
}

} // namespace

void appendMrtPeer(std::vector<std::uint8_t> &out, const MrtPeer &peer)
{
    appendHeader(out, MrtV2::peerIndexTable, 4 + 2 + 2 + 1 + 4 + 4 + 4);
    append32(out, 0); // the collector has no identifier,
    append16(out, 0); // and its view no name
    append16(out, 1);
    out.push_back(2); // an IPv4 address and an AS number of four octets
    append32(out, peer.identifier.value());
    append32(out, peer.address.isV4() ? peer.address.v4().value() : 0);
    append32(out, peer.as);
}

void appendMrtRoute(std::vector<std::uint8_t> &out, std::uint32_t sequence, const base::IpPrefix &prefix,
                    Bytes attributes)
{
    const std::size_t octets = (prefix.length() + 7) / 8;
    appendHeader(out, MrtV2::ipv4Unicast, 4 + 1 + octets + 2 + 2 + 4 + 2 + attributes.size());
    append32(out, sequence);
    out.push_back(static_cast<std::uint8_t>(prefix.length()));
    const std::uint32_t address = prefix.address().v4().value();
    for (std::size_t i = 0; i < octets; ++i)
        out.push_back(static_cast<std::uint8_t>(address >> (24 - 8 * i)));
    append16(out, 1); // entries
    append16(out, 0); // the peer
    append32(out, 0);
    append16(out, attributes.size());
    out.insert(out.end(), attributes.begin(), attributes.end());
}

} // namespace hopyard::wire
