// The 802.1Q tag: what follows an Ethernet header whose type is EtherType::vlan (or qinq), IEEE 802.1Q clause 9.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/wire/ethernet.h"
#include "core/wire/parse_error.h"

#include <cstdint>

namespace hopyard::wire {

class VlanView {
public:
    static constexpr std::size_t kHeaderLength = 4; ///< tag control information and the type of what follows

    /// `bytes` begin behind the type field that announced the tag.
    static base::Result<VlanView, ParseError> parse(base::Bytes bytes)
    {
        if (bytes.size() < kHeaderLength)
            return base::fail(ParseError::truncated);
        return VlanView(bytes);
    }

    std::uint8_t priority() const { return static_cast<std::uint8_t>(m_bytes[0] >> 5); } ///< PCP, 0..7
    bool dropEligible() const { return (m_bytes[0] & 0x10) != 0; }                       ///< DEI
    std::uint16_t id() const { return base::loadU16(m_bytes.data()) & 0x0fff; } ///< 0: priority only; 4095: reserved
    EtherType etherType() const { return static_cast<EtherType>(base::loadU16(m_bytes.data() + 2)); }
    base::Bytes payload() const { return m_bytes.subspan(kHeaderLength); }

private:
    explicit VlanView(base::Bytes bytes) : m_bytes(bytes) {}
    base::Bytes m_bytes;
};

struct VlanRepr {
    std::uint8_t priority = 0; ///< 0..7
    bool dropEligible = false;
    std::uint16_t id = 0; ///< 0..4095
    EtherType etherType = EtherType::ipv4;

    bool operator==(const VlanRepr &) const = default;
    static VlanRepr parse(const VlanView &view)
    {
        return {view.priority(), view.dropEligible(), view.id(), view.etherType()};
    }
    static constexpr std::size_t headerLength() { return VlanView::kHeaderLength; }
    /// Writes the tag to the first headerLength() bytes of `bytes`, which has at least as many.
    void emit(base::MutableBytes bytes) const
    {
        base::storeU16(bytes.data(), static_cast<std::uint16_t>((priority & 7) << 13 | (dropEligible ? 0x1000 : 0)
                                                                | (id & 0x0fff)));
        base::storeU16(bytes.data() + 2, static_cast<std::uint16_t>(etherType));
    }
};

} // namespace hopyard::wire
