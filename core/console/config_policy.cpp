// The configuration lines of policies (lists, route maps, key chains); see config_commands.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/console/config_commands.h"

namespace hopyard::console {

ConfigCommands policyTopCommands() { return {}; }
ConfigCommands routeMapCommands() { return {}; }
ConfigCommands keyChainCommands() { return {}; }
ConfigCommands keyCommands() { return {}; }
std::string writePolicies(const router::RouterConfig &) { return {}; }
std::string writeKeyChains(const router::RouterConfig &) { return {}; }

} // namespace hopyard::console
