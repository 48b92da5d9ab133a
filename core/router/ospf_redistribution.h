// Which routes of others OSPF announces, and how: `redistribute`, `distribute-list`, `default-metric`, route maps.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/router/config.h"
#include "core/routing/ospf/config.h"
#include "core/routing/rib/rib.h"

#include <optional>
#include <string_view>

namespace hopyard::router {

/// Bit i: changes of Protocol i matter.
unsigned ospfListensTo(const OspfConfig &config);

/// Nothing where the route is not announced: nobody asked for its protocol, a list or a map denies it, it is one of
/// OSPF's own networks, or the default route, which has a line of its own. `interface`: where the route leads.
std::optional<routing::ospf::ExternalRoute> ospfExternal(const RouterConfig &config, const routing::ospf::Config &running,
                                                        const routing::SelectedRoute &route, std::string_view interface);

/// Whether this default route of the RIB is one to announce (`default-information originate` without `always`).
bool isOspfDefault(const RouterConfig &config, const std::optional<routing::SelectedRoute> &route);

} // namespace hopyard::router
