// UDP (RFC 768; over IPv6 RFC 8200 section 8.1: there a checksum of zero is refused by checksumOk()).
//
// Deliberately missing: UDP-Lite, jumbograms.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/wire/checksum.h"
#include "core/wire/parse_error.h"

#include <cassert>
#include <cstdint>

namespace hopyard::wire {

class UdpView {
public:
    static constexpr std::size_t kHeaderLength = 8;

    /// `bytes` are the payload of an IP datagram; everything beyond UDP's own length is cut off.
    static base::Result<UdpView, ParseError> parse(base::Bytes bytes)
    {
        if (bytes.size() < kHeaderLength)
            return base::fail(ParseError::truncated);
        const std::size_t length = base::loadU16(bytes.data() + 4);
        if (length < kHeaderLength)
            return base::fail(ParseError::badLength);
        if (length > bytes.size())
            return base::fail(ParseError::truncated);
        return UdpView(bytes.first(length));
    }

    std::uint16_t sourcePort() const { return base::loadU16(m_bytes.data()); }
    std::uint16_t destinationPort() const { return base::loadU16(m_bytes.data() + 2); }
    std::uint16_t length() const { return base::loadU16(m_bytes.data() + 4); } ///< header and payload
    std::uint16_t checksum() const { return base::loadU16(m_bytes.data() + 6); } ///< 0: the sender made none
    base::Bytes payload() const { return m_bytes.subspan(kHeaderLength); }
    /// True as well where the sender made none, which only IPv4 allows.
    bool checksumOk(const base::IpAddress &source, const base::IpAddress &destination) const
    {
        if (checksum() == 0)
            return source.isV4();
        Checksum c;
        c.addPseudoHeader(source, destination, IpProtocol::udp, m_bytes.size());
        c.add(m_bytes);
        return c.verifies();
    }

private:
    explicit UdpView(base::Bytes bytes) : m_bytes(bytes) {}
    base::Bytes m_bytes;
};

struct UdpRepr {
    std::uint16_t sourcePort = 0;
    std::uint16_t destinationPort = 0;

    bool operator==(const UdpRepr &) const = default;
    static UdpRepr parse(const UdpView &view) { return {view.sourcePort(), view.destinationPort()}; }
    static constexpr std::size_t headerLength() { return UdpView::kHeaderLength; }
    /// Writes the header to the first headerLength() bytes of `datagram`, the rest of which (at most 65,527 bytes) is
    /// the payload, already in its place; the checksum is over all of it and the addresses.
    void emit(base::MutableBytes datagram, const base::IpAddress &source, const base::IpAddress &destination) const
    {
        assert(datagram.size() >= headerLength() && datagram.size() <= 0xffff);
        std::uint8_t *p = datagram.data();
        base::storeU16(p, sourcePort);
        base::storeU16(p + 2, destinationPort);
        base::storeU16(p + 4, static_cast<std::uint16_t>(datagram.size()));
        base::storeU16(p + 6, 0);
        Checksum c;
        c.addPseudoHeader(source, destination, IpProtocol::udp, datagram.size());
        c.add(datagram);
        const std::uint16_t value = c.value();
        base::storeU16(p + 6, value == 0 ? 0xffff : value); // zero would mean "none" (RFC 768)
    }
};

} // namespace hopyard::wire
