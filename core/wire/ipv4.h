// The IPv4 header (RFC 791; DSCP and ECN RFC 2474 and 3168; identification RFC 6864).
//
// Ipv4View::parse() checks version and lengths once and does not look at the checksum or the options: the first costs
// more than all the rest and is asked for separately (checksumOk()), the second concern few.
// Deliberately missing: the reserved flag bit is neither kept nor refused.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/wire/checksum.h"
#include "core/wire/ip_protocol.h"
#include "core/wire/ipv4_options.h"
#include "core/wire/parse_error.h"

#include <algorithm>
#include <cstdint>
#include <optional>

namespace hopyard::wire {

class Ipv4View {
public:
    static constexpr std::size_t kMinHeaderLength = 20;
    static constexpr std::size_t kMaxHeaderLength = 60;

    /// `bytes` may be longer than the datagram (Ethernet's padding): everything beyond the total length is cut off.
    static base::Result<Ipv4View, ParseError> parse(base::Bytes bytes)
    {
        const auto error = check(bytes);
        if (error)
            return base::fail(*error);
        const std::size_t total = base::loadU16(bytes.data() + 2);
        if (total > bytes.size())
            return base::fail(ParseError::truncated);
        return Ipv4View(bytes.first(total));
    }
    /// For the datagram that an ICMP error quotes: it may end before its total length, though not within the header.
    static base::Result<Ipv4View, ParseError> parseQuoted(base::Bytes bytes)
    {
        const auto error = check(bytes);
        if (error)
            return base::fail(*error);
        return Ipv4View(bytes.first(std::min<std::size_t>(base::loadU16(bytes.data() + 2), bytes.size())));
    }

    std::size_t headerLength() const { return (m_bytes[0] & 0x0fu) * 4u; }
    std::uint8_t tos() const { return m_bytes[1]; }
    std::uint8_t dscp() const { return static_cast<std::uint8_t>(m_bytes[1] >> 2); }
    std::uint8_t ecn() const { return m_bytes[1] & 3; }
    std::uint16_t totalLength() const { return base::loadU16(m_bytes.data() + 2); } ///< as written in the header
    std::uint16_t identification() const { return base::loadU16(m_bytes.data() + 4); }
    bool dontFragment() const { return (m_bytes[6] & 0x40) != 0; }
    bool moreFragments() const { return (m_bytes[6] & 0x20) != 0; }
    /// Where this fragment's payload belongs, in bytes.
    std::size_t fragmentOffset() const { return (base::loadU16(m_bytes.data() + 6) & 0x1fffu) * 8u; }
    bool isFragment() const { return (base::loadU16(m_bytes.data() + 6) & 0x3fff) != 0; }
    std::uint8_t ttl() const { return m_bytes[8]; }
    IpProtocol protocol() const { return static_cast<IpProtocol>(m_bytes[9]); }
    std::uint16_t checksum() const { return base::loadU16(m_bytes.data() + 10); }
    base::Ipv4Address source() const { return base::Ipv4Address::load(m_bytes.data() + 12); }
    base::Ipv4Address destination() const { return base::Ipv4Address::load(m_bytes.data() + 16); }
    bool hasOptions() const { return headerLength() > kMinHeaderLength; }
    base::Bytes options() const { return m_bytes.subspan(kMinHeaderLength, headerLength() - kMinHeaderLength); }
    base::Bytes header() const { return m_bytes.first(headerLength()); }
    base::Bytes payload() const { return m_bytes.subspan(headerLength()); }
    /// Header and payload without padding.
    base::Bytes datagram() const { return m_bytes; }
    bool checksumOk() const { return checksumVerifies(header()); }

private:
    explicit Ipv4View(base::Bytes bytes) : m_bytes(bytes) {}
    static std::optional<ParseError> check(base::Bytes bytes)
    {
        if (bytes.size() < kMinHeaderLength)
            return ParseError::truncated;
        if (bytes[0] >> 4 != 4)
            return ParseError::badVersion;
        const std::size_t header = (bytes[0] & 0x0fu) * 4u;
        if (header < kMinHeaderLength || base::loadU16(bytes.data() + 2) < header)
            return ParseError::badLength;
        if (header > bytes.size())
            return ParseError::truncated;
        return std::nullopt;
    }
    base::Bytes m_bytes;
};

struct Ipv4Repr {
    std::uint8_t tos = 0; ///< DSCP and ECN
    std::uint16_t identification = 0;
    bool dontFragment = false;
    bool moreFragments = false;
    std::uint16_t fragmentOffset = 0; ///< bytes, a multiple of 8
    std::uint8_t ttl = 64;
    IpProtocol protocol = IpProtocol::udp;
    base::Ipv4Address source;
    base::Ipv4Address destination;
    Ipv4Options options;
    std::uint16_t payloadLength = 0; ///< bytes behind the header

    bool operator==(const Ipv4Repr &) const = default;
    /// badOption where the options are malformed. The payload length is what the header says, cut off or not.
    static base::Result<Ipv4Repr, ParseError> parse(const Ipv4View &view);
    std::size_t headerLength() const { return Ipv4View::kMinHeaderLength + options.paddedLength(); }
    std::size_t totalLength() const { return headerLength() + payloadLength; }
    /// Writes the header, its checksum included, to the first headerLength() bytes of `packet`, which has at least as
    /// many. totalLength() is at most 65,535.
    void emit(base::MutableBytes packet) const;
};

/// What a router does to the header of a packet it passes on: one off the TTL (which is above 0), and the checksum
/// mended for it (RFC 1624). `header` is a checked IPv4 header.
inline void decrementTtl(base::MutableBytes header)
{
    std::uint8_t *p = header.data();
    const std::uint16_t before = base::loadU16(p + 8);
    --p[8];
    base::storeU16(p + 10, updateChecksum(base::loadU16(p + 10), before, base::loadU16(p + 8)));
}

/// Writes the header checksum anew, after fields were changed by hand. `header` is all of a checked IPv4 header.
inline void fillIpv4Checksum(base::MutableBytes header)
{
    base::storeU16(header.data() + 10, 0);
    base::storeU16(header.data() + 10, checksumOf(header));
}

} // namespace hopyard::wire
