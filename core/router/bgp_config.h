// The BGP part of a router's configuration as a value: what its lines say, before interfaces are known.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/routing/bgp/config.h"

namespace hopyard::router {

/// `router bgp`: the protocol's own configuration, which keeps neighbours' and groups' lines as they are written.
struct BgpConfig {
    routing::bgp::Config said; ///< without a router id where no line gives one
    bool operator==(const BgpConfig &) const = default;
};

} // namespace hopyard::router
