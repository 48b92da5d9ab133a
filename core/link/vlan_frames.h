// One frame in the two shapes in which it may leave a switch that looks at VLANs: tagged and untagged (802.1Q section
// 8.8). Each shape is made once, when the first port wants it, and shared by all.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/link/switch_settings.h"
#include "core/packet/packet.h"
#include "core/wire/vlan.h"

#include <cstring>
#include <optional>
#include <utility>

namespace hopyard::link {

class VlanFrames {
public:
    /// `frame` is at least an Ethernet header long.
    explicit VlanFrames(packet::Packet frame) : m_frame(std::move(frame))
    {
        const base::Bytes bytes = m_frame.bytes();
        if (static_cast<wire::EtherType>(base::loadU16(&bytes[12])) == wire::EtherType::vlan)
            if (const auto view = wire::VlanView::parse(bytes.subspan(wire::EthernetView::kHeaderLength)))
                m_tag = wire::VlanRepr::parse(*view);
    }

    /// The number in its tag; 0: there is none, or it says nothing but a priority.
    std::uint16_t taggedVlan() const { return m_tag ? m_tag->id : 0; }
    /// 802.1Q section 6.9: which VLAN it belongs to, coming in by this port. Nothing: the port does not take it.
    std::optional<std::uint16_t> classify(const PortVlans &port) const
    {
        const std::uint16_t tagged = taggedVlan();
        if (tagged != 0 && !port.trunk)
            return std::nullopt; // an access port admits untagged and priority-tagged frames only
        const std::uint16_t vlan = tagged != 0 ? tagged : port.vlan;
        if (vlan == 0 || !port.isMember(vlan))
            return std::nullopt;
        return vlan;
    }
    const packet::Packet &asItCame() const { return m_frame; }
    packet::Packet untagged()
    {
        if (!m_tag)
            return m_frame;
        if (m_untagged.isNull()) {
            m_untagged = m_frame;
            std::uint8_t *bytes = m_untagged.writable().data();
            std::memmove(bytes + wire::VlanView::kHeaderLength, bytes, kAddresses);
            m_untagged.popFront(wire::VlanView::kHeaderLength);
        }
        return m_untagged;
    }
    packet::Packet tagged(std::uint16_t vlan)
    {
        if (m_tag && m_tag->id == vlan)
            return m_frame;
        if (m_tagged.isNull()) {
            m_tagged = m_frame;
            if (!m_tag)
                m_tagged.pushFront(wire::VlanView::kHeaderLength);
            std::uint8_t *bytes = m_tagged.writable().data();
            if (!m_tag)
                std::memmove(bytes, bytes + wire::VlanView::kHeaderLength, kAddresses);
            const std::uint16_t control = static_cast<std::uint16_t>(
                (m_tag ? m_tag->priority << 13 | (m_tag->dropEligible ? 0x1000 : 0) : 0) | vlan);
            base::storeU16(bytes + kAddresses, static_cast<std::uint16_t>(wire::EtherType::vlan));
            base::storeU16(bytes + kAddresses + 2, control); // the type behind stands where it stood
        }
        return m_tagged;
    }

private:
    static constexpr std::size_t kAddresses = 12;
    packet::Packet m_frame, m_untagged, m_tagged;
    std::optional<wire::VlanRepr> m_tag;
};

} // namespace hopyard::link
