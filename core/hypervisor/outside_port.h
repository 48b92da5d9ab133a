// The ports of guests whose machine lies outside (kinds qemu and uml): places in the hypervisor's node where frames come
// out of an output buffer and go into an input buffer that somebody else serves, the engine in real time.
//
// They are no ports of the world: no link is plugged there, and what is sent there leaves the world at once.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/hypervisor/guest.h"

namespace hopyard::hypervisor {

constexpr std::uint32_t kFirstOutsidePort = 1u << 28; ///< far beyond any port with a cable
constexpr std::uint32_t kNicsOfGuest = 1u << 8;

constexpr bool isOutsidePort(base::PortIndex port) { return port.isValid() && port.value() >= kFirstOutsidePort; }

constexpr base::PortIndex outsidePort(NicId nic)
{
    return base::PortIndex(kFirstOutsidePort + nic.guest.value() * kNicsOfGuest + nic.nic);
}

constexpr NicId nicAt(base::PortIndex port)
{
    const std::uint32_t number = port.value() - kFirstOutsidePort;
    return {GuestId(number / kNicsOfGuest), static_cast<std::uint16_t>(number % kNicsOfGuest)};
}

} // namespace hopyard::hypervisor
