// The RIP part of a router's configuration as a value: what its lines say, before interfaces are known.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace hopyard::router {

/// `router rip`.
struct RipConfig {
    bool operator==(const RipConfig &) const = default;
};

/// `ip rip …` of an interface.
struct RipInterfaceConfig {
    bool operator==(const RipInterfaceConfig &) const = default;
};

} // namespace hopyard::router
