// See stream_content.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dissect/stream_content.h"

#include "core/wire/ethernet.h"
#include "core/wire/ip_protocol.h"

#include <algorithm>
#include <array>

namespace hopyard::dissect {

namespace {

constexpr std::size_t kEthernet = 14, kTag = 4, kIpv4 = 20, kIpv6 = 40, kUdp = 8, kTcp = 20;
constexpr std::uint16_t kFragment = 0x3fff; // more fragments, or an offset: RFC 791 section 3.1
constexpr std::uint8_t kFin = 0x01, kSyn = 0x02, kAck = 0x10;

/// What stands behind an IP header.
struct Carried {
    std::uint8_t protocol = 0;
    std::size_t at = 0;     ///< offset in the frame
    std::size_t length = 0; ///< as the header says
};

std::optional<Carried> ipv4(base::Bytes frame, std::size_t at, StreamPacket &packet)
{
    if (frame.size() < at + kIpv4 || (base::loadU16(&frame[at + 6]) & kFragment) != 0)
        return std::nullopt;
    packet.source = base::Ipv4Address::load(&frame[at + 12]);
    packet.destination = base::Ipv4Address::load(&frame[at + 16]);
    const std::size_t header = std::size_t(frame[at] & 15) * 4, total = base::loadU16(&frame[at + 2]);
    if (header < kIpv4 || total < header)
        return std::nullopt;
    return Carried{frame[at + 9], at + header, total - header};
}

base::IpAddress ipv6At(base::Bytes frame, std::size_t at)
{
    std::array<std::uint8_t, 16> address;
    std::copy_n(frame.begin() + static_cast<std::ptrdiff_t>(at), address.size(), address.begin());
    return base::Ipv6Address(address);
}

std::optional<Carried> ipv6(base::Bytes frame, std::size_t at, StreamPacket &packet)
{
    if (frame.size() < at + kIpv6)
        return std::nullopt;
    packet.source = ipv6At(frame, at + 8);
    packet.destination = ipv6At(frame, at + 24);
    return Carried{frame[at + 6], at + kIpv6, base::loadU16(&frame[at + 4])};
}

/// What was said by one side.
class Side {
public:
    explicit Side(bool back) : m_back(back) {}

    bool isKnown() const { return m_known; }
    void begin(std::uint32_t sequence)
    {
        m_known = true;
        m_next = sequence;
    }
    void take(const StreamPacket &packet, std::vector<StreamPiece> &out)
    {
        const std::uint32_t first = packet.sequence + (packet.flags & kSyn ? 1 : 0);
        if (!m_known && (packet.length > 0 || packet.flags & (kSyn | kFin)))
            begin(first);
        if (packet.length > 0) {
            if (behind(first) <= 0)
                put(packet, first, out);
            else
                m_waiting.insert(std::upper_bound(m_waiting.begin(), m_waiting.end(), behind(first),
                                                  [this](std::int32_t place, const Waiting &w) { return place < behind(w.first); }),
                                 {packet, first});
            release(out);
        }
        if (packet.flags & kFin)
            m_fin = first + packet.length;
        passFin();
    }
    /// The other side has everything before that.
    void acknowledged(std::uint32_t upTo, const StreamPacket &by, std::vector<StreamPiece> &out)
    {
        if (!m_known)
            return begin(upTo);
        while (behind(upTo) > 0 && !m_waiting.empty() && behind(m_waiting.front().first) <= behind(upTo)) {
            skip(m_waiting.front().first, m_waiting.front().packet, out);
            release(out);
        }
        // One number may be that of a FIN that was not seen.
        if (behind(upTo) > 1)
            skip(upTo, by, out);
        passFin();
    }
    void end(std::vector<StreamPiece> &out)
    {
        while (!m_waiting.empty()) {
            skip(m_waiting.front().first, m_waiting.front().packet, out);
            release(out);
        }
    }

private:
    struct Waiting {
        StreamPacket packet;
        std::uint32_t first;
    };
    /// How far a sequence number is behind what comes next; negative: it was there already.
    std::int32_t behind(std::uint32_t sequence) const { return static_cast<std::int32_t>(sequence - m_next); }
    void skip(std::uint32_t upTo, const StreamPacket &shownBy, std::vector<StreamPiece> &out)
    {
        if (behind(upTo) <= 0)
            return;
        out.push_back({StreamPiece::Kind::gap, m_back, shownBy.time, shownBy.number, static_cast<std::uint32_t>(behind(upTo))});
        m_next = upTo;
    }
    /// Of a packet that does not leave a gap.
    void put(const StreamPacket &packet, std::uint32_t first, std::vector<StreamPiece> &out)
    {
        const std::uint32_t old = std::min(static_cast<std::uint32_t>(-behind(first)), packet.length);
        if (old > 0)
            out.push_back({StreamPiece::Kind::again, m_back, packet.time, packet.number, old});
        const auto kept = static_cast<std::uint32_t>(packet.data.size());
        if (old < kept)
            out.push_back({StreamPiece::Kind::data, m_back, packet.time, packet.number, kept - old, packet.data.subspan(old)});
        if (const std::uint32_t from = std::max(old, kept); from < packet.length)
            out.push_back({StreamPiece::Kind::cut, m_back, packet.time, packet.number, packet.length - from});
        m_next += packet.length - old;
    }
    void release(std::vector<StreamPiece> &out)
    {
        while (!m_waiting.empty() && behind(m_waiting.front().first) <= 0) {
            const Waiting next = m_waiting.front();
            m_waiting.erase(m_waiting.begin());
            put(next.packet, next.first, out);
        }
    }
    void passFin()
    {
        if (m_fin && *m_fin == m_next) {
            ++m_next; // it takes a number, RFC 9293 section 3.4
            m_fin.reset();
        }
    }

