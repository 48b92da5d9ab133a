// The speed that a Linux interface says it has: a figure for routing daemons, it limits nothing.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "emulation/linux/error.h"

#include <cstdint>
#include <string>

namespace hopyard::linux {

/// Of an interface of the network namespace that the thread stands in; takes CAP_NET_ADMIN there. Mbit/s.
Result<void> setLinkSpeed(const std::string &interface, std::uint32_t speed);

} // namespace hopyard::linux
