// See nat.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ip/nat.h"

#include <algorithm>

namespace hopyard::ip {

using base::Ipv4Address;
using base::TimePoint;
using wire::IpProtocol;

namespace {

constexpr base::Duration kSweepEvery = base::Duration::seconds(10);
constexpr std::uint8_t kFin = 0x01, kSyn = 0x02, kRst = 0x04; // RFC 9293 section 3.1

/// Replaces a 16-bit word and mends the checksum at `sum` for it.
void replaceWord(std::uint8_t *word, std::uint16_t value, std::uint8_t *sum)
{
    if (sum)
        base::storeU16(sum, wire::updateChecksum(base::loadU16(sum), base::loadU16(word), value));
    base::storeU16(word, value);
}

/// The parts of a datagram that translation looks at.
struct Parts {
    std::uint8_t *ip;
    std::uint8_t *transport;
    std::size_t available; ///< bytes from the transport header on that are here
    IpProtocol protocol;
};

base::Result<Parts, NatError> partsOf(base::MutableBytes start)
{
    const auto view = wire::Ipv4View::parseQuoted(start);
    if (!view)
        return base::fail(NatError::malformed);
    if (view->isFragment())
        return base::fail(NatError::unsupported);
    const std::size_t header = view->headerLength();
    const std::size_t here = view->datagram().size() - header;
    const std::size_t needed = view->protocol() == IpProtocol::tcp ? 20u : 8u;
    switch (view->protocol()) {
    case IpProtocol::udp:
    case IpProtocol::tcp:
    case IpProtocol::icmp: break;
    default: return base::fail(NatError::unsupported);
    }
    if (here < needed)
        return base::fail(NatError::malformed);
    return Parts{start.data(), start.data() + header, here, view->protocol()};
}

/// Where the transport's checksum is, of those that cover the addresses; null: none, or it is not here.
std::uint8_t *sumOf(IpProtocol protocol, std::uint8_t *transport, std::size_t available)
{
    if (protocol == IpProtocol::tcp && available >= 18)
        return transport + 16;
    if (protocol == IpProtocol::udp && available >= 8 && base::loadU16(transport + 6) != 0)
        return transport + 6;
    return nullptr;
}

/// Replaces the address at `at` (12: source, 16: destination) and the port, and mends what covers them.
void rewrite(const Parts &parts, std::size_t at, Ipv4Address address, std::size_t portAt, std::uint16_t port, bool sumIsPartial)
{
    std::uint8_t *const sum = sumOf(parts.protocol, parts.transport, parts.available);
    // A sum that is not finished is not complemented and covers the pseudo header alone: turned over it can be mended
    // like any other.
    if (sum && sumIsPartial)
        base::storeU16(sum, static_cast<std::uint16_t>(~base::loadU16(sum)));
    const std::uint16_t high = static_cast<std::uint16_t>(address.value() >> 16);
    const std::uint16_t low = static_cast<std::uint16_t>(address.value());
    if (sum) {
        base::storeU16(sum, wire::updateChecksum(base::loadU16(sum), base::loadU16(parts.ip + at), high));
        base::storeU16(sum, wire::updateChecksum(base::loadU16(sum), base::loadU16(parts.ip + at + 2), low));
    }
    replaceWord(parts.ip + at, high, parts.ip + 10);
    replaceWord(parts.ip + at + 2, low, parts.ip + 10);
    const bool isIcmp = parts.protocol == IpProtocol::icmp;
    replaceWord(parts.transport + portAt, port, isIcmp ? parts.transport + 2 : sumIsPartial ? nullptr : sum);
    if (sum && sumIsPartial)
        base::storeU16(sum, static_cast<std::uint16_t>(~base::loadU16(sum)));
    else if (sum && parts.protocol == IpProtocol::udp && base::loadU16(sum) == 0)
        base::storeU16(sum, 0xffff); // zero would mean "none" (RFC 768)
}

} // namespace

void NatTable::setOutside(Ipv4Address address)
{
    if (address == m_outside)
        return;
    m_outside = address;
    clear();
}

void NatTable::clear()
{
    for (auto row = m_rows.begin(); row != m_rows.end();)
        if (const auto next = std::next(row); row->second.isStatic)
            row = next;
        else
            erase(std::exchange(row, next));
}

void NatTable::erase(std::map<OutsideKey, NatRow>::iterator row)
{
    const InsideKey inside{row->second.protocol, row->second.inside, row->second.insidePort};
    if (const auto known = m_byInside.find(inside); known != m_byInside.end() && known->second == row->second.outsidePort)
        m_byInside.erase(known);
    m_rows.erase(row);
}

NatRow *NatTable::find(TimePoint now, IpProtocol protocol, std::uint16_t outsidePort)
{
    const auto row = m_rows.find({protocol, outsidePort});
    return row != m_rows.end() && row->second.expires > now ? &row->second : nullptr;
}

base::Result<NatRow *, NatError> NatTable::findOrMake(TimePoint now, IpProtocol protocol, Ipv4Address inside, std::uint16_t port)
{
    if (const auto known = m_byInside.find({protocol, inside, port}); known != m_byInside.end())
        if (NatRow *row = find(now, protocol, known->second))
            return row;
    const auto isFree = [&](std::uint16_t candidate) { return !find(now, protocol, candidate); };
    std::uint16_t outside = port;
    if (port < kFirstPort || !isFree(port)) {
        std::uint32_t tries = 0;
        for (; tries <= 0xffff - kFirstDynamic && !isFree(m_nextPort); ++tries)
            m_nextPort = m_nextPort == 0xffff ? kFirstDynamic : static_cast<std::uint16_t>(m_nextPort + 1);
        if (!isFree(m_nextPort))
            return base::fail(NatError::noPort);
        outside = m_nextPort;
        m_nextPort = m_nextPort == 0xffff ? kFirstDynamic : static_cast<std::uint16_t>(m_nextPort + 1);
    }
    if (const auto old = m_rows.find({protocol, outside}); old != m_rows.end())
        erase(old); // it has expired
    NatRow row;
    row.protocol = protocol;
    row.inside = inside;
    row.insidePort = port;
    row.outsidePort = outside;
    m_byInside[{protocol, inside, port}] = outside;
    if (m_sweepAt.isNever())
        m_sweepAt = now + kSweepEvery;
    return &(m_rows[{protocol, outside}] = row);
}

void NatTable::used(TimePoint now, NatRow &row, std::uint8_t tcpFlags, bool outwards)
{
    ++(outwards ? row.packetsOut : row.packetsIn);
    base::Duration time = kUdp;
    if (row.protocol == IpProtocol::icmp) {
        time = kIcmp;
    } else if (row.protocol == IpProtocol::tcp) {
        if (tcpFlags & (kFin | kRst))
            row.tcp = NatRow::Tcp::closing;
        else if (tcpFlags & kSyn)
            row.tcp = NatRow::Tcp::opening;
        else if (row.tcp == NatRow::Tcp::opening && row.packetsIn > 0 && row.packetsOut > 0)
            row.tcp = NatRow::Tcp::open;
        time = row.tcp == NatRow::Tcp::open ? kTcpOpen : kTcpOther;
    }
    // Only what goes out keeps a row alive (RFC 4787 REQ-6): nobody outside can hold it open.
    if (!row.isStatic && (outwards || row.expires.isNever() || row.protocol == IpProtocol::tcp))
        row.expires = now + time;
}

base::Result<void, NatError> NatTable::outbound(TimePoint now, base::MutableBytes start, const packet::Offload &offload)
{
    const auto parts = partsOf(start);
    if (!parts)
        return base::fail(parts.error());
    std::size_t portAt = 0;
    std::uint8_t flags = 0;
    if (parts->protocol == IpProtocol::icmp) {
        const auto type = static_cast<wire::IcmpType>(parts->transport[0]);
        if (wire::isIcmpError(type)) {
            const auto done = translateError(now, start, true);
            return done ? base::Result<void, NatError>() : base::fail(done.error());
        }
        if (type != wire::IcmpType::echoRequest)
            return base::fail(NatError::unsupported);
        portAt = 4;
    } else if (parts->protocol == IpProtocol::tcp) {
        flags = parts->transport[13];
    }
    const auto row = findOrMake(now, parts->protocol, Ipv4Address::load(parts->ip + 12), base::loadU16(parts->transport + portAt));
    if (!row)
        return base::fail(row.error());
    used(now, **row, flags, true);
    rewrite(*parts, 12, m_outside, portAt, (*row)->outsidePort, offload.checksumMissing);
    return {};
}

base::Result<Ipv4Address, NatError> NatTable::inbound(TimePoint now, base::MutableBytes start, const packet::Offload &offload)
{
    const auto parts = partsOf(start);
    if (!parts)
        return base::fail(parts.error());
    std::size_t portAt = 2;
    std::uint8_t flags = 0;
    if (parts->protocol == IpProtocol::icmp) {
        const auto type = static_cast<wire::IcmpType>(parts->transport[0]);
        if (wire::isIcmpError(type))
            return translateError(now, start, false);
        if (type != wire::IcmpType::echoReply)
            return base::fail(NatError::noRow);
        portAt = 4;
    } else if (parts->protocol == IpProtocol::tcp) {
        flags = parts->transport[13];
    }
    NatRow *row = find(now, parts->protocol, base::loadU16(parts->transport + portAt));
    if (!row)
        return base::fail(NatError::noRow);
    used(now, *row, flags, false);
    rewrite(*parts, 16, row->inside, portAt, row->insidePort, offload.checksumMissing);
    return row->inside;
}

// An ICMP error: the datagram it quotes was seen going the other way, so its addresses are turned back as well. The
// message is short and its checksum covers the quotation; it is made anew where it was right and left wrong where not.
base::Result<Ipv4Address, NatError> NatTable::translateError(TimePoint now, base::MutableBytes start, bool outwards)
{
    const auto outer = wire::Ipv4View::parse(start);
    if (!outer)
        return base::fail(NatError::unsupported); // longer than what is here
    const std::size_t header = outer->headerLength();
    const base::MutableBytes message = start.subspan(header, outer->payload().size());
    const base::MutableBytes quoted = message.subspan(wire::IcmpView::kHeaderLength);
    const auto view = wire::Ipv4View::parseQuoted(quoted);
    if (!view || view->datagram().size() < view->headerLength() + 8)
        return base::fail(NatError::malformed);
    const bool wasRight = wire::checksumVerifies(message);
    Parts parts{quoted.data(), quoted.data() + view->headerLength(), view->datagram().size() - view->headerLength(), view->protocol()};
    // Of a datagram that we sent out, its source is ours; of one that came in, its destination.
    const std::size_t addressAt = outwards ? 16 : 12;
    std::size_t portAt = outwards ? 2 : 0;
    if (parts.protocol == IpProtocol::icmp)
        portAt = 4;
    else if (parts.protocol != IpProtocol::tcp && parts.protocol != IpProtocol::udp)
        return base::fail(NatError::unsupported);
    const std::uint16_t port = base::loadU16(parts.transport + portAt);
    Ipv4Address inside = Ipv4Address::load(parts.ip + addressAt);
    if (outwards) {
        const auto known = m_byInside.find({parts.protocol, inside, port});
        if (known == m_byInside.end())
            return base::fail(NatError::noRow);
        rewrite(parts, addressAt, m_outside, portAt, known->second, false);
    } else {
        NatRow *row = find(now, parts.protocol, port);
        if (!row)
            return base::fail(NatError::noRow);
        inside = row->inside;
        rewrite(parts, addressAt, inside, portAt, row->insidePort, false);
    }
    if (wasRight) {
        base::storeU16(message.data() + 2, 0);
        base::storeU16(message.data() + 2, wire::checksumOf(message));
    }
    const Ipv4Address address = outwards ? m_outside : inside;
    std::uint8_t *const at = start.data() + (outwards ? 12 : 16);
    replaceWord(at, static_cast<std::uint16_t>(address.value() >> 16), start.data() + 10);
    replaceWord(at + 2, static_cast<std::uint16_t>(address.value()), start.data() + 10);
    return inside;
}

base::Result<void, NatError> NatTable::addStatic(IpProtocol protocol, std::uint16_t outsidePort, Ipv4Address inside, std::uint16_t insidePort)
{
    if (protocol != IpProtocol::udp && protocol != IpProtocol::tcp)
        return base::fail(NatError::unsupported);
    const auto old = m_rows.find({protocol, outsidePort});
    if (old != m_rows.end() && old->second.isStatic)
        return base::fail(NatError::taken);
    if (old != m_rows.end())
        erase(old); // a dynamic row gives way: its owner finds another port
    NatRow row;
    row.protocol = protocol;
    row.inside = inside;
    row.insidePort = insidePort;
    row.outsidePort = outsidePort;
    row.isStatic = true;
    m_rows[{protocol, outsidePort}] = row;
    m_byInside[{protocol, inside, insidePort}] = outsidePort; // what the server sends comes from that port too
    return {};
}

bool NatTable::removeStatic(IpProtocol protocol, std::uint16_t outsidePort)
{
    const auto row = m_rows.find({protocol, outsidePort});
    if (row == m_rows.end() || !row->second.isStatic)
        return false;
    erase(row);
    return true;
}

bool NatTable::isStaticSource(const wire::Ipv4View &datagram) const
{
    const bool hasPorts = datagram.protocol() == IpProtocol::tcp || datagram.protocol() == IpProtocol::udp;
    if (!hasPorts || datagram.isFragment() || datagram.payload().size() < 4)
        return false;
    const auto known = m_byInside.find({datagram.protocol(), datagram.source(), base::loadU16(datagram.payload().data())});
    if (known == m_byInside.end())
        return false;
    const auto row = m_rows.find({datagram.protocol(), known->second});
    return row != m_rows.end() && row->second.isStatic;
}

void NatTable::expire(TimePoint now)
{
    if (m_sweepAt > now)
        return;
    bool dynamic = false;
    for (auto row = m_rows.begin(); row != m_rows.end();) {
        const auto next = std::next(row);
        if (row->second.expires <= now)
            erase(row);
        else
            dynamic = dynamic || !row->second.isStatic;
        row = next;
    }
    m_sweepAt = dynamic ? now + kSweepEvery : TimePoint::never();
}

std::vector<NatRow> NatTable::rows(TimePoint now) const
{
    std::vector<NatRow> rows;
    for (const auto &[key, row] : m_rows)
        if (row.expires > now)
            rows.push_back(row);
    return rows;
}

} // namespace hopyard::ip
