// A learning switch (IEEE 802.1D bridge without spanning tree): learns which port an address is behind, forgets after
// the ageing time, floods what it does not know, broadcasts and multicasts.
//
// Learns for each VLAN by itself (802.1Q independent learning); tagged frames keep their tag and every port carries
// every VLAN.
// Deliberately missing: spanning tree (a loop is stopped by the flood limit and said), access ports, IGMP snooping.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/link/device.h"
#include "core/link/flood_limit.h"

#include <optional>
#include <unordered_map>

namespace hopyard::link {

class Switch final : public Device {
public:
    static constexpr base::Duration kDefaultAgeing = base::Duration::seconds(300); ///< 802.1D table 7-5
    static constexpr std::size_t kMaxEntries = 8'192;

    base::PortIndex addPort();
    std::size_t portCount() const { return m_carrier.size(); }

    struct Entry {
        base::MacAddress mac;
        std::uint16_t vlan = 0; ///< 0 for untagged frames
        base::PortIndex port;
        base::TimePoint lastSeen;
    };
    /// The table at `now`, ordered by VLAN and address, without what has aged out.
    std::vector<Entry> table(base::TimePoint now) const;
    void clearTable();
    std::uint64_t suppressedFrames() const { return m_suppressed; }

    void handle(Context &context, base::PortIndex port, packet::Packet frame) override;
    void expire(Context &context) override;
    base::TimePoint nextDeadline() const override { return m_sweepAt; }
    std::unique_ptr<Device> clone() const override { return std::make_unique<Switch>(*this); }
    void carrierChanged(Context &, base::PortIndex port, bool up) override;

private:
    struct Place {
        base::PortIndex port;
        base::TimePoint lastSeen;
    };
    static std::uint64_t key(const std::uint8_t *mac, std::uint16_t vlan);
    void learn(base::TimePoint now, std::uint64_t key, base::PortIndex port);
    void flood(Context &context, base::PortIndex in, const packet::Packet &frame);

    std::vector<bool> m_carrier;
    std::unordered_map<std::uint64_t, Place> m_places; // looked up, never iterated into an output unsorted
    base::TimePoint m_sweepAt = base::TimePoint::never();
    std::uint64_t m_suppressed = 0;
    FloodLimit m_limit{20'000, 1'000};
};

} // namespace hopyard::link