    bool m_back;
    bool m_known = false;
    std::uint32_t m_next = 0;
    std::optional<std::uint32_t> m_fin;
    std::vector<Waiting> m_waiting; ///< in the order of their sequence numbers
};

} // namespace

std::optional<StreamPacket> streamPacketOf(base::Bytes frame)
{
    if (frame.size() < kEthernet)
        return std::nullopt;
    std::size_t at = kEthernet;
    auto type = static_cast<wire::EtherType>(base::loadU16(&frame[at - 2]));
    while ((type == wire::EtherType::vlan || type == wire::EtherType::qinq) && at + kTag <= frame.size()) {
        at += kTag;
        type = static_cast<wire::EtherType>(base::loadU16(&frame[at - 2]));
    }
    StreamPacket packet;
    const std::optional<Carried> carried = type == wire::EtherType::ipv4 ? ipv4(frame, at, packet)
        : type == wire::EtherType::ipv6                                  ? ipv6(frame, at, packet)
                                                                         : std::nullopt;
    if (!carried)
        return std::nullopt;
    const auto protocol = static_cast<wire::IpProtocol>(carried->protocol);
    packet.tcp = protocol == wire::IpProtocol::tcp;
    std::size_t header = packet.tcp ? kTcp : kUdp;
    if ((!packet.tcp && protocol != wire::IpProtocol::udp) || frame.size() < carried->at + header)
        return std::nullopt;
    const std::uint8_t *segment = &frame[carried->at];
    packet.sourcePort = base::loadU16(segment);
    packet.destinationPort = base::loadU16(segment + 2);
    if (packet.tcp) {
        packet.sequence = base::loadU32(segment + 4);
        packet.acknowledgement = base::loadU32(segment + 8);
        packet.flags = segment[13];
        header = std::max(header, std::size_t(segment[12] >> 4) * 4); // RFC 9293 section 3.1: data offset
    }
    if (carried->length < header)
        return std::nullopt;
    packet.length = static_cast<std::uint32_t>(carried->length - header);
    if (const std::size_t begin = carried->at + header; begin < frame.size())
        packet.data = frame.subspan(begin, std::min<std::size_t>(packet.length, frame.size() - begin));
    return packet;
}

std::vector<StreamPiece> streamContent(std::span<const StreamPacket> packets)
{
    std::vector<StreamPiece> out;
    std::array<Side, 2> sides{Side(false), Side(true)};
    for (const StreamPacket &packet : packets) {
        if (!packet.tcp) { // each datagram for itself, and nothing says whether one is missing
            const auto kept = static_cast<std::uint32_t>(packet.data.size());
            if (kept > 0)
                out.push_back({StreamPiece::Kind::data, packet.back, packet.time, packet.number, kept, packet.data});
            if (kept < packet.length)
                out.push_back({StreamPiece::Kind::cut, packet.back, packet.time, packet.number, packet.length - kept});
            continue;
        }
        if (packet.flags & kAck)
            sides[packet.back ? 0 : 1].acknowledged(packet.acknowledgement, packet, out);
        sides[packet.back ? 1 : 0].take(packet, out);
    }
    for (Side &side : sides)
        side.end(out);
    return out;
}

} // namespace hopyard::dissect
