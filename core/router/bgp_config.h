// The BGP part of a router's configuration as a value: what its lines say, before interfaces are known.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace hopyard::router {

/// `router bgp`.
struct BgpConfig {
    bool operator==(const BgpConfig &) const = default;
};

} // namespace hopyard::router
