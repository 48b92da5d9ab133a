// A learning switch (IEEE 802.1D bridge): learns which port an address is behind, forgets after the ageing time, floods
// what it does not know, broadcasts and multicasts.
//
// As it comes it learns for each VLAN by itself (802.1Q independent learning), keeps tags, and every port carries every
// VLAN; a loop is stopped by the flood limit and said. Settings make it look at VLANs (access and trunk ports, native
// VLANs; 802.1Q section 8: classification, ingress filtering, learning and untagging by VLAN) and speak the spanning
// tree protocol (spanning_tree.h), one tree for all VLANs.
// Files: switch.cpp movement and the table; vlan_frames.h tags put on and taken off.
// Deliberately missing: IGMP snooping, 802.1ad (two tags), one tree for each VLAN.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/link/device.h"
#include "core/link/flood_limit.h"
#include "core/link/switch_settings.h"

#include <optional>
#include <unordered_map>

namespace hopyard::link {

class VlanFrames;

class Switch final : public Device {
public:
    static constexpr base::Duration kDefaultAgeing = base::Duration::seconds(300); ///< 802.1D table 7-5
    static constexpr std::size_t kMaxEntries = 8'192;

    base::PortIndex addPort();
    std::size_t portCount() const { return m_carrier.size(); }
    /// Makes the running switch equal to the settings by changing what differs.
    void configure(Context &context, const SwitchSettings &settings);
    const SwitchSettings &settings() const { return m_settings; }
    const SwitchSettings::Port &portSettings(base::PortIndex port) const;
    /// Null where it speaks none.
    const SpanningTree *spanningTree() const { return m_tree ? &*m_tree : nullptr; }

    struct Entry {
        base::MacAddress mac;
        std::uint16_t vlan = 0; ///< 0 for untagged frames, where it does not look at VLANs
        base::PortIndex port;
        base::TimePoint lastSeen;
    };
    /// The table at `now`, ordered by VLAN and address, without what has aged out.
    std::vector<Entry> table(base::TimePoint now) const;
    void clearTable();
    std::uint64_t suppressedFrames() const { return m_suppressed; }
    /// Refused where they came in: a tag or the lack of one that the port does not take, or a blocked port.
    std::uint64_t filteredFrames() const { return m_filtered; }

    void handle(Context &context, base::PortIndex port, packet::Packet frame) override;
    void expire(Context &context) override;
    base::TimePoint nextDeadline() const override
    {
        return m_tree && m_tree->nextDeadline() < m_sweepAt ? m_tree->nextDeadline() : m_sweepAt;
    }
    std::unique_ptr<Device> clone() const override { return std::make_unique<Switch>(*this); }
    void carrierChanged(Context &, base::PortIndex port, bool up) override;

private:
    struct Place {
        base::PortIndex port;
        base::TimePoint lastSeen;
    };
    static std::uint64_t key(const std::uint8_t *mac, std::uint16_t vlan);
    void learn(base::TimePoint now, std::uint64_t key, base::PortIndex port);
    void flood(Context &context, base::PortIndex in, VlanFrames &frames, std::uint16_t vlan);
    void send(Context &context, base::PortIndex port, VlanFrames &frames, std::uint16_t vlan);
    void forget(base::PortIndex port);
    void sweep(base::TimePoint now);
    void filter(Context &context, const packet::Packet &frame);
    bool takeControlFrame(Context &context, base::PortIndex in, const packet::Packet &frame);
    bool mayLeave(base::PortIndex port, std::uint16_t vlan) const;
    void makeTree(base::TimePoint now);
    void followTree(Context &context);

    SwitchSettings m_settings;
    std::vector<bool> m_carrier;
    std::optional<SpanningTree> m_tree;
    std::unordered_map<std::uint64_t, Place> m_places; // looked up, never iterated into an output unsorted
    base::TimePoint m_sweepAt = base::TimePoint::never();
    std::uint64_t m_suppressed = 0;
    std::uint64_t m_filtered = 0;
    FloodLimit m_limit{20'000, 1'000};
};

} // namespace hopyard::link
