// The OSPF part of a router's configuration as a value: what its lines say, before interfaces are known.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace hopyard::router {

/// `router ospf`.
struct OspfConfig {
    bool operator==(const OspfConfig &) const = default;
};

/// `ip ospf …` of an interface.
struct OspfInterfaceConfig {
    bool operator==(const OspfInterfaceConfig &) const = default;
};

} // namespace hopyard::router
