// Ethernet II frames (IEEE 802.3 clause 3), as a TAP hands them over: without preamble and frame check sequence.
//
// Deliberately missing: 802.3 length frames with LLC (spanning tree, IS-IS). Their "type" is below 0x0600
// (isLength()) and nothing here looks further.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/wire/parse_error.h"

#include <array>
#include <cstdint>
#include <cstring>

namespace hopyard::wire {

/// IANA "Ether Types"; any 16-bit number is a valid EtherType.
enum class EtherType : std::uint16_t {
    ipv4 = 0x0800,
    arp = 0x0806,
    vlan = 0x8100,
    ipv6 = 0x86dd,
    qinq = 0x88a8,
    lldp = 0x88cc,
};

/// A MAC address from six bytes, without a call: views are on the packet path.
inline base::MacAddress loadMac(const std::uint8_t *p)
{
    std::array<std::uint8_t, 6> bytes;
    std::memcpy(bytes.data(), p, bytes.size());
    return base::MacAddress(bytes);
}
inline void storeMac(std::uint8_t *p, const base::MacAddress &mac) { std::memcpy(p, mac.bytes().data(), 6); }

class EthernetView {
public:
    static constexpr std::size_t kHeaderLength = 14;

    static base::Result<EthernetView, ParseError> parse(base::Bytes frame)
    {
        if (frame.size() < kHeaderLength)
            return base::fail(ParseError::truncated);
        return EthernetView(frame);
    }

    base::MacAddress destination() const { return loadMac(m_frame.data()); }
    base::MacAddress source() const { return loadMac(m_frame.data() + 6); }
    EtherType etherType() const { return static_cast<EtherType>(base::loadU16(m_frame.data() + 12)); }
    /// True where the type field is the length of an 802.3 frame.
    bool isLength() const { return base::loadU16(m_frame.data() + 12) < 0x0600; }
    /// What follows the header, padding of short frames included.
    base::Bytes payload() const { return m_frame.subspan(kHeaderLength); }

private:
    explicit EthernetView(base::Bytes frame) : m_frame(frame) {}
    base::Bytes m_frame;
};

struct EthernetRepr {
    base::MacAddress destination;
    base::MacAddress source;
    EtherType etherType = EtherType::ipv4;

    bool operator==(const EthernetRepr &) const = default;
    static EthernetRepr parse(const EthernetView &view)
    {
        return {view.destination(), view.source(), view.etherType()};
    }
    static constexpr std::size_t headerLength() { return EthernetView::kHeaderLength; }
    /// Writes the header to the first headerLength() bytes of `frame`, which has at least as many.
    void emit(base::MutableBytes frame) const
    {
        storeMac(frame.data(), destination);
        storeMac(frame.data() + 6, source);
        base::storeU16(frame.data() + 12, static_cast<std::uint16_t>(etherType));
    }
};

} // namespace hopyard::wire
