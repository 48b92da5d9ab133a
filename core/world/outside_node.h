// The place in a world of a node that lives outside it (a Linux namespace): what its links deliver goes out, what comes
// in is injected by the driver. It has no state of its own, so it runs the same in every copy of the world.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/link/device.h"

namespace hopyard::world {

class OutsideNode final : public link::Device {
public:
    /// Never called: the world takes what arrives at an outside node before it gets here (run.cpp).
    void handle(link::Context &, base::PortIndex, packet::Packet) override {}
    void expire(link::Context &) override {}
    base::TimePoint nextDeadline() const override { return base::TimePoint::never(); }
    std::unique_ptr<link::Device> clone() const override { return std::make_unique<OutsideNode>(*this); }
    void carrierChanged(link::Context &, base::PortIndex, bool) override {}
};

} // namespace hopyard::world
