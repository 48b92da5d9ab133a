// What RIP is told, made from the configuration's lines and from the interfaces that there are; and which routes of
// other protocols it announces.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ip/stack.h"
#include "core/router/config.h"
#include "core/routing/rib/rib.h"
#include "core/routing/rip/config.h"
#include "core/routing/rip/filters.h"

#include <optional>

namespace hopyard::router {

/// `config.rip` is there. An interface takes part where a `network` line names it or holds one of its addresses.
routing::rip::Config ripConfig(const RouterConfig &config, const ip::Stack &stack, base::TimePoint now);
/// When a key of a chain that RIP uses begins or ends to count next.
base::TimePoint ripKeysChangeAfter(const RouterConfig &config, base::TimePoint now);

/// Bit i: routes of Protocol i are redistributed.
unsigned ripListensTo(const RipConfig &config);
/// How a route is announced; none: it is not.
std::optional<routing::rip::ExternalRoute> ripExternal(const RouterConfig &config, const routing::rip::Filters &filters,
                                                       const routing::Rib &rib, const routing::SelectedRoute &route);

} // namespace hopyard::router
