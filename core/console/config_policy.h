// What config_policy.cpp, config_route_map.cpp and show_policy.cpp share: entries of policies as text. Internal to
// core/console.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/console/config_commands.h"
#include "core/routing/policy/policy.h"

#include <string>
#include <vector>

namespace hopyard::console {

std::string prefixEntryText(const routing::policy::PrefixListEntry &entry); ///< "permit 10.0.0.0/8 le 24"
std::string accessEntryText(const routing::policy::AccessListEntry &entry); ///< "permit 10.0.0.0 0.255.255.255"

ConfigCommands routeMapTopCommands();
std::string writeRouteMaps(const routing::policy::Policies &policies);
/// The conditions and actions as their lines have them, without "match" and "set": "ip address A", "metric +5".
std::vector<std::string> matchTexts(const routing::policy::RouteMapEntry &entry);
std::vector<std::string> setTexts(const routing::policy::RouteMapEntry &entry);

} // namespace hopyard::console
