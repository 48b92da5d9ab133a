// The TCP header and its common options (RFC 9293 section 3.1; window scale and timestamps RFC 7323, SACK RFC 2018,
// ECN flags RFC 3168, fast open RFC 7413, MD5 signature RFC 2385).
//
// Deliberately missing: options of other kinds (multipath, authentication) are stepped over and not emitted again; so
// is a fast open cookie of a length that RFC 7413 does not allow; the four reserved bits are dropped.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/wire/checksum.h"
#include "core/wire/parse_error.h"

#include <array>
#include <cstdint>
#include <optional>

namespace hopyard::wire {

/// The control bits of a segment, as in the header's byte 13.
struct TcpFlags {
    static constexpr std::uint8_t fin = 0x01, syn = 0x02, rst = 0x04, psh = 0x08, ack = 0x10, urg = 0x20, ece = 0x40,
                                  cwr = 0x80;
    std::uint8_t bits = 0;
    constexpr bool has(std::uint8_t flag) const { return (bits & flag) != 0; }
    bool operator==(const TcpFlags &) const = default;
};

enum class TcpOptionKind : std::uint8_t {
    end = 0,
    noOperation = 1,
    maximumSegmentSize = 2,
    windowScale = 3,
    sackPermitted = 4,
    sack = 5,
    timestamps = 8,
    signature = 19,
    fastOpen = 34,
};

class TcpView {
public:
    static constexpr std::size_t kMinHeaderLength = 20;
    static constexpr std::size_t kMaxHeaderLength = 60;

    /// `bytes` are the payload of an IP datagram, all of it segment. Options are looked at by TcpRepr::parse() only.
    static base::Result<TcpView, ParseError> parse(base::Bytes bytes)
    {
        if (bytes.size() < kMinHeaderLength)
            return base::fail(ParseError::truncated);
        const std::size_t header = (bytes[12] >> 4) * 4u;
        if (header < kMinHeaderLength)
            return base::fail(ParseError::badLength);
        if (header > bytes.size())
            return base::fail(ParseError::truncated);
        return TcpView(bytes);
    }

    std::uint16_t sourcePort() const { return base::loadU16(m_bytes.data()); }
    std::uint16_t destinationPort() const { return base::loadU16(m_bytes.data() + 2); }
    std::uint32_t sequence() const { return base::loadU32(m_bytes.data() + 4); }
    std::uint32_t acknowledgement() const { return base::loadU32(m_bytes.data() + 8); }
    std::size_t headerLength() const { return (m_bytes[12] >> 4) * 4u; }
    TcpFlags flags() const { return {m_bytes[13]}; }
    std::uint16_t window() const { return base::loadU16(m_bytes.data() + 14); } ///< unscaled
    std::uint16_t checksum() const { return base::loadU16(m_bytes.data() + 16); }
    std::uint16_t urgentPointer() const { return base::loadU16(m_bytes.data() + 18); }
    base::Bytes options() const { return m_bytes.subspan(kMinHeaderLength, headerLength() - kMinHeaderLength); }
    base::Bytes payload() const { return m_bytes.subspan(headerLength()); }
    bool checksumOk(const base::IpAddress &source, const base::IpAddress &destination) const
    {
        Checksum c;
        c.addPseudoHeader(source, destination, IpProtocol::tcp, m_bytes.size());
        c.add(m_bytes);
        return c.verifies();
    }

private:
    explicit TcpView(base::Bytes bytes) : m_bytes(bytes) {}
    base::Bytes m_bytes;
};

/// Bytes that arrived out of order: [left, right) in sequence numbers.
struct TcpSackBlock {
    std::uint32_t left = 0;
    std::uint32_t right = 0;
    bool operator==(const TcpSackBlock &) const = default;
};

struct TcpTimestamps {
    std::uint32_t value = 0; ///< TSval
    std::uint32_t echo = 0;  ///< TSecr
    bool operator==(const TcpTimestamps &) const = default;
};

/// A fast open cookie (RFC 7413 section 4.1.1): 4 to 16 bytes, an even number; none: the request for one.
struct TcpFastOpenCookie {
    static constexpr std::size_t kMaxLength = 16;
    std::array<std::uint8_t, kMaxLength> bytes{};
    std::uint8_t length = 0;
    bool operator==(const TcpFastOpenCookie &) const = default;
};

using TcpSignature = std::array<std::uint8_t, 16>;

struct TcpRepr {
    static constexpr std::size_t kMaxSackBlocks = 4;

    std::uint16_t sourcePort = 0;
    std::uint16_t destinationPort = 0;
    std::uint32_t sequence = 0;
    std::uint32_t acknowledgement = 0;
    TcpFlags flags;
    std::uint16_t window = 0;
    std::uint16_t urgentPointer = 0;
    std::optional<std::uint16_t> maximumSegmentSize;
    std::optional<std::uint8_t> windowScale; ///< as sent; a receiver takes more than 14 for 14 (RFC 7323)
    bool sackPermitted = false;
    std::optional<TcpTimestamps> timestamps;
    std::array<TcpSackBlock, kMaxSackBlocks> sackBlocks{};
    std::uint8_t sackCount = 0; ///< blocks in use; with timestamps at most 3 fit, and MSS, scale and SACK need room too
    std::optional<TcpFastOpenCookie> fastOpen;
    std::optional<TcpSignature> signature; ///< made and checked by the transport: it needs the key

    bool operator==(const TcpRepr &) const = default;
    /// badOption where an option's length is impossible.
    static base::Result<TcpRepr, ParseError> parse(const TcpView &view);
    /// 20 to 60, a multiple of 4.
    std::size_t headerLength() const;
    /// True where the options fit the 40 bytes that a header has for them; emit() wants that.
    bool fits() const;
    /// Writes the header to the first headerLength() bytes of `segment`, the rest of which is the payload, already in
    /// its place; the checksum is over all of it and the addresses.
    void emit(base::MutableBytes segment, const base::IpAddress &source, const base::IpAddress &destination) const;
    /// The same with the checksum left to whoever needs finished packets (packet::Offload::checksumMissing): its field
    /// holds the sum of the pseudo header for `segmentLength` bytes, header and payload. `header` is headerLength() long.
    void emitUnfinished(base::MutableBytes header, std::size_t segmentLength, const base::IpAddress &source,
                        const base::IpAddress &destination) const;

private:
    void writeHeader(base::MutableBytes header) const;
};

} // namespace hopyard::wire
