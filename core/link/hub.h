// A hub: repeats every frame to every other port.
//
// Deliberately missing: collisions. A loop of hubs is stopped by the flood limit (flood_limit.h).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/link/device.h"
#include "core/link/flood_limit.h"

namespace hopyard::link {

class Hub final : public Device {
public:
    base::PortIndex addPort();
    std::size_t portCount() const { return m_carrier.size(); }
    std::uint64_t suppressedFrames() const { return m_suppressed; }

    void handle(Context &context, base::PortIndex port, packet::Packet frame) override;
    void expire(Context &) override {}
    base::TimePoint nextDeadline() const override { return base::TimePoint::never(); }
    std::unique_ptr<Device> clone() const override { return std::make_unique<Hub>(*this); }
    void carrierChanged(Context &, base::PortIndex port, bool up) override;

private:
    std::vector<bool> m_carrier;
    std::uint64_t m_suppressed = 0;
    FloodLimit m_limit{200'000, 2'000};
};

} // namespace hopyard::link
